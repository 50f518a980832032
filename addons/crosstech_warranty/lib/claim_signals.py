"""Signs that a claim deserves a second look. They are shown to people and decide nothing.

Outliers are found by the modified z-score of Iglewicz and Hoaglin (median and median absolute deviation, limit 3.5):
a few extreme customers do not hide each other, as they would with mean and standard deviation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

AGAIN_DAYS = 30
CLOCK_RESET_DAYS = 60
OUTLIER_LIMIT = 3.5
FEWEST_CLAIMS = 3
SMALLEST_POPULATION = 10
_MAD_TO_SIGMA = 1.4826
_MEAN_TO_SIGMA = 1.2533


@dataclass(frozen=True)
class Claim:
    """What is known when a failure is reported.

    :ivar is_our_serial: a unit of ours has it; ``None`` when no serial was given
    :ivar is_of_another: the unit belongs to somebody else than the reporter
    :ivar other_open: other requests of the unit that are still open
    :ivar days_since_last: days since the request before it, ``None`` for the first
    :ivar sold: when it was delivered; ``starts``: when its warranty begins
    :ivar claims_of_customer: his requests within a year, this one included
    :ivar customers_by_claims: number of customers by their number of requests within a year
    """

    failed: date
    is_our_serial: bool | None = None
    is_of_another: bool = False
    other_open: int = 0
    days_since_last: int | None = None
    sold: date | None = None
    starts: date | None = None
    claims_of_customer: int = 0
    customers_by_claims: Mapping[int, int] | None = None


def signals(claim: Claim) -> list[tuple[str, dict]]:
    """Return what stands out, gravest first, as code and the facts its words need.

    >>> signals(Claim(failed=date(2026, 1, 1), is_our_serial=True, sold=date(2026, 2, 1)))
    [('before_sale', {'failed': '2026-01-01', 'sold': '2026-02-01'})]
    """
    found = []
    if claim.is_our_serial is False:
        found.append(("not_ours", {}))
    if claim.is_of_another:
        found.append(("of_another", {}))
    if claim.other_open:
        found.append(("open_already", {"count": claim.other_open}))
    elif claim.days_since_last is not None and claim.days_since_last <= AGAIN_DAYS:
        found.append(("again", {"days": claim.days_since_last}))
    found += _dates(claim)
    if claim.claims_of_customer >= FEWEST_CLAIMS and is_outlier(
        claim.claims_of_customer, claim.customers_by_claims or {}
    ):
        found.append(("many_claims", {"count": claim.claims_of_customer}))
    return found


def _dates(claim: Claim) -> list[tuple[str, dict]]:
    found = []
    if claim.sold and claim.failed < claim.sold:
        found.append(("before_sale", {"failed": claim.failed.isoformat(), "sold": claim.sold.isoformat()}))
    if claim.sold and claim.starts and (claim.starts - claim.sold).days > CLOCK_RESET_DAYS:
        found.append(("clock_reset", {"sold": claim.sold.isoformat(), "starts": claim.starts.isoformat()}))
    return found


def robust_score(value: float, counts: Mapping[float, int]) -> float:
    """How far a value lies above the usual, in robust standard deviations.

    :param counts: how many have each value
    :return: 0 where nothing can be said: nobody, or all alike

    >>> round(robust_score(9, {1: 80, 2: 15, 3: 5}), 1)
    25.5
    """
    values = sorted(one for one, count in counts.items() for _ in range(count))
    if not values:
        return 0.0
    middle = median(values)
    spreads = [abs(one - middle) for one in values]
    sigma = _MAD_TO_SIGMA * median(spreads) or _MEAN_TO_SIGMA * sum(spreads) / len(spreads)
    return (value - middle) / sigma if sigma else 0.0


def is_outlier(value: float, counts: Mapping[float, int]) -> bool:
    """Whether a value is unusually high among enough others.

    >>> is_outlier(9, {1: 80, 2: 15, 3: 5}), is_outlier(2, {1: 80, 2: 15, 3: 5}), is_outlier(9, {1: 3})
    (True, False, False)
    """
    return sum(counts.values()) >= SMALLEST_POPULATION and robust_score(value, counts) > OUTLIER_LIMIT
