"""The table of COD meetings, local times and custody of cash, without Odoo."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import cash_custody, cod_meeting, local_time
from odoo.addons.crosstech_sale.lib.cod_meeting import ACTIONS, STATES, Facts, MeetingError

NOW = datetime(2026, 3, 1, 5, tzinfo=timezone.utc)
ROLES = ("customer", "marketing_manager", "operational_manager", "finance_manager", "inventory", "director", "system")
EXPECTED = {
    "propose": ({"customer", "marketing_manager"}, {"proposed", "confirmed", "no_show"}),
    "confirm": ({"customer", "marketing_manager"}, {"proposed"}),
    "complete": ({"marketing_manager"}, {"confirmed"}),
    "miss": ({"marketing_manager"}, {"confirmed"}),
    "cancel": ({"customer", "marketing_manager", "system"}, {"proposed", "confirmed", "no_show"}),
}


def facts(**values):
    """A meeting at which every guard but the one tested would agree."""
    return Facts(
        **{
            "state": "proposed",
            "roles": frozenset({"marketing_manager"}),
            "now": NOW,
            "place": "Stasiun Gambir",
            "moment": NOW + timedelta(days=1),
            "proposed_by": "marketing_manager",
            "amount_due": Decimal(100_000),
            "amount_collected": Decimal(100_000),
            **values,
        }
    )


@pytest.mark.parametrize(("action", "state", "role"), list(product(ACTIONS, STATES, ROLES)))
def test_each_action_is_open_to_its_roles_in_its_states_only(action, state, role):
    moment = NOW - timedelta(hours=1) if action == "miss" else NOW + timedelta(days=1)
    meeting = facts(state=state, roles=frozenset({role}), moment=moment)
    roles, states = EXPECTED[action]
    if role in roles and state in states:
        assert cod_meeting.apply(action, meeting) == ACTIONS[action].target
        return
    with pytest.raises(MeetingError) as refused:
        cod_meeting.apply(action, meeting)
    assert refused.value.code == ("state" if role in roles else "role")


def test_done_and_cancelled_are_final():
    assert not [row for row in ACTIONS.values() if {"done", "cancelled"} & set(row.sources)]


def test_every_guard_named_in_the_table_exists():
    assert {guard for row in ACTIONS.values() for guard in row.guards} == set(cod_meeting.GUARDS)


@pytest.mark.parametrize(
    ("_case", "action", "values", "code"),
    [
        ("no place", "propose", {"place": ""}, "place"),
        ("blanks are no place", "propose", {"place": "      "}, "place"),
        ("4 characters", "propose", {"place": "abcd"}, "place"),
        ("5 characters", "propose", {"place": "abcde"}, None),
        ("200 characters", "propose", {"place": "x" * 200}, None),
        ("201 characters", "propose", {"place": "x" * 201}, "place"),
        ("no time", "propose", {"moment": None}, "no_time"),
        ("an hour ahead", "propose", {"moment": NOW + timedelta(hours=1)}, None),
        ("a second less", "propose", {"moment": NOW + timedelta(minutes=59, seconds=59)}, "too_soon"),
        ("yesterday", "propose", {"moment": NOW - timedelta(days=1)}, "too_soon"),
        ("30 days ahead", "propose", {"moment": NOW + timedelta(days=30)}, None),
        ("a second more", "propose", {"moment": NOW + timedelta(days=30, seconds=1)}, "too_late"),
        ("confirm what is over", "confirm", {"moment": NOW}, "too_soon"),
        ("confirm without a time", "confirm", {"moment": None}, "no_time"),
        ("own proposal", "confirm", {"roles": frozenset({"customer"}), "proposed_by": "customer"}, "own_proposal"),
        ("their proposal", "confirm", {"roles": frozenset({"customer"})}, None),
        ("a rupiah less", "complete", {"state": "confirmed", "amount_collected": Decimal(99_999)}, "amount"),
        ("a rupiah more", "complete", {"state": "confirmed", "amount_collected": Decimal(100_001)}, "amount"),
        ("missed at the very minute", "miss", {"state": "confirmed", "moment": NOW}, None),
        ("missed before", "miss", {"state": "confirmed", "moment": NOW + timedelta(seconds=1)}, "not_yet"),
    ],
)
def test_guards_refuse_on_the_right_side_of_the_border(_case, action, values, code):
    if code is None:
        assert cod_meeting.apply(action, facts(**values)) == ACTIONS[action].target
        return
    with pytest.raises(MeetingError) as refused:
        cod_meeting.apply(action, facts(**values))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("_case", "kind", "total", "limit", "allowed"),
    [
        ("buyer below", "buyer", 1, 10, True),
        ("buyer on the limit", "buyer", 10, 10, True),
        ("buyer above", "buyer", 11, 10, False),
        ("no limit", "buyer", 10**12, 0, True),
        ("reseller", "reseller", 1, 0, False),
    ],
)
def test_meetings_are_for_buyers_up_to_the_limit(_case, kind, total, limit, allowed):
    assert cod_meeting.is_allowed(kind, Decimal(total), Decimal(limit)) is allowed


@pytest.mark.parametrize(
    ("_case", "text", "zone", "utc"),
    [
        ("Jakarta", "2026-03-01T14:30", "Asia/Jakarta", "2026-03-01T07:30"),
        ("Makassar, midnight", "2026-03-01T00:00", "Asia/Makassar", "2026-02-28T16:00"),
        ("Jayapura, new year", "2027-01-01T00:30", "Asia/Jayapura", "2026-12-31T15:30"),
        ("with seconds", "2026-03-01T14:30:59", "Asia/Jakarta", "2026-03-01T07:30:59"),
        ("with a blank", " 2026-03-01 14:30 ", "Asia/Jakarta", "2026-03-01T07:30"),
    ],
)
def test_time_is_read_on_the_clock_of_its_place(_case, text, zone, utc):
    assert local_time.parse(text, zone) == datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "text",
    [None, "", "besok", "2026-02-30T10:00", "2026-03-01", "2026-03-01T25:00", "1999-01-01T10:00", "2100-01-01T10:00",
     "2026-03-01T10:00+07:00", "99999-01-01T00:00"],
)  # fmt: skip
def test_what_is_no_local_time_is_refused(text):
    with pytest.raises(local_time.LocalTimeError):
        local_time.parse(text, "Asia/Jakarta")


@given(
    st.datetimes(*map(datetime.fromisoformat, ("2001-01-01", "2098-12-31"))),
    st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
)
def test_time_comes_back_as_it_was_typed(moment, zone):
    typed = moment.replace(microsecond=0)
    assert local_time.local(local_time.parse(typed.isoformat(), zone), zone) == typed


cash = st.builds(
    cash_custody.Cash,
    st.integers(0, 10**9).map(Decimal),
    st.sampled_from(["Dewi", "Budi", "Sari"]),
    st.booleans(),
)


@given(st.lists(cash))
def test_collected_cash_is_held_or_acknowledged(collected):
    acknowledged = sum((one.amount for one in collected if one.is_acknowledged), Decimal(0))
    total = sum((one.amount for one in collected), Decimal(0))
    assert sum(cash_custody.held(collected).values(), Decimal(0)) + acknowledged == total


@pytest.mark.parametrize(
    ("_case", "counted", "receiver", "reason", "code"),
    [
        ("exact", 100, 2, "", None),
        ("short with a reason", 90, 2, "a torn note", None),
        ("nothing at all with a reason", 0, 2, "stolen", None),
        ("short", 99, 2, "", "reason"),
        ("blanks are no reason", 101, 2, "  ", "reason"),
        ("below zero", -1, 2, "x", "negative"),
        ("from and to one hand", 100, 1, "", "self"),
    ],
)
def test_count_is_acknowledged_by_another_person_with_a_reason_for_a_gap(_case, counted, receiver, reason, code):
    arguments = {"giver": 1, "receiver": receiver, "reason": reason}
    if code is None:
        assert cash_custody.difference(Decimal(100), Decimal(counted), **arguments) == counted - 100
        return
    with pytest.raises(cash_custody.CustodyError) as refused:
        cash_custody.difference(Decimal(100), Decimal(counted), **arguments)
    assert refused.value.code == code
