"""The rules of the weekly report, without Odoo."""

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import duties, manager_report
from odoo.addons.crosstech_sale.lib.manager_report import REPORT_STATES, SECTION_STATES, ReportError, Week

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
ROLES = (*duties.STAFF_ROLES, "buyer", "system")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 1))
MOMENTS = st.datetimes(datetime(2000, 2, 1), datetime(2099, 12, 1), timezones=st.just(timezone.utc))  # noqa: DTZ001

# Written down a second time on purpose: a change of the tables must be a decision.
EXPECTED_REPORT = {
    ("submit", "open"): ({"operational_manager"}, "submitted"),
    ("read", "submitted"): ({"director"}, "read"),
    ("close", "read"): ({"director"}, "closed"),
}


# === WEEKS === #


@given(DAYS)
def test_every_day_lies_in_one_week_of_seven_days_that_begins_on_monday(day):
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert len(week.days) == 7
    assert week.days[0].isoweekday() == 1
    assert week.days[-1] == week.sunday
    assert week.shift(1).monday == week.sunday + timedelta(days=1)
    assert week.shift(1).shift(-1) == week


@given(DAYS)
def test_the_name_is_that_of_the_calendar_standard(day):
    week = Week.of(day)
    assert week.name == day.strftime("%G-W%V")
    assert week < week.shift(1)
    assert week.name < week.shift(1).name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 12, 30), "2025-W01"),
        (date(2025, 12, 28), "2025-W52"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
    ],
)
def test_weeks_around_new_year_belong_to_one_year(day, name):
    assert Week.of(day).name == name


def test_a_week_does_not_begin_on_a_tuesday():
    with pytest.raises(ValueError, match="no Monday"):
        Week(date(2026, 3, 3))


@given(DAYS, st.sampled_from(ZONES))
def test_a_week_has_168_hours_and_the_next_begins_where_it_ends(day, zone):
    week = Week.of(day)
    start, end = week.bounds(zone)
    assert end - start == timedelta(hours=168)
    assert week.shift(1).bounds(zone)[0] == end
    assert start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(week.monday, datetime.min.time())


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 6), st.integers(0, 23))
def test_the_report_due_is_of_a_week_that_is_over_and_at_most_two_weeks_old(now, zone, weekday, hour):
    week = manager_report.due_week(now, zone, weekday, hour)
    end = week.bounds(zone)[1]
    asked = end + timedelta(days=weekday, hours=hour)
    assert end <= now
    assert asked <= now < asked + timedelta(days=7)


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_week_that_ended_is_the_one_before_today(now, zone):
    today = now.astimezone(ZoneInfo(zone)).date()
    assert manager_report.ended_week(now, zone) == Week.of(today).shift(-1)


def test_six_oclock_comes_an_hour_earlier_in_makassar():
    moment = datetime(2026, 3, 8, 22, 30, tzinfo=timezone.utc)
    assert manager_report.due_week(moment, "Asia/Makassar").name == "2026-W10"
    assert manager_report.due_week(moment, "Asia/Jakarta").name == "2026-W09"


# === WHO MAY DO WHAT === #


@pytest.mark.parametrize(("action", "state", "role"), list(product(manager_report.REPORT_STEPS, REPORT_STATES, ROLES)))
def test_a_report_moves_as_the_table_says(action, state, role):
    allowed, target = EXPECTED_REPORT.get((action, state), (set(), None))
    if role in allowed:
        assert manager_report.check_report(action, state, {role}) == target
        return
    with pytest.raises(ReportError) as refused:
        manager_report.check_report(action, state, {role})
    assert refused.value.code in ("role", "state")


@pytest.mark.parametrize(
    ("action", "state", "role", "owner", "report"),
    list(product(manager_report.SECTION_STEPS, SECTION_STATES, ROLES, duties.STAFF_ROLES[1:], REPORT_STATES)),
)
def test_a_section_is_its_owners_until_it_is_submitted(action, state, role, owner, report):
    if action == "send_back":
        fine = role == "operational_manager" and state == "submitted"
    else:
        fine = role == owner and state != "submitted"
    if fine and report == "open":
        target = {"write": state, "submit": "submitted", "send_back": "sent_back"}[action]
        assert manager_report.check_section(action, state, owner, {role}, report, note="why") == target
        return
    with pytest.raises(ReportError) as refused:
        manager_report.check_section(action, state, owner, {role}, report, note="why")
    assert refused.value.code in ("role", "state", "report")


