"""What an order means to the reseller of its territory: answers in time, once; credits that follow the money."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import territory_orders as lib

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
LATER = NOW + timedelta(hours=24)
STATES = ("offered", "accepted", "done", "declined", "expired", "withdrawn")
ROLES = ("reseller", "operational_manager", "inventory", "system", "marketing_manager", "buyer")


def _refused(*args):
    with pytest.raises(lib.HandoverError) as refused:
        lib.check(*args)
    return refused.value.code


@pytest.mark.parametrize(
    ("action", "state", "role", "target"),
    [
        ("accept", "offered", "reseller", "accepted"),
        ("decline", "offered", "reseller", "declined"),
        ("withdraw", "offered", "operational_manager", "withdrawn"),
        ("withdraw", "accepted", "system", "withdrawn"),
        ("finish", "accepted", "reseller", "done"),
    ],
)
def test_each_step_leads_where_the_table_says(action, state, role, target):
    assert lib.check(action, state, {role}, NOW, LATER) == target


@given(st.sampled_from(sorted(lib.STEPS)), st.sampled_from(STATES), st.sampled_from(ROLES), st.booleans())
def test_nothing_else_is_possible(action, state, role, is_late):
    now = LATER + timedelta(seconds=1) if is_late else NOW
    step = lib.STEPS[action]
    fits_time = step.when == "any" or (step.when == "after") == is_late
    if role in step.roles and state in step.sources and fits_time:
        assert lib.check(action, state, {role}, now, LATER) == step.target
    else:
        assert _refused(action, state, {role}, now, LATER) in ("role", "state", "late", "early")


@given(st.lists(st.tuples(st.sampled_from(sorted(lib.STEPS)), st.sampled_from(ROLES), st.booleans()), max_size=12))
def test_an_offer_is_answered_once_whoever_tries_and_in_whatever_order(tries):
    state, answers = "offered", []
    for action, role, is_late in tries:
        try:
            state = lib.check(action, state, {role}, LATER + timedelta(days=is_late) if is_late else NOW, LATER)
        except lib.HandoverError:
            continue
        answers.append(action)
    assert sum(answers.count(action) for action in ("accept", "decline", "expire")) <= 1
    assert len([action for action in answers if action in ("withdraw", "finish", "decline", "expire")]) <= 1


def test_deadline_itself_is_still_in_time():
    assert lib.deadline(NOW, 24) == LATER
    assert lib.check("accept", "offered", {"reseller"}, LATER, LATER) == "accepted"
    assert _refused("accept", "offered", {"reseller"}, LATER + timedelta(seconds=1), LATER) == "late"
    assert _refused("expire", "offered", {"system"}, LATER, LATER) == "early"


@pytest.mark.parametrize(
    ("policy", "is_reseller", "can_hand_over", "applied"),
    [
        ("hand_over", True, True, "hand_over"),
        ("hand_over", True, False, "keep"),
        ("hand_over", False, True, "keep"),
        ("credit", True, False, "credit"),
        ("credit", False, True, "keep"),
        ("keep", True, True, "keep"),
        (None, True, True, "keep"),
    ],
)
def test_policy_applies_to_resellers_and_a_hand_over_to_parcels(policy, is_reseller, can_hand_over, applied):
    assert lib.applied_policy(policy, is_reseller=is_reseller, can_hand_over=can_hand_over) == applied


@given(
    st.decimals(-(10**6), 10**10, places=0),
    st.decimals(0, 100, places=2),
    st.decimals(0, 10**9, places=0),
)
def test_credit_is_whole_never_negative_never_above_the_goods_and_grows_with_them(goods, percent, more):
    amount = lib.credit_amount(goods, percent)
    assert amount == amount.to_integral_value()
    assert 0 <= amount <= max(goods, Decimal(0))
    assert lib.credit_amount(goods + more, percent) >= amount


def test_half_a_rupiah_is_rounded_up():
    assert lib.credit_amount(Decimal(10), Decimal(5)) == 1
    assert lib.credit_amount(Decimal(9), Decimal(5)) == 0


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "waiting"),
        ({"is_paid": True}, "earned"),
        ({"is_paid": True, "is_delivered": False}, "waiting"),
        ({"is_paid": True, "is_cancelled": True}, "void"),
        ({"is_paid": True, "is_void": True}, "void"),
        ({"is_paid": True, "amount": Decimal(0)}, "void"),
        ({"is_paid": True, "is_posted": True}, "settled"),
        ({"is_cancelled": True, "is_posted": True}, "settled"),
    ],
)
def test_state_of_a_credit_follows_money_and_goods(facts, state):
    assert lib.credit_state(lib.CreditFacts(**{"amount": Decimal(5), **facts})) == state
