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
    """Copy one unit, request, order, visit and line past the ORM: how they come in is not what is measured."""
    products = env["product.product"].create([{"name": f"Bench {n}", "type": "consu"} for n in range(200)])
    faults = env["crosstech.fault.code"].create(
        [{"name": f"Fault {n}", "code": f"BENCH-{n}", "kind": "fault"} for n in range(20)]
    )
    partners = env["res.partner"].create([{"name": f"Bench {n}"} for n in range(100)])
    technicians = env["crosstech.technician"].create([{"partner_id": partner.id} for partner in partners])
    unit = env["crosstech.warranty.unit"].create({"product_id": products[0].id, "partner_id": partners[0].id})
    ticket = env["helpdesk.ticket"].create(
        {"name": "Bench", "description": "", "partner_id": partners[0].id, "unit_id": unit.id, "verdict": "company",
         "product_id": products[0].id}
    )  # fmt: skip
    order = env["crosstech.work.order"].create({"ticket_id": ticket.id, "decision": "repair"})
    visit = env["crosstech.work.order.visit"].create(
        {"order_id": order.id, "technician_id": technicians[0].id, "outcome": "solved"}
    )
    line = env["crosstech.work.order.line"].create({"order_id": order.id, "name": "Part", "price_unit": 100_000})
    order.state = "closed"
    env.flush_all()
    env.cr.execute("CREATE TEMP TABLE bench (n int PRIMARY KEY, text text, product int, unit int, ticket int, job int)")
    env.cr.execute(
        """
        INSERT INTO bench SELECT n, (%(texts)s::text[])[1 + n %% 1000], (%(products)s::int[])[1 + n %% 200],
            nextval('crosstech_warranty_unit_id_seq'), nextval('helpdesk_ticket_id_seq'),
            nextval('crosstech_work_order_id_seq')
          FROM generate_series(1, %(units)s) n
        """,
        {"texts": random.Random(3).sample(texts, 1000), "products": list(products.ids), "units": UNITS},
    )
    _copy(env, unit, UNITS, "'id', unit, 'product_id', product, 'start_date', CURRENT_DATE - n %% 900")
    _copy(
        env, ticket, ORDERS,
        "'id', ticket, 'number', 'BENCH' || n, 'name', text, 'unit_id', unit, 'product_id', product,"
        " 'create_date', (now() - n %% 700 * interval '1 day')::timestamp",
    )  # fmt: skip
    _copy(
        env, order, ORDERS,
        "'id', job, 'ticket_id', ticket, 'unit_id', unit, 'product_id', product,"
        " 'technician_id', (%(technicians)s::int[])[1 + n %% 100], 'fault_id', (%(faults)s::int[])[1 + n %% 20],"
        " 'create_date', (now() - n %% 700 * interval '1 day')::timestamp,"
        " 'finished_datetime', (now() - (n %% 700 - 2) * interval '1 day')::timestamp",
        technicians=technicians.ids, faults=faults.ids,
    )  # fmt: skip
    _copy(env, visit, ORDERS, "'id', nextval('crosstech_work_order_visit_id_seq'), 'order_id', job")
    for _line in range(2):
        _copy(env, line, ORDERS, "'id', nextval('crosstech_work_order_line_id_seq'), 'order_id', job")
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _copy(env, record, rows, changes, **values):
    table = record._table
    env.cr.execute(
        f"INSERT INTO {table} SELECT r.* FROM {table} t, bench,"  # noqa: S608
        f" LATERAL jsonb_populate_record(t, jsonb_build_object({changes})) r WHERE t.id = %(id)s AND n <= %(rows)s",
        {"id": record.id, "rows": rows, **values},
    )


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
