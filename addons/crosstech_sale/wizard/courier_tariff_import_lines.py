"""The lists inside the import of a price list: tables, columns, services, destinations to look at, changes."""

from odoo import fields, models

from ..lib import region_names


class CourierTariffImportSheet(models.TransientModel):
    _name = "crosstech.courier.tariff.import.sheet"
    _description = "Table of a Courier Price List"
    _order = "index"

    import_id = fields.Many2one("crosstech.courier.tariff.import", required=True, index=True, ondelete="cascade")
    index = fields.Integer(readonly=True)
    name = fields.Char(string="Table", readonly=True)
    is_used = fields.Boolean(string="Read it")
    first_row = fields.Integer(string="Rows above the prices", help="Titles and headings to skip.")


class CourierTariffImportColumn(models.TransientModel):
    _name = "crosstech.courier.tariff.import.column"
    _description = "Column of a Courier Price List"
    _order = "index"

    import_id = fields.Many2one("crosstech.courier.tariff.import", required=True, index=True, ondelete="cascade")
    index = fields.Integer(readonly=True)
    title = fields.Char(string="Heading", readonly=True)
    sample = fields.Char(string="First values", readonly=True)
    meaning = fields.Selection(
        [
            ("province", "Province"),
            ("city", "City or regency"),
            ("district", "District"),
            ("destination", "Destination (district, city)"),
            ("origin", "Origin"),
            ("code", "Courier's code"),
            ("service", "Service"),
            ("price", "Price per kg"),
            ("etd", "Days under way"),
            ("etd_min", "Days from"),
            ("etd_max", "Days to"),
            ("minimum_weight", "Minimum weight"),
            ("ignore", "Nothing we need"),
        ],
        string="Is",
        required=True,
    )
    service = fields.Char(string="Of service", help="Only where the column belongs to one service, such as REG.")


class CourierTariffImportService(models.TransientModel):
    _name = "crosstech.courier.tariff.import.service"
    _description = "Service of a Courier Price List"
    _order = "code"

    import_id = fields.Many2one("crosstech.courier.tariff.import", required=True, index=True, ondelete="cascade")
    code = fields.Char(string="In the file", readonly=True)
    price_count = fields.Integer(string="Prices", readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", string="Our service", ondelete="cascade")


class CourierTariffImportPlace(models.TransientModel):
    _name = "crosstech.courier.tariff.import.place"
    _description = "Destination to Look at"
    _order = "price_count desc, city, district, id"

    import_id = fields.Many2one("crosstech.courier.tariff.import", required=True, index=True, ondelete="cascade")
    province = fields.Char(readonly=True)
    city = fields.Char(readonly=True)
    district = fields.Char(readonly=True)
    price_count = fields.Integer(string="Prices", readonly=True)
    candidate_ids = fields.Many2many(
        "crosstech.region", "courier_tariff_import_place_region", string="Perhaps", readonly=True
    )
    within_id = fields.Many2one("crosstech.region", readonly=True, ondelete="cascade", help="The city, if certain.")
    region_id = fields.Many2one("crosstech.region", string="Is", ondelete="cascade")
    prices = fields.Json(
        string="Price values", help="List of (carrier id, price, days from, days to, states days, minimum weight)."
    )

    def action_take_first(self):
        """Choose the first candidate."""
        for place in self:
            place.region_id = place.candidate_ids[:1]

    def _remember(self):
        """Keep each choice as another name of the region, so that the next list finds it."""
        aliases = self.env["crosstech.region.alias"].sudo()
        for place in self:
            is_district = place.region_id.level == "district"
            self._add_alias(aliases, place.region_id, place.district or place.city)
            if is_district and place.city and place.district:
                regency = place.region_id.parent_id
                if not place._finds_region():
                    self._add_alias(aliases, regency, place.city, kind="split")

    def _finds_region(self) -> bool:
        match = self.env["crosstech.region"]._resolver().resolve(self.province, self.city, self.district)
        return match.place_id == self.region_id.id

    def _add_alias(self, aliases, region, name, **values):
        name = region_names.normalise(name)
        if not name or aliases.search_count([("name", "=", name), ("region_id", "=", region.id)], limit=1):
            return
        aliases.create({"name": name, "region_id": region.id, **values})


class CourierTariffImportChange(models.TransientModel):
    _name = "crosstech.courier.tariff.import.change"
    _description = "Change of a Courier Price"
    _order = "kind, id"

    import_id = fields.Many2one("crosstech.courier.tariff.import", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("changed", "Changed"), ("new", "New"), ("removed", "No longer there")])
    carrier_id = fields.Many2one("delivery.carrier", string="Service", ondelete="cascade")
    destination_id = fields.Many2one("crosstech.region", ondelete="cascade")
    old_price = fields.Float(string="Now", digits=(16, 0))
    new_price = fields.Float(string="Then", digits=(16, 0))
    change_percent = fields.Float(string="Change (%)", digits=(16, 1))
