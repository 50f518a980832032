"""Deadlines of suppliers: what a bill is, where it stands on the board, when Finance is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import payables
from odoo.addons.crosstech_sale.lib.payables import Bill, PayablesError

TODAY = date(2026, 5, 20)
days = st.integers(-400, 400)


@pytest.mark.parametrize(
    ("left", "status"),
    [(-1, "overdue"), (0, "near_due"), (7, "near_due"), (8, "unpaid")],
)
def test_the_calendar_decides_what_an_unpaid_bill_is(left, status):
    assert payables.status(TODAY + timedelta(days=left), TODAY, 7, is_paid=False) == status


@given(days, st.integers(0, 90))
def test_the_payment_alone_makes_a_bill_paid(left, near):
    due = TODAY + timedelta(days=left)
    assert payables.status(due, TODAY, near, is_paid=True) == "paid"
    assert payables.status(due, TODAY, near, is_paid=False) != "paid"
    assert payables.bucket(due, TODAY, is_paid=True) == "paid"


@given(days, st.integers(0, 90))
def test_the_range_that_is_searched_is_the_status_that_is_shown(left, near):
    due = TODAY + timedelta(days=left)
    shown = payables.status(due, TODAY, near, is_paid=False)
    for wanted in ("overdue", "near_due", "unpaid"):
        first, last = payables.due_range(wanted, TODAY, near)
        inside = (first is None or due >= first) and (last is None or due <= last)
        assert inside == (wanted == shown)


@given(days, days)
def test_an_earlier_deadline_never_stands_in_a_later_column(one, other):
    columns = [
        payables.BUCKET_KEYS.index(payables.bucket(TODAY + timedelta(days=left), TODAY, is_paid=False))
        for left in sorted((one, other))
    ]
    assert columns == sorted(columns)


@pytest.mark.parametrize(("text", "read"), [("7, 2", (7, 2)), ("2,7,7", (7, 2)), ("0", (0,)), (" 90 ,", (90,))])
def test_the_setting_is_read(text, read):
    assert payables.reminder_days(text) == read


@pytest.mark.parametrize("text", ["", None, ",", "seven", "-1", "91", "2.5", "²", "7; 2"])
def test_nonsense_in_the_setting_is_refused(text):
    with pytest.raises(PayablesError):
        payables.reminder_days(text)


def test_finance_is_reminded_once_at_each_of_the_days():
    bill, told = Bill(TODAY), []
    for left in range(20, -5, -1):
        today = TODAY - timedelta(days=left)
        day = payables.reminder(bill, today, (7, 2))
        if day is not None:
            told.append(left)
            bill = Bill(TODAY, day)
    assert told == [7, 2]


def test_a_morning_that_was_missed_is_made_good():
    assert payables.reminder(Bill(TODAY), TODAY - timedelta(days=5), (7, 2)) == 7
    assert payables.reminder(Bill(TODAY), TODAY, (7, 2)) == 2
    assert payables.reminder(Bill(TODAY, 2), TODAY, (7, 2)) is None


def test_overdue_bills_are_not_reminded_of_but_digested():
    assert payables.reminder(Bill(TODAY), TODAY + timedelta(days=1), (7, 2)) is None
