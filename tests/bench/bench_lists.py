"""Opening a list page, as the web client reads it, with a thousand records and with a hundred thousand."""

import statistics
import time

ROUNDS = 30
SIZES = (1_000, 100_000)
LISTS = {
    "transfers": (
        "crosstech.transfer",
        [("state", "in", ("waiting", "paid"))],
        ("name", "description", "partner_id", "journal_id", "amount_to_pay", "deadline", "state", "is_claimed"),
    ),
    "notifications": ("crosstech.notification", [], ("title", "partner_id", "create_date", "read_datetime")),
}
FILL = {
    "transfers": """
        INSERT INTO crosstech_transfer (name, res_model, res_id, partner_id, company_id, currency_id, journal_id,
            amount, unique_code, amount_to_pay, state, access_token, asked_datetime, deadline, create_date, is_claimed)
        SELECT 'TRF/BENCH/' || g, 'bench', g, partner.id, company.id, company.currency_id, journal.id,
            1000 * g, 1 + g %% 999, 1000 * g + 1 + g %% 999, CASE WHEN g %% 10 = 0 THEN 'waiting' ELSE 'paid' END,
            md5(g::text), now(), now() + g * interval '1 minute', now(), false
        FROM generate_series(%s, %s) g,
            (SELECT id FROM res_partner ORDER BY id LIMIT 1) partner,
            (SELECT id, currency_id FROM res_company ORDER BY id LIMIT 1) company,
            (SELECT id FROM account_journal WHERE type = 'bank' ORDER BY id LIMIT 1) journal
    """,
    "notifications": """
        INSERT INTO crosstech_notification (partner_id, company_id, title, body, create_date)
        SELECT partner.id, company.id, 'Bench ' || g, '<p>Bench</p>', now()
        FROM generate_series(%s, %s) g,
            (SELECT id FROM res_partner ORDER BY id LIMIT 1) partner,
            (SELECT id FROM res_company ORDER BY id LIMIT 1) company
    """,
}


def run(env):
    """Fill each list to one size after the other and time its first page.

    :return: list of dict, see scripts/bench.py
    """
    entries = []
    for name, (model, domain, fields) in LISTS.items():
        filled, times = 0, []
        for size in SIZES:
            env.cr.execute(FILL[name], (filled + 1, size))
            env.cr.execute(f"ANALYZE {env[model]._table}")
            filled = size
            times.append(_p95(env, model, domain, fields))
        entries.append(
            {"name": f"list of {name}: 100,000 records against 1,000, p95", "value": round(times[1] / times[0], 3),
             "unit": "ratio", "baseline": "the same list with 1,000 records", "goal": 1.5, "better": "lower",
             "runs": ROUNDS}
        )  # fmt: skip
    return entries


def _p95(env, model, domain, fields) -> float:
    specification = {
        field: {"fields": {"display_name": {}}} if env[model]._fields[field].type == "many2one" else {}
        for field in fields
    }
    seconds = []
    for _ in range(ROUNDS):
        env.invalidate_all()
        start = time.perf_counter()
        env[model].web_search_read(domain, specification, limit=80, count_limit=10_001)
        seconds.append(time.perf_counter() - start)
    return statistics.quantiles(seconds, n=20)[-1]
