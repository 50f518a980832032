"""What may replace a unit, and what of a work order is free."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import charges, replacement

OLD = replacement.Model("old", "notebook", Decimal(7_000_000))
PRICES = st.decimals(min_value=0, max_value=10**12, places=0)


def _model(price, key="new", category="notebook"):
    return replacement.Model(key, category, Decimal(price))


@pytest.mark.parametrize(
    ("new", "grade"),
    [
        (_model(7_000_000, key="old"), "same"),
        (_model(1, key="old"), "same"),
        (_model(7_000_000), "equal"),
        (_model(7_000_001), "better"),
        (_model(6_999_999), "lesser"),
        (_model(99_000_000, category="printer"), "lesser"),
        (_model(0), "lesser"),
    ],
)
def test_a_model_is_the_same_equal_better_or_lesser(new, grade):
    assert replacement.grade(OLD, new) == grade


@pytest.mark.parametrize(
    ("paid", "new", "back"),
    [
        (7_000_000, _model(6_400_000), 600_000),
        (7_000_000, _model(7_000_000), 0),
        (7_000_000, _model(9_000_000), 0),
        (6_000_000, _model(6_400_000), 0),
        (0, _model(1), 0),
        (7_000_000, _model(0), 7_000_000),
    ],
)
def test_beside_a_lesser_model_the_rest_of_what_was_paid_goes_back(paid, new, back):
    assert replacement.difference_to_refund(Decimal(paid), OLD, new) == back


@given(PRICES, PRICES, PRICES)
def test_never_more_goes_back_than_was_paid_and_never_less_than_nothing(paid, old, new):
    back = replacement.difference_to_refund(paid, _model(old, key="old"), _model(new))
    assert 0 <= back <= paid


@given(st.lists(st.tuples(st.sampled_from(["old", "a", "b"]), st.sampled_from(["notebook", "printer"]), PRICES)))
def test_what_is_proposed_is_never_lesser_and_the_same_model_comes_first(stock):
    candidates = [replacement.Model(*values) for values in stock]
    ranked = replacement.rank(OLD, candidates)
    assert all(replacement.grade(OLD, model) != "lesser" for model in ranked)
    assert len(ranked) == sum(replacement.grade(OLD, model) != "lesser" for model in candidates)
    assert ranked == sorted(ranked, key=lambda model: (model.key != "old", model.price))


@pytest.mark.parametrize(
    ("kind", "covered", "is_goodwill", "reason"),
    [
        ("part", {"parts"}, False, "warranty"),
        ("part", {"labour", "travel"}, False, ""),
        ("labour", {"labour"}, False, "warranty"),
        ("labour", {"parts"}, False, ""),
        ("travel", {"travel"}, False, "warranty"),
        ("travel", {"parts", "labour"}, False, ""),
        ("freight", {"travel"}, False, "warranty"),
        ("freight", {"parts", "labour"}, False, ""),
        ("part", set(), False, ""),
        ("part", set(), True, "goodwill"),
        ("part", {"parts"}, True, "warranty"),
    ],
)
def test_a_line_is_free_by_what_the_warranty_covers_or_by_goodwill(kind, covered, is_goodwill, reason):
    assert charges.free_reason(kind, covered, is_goodwill=is_goodwill) == reason


def test_every_kind_of_line_is_judged():
    for kind in charges.KINDS:
        assert charges.free_reason(kind, {"parts", "labour", "travel"}) == "warranty"
    with pytest.raises(KeyError):
        charges.free_reason("gift", {"parts"})
