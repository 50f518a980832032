"""Regular purchases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import reorder

START = date(2026, 1, 5)


def _days(*offsets, quantity=10):
    return [(START + timedelta(days=offset), quantity) for offset in offsets]


@pytest.mark.parametrize(
    ("offsets", "interval"),
    [
        ((0, 14, 28), 14),
        ((0, 14, 29, 43), 14),
        ((0, 7, 14, 60, 67, 74), 7),  # a long holiday does not matter
        ((0, 31, 62), 31),
        ((0, 32, 64), None),  # less than once a month
        ((0, 14), None),  # twice is no routine
        ((0, 0, 0), None),
        ((0, 2, 30, 33, 60), None),  # jumps about
    ],
)
def test_routines(offsets, interval):
    found = reorder.habit(_days(*offsets))
    assert (found and found.interval_days) == interval


@pytest.mark.parametrize(("after", "due"), [(13, False), (14, True), (15, True), (42, True), (43, False)])
def test_due_from_the_usual_day_until_it_is_given_up(after, due):
    found = reorder.habit(_days(0, 14, 28))
    assert found.is_due(START + timedelta(days=28 + after)) is due


def test_usual_and_largest_quantity():
    found = reorder.habit([(START, 5), (START + timedelta(7), 8), (START + timedelta(14), 40)])
    assert (found.quantity, found.largest_quantity) == (8, 40)


def test_returns_and_nothing_are_no_purchases():
    assert reorder.habit([*_days(0, 14), (START + timedelta(28), 0), (START + timedelta(28), -3)]) is None


@pytest.mark.parametrize(
    ("reminded", "today", "may"),
    [
        (None, 14, True),
        (14, 15, False),
        (14, 27, False),
        (14, 28, True),
        (-2, 14, True),
        (0, 14, True),
        (None, 13, False),
    ],
)
def test_at_most_one_reminder_in_an_interval(reminded, today, may):
    found = reorder.habit(_days(0, 14, 28))
    last = START + timedelta(days=28)
    when = None if reminded is None else last + timedelta(days=reminded)
    assert reorder.may_remind(found, when, last + timedelta(days=today)) is may


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-5, 50)), max_size=30))
def test_a_routine_is_sound(purchases):
    found = reorder.habit((START + timedelta(days=offset), quantity) for offset, quantity in purchases)
    if found:
        assert 1 <= found.interval_days <= reorder.ROUTINE_DAYS
        assert 1 <= found.quantity <= found.largest_quantity
        assert found.due_date > found.last_date
        assert found.purchases >= reorder.MINIMUM_PURCHASES


@given(st.floats(0, 100), st.floats(0, 50))
def test_the_special_discount_never_makes_dearer_nor_less_than_free(discount, special):
    assert round(discount, 4) - 0.0002 <= reorder.with_special(discount, special) <= 100
