"""The stock levels of all resellers as one list."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib.one import current


class ResellerStock(models.Model):
    _name = "crosstech.reseller.stock"
    _description = "Stock at a Reseller"
    _inherit = ["crosstech.reseller.data"]
    _auto = False
    _entity_name = "stock"

    quantity = fields.Float(digits="Product Unit", readonly=True)
    price = fields.Monetary(string="Their Price", readonly=True, aggregator="avg")
    amount = fields.Monetary(string="Worth", readonly=True, help="Quantity at the reseller's own price.")

    @property
    def _table_query(self):
        return SQL(current.stock())
