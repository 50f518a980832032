from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _create_payment(self, **extra_create_values):
        """Override of `account_payment`: cash of a meeting is booked where cash in transit is kept."""
        self.ensure_one()
        if self.provider_id.custom_mode == "cash_on_delivery" and "journal_id" not in extra_create_values:
            journal = self.company_id.sudo()._get_cod_cash_journal()
            extra_create_values |= {
                "journal_id": journal.id,
                "payment_method_line_id": journal.inbound_payment_method_line_ids.filtered(
                    lambda line: line.code == "manual"
                )[:1].id,
            }
        return super()._create_payment(**extra_create_values)
