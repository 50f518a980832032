"""Moves that bring sold goods to a customer, and those that bring them back."""

from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _is_sold_delivery(self):
        self.ensure_one()
        return bool(
            self.sale_line_id and self.location_dest_id.usage == "customer" and self.location_id.usage != "customer"
        )

    def _is_sold_return(self):
        self.ensure_one()
        return bool(
            self.sale_line_id and self.location_id.usage == "customer" and self.location_dest_id.usage != "customer"
        )

    def _sold_pieces(self):
        """:return: list of (move line, quantity in the product's unit): one per serial, one for all without"""
        self.ensure_one()
        done = self.move_line_ids.filtered("quantity")
        serials = done.filtered(lambda line: line.lot_id and line.product_id.tracking == "serial")
        rest = sum((done - serials).mapped("quantity_product_uom"))
        pieces = [(line, 1.0) for line in serials]
        return [*pieces, ((done - serials)[:1], rest)] if rest else pieces
