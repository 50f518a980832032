from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib.service_document import LENGTHS, REMINDER_DAYS, read, reminder_is_due

TODAY = date(2026, 3, 1)
GOOD = {
    "user_name": "Siti Rahma",
    "phone": "0812 3456 7890",
    "place": "Jalan Uji 1",
    "purchase_date": "2026-02-28",
    "accessories": "Tas",
    "agrees": "1",
}


def _case(**typed):
    return read({**GOOD, **typed}, TODAY)


def test_a_good_form_is_read_as_typed():
    form = _case(user_name="  Siti\tRahma\x00 ")
    assert form.errors == {}
    assert form.values == {
        "user_name": "Siti Rahma",
        "phone": "0812 3456 7890",
        "place": "Jalan Uji 1",
        "purchase_date": date(2026, 2, 28),
        "accessories": "Tas",
    }


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("user_name", "", "required"),
        ("user_name", " \x00 ", "required"),
        ("user_name", None, "required"),
        ("user_name", "x" * 81, "too_long"),
        ("phone", "12", "phone"),
        ("phone", "0812-abc-7890", "phone"),
        ("phone", "٠٨١٢٣٤٥٦٧٨٩", "phone"),
        ("place", "", "required"),
        ("purchase_date", "", "required"),
        ("purchase_date", "31/12/2025", "date"),
        ("purchase_date", "2026-02-30", "date"),
        ("purchase_date", "1999-12-31", "date"),
        ("purchase_date", "2026-03-02", "future"),
        ("accessories", "x" * 201, "too_long"),
        ("agrees", "", "required"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_else(name, typed, code):
    assert _case(**{name: typed}).errors == {name: code}


@pytest.mark.parametrize("day", ["2000-01-01", "2026-03-01"])
def test_the_first_and_the_last_day_of_a_purchase_are_good(day):
    assert _case(purchase_date=day).errors == {}


def test_accessories_may_be_left_out():
    assert _case(accessories=None).errors == {}


@given(st.dictionaries(st.sampled_from((*LENGTHS, "purchase_date", "agrees")), st.text(max_size=300)))
def test_whatever_is_typed_is_read_without_a_crash(typed):
    form = read(typed, TODAY)
    assert form.errors or isinstance(form.values["purchase_date"], date)


@pytest.mark.parametrize(
    ("after", "reminded", "due"),
    [(0, 0, False), (2, 0, False), (3, 0, True), (9, 1, False), (10, 1, True), (24, 2, True), (25, 3, False),
     (90, 0, True), (91, 0, False), (-1, 0, False), (3, -1, False)],
)  # fmt: skip
def test_a_customer_is_reminded_after_3_10_and_24_days(after, reminded, due):
    assert reminder_is_due(TODAY, reminded, TODAY + timedelta(days=after)) is due


@given(st.integers(0, 400))
def test_nobody_is_reminded_more_than_three_times(days):
    reminded = 0
    for day in range(days):
        reminded += reminder_is_due(TODAY, reminded, TODAY + timedelta(days=day))
    assert reminded <= len(REMINDER_DAYS) == 3
