"""Asking forty resellers as one database: pages, sums and single rows of a million stock levels."""

# ruff: noqa: S608 – names of our own tables

import statistics
import time
from datetime import timedelta

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES
from odoo.addons.crosstech_reseller_sync.lib.pull import history, names

SOURCES, KEYS, PAGE, RUNS = 40, 25_000, 80, 9
STATED = "timestamp '2026-06-01' - k % 300 * interval '1 hour', timestamp '2026-06-01', 1, '{}', false"
ROWS = {
    "product": (
        "key, name, sku, category, brand, price",
        "k::text, 'Product number ' || k, 'SKU-' || k, 'Category ' || k % 50, 'Brand ' || k % 20, k * 100",
        "first_seen",
    ),
    "stock": ("key, product_key, quantity", "k::text, k::text, (k * 7 + {source}) % 90", "count"),
    "sale_line": (
        "key, product_key, quantity, unit_price, sold_at",
        "k::text, (k % 5000)::text, 1 + k % 3, k * 100, timestamp '2026-06-01' - k % 90 * interval '1 day'",
        "sale",
    ),
}


def run(env):
    """:return: list of dict, one per figure"""
    sources = _fill(env)
    stock, sales = env["crosstech.reseller.stock"], env["crosstech.reseller.sale"]
    ours = [("source_id", "in", sources.ids)]
    fields = ["partner_id", "product_id", "name", "sku", "place", "quantity", "price", "amount", "read_datetime"]
    page = stock.search(ours, limit=PAGE, offset=5 * PAGE).ids
    spec = dict.fromkeys(fields, {})
    _rewrite(env, sources)
    asked = {
        "a page of the list": lambda: stock.web_search_read(ours, spec, limit=PAGE, count_limit=10_001),
        "a page of one reseller": lambda: stock.web_search_read(
            [("partner_id", "=", sources[7].partner_id.id)], spec, limit=PAGE, count_limit=10_001
        ),
        "products with a word in their names": lambda: stock.web_search_read(
            [*ours, ("name", "ilike", "number 24999")], spec, limit=PAGE, count_limit=10_001
        ),
        f"{PAGE} rows by their numbers": lambda: stock.browse(page).read(["quantity", "place"]),
        "stock and worth by reseller": lambda: stock._read_group(ours, ["partner_id"], ["quantity:sum", "amount:sum"]),
        "sales by reseller and week": lambda: sales._read_group(
            ours, ["partner_id", "moved_datetime:week"], ["quantity:sum", "amount:sum"]
        ),
    }
    goals = {"a page of the list": 300, "a page of one reseller": 300}
    figures = [_figure(env, name, question, goals.get(name, 1_500)) for name, question in asked.items()]
    env.cr.rollback()
    return figures


def _fill(env):
    """Give each of forty resellers products, stock and sales."""
    partners = env["res.partner"].create([{"name": f"Bench {number}"} for number in range(SOURCES)])
    sources = env["crosstech.reseller.source"].create(
        [{"name": partner.name, "partner_id": partner.id} for partner in partners]
    )
    env.flush_all()
    for source in sources.ids:
        env.cr.execute(
            f"INSERT INTO {names.RUN} (source_id, run_id, recorded_at, state) VALUES (%s, 1, %s, 'done')",
            [source, env.cr.now() - timedelta(hours=1)],
        )
        for name, (columns, values, activity) in ROWS.items():
            table = names.current(ENTITIES[name])
            history.add_part(env.cr, table, source)
            env.cr.execute(
                f"INSERT INTO {table} (source_id, {columns}, valid_from, recorded_at, run_id, activity, is_deleted) "
                f"SELECT {source}, {values.format(source=source)}, {STATED.format(activity)} "
                f"FROM generate_series(1, {KEYS}) k"
            )
            env.cr.execute("SELECT brin_summarize_new_values(i.indexrelid) FROM pg_index i JOIN pg_class c "
                           "ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam AND a.amname = 'brin' "
                           "WHERE i.indrelid = %s::regclass", [names.partition(table, source)])  # fmt: skip
    for name in ROWS:
        env.cr.execute(f"ANALYZE {names.current(ENTITIES[name])}")
    return sources


def _rewrite(env, sources):
    """Change a twentieth of all levels, so that rows no longer lie in the order in which they came."""
    env.cr.execute(
        f"UPDATE {names.current(ENTITIES['stock'])} SET quantity = quantity + 1 "
        "WHERE source_id = ANY(%s) AND key::int %% 20 = 3",
        [sources.ids],
    )


def _figure(env, name, question, goal):
    seconds = []
    for _ in range(RUNS):
        env.invalidate_all()
        start = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - start)
    return {
        "name": f"one database: {name}, 1 M rows of {SOURCES} resellers", "value": round(1000 * statistics.median(seconds), 1),
        "unit": "ms", "baseline": "none", "goal": goal, "better": "lower", "runs": RUNS,
    }  # fmt: skip
