"""The table of memberships, their length and their reminders, without Odoo."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import reseller_membership
from odoo.addons.crosstech_sale.lib.reseller_membership import ACTIONS, STATES, Facts, MembershipError

TODAY = date(2026, 11, 25)
ROLES = ("operational_manager", "marketing_manager", "finance_manager", "director", "inventory", "applicant", "system")
EXPECTED = {
    "suspend": ("operational_manager", {"active"}),
    "resume": ("operational_manager", {"suspended"}),
    "end": ("operational_manager", {"active", "suspended"}),
    "expire": ("system", {"active", "suspended"}),
    "renew": ("operational_manager", {"active", "expired"}),
}
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def facts(**values):
    """A membership of which every guard but the one tested would agree."""
    ready = {"state": "active", "roles": frozenset({"operational_manager"}), "today": TODAY, "reason": "NIB lama"}
    return Facts(**{**ready, **values})


@pytest.mark.parametrize(("action", "state", "role"), list(product(ACTIONS, STATES, ROLES)))
def test_each_action_is_open_to_its_role_in_its_states_only(action, state, role):
    owner, states = EXPECTED[action]
    last = TODAY - timedelta(days=1) if action == "expire" else TODAY
    asked = facts(state=state, roles=frozenset({role}), last_day=last)
    if role == owner and state in states:
        assert reseller_membership.apply(action, asked) == ACTIONS[action].target
        return
    with pytest.raises(MembershipError) as refused:
        reseller_membership.apply(action, asked)
    assert refused.value.code == ("state" if role == owner else "role")


def test_every_guard_named_in_the_table_exists():
    assert {guard for row in ACTIONS.values() for guard in row.guards} == set(reseller_membership.GUARDS)


@pytest.mark.parametrize(
    ("_case", "action", "values", "code"),
    [
        ("on its last day", "expire", {"last_day": TODAY}, "not_over"),
        ("the day after", "expire", {"last_day": TODAY - timedelta(days=1)}, None),
        ("without an end", "expire", {"last_day": None}, "not_over"),
        ("resumed on its last day", "resume", {"state": "suspended", "last_day": TODAY}, None),
        ("resumed too late", "resume", {"state": "suspended", "last_day": TODAY - timedelta(days=1)}, "over"),
        ("suspended without a reason", "suspend", {"reason": "  "}, "reason"),
        ("500 characters", "end", {"reason": "x" * 500}, None),
        ("501 characters", "end", {"reason": "x" * 501}, "reason"),
    ],
)
def test_guards_refuse_at_their_borders(_case, action, values, code):
    roles = frozenset({"system" if action == "expire" else "operational_manager"})
    if code is None:
        assert reseller_membership.apply(action, facts(roles=roles, **values))
        return
    with pytest.raises(MembershipError) as refused:
        reseller_membership.apply(action, facts(roles=roles, **values))
    assert refused.value.code == code


@given(DAYS, st.integers(1, 60))
def test_a_membership_lasts_at_least_a_day_and_the_next_begins_when_it_is_over(first, months):
    last = reseller_membership.last_day(first, months)
    assert last >= first
    assert reseller_membership.last_day(first, months + 1) > last


@given(DAYS, DAYS, st.integers(1, 60))
def test_a_renewal_never_takes_a_granted_day_and_always_reaches_beyond_today(today, last, months):
    renewed = reseller_membership.renewed_last_day(today, last, months)
    assert renewed > last
    assert renewed >= today


@given(DAYS, st.integers(-40, 60))
def test_each_reminder_is_due_once_however_often_the_clock_ticks(today, days):
    end, sent, reminders = today + timedelta(days=days), 0, []
    for day in range(-40, 61):
        due = reseller_membership.reminder(today + timedelta(days=day), end, sent)
        if due:
            sent = due
            reminders.append(due)
    assert len(reminders) == len(set(reminders))
    assert reminders == sorted(reminders, reverse=True)


def test_a_server_that_slept_over_the_thirtieth_day_still_reminds():
    assert reseller_membership.reminder(TODAY, TODAY + timedelta(days=12), 0) == 30
    assert reseller_membership.reminder(TODAY, TODAY + timedelta(days=5), 0) == 7
    assert reseller_membership.reminder(TODAY, None, 0) == 0
