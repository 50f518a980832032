"""Demand, cover and the day the stock ends: for five sales a year and for five hundred a day."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.insight import demand

from tests.bench import retail_series

START = date(2026, 1, 1)
TODAY = date(2026, 12, 31)


def _series(sold, in_stock=None):
    sold = np.array(sold, float)
    return demand.Series(START, sold, np.ones(len(sold), bool) if in_stock is None else np.array(in_stock, bool))


def _draw():
    return np.random.default_rng(5)


def test_days_without_stock_say_nothing_about_demand():
    sales = [(START + timedelta(days=day), 10) for day in range(10)]
    series = demand.daily(sales, [(START + timedelta(days=9), 0)], START, START + timedelta(days=99))
    assert series.demand.tolist() == [10] * 10
    assert demand.forecast(series).rate == 10


def test_a_sale_on_a_day_said_to_be_without_stock_counts():
    series = demand.daily([(START, 3)], [(START - timedelta(days=5), 0)], START, START + timedelta(days=2))
    assert series.in_stock.tolist() == [True, False, False]


def test_negative_stock_is_no_stock():
    assert not demand.daily([], [(START - timedelta(days=1), -4)], START, START).in_stock.any()


def test_a_return_undoes_the_sales_before_it():
    day = timedelta(days=1)
    series = demand.daily([(START, 5), (START + day, 2), (START + 2 * day, -4)], [], START, START + 2 * day)
    assert series.sold.tolist() == [3, 0, 0]


@given(st.lists(st.integers(-50, 50), max_size=60))
def test_returns_never_make_demand(units):
    sales = [(START + timedelta(days=day), one) for day, one in enumerate(units)]
    sold = demand.daily(sales, [], START, START + timedelta(days=max(len(units) - 1, 0))).sold
    assert (sold >= 0).all()
    assert sold.sum() <= sum(max(one, 0) for one in units)


@pytest.mark.parametrize("units", [[], [0] * 400, [float("nan")]])
def test_what_never_sold_has_no_day_of_ending(units):
    series = demand.daily(
        [(START + timedelta(days=day), one) for day, one in enumerate(units)], [], START, START + timedelta(days=399)
    )
    told = demand.forecast(series)
    assert told.rate == 0
    assert demand.stock_out(series, told, 5, TODAY, _draw()) == demand.StockOut(None, None, None, None)


def test_five_hundred_a_day_ends_when_arithmetic_says():
    series = _series(_draw().poisson(500, 365))
    told = demand.forecast(series)
    ends = demand.stock_out(series, told, 10_000, TODAY, _draw())
    assert told.rate == pytest.approx(500, rel=0.05)
    assert ends.cover_days == pytest.approx(20, rel=0.05)
    assert abs((ends.expected - TODAY).days - 20) <= 3
    assert ends.early < ends.expected < ends.late


def test_five_sales_a_year_give_a_wide_interval_and_no_false_precision():
    sold = np.zeros(365)
    sold[[20, 90, 170, 250, 330]] = 1
    series = _series(sold)
    told = demand.forecast(series)
    ends = demand.stock_out(series, told, 2, TODAY, _draw())
    assert 2 / 365 < told.rate < 15 / 365
    assert ends.late is None or (ends.late - ends.early).days > 60


def test_more_stock_lasts_longer_and_arrivals_count():
    series = _series(_draw().poisson(3, 200))
    told = demand.forecast(series)
    few, many = (demand.stock_out(series, told, stock, TODAY, _draw()) for stock in (30, 90))
    helped = demand.stock_out(series, told, 30, TODAY, _draw(), [(TODAY + timedelta(days=3), 60)])
    assert few.expected < many.expected
    assert helped.expected > few.expected
    assert helped.cover_days == pytest.approx(many.cover_days)


def test_no_stock_ends_today():
    series = _series([1] * 100)
    assert demand.stock_out(series, demand.forecast(series), -3, TODAY, _draw()).expected == TODAY


def test_the_same_seed_tells_the_same_day():
    series = _series(_draw().poisson(1, 200))
    told = demand.forecast(series)
    assert demand.stock_out(series, told, 30, TODAY, _draw()) == demand.stock_out(series, told, 30, TODAY, _draw())


def test_naive_is_used_and_said_where_nothing_beats_it():
    told = demand.forecast(_series([3] * 400))
    assert (told.method, told.rate) == (demand.NAIVE, 3)
    assert told.error == told.naive_error == 0


def test_a_smoother_method_is_used_where_it_is_better_on_the_past():
    told = demand.forecast(_series(np.random.default_rng(1).poisson(0.3, 700) * 4.0))
    assert told.method != demand.NAIVE
    assert told.error < told.naive_error


def test_a_short_past_is_called_short():
    told = demand.forecast(_series([2] * 20))
    assert (told.method, told.error, told.rate) == (demand.TOO_SHORT, None, 2)


def test_what_stopped_selling_fades():
    assert demand.rates(np.array([5.0] * 100 + [0] * 200))[demand.TSB][-1] < 0.01


def test_croston_tells_size_over_interval():
    sold = np.tile([0, 0, 0, 8.0], 100)
    assert demand.rates(sold)[demand.SBA][-1] == pytest.approx(2 * 0.95, rel=0.01)


def test_service_level_and_the_stock_for_it_agree():
    series = _series(_draw().poisson(4, 300))
    told = demand.forecast(series)
    stock = demand.stock_for(series, told, 0.95, 14, _draw())
    assert demand.service_level(series, told, stock, 14, _draw()) == pytest.approx(0.95, abs=0.01)
    assert demand.service_level(series, told, 0, 14, _draw()) < 0.05


def test_on_real_sales_the_choice_beats_naive_and_the_interval_holds(shared_data):
    """Forecasts know only what was before the cut; units of all products together."""
    results = retail_series.back_test(shared_data(retail_series.FILE), date(2011, 7, 1), 300)
    assert len(results) > 200
    assert sum(one["error"] for one in results) <= sum(one["naive_error"] for one in results) * 1.02
    assert 0.65 <= np.mean([one["inside"] for one in results]) <= 0.95
