"""What became of offers: sold against forecast over the time the goods were meant for."""

from datetime import timedelta

import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..lib.insight import offers


class ResellerOffer(models.Model):
    _inherit = "crosstech.reseller.offer"

    @api.model
    def _measure(self, today):
        """Measure lines whose time is over: from the arrival on, as many days as the goods were to last.

        :return: number of lines measured
        """
        company = self.env.company
        until = today - timedelta(days=company.offer_cover_days + 1)
        lines = self.env["crosstech.reseller.offer.line"].search(
            [
                ("company_id", "=", company.id), ("measured_date", "=", False), ("facts_json", "!=", False),
                ("offer_id.arrival_date", "<=", until),
                ("offer_id.state", "in", ("accepted", "declined", "expired")),
            ]
        )  # fmt: skip
        for line in lines:
            start = line.offer_id.arrival_date
            sold = self._sold_between(line, start, start + timedelta(days=company.offer_cover_days))
            days_before = (start - line.offer_id.create_date.date()).days
            left = max(line.stock - line.rate * max(days_before, 0), 0)
            line.write(
                {
                    "sold_units": sold, "measured_date": today,
                    "forecast_units": min(line.rate * company.offer_cover_days, left),
                }
            )  # fmt: skip
        return len(lines)

    def _sold_between(self, line, start, end):
        """:return: units of the product sold at the reseller from one day to before another"""
        self.env["crosstech.reseller.match"].flush_model()
        self.env["crosstech.reseller.source"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT coalesce(sum(s.quantity), 0)::float
                  FROM crosstech_reseller_match m
                  JOIN crosstech_reseller_source source ON source.id = m.source_id
                  JOIN crosstech_sync_sale_line s ON s.source_id = m.source_id AND s.product_key = m.their_key
                 WHERE m.product_id = %s AND source.partner_id = %s AND NOT s.is_deleted
                   AND (s.sold_at AT TIME ZONE 'UTC' AT TIME ZONE source.timezone)::date >= %s
                   AND (s.sold_at AT TIME ZONE 'UTC' AT TIME ZONE source.timezone)::date < %s
                """,
                line.product_id.id, line.partner_id.id, start, end,
            )
        )  # fmt: skip
        return rows[0][0]

    @api.model
    def _uplift(self, domain=()):
        """:rtype: offers.Uplift"""
        lines = self.env["crosstech.reseller.offer.line"].search([("measured_date", "!=", False), *domain])
        outcomes = [
            offers.Outcome(bool(line.accepted_quantity), line.forecast_units, line.sold_units) for line in lines
        ]
        return offers.uplift(outcomes, np.random.default_rng(1))
