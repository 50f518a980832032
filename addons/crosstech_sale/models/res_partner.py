"""Addresses by district: the district says the city, the province, the country and the time zone."""

from odoo import api, fields, models

from ..lib import region_names

ADDRESS_OF_REGION = ("city", "state_id", "country_id")
HOME_TIMEZONE = "Asia/Jakarta"


class ResPartner(models.Model):
    _inherit = "res.partner"

    region_id = fields.Many2one(
        "crosstech.region", string="District", domain=[("level", "=", "district")], index="btree_not_null",
        ondelete="restrict", help="Couriers quote by district.",
    )  # fmt: skip
    is_district_missing = fields.Boolean(
        compute="_compute_is_district_missing", search="_search_is_district_missing",
        help="The address is in a country with a list of districts and names none that is in force.",
    )  # fmt: skip
    proposed_region_id = fields.Many2one(
        "crosstech.region", compute="_compute_proposed_region_id", string="Proposed District"
    )  # fmt: skip

    # === COMPUTE METHODS === #

    @api.depends("region_id.active", "country_id", "street", "city")
    def _compute_is_district_missing(self):
        Region = self.env["crosstech.region"]
        for partner in self:
            partner.is_district_missing = (
                not partner.region_id.active
                and bool(partner.street or partner.city)
                and Region._has_districts(partner.country_id.id)
            )

    @api.model
    def _search_is_district_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = (
            fields.Domain("country_id", "in", self.env["crosstech.region"]._district_country_ids())
            & (fields.Domain("street", "!=", False) | fields.Domain("city", "!=", False))
            & (fields.Domain("region_id", "=", False) | fields.Domain("region_id.active", "=", False))
        )
        return missing if True in value else ~missing

    def _compute_proposed_region_id(self):
        """What the free text of the address means, where exactly one district fits."""
        resolver = self.env["crosstech.region"]._resolver()
        for partner in self:
            partner.proposed_region_id = partner._propose_region(resolver)

    @api.onchange("region_id")
    def _onchange_region_id(self):
        if self.region_id:
            self.update(self._values_of_region(self.region_id))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override so that an address with a district says the same everywhere."""
        regions = (
            self.env["crosstech.region"].sudo().browse(filter(None, (vals.get("region_id") for vals in vals_list)))
        )
        regions.mapped("parent_id.name")  # read together, not one by one
        return super().create([self._with_region_values(vals) for vals in vals_list])

    def write(self, vals):
        """Override to let city, province and country follow the district, and to drop a district they contradict."""
        vals = self._with_region_values(vals)
        done = super().write(vals)
        if "region_id" not in vals and any(name in vals for name in ADDRESS_OF_REGION):
            self.filtered(lambda partner: not partner._agrees_with_region()).region_id = False
        return done

    # === BUSINESS METHODS === #

    @api.model
    def _values_of_region(self, region):
        """Address values that follow from a district."""
        values = {"city": region.parent_id.name, "country_id": region.country_id.id}
        return {**values, "state_id": region.state_id.id} if region.state_id else values

    @api.model
    def _with_region_values(self, vals):
        if not vals.get("region_id"):
            return vals
        return {**vals, **self._values_of_region(self.env["crosstech.region"].sudo().browse(vals["region_id"]))}

    def _agrees_with_region(self):
        """Whether city, province and country are still those of the district."""
        self.ensure_one()
        region = self.region_id.sudo()
        if not region:
            return True
        same_city = region_names.split_kind(self.city)[1] == region_names.split_kind(region.parent_id.name)[1]
        same_state = not region.state_id or self.state_id == region.state_id
        return same_city and same_state and self.country_id == region.country_id

    def _follow_region(self):
        """Write what the district says again, after its city or province changed."""
        for partner in self:
            partner.write(self._values_of_region(partner.region_id))

    def _get_timezone(self) -> str:
        """The name of the time zone of this address: by district, else that of the company."""
        self.ensure_one()
        region = (self.region_id or self.commercial_partner_id.region_id).sudo()
        company = (self.company_id or self.env.company).partner_id
        return region.timezone or company.region_id.sudo().timezone or company.tz or HOME_TIMEZONE

    def _propose_region(self, resolver):
        """The one district the written address means, or an empty region.

        :param resolver: of ``crosstech.region._resolver()``
        """
        self.ensure_one()
        Region = self.env["crosstech.region"]
        cities = Region.browse(resolver.resolve("", self.city).candidates).filtered(
            lambda city: city.level == "regency" and (not self.state_id or city.state_id == self.state_id)
        )
        for line in filter(None, (self.street2, self.street)):
            found = {match.place_id for city in cities if (match := resolver.find_in_text(city.id, line)).place_id}
            if len(found) == 1:
                return Region.browse(found)
        return Region

    @api.model
    def _address_fields(self):
        """Override to copy the district between a company and its contacts with the rest of the address."""
        return [*super()._address_fields(), "region_id"]

    @api.model
    def _formatting_address_fields(self):
        return [name for name in super()._formatting_address_fields() if name != "region_id"]

    def _display_address_depends(self):
        return [*super()._display_address_depends(), "region_id"]

    def _prepare_display_address(self, without_company=False):
        """Override to print the district before the city, as Indonesian addresses are written."""
        address_format, args = super()._prepare_display_address(without_company)
        if self.region_id:
            address_format = address_format.replace("%(city)s", "%(district)s, %(city)s", 1)
            args["district"] = self.region_id.sudo().name
        return address_format, args

    @api.model
    def _get_frontend_writable_fields(self):
        return super()._get_frontend_writable_fields() | {"region_id"}

    # === ACTION METHODS === #

    def action_take_proposed_district(self):
        """Take the proposed district of each address that has one."""
        for partner in self.filtered("proposed_region_id"):
            partner.region_id = partner.proposed_region_id
