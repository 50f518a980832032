"""What to offer a reseller: what he sells and will run out of before a delivery could come, and what became of it.

Our stock is shared among resellers case by case: the next case goes to whom it lasts shortest. Times, prices and the
courier's cost come from the caller; nothing is read here.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

STOPPED, ON_THE_WAY, DECLINED, ENOUGH, NO_PRICE, NO_STOCK, COSTLY = (
    "stopped", "on_the_way", "declined", "enough", "no_price", "no_stock", "costly",
)  # fmt: skip
RUNS_OUT, IS_OUT = "runs_out", "is_out"
# Sentences for people; the caller translates them and fills in ``Line.facts``.
TEXTS = {
    RUNS_OUT: "You sell %(rate)s a day. %(stock)s are left, until about %(until)s; a delivery takes %(days)s days.",
    IS_OUT: "You sell %(rate)s a day and have none left. A delivery takes %(days)s days.",
    STOPPED: "Not sold since %(last_sold)s.",
    ON_THE_WAY: "%(on_the_way)s are on their way and last.",
    DECLINED: "Declined on %(declined)s.",
    ENOUGH: "The stock lasts %(cover)s days.",
    NO_PRICE: "There is no price for this reseller.",
    NO_STOCK: "We have no full case left.",
    COSTLY: "Shipping would cost %(cost)s for goods of %(value)s.",
}
FEWEST = 10


@dataclass(frozen=True)
class Policy:
    """The rules of offering.

    :param review_days: until the next offer
    :param cover_days: how long the goods should last once they are there
    :param declined_days: how long a refusal holds
    :param stopped_days: without a sale for so long, or four times his usual interval if that is longer: he stopped
    :param courier_share: the most that shipping may cost of the goods' value
    """

    review_days: int = 7
    cover_days: int = 28
    declined_days: int = 30
    stopped_days: int = 60
    courier_share: Decimal = Decimal("0.15")


@dataclass(frozen=True)
class Need:
    """A product at a reseller.

    :param rate: units a day, by ``lib.insight.demand``
    :param on_the_way: units ordered and not yet there, offers that wait for his answer included
    :param courier_days: until a delivery is at his place
    :param price: his price for one unit, whole rupiah
    :param wanted: stock for the whole time until the goods after these, with the service level the caller chose;
        None: the rate times the days
    """

    reseller: object
    product: object
    rate: float
    stock: float
    courier_days: int
    price: Decimal | None
    case_size: int = 1
    on_the_way: float = 0
    last_sold: date | None = None
    sale_interval_days: float = 1
    declined: date | None = None
    is_sold: bool = True
    wanted: float | None = None

    @property
    def cover(self) -> float:
        """Days that the stock and what is on the way last."""
        return max(self.stock + self.on_the_way, 0) / self.rate if self.rate > 0 else math.inf


@dataclass(frozen=True)
class Line:
    """An offered product.

    :param expected_units: of it, that he would otherwise not have been able to sell until the next delivery
    :param reason: a key of ``TEXTS``; ``facts`` fill it in
    """

    product: object
    quantity: int
    price: Decimal
    expected_units: float
    reason: str
    facts: dict

    @property
    def value(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True)
class Courier:
    """What the caller's courier says about a parcel of some lines."""

    cost: Decimal
    arrival: date


@dataclass(frozen=True)
class Offer:
    """All that is offered to one reseller, in one parcel."""

    reseller: object
    lines: tuple[Line, ...]
    courier: Courier

    @property
    def value(self) -> Decimal:
        return sum((line.value for line in self.lines), Decimal())


@dataclass(frozen=True)
class Withheld:
    """A product that is not offered, and why."""

    reseller: object
    product: object
    reason: str
    facts: dict


def propose(
    needs: Iterable[Need],
    available: Mapping[object, float],
    courier: Callable[[object, Sequence[Line]], Courier],
    today: date,
    policy: Policy | None = None,
) -> tuple[list[Offer], list[Withheld]]:
    """Make offers for all resellers at once, for they share our stock.

    :param available: product -> units of ours that nobody has yet
    :param courier: cost and arrival of a parcel; asked once for each reseller
    """
    policy, withheld, wanting = policy or Policy(), [], []
    for need in sorted(needs, key=lambda need: (str(need.reseller), str(need.product))):
        if reason := refusal(need, today, policy):
            withheld.append(Withheld(need.reseller, need.product, reason, _facts(need, today)))
        else:
            wanting.append(need)
    shares = allocate(wanting, available, policy)
    lines = defaultdict(list)
    for need, quantity in zip(wanting, shares, strict=True):
        if quantity:
            lines[need.reseller].append((need, _line(need, quantity, today, policy)))
        else:
            reason = NO_STOCK if cases(need, policy) else ENOUGH
            withheld.append(Withheld(need.reseller, need.product, reason, _facts(need, today)))
    offers = []
    for reseller, pairs in lines.items():
        offer = _offer(reseller, [line for _need, line in pairs], courier)
        if offer.courier.cost <= offer.value * policy.courier_share:
            offers.append(offer)
        else:
            facts = {"cost": offer.courier.cost, "value": offer.value}
            withheld += [Withheld(reseller, line.product, COSTLY, facts) for line in offer.lines]
    return offers, withheld


