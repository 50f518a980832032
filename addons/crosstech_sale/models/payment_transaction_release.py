from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        """Override of `payment` to release an order as soon as its payment is confirmed and booked."""
        result = super()._post_process()
        self.filtered(lambda tx: tx.state == "done").sale_order_ids._release_if_automatic()
        return result
