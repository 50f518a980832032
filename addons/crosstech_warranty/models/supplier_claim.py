"""Claims at a supplier under his official warranty; what he decides is recorded (S0.78 to S0.81)."""

from odoo import api, fields, models


class SupplierClaim(models.Model):
    _name = "crosstech.supplier.claim"
    _description = "Supplier Claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "filing_deadline, id"

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="New", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one("crosstech.work.order", required=True, index=True, ondelete="restrict")
    unit_id = fields.Many2one(related="order_id.unit_id", store=True, index="btree_not_null")
    supplier_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict", tracking=True)
    state = fields.Selection(
        [
            ("draft", "To File"),
            ("filed", "Filed"),
            ("at_supplier", "At the Supplier"),
            ("decided", "Decided"),
            ("closed", "Closed"),
            ("missed", "Window Missed"),
        ],
        default="draft", required=True, index=True, tracking=True, copy=False, readonly=True,
    )  # fmt: skip
    outcome = fields.Selection(
        [
            ("repaired", "Repaired by the supplier"),
            ("replaced", "Replaced by the supplier"),
            ("credited", "Credited"),
            ("refused", "Refused"),
        ],
        tracking=True, copy=False, index=True,
    )  # fmt: skip
    opened_date = fields.Date(required=True, default=lambda self: self.env.company._get_today())
    filing_deadline = fields.Date(index=True)
    filed_date = fields.Date(copy=False)
    decided_date = fields.Date(copy=False)
    claimed_amount = fields.Monetary(help="What this failure costs us.")
    recovered_amount = fields.Monetary(help="What the supplier made good, in money or in kind.")

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number claims."""
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        return super().create(vals_list)
