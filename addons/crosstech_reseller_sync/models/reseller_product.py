"""The products of all resellers as one list."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib.one import current


class ResellerProduct(models.Model):
    _name = "crosstech.reseller.product"
    _description = "Product at a Reseller"
    _inherit = ["crosstech.reseller.data"]
    _auto = False
    _entity_name = "product"

    unit = fields.Char(readonly=True)
    price = fields.Monetary(string="Their Price", readonly=True, aggregator="avg")
    our_price = fields.Monetary(readonly=True, aggregator="avg", help="What our shop asks of everybody.")
    is_offered = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        return SQL(current.products())
