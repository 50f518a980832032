"""Our products at each reseller, beside our own stock and his orders with us: the cross-reference."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib.one import current


class ResellerListing(models.Model):
    _name = "crosstech.reseller.listing"
    _description = "Our Product at a Reseller"
    _inherit = ["crosstech.reseller.data"]
    _auto = False
    _entity_name = "product"
    _depends = {
        "crosstech.reseller.outlook": ["source_id", "their_key", "last_sold_date", "rate", "cover_days"],
        "sale.order": ["state", "partner_id", "company_id"],
        "sale.order.line": ["product_id", "product_uom_qty", "qty_delivered", "order_id"],
        "res.partner": ["commercial_partner_id"],
    }

    price = fields.Monetary(string="Their Price", readonly=True, aggregator="avg")
    our_price = fields.Monetary(readonly=True, aggregator="avg", help="What our shop asks of everybody.")
    quantity = fields.Float(string="Their Stock", digits="Product Unit", readonly=True)
    last_sold_date = fields.Date(string="Last Sold", readonly=True)
    rate = fields.Float(string="Sold a Day", digits=(16, 2), readonly=True)
    cover_days = fields.Float(string="Days of Cover", digits=(16, 1), readonly=True, aggregator="min")
    stock_out_date = fields.Date(string="Runs Out", readonly=True, help="As the outlook has it.")
    ordered_quantity = fields.Float(
        string="On Order with Us", digits="Product Unit", readonly=True, help="Ordered from us and not delivered yet."
    )
    our_quantity = fields.Float(
        string="Our Stock", related="product_id.free_qty", help="On the shelf and not promised."
    )

    @property
    def _table_query(self):
        return SQL(current.listings())
