"""The table of an order's steps, without Odoo."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import order_flow
from odoo.addons.crosstech_sale.lib.order_flow import STAGES, STEPS, AwbError, OrderFacts, OrderFlowError

ROLES = ("customer", "director", "operational_manager", "marketing_manager", "finance_manager", "inventory", "system")

# (action, kind) -> who may; written down a second time on purpose: a change of the table must be a decision.
EXPECTED = {
    ("claim_payment", "buyer"): {"customer"},
    ("claim_payment", "reseller"): {"customer"},
    ("confirm_payment", "buyer"): {"finance_manager", "system"},
    ("confirm_payment", "reseller"): {"finance_manager", "system"},
    ("release", "buyer"): {"operational_manager", "system"},
    ("release", "reseller"): {"operational_manager", "system"},
    ("ship", "buyer"): {"inventory", "system"},
    ("ship", "reseller"): {"inventory", "system"},
    ("confirm_arrival", "buyer"): {"customer", "marketing_manager", "inventory", "system"},
    ("confirm_arrival", "reseller"): {"customer", "operational_manager", "inventory", "system"},
    ("cancel", "buyer"): {"marketing_manager", "system"},
    ("cancel", "reseller"): {"operational_manager", "system"},
}


@pytest.mark.parametrize(
    ("action", "kind", "current", "role"), list(product(STEPS, ("buyer", "reseller"), (None, *STAGES), ROLES))
)
def test_each_step_is_open_to_its_roles_in_its_stages_only(action, kind, current, role):
    step = STEPS[action]
    if role in EXPECTED[action, kind] and current in step.sources:
        assert order_flow.check(action, current, kind, {role}) == step.target
        return
    with pytest.raises(OrderFlowError) as refused:
        order_flow.check(action, current, kind, {role})
    assert refused.value.code == ("stage" if role in EXPECTED[action, kind] else "role")


def test_goods_cannot_leave_before_money_is_confirmed():
    """Every way to `shipped` passes `paid` and `released`."""
    before = {step.target: set(step.sources) for step in STEPS.values()}
    assert before["shipped"] == {"released"}
    assert before["released"] == {"paid"}


def test_director_decides_nothing_in_an_order():
    assert not [step for step in STEPS.values() for kind in step.by if "director" in step.roles(kind)]


@pytest.mark.parametrize(
    ("_case", "facts", "stage"),
    [
        ("cart", OrderFacts(is_placed=False), None),
        ("ordered", OrderFacts(is_placed=True), "ordered"),
        ("claimed", OrderFacts(is_placed=True, is_claimed=True), "claimed"),
        ("paid without a claim", OrderFacts(is_placed=True, is_paid=True), "paid"),
        ("released", OrderFacts(is_placed=True, is_paid=True, is_released=True), "released"),
        ("released but not paid any more", OrderFacts(is_placed=True, is_released=True), "ordered"),
        ("shipped", OrderFacts(is_placed=True, is_paid=True, is_released=True, is_shipped=True), "shipped"),
        ("received", OrderFacts(is_placed=True, is_shipped=True, is_received=True), "received"),
        ("received before it left", OrderFacts(is_placed=True, is_paid=True, is_received=True), "paid"),
        ("cancelled", OrderFacts(is_placed=True, is_paid=True, is_cancelled=True), "cancelled"),
        ("cancelled cart", OrderFacts(is_placed=False, is_cancelled=True), "cancelled"),
    ],
)
def test_stage_follows_from_facts(_case, facts, stage):
    assert order_flow.stage(facts) == stage


@given(st.builds(OrderFacts, *[st.booleans()] * 7))
def test_every_combination_of_facts_has_one_known_stage(facts):
    assert order_flow.stage(facts) in (*STAGES, None)


@pytest.mark.parametrize(
    ("_case", "text", "number"),
    [
        ("as printed", "0123456789", "0123456789"),
        ("lower case with blanks", " jkt 00 123 ", "JKT00123"),
        ("shortest", "A1234", "A1234"),
        ("longest", "1" * 35, "1" * 35),
        ("with signs", "CGK/12-34.5", "CGK/12-34.5"),
    ],
)
def test_consignment_number_is_written_as_couriers_print_it(_case, text, number):
    assert order_flow.awb(text) == number


@pytest.mark.parametrize(
    "text",
    [None, "", "   ", "1234", "1" * 36, "ABCDEF", "12345;", "<b>12345", "nomor-resi", "\uff11\uff12\uff13\uff14\uff15"],
)
def test_what_is_no_consignment_number_is_refused(text):
    with pytest.raises(AwbError):
        order_flow.awb(text)


@given(st.text())
def test_consignment_number_is_stable_or_refused(text):
    try:
        number = order_flow.awb(text)
    except AwbError:
        return
    assert order_flow.awb(number) == number


@given(st.sampled_from(STAGES[:-1]))
def test_timeline_shows_all_stages_and_marks_those_that_are_behind(current):
    milestones = order_flow.timeline(current, {})
    assert [one.key for one in milestones] == list(STAGES[:-1])
    assert sum(one.reached for one in milestones) == STAGES.index(current) + 1


def test_timeline_of_a_cancelled_order_ends_with_the_cancellation():
    milestones = order_flow.timeline("cancelled", {"claimed": 1, "paid": None})
    assert [one.key for one in milestones] == ["ordered", "claimed", "cancelled"]
