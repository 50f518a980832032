"""Administrative regions by their national code: province (61), regency or city (61.71), district (61.71.01)."""

from odoo import api, fields, models, tools
from odoo.exceptions import RedirectWarning, ValidationError
from odoo.fields import Domain

from ..lib import region_names
from ..lib.region_match import Place, RegionIndex

LEVEL_ABOVE = {"province": None, "regency": "province", "district": "regency"}


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
    parent_id = fields.Many2one("crosstech.region", string="Inside", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("crosstech.region", "parent_id")
    country_id = fields.Many2one(
        "res.country", required=True, index=True, ondelete="restrict", default=lambda self: self.env.ref("base.id")
    )
    state_id = fields.Many2one("res.country.state", index="btree_not_null", help="The province as Odoo knows it.")
    timezone = fields.Selection(
        [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
        string="Time Zone", required=True,
    )  # fmt: skip
    alias_ids = fields.One2many("crosstech.region.alias", "region_id")
    active = fields.Boolean(default=True)
    partner_count = fields.Integer(compute="_compute_partner_count", string="Customers")
    search_words = fields.Char(
        compute="_compute_search_words", store=True, recursive=True, index="trigram",
        help="What the region is found by: its name, its wider regions and all aliases, normalised.",
    )  # fmt: skip

    _code_uniq = models.UniqueIndex("(country_id, code)", "This region code exists already.")

    # === COMPUTE METHODS === #

    @api.depends("name", "parent_id.name", "parent_id.parent_id.name")
    def _compute_display_name(self):
        for region in self:
            names = (region.name, region.parent_id.name, region.parent_id.parent_id.name)
            region.display_name = ", ".join(name for name in names if name)

    @api.depends("name", "alias_ids.name", "alias_ids.kind", "parent_id.search_words")
    def _compute_search_words(self):
        for region in self:
            aliases = region.alias_ids.filtered(lambda alias: alias.kind == "name").mapped("name")
            own = region_names.normalise(" ".join([region.name or "", *aliases]))
            region.search_words = " ".join(filter(None, (own, region.parent_id.search_words)))

    def _compute_partner_count(self):
        counts = dict(
            self.env["res.partner"]._read_group([("region_id", "in", self._below().ids)], ["region_id"], ["__count"])
        )
        for region in self:
            region.partner_count = sum(count for used, count in counts.items() if region.id in used._lineage_ids())

    @api.model
    def _search_display_name(self, operator, value):
        """Override to find "pontianak selatan kalbar": every word counts, wherever in the lineage it stands."""
        if operator not in ("ilike", "not ilike") or not isinstance(value, str):
            return super()._search_display_name(operator, value)
        words = [word for word in region_names.normalise(value).split() if word not in ("kecamatan", "distrik")]
        if not words:  # nothing typed fits all; nothing but signs fits none
            return Domain(bool(value.strip()) == (operator == "not ilike"))
        domain = Domain.AND([Domain("search_words", "ilike", word) for word in words])
        domain |= Domain("code", "=like", tools.escape_psql(value.strip()) + "%")
        return ~domain if operator == "not ilike" else domain

    # === CONSTRAINT METHODS === #

    @api.constrains("level", "parent_id")
    def _check_level(self):
        for region in self:
            if (region.parent_id.level or None) != LEVEL_ABOVE[region.level]:
                raise ValidationError(
                    self.env._(
                        "%(name)s (%(code)s) does not stand directly below a region of the next wider level.",
                        name=region.name,
                        code=region.code,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        regions = super().create(vals_list)
        self.env.registry.clear_cache()
        return regions

    def write(self, vals):
        """Override so that a region that ends takes the regions inside it along, and addresses follow a new name."""
        if vals.get("active") is False:
            return super(Region, self | self._below()).write(vals) and not self.env.registry.clear_cache()
        done = super().write(vals)
        if "name" in vals or "state_id" in vals:
            self.env["res.partner"].sudo().search([("region_id", "child_of", self.ids)])._follow_region()
        if "active" in vals:
            self.env.registry.clear_cache()
        return done

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Refuse to delete what an address or a price list refers to, and offer to archive it."""
        used = self._used()
        if used:
            raise RedirectWarning(
                self.env._(
                    "%(names)s cannot be deleted: addresses, price lists or smaller regions refer to it. Archived, it "
                    "is no longer offered and nothing that refers to it is lost.",
                    names="; ".join(used.mapped("display_name")[:5]),
                ),
                self.env.ref("crosstech_sale.region_action_archive").id,
                self.env._("Archive"),
                {"active_model": self._name, "active_ids": used.ids, "active_id": used[:1].id},
            )

    # === BUSINESS METHODS === #

    def _lineage_ids(self) -> list[int]:
        """The ids of this region and of all above it, nearest first: what a rule for a wider region is looked up by."""
        self.ensure_one()
        return [int(part) for part in reversed(self.parent_path.strip("/").split("/"))]

    def _below(self):
        """These regions and all inside them, archived ones too."""
        return self.with_context(active_test=False).search([("id", "child_of", self.ids)])

    def _used(self):
        """Those of these regions that a stored record of another model refers to, or that hold others."""
        used = self.with_context(active_test=False).child_ids.parent_id & self
        relations = self.env["ir.model.fields"].sudo().search(
            [("relation", "=", self._name), ("ttype", "=", "many2one"), ("store", "=", True)]
        )  # fmt: skip
        for relation in relations:
            Model = self.env.get(relation.model)
            if Model is None or Model._abstract or Model._transient or relation.model.startswith(self._name):
                continue
            groups = Model.sudo().with_context(active_test=False)._read_group(
                [(relation.name, "in", self.ids)], [relation.name]
            )  # fmt: skip
            used |= self.browse(region.id for (region,) in groups)
        return used

    @api.model
    def _has_districts(self, country_id) -> bool:
        """Whether addresses of a country choose a district from a list."""
        return country_id in self._district_country_ids()

    @api.model
    @tools.ormcache()
    def _district_country_ids(self) -> list[int]:
        """The ids of the countries with a list of districts."""
        groups = self.sudo()._read_group([("level", "=", "district")], ["country_id"])
        return [country.id for (country,) in groups]

    @api.model
    def _ids_by_code(self) -> dict:
        """Code to id of every Indonesian region, archived ones too."""
        domain = [("country_id", "=", self.env.ref("base.id").id)]
        regions = self.with_context(active_test=False).search_fetch(domain, ["code"])
        return {region.code: region.id for region in regions}

    @api.model
    def _resolver(self, country=None) -> RegionIndex:
        """Load all active regions of a country once, for thousands of look-ups.

        :return: an object whose ``resolve(province, city, district)`` gives a ``lib.region_match.Match``
        """
        country = country or self.env.ref("base.id")
        names, former = self.env["crosstech.region.alias"].sudo()._names_by_region(country)
        rows = self.sudo().search_fetch(
            [("country_id", "=", country.id), ("active", "=", True)], ["code", "name", "level", "parent_id"]
        )
        return RegionIndex(
            Place(row.id, row.code, row.name, row.level, row.parent_id.id or None, names[row.id], former[row.id])
            for row in rows
        )

    @api.model
    def _resolve(self, province="", city="", district="", country=None):
        """Find the region three written names mean.

        :return: the region (a district; the city when the district is not on the list; empty when unsure) and the
            regions worth showing to a person
        """
        match = self._resolver(country).resolve(province, city, district)
        return self.browse(match.place_id or ()), self.browse(match.candidates)

    # === ACTION METHODS === #

    def action_view_partners(self):
        """Open the customers inside these regions."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_form"),
            "domain": [("region_id", "child_of", self.ids)],
            "context": {},
        }
