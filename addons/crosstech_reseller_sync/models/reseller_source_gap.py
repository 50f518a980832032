"""Comparing deliveries with a reseller's stock and sales, by week; read set-based, compared product by product."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import SQL

from ..lib.insight import reconcile

WEEKS = 13
WEEK = timedelta(days=7)


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    def _compute_gaps(self, today):
        """Compare the last quarter anew, week by week up to the last Sunday.

        :return: number of weeks of products with a gap
        """
        self.ensure_one()
        end = today - timedelta(days=today.weekday() + 1)
        start = end - WEEKS * WEEK
        movements, counts = self._gap_movements(start, end), self._gap_counts(start, end)
        rows = []
        for product, levels in counts.items():
            periods = reconcile.reconcile(levels, movements.get(product, ()))
            rows += [self._prepare_gap(product, period) for period in periods if period.gap]
        self.env["crosstech.reseller.gap"].search([("source_id", "=", self.id)]).unlink()
        self.env["crosstech.reseller.gap"].create(rows)
        return len(rows)

    def _prepare_gap(self, product, period):
        moved = {kind: float(units) for kind, units in period.moved.items()}
        main = max(period.reasons, key=lambda pair: abs(pair[1]))
        return {
            "source_id": self.id, "product_id": product, "date_from": period.start + timedelta(days=1),
            "date_to": period.end, "opening": float(period.opening),
            "delivered": moved.get(reconcile.DELIVERED, 0.0),
            "sold": moved.get(reconcile.SOLD, 0.0) - moved.get(reconcile.RETURNED_BY_BUYERS, 0.0),
            "other_in": moved.get(reconcile.BOUGHT_ELSEWHERE, 0.0),
            "sent_back": moved.get(reconcile.RETURNED_TO_US, 0.0), "expected": float(period.expected),
            "reported": float(period.reported), "gap": float(period.gap), "total_gap": float(period.total_gap),
            "reason": main[0], "reasons_json": [[code, float(units)] for code, units in period.reasons],
        }  # fmt: skip

    # === HIS STOCK === #

    def _gap_counts(self, start, end):
        """His stock of our products at the end of each week, from the first that is known.

        :return: dict of product id to list of ``reconcile.Count``
        """
        self.env["crosstech.reseller.match"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH week AS (SELECT day::date FROM generate_series(%(start)s::date, %(end)s::date, '7 days') day),
                     level AS (
                    SELECT m.product_id, v.key, v.recorded_at, v.run_id,
                           (v.valid_from AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                           CASE WHEN v.is_deleted THEN 0 ELSE v.quantity END AS quantity
                      FROM crosstech_sync_stock_version v
                      JOIN crosstech_reseller_match m ON m.source_id = v.source_id AND m.their_key = v.product_key
                     WHERE v.source_id = %(source)s AND m.product_id IS NOT NULL)
                SELECT product_id, day, sum(quantity) FROM (
                    SELECT DISTINCT ON (w.day, l.product_id, l.key) w.day, l.product_id, l.key, l.quantity
                      FROM week w JOIN level l ON l.day <= w.day
                     ORDER BY w.day, l.product_id, l.key, l.day DESC, l.recorded_at DESC, l.run_id DESC
                ) latest GROUP BY 1, 2 ORDER BY 1, 2
                """,
                start=start, end=end, zone=self.timezone, source=self.id,
            )
        )  # fmt: skip
        counts = {}
        for product, day, units in rows:
            counts.setdefault(product, []).append(reconcile.Count(day, Decimal(str(units))))
        return counts

    # === WHAT MOVED === #

    def _gap_movements(self, start, end):
        """:return: dict of product id to list of ``reconcile.Movement``"""
        found = {}
        for product, day, kind, units in (
            *self._his_movements(start, end), *self._our_movements(start, end),
        ):  # fmt: skip
            found.setdefault(product, []).append(reconcile.Movement(day, kind, Decimal(str(units))))
        return found

    def _his_movements(self, start, end):
        """What he sold, took back, and bought from others, as his data say."""
        return self.env.execute_query(
            SQL(
                """
                SELECT m.product_id, (s.sold_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
                       CASE WHEN s.quantity < 0 THEN %(back)s ELSE %(sold)s END, sum(abs(s.quantity))
                  FROM crosstech_sync_sale_line s
                  JOIN crosstech_reseller_match m ON m.source_id = s.source_id AND m.their_key = s.product_key
                 WHERE s.source_id = %(source)s AND NOT s.is_deleted AND m.product_id IS NOT NULL
                   AND s.sold_at >= %(start)s AND s.sold_at < %(end)s
                 GROUP BY 1, 2, 3
                 UNION ALL
                SELECT m.product_id, (p.bought_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date, %(bought)s,
                       sum(p.quantity)
                  FROM crosstech_sync_purchase_line p
                  JOIN crosstech_reseller_match m ON m.source_id = p.source_id AND m.their_key = p.product_key
                 WHERE p.source_id = %(source)s AND NOT p.is_deleted AND m.product_id IS NOT NULL
                   AND p.bought_at >= %(start)s AND p.bought_at < %(end)s AND p.supplier IS NOT NULL
                   AND p.supplier NOT ILIKE %(us)s
                 GROUP BY 1, 2, 3
                """,
                zone=self.timezone, source=self.id, start=start, end=end + timedelta(days=2),
                us=f"%{self.company_id.name}%", sold=reconcile.SOLD, back=reconcile.RETURNED_BY_BUYERS,
                bought=reconcile.BOUGHT_ELSEWHERE,
            )
        )  # fmt: skip

    def _our_movements(self, start, end):
        """What left our warehouse for him, and what came back."""
        zone = ZoneInfo(self.timezone)
        moves = self.env["stock.move"].search_fetch(
            [
                ("state", "=", "done"), ("company_id", "=", self.company_id.id),
                ("picking_id.partner_id", "child_of", self.partner_id.id),
                ("date", ">=", datetime.combine(start - WEEK, datetime.min.time())),
                ("date", "<", datetime.combine(end + WEEK, datetime.min.time())),
                "|", ("location_dest_id.usage", "=", "customer"), ("location_id.usage", "=", "customer"),
            ],
            ["product_id", "date", "quantity", "location_dest_id"],
        )  # fmt: skip
        utc = ZoneInfo("UTC")
        for move in moves:
            goes = move.location_dest_id.usage == "customer"
            day = move.date.replace(tzinfo=utc).astimezone(zone).date()
            yield move.product_id.id, day, reconcile.DELIVERED if goes else reconcile.RETURNED_TO_US, move.quantity
