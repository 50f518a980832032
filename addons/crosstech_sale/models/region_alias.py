"""Other names people and price lists use for a region."""

from odoo import fields, models


class RegionAlias(models.Model):
    _name = "crosstech.region.alias"
    _description = "Region Alias"
    _order = "name"

    name = fields.Char(required=True, index=True, help="As people write it, already normalised.")
    region_id = fields.Many2one("crosstech.region", required=True, index=True, ondelete="cascade")

    _name_uniq = models.UniqueIndex("(name, region_id)", "This region has this alias already.")
