"""The prices all resellers ask, beside ours."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib.entities import ENTITIES
from ..lib.one import current


class ResellerPrice(models.Model):
    _name = "crosstech.reseller.price"
    _description = "Price of a Reseller"
    _inherit = ["crosstech.reseller.data"]
    _auto = False
    _entity_name = "price"

    entity = fields.Selection([("price", "Price List"), ("product", "Product")], string="Kept With", readonly=True)
    price_list = fields.Char(string="Their Price List", readonly=True)
    price = fields.Monetary(string="Their Price", readonly=True, aggregator="avg")
    our_price = fields.Monetary(readonly=True, aggregator="avg", help="What our shop asks of everybody.")
    difference_percent = fields.Float(
        string="Against Ours, %",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Above zero: dearer than we are.",
    )

    @property
    def _table_query(self):
        return SQL(current.prices())

    def _entity(self):
        """Override of the common model: a plain price is kept with its product."""
        return ENTITIES[self.entity]
