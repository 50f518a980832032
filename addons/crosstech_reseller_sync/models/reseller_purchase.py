"""What all resellers bought, from us and from others, line by line."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib.one import current


class ResellerPurchase(models.Model):
    _name = "crosstech.reseller.purchase"
    _description = "Purchase of a Reseller"
    _inherit = ["crosstech.reseller.data"]
    _auto = False
    _entity_name = "purchase_line"

    order_ref = fields.Char(string="Their Purchase", readonly=True)
    moved_datetime = fields.Datetime(string="Bought On", readonly=True)
    supplier = fields.Char(string="Bought From", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    unit_price = fields.Monetary(readonly=True, aggregator="avg")
    amount = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        return SQL(current.purchases())
