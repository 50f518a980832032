"""The courier's rules: table of known answers, then what holds for any consignment."""

from datetime import date, datetime, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import courier_rates as rates
from odoo.addons.crosstech_sale.lib.courier_rates import Parcel, Service, Tariff

WEIGHTS = st.decimals("0.001", "500", places=3)
PRICES = st.integers(1, 2_000_000).map(Decimal)
HARMLESS_ONLY = Service(carries_dangerous=False)
SERVICES = st.builds(
    Service,
    minimum_weight_kg=st.decimals(0, 20, places=1),
    step_kg=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1), Decimal(5)]),
    round_down_kg=st.sampled_from([Decimal(0), Decimal("0.3"), Decimal("0.49")]),
    volumetric_divisor=st.sampled_from([Decimal(0), Decimal(4000), Decimal(5000), Decimal(6000)]),
    flat_weight_kg=st.sampled_from([Decimal(0), Decimal(11)]),
    is_insured=st.booleans(),
    wood_packing_fee=st.sampled_from([Decimal(0), Decimal(25_000)]),
)


def _quote(kg, price=10_000, service=rates.JNE, goods_value=0, **parcel):
    return rates.quote([Parcel(Decimal(str(kg)), **parcel)], Tariff(Decimal(price)), service, Decimal(goods_value))


@pytest.mark.parametrize(
    ("weight", "charged"),
    [("0.001", 1), ("0.3", 1), ("1", 1), ("1.3", 1), ("1.301", 2), ("1.31", 2), ("2.2", 2), ("2.45", 3), ("5.25", 5),
     ("29.3", 29), ("29.31", 30), ("999.999", 1000)],
)  # fmt: skip
def test_jne_gives_away_up_to_300_grams(weight, charged):
    assert _quote(weight).chargeable_weight_kg == charged


def test_floats_that_are_not_quite_round_count_as_what_they_mean():
    assert _quote(0.1 * 13).chargeable_weight_kg == 1
    assert rates.grams(0.1 + 0.2) == Decimal("0.300")


@pytest.mark.parametrize(
    ("sides", "volumetric", "charged"),
    [((50, 50, 100), "41.667", 42), ((40, 30, 30), "6.000", 6), ((40, 30, 10), "2.000", 2), ((1, 1, 1), "0.000", 1)],
)
def test_a_bulky_parcel_counts_by_volume(sides, volumetric, charged):
    quote = _quote(1, volume_cm3=Decimal(sides[0] * sides[1] * sides[2]))
    assert quote.volumetric_weight_kg == Decimal(volumetric)
    assert quote.chargeable_weight_kg == charged


def test_volume_may_count_from_a_size_only():
    service = Service(volumetric_from_cm3=Decimal(18_000))
    assert _quote(1, service=service, volume_cm3=Decimal(17_999)).chargeable_weight_kg == 1
    assert _quote(1, service=service, volume_cm3=Decimal(18_000)).chargeable_weight_kg == 3


def test_the_larger_of_weight_and_volume_counts_for_the_whole_consignment():
    pillow, anvil = Parcel(Decimal(1), volume_cm3=Decimal(60_000)), Parcel(Decimal(20), volume_cm3=Decimal(600))
    assert rates.chargeable_weight([pillow, anvil]) == 21


def test_a_cargo_service_charges_to_the_gram_above_its_flat_weight():
    assert _quote("0.2", service=rates.JT_CARGO).total == 110_000
    assert _quote(11, service=rates.JT_CARGO).total == 110_000
    assert _quote("11.25", service=rates.JT_CARGO).total == 112_500
    assert _quote(1, service=rates.JT_CARGO, volume_cm3=Decimal(100_000)).chargeable_weight_kg == 20


def test_the_price_list_can_ask_a_higher_minimum():
    tariff = Tariff(Decimal(5_000), minimum_weight_kg=Decimal(10))
    assert rates.quote([Parcel(Decimal(2))], tariff).total == 50_000


@pytest.mark.parametrize(
    ("kg", "parcel", "expected"),
    [
        (149.9, {}, [("freight", 1_500_000)]),
        (150, {}, [("freight", 1_500_000), ("heavy", 750_000)]),
        (75, {"quantity": Decimal(2)}, [("freight", 1_500_000)]),
        (1, {"is_dangerous": True}, [("freight", 10_000), ("dangerous", 10_000)]),
    ],
)
def test_surcharges(kg, parcel, expected):
    assert [(c.kind, c.amount) for c in _quote(kg, **parcel).components] == expected


def test_insurance_is_a_part_of_the_value_and_a_fee():
    service = Service(is_insured=True, insurance_from_amount=Decimal(1_000_000))
    assert _quote(1, service=service, goods_value=999_999).total == 10_000
    quote = _quote(1, service=service, goods_value=1_000_250)
    assert quote.components[1] == rates.Component("insurance", Decimal(7_001))


def test_wood_packing_costs_a_fee_and_a_part_of_the_freight():
    service = Service(wood_packing_fee=Decimal(30_000), wood_packing_rate=Decimal("0.5"))
    assert _quote(2, service=service, needs_wood_packing=True).components[1].amount == 40_000


