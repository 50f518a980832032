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
