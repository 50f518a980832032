"""Auditing a courier's bill of ten thousand consignments: from the file to the causes, and once more."""

import base64
import random
import time

LINES = 10_000
PLACES = 500
RUNS = 3


def run(env) -> list[dict]:
    """Measure inside an Odoo shell; the database is left to be dropped."""
    courier, services, origin = _courier(env)
    places = _places(env)
    _price_lists(env, courier, services, origin, places)
    _shipments(env, services, places)
    env.flush_all()
    env.cr.execute("ANALYZE")
    first, again = [], []
    for number in range(RUNS):
        bill = _bill(env, courier, services, places, number)
        start = time.perf_counter()
        _audit(env, bill)
        first.append(time.perf_counter() - start)
        start = time.perf_counter()
        bill.action_audit()
        _finish(env, bill)
        again.append(time.perf_counter() - start)
        _check(bill)
        bill.state = "audited"
        bill.action_take_back()
    entry = {"unit": "s", "better": "lower", "runs": RUNS, "baseline": f"{PLACES} districts, 2 price lists"}
    return [
        {**entry, "name": "courier audit, 10,000 consignments, file to causes", "value": round(sorted(first)[1], 2),
         "goal": 10},
        {**entry, "name": "courier audit, 10,000 consignments, again", "value": round(sorted(again)[1], 2),
         "goal": None},
    ]  # fmt: skip


def _audit(env, bill):
    bill.action_read()
    bill.action_audit()
    _finish(env, bill)


def _finish(env, bill):
    """Do what the background job does, in one go."""
    lines = env["crosstech.courier.bill.line"].search([("bill_id", "=", bill.id), ("status", "=", False)])
    for start in range(0, len(lines), 5_000):
        bill._audit_lines(lines[start : start + 5_000])
    env.flush_all()


def _check(bill):
    """Every twentieth line is wrong, and nothing else."""
    wrong = bill.line_ids.filtered(lambda line: line.status != "right")
    if len(bill.line_ids) != LINES or len(wrong) != LINES // 20:
        raise AssertionError(f"{len(wrong)} of {len(bill.line_ids)} lines are wrong, not {LINES // 20} of {LINES}")


def _courier(env):
    courier = env["crosstech.courier"].create({"name": "Bench audit", "code": "bench_audit"})
    services = env["delivery.carrier"].create(
        [
            {"name": f"Bench {code}", "delivery_type": "crosstech_courier", "courier_id": courier.id,
             "courier_service": code, "product_id": env.ref("crosstech_sale.product_courier_delivery").id}
            for code in ("REG", "OKE", "YES")
        ]
    )  # fmt: skip
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    if not warehouse.partner_id.region_id:
        warehouse.partner_id.region_id = env["crosstech.region"].search([("level", "=", "district")], limit=1)
    return courier, services, warehouse.partner_id.region_id.parent_id


def _places(env):
    """Districts whose name, with that of their regency, is found again in the list."""
    districts = env["crosstech.region"].search([("level", "=", "district")], order="code")
    step = max(len(districts) // PLACES, 1)
    return districts[::step][:PLACES]


def _price_lists(env, courier, services, origin, places):
    for start in ("2026-01-01", "2026-03-01"):
        tariff = env["crosstech.courier.tariff"].create(
            {"courier_id": courier.id, "origin_id": origin.id, "valid_from": start}
        )
        env["crosstech.courier.tariff.line"].create(
            [
                {"tariff_id": tariff.id, "carrier_id": service.id, "destination_id": place.id,
                 "price_per_kg": _price(index, rank), "etd_min_days": 1, "etd_max_days": 2}
                for index, place in enumerate(places)
                for rank, service in enumerate(services)
            ]
        )  # fmt: skip
        tariff.action_apply()


def _price(index, rank) -> int:
    return 20_000 + 10 * index + 7_000 * rank


def _shipments(env, services, places):
    """Copy one shipment ten thousand times in the database: making them one by one would take minutes."""
    partners = env["res.partner"].create(
        [{"name": f"Bench {place.name}", "region_id": place.id, "country_id": place.country_id.id} for place in places]
    )
    product = env["product.product"].create({"name": "Bench", "type": "consu", "weight": 2.2})
    kind = env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1)
    ends = {"location_id": kind.default_location_src_id.id, "location_dest_id": kind.default_location_dest_id.id}
    move = {"product_id": product.id, "product_uom_qty": 1, **ends}
    picking = env["stock.picking"].create(
        {"picking_type_id": kind.id, "partner_id": partners[0].id, "carrier_id": services[0].id, **ends,
         "move_ids": [(0, 0, move)]}
    )  # fmt: skip
    picking.action_confirm()
    picking.move_ids.write({"quantity": 1, "picked": True})
    picking._action_done()
    env.flush_all()
    for table, record, changes in (
        ("stock_picking", picking, {
            "name": "'BENCH/' || n", "carrier_tracking_ref": "'BEN' || lpad(n::text, 9, '0')",
            "partner_id": "(%(partners)s)[1 + n %% %(count)s]", "carrier_id": "(%(services)s)[1 + n %% 3]",
            "date_done": "timestamp '2026-02-10' + (n %% 40) * interval '1 day'",
        }),
        ("stock_move", picking.move_ids, {
            "picking_id": "(SELECT id FROM stock_picking WHERE name = 'BENCH/' || n)",
        }),
    ):  # fmt: skip
        _copy(env, table, record.id, changes, partners=partners.ids, count=len(partners), services=services.ids)


def _copy(env, table, record_id, changes, **values):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'", [table]
    )
    names = [name for (name,) in env.cr.fetchall()]
    chosen = ", ".join(changes.get(name, f'one."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table} one, generate_series(0, %(last)s) n"  # noqa: S608
        " WHERE one.id = %(record)s",
        {**values, "record": record_id, "last": LINES - 1},
    )
    env.cr.execute(f"ANALYZE {table}")
    env.invalidate_all()


def _bill(env, courier, services, places, seed):
    draw = random.Random(seed)  # noqa: S311 a made-up bill
    lines = [f"Tagihan {seed};;;;;", "No. Resi;Tgl;Tujuan;Layanan;Berat;Ongkir"]
    for number in range(LINES):
        index, rank = number % len(places), number % 3
        place = places[index]
        kilos = 2 + (draw.randint(1, 3) if number % 20 == 0 else 0)
        amount = f"{kilos * _price(index, rank):,}".replace(",", ".")
        lines.append(
            f"BEN{number:09d};10/02/2026;{place.name}, {place.parent_id.name};{services[rank].courier_service};"
            f"{kilos};{amount}"
        )
    return env["crosstech.courier.bill"].create(
        {"courier_id": courier.id, "name": f"BENCH-{seed}", "file": base64.b64encode("\n".join(lines).encode()),
         "filename": "bench.csv"}
    )  # fmt: skip