def test_an_unknown_weight_counts_as_the_minimum_for_each_piece_and_is_said():
    quote = _quote(0, quantity=Decimal(3))
    assert quote.chargeable_weight_kg == 3
    assert quote.has_unknown_weight
    assert not _quote(1).has_unknown_weight


@pytest.mark.parametrize(
    ("parcels", "tariff", "service", "error"),
    [
        ([Parcel(Decimal(1))], Tariff(Decimal(0)), rates.JNE, rates.NoPriceError),
        ([Parcel(Decimal(1))], Tariff(Decimal(-5)), rates.JNE, rates.NoPriceError),
        ([], Tariff(Decimal(1)), rates.JNE, rates.NoPriceError),
        ([Parcel(Decimal(1), quantity=Decimal(0))], Tariff(Decimal(1)), rates.JNE, rates.NoPriceError),
        ([Parcel(Decimal(1))], Tariff(Decimal(1), is_embargo=True), rates.JNE, rates.EmbargoError),
        ([Parcel(Decimal(1), is_dangerous=True)], Tariff(Decimal(1)), HARMLESS_ONLY, rates.EmbargoError),
        ([Parcel(Decimal("30.31"))], Tariff(Decimal(1)), Service(maximum_weight_kg=Decimal(30)), rates.TooHeavyError),
    ],
)
def test_refusals(parcels, tariff, service, error):
    with pytest.raises(error) as caught:
        rates.quote(parcels, tariff, service)
    assert isinstance(caught.value, rates.RateError)


@given(WEIGHTS, WEIGHTS, PRICES, SERVICES)
def test_more_weight_never_costs_less(one, other, price, service):
    lighter, heavier = sorted((one, other))
    assert _quote(lighter, price, service).total <= _quote(heavier, price, service).total


@given(WEIGHTS, st.integers(0, 2_000_000), PRICES, SERVICES, st.booleans(), st.booleans())
def test_a_price_is_never_zero_nor_below_the_minimum(kg, volume, price, service, dangerous, wood):
    parcel = Parcel(kg, volume_cm3=Decimal(volume), is_dangerous=dangerous, needs_wood_packing=wood)
    quote = rates.quote([parcel], Tariff(price), service, Decimal(1_000_000))
    assert quote.total > 0
    assert quote.chargeable_weight_kg >= max(service.minimum_weight_kg, service.flat_weight_kg)
    assert quote.total >= rates.rupiah(price * service.minimum_weight_kg)
    assert quote.total == sum(c.amount for c in quote.components)
    assert all(c.amount == c.amount.to_integral_value() for c in quote.components)


@given(WEIGHTS, SERVICES)
def test_no_more_is_given_away_than_the_courier_gives(kg, service):
    charged = rates.rounded_weight(kg, service)
    assert charged >= kg - service.round_down_kg
    assert charged < kg + (service.step_kg or Decimal("0.001"))


def test_a_weighed_box_replaces_the_weights_on_file():
    parcels = rates.with_actual_weight([Parcel(Decimal(1), Decimal(2)), Parcel(Decimal(3))], "10")
    assert rates.chargeable_weight(parcels) == 10
    unknown = rates.with_actual_weight([Parcel(Decimal(0), Decimal(2)), Parcel(Decimal(3))], "9")
    assert [p.weight_kg for p in unknown] == [3, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2-3", (2, 3)), ("1", (1, 1)), ("", None), (None, None), (False, None), ("3-6 HARI", (3, 6)),
        ("3 s/d 6 hari", (3, 6)), ("2 – 4 days", (2, 4)), ("6-3", (3, 6)), ("0", (0, 0)), ("-", None), ("N/A", None),
        (3, (3, 3)), (3.0, (3, 3)), ("24 jam", (1, 1)), ("36 jam", (2, 2)), ("99999", None), ("9" * 40, None),
        ("4 to 5", (4, 5)), ("1 hari kerja", (1, 1)),
    ],
)  # fmt: skip
def test_days_are_read_as_couriers_write_them(text, expected):
    assert rates.parse_etd(text) == expected


@given(st.text(max_size=40))
def test_any_text_reads_as_ordered_days_or_none(text):
    days = rates.parse_etd(text)
    assert days is None or 0 <= days[0] <= days[1] <= rates.MAX_ETD_DAYS


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-03-01T16:59:00", "Asia/Jakarta", date(2026, 3, 2)),
        ("2026-03-01T17:00:00", "Asia/Jakarta", date(2026, 3, 3)),
        ("2026-03-01T15:30:00", "Asia/Jayapura", date(2026, 3, 3)),
        ("2026-02-28T12:00:00", "Asia/Makassar", date(2026, 3, 1)),
    ],
)
def test_arrival_follows_the_calendar_of_the_destination(moment, zone, expected):
    shipped = datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)
    assert rates.arrival_dates(shipped, (1, 1), ZoneInfo(zone)) == (expected, expected)
    assert rates.arrival_dates(shipped, None, ZoneInfo(zone)) is None


def test_ties_share_the_mark_and_a_single_offer_gets_none():
    assert rates.cheapest_and_fastest({"a": (5, (1, 2))}) == (set(), set())
    assert rates.cheapest_and_fastest({"a": (5, (1, 2)), "b": (5, (1, 2))}) == ({"a", "b"}, {"a", "b"})
    assert rates.cheapest_and_fastest({"a": (5, None), "b": (9, None)}) == ({"a"}, set())
