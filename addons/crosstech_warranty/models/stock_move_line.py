"""Which units a move line delivered."""

from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    warranty_unit_ids = fields.One2many("crosstech.warranty.unit", "move_line_id", string="Units")
