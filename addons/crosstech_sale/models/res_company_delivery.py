from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    auto_release_paid_orders = fields.Boolean(
        default=True,
        help="A matched payment releases the order to Inventory; no click of the Operational Manager is needed.",
    )
    auto_arrival_days = fields.Integer(
        string="Arrival taken for granted after",
        default=14,
        help="Days after shipping; 0 waits for the customer or for staff.",
    )
    cod_limit_amount = fields.Monetary(
        string="COD Limit", default=10_000_000, help="Dearer orders are paid by transfer; 0 for no limit."
    )
    cod_open_days = fields.Integer(
        string="COD Orders End After",
        default=7,
        help="Days without a meeting agreed on, after which the order is cancelled and its stock is free; 0 for never.",
    )
    cod_cash_journal_id = fields.Many2one(
        "account.journal", string="Cash in Transit", domain=[("type", "=", "cash")], check_company=True,
        help="Money collected at meetings until Finance acknowledges it.",
    )  # fmt: skip

    _auto_arrival_days_positive = models.Constraint(
        "CHECK(auto_arrival_days >= 0)", "The days until arrival is taken for granted cannot be negative."
    )
    _cod_limit_amount_positive = models.Constraint(
        "CHECK(cod_limit_amount >= 0)", "The limit of a COD meeting cannot be negative."
    )

    _cod_open_days_positive = models.Constraint(
        "CHECK(cod_open_days >= 0)", "The days until a COD order ends cannot be negative."
    )

    def _get_cod_cash_journal(self):
        """Return the cash journal of meetings; it is made when first needed, once the company has accounts.

        Its payments go straight to its own account: cash is there when it is counted, no bank has to confirm it.
        """
        self.ensure_one()
        if not self.cod_cash_journal_id:
            journal = self.env["account.journal"].create(
                {"name": "COD Cash", "code": "CODC", "type": "cash", "company_id": self.id, "show_on_dashboard": True}
            )
            lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
            lines.payment_account_id = journal.default_account_id
            self.cod_cash_journal_id = journal
        return self.cod_cash_journal_id
