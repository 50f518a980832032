"""The way from the reseller's dashboard to his data."""

from odoo import models


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _reseller_dashboard_cards(self, partner):
        """Override: add what is agreed about his data."""
        return [*super()._reseller_dashboard_cards(partner), self._data_card(partner)]

    def _data_card(self, partner):
        sources = (
            self.env["crosstech.reseller.source"].sudo().search([("partner_id", "=", partner.commercial_partner_id.id)])
        )
        waiting = sources.filtered(lambda source: source._waits_for_reseller())
        active = sources.filtered(lambda source: source.agreement_state == "active")
        text = self.env._("Let us see what you need before it runs out")
        if waiting:
            text = self.env._("Your answer is waited for")
        elif active:
            text = self.env._("Read as agreed")
        return {
            "key": "data", "title": self.env._("My data"), "icon": "database", "url": "/my/reseller/data",
            "value": str(len(active)), "text": text, "is_urgent": bool(waiting),
        }  # fmt: skip
