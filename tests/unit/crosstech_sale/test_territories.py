"""Whose territory a place is: examples, and a slow search that must agree."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib.territories import Territory, TerritoryIndex, lineage

START = date(2026, 1, 1)
CODES = [
    *("61", "62", "6"),
    *("61.71", "61.72", "61.7", "62.01"),
    *("61.71.01", "61.71.02", "61.7.01", "62.01.09"),
]
DAYS = st.integers(0, 40).map(lambda number: START + timedelta(days=number))


@st.composite
def _territories(draw):
    count = draw(st.integers(0, 12))
    found = []
    for number in range(count):
        first = draw(DAYS)
        last = draw(st.none() | st.integers(0, 20).map(lambda days, first=first: first + timedelta(days=days)))
        found.append(Territory(number, draw(st.sampled_from(CODES)), first, last, draw(st.booleans())))
    return found


def _slow_search(territories, code, day):
    """Return the same without an index: all that fit, the longest code first."""
    fitting = [
        one
        for one in territories
        if (code == one.code or code.startswith(one.code + "."))
        and one.date_from <= day
        and (not one.date_to or day <= one.date_to)
    ]
    fitting.sort(key=lambda one: (-len(one.code), not one.is_exclusive, one.date_from, one.id))
    return fitting[0] if fitting else None


@given(_territories(), st.sampled_from(CODES), DAYS)
def test_index_agrees_with_a_slow_search(territories, code, day):
    assert TerritoryIndex(territories).resolve(code, day) == _slow_search(territories, code, day)


@given(_territories(), st.sampled_from(CODES), DAYS, st.randoms())
def test_order_of_entering_does_not_matter(territories, code, day, random):
    shuffled = random.sample(territories, len(territories))
    assert TerritoryIndex(shuffled).resolve(code, day) == TerritoryIndex(territories).resolve(code, day)


def test_own_city_comes_before_ones_province():
    province, city = Territory(1, "61", START), Territory(2, "61.71", START, is_exclusive=False)
    index = TerritoryIndex([province, city])
    assert index.resolve("61.71.01", START) == city
    assert index.resolve("61.72.01", START) == province


def test_exclusive_comes_before_shared_and_earlier_before_later():
    later, earlier = START + timedelta(days=9), START
    shared = Territory(1, "61", earlier, is_exclusive=False)
    assert TerritoryIndex([shared, Territory(2, "61", later)]).resolve("61", later).id == 2
    both = [Territory(3, "61", later, is_exclusive=False), shared]
    assert TerritoryIndex(both).resolve("61", later) == shared


def test_first_and_last_day_count_in_and_no_other():
    one = Territory(1, "61", START, START + timedelta(days=1))
    index = TerritoryIndex([one])
    found = [index.resolve("61", START + timedelta(days=number)) for number in range(-1, 3)]
    assert found == [None, one, one, None]


def test_similar_codes_are_other_regions():
    index = TerritoryIndex([Territory(1, "6", START), Territory(2, "61.7", START)])
    assert index.resolve("61", START) is None
    assert index.resolve("61.71", START) is None


def test_no_place_belongs_to_nobody():
    index = TerritoryIndex([Territory(1, "61", START)])
    assert index.resolve("", START) is None
    assert index.resolve(None, START) is None


def test_lineage_of_a_province_is_itself():
    assert lineage("61") == ("61",)
