"""Lengths of bars, and the tile map of the provinces."""

import gzip
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import charts, province_map

amounts = st.integers(-(10**12), 10**15)


@given(st.lists(amounts, max_size=40))
def test_a_larger_value_never_has_the_shorter_bar(values):
    rows = sorted(charts.bars({"label": "x", "value": value} for value in values), key=lambda row: row["value"])
    assert all(one["percent"] <= two["percent"] for one, two in itertools.pairwise(rows))
    assert all(0 <= row["percent"] <= 100 for row in rows)


@pytest.mark.parametrize(
    ("_case", "values", "lengths"),
    [
        ("nothing sold at all", [0, 0], [0, 0]),
        ("a loss has no bar", [-5, 10], [0, 100]),
        ("one in a million can still be seen", [1, 1_000_000], [1, 100]),
        ("equal values", [7, 7], [100, 100]),
    ],
)
def test_lengths_of_bars(_case, values, lengths):
    assert [row["percent"] for row in charts.bars({"label": "x", "value": value} for value in values)] == lengths


def test_a_larger_week_before_makes_this_week_shorter():
    (row,) = charts.columns([{"label": "Monday", "value": 5, "compare": 10}])
    assert (row["percent"], row["compare_percent"]) == (50, 100)


def test_the_rows_given_are_left_as_they_are():
    given_rows = [{"label": "a", "value": 1}]
    charts.bars(given_rows)
    assert given_rows == [{"label": "a", "value": 1}]


def test_every_province_has_a_place_of_its_own():
    places = [place[:2] for place in province_map.TILES.values()]
    assert len(set(places)) == len(places) == 38


def test_the_map_knows_every_province_of_the_national_list(national_provinces):
    assert set(province_map.TILES) == national_provinces


@pytest.fixture
def national_provinces(shared_data):
    with gzip.open(shared_data("regions/id_regions.csv.gz"), "rt", encoding="utf-8") as file:
        return {code for line in file if len(code := line.split(",")[0].strip('"')) == 2 and code.isdigit()}


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_letters_can_be_read_on_every_colour(red, green, blue):
    color = f"#{red:02x}{green:02x}{blue:02x}"
    light, dark = sorted((province_map._luminance(color), province_map._luminance(province_map.ink(color))))
    assert (dark + 0.05) / (light + 0.05) >= 4.5


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_paler(one, two):
    low, high = sorted((one, two))
    assert province_map._luminance(province_map.shade(low)) >= province_map._luminance(province_map.shade(high)) - 1e-9
