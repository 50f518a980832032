"""What to order: never negative, more demand never proposes less, nothing where there is enough."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib.replenishment import (
    NO_END_DAYS,
    WEEK_WEIGHTS,
    Goods,
    Policy,
    cover_days,
    order_quantity,
    propose,
    speed,
)

POLICY = Policy(cover_days=30, safety_days=7)
quantities = st.integers(0, 10_000)
week_sales = st.lists(quantities, min_size=len(WEEK_WEIGHTS), max_size=len(WEEK_WEIGHTS))


@st.composite
def goods(draw):
    return Goods(
        on_hand=draw(st.integers(-500, 5_000)),
        promised=draw(st.integers(0, 500)),
        incoming=draw(st.integers(0, 500)),
        speed=draw(st.floats(0, 100)),
        lead_days=draw(st.integers(0, 90)),
        rule_minimum=draw(st.integers(0, 100)),
        rule_maximum=draw(st.integers(0, 200)),
        pack=draw(st.sampled_from([0, 1, 6, 12, 100])),
        supplier_minimum=draw(st.integers(0, 100)),
    )


# === SPEED === #


def test_an_even_trade_sells_a_week_in_seven_days():
    assert speed([14] * 13) == 2.0


def test_recent_weeks_weigh_more():
    assert speed([7, 7, 7, 7]) > speed([0] * 9 + [7, 7, 7, 7])


def test_one_big_order_hardly_moves_it():
    steady = speed([5] * 13)
    assert speed([5] * 12 + [500]) < 2.5 * steady
    assert speed([500] + [5] * 12) < 6 * steady
    plain_mean = (500 + 5 * 12) / 91
    assert speed([5] * 12 + [500]) < plain_mean / 2


def test_returns_and_missing_weeks_sell_nothing():
    assert speed([]) == 0
    assert speed([-5, 7]) == speed([0, 7])


@given(week_sales, st.integers(0, 12), st.integers(1, 10_000))
def test_more_sold_in_any_week_is_never_slower(weeks, week, more):
    busier = [*weeks]
    busier[week] += more
    assert speed(busier) >= speed(weeks)


@given(week_sales)
def test_speed_lies_between_nothing_and_the_best_week(weeks):
    assert 0 <= speed(weeks) <= max(weeks) / 7 + 1e-6


# === COVER === #


def _case(free, daily, days):
    return pytest.param(free, daily, days, id=f"{free}/{daily}")


@pytest.mark.parametrize(
    ("free", "daily", "days"),
    [
        _case(10, 2, 5),
        _case(0, 2, 0),
        _case(-4, 2, 0),
        _case(5, 0, NO_END_DAYS),
        _case(0, 0, 0),
        _case(1e9, 0.001, NO_END_DAYS),
    ],
)
def test_days_of_cover(free, daily, days):
    assert cover_days(free, daily) == days


# === PROPOSAL === #


@pytest.mark.parametrize(
    ("free", "quantity"),
    [pytest.param(12, 0, id="just enough"), pytest.param(11, 24, id="one too few"), pytest.param(0, 35, id="none")],
)
def test_it_is_ordered_when_less_is_left_than_delivery_and_safety_need(free, quantity):
    assert propose(Goods(on_hand=free, speed=1, lead_days=5), POLICY).quantity == quantity


def test_promised_goods_are_bought_even_if_nothing_sells():
    proposal = propose(Goods(on_hand=2, promised=5), POLICY)
    assert (proposal.quantity, proposal.reason) == (3, "owed")


def test_the_reordering_rule_fills_up_to_its_maximum():
    proposal = propose(Goods(on_hand=4, rule_minimum=5, rule_maximum=20), POLICY)
    assert (proposal.quantity, proposal.reason) == (16, "rule")


def test_a_product_nobody_buys_is_left_alone():
    assert propose(Goods(on_hand=0), POLICY).reason == "unsold"
    assert propose(Goods(on_hand=0), POLICY).quantity == 0


@given(goods())
def test_a_proposal_is_never_negative_and_always_in_packs_and_above_the_minimum(one):
    quantity = propose(one, POLICY).quantity
    assert quantity >= 0
    if quantity and one.pack:
        assert quantity % one.pack == pytest.approx(0)
    if quantity:
        assert quantity >= one.supplier_minimum


@given(goods(), st.floats(0, 50))
def test_more_demand_never_proposes_less(one, more):
    assert propose(replace(one, speed=one.speed + more), POLICY).quantity >= propose(one, POLICY).quantity


@given(goods(), st.integers(1, 1_000))
def test_more_stock_never_proposes_more(one, more):
    assert propose(replace(one, on_hand=one.on_hand + more), POLICY).quantity <= propose(one, POLICY).quantity


@given(goods())
def test_nothing_is_proposed_when_there_is_enough(one):
    enough = one.speed * (one.lead_days + POLICY.cover_days) + one.rule_minimum + one.rule_maximum
    assume(one.free >= enough)
    assert propose(one, POLICY).quantity == 0


@given(goods())
def test_what_is_proposed_lasts_at_least_until_the_trigger(one):
    quantity = propose(one, POLICY).quantity
    assume(quantity)
    assert propose(replace(one, incoming=one.incoming + quantity), POLICY).quantity == 0


@given(st.floats(0.01, 1_000), st.sampled_from([0, 1, 5, 12]), st.integers(0, 50))
def test_rounding_goes_up_and_by_less_than_a_pack(wanted, pack, minimum):
    quantity = order_quantity(wanted, pack, minimum)
    assert quantity >= max(wanted, minimum) - 1e-6
    assert quantity - max(wanted, minimum) < max(pack, 1e-6) + 1e-6


def test_a_policy_that_orders_later_than_it_lasts_is_refused():
    with pytest.raises(ValueError, match="safety"):
        Policy(cover_days=3, safety_days=4)
