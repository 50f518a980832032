"""Building the weekly report of a company with a thousand and with a hundred thousand orders a year."""

import statistics
import time
from datetime import datetime, timedelta, timezone

from odoo.addons.crosstech_sale.lib.manager_report import Week

ROUNDS = 5
SIZES = (1_000, 100_000)
DAYS = 364
LINES_PER_ORDER = 3


def run(env):
    """Fill a year to one size after the other and time one week, in all languages, as when it is submitted.

    :return: list of dict, see scripts/bench.py
    """
    week = Week.of(datetime.now(timezone.utc).date()).shift(-1)
    report = env["crosstech.weekly.report"].with_context(lang="en_US")
    report = report._ensure(env.ref("base.main_company"), week)
    order = env["sale.order"].search([("placed_datetime", "!=", False), ("order_line", "!=", False)], limit=1)
    env.flush_all()
    filled, live, frozen = 0, [], []
    for size in SIZES:
        _fill_orders(env, order, week, filled, size)
        _fill_transfers(env, week, filled, size)
        filled = size
        live.append(_median(env, report._live_sections))
        frozen.append(_median(env, report._live_figures))
    languages = len(env["res.lang"].get_installed())
    return [
        {"name": "weekly report of a year with 100,000 orders: figures of one week", "value": round(live[1], 3),
         "unit": "s", "baseline": f"{live[0]:.3f} s with 1,000 orders", "goal": 5.0, "better": "lower",
         "runs": ROUNDS},
        {"name": f"the same in {languages} languages, as a section is submitted", "value": round(frozen[1], 3),
         "unit": "s", "baseline": f"{frozen[0]:.3f} s with 1,000 orders", "goal": 5.0, "better": "lower",
         "runs": ROUNDS},
    ]  # fmt: skip


def _median(env, build) -> float:
    seconds = []
    for _ in range(ROUNDS):
        env.invalidate_all()
        start = time.perf_counter()
        build()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _copy(env, table, row, values, first, last):
    """Copy a row many times; ``values`` are SQL expressions over the number ``g``."""
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    kept = [f'"{name}"' for (name,) in env.cr.fetchall() if name != "id" and name not in values]
    env.cr.execute(
        f"INSERT INTO {table} ({', '.join([*kept, *values])}) SELECT {', '.join([*kept, *values.values()])}"  # noqa: S608
        f" FROM {table}, generate_series({first + 1}, {last}) g WHERE {table}.id = {row}"
    )


def _fill_orders(env, order, week, first, last):
    """Spread orders over the year that ends with the week: a fifth of resellers, a tenth cancelled, all sources."""
    end = week.sunday + timedelta(days=1)
    partners = env["res.partner"].search([], limit=200).ids
    sources = env["utm.source"].search([("is_order_source", "=", True)]).ids
    moment = f"TIMESTAMP '{end}' - g * interval '{DAYS * 86400 / SIZES[1]:.3f} s'"
    if last == SIZES[0]:
        moment = f"TIMESTAMP '{end}' - g * interval '{DAYS * 86400 / SIZES[0]:.0f} s'"
    values = {
        "name": "'BENCH/' || g",
        "placed_datetime": moment,
        "payment_confirmed_datetime": f"CASE WHEN g % 4 > 0 THEN {moment} END",
        "customer_kind": "CASE WHEN g % 5 = 0 THEN 'reseller' ELSE 'buyer' END",
        "order_stage": "CASE WHEN g % 10 = 0 THEN 'cancelled' WHEN g % 100 = 1 THEN 'paid' ELSE 'received' END",
        "partner_id": f"(ARRAY{partners})[1 + g % {len(partners)}]",
        "order_source_id": f"(ARRAY{sources})[1 + g % {len(sources)}]",
        "access_token": "NULL",
    }
    _copy(env, "sale_order", order.id, values, first, last)
    env.cr.execute(
        "SELECT array_agg(id ORDER BY id) FROM sale_order WHERE name LIKE 'BENCH/%%' AND id > %s", [order.id]
    )
    ids = env.cr.fetchone()[0][first:]
    products = env["product.product"].search([("is_storable", "=", True)]).ids
    line = order.order_line.filtered("product_id")[:1]
    env.cr.execute("CREATE TEMP TABLE IF NOT EXISTS bench_ids (place serial, id int)")
    env.cr.execute("TRUNCATE bench_ids RESTART IDENTITY")
    env.cr.execute("INSERT INTO bench_ids (id) SELECT unnest(%s)", [ids])
    values = {
        "order_id": f"(SELECT b.id FROM bench_ids b WHERE b.place = 1 + (g - 1) / {LINES_PER_ORDER})",
        "product_id": f"(ARRAY{products})[1 + g % {len(products)}]",
        "product_uom_qty": "1 + g % 4",
    }
    env.cr.execute("CREATE INDEX IF NOT EXISTS bench_place ON bench_ids (place)")
    _copy(env, "sale_order_line", line.id, values, 0, LINES_PER_ORDER * len(ids))
    for table in ("sale_order", "sale_order_line"):
        env.cr.execute(f"ANALYZE {table}")


def _fill_transfers(env, week, first, last):
    end = week.sunday + timedelta(days=1)
    env.cr.execute(
        """
        INSERT INTO crosstech_transfer (name, res_model, res_id, partner_id, company_id, currency_id, journal_id,
            amount, unique_code, amount_to_pay, state, access_token, asked_datetime, deadline, paid_datetime,
            create_date, is_claimed)
        SELECT 'TRF/WEEK/' || g, 'bench', g, partner.id, company.id, company.currency_id, journal.id,
            1000 * g, 1 + g %% 999, 1000 * g + 1 + g %% 999, CASE WHEN g %% 100 = 0 THEN 'waiting' ELSE 'paid' END,
            md5('w' || g), now(), now(), %(end)s::timestamp - g * interval '315 seconds', now(), false
        FROM generate_series(%(first)s, %(last)s) g,
            (SELECT id FROM res_partner ORDER BY id LIMIT 1) partner,
            (SELECT id, currency_id FROM res_company ORDER BY id LIMIT 1) company,
            (SELECT id FROM account_journal WHERE type = 'bank' ORDER BY id LIMIT 1) journal
        """,
        {"first": first + 1, "last": last, "end": end},
    )
    env.cr.execute("ANALYZE crosstech_transfer")
