"""Whose territory 10,000 orders are from, with a territory in each of 7,000 districts: database and look-up together."""

import random
import statistics
import time
from datetime import date, timedelta

DISTRICTS, ORDERS = 7_000, 10_000
RUNS, WARM_UP = 5, 1


def run(env):
    """:return: list of dict, one per figure"""
    orders = _make_orders(env, _make_territories(env))
    seconds = [_seconds(env, orders) for _ in range(WARM_UP + RUNS)][WARM_UP:]
    env.cr.rollback()
    return [
        {"name": f"territory of {ORDERS:,} orders, {DISTRICTS:,} districts", "value": round(statistics.median(seconds), 3),
         "unit": "s", "baseline": "issue 3", "goal": 2.0, "better": "lower", "runs": RUNS},
    ]  # fmt: skip


def _make_territories(env):
    """Give each of 7,000 districts (made up where the map is smaller) to one of ten resellers, half of them exclusive."""
    regions = env["crosstech.region"]
    env["crosstech.territory"].search([]).active = False
    parent = regions.search([("level", "=", "regency")], limit=1)
    districts = regions.search([("level", "=", "district")], limit=DISTRICTS)
    missing = DISTRICTS - len(districts)
    districts += regions.create(
        [
            {"name": f"Bench {number}", "code": f"{parent.code}.B{number}", "level": "district", "parent_id": parent.id,
             "country_id": parent.country_id.id, "timezone": parent.timezone}
            for number in range(missing)
        ]
    )  # fmt: skip
    grade = env["res.partner.grade"].create({"name": "Bench"})
    resellers = env["res.partner"].create([{"name": f"Bench {number}", "grade_id": grade.id} for number in range(10)])
    start = date(2026, 1, 1)
    env["crosstech.territory"].create(
        [
            {"region_id": district.id, "reseller_id": resellers[number % 10].id, "date_from": start,
             "is_exclusive": bool(number % 2), "policy": "keep"}
            for number, district in enumerate(districts)
        ]
    )  # fmt: skip
    return districts


def _make_orders(env, districts):
    """Make orders of buyers all over the country; only what the look-up reads."""
    draw = random.Random(1)
    partners = env["res.partner"].create([{"name": "Bench", "region_id": draw.choice(districts).id} for _ in range(2_000)])
    template = env["sale.order"].create({"partner_id": partners[0].id})
    env.flush_all()
    now = env.cr.now()
    rows = []
    for number in range(ORDERS):
        partner = draw.choice(partners.ids)
        placed = now - timedelta(days=draw.randrange(300))
        rows.append((f"B{number}", partner, partner, partner, template.company_id.id, placed, "sale", now, "direct", "none"))
    ids = env.cr.execute_values(
        "INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id, placed_datetime,"
        " state, date_order, picking_policy, approval_state) VALUES %s RETURNING id",
        rows,
        page_size=ORDERS,
        fetch=True,
    )
    env.cr.execute("ANALYZE crosstech_territory, sale_order, res_partner")
    return env["sale.order"].browse(number for (number,) in ids)


def _seconds(env, orders):
    env.invalidate_all()
    start = time.perf_counter()
    found = orders._find_territories()
    seconds = time.perf_counter() - start
    if len(found) != ORDERS or not any(found.values()):
        raise AssertionError("orders without a territory")
    return seconds
