"""Similar cases: found by words, by pieces of words and by product; measured on real failure reports."""

import csv
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import similar_cases
from odoo.addons.crosstech_warranty.lib.similar_cases import Case, Match

DATA = Path(os.environ.get("CROSSTECH_DATA", Path(__file__).resolve().parents[4] / "shared" / "data")) / "repair"
CASES = [
    Case(1, "Layar berkedip lalu mati", ("product 1", "brand acer")),
    Case(2, "Baterai tidak mengisi daya", ("product 1", "brand acer")),
    Case(3, "Keyboard rusak, beberapa tombol tidak berfungsi", ("product 2", "brand asus")),
    Case(4, "Printer paper jam, kertas macet", ("product 3", "brand canon")),
]
words = st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=60)


def keys(found):
    return [match.key for match in found]


def test_the_same_words_find_the_case_and_misspelt_ones_too():
    index = similar_cases.build(CASES)
    assert keys(index.search("layar berkedip"))[0] == 1
    assert keys(index.search("keybord rusak"))[0] == 3
    assert keys(index.search("KERTÀS MACÉT!"))[0] == 4


def test_the_same_product_goes_first_where_words_are_alike():
    index = similar_cases.build([Case(1, "mati total", ("product 1",)), Case(2, "mati total", ("product 2",))])
    assert keys(index.search("mati total", ["product 2"])) == [2, 1]


@pytest.mark.parametrize("text", ["", "   ", "!!!", "yang di dan", "xyzzy"])
def test_a_text_that_says_nothing_finds_nothing(text):
    assert similar_cases.build(CASES).search(text) == []


def test_an_empty_index_finds_nothing_and_can_be_kept():
    index = similar_cases.build([])
    assert index.search("layar") == []
    assert similar_cases.Index.load(index.dump()).search("layar") == []


def test_what_is_kept_finds_the_same():
    index = similar_cases.build(CASES)
    kept = similar_cases.Index.load(index.dump())
    for case in CASES:
        assert kept.search(case.text, case.facts) == index.search(case.text, case.facts)


@pytest.mark.parametrize("content", [b"", b"not an index", b"PK\x03\x04"])
def test_another_file_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        similar_cases.Index.load(content)


@settings(deadline=None, max_examples=60)
@given(st.lists(words, min_size=1, max_size=12), words)
def test_scores_are_shares_in_falling_order_and_a_case_finds_itself_first(texts, question):
    index = similar_cases.build([Case(number, text) for number, text in enumerate(texts)])
    scores = [match.score for match in index.search(question)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1.001 for score in scores)
    for number, text in enumerate(texts):
        found = index.search(text)
        if found:
            assert found[0].score == pytest.approx(1, abs=0.01)
            assert number in [match.key for match in found if match.score > 0.99]


def test_votes_are_shares_of_those_who_vote():
    matches = [Match(1, 0.8), Match(2, 0.6), Match(3, 0.5)]
    found = similar_cases.vote(matches, {1: ["a"], 2: ["b", "c"]})
    assert [(one.label, round(one.share, 2), one.count) for one in found] == [
        ("a", 0.64, 1),
        ("b", 0.36, 1),
        ("c", 0.36, 1),
    ]
    assert similar_cases.vote([], {}) == []
    assert similar_cases.vote(matches, {}) == []


def read_reports(name):
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not there: set CROSSTECH_DATA")
    with open(DATA / name, encoding="utf-8-sig", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["problem"].strip() and row["fault_type"] != "Unknown"]
    return sorted(rows, key=lambda row: (row["event_date"], row["id_ords"]))


def hit_rates(earlier, later):
    """Of later reports: how often the fault is among three suggestions, and among the three most frequent faults."""
    index = similar_cases.build(
        Case(number, row["problem"], (f"brand {row['brand'].casefold()}",)) for number, row in enumerate(earlier)
    )
    labels = {number: [row["fault_type"]] for number, row in enumerate(earlier)}
    frequent = [label for label, _count in Counter(row["fault_type"] for row in earlier).most_common(3)]
    hits = majority = 0
    for row in later:
        found = index.search(row["problem"], (f"brand {row['brand'].casefold()}",))
        hits += row["fault_type"] in [one.label for one in similar_cases.vote(found, labels)]
        majority += row["fault_type"] in frequent
    return hits / len(later), majority / len(later)


@pytest.mark.parametrize(("name", "least"), [("compcat_laptops.csv", 0.80), ("printcat.csv", 0.70)])
def test_three_suggestions_hit_later_reports_far_more_often_than_the_three_most_frequent_faults(name, least):
    rows = read_reports(name)
    cut = int(len(rows) * 0.7)
    hits, majority = hit_rates(rows[:cut], rows[cut:])
    assert hits >= least
    assert hits > majority + 0.15


def test_what_one_workshop_wrote_helps_another():
    rows = read_reports("compcat_laptops.csv")
    other = [row for row in rows if row["data_provider"] == "The Restart Project"]
    hits, majority = hit_rates([row for row in rows if row["data_provider"] != "The Restart Project"], other)
    assert hits > majority + 0.3


def test_a_long_letter_is_cut_and_harmless():
    index = similar_cases.build([Case(1, "layar " * 100_000), *CASES[1:]])
    assert index.search("baterai mengisi")[0].key == 2
    assert np.isfinite(index.matrix.data).all()
