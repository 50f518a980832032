"""Quoting all services of all couriers for one order, with a thousand and with a hundred thousand prices in force."""

import random
import statistics
import time

RUNS = 400
WARM_UP = 20
SIZES = (1_000, 100_000)


def run(env) -> list[dict]:
    """Measure inside an Odoo shell; the database is left to be dropped."""
    times, single = {}, {}
    for size in SIZES:
        order, carriers = _company_with(env, size)
        single[size] = _seconds(env, order, carriers[:1])
        times[size] = _seconds(env, order, carriers)
    small, large = (statistics.quantiles(times[size], n=20)[18] for size in SIZES)
    ratio = statistics.median(times[SIZES[1]]) / statistics.median(times[SIZES[0]])
    entry = {"better": "lower", "runs": RUNS}
    return [
        {**entry, "name": "courier quote, all services, 100,000 prices, p95", "value": round(large * 1000, 2),
         "unit": "ms", "baseline": f"1,000 prices: {small * 1000:.2f} ms", "goal": 20},
        {**entry, "name": "courier quote, 100,000 prices against 1,000", "value": round(ratio, 3), "unit": "ratio",
         "baseline": "1,000 prices", "goal": 1.2},
        {**entry, "name": "courier quote, all services against one", "unit": "ratio", "goal": None,
         "baseline": "one service",
         "value": round(statistics.median(times[SIZES[1]]) / statistics.median(single[SIZES[1]]), 2)},
    ]  # fmt: skip


def _company_with(env, size):
    """Make three couriers of three services with ``size`` prices in force, in all districts, and an order."""
    env["crosstech.courier.tariff"].search([("state", "=", "applied")]).action_withdraw()
    regions = env["crosstech.region"]
    districts = regions.search([("level", "=", "district")], limit=size // 9 + 1)
    if len(districts) < 7_000 and size > 9 * len(districts):
        districts |= _more_districts(env, size // 9 + 1 - len(districts))
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    warehouse.partner_id.region_id = warehouse.partner_id.region_id or districts[0]
    carriers = env["delivery.carrier"]
    for number in range(3):
        courier = env["crosstech.courier"].create({"name": f"Bench {size} {number}", "code": f"bench{size}_{number}"})
        services = env["delivery.carrier"].create(
            [
                {"name": f"Bench {code}", "delivery_type": "crosstech_courier", "courier_id": courier.id,
                 "courier_service": code, "product_id": env.ref("crosstech_sale.product_courier_delivery").id}
                for code in ("REG", "OKE", "YES")
            ]
        )  # fmt: skip
        _fill(env, courier, services, districts, warehouse.partner_id.region_id)
        carriers |= services
    product = env["product.product"].create({"name": "Bench", "type": "consu", "weight": 1.7, "list_price": 100_000})
    partner = env["res.partner"].create({"name": "Bench", "region_id": districts[len(districts) // 2].id})
    order = env["sale.order"].create(
        {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 3})]}
    )
    env.cr.execute("ANALYZE crosstech_courier_tariff, crosstech_courier_tariff_line")
    return order, carriers


def _more_districts(env, count):
    """Districts beyond the real ones, where the map is smaller than the price list."""
    parent = env["crosstech.region"].search([("level", "=", "regency")], limit=1)
    if not parent:
        base = {"country_id": env.ref("base.id").id, "timezone": "Asia/Jakarta"}
        top = env["crosstech.region"].create({**base, "name": "Bench", "code": "B1", "level": "province"})
        parent = env["crosstech.region"].create(
            {**base, "name": "Bench", "code": "B1.01", "level": "regency", "parent_id": top.id}
        )
    return env["crosstech.region"].create(
        [
            {"name": f"Bench {number}", "code": f"{parent.code}.B{number}", "level": "district", "parent_id": parent.id,
             "country_id": parent.country_id.id, "timezone": parent.timezone}
            for number in range(count)
        ]
    )  # fmt: skip


def _fill(env, courier, services, districts, origin):
    draw = random.Random(2)
    tariff = env["crosstech.courier.tariff"].create(
        {"courier_id": courier.id, "origin_id": origin.id, "valid_from": "2020-01-01"}
    )
    env.flush_all()
    rows = [
        (tariff.id, service.id, district_id, draw.randrange(5_000, 150_000))
        for service in services
        for district_id in districts.ids
    ]
    env.cr.execute_values(
        "INSERT INTO crosstech_courier_tariff_line (tariff_id, carrier_id, destination_id, price_per_kg, etd_min_days,"
        " etd_max_days, has_etd) VALUES %s",
        [(*row, 2, 4, True) for row in rows],
        page_size=5_000,
    )
    env.invalidate_all()
    tariff.action_apply()


def _seconds(env, order, carriers):
    """Time quoting, with nothing of the prices remembered; what Odoo keeps of the order itself stays."""
    seconds = []
    for number in range(RUNS + WARM_UP):
        env["crosstech.courier.tariff"]._forget_lines()
        start = time.perf_counter()
        for carrier in carriers:
            if carrier.rate_shipment(order)["price"] <= 0:
                raise AssertionError("a bench order without a price")
        if number >= WARM_UP:
            seconds.append(time.perf_counter() - start)
    return seconds
