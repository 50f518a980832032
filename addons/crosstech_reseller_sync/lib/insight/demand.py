"""How much of a product is sold a day, how long the stock lasts, and how sure that is.

A day on which nothing was there to be sold says nothing about demand: it is left out. Which forecast is used, each
series decides on its own past; where none is better than "as much as lately" (naive), that is used and said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

NAIVE, AVERAGE, SBA, TSB, TOO_SHORT = "naive", "average", "sba", "tsb", "too_short"
HORIZON = 28
AVERAGE_DAYS = 91
ORIGINS = 12
FEWEST_ORIGINS = 4
# A method must be so much better than naive on its own past: less is luck.
GAIN = 0.05
PATHS = 500
FARTHEST_DAYS = 365
BLOCK = 7
# So many days with a sale say as much about the coming rate as one would if demand were steady: found on real sales,
# where without it the interval held in 7 of 10 cases instead of 8.
UNSTEADY = 8


@dataclass(frozen=True)
class Series:
    """Sales per day, and on which days there was something to sell."""

    start: date
    sold: np.ndarray
    in_stock: np.ndarray

    @property
    def demand(self) -> np.ndarray:
        """Sales of the days that count."""
        return self.sold[self.in_stock]


@dataclass(frozen=True)
class Forecast:
    """Units per day from now on.

    :param method: ``naive``, ``average``, ``sba``, ``tsb``, or ``too_short`` for a plain mean that nothing proves
    :param error: mean absolute error of the units sold in ``HORIZON`` days, on its own past; None where too short
    :param naive_error: the same of naive
    :param origins: on how many stretches of its past it was tried
    :param events: days with a sale
    """

    rate: float
    method: str
    error: float | None
    naive_error: float | None
    origins: int
    events: int


@dataclass(frozen=True)
class StockOut:
    """When the stock ends.

    :param cover_days: stock (with what arrives) at the forecast rate; None where nothing sells
    :param expected: median of simulated futures; None: not within a year
    :param early: one future in ten is earlier
    :param late: one in ten is later; None: not within a year
    """

    cover_days: float | None
    expected: date | None
    early: date | None
    late: date | None


def daily(sales: Iterable[tuple[date, float]], levels: Iterable[tuple[date, float]], start: date, end: date) -> Series:
    """Make the series of a product.

    :param sales: day and units; returns are negative and undo the sales before them
    :param levels: day and stock at its end, where known; it holds until the next known one. Before the first known
        level every day counts
    :param end: last day, included

    >>> day = date(2026, 1, 1)
    >>> daily([(day, 2)], [(day, 0)], day, date(2026, 1, 3)).in_stock.tolist()
    [True, False, False]
    """
    days = (end - start).days + 1
    sold = np.zeros(max(days, 0))
    for day, units in sales:
        if start <= day <= end and np.isfinite(units):
            sold[(day - start).days] += units
    stock = _levels_at_start(levels, start, days)
    sold = _without_returns(sold)
    return Series(start, sold, ~(stock <= 0) | (sold > 0))


def _levels_at_start(levels: Iterable[tuple[date, float]], start: date, days: int) -> np.ndarray:
    """Stock in the morning of each day, NaN where unknown."""
    stock = np.full(max(days, 0), np.nan)
    for day, level in sorted(levels):
        morning = max((day - start).days + 1, 0)
        stock[morning:] = level
    return stock


def _without_returns(sold: np.ndarray) -> np.ndarray:
    """Take what came back off the latest sales before; a return without a sale is nobody's demand."""
    sold = sold.copy()
    for day in np.flatnonzero(sold < 0):
        back, sold[day] = -sold[day], 0.0
        for earlier in range(day - 1, -1, -1):
            taken = min(back, sold[earlier])
            sold[earlier] -= taken
            back -= taken
            if back <= 0:
                break
    return sold


def rates(demand: np.ndarray) -> dict[str, np.ndarray]:
    """The rate that each method tells after each day; place 0 is before the first day."""
    total = np.concatenate(([0.0], np.cumsum(demand)))
    days = np.arange(len(demand) + 1)
    return {
        NAIVE: _mean_of_last(total, days, HORIZON),
        AVERAGE: _mean_of_last(total, days, AVERAGE_DAYS),
        SBA: _sba(demand, 0.1),
        TSB: _tsb(demand, 0.1, 0.05),
    }


def _mean_of_last(total: np.ndarray, days: np.ndarray, width: int) -> np.ndarray:
    since = np.maximum(days - width, 0)
    return (total - total[since]) / np.maximum(days - since, 1)


def _sba(demand: np.ndarray, alpha: float) -> np.ndarray:
    """Croston's method with the correction of Syntetos and Boylan: size over interval, each smoothed."""
    told, size, interval, waited, rate = [0.0], 0.0, 0.0, 1, 0.0
    for units in demand.tolist():
        if units > 0:
            if size:
                size += alpha * (units - size)
                interval += alpha * (waited - interval)
            else:
                size, interval = units, float(waited)
            waited = 0
            rate = (1 - alpha / 2) * size / interval
        waited += 1
        told.append(rate)
    return np.array(told)


