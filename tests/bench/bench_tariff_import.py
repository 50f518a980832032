"""Importing a price list of fifty thousand prices: read the file, match destinations, preview what changes, apply."""

import base64
import csv
import io
import random
import time

ROWS = 50_000
RUNS = 3


def run(env) -> list[dict]:
    """Measure inside an Odoo shell; the database is left to be dropped."""
    env["crosstech.courier.tariff"].search([("state", "=", "applied")]).action_withdraw()
    courier, origin, services = _courier(env)
    seconds, apply_seconds = [], []
    for number in range(RUNS + 1):  # the first has nothing to be compared with
        content = _price_list(env, services, seed=number)
        wizard = env["crosstech.courier.tariff.import"].create(
            {"courier_id": courier.id, "origin_id": origin.id, "valid_from": f"2026-01-0{number + 1}",
             "file": base64.b64encode(content), "filename": "bench.csv"}
        )  # fmt: skip
        env.flush_all()
        start = time.perf_counter()
        wizard.action_read()
        wizard.action_match()
        env.flush_all()
        previewed = time.perf_counter()
        wizard.action_apply()
        env.flush_all()
        if number:
            seconds.append(previewed - start)
            apply_seconds.append(time.perf_counter() - previewed)
        if wizard.staged_count < ROWS * 0.99:
            raise AssertionError(f"only {wizard.staged_count} of {ROWS} prices were taken over")
    entry = {"unit": "s", "better": "lower", "runs": RUNS}
    return [
        {**entry, "name": "tariff import, 50,000 prices, file to preview", "value": round(sorted(seconds)[1], 2),
         "baseline": "list in force of 50,000 prices", "goal": 5},
        {**entry, "name": "tariff import, 50,000 prices, apply", "value": round(sorted(apply_seconds)[1], 3),
         "baseline": "list in force of 50,000 prices", "goal": None},
    ]  # fmt: skip


def _courier(env):
    courier = env["crosstech.courier"].create({"name": "Bench import", "code": "bench_import"})
    codes = ["REG", "OKE", "YES", "SPS", "CTC", "JTR", "SS", "ECO"]
    services = env["delivery.carrier"].create(
        [
            {"name": f"Bench {code}", "delivery_type": "crosstech_courier", "courier_id": courier.id,
             "courier_service": code, "product_id": env.ref("crosstech_sale.product_courier_delivery").id}
            for code in codes
        ]
    )  # fmt: skip
    origin = env["crosstech.region"].search([("level", "=", "regency")], limit=1)
    return courier, origin, services


def _price_list(env, services, seed):
    """Write a list of the real districts and as many services as it needs; every tenth price differs by seed."""
    draw = random.Random(seed)
    districts = env["crosstech.region"].search([("level", "=", "district")], order="code")
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(["Provinsi", "Kota/Kabupaten", "Kecamatan", "Layanan", "Tarif (Rp/kg)", "ETD"])
    seen, written = set(), 0
    places = [(d.parent_id.parent_id.name, d.parent_id.name, d.name) for d in districts]
    places = [place for place in places if not (place in seen or seen.add(place))]
    for service in services:
        for index, place in enumerate(places):
            if written == ROWS:
                return buffer.getvalue().encode()
            price = 20_000 + 10 * index + (draw.randrange(1, 900) * 10 if index % 10 == 0 else 0)
            writer.writerow([*place, service.courier_service, f"Rp. {price:,}.00", f"{index % 4 + 1}-{index % 4 + 3}"])
            written += 1
    raise AssertionError(f"only {written} prices could be made of {len(places)} districts")
