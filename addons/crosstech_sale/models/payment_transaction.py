from odoo import api, models
from odoo.exceptions import ValidationError


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @api.constrains("provider_id", "sale_order_ids")
    def _check_reseller_pays_by_transfer(self):
        """Resellers pay by bank transfer only (S0.19), whatever a browser sends."""
        for tx in self:
            is_from_shop = tx.provider_code == "custom" or (tx.operation or "").startswith("online")
            if tx.sale_order_ids and is_from_shop and not tx._is_transfer():
                partner = tx.sale_order_ids.partner_id[:1] or tx.partner_id
                if self.env["payment.provider"]._is_transfer_only(partner):
                    raise ValidationError(self.env._("Resellers pay by bank transfer."))

    def _is_transfer(self):
        self.ensure_one()
        return self.provider_id.sudo().custom_mode == "wire_transfer"

    def _create_payment(self, **extra_create_values):
        """Override of `account_payment` to give a custom provider's payment the manual method of its journal.

        A custom provider has no payment method line of its own; without this, posting fails.
        """
        if self.provider_code == "custom":
            values = self.env.context.get("crosstech_payment_values") or {}
            manual = self.provider_id.journal_id.inbound_payment_method_line_ids.filtered(
                lambda line: line.code == "manual"
            )
            extra_create_values = {"payment_method_line_id": manual[:1].id, **values, **extra_create_values}
        return super()._create_payment(**extra_create_values)

    def _post_process(self):
        """Override of `sale` to ask for the transfer; its instructions replace the mail about a pending payment.

        Called again for the same transaction (double click, back button), it finds the transfer asked for before.
        """
        asking = self.filtered(lambda tx: tx.state == "pending" and tx._is_transfer())
        super(PaymentTransaction, asking.with_context(crosstech_no_pending_mail=True))._post_process()
        for tx in asking:
            for order in tx.sale_order_ids.filtered(lambda order: order.state in ("draft", "sent")):
                self.env["crosstech.transfer"]._ask(order, transaction=tx)
        super(PaymentTransaction, self - asking)._post_process()
        for tx in self.filtered(lambda tx: tx.state == "done"):
            tx._close_transfers()

    def _close_transfers(self):
        """Stop waiting for a transfer where its order was paid another way, or without us seeing the bank line."""
        if self.env.context.get("crosstech_payment_values"):
            return
        for transfer in self.sudo().sale_order_ids.waiting_transfer_id:
            if transfer.transaction_id == self:
                transfer._mark_paid(self.payment_id)
            elif transfer._get_document()._payable_is_paid():
                transfer._cancel()
