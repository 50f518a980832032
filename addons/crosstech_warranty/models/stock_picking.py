"""Delivered goods are registered for warranty in the same moment (S0.77)."""

from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        """Override of `stock` to register the units sold, and to end those that came back."""
        result = super()._action_done()
        moves = self.move_ids
        self.env["crosstech.warranty.unit"]._end_returned(moves)
        self.env["crosstech.warranty.unit"]._register_moves(moves)
        return result

    def _shipped_text(self):
        """Override to say where the service documents of the goods are filled in (S1.10)."""
        text = super()._shipped_text()
        order = self.sale_id.sudo()
        url = f"{order.get_base_url()}{order.get_portal_url()}#units"
        return self.env._("%(text)s Once it is there, please fill in the service document: %(url)s", text=text, url=url)
