"""Offers and matching on the ground floor: the reseller's dashboard, the manager's tiles, the weekly report, duties."""

from odoo import models

from odoo.addons.crosstech_sale.lib import dashboards, duties


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _duties(self):
        """Extend with the documents of matching and offers."""
        return (
            *super()._duties(),
            duties.Duty(
                self.env._("matching and offers of resellers"),
                ("crosstech.reseller.match", "crosstech.reseller.offer", "crosstech.reseller.offer.line"),
                {duties.OPERATIONAL: duties.ANY},
                "S0.67",
            ),
        )

    def _reseller_dashboard_cards(self, partner):
        """Extend with the offers that wait for an answer."""
        cards = super()._reseller_dashboard_cards(partner)
        offers = self.env["crosstech.reseller.offer"].sudo().search(
            [("partner_id", "=", partner.commercial_partner_id.id), ("sent_datetime", "!=", False)]
        )  # fmt: skip
        waiting = offers.filtered(lambda one: one.state == "sent")
        if offers:
            text = self.env._("Nothing waits for you")
            if waiting:
                text = self.env._("Order before it runs out")
            cards.append({
                "key": "offers", "title": self.env._("Offers"), "value": str(len(waiting)), "text": text,
                "url": f"/my/reseller/offers/{waiting.id}" if len(waiting) == 1 else "/my/reseller/offers",
                "icon": "gift", "is_urgent": bool(waiting),
            })  # fmt: skip
        return cards

    def _dashboard_tiles(self, role):
        """Extend with what the Operational Manager reviews."""
        review = (
            dashboards.Tile(
                "reseller_offers", (dashboards.OPERATIONAL,), dashboards.TODO, "crosstech.reseller.offer",
                (("state", "=", "draft"),), "crosstech_reseller_sync.reseller_offer_action", since="create_date",
                title=self.env._("Offers to resellers to review"),
            ),
            dashboards.Tile(
                "reseller_matches", (dashboards.OPERATIONAL,), dashboards.TODO, "crosstech.reseller.match",
                (("state", "=", "waiting"),), "crosstech_reseller_sync.reseller_match_action",
                title=self.env._("Products of resellers to match"),
            ),
        )  # fmt: skip
        return (*super()._dashboard_tiles(role), *dashboards.of_role(review, role))

    def _weekly_report_sections(self, date_from, date_to):
        """Extend with what was offered, and what became of it."""
        start, end = self._weekly_report_bounds(date_from, date_to)
        return [*super()._weekly_report_sections(date_from, date_to), self._section_offers(start, end)]

    def _section_offers(self, start, end):
        Offer = self.env["crosstech.reseller.offer"].sudo()
        sent = Offer.search([*self._own_company(), *self._within("sent_datetime", start, end)])
        answered = Offer.search([*self._own_company(), *self._within("answered_datetime", start, end)])
        accepted = answered.filtered(lambda one: one.state == "accepted")
        return {
            "key": "reseller_offers",
            "title": self.env._("Offers to Resellers"),
            "role": "operational_manager",
            "empty": self.env._("Nothing was offered to resellers in this week."),
            "note": self._uplift_text(),
            "columns": [self.env._("Reseller"), self.env._("Offer"), self.env._("State"), self.env._("Amount")],
            "kinds": ["text", "text", "text", "money"],
            "rows": [
                [one.partner_id.name, one.name, self._state_text(one), one.total_amount] for one in sent | answered
            ],
            "figures": [
                {"key": key, "label": label, "kind": kind, "value": value, "better": "up"}
                for key, label, kind, value in (
                    ("offers_sent", self.env._("Offers Sent"), "number", len(sent)),
                    ("offers_accepted", self.env._("Offers Accepted"), "number", len(accepted)),
                    ("offers_ordered", self.env._("Ordered through Offers"), "money",
                     sum(accepted.order_id.mapped("amount_total"))),
                )
            ],
        }  # fmt: skip

    def _state_text(self, offer):
        return dict(offer.fields_get(["state"])["state"]["selection"])[offer.state]

    def _uplift_text(self):
        """What offers were good for so far, in a sentence; says so where it is too early to tell."""
        found = self.env["crosstech.reseller.offer"].sudo()._uplift([("company_id", "=", self.env.company.id)])
        if found.ratio is None or found.low is None:
            return self.env._("Sold against forecast: %s offered products measured, too few to tell.", found.n)
        return self.env._(
            "Of accepted products %(ratio)d %% more was sold than his own stock would have allowed (in nine cases of"
            " ten between %(low)d and %(high)d); of those not accepted %(others)d %%. Who accepts chooses himself, so"
            " this proves no cause.",
            ratio=100 * found.ratio, low=100 * found.low, high=100 * found.high, others=100 * (found.others or 0),
        )  # fmt: skip
