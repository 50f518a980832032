from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import cost_gate
from odoo.addons.crosstech_warranty.lib.cost_gate import CostGateError, Quote

TODAY = date(2026, 3, 9)
quotes = st.lists(st.builds(Quote, st.sampled_from(cost_gate.QUOTE_STATES), st.booleans()), max_size=5)
amounts = st.sampled_from([Decimal(0), Decimal(1), Decimal(750_000), Decimal(10**12)])


def answer(action="accept", state="offered", roles=("customer",), days=0, reason=""):
    return cost_gate.answer(action, state, roles=roles, valid_until=TODAY + timedelta(days), today=TODAY, reason=reason)


@pytest.mark.parametrize(("action", "target"), [("accept", "accepted"), ("decline", "declined")])
def test_the_customer_answers_until_the_last_day(action, target):
    assert answer(action, days=0) == target


@pytest.mark.parametrize(("action", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_the_same_answer_twice_changes_nothing_even_when_the_quote_has_ended(action, state):
    assert answer(action, state, days=-400) == state


@pytest.mark.parametrize(
    ("action", "state", "days", "code"),
    [
        ("decline", "accepted", 0, "answered"),
        ("accept", "declined", 0, "answered"),
        ("accept", "superseded", 0, "superseded"),
        ("accept", "expired", 0, "expired"),
        ("accept", "offered", -1, "expired"),
    ],
)
def test_what_no_longer_waits_takes_no_answer(action, state, days, code):
    with pytest.raises(CostGateError) as refused:
        answer(action, state, days=days)
    assert refused.value.code == code


@pytest.mark.parametrize("roles", [(), ("technician",), ("finance_manager", "director")])
def test_nobody_else_answers_for_the_customer(roles):
    with pytest.raises(CostGateError) as refused:
        answer(roles=roles, reason="he said so")
    assert refused.value.code == "role"


def test_staff_answers_for_him_with_a_reason_only():
    with pytest.raises(CostGateError) as refused:
        answer(roles={"repair_team"}, reason="  ")
    assert refused.value.code == "reason"
    assert answer(roles={"repair_team"}, reason="Ibu Sari, by telephone") == "accepted"


@pytest.mark.parametrize(
    ("amount", "limit", "allowed"),
    [(100_000, 100_000, True), (100_001, 100_000, False), (1, 0, False), (0, 100_000, False)],
)
def test_a_limit_allows_up_to_itself(amount, limit, allowed):
    assert cost_gate.is_within_limit(Decimal(amount), Decimal(limit)) is allowed


@pytest.mark.parametrize(
    ("unquoted", "states", "asked", "cost"),
    [
        (0, [], "none", "free"),
        (5, [], "draft", "open"),
        (0, [("offered", False)], "offered", "open"),
        (0, [("expired", False)], "expired", "open"),
        (0, [("declined", False)], "declined", "free"),
        (0, [("accepted", False)], "accepted", "open"),
        (0, [("accepted", True)], "accepted", "settled"),
        (7, [("accepted", True)], "draft", "open"),
        (0, [("accepted", True), ("declined", False)], "declined", "settled"),
        (0, [("accepted", True), ("accepted", False)], "accepted", "open"),
        (0, [("superseded", False)], "none", "free"),
    ],
)
def test_states_follow_from_lines_and_quotes(unquoted, states, asked, cost):
    facts = [Quote(*one) for one in states]
    assert cost_gate.quote_state(Decimal(unquoted), facts) == asked
    assert cost_gate.cost_state(Decimal(unquoted), facts) == cost


@pytest.mark.parametrize("state", ["draft", "offered", "declined", "expired"])
def test_work_does_not_begin_without_a_yes(state):
    assert not cost_gate.may_begin(state)
    assert cost_gate.may_begin("none")
    assert cost_gate.may_begin("accepted")
    assert cost_gate.may_begin(state, is_on_site=True) is (state == "draft")


@pytest.mark.parametrize(
    ("cost", "quote", "cash", "may"),
    [
        ("free", "none", False, True),
        ("settled", "accepted", False, True),
        ("open", "accepted", True, True),
        ("open", "accepted", False, False),
        ("open", "draft", True, False),
        ("open", "offered", True, False),
        ("open", "expired", False, False),
    ],
)
def test_goods_go_back_only_when_settled_or_paid_at_the_door(cost, quote, cash, may):
    assert cost_gate.may_go_back(cost, quote, pays_on_delivery=cash) is may


@given(amounts, quotes)
def test_whatever_is_owed_keeps_the_gate_shut(unquoted, facts):
    cost = cost_gate.cost_state(unquoted, facts)
    owed = unquoted > 0 or any(q.state in ("offered", "accepted", "expired") and not q.is_paid for q in facts)
    assert (cost == "open") == owed


@given(amounts, quotes)
def test_a_replaced_quote_never_matters(unquoted, facts):
    with_old = [Quote("superseded"), *facts, Quote("superseded", is_paid=True)]
    assert cost_gate.cost_state(unquoted, facts) == cost_gate.cost_state(unquoted, with_old)
    assert cost_gate.quote_state(unquoted, facts) == cost_gate.quote_state(unquoted, with_old)
