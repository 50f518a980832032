"""Offers: what runs out, in full cases, fairly shared; never what he does not want."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.insight import offers
from odoo.addons.crosstech_reseller_sync.lib.insight.offers import Courier, Need, Outcome, Policy, propose

TODAY = date(2026, 11, 25)
NEED = Need("Toko A", "mouse", rate=2, stock=6, courier_days=3, price=Decimal(100_000), case_size=10,
            last_sold=TODAY - timedelta(days=1))  # fmt: skip


def _courier(_reseller, _lines):
    return Courier(Decimal(20_000), TODAY + timedelta(days=3))


def _propose(*needs, available=1_000, courier=_courier):
    return propose(needs, {"mouse": available}, courier, TODAY)


def test_what_runs_out_is_offered_in_full_cases_with_the_reason_in_words():
    (offer,), withheld = _propose(NEED)
    (line,) = offer.lines
    assert withheld == []
    assert line.quantity == 70  # (3 + 7 + 28 days) × 2 - 6
    assert offer.value == Decimal(7_000_000)
    assert offer.courier.arrival == date(2026, 11, 28)
    assert offers.TEXTS[line.reason] % line.facts == (
        "You sell 2 a day. 6 are left, until about 2026-11-28; a delivery takes 3 days."
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_sold": False}, offers.STOPPED),
        ({"rate": 0}, offers.STOPPED),
        ({"last_sold": None}, offers.STOPPED),
        ({"last_sold": TODAY - timedelta(days=61)}, offers.STOPPED),
        ({"declined": TODAY - timedelta(days=29)}, offers.DECLINED),
        ({"price": None}, offers.NO_PRICE),
        ({"price": Decimal(0)}, offers.NO_PRICE),
        ({"stock": 20}, offers.ENOUGH),
        ({"on_the_way": 14}, offers.ON_THE_WAY),
        ({"wanted": 6}, offers.ENOUGH),
    ],
)
def test_what_he_does_not_need_or_want_is_not_offered(changes, why):
    made, withheld = _propose(replace(NEED, **changes))
    assert (made, [one.reason for one in withheld]) == ([], [why])
    assert offers.TEXTS[why] % withheld[0].facts


@pytest.mark.parametrize(
    "changes",
    [
        {"last_sold": TODAY - timedelta(days=60)},
        {"last_sold": TODAY - timedelta(days=100), "sale_interval_days": 30},
        {"declined": TODAY - timedelta(days=30)},
        {"stock": 19},
        {"on_the_way": 13},
        {"stock": -5},
    ],
)
def test_just_beyond_the_limit_it_is_offered(changes):
    made, _withheld = _propose(replace(NEED, **changes))
    assert len(made) == 1


def test_a_parcel_that_costs_too_much_is_not_offered():
    made, withheld = _propose(NEED, courier=lambda _reseller, _lines: Courier(Decimal(1_050_001), TODAY))
    assert (made, withheld[0].reason) == ([], offers.COSTLY)
    assert offers.TEXTS[offers.COSTLY] % withheld[0].facts
    assert _propose(NEED, courier=lambda _reseller, _lines: Courier(Decimal(1_050_000), TODAY))[0]


def test_scarce_stock_goes_where_it_is_missed_first():
    full, empty = replace(NEED, stock=18), replace(NEED, reseller="Toko B", stock=0)
    (offer,), withheld = _propose(full, empty, available=10)
    assert (offer.reseller, offer.lines[0].quantity) == ("Toko B", 10)
    assert [(one.reseller, one.reason) for one in withheld] == [("Toko A", offers.NO_STOCK)]


def test_equal_needs_share_equally_whatever_their_order():
    shops = [replace(NEED, reseller=name) for name in ("Toko C", "Toko A", "Toko B")]
    made, _withheld = _propose(*shops, available=60)
    assert {offer.reseller: offer.lines[0].quantity for offer in made} == {"Toko A": 20, "Toko B": 20, "Toko C": 20}
    assert _propose(*reversed(shops), available=50) == _propose(*shops, available=50)


def test_the_wanted_stock_of_the_caller_is_used():
    (offer,), _withheld = _propose(replace(NEED, wanted=95.0))
    assert offer.lines[0].quantity == 90


def test_sales_before_the_delivery_are_not_promised():
    (offer,), _withheld = _propose(replace(NEED, stock=0))
    assert offer.lines[0].expected_units == 2 * (7 + 28)


_NEEDS = st.lists(
    st.builds(
        Need, st.integers(0, 50).map("Toko {}".format), st.sampled_from(["mouse", "ssd"]),
        rate=st.floats(0, 30), stock=st.integers(-10, 300), courier_days=st.integers(0, 20),
        price=st.sampled_from([None, Decimal(50_000)]), case_size=st.integers(1, 24),
        last_sold=st.just(TODAY - timedelta(days=3)),
    ),
    max_size=20,
    unique_by=lambda need: (need.reseller, need.product),
)  # fmt: skip


@given(_NEEDS, st.integers(-5, 500), st.randoms())
def test_never_more_than_we_have_only_full_cases_and_order_does_not_matter(needs, available, shuffler):
    stock = {"mouse": available, "ssd": available}
    made, withheld = propose(needs, stock, _courier, TODAY)
    shuffled = list(needs)
    shuffler.shuffle(shuffled)
    assert propose(shuffled, stock, _courier, TODAY) == (made, withheld)
    by_key = {(need.reseller, need.product): need for need in needs}
    given_away = {"mouse": 0, "ssd": 0}
    for offer in made:
        for line in offer.lines:
            need = by_key[offer.reseller, line.product]
            assert line.quantity % need.case_size == 0
            assert 0 < line.quantity <= offers.cases(need, Policy()) * need.case_size
            assert line.expected_units <= line.quantity
            given_away[line.product] += line.quantity
    assert max(given_away.values()) <= max(available, 0)
    assert sum(len(offer.lines) for offer in made) + len(withheld) == len(needs)


def test_the_outcome_is_told_with_n_and_an_interval():
    outcomes = [Outcome(True, 10, 12 + number % 3) for number in range(30)] + [Outcome(False, 10, 10)] * 20
    told = offers.uplift(outcomes, np.random.default_rng(1))
    assert told.ratio == pytest.approx(0.3)
    assert told.low < 0.3 < told.high
    assert (told.n, told.others, told.others_n) == (30, 0, 20)


def test_few_outcomes_prove_nothing():
    told = offers.uplift([Outcome(True, 10, 20)] * 9, np.random.default_rng(1))
    assert (told.n, told.ratio, told.low, told.high, told.others) == (9, 1, None, None, None)


def test_no_outcome_is_no_uplift():
    assert offers.uplift([], np.random.default_rng(1)) == offers.Uplift(0, None, None, None, None, 0)
