"""How often goods fail, with the bounds that so few cases allow, and which of them fail more than their kind.

Failures of a product are counted over the months its units were in use; the bounds are exact for a Poisson count
(Garwood 1936), those of a share exact for a binomial one (Clopper and Pearson 1934). Source: anchors 3.3, S0.76.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scipy.special import betaincinv, gammaincinv

CONFIDENCE = 0.99  # of the two bounds together; a wrong alarm stops a sale
MIN_FAILURES = 3  # fewer are chance, whatever the bounds say
DAYS_PER_MONTH = 365.25 / 12
OK, WATCH, ALERT = "ok", "watch", "alert"


@dataclass(frozen=True)
class Rate:
    """Failures per hundred units and year, with lower and upper bound."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Group:
    """What is compared with its peers.

    :ivar key: names it
    :ivar peers: names those it is compared with, such as its category
    :ivar units: pieces sold
    :ivar months: months all of them together were in use
    :ivar failures: how many of them failed by themselves
    """

    key: object
    peers: object
    units: float
    months: float
    failures: int


@dataclass(frozen=True)
class Finding:
    """A group's rate, what is usual among its peers without it, and whether it is an alert."""

    group: Group
    rate: Rate
    usual: Rate | None
    state: str


def poisson(failures: int, months: float, confidence: float = CONFIDENCE) -> Rate:
    """Return the rate of a count of failures in months of use.

    :raises ValueError: for negative numbers, or failures without any time of use

    >>> rate = poisson(0, 1200)
    >>> rate.value, rate.lower, round(rate.upper, 1)
    (0.0, 0.0, 5.3)
    """
    if failures < 0 or months < 0 or (failures and not months):
        raise ValueError("failures need a time of use")
    if not months:
        return Rate(0.0, 0.0, float("inf"))
    tail = (1 - confidence) / 2
    scale = 100 * 12 / months
    lower = gammaincinv(failures, tail) if failures else 0.0
    upper = gammaincinv(failures + 1, 1 - tail)
    return Rate(failures * scale, float(lower) * scale, float(upper) * scale)


def share(part: int, whole: int, confidence: float = 0.95) -> Rate:
    """Return a share in percent with its bounds.

    >>> share(0, 0)
    Rate(value=0.0, lower=0.0, upper=100.0)
    >>> found = share(8, 10)
    >>> round(found.lower), found.value, round(found.upper)
    (44, 80.0, 97)
    """
    if not 0 <= part <= whole:
        raise ValueError("a part is not more than the whole")
    if not whole:
        return Rate(0.0, 0.0, 100.0)
    tail = (1 - confidence) / 2
    lower = betaincinv(part, whole - part + 1, tail) if part else 0.0
    upper = betaincinv(part + 1, whole - part, 1 - tail) if part < whole else 1.0
    return Rate(100 * part / whole, 100 * float(lower), 100 * float(upper))


def months_in_use(start: date, end: date) -> float:
    """Return the months between two days; none where it ended before it began."""
    return max((end - start).days, 0) / DAYS_PER_MONTH


def judge(groups: Iterable[Group], *, minimum: int = MIN_FAILURES, confidence: float = CONFIDENCE) -> list[Finding]:
    """Compare each group with all its peers but itself.

    An alert: even the lower bound of its rate is above the upper bound of what is usual. Watched: its rate is.

    >>> usual = [Group(f"usual {n}", "laptops", 100, 1200, 2) for n in range(5)]
    >>> [one.state for one in judge([*usual, Group("bad", "laptops", 50, 300, 12)])]
    ['ok', 'ok', 'ok', 'ok', 'ok', 'alert']
    """
    groups = list(groups)
    sums = defaultdict(lambda: [0, 0.0])
    for group in groups:
        sums[group.peers][0] += group.failures
        sums[group.peers][1] += group.months
    findings = []
    for group in groups:
        failures, months = sums[group.peers]
        rate = poisson(group.failures, group.months, confidence)
        others = max(months - group.months, 0.0)
        usual = poisson(failures - group.failures, others, confidence) if others > 1e-6 else None
        findings.append(Finding(group, rate, usual, _state(group, rate, usual, minimum)))
    return findings


def _state(group: Group, rate: Rate, usual: Rate | None, minimum: int) -> str:
    if usual is None or group.failures < minimum:
        return OK
    if rate.lower > usual.upper:
        return ALERT
    return WATCH if rate.value > usual.upper else OK


def batch_of(receipt: str | None, serial: str | None, prefix: int = 6) -> str:
    """Name the batch a unit came in: the receipt that brought it, else the first characters of its serial number.

    >>> batch_of("WH/IN/00012", "5CG1234567"), batch_of(None, "5cg1234567"), batch_of(None, None)
    ('WH/IN/00012', '5CG123…', '')
    """
    if receipt:
        return receipt
    serial = (serial or "").strip().upper()
    return f"{serial[:prefix]}…" if len(serial) > prefix else ""
