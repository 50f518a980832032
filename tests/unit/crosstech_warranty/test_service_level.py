"""Clocks in working hours, against a clock that counts every minute."""

# ruff: noqa: DTZ001 – naive UTC, as in the tables

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import service_level as sla

WEEK = dict.fromkeys(range(5), ((8 * 60, 12 * 60), (13 * 60, 17 * 60))) | {5: ((8 * 60, 12 * 60),)}
HOURS = sla.WorkingHours(WEEK)
MONDAY = datetime(2026, 3, 2, 1)  # 08:00 WIB
LEVEL = sla.Level(4, 16)


def naive_worked(hours, moment):
    """Whether the minute that begins at a moment (naive UTC) is worked."""
    local = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(hours.zone))
    minute = local.hour * 60 + local.minute
    spans = hours.week.get(local.weekday(), ())
    return local.date() not in hours.holidays and any(start <= minute < end for start, end in spans)


def naive_after(hours, start, minutes, pauses=()):
    """The minute-by-minute clock: it waits outside of working hours and within pauses."""
    moment, left = start, minutes
    while left > 0:
        if naive_worked(hours, moment) and not any(begin <= moment < end for begin, end in pauses):
            left -= 1
        moment += timedelta(minutes=1)
    return moment


minutes_of_day = st.integers(0, 24 * 60)
spans = st.lists(st.tuples(minutes_of_day, minutes_of_day), max_size=3)
calendars = st.builds(
    lambda days, zone, off: sla.WorkingHours(
        sla.week([(day, start / 60, end / 60) for day, parts in days.items() for start, end in parts]),
        zone,
        frozenset(date(2026, 3, 1) + timedelta(days=number) for number in off),
    ),
    st.dictionaries(st.integers(0, 6), spans, min_size=1),
    st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    st.frozensets(st.integers(0, 20), max_size=5),
)
moments = st.integers(0, 14 * 24 * 60).map(lambda minute: datetime(2026, 3, 1) + timedelta(minutes=minute))


@settings(max_examples=150, deadline=None)
@given(calendars, moments, moments)
def test_seconds_between_are_those_of_the_minute_clock(hours, start, end):
    minutes = int((end - start).total_seconds() // 60)
    naive = sum(naive_worked(hours, start + timedelta(minutes=number)) for number in range(max(minutes, 0)))
    assert hours.between(start, end) == naive * 60


@settings(max_examples=100, deadline=None)
@given(calendars, moments, st.integers(0, 900))
def test_after_and_between_are_each_others_inverse(hours, start, minutes):
    if not any(hours.week.values()):
        with pytest.raises(sla.ServiceLevelError):
            hours.after(start, 60 * minutes)
        return
    end = hours.after(start, 60 * minutes)
    assert hours.between(start, end) == 60 * minutes
    assert end >= start


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 2000)), max_size=4),
    st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    st.integers(1, 24),
)
def test_pauses_move_the_deadline_as_a_clock_that_stands_still(steps, zone, solution_hours):
    hours = sla.WorkingHours(WEEK, zone, frozenset({date(2026, 3, 4)}))
    level, times, now, pauses = sla.Level(4, solution_hours), sla.Times(MONDAY), MONDAY, []
    for wait, length in steps:
        began = now + timedelta(minutes=wait)
        now = began + timedelta(minutes=length)
        due = sla.deadlines(level, times, hours).solution
        times = sla.Times(MONDAY, paused_since=began, paused_seconds=times.paused_seconds)
        seconds = sla.resumed(times, due, now, hours)
        times = sla.Times(MONDAY, paused_seconds=seconds)
        pauses.append((began, now))
    expected = naive_after(hours, MONDAY, solution_hours * 60, pauses)
    assert sla.deadlines(level, times, hours).solution == expected


def test_an_hour_asked_for_on_friday_evening_ends_on_saturday_morning():
    friday = datetime(2026, 3, 6, 10, 30)  # 17:30 WIB
    assert HOURS.after(friday, 3600) == datetime(2026, 3, 7, 2)


