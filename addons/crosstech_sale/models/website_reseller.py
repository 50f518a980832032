"""The public list of resellers, and prices that follow a membership within one session."""

from odoo import models
from odoo.fields import Domain
from odoo.http import request
from odoo.tools.json import scriptsafe

from odoo.addons.website_sale.models.website import PRICELIST_SESSION_CACHE_KEY

from ..lib import province_map, sms_gateway


class Website(models.Model):
    _inherit = "website"

    def _get_and_cache_current_pricelist(self):
        """Override of `website_sale`: a price list remembered by the session ends with the membership it came from."""
        Pricelist = self.env["product.pricelist"].sudo()
        cached = Pricelist.browse(request.session.get(PRICELIST_SESSION_CACHE_KEY) or ())
        partner, levels = self.env.user.partner_id.sudo(), Pricelist._get_level_pricelists()
        if cached and (cached in levels or partner.commercial_partner_id.grade_id):
            own = partner.property_product_pricelist
            if cached != own and (cached | own) & levels:
                request.session.pop(PRICELIST_SESSION_CACHE_KEY)
        return super()._get_and_cache_current_pricelist()

    def _reseller_domain(self, words=""):
        """Resellers that are members now and agreed to be shown."""
        domain = Domain(
            [
                ("is_listed_publicly", "=", True),
                ("grade_id", "!=", False),
                ("parent_id", "=", False),
                ("company_id", "in", (False, self.company_id.id)),
            ]
        )
        for word in words.split():
            domain &= Domain.OR(
                Domain(name, "ilike", word) for name in ("name", "city", "state_id.name", "region_id.name")
            )
        return domain

    def _reseller_provinces(self):
        """Provinces in which resellers are listed.

        :return: list of dict(code, name, state_id, count), by name
        """
        counts = dict(self.env["res.partner"].sudo()._read_group(self._reseller_domain(), ["state_id"], ["__count"]))
        provinces = (
            self.env["crosstech.region"]
            .sudo()
            .search([("level", "=", "province"), ("state_id", "in", [state.id for state in counts])], order="name")
        )
        return [
            {
                "code": province.code,
                "name": province.name,
                "state_id": province.state_id.id,
                "count": counts[province.state_id],
            }
            for province in provinces
        ]

    def _reseller_map(self, provinces, chosen):
        """Tiles of the map of provinces: the more resellers the darker; the chosen one stands out."""
        top = max((province["count"] for province in provinces), default=1)
        return province_map.tiles(
            {
                province["code"]: {
                    "color": "#d9480f"
                    if province["code"] == chosen
                    else province_map.shade(0.35 + 0.65 * province["count"] / top),
                    "text": str(province["count"]),
                    "title": f"{province['name']}: {province['count']}",
                    "url": "/resellers" if province["code"] == chosen else f"/resellers?province={province['code']}",
                }
                for province in provinces
            }
        )

    def _reseller_cards(self, partners):
        """What the list tells about each reseller, nothing else.

        :return: list of dict(name, city, province, level, phone, whatsapp_url, website)
        """
        return [
            {
                "name": partner.name,
                "city": partner.city or "",
                "province": partner.state_id.name or "",
                "level": partner.grade_id.name,
                "phone": partner.phone if partner.is_phone_public else "",
                "whatsapp_url": self._reseller_whatsapp(partner),
                "website": partner.website or "",
            }
            for partner in partners
        ]

    def _reseller_whatsapp(self, partner):
        if not partner.is_phone_public:
            return ""
        try:
            return sms_gateway.whatsapp_url(partner.phone or "", self.env._("Hello, I found you on %s.", self.name))
        except sms_gateway.GatewayError:
            return ""

    def _reseller_structured_data(self, cards):
        """The list as search engines read it (schema.org)."""
        return scriptsafe.dumps(
            {
                "@context": "https://schema.org",
                "@type": "ItemList",
                "itemListElement": [
                    {"@type": "ListItem", "position": place, "item": self._reseller_store(card)}
                    for place, card in enumerate(cards, 1)
                ],
            }
        )

    def _reseller_store(self, card):
        address = {
            "@type": "PostalAddress",
            "addressLocality": card["city"],
            "addressRegion": card["province"],
            "addressCountry": "ID",
        }
        store = {"@type": "ComputerStore", "name": card["name"], "address": address}
        return {**store, "telephone": card["phone"]} if card["phone"] else store

    def _reseller_terms(self, company):
        """What a reseller reads in his guide: his level, until when, what it takes off the price, whom to ask.

        :param company: ``res.partner`` of the reseller, as superuser
        """
        membership = self.env["crosstech.reseller.membership"].sudo()._of(company)
        manager = self.env["res.users"].sudo()._with_role("operational_manager")
        items = company.with_company(self.company_id).property_product_pricelist.item_ids
        return {
            "membership": membership,
            "level": company.grade_id,
            "rules": [{"what": item.name, "price": item.price} for item in items[:20]],
            "manager": manager.partner_id,
        }
