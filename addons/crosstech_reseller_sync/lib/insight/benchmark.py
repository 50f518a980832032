"""How a reseller does among others, without telling anything of any other one.

What keeps the others unknown:

- *Enough shops*: himself and at least five others, else no figure.
- *Nobody dominates*: no figure where one shop is more than half of the sum, nor where one shop is more than half of
  what is left without the largest one (the largest knows its own part).
- *One figure for all*: quartiles are of the whole group and the same for each of its members, so that two members
  cannot subtract their views from each other. They are cut to two digits.
- *No differencing across periods*: who joins waits until as many have joined as a group needs; when fewer than
  that have left, the period is passed over (:func:`cohort`). A period that was told is never counted again: what comes
  late belongs to the next one; periods do not overlap. The caller keeps the group of each figure that was told.
- *No small cells*: of groups within groups (a category, a province), one that differs from another group told for
  the same period by fewer shops than a group needs is not told (:func:`may_tell`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

OTHERS = 5
LARGEST_SHARE = 0.5
DIGITS = 2
TOO_FEW, DOMINATED, NOT_MEMBER, CHANGED = "too_few", "dominated", "not_member", "changed"


@dataclass(frozen=True)
class Comparison:
    """A reseller among the group.

    :param withheld: why there is no figure: ``too_few``, ``dominated``, ``not_member``, ``changed``; then all else is
        None
    :param rank: 1 is the highest value; shops with the same value share the better rank
    """

    own: float | None = None
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None
    rank: int | None = None
    shops: int | None = None
    withheld: str | None = None


def compare(reseller, values: Mapping[object, float]) -> Comparison:
    """Compare a reseller with the group.

    :param values: reseller -> value of one period that is over, all of the group and him; none negative

    >>> compare("a", {"a": 5, "b": 4, "c": 6, "d": 5, "e": 7, "f": 3}).rank
    3
    >>> compare("a", {"a": 5, "b": 4, "c": 6}).withheld
    'too_few'
    """
    if reseller not in values:
        return Comparison(withheld=NOT_MEMBER)
    if refusal := refused(values.values()):
        return Comparison(withheld=refusal)
    told = np.array(sorted(values.values()), float)
    quartiles = [_blunt(value) for value in np.quantile(told, (0.25, 0.5, 0.75))]
    own = float(values[reseller])
    return Comparison(own, *quartiles, int((told > own).sum()) + 1, len(told))


def refused(values: Iterable[float]) -> str | None:
    """Say why a group gives no figure; None where it does.

    :raises ValueError: for a negative value, of which no share can be told
    """
    values = np.array(sorted(values), float)
    if len(values) and (not np.isfinite(values).all() or values[0] < 0):
        raise ValueError("values are finite and not negative")
    active = values[values > 0]  # a shop without the thing hides nobody
    if len(active) < OTHERS + 1:
        return TOO_FEW
    total, largest = active.sum(), active[-1]
    if largest > LARGEST_SHARE * total or active[-2] > LARGEST_SHARE * (total - largest):
        return DOMINATED
    return None


def cohort(now: frozenset, told_before: frozenset | None) -> frozenset | None:
    """Return the group of a period, given the group that was told last.

    :return: None where the period is to be passed over

    >>> old = frozenset("abcdef")
    >>> sorted(cohort(old | {"g"}, old)), cohort(old - {"a"}, old)
    (['a', 'b', 'c', 'd', 'e', 'f'], None)
    """
    if told_before is None:
        return now
    left, joined = told_before - now, now - told_before
    if left and len(left) <= OTHERS:
        return None
    return now if len(joined) > OTHERS else now & told_before


def may_tell(group: frozenset, told: Iterable[frozenset]) -> bool:
    """Whether a group, beside others told for the same period, gives no small group away by subtraction.

    >>> may_tell(frozenset("abcdef"), [frozenset("abcdefg")]), may_tell(frozenset("abcdef"), [frozenset("abcdef")])
    (False, True)
    """
    for other in told:
        for part in (group - other, other - group, group & other):
            if 0 < len(part) <= OTHERS and part not in (group, other):
                return False
    return len(group) > OTHERS


def _blunt(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
