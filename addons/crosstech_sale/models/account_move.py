from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """Override of `sale` to let a payment that is matched with the bank already pay the invoice made later.

        Core takes only payments that still wait for the bank.
        """
        posted = super()._post(soft)
        for invoice in posted.filtered(lambda move: move.is_invoice()):
            payments = invoice.sudo().transaction_ids.payment_id.filtered(lambda payment: payment.state == "paid")
            for item in payments.move_id.line_ids.filtered(
                lambda item: item.account_type == "asset_receivable" and not item.reconciled
            ):
                invoice.js_assign_outstanding_line(item.id)
        return posted
