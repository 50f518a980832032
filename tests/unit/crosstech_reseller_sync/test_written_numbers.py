"""Numbers written as text: the whole column tells how, or it says that it does not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.mapping.readings import written_number
from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import Source
from odoo.addons.crosstech_reseller_sync.lib.pull import rows
from odoo.addons.crosstech_reseller_sync.lib.written_numbers import COMMA, PLAIN, POINT, Notation, notation, plain

CENTS = st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=30)


def written(cents: int, name: str) -> str:
    """As a program prints money in a notation."""
    english = f"{Decimal(cents) / 100:,.2f}"
    if name == PLAIN:
        return english.replace(",", "")
    return english if name == POINT else english.translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "2.5", "-3", ".5", "1e3"], (PLAIN, True)),
        (["1.234,50", "7"], (COMMA, True)),
        (["12,5"], (COMMA, True)),
        (["1.234.567", "8"], (COMMA, True)),
        (["Rp 15.000"], (COMMA, True)),
        (["Rp. 15.000,-", "7.500,-"], (COMMA, True)),
        (["15.000", "7"], (COMMA, True)),
        (["1,234.50"], (POINT, True)),
        (["Rp 15000"], (POINT, True)),
        (["1.500", "0.250"], (PLAIN, True)),
        (["1.234", "2.5"], (PLAIN, True)),
        (["1.234"], (COMMA, False)),
        (["1.500", "12.000"], (COMMA, False)),
        (["15.000", "12.5"], (PLAIN, False)),
        (["1,234"], (POINT, False)),
        ([], (PLAIN, True)),
        ([None, " ", ""], (PLAIN, True)),
    ],
)
def test_a_column_speaks_for_one_notation_or_is_not_sure(values, expected):
    found = notation(values)
    assert (found.name, found.is_sure, found.bad) == (*expected, ())


@pytest.mark.parametrize(
    "bad", ["banyak", "1.2.3", "12 pcs", "nan", "inf", "1_000", "٣", "--5", "1,2,3", "5-", "01.234,5x"]
)
def test_a_word_among_numbers_is_named_and_nothing_is_sure(bad):
    assert notation(["1", "2", bad]) == Notation(PLAIN, False, (bad,))


@given(CENTS, st.sampled_from([PLAIN, POINT, COMMA]))
def test_what_is_sure_is_read_as_it_was_meant(cents, name):
    values = [written(one, name) for one in cents]
    found = notation(values)
    assert not found.bad
    assert found.is_sure
    assert [Decimal(plain(value, found.name)) for value in values] == [Decimal(one) / 100 for one in cents]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_whole_numbers_with_points_for_thousands_are_right_or_unsure(numbers):
    values = [f"{one:,}".replace(",", ".") for one in numbers]
    found = notation(values)
    if found.is_sure:
        assert [Decimal(plain(value, found.name)) for value in values] == numbers


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=20), st.integers(0, 4))
def test_decimals_of_a_fixed_length_are_right_or_unsure(numbers, places):
    values = [f"{Decimal(one).scaleb(-places):.{places}f}" for one in numbers]
    found = notation(values)
    if found.is_sure:
        assert [Decimal(plain(value, found.name)) for value in values] == [Decimal(value) for value in values]


@given(st.text(max_size=12), st.sampled_from([PLAIN, POINT, COMMA]), st.sampled_from(["plain", "negated"]))
def test_no_text_at_all_is_read_otherwise_than_its_notation_says(value, name, reading):
    made = written_number(Source("base.q", reading=reading, format=name))(value)
    try:
        number = rows.number(made)
    except rows.BadValue:
        return
    sign = -1 if reading == "negated" else 1
    assert number is None or number == rows.number(plain(value, name)) * sign


def test_a_number_in_another_notation_than_its_column_is_set_aside():
    read = written_number(Source("base.q", format=COMMA))
    with pytest.raises(rows.BadValue, match="not_a_number"):
        rows.number(read("1.5"))
