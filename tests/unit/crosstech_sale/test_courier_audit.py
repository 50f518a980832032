"""What a courier charged wrongly and why: one test per cause, and the sums that must add up whatever is charged."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import courier_audit as rules
from odoo.addons.crosstech_sale.lib.courier_audit import Charge, Leg, Shipment
from odoo.addons.crosstech_sale.lib.courier_rates import JNE, JT_CARGO, Parcel, Service, Tariff
from odoo.addons.crosstech_sale.lib.price_book import PriceBook, PriceList, list_in_force

REG = Leg(JNE, Tariff(Decimal(30_000)))
YES = Leg(JNE, Tariff(Decimal(60_000)))
FAR = Leg(JNE, Tariff(Decimal(45_000)))
NONE = Leg(JNE, None)
TWO_KG = (Parcel(Decimal("2.2")),)
BOX = (Parcel(Decimal(1), volume_cm3=Decimal(30_000)),)  # 5 kg by 6000, 6 by 5000, 8 by 4000
SENT = Shipment(TWO_KG, REG)


def _audit(freight, weight, shipment=SENT, tolerance=0, **extra):
    total = extra.pop("total", freight + sum(extra.values()))
    return rules.audit(
        Charge(total, freight, weight_kg=weight and Decimal(str(weight)), **extra), shipment, tolerance
    )  # fmt: skip


@pytest.mark.parametrize("weight", [2, "2.2", "2.3", None])
def test_a_line_charged_rightly_has_no_cause(weight):
    found = _audit(60_000, weight)
    assert (found.status, found.cause, found.difference, found.effects) == (rules.RIGHT, "", 0, ())


CASES = [
    # cause, charge, shipment, effects
    (rules.WEIGHT, {"freight": 90_000, "weight": 3}, SENT, {"weight": 30_000}),
    (rules.WEIGHT, {"freight": 90_000, "weight": "2.31"}, SENT, {"weight": 30_000}),
    (rules.WEIGHT, {"freight": 90_000, "weight": None}, SENT, {"weight": 30_000}),
    (rules.VOLUMETRIC, {"freight": 180_000, "weight": 6}, Shipment(BOX, REG), {"volumetric": 30_000}),
    (rules.VOLUMETRIC, {"freight": 240_000, "weight": 8}, Shipment(BOX, REG), {"volumetric": 90_000}),
    (rules.VOLUMETRIC, {"freight": 210_000, "weight": 7}, Shipment(BOX, REG), {"volumetric": 60_000}),
    (rules.SERVICE, {"freight": 120_000, "weight": 2}, replace(SENT, charged_service=YES), {"service": 60_000}),
    (rules.SERVICE, {"freight": 120_000, "weight": 2}, replace(SENT, charged_service=NONE), {"service": 60_000}),
    (rules.DESTINATION, {"freight": 90_000, "weight": 2}, replace(SENT, charged_route=FAR), {"destination": 30_000}),
    (rules.TARIFF, {"freight": 64_000, "weight": 2}, SENT, {"tariff": 4_000}),
    (rules.TARIFF, {"freight": 64_000, "weight": None}, SENT, {"tariff": 4_000}),
    (rules.SURCHARGE, {"freight": 60_000, "weight": 2, "surcharge": 9_000}, SENT, {"surcharge": 9_000}),
    (rules.SURCHARGE, {"freight": 60_000, "weight": 2, "packing": 9_000}, SENT, {"surcharge": 9_000}),
    (rules.INSURANCE, {"freight": 60_000, "weight": 2, "insurance": 5_200}, SENT, {"insurance": 5_200}),
    (rules.SUM, {"freight": 60_000, "weight": 2, "total": 70_000}, SENT, {"sum": 10_000}),
    (rules.UNDERCHARGED, {"freight": 30_000, "weight": 1}, SENT, {"undercharged": -30_000}),
    (
        rules.SERVICE, {"freight": 180_000, "weight": 3, "insurance": 5_000}, replace(SENT, charged_service=YES),
        {"service": 60_000, "weight": 60_000, "insurance": 5_000},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "charge", "shipment", "effects"), CASES)
def test_each_cause_is_found_with_what_it_costs(cause, charge, shipment, effects):
    charge = dict(charge)
    found = _audit(charge.pop("freight"), charge.pop("weight"), shipment, **charge)
    assert found.cause == cause
    assert {effect.cause: effect.amount for effect in found.effects} == effects


def test_the_volume_that_makes_a_weight_right_is_no_cause():
    assert _audit(150_000, 5, Shipment(BOX, REG)).status == rules.RIGHT


def test_a_charge_below_the_actual_weight_is_charged_too_little_though_the_volume_is_larger():
    found = _audit(60_000, 2, Shipment(BOX, REG))
    assert (found.status, found.steps[0].cause) == (rules.CHEAP, rules.VOLUMETRIC)


def test_ordered_insurance_is_compared_with_its_price():
    insured = Shipment(TWO_KG, Leg(Service(is_insured=True), REG.tariff), goods_value=Decimal(1_000_000))
    assert _audit(60_000, 2, insured, insurance=7_000).status == rules.RIGHT
    found = _audit(60_000, 2, insured, insurance=9_000)
    assert (found.cause, found.difference) == (rules.INSURANCE, 2_000)


def test_agreed_surcharges_are_no_cause():
    dangerous = Shipment((Parcel(Decimal(2), is_dangerous=True),), REG)
    assert _audit(60_000, 2, dangerous, surcharge=60_000).status == rules.RIGHT


@pytest.mark.parametrize(("tolerance", "status"), [(0, rules.WRONG), (499, rules.WRONG), (500, rules.RIGHT)])
def test_a_difference_up_to_the_tolerance_is_let_pass_and_still_counted(tolerance, status):
    found = _audit(60_500, 2, tolerance=tolerance)
    assert found.status == status
    assert sum(effect.amount for effect in found.effects) == found.difference == 500


def test_without_a_price_nothing_is_said():
    found = _audit(60_000, 2, Shipment(TWO_KG, NONE))
    assert (found.status, found.cause, found.difference) == (rules.UNCHECKED, rules.NO_PRICE, 0)


def test_nothing_is_owed_of_an_unknown_consignment():
    found = rules.whole(rules.UNKNOWN, 30_000)
    assert (found.expected, found.difference, found.effects[0].amount) == (0, 30_000, 30_000)


def test_on_a_tie_the_cause_that_stands_first_is_the_main_one():
    dangerous = Shipment((Parcel(Decimal(2), is_dangerous=True),), REG)
    found = _audit(90_000, 3, dangerous, surcharge=90_000)
    assert [(effect.cause, effect.amount) for effect in found.effects] == [("weight", 30_000), ("surcharge", 30_000)]
    assert found.cause == rules.WEIGHT


def test_what_was_let_stand_agreed_or_is_open_is_paid_accordingly():
    cases = {
        (rules.RIGHT, None): 50, (rules.CHEAP, None): 50, (rules.WRONG, None): 30, (rules.WRONG, rules.STANDS): 50,
        (rules.WRONG, rules.AGREED): 38, (rules.UNCHECKED, None): 0, (rules.UNCHECKED, rules.STANDS): 50,
    }  # fmt: skip
    for (status, answer), amount in cases.items():
        assert rules.to_pay(status, answer, 50, 30, 12) == amount


amounts = st.integers(0, 2_000_000)
prices = st.integers(1, 200_000).map(lambda price: Tariff(Decimal(price)))
services = st.sampled_from([JNE, JT_CARGO, Service(is_insured=True), Service(volumetric_divisor=Decimal(0))])
legs = st.builds(Leg, services, st.one_of(st.none(), prices))
parcels = st.builds(
    Parcel, st.integers(0, 200_000).map(lambda gram: Decimal(gram) / 1000), st.integers(1, 9).map(Decimal),
    st.integers(0, 500_000).map(Decimal), st.booleans(), st.booleans(),
)  # fmt: skip
shipments = st.builds(
    Shipment, st.lists(parcels, min_size=1, max_size=3).map(tuple), legs, st.integers(0, 10**8).map(Decimal),
    st.one_of(st.none(), legs), st.one_of(st.none(), legs),
)  # fmt: skip
charges = st.builds(
    Charge, amounts, st.one_of(st.none(), amounts), amounts, amounts, amounts,
    st.one_of(st.none(), st.integers(0, 200_000).map(lambda gram: Decimal(gram) / 1000)),
)  # fmt: skip


@given(st.lists(st.tuples(charges, shipments, st.integers(0, 10_000)), max_size=8))
def test_the_causes_add_up_to_the_whole_difference_to_the_rupiah(lines):
    findings = [rules.audit(*line) for line in lines]
    for (charge, _shipment, _tolerance), found in zip(lines, findings, strict=True):
        assert found.expected + found.difference == charge.total
        assert sum(effect.amount for effect in found.effects) == found.difference
        if found.quote:
            assert sum(step.amount for step in found.steps) == found.difference
    whole = sum(found.difference for found in findings)
    assert sum(rules.sums_by_cause(findings).values()) == whole


@given(charges, shipments)
def test_the_same_line_has_the_same_result_and_a_cause_only_where_something_is_wrong(charge, shipment):
    found = rules.audit(charge, shipment)
    assert found == rules.audit(charge, shipment)
    assert bool(found.cause) == (found.status != rules.RIGHT)


@given(charges, shipments, st.integers(0, 10_000))
def test_what_is_paid_at_first_is_never_above_the_charge_nor_above_our_sum_plus_the_tolerance(
    charge, shipment, tolerance
):
    found = rules.audit(charge, shipment, tolerance)
    paid = rules.to_pay(found.status, None, charge.total, found.expected)
    assert 0 <= paid <= charge.total
    assert paid <= found.expected + tolerance


def test_every_step_of_a_bill_leads_to_a_state_that_has_a_way_on():
    states = {state for _step, state in rules.STEPS}
    assert set(rules.STEPS.values()) <= states
    assert ("dispute", "draft") not in rules.STEPS
    assert ("audit", "settled") not in rules.STEPS


# === the price book === #


def _lists():
    first = date(2026, 1, 1)
    return st.lists(
        st.builds(
            lambda number, origin, start, length: PriceList(
                number, origin, first + timedelta(days=start),
                None if length is None else first + timedelta(days=start + length),
            ),
            st.integers(1, 50), st.sampled_from([7, 70, 700]), st.integers(0, 40),
            st.one_of(st.none(), st.integers(0, 20)),
        ),
        max_size=8, unique_by=lambda one: one.list_id,
    )  # fmt: skip


@given(_lists(), st.integers(0, 60))
def test_the_nearest_origin_wins_then_the_latest_list(lists, days):
    day = date(2026, 1, 1) + timedelta(days=days)
    lineage = (700, 70, 7)
    valid = [one for one in lists if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)]
    found = list_in_force(lists, lineage, day)
    assert (found is None) == (not valid)
    for other in valid:
        assert lineage.index(found.origin_id) <= lineage.index(other.origin_id)
        if other.origin_id == found.origin_id:
            assert (other.valid_from, other.list_id) <= (found.valid_from, found.list_id)


def test_each_service_takes_its_nearest_destination():
    regency, district = Tariff(Decimal(9)), Tariff(Decimal(8))
    book = PriceBook([PriceList(1, 7, date(2026, 1, 1))], {(1, 5): {3: regency, 4: regency}, (1, 50): {3: district}})
    assert book.look_up((7,), (50, 5), date(2026, 2, 1)) == (1, {3: district, 4: regency})
    assert book.look_up((7,), (50, 5), date(2025, 2, 1)) == (None, {})
