"""Goods on the move belong to Inventory; what other documents add to them is added on behalf of their authors."""

from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _set_value(self, *args, **kwargs):
        """Override: a posted invoice or bill values the goods, whoever posts it."""
        return super(StockMove, self.sudo())._set_value(*args, **kwargs)


class StockPicking(models.Model):
    _inherit = "stock.picking"
    _mail_post_access = "read"  # every colleague may write a message, whoever's delivery it is
