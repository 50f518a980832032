from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib.payment_deadlines import (
    Facts,
    Reason,
    Terms,
    deadline,
    last_moment,
    local_text,
    may_cancel,
    reminder,
)

UTC = timezone.utc
ASKED = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
TERMS = Terms(days=3, reminder_hours=24, grace_days=1)
moments = st.integers(0, 25_000).map(lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("days", "expected"), [(1, datetime(2026, 3, 2, 10, tzinfo=UTC)), (3, datetime(2026, 3, 4, 10, tzinfo=UTC))]
)
def test_the_deadline_is_whole_days_after_the_mail(days, expected):
    assert deadline(ASKED, Terms(days=days)) == expected


@given(moments, st.integers(1, 60), st.integers(0, 72), st.integers(0, 10))
def test_reminder_deadline_and_end_come_in_this_order(asked, days, hours, grace):
    terms = Terms(days, hours, grace)
    until = deadline(asked, terms)
    assert reminder(until, terms) <= until <= last_moment(until, terms)


@pytest.mark.parametrize(
    ("facts", "after", "reason"),
    [
        ({}, timedelta(seconds=1), Reason.OVERDUE),
        ({}, timedelta(0), Reason.NOT_YET),
        ({}, timedelta(days=-2), Reason.NOT_YET),
        ({"is_paid": True}, timedelta(days=400), Reason.PAID),
        ({"is_open": False}, timedelta(days=400), Reason.CLOSED),
        ({"has_waiting_proof": True}, timedelta(days=400), Reason.PROOF_WAITING),
        ({"has_unmatched_bank_line": True}, timedelta(days=400), Reason.BANK_LINE),
    ],
)
def test_only_what_is_overdue_and_not_paid_for_all_we_know_is_cancelled(facts, after, reason):
    until = deadline(ASKED, TERMS)
    decision = may_cancel(Facts(until, **facts), last_moment(until, TERMS) + after, TERMS)
    assert decision.reason == reason
    assert decision.cancel == (reason is Reason.OVERDUE)


@given(st.booleans(), st.booleans(), st.booleans(), moments)
def test_a_paid_order_is_never_cancelled(is_open, proof, line, now):
    assert not may_cancel(Facts(ASKED, True, is_open, proof, line), now, TERMS).cancel


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "28/02/2026 23:30 WIB"),
        ("Asia/Makassar", "01/03/2026 00:30 WITA"),
        ("Asia/Jayapura", "01/03/2026 01:30 WIT"),
        ("Europe/Berlin", "28/02/2026 17:30 Europe/Berlin"),
    ],
)
def test_the_customers_own_clock_is_shown_across_the_day_border(zone, text):
    assert local_text(datetime(2026, 2, 28, 16, 30, tzinfo=UTC), zone) == text


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2026, 1, 1), TERMS)  # noqa: DTZ001


@pytest.mark.parametrize("terms", [(0, 0, 0), (3, -1, 0), (3, 0, -1)])
def test_impossible_terms_are_refused(terms):
    with pytest.raises(ValueError, match="at least one day"):
        Terms(*terms)