@pytest.mark.parametrize("note", ["", "  ", "\n"])
def test_a_section_is_sent_back_with_a_reason(note):
    with pytest.raises(ReportError, match="reason") as refused:
        manager_report.check_section("send_back", "submitted", "inventory", {"operational_manager"}, "open", note)
    assert refused.value.code == "note"


def test_a_report_with_gaps_is_submitted_only_on_purpose():
    with pytest.raises(ReportError) as refused:
        manager_report.check_report("submit", "open", {"operational_manager"}, missing=2)
    assert refused.value.code == "missing"
    assert manager_report.check_report("submit", "open", {"operational_manager"}, missing=2, confirmed=True)
    assert manager_report.check_report("submit", "open", {"operational_manager"}, missing=0)


# === COMPLETENESS AND CHASING === #

SECTIONS = st.lists(st.tuples(st.sampled_from(manager_report.CONTRIBUTORS), st.sampled_from(SECTION_STATES)))


@given(SECTIONS)
def test_a_hundred_percent_means_that_nobody_is_missing(sections):
    result = manager_report.completeness(sections)
    assert (result.percent == 100) == (not result.missing_roles)
    assert 0 <= result.percent <= 100
    assert result.total == len(sections)
    assert set(result.missing_roles) == {role for role, state in sections if state != "submitted"}


@given(st.integers(1, 100), st.integers(1, 24 * 14))
def test_nobody_is_reminded_twice_a_day(hours, lasting):
    asked = datetime(2026, 3, 9)  # noqa: DTZ001
    last, reminders = None, []
    for hour in range(lasting):
        now = asked + timedelta(hours=hour)
        if manager_report.is_chase_due(now, asked, hours, last=last):
            last = now
            reminders.append(now)
    gaps = [after - before for before, after in pairwise(reminders)]
    assert all(gap >= timedelta(days=1) for gap in gaps)
    assert bool(reminders) == (lasting > hours)


def test_zero_hours_never_remind_and_sending_back_starts_anew():
    asked = datetime(2026, 3, 9)  # noqa: DTZ001
    later = asked + timedelta(days=30)
    assert not manager_report.is_chase_due(later, asked, 0)
    assert not manager_report.is_chase_due(later + timedelta(hours=1), later, 24, last=asked)


# === FIGURES === #


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_up_and_down_are_opposites(now, before):
    change, back = manager_report.compare(now, before), manager_report.compare(before, now)
    assert change.difference == -back.difference
    opposite = {"up": "down", "down": "up", "same": "same"}
    assert back.direction == opposite[change.direction]
    if change.percent is not None:
        assert abs(before * change.percent / 100 - change.difference) <= before / 200 + 1e-3


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (3, None, ("none", None, None)),
        (3, False, ("none", None, None)),
        (0, 0, ("same", 0, None)),
        (4, 4, ("same", 0, 0)),
        (3, 0, ("up", 3, None)),
        (0, 3, ("down", -3, -100)),
        (1005, 1000, ("up", 5, 1)),
        (995, 1000, ("down", -5, -1)),
    ],
)
def test_comparison_at_its_edges(now, before, expected):
    change = manager_report.compare(now, before)
    assert (change.direction, change.difference, change.percent) == expected


def test_zeros_and_words_are_no_figures():
    assert not manager_report.has_figures([], [])
    assert not manager_report.has_figures([0, None, 0.0], ["Web", "", True])
    assert manager_report.has_figures([0], ["Web", -1])


@pytest.mark.parametrize(
    ("is_done", "due", "expected"),
    [
        (True, date(2026, 3, 1), "done"),
        (False, None, "not_done"),
        (False, date(2026, 3, 9), "not_done"),
        (False, date(2026, 3, 8), "overdue"),
    ],
)
def test_a_decision_is_late_the_day_after(is_done, due, expected):
    assert manager_report.decision_status(is_done=is_done, due=due, today=date(2026, 3, 9)) == expected
