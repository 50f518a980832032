"""What a reseller gets back for his data, on his own pages."""

# pylint: disable=prefer-env-translation

from odoo import models
from odoo.tools import formatLang

from odoo.addons.crosstech_sale.lib import charts

FEW = 30


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _reseller_outlook(self, partner):
        """What we know of a reseller's own stock, as superuser; nothing without an agreement in force.

        :return: dict(sources, warnings, slow: ``crosstech.reseller.outlook``, offered: dict of product id to offer)
        """
        company = partner.commercial_partner_id
        sources = self.env["crosstech.reseller.source"].sudo().search(
            [("partner_id", "=", company.id), ("agreement_id.state", "=", "active")]
        )  # fmt: skip
        Outlook = self.env["crosstech.reseller.outlook"].sudo()
        own = [("source_id", "in", sources.ids)]
        lines = self.env["crosstech.reseller.offer.line"].sudo().search(
            [("partner_id", "=", company.id), ("offer_id.state", "=", "sent")]
        )  # fmt: skip
        return {
            "sources": sources,
            "warnings": Outlook.search([*own, ("urgency", "in", ("out", "soon"))], limit=FEW),
            "slow": Outlook.search([*own, ("urgency", "=", "still"), ("stock", ">", 0)], order="stock desc", limit=FEW),
            "offered": {line.product_id.id: line.offer_id for line in lines},
        }

    def _benchmark_bars(self, comparison):
        """:return: rows for the template ``chart_bars``"""
        _ = self.env._
        rows = [
            (_("You"), comparison.own), (_("A quarter of the shops sells less than"), comparison.lower_quartile),
            (_("Half of the shops sells less than"), comparison.median),
            (_("A quarter of the shops sells more than"), comparison.upper_quartile),
        ]  # fmt: skip
        return charts.bars([{"label": label, "value": value, "text": self._pieces(value)} for label, value in rows])

    def _pieces(self, value):
        return formatLang(self.env, value, digits=0 if value == int(value) else 1)

    def _reseller_dashboard_cards(self, partner):
        """Extend with his own stock-out warnings."""
        cards = super()._reseller_dashboard_cards(partner)
        found = self._reseller_outlook(partner)
        if found["sources"]:
            count = len(found["warnings"])
            text = self.env._("All is well stocked")
            if count:
                text = self.env._("Of your own stock")
            cards.append({
                "key": "outlook", "title": self.env._("Runs out soon"), "value": str(count), "text": text,
                "url": "/my/reseller/outlook", "icon": "line-chart", "is_urgent": bool(count),
            })  # fmt: skip
        return cards
