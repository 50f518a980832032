"""When a source is read: every hour or day, inside its window, not all at once, and made up for when missed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.pull.schedule import (
    DAILY,
    FRESH,
    HOURLY,
    LATE,
    Schedule,
    freshness,
    is_due,
)

NOON = datetime(2026, 3, 1, 12)  # noqa: DTZ001 – the reseller's clock
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))  # noqa: DTZ001
schedules = st.builds(
    Schedule,
    st.sampled_from([HOURLY, DAILY]),
    st.floats(0, 23.75).map(lambda hour: round(hour * 4) / 4),
    st.floats(0, 23.75).map(lambda hour: round(hour * 4) / 4),
)


def _pulls(schedule, source_id, days=3, step=timedelta(minutes=5)):
    """Ask every five minutes, as the scheduled action does."""
    last, found, moment = None, [], datetime(2026, 3, 1)  # noqa: DTZ001
    while moment < datetime(2026, 3, 1) + timedelta(days=days):  # noqa: DTZ001
        if is_due(schedule, moment, source_id, last):
            last = moment
            found.append(moment)
        moment += step
    return found


@pytest.mark.parametrize("source_id", [1, 7, 40, 10_001])
def test_an_hourly_source_is_read_every_hour_and_a_daily_one_every_day(source_id):
    assert len(_pulls(Schedule(HOURLY), source_id)) in (72, 73)
    assert len(_pulls(Schedule(DAILY), source_id)) in (3, 4)


@given(schedules, st.integers(1, 500))
def test_every_source_is_read_at_least_once_a_day_and_never_outside_its_window(schedule, source_id):
    pulls = _pulls(schedule, source_id)
    assert all(schedule.allows(moment) for moment in pulls)
    days = {((moment - timedelta(hours=schedule.first)).date()) for moment in pulls}
    assert len(days) >= 3


def test_forty_sources_do_not_begin_together():
    minutes = [Schedule(HOURLY).slot(NOON, source_id).minute for source_id in range(1, 41)]
    assert max(minutes.count(minute) for minute in minutes) <= 2


@given(schedules, moments, st.integers(1, 500))
def test_a_slot_lies_in_the_window_and_is_never_ahead(schedule, moment, source_id):
    slot = schedule.slot(moment, source_id)
    assert slot <= moment
    if schedule.interval == DAILY:
        assert schedule.allows(slot)
        assert moment - slot < timedelta(days=1)


def test_what_failed_for_good_is_tried_once_a_day_only():
    yesterday, today = NOON - timedelta(hours=25), NOON - timedelta(hours=2)
    assert is_due(Schedule(HOURLY), NOON, 1, yesterday, failed=True)
    assert is_due(Schedule(HOURLY), NOON, 1, today)
    early = NOON.replace(hour=23)
    assert not is_due(Schedule(HOURLY), early, 1, early - timedelta(hours=2), failed=True)


def test_a_missed_slot_is_made_up_for_inside_the_window():
    night = Schedule(DAILY, 22, 5)
    assert is_due(night, NOON.replace(hour=4), 1, NOON - timedelta(days=1))
    assert not is_due(night, NOON, 1, NOON - timedelta(days=2))


@pytest.mark.parametrize(
    ("schedule", "hours", "expected"),
    [
        (Schedule(HOURLY), 3, FRESH),
        (Schedule(HOURLY), 3.01, LATE),
        (Schedule(DAILY), 26, FRESH),
        (Schedule(DAILY), 26.5, LATE),
        (Schedule(HOURLY, 22, 5), 20, FRESH),  # he may not be read by day
    ],
)
def test_values_are_late_when_a_reading_was_missed(schedule, hours, expected):
    assert freshness(schedule, NOON, NOON - timedelta(hours=hours)) == expected