def _tsb(demand: np.ndarray, alpha: float, beta: float) -> np.ndarray:
    """The method of Teunter, Syntetos and Babai: what no longer sells fades."""
    told, size, chance = [0.0], 0.0, 0.0
    for place, units in enumerate(demand.tolist()):
        happened = units > 0
        weight = max(beta, 1 / (place + 1))  # a plain mean to begin with
        chance += weight * (happened - chance)
        if happened:
            size = size + alpha * (units - size) if size else units
        told.append(size * chance)
    return np.array(told)


def forecast(series: Series) -> Forecast:
    """Choose a method by its errors on the series' own past, and tell the rate from now on."""
    demand = series.demand
    events = int((demand > 0).sum())
    if not events:
        return Forecast(0.0, TOO_SHORT, None, None, 0, 0)
    told = rates(demand)
    places = _origins(len(demand), demand)
    if len(places) < FEWEST_ORIGINS:
        return Forecast(float(demand.mean()), TOO_SHORT, None, None, len(places), events)
    total = np.concatenate(([0.0], np.cumsum(demand)))
    actual = total[places + HORIZON] - total[places]
    errors = {name: float(np.abs(rate[places] * HORIZON - actual).mean()) for name, rate in told.items()}
    best = min(errors, key=errors.__getitem__)
    if errors[best] >= errors[NAIVE] * (1 - GAIN):
        best = NAIVE
    return Forecast(float(told[best][-1]), best, errors[best], errors[NAIVE], len(places), events)


def _origins(days: int, demand: np.ndarray) -> np.ndarray:
    """Days of the past from which to look ahead: the last ones, half a horizon apart, none before it first sold."""
    first = int(np.argmax(demand > 0)) + HORIZON
    places = np.arange(days - HORIZON, first - 1, -HORIZON // 2)
    return places[:ORIGINS]


def futures(series: Series, rate: float, days: int, draw: np.random.Generator, paths: int = PATHS) -> np.ndarray:
    """Simulate sales per day: blocks of the series' own past year, at the forecast rate.

    How unsure the rate itself is follows from how often it sold: five sales a year say little.

    :return: array (paths, days)
    """
    demand = series.demand[-FARTHEST_DAYS:]
    mean = demand.mean() if len(demand) else 0.0
    if rate <= 0 or mean <= 0 or days <= 0:
        return np.zeros((paths, max(days, 0)))
    block = min(BLOCK, len(demand))
    count = -(-days // block)
    starts = draw.integers(0, len(demand) - block + 1, (paths, count))
    drawn = demand[starts[:, :, None] + np.arange(block)].reshape(paths, -1)[:, :days]
    events = min(int((demand > 0).sum()), HORIZON) / UNSTEADY
    doubt = draw.gamma(events + 0.5, 1 / (events + 0.5), (paths, 1))
    # Blocks miss the ends of the past a little; the mean is put right.
    return drawn * doubt * (rate / mean)


def stock_out(
    series: Series, told: Forecast, stock: float, today: date, draw: np.random.Generator,
    arriving: Iterable[tuple[date, float]] = (),
) -> StockOut:  # fmt: skip
    """Tell when the stock ends, with an interval that holds in eight of ten cases.

    :param arriving: day and units on their way
    """
    arriving = [(max((day - today).days, 0), units) for day, units in arriving if units > 0]
    stock = max(stock, 0.0)
    if told.rate <= 0:
        return StockOut(None, None, None, None)
    cover = (stock + sum(units for _day, units in arriving)) / told.rate
    supply = np.full(FARTHEST_DAYS, stock)
    for day, units in arriving:
        supply[day:] += units
    sold = np.cumsum(futures(series, told.rate, FARTHEST_DAYS, draw), axis=1)
    gone = sold >= supply - 1e-9
    ends = np.where(gone.any(axis=1), gone.argmax(axis=1), FARTHEST_DAYS)
    if stock <= 0 and not any(day == 0 for day, _units in arriving):
        ends[:] = 0
    early, middle, late = (_day(today, ends, share) for share in (0.1, 0.5, 0.9))
    return StockOut(cover, middle, early, late)


def _day(today: date, ends: np.ndarray, share: float) -> date | None:
    days = int(np.quantile(ends, share, method="lower"))
    return today + timedelta(days=days) if days < FARTHEST_DAYS else None


def service_level(series: Series, told: Forecast, stock: float, days: int, draw: np.random.Generator) -> float:
    """The chance that a stock lasts so many days."""
    return float((futures(series, told.rate, days, draw).sum(axis=1) <= stock).mean())


def stock_for(series: Series, told: Forecast, level: float, days: int, draw: np.random.Generator) -> float:
    """The stock that lasts so many days with a chance of ``level``."""
    return float(np.quantile(futures(series, told.rate, days, draw).sum(axis=1), level))
