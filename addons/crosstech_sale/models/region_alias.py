"""Other names people and price lists use for a region."""

import csv
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools.misc import file_open

from ..lib import region_names


class RegionAlias(models.Model):
    _name = "crosstech.region.alias"
    _description = "Region Alias"
    _order = "name"

    name = fields.Char(required=True, index=True, help="As people write it; stored in its normal form.")
    kind = fields.Selection(
        [("name", "Another name"), ("split", "Once part of")], required=True, default="name",
        help="Another name: a former name, an abbreviation, a spelling. Once part of: the region this one was split "
        "from, where older lists still put its districts.",
    )  # fmt: skip
    region_id = fields.Many2one("crosstech.region", required=True, index=True, ondelete="cascade")
    region_code = fields.Char(related="region_id.code")

    _name_uniq = models.UniqueIndex("(name, region_id)", "This region has this alias already.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalised(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalised(vals))

    @api.model
    def _normalised(self, vals):
        """Values with the name in the form names are compared in; a name without letters is left to the constraint."""
        return {**vals, "name": region_names.normalise(vals["name"]) or False} if "name" in vals else vals

    @api.model
    def _names_by_region(self, country):
        """Two dicts region id -> tuple of names: other names, and names of what the region was once part of."""
        names, former = defaultdict(tuple), defaultdict(tuple)
        for alias in self.search_fetch([("region_id.country_id", "=", country.id)], ["name", "kind", "region_id"]):
            (names if alias.kind == "name" else former)[alias.region_id.id] += (alias.name,)
        return names, former

    @api.model
    def _load_known(self):
        """Add the aliases this addon knows (data/region_alias.csv, by code) that are not stored yet.

        :return: how many were added
        """
        with file_open("crosstech_sale/data/region_alias.csv") as file:
            wanted = {(row["code"], row["kind"], region_names.normalise(row["name"])) for row in csv.DictReader(file)}
        ids = self.env["crosstech.region"]._ids_by_code()
        known = {(alias.region_id.id, alias.name) for alias in self.search([])}
        missing = [
            {"region_id": ids[code], "kind": kind, "name": name}
            for code, kind, name in sorted(wanted)
            if code in ids and (ids[code], name) not in known
        ]
        self.create(missing)
        return len(missing)
