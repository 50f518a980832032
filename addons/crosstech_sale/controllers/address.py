"""Shop and portal address forms: province, city, district; with and without JavaScript."""

import json

from werkzeug.exceptions import BadRequest

from odoo.http import request, route

from odoo.addons.website_sale.controllers.main import WebsiteSale

SCRIPTLESS_FIELDS = ("without_script", "region_refresh")
LONGEST_CODE = 8  # 61.71.01
TYPED, LONGEST_TYPED = "crosstech_typed_address", 300
FORM_PARAMETERS = ("partner_id", "address_type", "use_delivery_as_billing", "callback")


class RegionAddress(WebsiteSale):
    # === ROUTES === #

    @route()
    def shop_address_submit(self, **form):
        """Override to answer browsers without JavaScript with a page, not with JSON."""
        return self._submit(super().shop_address_submit, "/shop/address", form)

    @route()
    def portal_address_submit(self, **form):
        """Override to answer browsers without JavaScript with a page, not with JSON."""
        return self._submit(super().portal_address_submit, "/my/address", form)

    def _submit(self, save, form_url, form):
        """Save an address, or only refresh the lists it chooses from.

        Without JavaScript a refused form is shown again at its own address, filled from the session.

        :param save: the core route that answers in JSON
        :param form_url: where the form is shown
        """
        if form.get("partner_id") and not form["partner_id"].isdecimal():
            raise BadRequest
        without_script, refresh = (form.pop(name, None) for name in SCRIPTLESS_FIELDS)
        if not without_script:
            return save(**form)
        feedback = {} if refresh else json.loads(save(**form).get_data())
        if "redirectUrl" in feedback:
            return request.redirect(feedback["redirectUrl"])
        typed = {name: value[:LONGEST_TYPED] for name, value in form.items() if isinstance(value, str)}
        request.session[TYPED] = {"form": typed, "messages": feedback.get("messages", [])}
        return request.redirect_query(form_url, {name: typed[name] for name in FORM_PARAMETERS if typed.get(name)})

    def _pop_typed(self, partner):
        """What was typed into the form of this partner and could not be saved, once."""
        typed = request.session.pop(TYPED, None)
        return typed if typed and typed["form"].get("partner_id", "") == str(partner.id or "") else None

    def _as_typed(self, values, form):
        """Rendering values that show what was typed instead of what is stored."""
        typed, _extra = self._parse_form_data(dict(form))
        partner = values["partner_sudo"]
        region = request.env["crosstech.region"].sudo().browse(typed.get("region_id") or ())
        regency = self._region_of_code(form.get("regency_code"), "regency")
        country = request.env["res.country"].sudo().browse(typed.get("country_id") or ()).exists()
        state = country.state_ids.filtered(lambda state: state.id == typed.get("state_id"))
        typed = {**typed, "country_id": country.id, "state_id": state.id}
        return {
            "partner_sudo": partner.new(typed, origin=partner or None),
            "current_partner": values["current_partner"].new(
                {name: typed.get(name) for name in ("vat", "company_name")}, origin=values["current_partner"] or None
            ),
            "callback": form.get("callback") or values.get("callback"),
            "country": country,
            "country_states": country.state_ids,
            "state_id": state.id,
            **self._region_choices(country, state, regency, region),
        }

    # === RENDERING === #

    def _prepare_address_form_values(self, partner_sudo, *args, **kwargs):
        """Override to add the cities and districts to choose from."""
        values = super()._prepare_address_form_values(partner_sudo, *args, **kwargs)
        state = request.env["res.country.state"].sudo().browse(values["state_id"] or ())
        region = partner_sudo.region_id.sudo()
        values |= self._region_choices(values["country"], state, region.parent_id, region)
        if typed := self._pop_typed(partner_sudo):
            values |= {**self._as_typed(values, typed["form"]), "address_messages": typed["messages"]}
        return values

    def _region_choices(self, country, state, regency, region):
        """What the selects offer and show as chosen; a chosen value that contradicts a wider one is dropped."""
        Region = request.env["crosstech.region"].sudo()
        has_districts = Region._has_districts(country.id)
        regencies = (
            Region.search([("state_id", "=", state.id), ("level", "=", "regency")], order="name") if state else Region
        )
        regency = regency & regencies
        districts = Region.search([("parent_id", "=", regency.id)], order="name") if regency else Region
        return {
            "has_districts": has_districts,
            "district_country_ids": Region._district_country_ids(),
            "regencies": regencies,
            "regency": regency,
            "districts": districts,
            "district": region & districts,
            "ended_district": region if region and not region.active else Region,
        }

    def _get_default_country(self, **kwargs):
        """Override to start the form of an unknown visitor in the country of the company."""
        return super()._get_default_country(**kwargs) or request.env.company.country_id

    # === VALIDATION === #

    def _region_of_code(self, code, level):
        """The active region of a code and level; empty for anything else that may be sent."""
        if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE:
            return request.env["crosstech.region"].sudo()
        return request.env["crosstech.region"].sudo().search([("code", "=", code), ("level", "=", level)], limit=1)

    def _parse_form_data(self, form_data):
        """Override to read the district as a code and to write its city."""
        form_data = dict(form_data)
        code = form_data.pop("region_id", None)
        values, extra = super()._parse_form_data(form_data)
        if code is None:
            return values, extra
        region = self._region_of_code(code.strip(), "district")
        values["region_id"] = region.id
        if region and region.country_id.id == values.get("country_id"):
            values["city"] = region.parent_id.name
        elif not region and code.strip():
            extra["unknown_district"] = code
        return values, extra

    def _validate_address_values(self, address_values, partner_sudo, *args, **kwargs):
        """Override to refuse a district that does not exist or contradicts the city, province or country."""
        has_districts = request.env["crosstech.region"].sudo()._has_districts(address_values.get("country_id"))
        if "region_id" in address_values and not has_districts:
            address_values["region_id"] = False  # a country without a list: the city is text
            kwargs.pop("unknown_district", None)
        invalid, missing, messages = super()._validate_address_values(address_values, partner_sudo, *args, **kwargs)
        region = request.env["crosstech.region"].sudo().browse(address_values.get("region_id") or ())
        regency_code = kwargs.get("regency_code") or region.parent_id.code
        if kwargs.get("unknown_district"):
            invalid.add("region_id")
            messages.append(request.env._("This district is not on the list. Please choose it again."))
        elif region and region.parent_id.code != regency_code:
            invalid.add("region_id")
            messages.append(request.env._("The district does not belong to the city chosen."))
        elif region and region.state_id.id not in (False, address_values.get("state_id")):
            invalid.add("state_id")
            messages.append(request.env._("The district does not belong to the province chosen."))
        elif region and region.country_id.id != address_values.get("country_id"):
            invalid.add("country_id")
            messages.append(request.env._("The district does not belong to the country chosen."))
        return invalid, missing, messages

    def _get_mandatory_address_fields(self, country_sudo):
        """Override to require a district instead of a written city, where there is a list."""
        names = super()._get_mandatory_address_fields(country_sudo)
        if request.env["crosstech.region"].sudo()._has_districts(country_sudo.id):
            return (names - {"city"}) | {"region_id"}
        return names

    def _check_delivery_address(self, partner_sudo):
        """Override to ask again when the district of the address has ended."""
        return super()._check_delivery_address(partner_sudo) and not partner_sudo.is_district_missing

    def _check_billing_address(self, partner_sudo):
        """Override to ask again when the district of the address has ended."""
        return super()._check_billing_address(partner_sudo) and not partner_sudo.is_district_missing
