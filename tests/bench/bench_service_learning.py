"""A hundred thousand work orders: the recap of all of them, cases similar to a new one, and failure rates."""

import csv
import os
import random
import time
from datetime import date
from pathlib import Path

ORDERS = 100_000
UNITS = 200_000
QUESTIONS = 40
RUNS = 3
REPORTS = Path(os.environ.get("CROSSTECH_DATA", "../shared/data")) / "repair" / "compcat_laptops.csv"
WORDS = [
    "layar", "mati", "baterai", "keyboard", "panas", "kipas", "berisik", "menyala", "lambat", "biru", "garis", "engsel",
]  # fmt: skip


def run(env) -> list[dict]:
    """Measure inside an Odoo shell; the database is left to be dropped."""
    texts, source = _texts()
    _fill(env, texts)
    recap = _median(lambda: _recap(env))
    index = _timed(env.company._index_cases)
    lookups = _lookups(env, texts)
    rates = _timed(lambda: env["crosstech.failure.rate"]._calculate(env.company))
    entry = {"unit": "s", "better": "lower", "runs": RUNS, "baseline": "none"}
    return [
        {**entry, "name": "recap of 100,000 work orders", "value": round(recap, 2), "goal": 5},
        {**entry, "name": f"similar cases among 100,000 ({source}), p95", "unit": "ms", "goal": 200, "runs": QUESTIONS,
         "value": round(1000 * sorted(lookups)[int(0.95 * QUESTIONS)], 1)},
        {**entry, "name": "index of 100,000 closed cases", "value": round(index, 1), "goal": None, "runs": 1},
        {**entry, "name": "failure rates of 200,000 units", "value": round(rates, 1), "goal": None, "runs": 1},
    ]  # fmt: skip


def _timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _median(work):
    return sorted(_timed(work) for _run in range(RUNS))[RUNS // 2]


def _texts():
    """Real failure reports where they are at hand, else words in random order."""
    if REPORTS.exists():
        with REPORTS.open(encoding="utf-8-sig", newline="") as file:
            return [row["problem"][:500] for row in csv.DictReader(file) if row["problem"].strip()], "real reports"
    dice = random.Random(5)
    return [" ".join(dice.choices(WORDS, k=12)) for _number in range(3000)], "seeded reports"


def _fill(env, texts):
    """Write requests and orders past the ORM: how they come in is not what is measured."""
    products = env["product.product"].create([{"name": f"Bench {n}", "type": "consu"} for n in range(200)])
    fault = env["crosstech.fault.code"].create(
        [{"name": f"Fault {n}", "code": f"BENCH-{n}", "kind": "fault"} for n in range(20)]
    )
    technicians = env["crosstech.technician"].create(
        [{"partner_id": partner.id} for partner in env["res.partner"].create([{"name": f"T {n}"} for n in range(100)])]
    )
    stage = env["helpdesk.ticket.stage"].search([], limit=1)
    partner = env["res.partner"].create({"name": "Bench"})
    env.flush_all()
    env.cr.execute("CREATE TEMP TABLE bench_text (n bigserial PRIMARY KEY, text text) ON COMMIT DROP")
    env.cr.execute("INSERT INTO bench_text (text) SELECT unnest(%s::text[])", [texts])
    values = {
        "company": env.company.id, "units": UNITS, "orders": ORDERS, "products": list(products.ids), "texts": len(texts),
        "faults": fault.ids, "technicians": technicians.ids, "partner": partner.id, "stage": stage.id,
    }  # fmt: skip
    env.cr.execute(
        """
        CREATE TEMP TABLE bench_unit ON COMMIT DROP AS WITH made AS (
            INSERT INTO crosstech_warranty_unit (name, company_id, product_id, partner_id, quantity, state, start_date,
                                                 holder_kind)
            SELECT 'BENCH/' || n, %(company)s, (%(products)s::int[])[1 + n %% 200], %(partner)s, 1, 'active',
                   CURRENT_DATE - (n %% 900), 'customer'
              FROM generate_series(1, %(units)s) n RETURNING id, product_id)
        SELECT row_number() OVER () AS n, id, product_id FROM made;
        CREATE TEMP TABLE bench_ticket ON COMMIT DROP AS WITH made AS (
            INSERT INTO helpdesk_ticket (number, name, description, company_id, partner_id, unit_id, product_id,
                                         stage_id, active, create_date, arrival_way, verdict, sla_state,
                                         request_kind)
            SELECT 'BENCH' || n, (SELECT text FROM bench_text x WHERE x.n = 1 + bench_unit.n %% %(texts)s), '', %(company)s,
                   %(partner)s, id, product_id, %(stage)s, true, now() - (n %% 700) * interval '1 day', 'on_site',
                   'company', 'met', 'failure'
              FROM bench_unit WHERE n <= %(orders)s RETURNING id, unit_id, product_id, create_date)
        SELECT row_number() OVER () AS n, * FROM made;
        CREATE TEMP TABLE bench_order ON COMMIT DROP AS WITH made AS (
            INSERT INTO crosstech_work_order (name, company_id, ticket_id, partner_id, unit_id, product_id, state,
                                              technician_id, fault_id, decision, create_date, finished_datetime)
            SELECT 'BENCH/' || n, %(company)s, id, %(partner)s, unit_id, product_id, 'closed',
                   (%(technicians)s::int[])[1 + n %% 100], (%(faults)s::int[])[1 + n %% 20], 'repair', create_date,
                   create_date + interval '2 days'
              FROM bench_ticket RETURNING id, technician_id)
        SELECT * FROM made;
        INSERT INTO crosstech_work_order_visit (order_id, company_id, technician_id, outcome)
        SELECT id, %(company)s, technician_id, 'solved' FROM bench_order;
        INSERT INTO crosstech_work_order_line (order_id, company_id, kind, name, quantity, price_unit, amount, is_free)
        SELECT id, %(company)s, 'part', 'Part', 1, 100000, k * 100000, k = 0
          FROM bench_order, generate_series(0, 1) k;
        ANALYZE;
        """,
        values,
    )
    env.invalidate_all()


def _recap(env):
    wizard = env["crosstech.work.order.recap.print"].create(
        {"date_from": date(2000, 1, 1), "date_to": date(2100, 1, 1), "group_field": "technician_id"}
    )
    page = wizard._prepare_page()
    finished = next(one for one in page["figures"] if one["label"] == env._("Finished"))
    if finished["value"] < ORDERS:
        raise ValueError(finished)


def _lookups(env, texts):
    dice = random.Random(11)
    Order = env["crosstech.work.order"]
    Order._similar(texts[0])  # the first one loads the index
    return [_timed(lambda text=text: Order._similar(text)) for text in dice.sample(texts, QUESTIONS)]
