"""Administrative regions by their national code: province (61), regency or city (61.71), district (61.71.01)."""

from odoo import fields, models


class Region(models.Model):
    _name = "crosstech.region"
    _description = "Region"
    _parent_store = True
    _order = "code"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, index="trigram")
    code = fields.Char(required=True, help="National code, its parts joined by points: 61, 61.71, 61.71.01.")
    level = fields.Selection(
        [("province", "Province"), ("regency", "Regency or City"), ("district", "District")], required=True, index=True
    )
    parent_id = fields.Many2one("crosstech.region", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("crosstech.region", "parent_id")
    country_id = fields.Many2one("res.country", required=True, index=True, ondelete="restrict")
    state_id = fields.Many2one("res.country.state", index="btree_not_null", help="The province as Odoo knows it.")
    timezone = fields.Selection(
        [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")], required=True
    )
    alias_ids = fields.One2many("crosstech.region.alias", "region_id")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(country_id, code)", "This region code exists already.")

    def _lineage_ids(self) -> list[int]:
        """The ids of this region and of all above it, nearest first: what a rule for a wider region is looked up by."""
        self.ensure_one()
        return [int(part) for part in reversed(self.parent_path.strip("/").split("/"))]
