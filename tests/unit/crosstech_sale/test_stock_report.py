"""The desks of a stock check: every step and every field has one owner at a time."""

import pytest

from odoo.addons.crosstech_sale.lib import duties, stock_report
from odoo.addons.crosstech_sale.lib.stock_report import DESKS, EDITS, STATES, STEPS, StockReportError

EVERYBODY = (*duties.STAFF_ROLES, *duties.PORTAL_ROLES, "system")


@pytest.mark.parametrize("action", STEPS)
def test_a_step_is_open_to_its_role_from_its_state_and_to_nobody_else(action):
    step = STEPS[action]
    assert stock_report.check_step(action, step.source, {step.role}) == step.target
    for role in EVERYBODY:
        for state in STATES:
            if (role, state) == (step.role, step.source):
                continue
            with pytest.raises(StockReportError) as refused:
                stock_report.check_step(action, state, {role})
            assert refused.value.code == ("role" if role != step.role else "state")


def test_only_the_director_orders():
    assert {step.role for step in STEPS.values() if step.target == "ordered"} == {duties.DIRECTOR}


def test_whoever_has_the_paper_takes_the_steps_and_writes_his_own_fields():
    assert {(step.source, step.role) for step in STEPS.values()} == set(DESKS.items())
    assert set(EDITS) == set(DESKS)
    for state, names in EDITS.items():
        stock_report.check_edit(names, state, {DESKS[state]})
        with pytest.raises(StockReportError):
            stock_report.check_edit({*names, "on_hand"}, state, {DESKS[state]})


@pytest.mark.parametrize("state", STATES)
def test_nobody_else_writes(state):
    for role in EVERYBODY:
        if DESKS.get(state) == role:
            continue
        with pytest.raises(StockReportError):
            stock_report.check_edit({"comment"}, state, {role})


@pytest.mark.parametrize("state", STATES)
def test_lines_come_and_go_only_where_the_paper_is_made(state):
    for role in EVERYBODY:
        if state in ("draft", "submitted") and DESKS[state] == role:
            stock_report.check_lines(state, {role})
        else:
            with pytest.raises(StockReportError):
                stock_report.check_lines(state, {role})


def test_a_decided_check_is_on_nobodys_desk():
    for state in ("ordered", "closed"):
        assert state not in DESKS
        with pytest.raises(StockReportError) as refused:
            stock_report.check_edit({"comment"}, state, {duties.DIRECTOR})
        assert refused.value.code == "state"
