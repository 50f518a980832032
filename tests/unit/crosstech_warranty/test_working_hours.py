"""Time to answer passes in working hours of the place only."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import working_hours

JAKARTA, JAYAPURA = "Asia/Jakarta", "Asia/Jayapura"


@pytest.mark.parametrize(
    ("start", "hours", "zone", "expected"),
    [
        ("2026-03-02T02:00", 4, JAKARTA, "2026-03-02T06:00"),  # Monday 09:00
        ("2026-03-02T02:00", 4, JAYAPURA, "2026-03-02T06:00"),  # Monday 11:00 there
        ("2026-03-02T08:00", 4, JAKARTA, "2026-03-03T03:00"),  # 15:00: two hours today, two tomorrow
        ("2026-03-02T08:00", 4, JAYAPURA, "2026-03-03T03:00"),  # 17:00 there: closed, four tomorrow from 8
        ("2026-03-07T15:00", 1, JAKARTA, "2026-03-09T02:00"),  # Saturday night: Monday 09:00
        ("2026-03-08T03:00", 1, JAKARTA, "2026-03-09T02:00"),  # Sunday
        ("2026-03-01T18:00", 1, JAKARTA, "2026-03-02T02:00"),  # Monday 01:00, before opening
        ("2026-03-02T01:00", 0, JAKARTA, "2026-03-02T01:00"),
        ("2026-03-02T01:00", 54, JAKARTA, "2026-03-07T10:00"),  # a whole week
    ],
)
def test_hours_are_counted_while_somebody_is_there(start, hours, zone, expected):
    assert working_hours.add(datetime.fromisoformat(start), hours, zone) == datetime.fromisoformat(expected)


@given(
    st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2028-01-01")),
    st.floats(0, 100),
    st.floats(0, 100),
    st.sampled_from([JAKARTA, JAYAPURA, "Asia/Makassar"]),
)
def test_more_hours_never_end_earlier_and_the_end_is_a_working_hour(start, one, other, zone):
    ends = [working_hours.add(start, hours, zone) for hours in sorted((one, other))]
    assert start <= ends[0] <= ends[1]
    local = ends[1].replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    assert local.weekday() < 6
    opens = local.replace(hour=8, minute=0, second=0, microsecond=0)
    assert opens <= local <= opens + timedelta(hours=9)
