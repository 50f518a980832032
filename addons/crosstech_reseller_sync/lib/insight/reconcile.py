"""What we delivered to a reseller against what he says he has and sold: the gap per product, and what may explain it.

Expected stock = stock counted before + what came in - what went out. Reasons are guesses from what is known, in units
that add up to the gap; ``unexplained`` is an answer, too.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DELIVERED, SOLD, RETURNED_TO_US, RETURNED_BY_BUYERS, BOUGHT_ELSEWHERE = (
    "delivered", "sold", "returned_to_us", "returned_by_buyers", "bought_elsewhere",
)  # fmt: skip
_SIGN = {DELIVERED: 1, SOLD: -1, RETURNED_TO_US: -1, RETURNED_BY_BUYERS: 1, BOUGHT_ELSEWHERE: 1}
TRANSIT, ARRIVED_LATE, OTHER_SUPPLIER, SALES_MISSING, FROZEN_REPORT, WRONG_COUNT, UNEXPLAINED = (
    "transit", "arrived_late", "other_supplier", "sales_missing", "frozen_report", "wrong_count", "unexplained",
)  # fmt: skip
# A gap of the same sign in so many periods, one after the other, is a habit and no accident.
HABIT = 3


@dataclass(frozen=True)
class Movement:
    """Units that came to the reseller or left him.

    :param day: of a delivery of ours the day it left us; of everything else the day it happened
    """

    day: date
    kind: str
    units: Decimal


@dataclass(frozen=True)
class Count:
    """Stock as the reseller reported it for the end of a day."""

    day: date
    units: Decimal


@dataclass(frozen=True)
class Period:
    """From one report of stock to the next.

    :param moved: units by kind of movement
    :param gap: reported less expected
    :param total_gap: of this period and all before it: what transit takes away, the next period gives back
    :param reasons: pairs (reason, units); the units add up to the gap
    """

    start: date
    end: date
    opening: Decimal
    moved: dict[str, Decimal]
    expected: Decimal
    reported: Decimal
    total_gap: Decimal
    reasons: tuple[tuple[str, Decimal], ...]

    @property
    def gap(self) -> Decimal:
        return self.reported - self.expected


def reconcile(counts: Iterable[Count], movements: Iterable[Movement], *, transit_days: int = 7) -> list[Period]:
    """Compare every report of stock with the one before it and what moved in between.

    :param counts: at most one a day counts: the last
    :param transit_days: how long a delivery of ours may be on its way

    >>> one, two = Count(date(2026, 1, 1), Decimal(10)), Count(date(2026, 1, 8), Decimal(7))
    >>> reconcile([one, two], [Movement(date(2026, 1, 5), SOLD, Decimal(3))])[0].gap
    Decimal('0')
    """
    ordered = sorted({count.day: count for count in counts}.values(), key=lambda count: count.day)
    movements = sorted(movements, key=lambda movement: movement.day)
    pairs = list(itertools.pairwise(ordered))
    moved = [_moved(movements, before.day, after.day) for before, after in pairs]
    gaps = [
        after.units - before.units - sum((_SIGN[kind] * units for kind, units in one.items()), Decimal())
        for (before, after), one in zip(pairs, moved, strict=True)
    ]
    return [_period(place, pairs, moved, gaps, movements, transit_days) for place in range(len(pairs))]


def _moved(movements: Sequence[Movement], after: date, until: date) -> Counter:
    moved = Counter()
    for movement in movements:
        if after < movement.day <= until:
            moved[movement.kind] += movement.units
    return moved


def _period(place: int, pairs, moved, gaps, movements, transit_days: int) -> Period:
    before, after = pairs[place]
    gap = gaps[place]
    waiting, late = (
        _moved(movements, count.day - timedelta(days=transit_days), count.day)[DELIVERED] for count in (after, before)
    )
    hints = _Hints(
        waiting=waiting, late=late, bought=moved[place][BOUGHT_ELSEWHERE], sold=moved[place][SOLD],
        is_frozen=after.units == before.units and bool(moved[place]), gaps=gaps, place=place,
    )  # fmt: skip
    return Period(
        before.day, after.day, before.units, dict(moved[place]), after.units - gap, after.units,
        sum(gaps[: place + 1], Decimal()), tuple(_reasons(gap, hints)),
    )  # fmt: skip


@dataclass(frozen=True)
class _Hints:
    waiting: Decimal
    late: Decimal
    bought: Decimal
    sold: Decimal
    is_frozen: bool
    gaps: list[Decimal]
    place: int

    @property
    def is_undone(self) -> bool:
        """Whether a neighbouring period has the same gap with the other sign: one count was wrong."""
        near = (self.place - 1, self.place + 1)
        return any(0 <= one < len(self.gaps) and self.gaps[one] == -self.gaps[self.place] for one in near)

    @property
    def is_habit(self) -> bool:
        latest = self.gaps[max(self.place - HABIT + 1, 0) : self.place + 1]
        return len(latest) == HABIT and len({gap > 0 for gap in latest}) == 1 and all(latest)


def _reasons(gap: Decimal, hints: _Hints) -> Iterable[tuple[str, Decimal]]:
    """Explain a gap, surest reason first."""
    left = gap
    before = hints.gaps[hints.place - 1] if hints.place else Decimal()
    if left < 0 and hints.waiting > 0:
        units = -min(-left, hints.waiting)
        yield TRANSIT, units
        left -= units
    elif left > 0 and hints.late > 0 and before < 0:
        units = min(left, hints.late, -before)
        yield ARRIVED_LATE, units
        left -= units
    if left:
        yield _guess(left, hints), left


def _guess(gap: Decimal, hints: _Hints) -> str:
    if hints.is_frozen:
        return FROZEN_REPORT
    if hints.is_undone:
        return WRONG_COUNT
    if gap > 0 and (hints.is_habit or hints.bought > 0):
        return OTHER_SUPPLIER
    if gap < 0 and (hints.is_habit or not hints.sold):
        return SALES_MISSING
    return UNEXPLAINED


def summary(periods: Sequence[Period]) -> dict[str, Decimal]:
    """Units by reason over all periods, signs kept, for a list of resellers and products."""
    total = Counter()
    for period in periods:
        for reason, units in period.reasons:
            total[reason] += units
    return {reason: units for reason, units in total.items() if units}
