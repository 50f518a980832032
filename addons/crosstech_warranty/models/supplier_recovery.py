"""The ledger of recovery: what each supplier was asked for and what came back."""

from odoo import fields, models
from odoo.tools import SQL


class SupplierRecovery(models.Model):
    _name = "crosstech.supplier.recovery"
    _description = "Recovered from a Supplier"
    _auto = False
    _order = "claimed_amount desc"
    _rec_name = "supplier_id"

    supplier_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    claims = fields.Integer(readonly=True)
    claimed_amount = fields.Monetary(string="Claimed", readonly=True)
    recovered_amount = fields.Monetary(string="Recovered", readonly=True)
    pending_amount = fields.Monetary(string="Pending", readonly=True)
    missed = fields.Integer(string="Missed Windows", readonly=True)
    missed_amount = fields.Monetary(string="Lost", readonly=True)
    recovery_percent = fields.Float(
        string="Recovered (%)", readonly=True, aggregator="avg", help="Of what is not pending any more."
    )

    @property
    def _table_query(self):
        self.env["crosstech.supplier.claim"].flush_model()
        return SQL(
            """SELECT min(id) AS id, supplier_id, company_id, count(*) AS claims,
                      sum(claimed_amount) AS claimed_amount, sum(recovered_amount) AS recovered_amount,
                      sum(pending_amount) AS pending_amount, sum(missed_amount) AS missed_amount,
                      count(*) FILTER (WHERE state = 'missed' OR is_late) AS missed,
                      100.0 * coalesce(sum(recovered_amount), 0)
                          / nullif(sum(claimed_amount) - sum(pending_amount), 0) AS recovery_percent
                 FROM crosstech_supplier_claim
                GROUP BY supplier_id, company_id"""
        )

    def action_view_claims(self):
        """Open the claims of this supplier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.supplier_claim_action")
        return {**action, "domain": [("supplier_id", "=", self.supplier_id.id)], "context": {}}
