"""A reseller sees where he stands, and nothing of anybody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.insight import benchmark
from odoo.addons.crosstech_reseller_sync.lib.insight.benchmark import Comparison, cohort, compare, may_tell

SIX = dict(zip("abcdef", (10, 20, 30, 40, 50, 60), strict=True))


def test_six_shops_are_compared():
    told = compare("b", SIX)
    assert (told.own, told.median, told.rank, told.shops, told.withheld) == (20, 35, 5, 6, None)


def test_every_member_is_told_the_same_quartiles():
    views = {(one.lower_quartile, one.median, one.upper_quartile) for one in (compare(shop, SIX) for shop in SIX)}
    assert len(views) == 1


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({shop: SIX[shop] for shop in "abcde"}, benchmark.TOO_FEW),
        ({**SIX, "f": 0}, benchmark.TOO_FEW),
        ({**SIX, "f": 151}, benchmark.DOMINATED),
        ({"a": 10, "b": 10, "c": 10, "d": 10, "e": 300, "f": 310}, benchmark.DOMINATED),
    ],
)
def test_what_would_give_a_shop_away_is_withheld_whole(values, why):
    assert compare("a", values) == Comparison(withheld=why)


def test_half_is_not_more_than_half():
    assert compare("a", {**SIX, "f": 100, "b": 30, "e": 50}).withheld is None


def test_who_is_no_member_is_told_nothing():
    assert compare("z", SIX) == Comparison(withheld=benchmark.NOT_MEMBER)


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_values_without_a_share_are_refused(value):
    with pytest.raises(ValueError, match="not negative"):
        compare("a", {**SIX, "b": value})


def test_one_who_joins_waits_for_company():
    old = frozenset("abcdef")
    assert cohort(old | frozenset("ghijk"), old) == old
    assert cohort(old | frozenset("ghijkl"), old) == frozenset("abcdefghijkl")


def test_one_who_leaves_makes_the_period_be_passed_over():
    assert cohort(frozenset("abcdef"), frozenset("abcdefg")) is None


_GROUP = st.frozensets(st.integers(0, 25))


@given(_GROUP, _GROUP)
def test_no_two_periods_differ_by_a_small_group(now, before):
    group = cohort(now, before)
    if group is not None:
        assert len(group - before) not in range(1, benchmark.OTHERS + 1)
        assert len(before - group) not in range(1, benchmark.OTHERS + 1)


@given(_GROUP, _GROUP)
def test_no_two_groups_of_a_period_give_a_small_one_away(group, other):
    if may_tell(group, [other]):
        for part in (group - other, other - group):
            assert len(part) not in range(1, benchmark.OTHERS + 1) or not group & other


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_whatever_is_told_is_of_six_shops_none_of_which_dominates(units):
    values = dict(enumerate(units))
    told = compare(0, values)
    if told.withheld is None:
        assert told.shops >= 6
        assert max(units) * 2 <= sum(units)
        assert told.lower_quartile <= told.median <= told.upper_quartile
        assert 1 <= told.rank <= told.shops