def refusal(need: Need, today: date, policy: Policy) -> str | None:
    """Say why a product is not to be offered; None where it is.

    Nothing he stopped selling, nothing he declined lately, nothing he has enough of or on its way.
    """
    if not need.is_sold or need.rate <= 0 or _is_stopped(need, today, policy):
        return STOPPED
    if need.declined and (today - need.declined).days < policy.declined_days:
        return DECLINED
    if need.price is None or need.price <= 0:
        return NO_PRICE
    days = need.courier_days + policy.review_days
    if need.cover >= days:
        lasts_alone = max(need.stock, 0) / need.rate >= days
        return ENOUGH if lasts_alone else ON_THE_WAY
    return None


def _is_stopped(need: Need, today: date, policy: Policy) -> bool:
    if need.last_sold is None:
        return True
    return (today - need.last_sold).days > max(policy.stopped_days, 4 * need.sale_interval_days)


def cases(need: Need, policy: Policy) -> int:
    """Full cases he needs to last until the delivery after the next."""
    days = need.courier_days + policy.review_days + policy.cover_days
    wanted = need.wanted if need.wanted is not None else need.rate * days
    missing = wanted - max(need.stock, 0) - need.on_the_way
    return max(math.ceil(round(missing / max(need.case_size, 1), 6)), 0)


def allocate(needs: Sequence[Need], available: Mapping[object, float], policy: Policy) -> list[int]:
    """Share our stock: the next case of a product goes to the reseller whom it lasts shortest.

    :return: units for each need, full cases; the same whatever the order of the needs
    """
    quantities = [0] * len(needs)
    by_product = defaultdict(list)
    for place, need in enumerate(needs):
        by_product[need.product].append(place)
    for product, places in by_product.items():
        left = max(available.get(product, 0), 0)
        full = {place: cases(needs[place], policy) * max(needs[place].case_size, 1) for place in places}
        if sum(full.values()) <= left:
            for place in places:
                quantities[place] = full[place]
            continue
        waiting = [(needs[place].cover, str(needs[place].reseller), place) for place in places if full[place]]
        heapq.heapify(waiting)
        while waiting:
            cover, name, place = heapq.heappop(waiting)
            size = max(needs[place].case_size, 1)
            if size > left:
                continue  # his case does not fit any more; a smaller one may
            quantities[place] += size
            left -= size
            if quantities[place] < full[place]:
                heapq.heappush(waiting, (cover + size / needs[place].rate, name, place))
    return quantities


def _line(need: Need, quantity: int, today: date, policy: Policy) -> Line:
    days = need.courier_days + policy.review_days + policy.cover_days
    uncovered = max(days - max(need.cover, need.courier_days), 0)  # before the delivery nothing can be helped
    reason = IS_OUT if need.stock <= 0 else RUNS_OUT
    expected = min(float(quantity), need.rate * uncovered)
    return Line(need.product, quantity, need.price, expected, reason, _facts(need, today))


def _facts(need: Need, today: date) -> dict:
    alone = max(need.stock, 0) / need.rate if need.rate > 0 else None
    return {
        "rate": round(need.rate, 2 if need.rate < 10 else 0), "stock": max(need.stock, 0), "days": need.courier_days,
        "until": today + timedelta(days=int(min(alone, 3650))) if alone is not None else None,
        "cover": round(min(need.cover, 3650)) if need.rate > 0 else None, "last_sold": need.last_sold,
        "declined": need.declined, "on_the_way": need.on_the_way,
    }  # fmt: skip


def _offer(reseller, lines: list[Line], courier: Callable) -> Offer:
    lines = tuple(sorted(lines, key=lambda line: (-line.value, str(line.product))))
    return Offer(reseller, lines, courier(reseller, lines))


@dataclass(frozen=True)
class Outcome:
    """What became of an offered line over the time its goods were meant for.

    :param forecast: units he would have sold without it: what the forecast of that day said, no more than he had
    :param sold: units he sold
    """

    is_accepted: bool
    forecast: float
    sold: float


@dataclass(frozen=True)
class Uplift:
    """Sold against forecast.

    :param ratio: sold / forecast - 1 of accepted lines; None where there are none, or nothing was forecast
    :param low: with ``high`` the interval of nine in ten; None for fewer than ``FEWEST`` lines, which prove nothing
    :param others: the same ratio of lines that were not accepted: what the forecast is wrong by anyway
    """

    n: int
    ratio: float | None
    low: float | None
    high: float | None
    others: float | None
    others_n: int


def uplift(outcomes: Iterable[Outcome], draw: np.random.Generator, *, times: int = 1_000) -> Uplift:
    """Measure what offers were good for, beside what happened where they were not taken.

    Who accepts chooses himself: the difference to the others is no proof of cause, and is not called one.
    """
    outcomes = list(outcomes)
    taken, others = (
        np.array([(one.sold, one.forecast) for one in outcomes if one.is_accepted is which], float).reshape(-1, 2)
        for which in (True, False)
    )
    low = high = None
    if len(taken) >= FEWEST and taken[:, 1].sum() > 0:
        sums = taken[draw.integers(0, len(taken), (times, len(taken)))].sum(axis=1)
        ratios = sums[sums[:, 1] > 0]
        low, high = (float(value) for value in np.quantile(ratios[:, 0] / ratios[:, 1] - 1, (0.05, 0.95)))
    return Uplift(len(taken), _ratio(taken), low, high, _ratio(others), len(others))


def _ratio(pairs: np.ndarray) -> float | None:
    sold, forecast = pairs.sum(axis=0)
    return float(sold / forecast - 1) if forecast > 0 else None
