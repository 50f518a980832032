"""A million units: the verdict on one of them, found by its serial or by a mistyped one; a thousand delivered lines."""

# ruff: noqa: S608 – names of our own tables

import random
import statistics
import time

UNITS, RUNS, LINES = 1_000_000, 60, 1_000


def run(env):
    """:return: list of dict, one per figure"""
    serials = _fill(env)
    Unit = env["crosstech.warranty.unit"]
    chosen = random.Random(7).sample(serials, RUNS)
    asked = {
        "warranty: verdict of a unit by its serial": lambda serial: Unit._find(serial)._get_verdict(),
        "warranty: units a mistyped serial may mean": lambda serial: Unit._suggest(serial[:-2] + serial[-1] + serial[-2]),
        "warranty: an unknown serial": lambda serial: Unit._find(f"{serial}X")._get_verdict(),
    }
    figures = [_figure(env, name, question, chosen) for name, question in asked.items()]
    figures.append(_delivery(env))
    env.cr.rollback()
    return figures


def _fill(env):
    """Units of ten products, written by the database itself; their serials look like those of laptops."""
    partner = env["res.partner"].create({"name": "Bench"})
    products = env["product.product"].create([{"name": f"Bench {number}"} for number in range(10)])
    term = env["crosstech.warranty.term"].create({"name": "Bench", "company_parts_months": 12})
    env.flush_all()
    env.cr.execute(
        f"""
        INSERT INTO crosstech_warranty_unit (name, company_id, product_id, partner_id, term_id, start_date,
            company_parts_until, quantity, state, serial_text, serial_fold, holder_kind, proof_reference)
        SELECT 'B/' || g, {env.company.id}, {products.ids[0]} + g % 10, {partner.id}, {term.id}, date '2026-01-01',
            date '2099-01-01', 1, 'active', serial, translate(serial, 'OQDILSZB', '00011528'), 'customer', 'bench'
        FROM (SELECT g, 'PF' || upper(substr(md5(g::text), 1, 8)) AS serial FROM generate_series(1, {UNITS}) g) made
        """
    )
    env.cr.execute("ANALYZE crosstech_warranty_unit")
    env.cr.execute("SELECT serial_text FROM crosstech_warranty_unit WHERE name LIKE 'B/%' AND id % 997 = 0")
    return [row[0] for row in env.cr.fetchall()]


def _figure(env, name, question, serials):
    seconds = []
    for serial in serials:
        env.invalidate_all()
        start = time.perf_counter()
        question(serial)
        seconds.append(time.perf_counter() - start)
    return {
        "name": name, "value": round(statistics.quantiles(seconds, n=20)[18] * 1000, 1), "unit": "ms", "goal": 50,
        "better": "lower", "baseline": f"95th of 100, {UNITS:,} units", "runs": len(seconds),
    }  # fmt: skip


def _delivery(env):
    """Register what one delivery of many lines brought, beside the million."""
    product = env["product.product"].create({"name": "Bench line", "is_storable": True})
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    partner = env["res.partner"].create({"name": "Bench buyer"})
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 1}) for _number in range(LINES)]
    order = env["sale.order"].create({"partner_id": partner.id, "order_line": lines})
    moves = env["stock.move"].create(
        [
            {
                "product_id": product.id, "product_uom_qty": 1, "sale_line_id": line.id, "picked": True, "quantity": 1,
                "location_id": warehouse.lot_stock_id.id, "location_dest_id": env.ref("stock.stock_location_customers").id,
            }
            for line in order.order_line
        ]
    )  # fmt: skip
    moves._action_done()
    env.flush_all()
    env.invalidate_all()
    start = time.perf_counter()
    units = env["crosstech.warranty.unit"]._register_moves(moves)
    env.flush_all()
    assert len(units) == LINES, len(units)
    return {
        "name": f"warranty: units of a delivery of {LINES:,} lines", "value": round(time.perf_counter() - start, 2),
        "unit": "s", "goal": 10, "better": "lower", "baseline": "none", "runs": 1,
    }  # fmt: skip
