"""Computing the outlook: sales and stock of a reseller day by day, read set-based, worked on in bounded batches."""

from datetime import timedelta
from zlib import crc32

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..lib.insight import demand

HISTORY_DAYS = 400
STALE_DAYS = 7
BATCH = 500
ARRIVAL_DAYS = 4
URGENT_DAYS = 14


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    def _compute_outlook(self, today):
        """Compute the outlook of every product that sells or lies in stock; what is gone is dropped.

        :return: number of products
        """
        self.ensure_one()
        end = self._data_end(today)
        self._collect_days(end - timedelta(days=HISTORY_DAYS))
        coming = self._units_on_the_way()
        after, done = "", 0
        while products := self._outlook_products(after):
            keys = [row[0] for row in products]
            sales, levels = self._days_of("sales", keys), self._days_of("levels", keys)
            rows = [self._outlook_row(row, sales, levels, end, coming.get(row[1], 0.0)) for row in products]
            self._keep_outlook([{**row, "computed_date": today, "data_date": end} for row in rows])
            after, done = keys[-1], done + len(rows)
        self.env.cr.execute("DROP TABLE insight_sales; DROP TABLE insight_levels")
        self.env["crosstech.reseller.outlook"].search(
            [("source_id", "=", self.id), ("computed_date", "<", today)]
        ).unlink()
        return done

    def _data_end(self, today):
        """The last day his data tell of: yesterday, unless the whole shop has been silent for a while."""
        row = self.env.execute_query(
            SQL(
                "SELECT (max(sold_at) AT TIME ZONE 'UTC' AT TIME ZONE %s)::date FROM crosstech_sync_sale_line "
                "WHERE source_id = %s AND NOT is_deleted",
                self.timezone, self.id,
            )
        )  # fmt: skip
        last, yesterday = row[0][0], today - timedelta(days=1)
        return last if last and last < yesterday - timedelta(days=STALE_DAYS) else yesterday

    def _collect_days(self, start):
        """Sum sales and stock by product and day into temporary tables, so that each is read through once."""
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS insight_sales; DROP TABLE IF EXISTS insight_levels;
                CREATE TEMP TABLE insight_sales ON COMMIT DROP AS
                    SELECT product_key, (sold_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                           sum(quantity)::float AS units
                      FROM crosstech_sync_sale_line
                     WHERE source_id = %(source)s AND NOT is_deleted AND sold_at >= %(start)s
                     GROUP BY 1, 2;
                CREATE TEMP TABLE insight_levels ON COMMIT DROP AS
                    WITH change AS (
                        SELECT product_key, (valid_from AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                               CASE WHEN is_deleted THEN 0 ELSE quantity END
                               - coalesce(lag(CASE WHEN is_deleted THEN 0 ELSE quantity END)
                                          OVER (PARTITION BY key ORDER BY recorded_at, run_id), 0) AS delta
                          FROM crosstech_sync_stock_version WHERE source_id = %(source)s
                    ), daily AS (SELECT product_key, day, sum(delta) AS delta FROM change GROUP BY 1, 2)
                    SELECT product_key, day,
                           (sum(delta) OVER (PARTITION BY product_key ORDER BY day))::float AS units FROM daily;
                CREATE INDEX ON insight_sales (product_key);
                CREATE INDEX ON insight_levels (product_key);
                """,
                zone=self.timezone, source=self.id, start=start,
            )
        )  # fmt: skip

    def _outlook_products(self, after):
        """:return: list of (key, our product id or None, name, match id), by key"""
        self.env["crosstech.reseller.match"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT p.key, m.product_id, p.name, m.id FROM crosstech_sync_product p
                  LEFT JOIN crosstech_reseller_match m ON m.source_id = p.source_id AND m.their_key = p.key
                 WHERE p.source_id = %s AND NOT p.is_deleted AND p.key > %s
                   AND (EXISTS (SELECT FROM insight_sales s WHERE s.product_key = p.key)
                        OR EXISTS (SELECT FROM insight_levels l WHERE l.product_key = p.key))
                 ORDER BY p.key LIMIT %s
                """,
                self.id, after, BATCH,
            )
        )  # fmt: skip

    def _days_of(self, what, keys):
        """:return: dict of product key to list of (day, units)"""
        found = {}
        rows = self.env.execute_query(
            SQL(
                "SELECT product_key, day, units FROM %s WHERE product_key = ANY(%s) ORDER BY day",
                SQL.identifier(f"insight_{what}"), keys,
            )
        )  # fmt: skip
        for key, day, units in rows:
            found.setdefault(key, []).append((day, units))
        return found

    def _outlook_row(self, product, sales, levels, end, coming):
        """:return: values of ``crosstech.reseller.outlook``"""
        key, _our_id, name, match_id = product
        sold, known = sales.get(key, []), levels.get(key, [])
        start = max(min((day for day, _units in sold), default=end), end - timedelta(days=HISTORY_DAYS))
        series = demand.daily(sold, known, min(start, end), end)
        told = demand.forecast(series)
        stock = max(known[-1][1], 0.0) if known else 0.0
        out = demand.StockOut(None, None, None, None)
        if known and told.rate > 0:
            draw = np.random.default_rng(crc32(f"{self.id}/{key}".encode()))
            arriving = [(end + timedelta(days=ARRIVAL_DAYS), coming)] if coming else []
            out = demand.stock_out(series, told, stock, end, draw, arriving)
        days_sold = np.flatnonzero(series.sold > 0)
        return {
            "source_id": self.id, "their_key": key, "their_name": name, "match_id": match_id, "rate": told.rate,
            "method": told.method, "error": told.error, "naive_error": told.naive_error, "origins": told.origins,
            "events": told.events, "stock": stock, "has_stock": bool(known), "on_the_way": coming,
            "cover_days": out.cover_days, "stock_out_date": out.expected, "early_date": out.early,
            "late_date": out.late,
            "last_sold_date": series.start + timedelta(days=int(days_sold[-1])) if len(days_sold) else None,
            "interval_days": len(series.sold) / told.events if told.events else None,
            "urgency": _urgency(told.rate, stock, bool(known), out, end),
        }  # fmt: skip

    def _keep_outlook(self, rows):
        """Write a batch; rows keep their ids from day to day."""
        Outlook = self.env["crosstech.reseller.outlook"]
        known = {
            one.their_key: one
            for one in Outlook.search(
                [("source_id", "=", self.id), ("their_key", "in", [row["their_key"] for row in rows])]
            )
        }
        new = []
        for row in rows:
            values = {name: value if value is not None else False for name, value in row.items()}
            if row["their_key"] in known:
                known[row["their_key"]].write(values)
            else:
                new.append(values)
        Outlook.create(new)
        self.env.flush_all()
        Outlook.invalidate_model()

    def _units_on_the_way(self):
        """What this reseller has ordered from us and not yet received.

        :return: dict of ``product.product`` id to units
        """
        lines = self.env["sale.order.line"]._read_group(
            [
                ("order_id.partner_id", "child_of", self.partner_id.id), ("company_id", "=", self.company_id.id),
                ("order_id.order_stage", "in", ("ordered", "claimed", "paid", "released", "shipped")),
                ("product_id.type", "=", "consu"),
            ],
            ["product_id"], ["product_uom_qty:sum"],
        )  # fmt: skip
        return {product.id: units for product, units in lines}


def _urgency(rate, stock, has_stock, out, today):
    if rate <= 0:
        return "still"
    if not has_stock:
        return "fine"
    if stock <= 0:
        return "out"
    if not out.expected:
        return "fine"
    return "soon" if (out.early - today).days <= URGENT_DAYS else "later"
