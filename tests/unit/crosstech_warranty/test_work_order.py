"""Every cell of the table of steps, every guard, and that no work order can get stuck."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import work_order as wo

ALL_ROLES = (wo.REPAIR, wo.OPERATIONAL, wo.TECHNICIAN, wo.CUSTOMER, wo.SYSTEM)
# Facts to which no guard of any step objects; what a decision asks for differs, so the step chooses it.
WILLING = {
    "has_technician": True,
    "has_resolution": True,
    "has_replacement": True,
    "approval": "approved",
}
DECISION_FOR = {"start_repair": "repair", "send_to_supplier": "supplier", "finish": "return"}
# What the company agreed on, written out by hand, so that a slip in the table shows here.
ALLOWED = {
    "assign": ("requested assigned visiting", "repair_team system", "assigned"),
    "unassign": ("assigned", "repair_team system", "requested"),
    "visit": ("assigned solved", "technician repair_team", "visiting"),
    "postpone": ("visiting", "technician repair_team", "assigned"),
    "solve": ("visiting", "technician repair_team", "solved"),
    "ship": ("requested assigned visiting", "technician repair_team", "shipped"),
    "receive": ("requested assigned visiting shipped", "repair_team", "received"),
    "diagnose": ("received at_supplier in_repair done", "repair_team", "diagnosed"),
    "send_to_supplier": ("diagnosed", "repair_team", "at_supplier"),
    "start_repair": ("diagnosed", "repair_team", "in_repair"),
    "finish": ("diagnosed in_repair at_supplier", "repair_team", "done"),
    "settle": ("solved done", "repair_team system", "settled"),
    "send_back": ("settled", "repair_team", "returning"),
    "come_back": ("returning", "repair_team", "settled"),
    "close": ("settled returning", "technician repair_team customer system", "closed"),
    "cancel": (
        "requested assigned visiting shipped received diagnosed in_repair at_supplier",
        "repair_team customer",
        "cancelled",
    ),
}
CELLS = [(action, state, role) for action in wo.STEPS for state in wo.STATES for role in ALL_ROLES]


def _willing(action, **facts):
    return wo.Facts(**{**WILLING, "decision": DECISION_FOR.get(action, ""), **facts})


@pytest.mark.parametrize(("action", "state", "role"), CELLS)
def test_every_cell_of_the_table_is_as_agreed(action, state, role):
    states, roles, target = ALLOWED[action]
    facts = _willing(action)
    if role not in roles.split():
        with pytest.raises(wo.WorkOrderError, match=r"^role$"):
            wo.apply(action, state, {role}, facts)
    elif state not in states.split():
        with pytest.raises(wo.WorkOrderError, match=r"^state$"):
            wo.apply(action, state, {role}, facts)
    else:
        assert wo.apply(action, state, {role}, facts) == target


def test_the_table_has_no_step_that_was_not_agreed():
    assert set(wo.STEPS) == set(ALLOWED)


@pytest.mark.parametrize(
    ("action", "state", "role", "facts", "code"),
    [
        ("assign", "requested", wo.REPAIR, {"has_technician": False}, "technician"),
        ("solve", "visiting", wo.TECHNICIAN, {"has_resolution": False}, "resolution"),
        ("diagnose", "done", wo.REPAIR, {"decision": "replace"}, "final"),
        ("diagnose", "done", wo.REPAIR, {"decision": "refund"}, "final"),
        ("start_repair", "diagnosed", wo.REPAIR, {"is_agreed": False}, "agreed"),
        ("start_repair", "diagnosed", wo.REPAIR, {"decision": "refund"}, "other_decision"),
        ("send_to_supplier", "diagnosed", wo.REPAIR, {"decision": "repair"}, "other_decision"),
        ("finish", "diagnosed", wo.REPAIR, {"decision": ""}, "decision"),
        ("finish", "diagnosed", wo.REPAIR, {"decision": "scrap it"}, "decision"),
        ("finish", "diagnosed", wo.REPAIR, {"decision": "replace", "approval": "asked"}, "approval"),
        ("finish", "diagnosed", wo.REPAIR, {"decision": "refund", "approval": "refused"}, "approval"),
        ("finish", "diagnosed", wo.REPAIR, {"decision": "replace", "has_replacement": False}, "replacement"),
        ("finish", "diagnosed", wo.REPAIR, {"decision": "repair"}, "start_repair"),
        ("finish", "diagnosed", wo.REPAIR, {"decision": "supplier"}, "send_to_supplier"),
        ("finish", "in_repair", wo.REPAIR, {"decision": "repair", "has_parts": False}, "parts"),
        ("finish", "in_repair", wo.REPAIR, {"decision": "repair", "has_resolution": False}, "resolution"),
        ("finish", "at_supplier", wo.REPAIR, {"decision": "supplier", "is_claim_open": True}, "claim"),
        ("settle", "done", wo.SYSTEM, {"is_settled": False}, "cost"),
        ("send_back", "settled", wo.REPAIR, {"is_settled": False}, "cost"),
        ("send_back", "settled", wo.REPAIR, {"decision": "refund"}, "kept"),
        ("close", "settled", wo.CUSTOMER, {"is_settled": False}, "cost"),
        ("cancel", "shipped", wo.REPAIR, {"holder": "courier"}, "away"),
        ("cancel", "received", wo.CUSTOMER, {"holder": "workshop"}, "away"),
        ("cancel", "at_supplier", wo.REPAIR, {"holder": "supplier"}, "away"),
        ("cancel", "visiting", wo.REPAIR, {"holder": "technician"}, "away"),
    ],
)
def test_each_guard_refuses_with_its_own_reason(action, state, role, facts, code):
    with pytest.raises(wo.WorkOrderError) as refusal:
        wo.apply(action, state, {role}, _willing(action, **facts))
    assert refusal.value.code == code


@pytest.mark.parametrize("decision", wo.DECISIONS)
def test_each_decision_has_a_way_to_done(decision):
    facts = wo.Facts(**WILLING, decision=decision)
    through = {"repair": "start_repair", "supplier": "send_to_supplier"}.get(decision)
    state = wo.apply(through, "diagnosed", {wo.REPAIR}, facts) if through else "diagnosed"
    assert wo.apply("finish", state, {wo.REPAIR}, facts) == "done"


def test_nobody_may_do_anything_without_a_role():
    for action in wo.STEPS:
        with pytest.raises(wo.WorkOrderError, match="role"):
            wo.apply(action, "requested", set(), wo.Facts())


def test_an_end_is_an_end():
    for state in wo.END_STATES:
        assert wo.actions(state, ALL_ROLES) == []


def _try(action, state, facts):
    """Return the state after a step, or the same one where it is refused."""
    try:
        return wo.apply(action, state, ALL_ROLES, facts)
    except wo.WorkOrderError:
        return state


def _reachable(state, facts):
    """All states that can be reached from one while the facts stay as they are."""
    found, open_states = {state}, [state]
    while open_states:
        here = open_states.pop()
        for action in wo.actions(here, ALL_ROLES):
            there = _try(action, here, facts)
            if there not in found:
                found.add(there)
                open_states.append(there)
    return found


@pytest.mark.parametrize("state", wo.OPEN_STATES)
@pytest.mark.parametrize("decision", wo.DECISIONS)
def test_no_state_is_a_dead_end_whatever_was_decided(state, decision):
    assert "closed" in _reachable(state, wo.Facts(**WILLING, decision=decision))


@given(st.lists(st.sampled_from(sorted(wo.STEPS)), max_size=40), st.sampled_from(wo.DECISIONS))
def test_a_walk_through_any_steps_never_leaves_the_table_and_can_always_be_ended(walk, decision):
    state = "requested"
    facts = wo.Facts(**WILLING, decision=decision)
    for action in walk:
        state = _try(action, state, facts)
    assert state in wo.STATES
    assert state in wo.END_STATES or "closed" in _reachable(state, facts)


@given(st.lists(st.sampled_from(sorted(wo.STEPS)), max_size=40))
def test_an_unpaid_unit_never_goes_back_whatever_is_tried(walk):
    state = "requested"
    facts = wo.Facts(**WILLING, decision="return", is_settled=False)
    for action in walk:
        state = _try(action, state, facts)
    assert state not in ("settled", "returning", "closed")


@pytest.mark.parametrize(
    ("state", "facts", "more", "expected"),
    [
        ("requested", {}, {}, "assign"),
        ("requested", {}, {"arrival_way": "parcel"}, "receive"),
        ("requested", {}, {"arrival_way": "walk_in"}, "receive"),
        ("assigned", {}, {}, "visit"),
        ("visiting", {}, {}, "solve"),
        ("solved", {"is_settled": False}, {}, "pay"),
        ("solved", {}, {}, "settle"),
        ("shipped", {}, {}, "receive"),
        ("received", {}, {}, "diagnose"),
        ("diagnosed", {}, {}, "decide"),
        ("diagnosed", {"decision": "repair"}, {}, "start_repair"),
        ("diagnosed", {"decision": "repair", "is_agreed": False}, {}, "agree"),
        ("diagnosed", {"decision": "supplier"}, {}, "send_to_supplier"),
        ("diagnosed", {"decision": "replace", "approval": "asked"}, {}, "approve"),
        ("diagnosed", {"decision": "replace", "approval": "refused"}, {}, "decide"),
        ("diagnosed", {"decision": "replace", "approval": "approved"}, {}, "finish"),
        ("diagnosed", {"decision": "unrepaired"}, {}, "finish"),
        ("in_repair", {"decision": "repair"}, {}, "finish"),
        ("at_supplier", {"decision": "supplier"}, {}, "finish"),
        ("done", {"is_settled": False}, {}, "pay"),
        ("settled", {}, {"was_here": True}, "send_back"),
        ("settled", {}, {}, "close"),
        ("settled", {"decision": "refund"}, {"was_here": True}, "close"),
        ("returning", {}, {}, "close"),
        ("closed", {}, {}, ""),
        ("cancelled", {}, {}, ""),
    ],
)
def test_there_is_one_obvious_next_step(state, facts, more, expected):
    assert wo.next_action(state, wo.Facts(**facts), **more) == expected


@pytest.mark.parametrize("state", wo.OPEN_STATES)
def test_the_next_step_is_one_the_table_has_there(state):
    action = wo.next_action(state, wo.Facts())
    assert action in wo.actions(state, ALL_ROLES) or action in ("decide", "approve", "pay")


@pytest.mark.parametrize("state", wo.STATES)
def test_customers_are_told_something_of_every_state(state):
    assert wo.customer_stage(state) in (*wo.CUSTOMER_STAGES, "cancelled")


@pytest.mark.parametrize(
    ("states", "stage"),
    [
        ([], "new"),
        (["requested"], "new"),
        (["closed", "requested"], "new"),
        (["assigned"], "in_progress"),
        (["at_supplier"], "awaiting"),
        (["done", "in_repair"], "in_progress"),
        (["settled"], "in_progress"),
        (["cancelled", "closed"], "done"),
        (["cancelled"], "cancelled"),
    ],
)
def test_the_stage_of_a_request_follows_its_work_orders(states, stage):
    assert wo.ticket_stage(states) == stage
