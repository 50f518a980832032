"""Goods bought again and again: how often, how many, and whether they are due.

Source: S3.27 and docs/business-rules.md#reseller-9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

MINIMUM_PURCHASES = 3
ROUTINE_DAYS = 31  # at least once a month
REGULARITY = 0.5  # half of the pauses lie within this share around the usual one
FORGOTTEN_AFTER = 3  # intervals without a purchase: no routine any more


@dataclass(frozen=True)
class Habit:
    """A product a customer buys regularly.

    :param quantity: what he usually takes
    :param largest_quantity: the most he ever took: up to here the special price holds
    """

    interval_days: int
    last_date: date
    quantity: int
    largest_quantity: int
    purchases: int

    @property
    def due_date(self) -> date:
        """The day on which he would usually buy again."""
        return self.last_date + timedelta(days=self.interval_days)

    def is_due(self, today: date) -> bool:
        """Whether it is time again, and the routine not given up meanwhile."""
        return self.due_date <= today <= self.last_date + timedelta(days=FORGOTTEN_AFTER * self.interval_days)


def habit(purchases: Iterable[tuple[date, int]]) -> Habit | None:
    """Find the routine in what a customer bought of one product; ``None`` where there is none.

    Several purchases on a day count once. The usual pause is the median, so that one long holiday or one forgotten
    cable does not move it; pauses that jump about are no routine.

    >>> days = [(date(2026, 1, 5), 10), (date(2026, 1, 19), 12), (date(2026, 2, 2), 10)]
    >>> found = habit(days)
    >>> found.interval_days, found.quantity, found.due_date
    (14, 10, datetime.date(2026, 2, 16))
    >>> habit(days[:2]) is None
    True
    """
    by_day: dict[date, int] = {}
    for day, quantity in purchases:
        if quantity > 0:
            by_day[day] = by_day.get(day, 0) + quantity
    days = sorted(by_day)
    if len(days) < MINIMUM_PURCHASES:
        return None
    pauses = [(later - earlier).days for earlier, later in pairwise(days)]
    usual = median(pauses)
    spread = median(abs(pause - usual) for pause in pauses)
    if usual > ROUTINE_DAYS or spread > REGULARITY * usual:
        return None
    quantities = [by_day[day] for day in days]
    return Habit(max(1, round(usual)), days[-1], int(median(quantities)), max(quantities), len(days))


def may_remind(found: Habit, reminded: date | None, today: date) -> bool:
    """Whether to write to the customer: it is due, and he was not written to since he bought it last.

    A reminder that changed nothing is repeated after one interval, not before.

    >>> found = Habit(14, date(2026, 2, 2), 10, 12, 3)
    >>> may_remind(found, None, date(2026, 2, 16)), may_remind(found, date(2026, 2, 16), date(2026, 2, 20))
    (True, False)
    """
    if not found.is_due(today):
        return False
    return reminded is None or reminded <= found.last_date or (today - reminded).days >= found.interval_days


def with_special(discount: float, special: float) -> float:
    """Put the special discount on top of the one of the price list, both in percent.

    >>> with_special(10, 5)
    14.5
    """
    return round(100 - (100 - discount) * (100 - special) / 100, 4)
