"""A courier of the demo with prices to every regency and city: generated, and called a demo wherever it is shown."""

from .places import region

COURIER = "Nusantara Express (demo)"
SERVICES = (("REG", "regular"), ("OKE", "economy"), ("YES", "next day"))
PRICE_PER_KG = {  # rupiah from Jakarta to the capital of the province, by its code
    "31": 9_000, "36": 10_000, "32": 11_000, "33": 18_000, "34": 18_000, "35": 19_000, "18": 21_000, "16": 24_000,
    "17": 29_000, "15": 28_000, "14": 30_000, "13": 31_000, "12": 34_000, "11": 39_000, "19": 28_000, "21": 32_000,
    "51": 25_000, "52": 32_000, "53": 48_000, "61": 34_000, "62": 40_000, "63": 37_000, "64": 42_000, "65": 52_000,
    "71": 46_000, "72": 49_000, "73": 38_000, "74": 50_000, "75": 51_000, "76": 46_000, "81": 62_000, "82": 66_000,
    "91": 92_000, "92": 88_000, "93": 105_000, "94": 110_000, "95": 140_000, "96": 85_000,
}  # fmt: skip
REMOTE = 60_000  # above it the economy service does not go
NEXT_DAY = 42_000  # above it a parcel cannot be there the next day
REMARK = "Generated for the demo company: these are not the prices of any courier."


def prices(code: str, *, is_city: bool) -> dict:
    """Make up the prices to one regency, always the same.

    :param code: national code of the regency, such as ``61.71``
    :return: dict of service to (rupiah per kg, days from, days to); a service that does not go there is missing

    >>> prices("61.71", is_city=True)
    {'REG': (34000, 2, 3), 'OKE': (29000, 4, 6), 'YES': (57500, 1, 1)}
    >>> sorted(prices("95.01", is_city=False))
    ['REG']
    """
    base = PRICE_PER_KG.get(code[:2], REMOTE)
    if not is_city:
        base = round(base * 1.2) + int(code.replace(".", "")) % 7 * 500
    base = -(-base // 500) * 500
    days = 1 if base < 15_000 else 2 if base <= NEXT_DAY else 4
    found = {"REG": (base, days, days + (1 if days < 4 else 3))}
    if base <= REMOTE:
        found["OKE"] = (-(-base * 85 // 50_000) * 500, days + 2, days + 4)
    if base <= NEXT_DAY and is_city:
        found["YES"] = (-(-base * 168 // 50_000) * 500, 1, 1)
    return found


def make_tariffs(demo):
    """Create the courier, its three services and one price list from Jakarta."""
    env = demo.env
    courier = demo.create(
        "courier",
        "crosstech.courier",
        {"name": COURIER, "code": "demo", "sequence": 5, "tracking_url": "https://track.example.com/{awb}"},
    )
    carriers = {}
    for place, (service, _meaning) in enumerate(SERVICES):
        values = {
            "name": f"Nusantara {service} (demo)",
            "delivery_type": "crosstech_courier",
            "courier_id": courier.id,
            "courier_service": service,
            "product_id": env.ref("crosstech_sale.product_courier_delivery").id,
            "sequence": 10 + place,
        }
        carriers[service] = demo.create(f"carrier_{service.lower()}", "delivery.carrier", values)
    tariff = demo.create(
        "tariff",
        "crosstech.courier.tariff",
        {
            "courier_id": courier.id,
            "origin_id": region(demo, "jakarta").parent_id.id,
            "valid_from": "2026-01-01",
            "import_report": REMARK,
        },
    )
    regencies = env["crosstech.region"].search([("level", "=", "regency"), ("country_id.code", "=", "ID")])
    env["crosstech.courier.tariff.line"].create(
        [
            {
                "tariff_id": tariff.id,
                "carrier_id": carriers[service].id,
                "destination_id": regency.id,
                "price_per_kg": price,
                "etd_min_days": first,
                "etd_max_days": last,
            }
            for regency in regencies
            for service, (price, first, last) in prices(regency.code, is_city=regency.name.startswith("Kota")).items()
        ]
    )
    tariff.action_apply()
