"""What all resellers sold, line by line."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib.one import current


class ResellerSale(models.Model):
    _name = "crosstech.reseller.sale"
    _description = "Sale of a Reseller"
    _inherit = ["crosstech.reseller.data"]
    _auto = False
    _entity_name = "sale_line"

    order_ref = fields.Char(string="Their Order", readonly=True)
    moved_datetime = fields.Datetime(string="Sold On", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    unit_price = fields.Monetary(readonly=True, aggregator="avg")
    amount = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        return SQL(current.sales())
