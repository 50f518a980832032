"""Goods on the move belong to Inventory; what other documents add to them is added on behalf of their authors."""

from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        """Keep goods with the order line they were ordered by.

        :raises UserError: when they are to be taken off it: the release of the delivery hangs on it
        """
        moved = self.filtered(lambda move: move.sale_line_id and move.sale_line_id.id != vals.get("sale_line_id"))
        if "sale_line_id" in vals and moved and not self.env.su:
            raise UserError(self.env._("A delivery stays with its order. Next step: cancel it, if it is not wanted."))
        return super().write(vals)

    def _set_value(self, *args, **kwargs):
        """Override: a posted invoice or bill values the goods, whoever posts it."""
        return super(StockMove, self.sudo())._set_value(*args, **kwargs)


class StockPicking(models.Model):
    _inherit = "stock.picking"
    _mail_post_access = "read"  # every colleague may write a message, whoever's delivery it is