def test_the_same_report_is_due_two_hours_earlier_in_papua():
    papua = sla.WorkingHours(WEEK, "Asia/Jayapura")
    sunday = datetime(2026, 3, 1, 12)
    assert HOURS.after(sunday, 3600) - papua.after(sunday, 3600) == timedelta(hours=2)


def test_a_holiday_is_not_worked():
    hours = sla.WorkingHours(WEEK, holidays=frozenset({date(2026, 3, 2)}))
    assert hours.after(MONDAY, 3600) == datetime(2026, 3, 3, 2)


def test_without_working_hours_there_is_no_deadline():
    with pytest.raises(sla.ServiceLevelError):
        sla.WorkingHours({}).after(MONDAY, 60)


def test_the_minute_of_the_deadline_is_still_in_time():
    times = sla.Times(MONDAY, waiting_since=MONDAY)
    due = sla.deadlines(LEVEL, times, HOURS)
    assert sla.state(LEVEL, times, due, due.response, HOURS) == sla.SOON_LATE
    assert sla.state(LEVEL, times, due, due.response + timedelta(seconds=1), HOURS) == sla.LATE


def test_who_answered_last_is_not_late_for_an_answer():
    times = sla.Times(MONDAY)
    due = sla.deadlines(LEVEL, times, HOURS)
    assert due.response is None
    assert sla.state(LEVEL, times, due, MONDAY + timedelta(hours=6), HOURS) == sla.ON_TIME


def test_a_later_solution_never_hides_a_late_answer():
    times = sla.Times(MONDAY, waiting_since=MONDAY)
    due = sla.deadlines(LEVEL, times, HOURS)
    assert due.response < due.solution
    assert sla.state(LEVEL, times, due, due.response + timedelta(minutes=1), HOURS) == sla.LATE


def test_a_question_during_a_pause_still_wants_its_answer():
    times = sla.Times(MONDAY, waiting_since=MONDAY + timedelta(hours=2), paused_since=MONDAY + timedelta(hours=1))
    due = sla.deadlines(LEVEL, times, HOURS)
    assert sla.state(LEVEL, times, due, due.response + timedelta(minutes=1), HOURS) == sla.LATE


def test_a_pause_keeps_the_request_out_of_the_late_ones_for_any_time():
    times = sla.Times(MONDAY, paused_since=MONDAY + timedelta(hours=1))
    due = sla.deadlines(LEVEL, times, HOURS)
    assert sla.state(LEVEL, times, due, MONDAY + timedelta(days=60), HOURS) == sla.PAUSED


def test_a_pause_that_begins_after_the_deadline_excuses_nothing():
    due = sla.deadlines(LEVEL, sla.Times(MONDAY), HOURS)
    times = sla.Times(MONDAY, paused_since=due.solution + timedelta(minutes=1))
    assert sla.resumed(times, due.solution, due.solution + timedelta(days=5), HOURS) == 0
    assert sla.state(LEVEL, times, due, due.solution + timedelta(days=5), HOURS) == sla.LATE


@pytest.mark.parametrize(("minutes", "expected"), [(-1, sla.MET), (0, sla.MET), (1, sla.MISSED)])
def test_what_is_solved_is_met_or_missed_for_good(minutes, expected):
    due = sla.deadlines(LEVEL, sla.Times(MONDAY), HOURS)
    times = sla.Times(MONDAY, solved=due.solution + timedelta(minutes=minutes))
    assert sla.state(LEVEL, times, due, due.solution + timedelta(days=365), HOURS) == expected


def test_the_level_that_names_more_is_chosen_and_none_where_none_fits():
    levels = [("any", {}), ("paid", {"verdict": "none"}), ("urgent visit", {"arrival_way": "on_site", "priority": "3"})]
    assert sla.best(levels, {"arrival_way": "on_site", "priority": "3", "verdict": "none"}) == "urgent visit"
    assert sla.best(levels, {"arrival_way": "parcel", "priority": "3", "verdict": "none"}) == "paid"
    assert sla.best(levels[1:], {"arrival_way": "parcel"}) is None
