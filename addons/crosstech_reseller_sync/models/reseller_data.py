"""What every row read from a reseller says of itself: whose, where, since when, through what, and how fresh it is."""

from odoo import fields, models

ACTIVITIES = [
    ("first_seen", "First Seen"),
    ("sale", "Sale"),
    ("sale_presumed", "Sale, Presumed"),
    ("restock", "Restock"),
    ("restock_presumed", "Restock, Presumed"),
    ("purchase", "Purchase"),
    ("count", "Count"),
    ("price_change", "Price Change"),
    ("withdrawn", "Withdrawn"),
    ("offered", "Offered Again"),
    ("correction", "Correction"),
    ("gone", "Gone"),
    ("back", "Back Again"),
]


class ResellerData(models.AbstractModel):
    _name = "crosstech.reseller.data"
    _description = "Value Read from a Reseller"
    _order = "row_key, id"
    _depends = {
        "crosstech.reseller.source": ["partner_id", "company_id", "place_name"],
        "crosstech.reseller.match": ["source_id", "their_key", "product_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "list_price"],
        "res.company": ["currency_id"],
    }

    source_id = fields.Many2one("crosstech.reseller.source", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Reseller", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    product_id = fields.Many2one("product.product", string="Our Product", readonly=True)
    product_tmpl_id = fields.Many2one("product.template", string="Our Product, All Variants", readonly=True)
    categ_id = fields.Many2one("product.category", string="Our Category", readonly=True)
    row_key = fields.Char(string="Key of the Row", readonly=True, help="How the reseller's own software calls the row.")
    name = fields.Char(string="Their Product", readonly=True)
    their_key = fields.Char(readonly=True, help="How the reseller's own software calls the product.")
    sku = fields.Char(string="Their SKU", readonly=True)
    barcode = fields.Char(readonly=True)
    category = fields.Char(string="Their Category", readonly=True)
    brand = fields.Char(readonly=True)
    place = fields.Char(readonly=True)
    activity = fields.Selection(ACTIVITIES, string="Came to Be By", readonly=True)
    valid_datetime = fields.Datetime(string="Holds Since", readonly=True, help="In the reseller's world.")
    recorded_datetime = fields.Datetime(string="Known Since", readonly=True, help="When we read it for the first time.")
    read_datetime = fields.Datetime(string="Last Read", readonly=True, aggregator="min")
    freshness = fields.Selection(related="source_id.freshness")
