"""A warranty that begins with the invoice begins when it is posted, be it after the delivery."""

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """Override of `account`: units delivered before their invoice count from it where the terms say so."""
        posted = super()._post(soft)
        lines = posted.filtered(lambda move: move.move_type == "out_invoice").sudo().invoice_line_ids.sale_line_ids
        if lines:
            domain = [("sale_line_id", "in", lines.ids), ("term_id.start_basis", "=", "invoice")]
            self.env["crosstech.warranty.unit"].sudo().search(domain)._begin_by_invoice()
        return posted
