"""Opening the dashboard of each role with a thousand orders and with a hundred thousand, at the same pace of sales."""

import statistics
import time

ROUNDS = 15
SIZES = (1_000, 100_000)
ROLES = ("director", "operational_manager", "marketing_manager", "finance_manager", "inventory", "repair_team")
PER_DAY = 91  # a hundred thousand orders are three years; a thousand are eleven days
MOMENT = f"now() AT TIME ZONE 'UTC' - (%(last)s - g) * interval '1 day' / {PER_DAY}"
ORDERS = f"""
    INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id, currency_id,
        date_order, create_date, placed_datetime, payment_confirmed_datetime, picking_policy, state, order_stage,
        customer_kind, amount_total, order_source_id, website_id, warehouse_id, approval_state)
    SELECT 'BENCH/' || g, p.id, p.id, p.id, c.id, c.currency_id, {MOMENT}, {MOMENT}, {MOMENT},
        CASE WHEN g %% 10 > 0 THEN {MOMENT} END, 'direct', 'sale',
        CASE WHEN %(last)s - g > 100 THEN 'received' ELSE (ARRAY['ordered', 'claimed', 'paid', 'shipped'])[1 + g %% 4] END,
        CASE WHEN g %% 3 = 0 THEN 'reseller' ELSE 'buyer' END, 1000 * (g %% 5000),
        (SELECT id FROM utm_source WHERE is_order_source ORDER BY id OFFSET g %% 3 LIMIT 1),
        (SELECT id FROM website ORDER BY id LIMIT 1), (SELECT id FROM stock_warehouse ORDER BY id LIMIT 1), 'none'
    FROM generate_series(%(first)s, %(last)s) g
    JOIN bench_partner p ON p.place = g %% 500
    CROSS JOIN (SELECT id, currency_id FROM res_company ORDER BY id LIMIT 1) c
"""
TRANSFERS = f"""
    INSERT INTO crosstech_transfer (name, res_model, res_id, partner_id, company_id, currency_id, journal_id,
        amount, unique_code, amount_to_pay, state, access_token, asked_datetime, deadline, paid_datetime, is_claimed)
    SELECT 'TRF/DASH/' || g, 'bench', g, p.id, c.id, c.currency_id, j.id, 1000 * g, 1, 1000 * g + 1,
        CASE WHEN %(last)s - g < 100 THEN 'waiting' ELSE 'paid' END, md5('dash' || g), {MOMENT},
        {MOMENT} + interval '3 days', CASE WHEN %(last)s - g >= 100 THEN {MOMENT} END, false
    FROM generate_series(%(first)s, %(last)s) g
    JOIN bench_partner p ON p.place = g %% 500
    CROSS JOIN (SELECT id, currency_id FROM res_company ORDER BY id LIMIT 1) c
    CROSS JOIN (SELECT id FROM account_journal WHERE type = 'bank' ORDER BY id LIMIT 1) j
"""
PICKINGS = f"""
    INSERT INTO stock_picking (name, location_id, location_dest_id, picking_type_id, move_type, company_id, state,
        sale_id, date_done, scheduled_date, create_date)
    SELECT 'OUT/BENCH/' || o.id, t.default_location_src_id, t.default_location_dest_id, t.id, 'direct', o.company_id,
        CASE WHEN o.order_stage = 'received' THEN 'done' ELSE 'assigned' END, o.id,
        CASE WHEN o.order_stage = 'received' THEN o.placed_datetime END, o.placed_datetime, o.create_date
    FROM sale_order o
    CROSS JOIN (SELECT * FROM stock_picking_type WHERE code = 'outgoing' ORDER BY id LIMIT 1) t
    WHERE o.name LIKE 'BENCH/%%'
"""


def run(env):
    """Fill the tables to one size after the other and time the first screen of every role.

    :return: list of dict, see scripts/bench.py
    """
    users = {role: _user(env, role) for role in ROLES}
    _make_partners(env)
    times = []
    for size in SIZES:
        _fill(env, size)
        times.append({role: _median(env, user) for role, user in users.items()})
    ratios = {role: times[1][role] / times[0][role] for role in ROLES}
    return [
        {"name": f"dashboard of {role}: 100,000 orders against 1,000", "value": round(ratios[role], 2), "unit": "ratio",
         "baseline": f"the same with 1,000 orders: {times[0][role] * 1000:.0f} ms", "goal": 2.0, "better": "lower",
         "runs": ROUNDS}
        for role in ROLES
    ]  # fmt: skip


def _user(env, role):
    group = env.ref(f"crosstech_sale.group_{role}")
    return env["res.users"].create({"name": role, "login": f"bench_{role}", "group_ids": [(6, 0, group.ids)]})


def _make_partners(env):
    """Five hundred customers all over the country."""
    states = env["res.country.state"].search([("country_id.code", "=", "ID")])
    partners = env["res.partner"].create(
        [{"name": f"Bench {number}", "state_id": states[number % len(states)].id} for number in range(500)]
    )
    env.cr.execute("CREATE TEMPORARY TABLE bench_partner (place integer PRIMARY KEY, id integer)")
    for place, partner in enumerate(partners):
        env.cr.execute("INSERT INTO bench_partner VALUES (%s, %s)", (place, partner.id))


def _fill(env, size):
    """Make exactly this many orders, with their transfers and deliveries."""
    env.flush_all()
    for table, name in (("stock_picking", "OUT/BENCH/%"), ("crosstech_transfer", "TRF/DASH/%"), ("sale_order", "BENCH/%")):
        env.cr.execute(f"DELETE FROM {table} WHERE name LIKE %s", (name,))
    for statement in (ORDERS, TRANSFERS, PICKINGS):
        env.cr.execute(statement, {"first": 1, "last": size})
    for table in ("sale_order", "crosstech_transfer", "stock_picking"):
        env.cr.execute(f"ANALYZE {table}")


def _median(env, user) -> float:
    board = env["crosstech.dashboard"].with_user(user)
    board.get_dashboard()
    seconds = []
    for _ in range(ROUNDS):
        env.invalidate_all()
        start = time.perf_counter()
        board.get_dashboard()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
