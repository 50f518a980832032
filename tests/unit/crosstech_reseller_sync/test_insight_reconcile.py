"""Sell-in against his stock and sell-out: the gap, its likely reasons, and that units are conserved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.insight import reconcile as r
from odoo.addons.crosstech_reseller_sync.lib.insight.reconcile import Count, Movement, reconcile

START = date(2026, 3, 1)


def _count(week, units):
    return Count(START + timedelta(weeks=week), Decimal(units))


def _move(day, kind, units):
    return Movement(START + timedelta(days=day), kind, Decimal(units))


def test_what_adds_up_has_no_gap():
    moves = [
        _move(2, r.DELIVERED, 20),
        _move(3, r.SOLD, 12),
        _move(4, r.RETURNED_BY_BUYERS, 1),
        _move(5, r.RETURNED_TO_US, 2),
    ]
    (period,) = reconcile([_count(0, 10), _count(2, 17)], moves)
    assert (period.gap, period.reasons) == (0, ())


def test_a_movement_of_the_day_of_a_count_is_in_that_count():
    moves = [_move(0, r.SOLD, 5), _move(7, r.SOLD, 3)]
    (period,) = reconcile([_count(0, 10), _count(1, 7)], moves)
    assert period.gap == 0


def test_goods_on_their_way_explain_what_is_missing_and_then_come_back():
    periods = reconcile([_count(0, 10), _count(1, 10), _count(2, 30)], [_move(6, r.DELIVERED, 20)])
    assert periods[0].reasons == ((r.TRANSIT, -20),)
    assert periods[1].reasons == ((r.ARRIVED_LATE, 20),)
    assert periods[1].total_gap == 0


def test_a_delivery_long_ago_is_not_on_its_way():
    (period,) = reconcile([_count(0, 10), _count(4, 10)], [_move(1, r.DELIVERED, 20), _move(2, r.SOLD, 1)])
    assert r.TRANSIT not in dict(period.reasons)


def test_a_surplus_period_after_period_is_another_supplier():
    counts = [_count(week, 10) if week == 0 else _count(week, 10 + 4 * week) for week in range(4)]
    moves = [_move(1 + 7 * week, r.SOLD, 1) for week in range(3)]
    assert reconcile(counts, moves)[-1].reasons == ((r.OTHER_SUPPLIER, 5),)


def test_stock_that_goes_without_a_sale_is_a_sale_not_reported():
    (period,) = reconcile([_count(0, 10), _count(1, 4)], [])
    assert period.reasons == ((r.SALES_MISSING, -6),)


def test_a_report_that_never_changes_is_called_frozen():
    (period,) = reconcile([_count(0, 10), _count(1, 10)], [_move(3, r.SOLD, 4)])
    assert period.reasons == ((r.FROZEN_REPORT, 4),)


def test_one_wrong_count_is_seen_by_its_return():
    periods = reconcile([_count(0, 10), _count(1, 109), _count(2, 8)], [_move(2, r.SOLD, 1), _move(9, r.SOLD, 1)])
    assert [period.reasons[0][0] for period in periods] == [r.WRONG_COUNT, r.WRONG_COUNT]


@pytest.mark.parametrize("counts", [[], [_count(0, 5)], [_count(0, 5), _count(0, 7)]])
def test_without_two_reports_there_is_nothing_to_compare(counts):
    assert reconcile(counts, [_move(1, r.SOLD, 1)]) == []


_MOVES = st.lists(
    st.builds(
        _move, st.integers(-10, 40),
        st.sampled_from([r.DELIVERED, r.SOLD, r.RETURNED_TO_US, r.RETURNED_BY_BUYERS, r.BOUGHT_ELSEWHERE]),
        st.integers(1, 50),
    ),
    max_size=30,
)  # fmt: skip


@given(st.lists(st.integers(-20, 100), min_size=2, max_size=6), _MOVES)
def test_reasons_add_up_to_the_gap_and_gaps_to_their_total(units, moves):
    periods = reconcile([_count(week, one) for week, one in enumerate(units)], moves)
    for period in periods:
        assert sum(one for _reason, one in period.reasons) == period.gap
        assert all(one * period.gap > 0 for _reason, one in period.reasons)
    assert periods[-1].total_gap == sum(period.gap for period in periods)
    assert sum(r.summary(periods).values()) == periods[-1].total_gap
