"""How much to order from a supplier: speed of sales, days of cover, proposed quantity (S0.43, S0.49).

The rule is the one a shop keeps by eye: when what is free does not last until the supplier has delivered and some days
more, order as much as lasts for the days wanted. More demand never proposes less, more stock never proposes more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

DAYS_PER_WEEK = 7
# Recent weeks weigh more; the newest comes first. Thirteen weeks are the quarter that is looked at.
WEEK_WEIGHTS = (3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1)
WINDOW_DAYS = DAYS_PER_WEEK * len(WEEK_WEIGHTS)
# What the best week sold beyond twice the second best was one big order, not a habit: a quarter of it counts.
HABIT_FACTOR = 2
EXCESS_SHARE = 0.25
NO_END_DAYS = 999
_DIGITS = 6  # quantities of the database are floats; closer than this is the same


@dataclass(frozen=True)
class Policy:
    """What the company wants in stock.

    :param cover_days: how long an order should last after it has arrived
    :param safety_days: order when what is free does not last so many days beyond the supplier's delivery time
    """

    cover_days: int = 30
    safety_days: int = 7

    def __post_init__(self):
        if not 0 <= self.safety_days <= self.cover_days:
            raise ValueError("the safety days lie between 0 and the days of cover")


@dataclass(frozen=True)
class Goods:
    """One product, in its own unit of measure.

    :param speed: pieces sold per day, see :func:`speed`
    :param lead_days: days from the order to the arrival
    :param rule_minimum: of the reordering rule, 0 without one
    :param rule_maximum: of the reordering rule, 0 without one
    :param pack: the supplier delivers multiples of this; 0 for any quantity
    :param supplier_minimum: the supplier delivers no less than this
    """

    on_hand: float
    promised: float = 0.0
    incoming: float = 0.0
    speed: float = 0.0
    lead_days: float = 0.0
    rule_minimum: float = 0.0
    rule_maximum: float = 0.0
    pack: float = 1.0
    supplier_minimum: float = 0.0

    @property
    def free(self) -> float:
        """What is left once everything promised has gone and everything ordered has come."""
        return round(self.on_hand + self.incoming - self.promised, _DIGITS)


@dataclass(frozen=True)
class Proposal:
    """What to order and why.

    :param reason: ``owed`` (more is promised than there is), ``rule`` (below the reordering rule), ``cover`` (will not
        last), ``enough``, ``unsold`` (nothing sold, nothing needed)
    """

    quantity: float
    reason: str
    cover_days: float


def speed(weeks: Sequence[float]) -> float:
    """Return pieces per day from what each week sold, the newest first; missing weeks sold nothing, returns count 0.

    >>> speed([7] * 13)
    1.0
    >>> speed([0, 0, 70]) < speed([70, 0, 0]) * 1.01  # the same big order, three weeks later
    True
    >>> speed([2] * 12 + [200]) < 0.8  # one big order hardly moves it
    True
    """
    sold = [max(float(quantity), 0.0) for quantity in weeks[: len(WEEK_WEIGHTS)]]
    sold += [0.0] * (len(WEEK_WEIGHTS) - len(sold))
    best = max(range(len(sold)), key=sold.__getitem__)
    second = max(quantity for week, quantity in enumerate(sold) if week != best)
    habit = HABIT_FACTOR * second
    if sold[best] > habit:
        sold[best] = habit + (sold[best] - habit) * EXCESS_SHARE
    weighted = sum(weight * quantity for weight, quantity in zip(WEEK_WEIGHTS, sold, strict=True))
    return round(weighted / sum(WEEK_WEIGHTS) / DAYS_PER_WEEK, _DIGITS)


def cover_days(free: float, daily: float) -> float:
    """Return how many days the free stock lasts: 0 when there is none, ``NO_END_DAYS`` when nothing is sold.

    >>> cover_days(10, 2), cover_days(-3, 2), cover_days(10, 0)
    (5.0, 0.0, 999)
    """
    if free <= 0:
        return 0.0
    return NO_END_DAYS if daily <= 0 else min(round(free / daily, 1), NO_END_DAYS)


def propose(goods: Goods, policy: Policy) -> Proposal:
    """Return what to order now.

    >>> propose(Goods(on_hand=3, speed=1.0, lead_days=5), Policy(cover_days=30, safety_days=7))
    Proposal(quantity=32, reason='cover', cover_days=3.0)
    >>> propose(Goods(on_hand=40, speed=1.0, lead_days=5), Policy(cover_days=30, safety_days=7)).quantity
    0
    """
    lasts = cover_days(goods.free, goods.speed)
    needed = goods.speed * (goods.lead_days + policy.safety_days)
    trigger = max(needed, goods.rule_minimum, 0.0)
    if goods.free >= round(trigger, _DIGITS):
        return Proposal(0, "unsold" if goods.speed <= 0 else "enough", lasts)
    target = max(goods.speed * (goods.lead_days + policy.cover_days), goods.rule_minimum, goods.rule_maximum, 0.0)
    quantity = order_quantity(target - goods.free, goods.pack, goods.supplier_minimum)
    if goods.free < 0:
        return Proposal(quantity, "owed", lasts)
    return Proposal(quantity, "cover" if goods.free < needed else "rule", lasts)


def order_quantity(wanted: float, pack: float, minimum: float) -> float:
    """Round up to what the supplier delivers: whole packs, and no less than its minimum.

    >>> order_quantity(13, 12, 0), order_quantity(3, 1, 10), order_quantity(0, 12, 10), order_quantity(2.2, 0, 0)
    (24, 10, 0, 2.2)
    """
    if wanted <= 0:
        return 0
    wanted = max(wanted, minimum)
    if pack <= 0:
        return round(wanted, _DIGITS)
    quantity = round(math.ceil(round(wanted / pack, _DIGITS)) * pack, _DIGITS)
    return int(quantity) if quantity == int(quantity) else quantity
