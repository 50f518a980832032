"""Whose territory a place is on a day (S0.36).

A territory is a region of the national list, with everything below it, given to a reseller from a day on. Which pairs
of territories may stand side by side is settled by the database (docs/adr/0009-territories-in-the-database.md); here
the one that counts is chosen.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

KEEP, CREDIT, HAND_OVER = "keep", "credit", "hand_over"
POLICIES = (KEEP, CREDIT, HAND_OVER)


@dataclass(frozen=True)
class Territory:
    """A region in the hands of a reseller; the last day counts in, ``None`` is open."""

    id: int
    code: str
    date_from: date
    date_to: date | None = None
    is_exclusive: bool = True

    def covers(self, day: date) -> bool:
        """Whether the territory is in force on a day.

        >>> Territory(1, "61", date(2026, 1, 1), date(2026, 1, 31)).covers(date(2026, 1, 31))
        True
        """
        return self.date_from <= day and (self.date_to is None or day <= self.date_to)

    @property
    def rank(self) -> tuple:
        """What decides between territories of one region: exclusive ones first, then the earliest."""
        return (not self.is_exclusive, self.date_from, self.id)


def lineage(code: str) -> tuple[str, ...]:
    """Return a region's code and those of the regions around it, nearest first.

    >>> lineage("61.71.01")
    ('61.71.01', '61.71', '61')
    """
    parts = code.split(".")
    return tuple(".".join(parts[:depth]) for depth in range(len(parts), 0, -1))


class TerritoryIndex:
    """Territories by region, built once for any number of orders."""

    def __init__(self, territories: Iterable[Territory]):
        by_code = defaultdict(list)
        for territory in territories:
            by_code[territory.code].append(territory)
        self._by_code = {code: sorted(found, key=lambda one: one.rank) for code, found in by_code.items()}

    def resolve(self, code: str | None, day: date) -> Territory | None:
        """Return whose place this is on a day: the most specific region decides, then ``Territory.rank``.

        :param code: of a region of any level; None or empty belongs to nobody

        >>> index = TerritoryIndex([Territory(1, "61", date(2026, 1, 1)), Territory(2, "61.71", date(2026, 1, 1))])
        >>> index.resolve("61.71.01", date(2026, 5, 1)).id, index.resolve("61.02.03", date(2026, 5, 1)).id
        (2, 1)
        >>> index.resolve("611", date(2026, 5, 1))
        """
        for region in lineage(code) if code else ():
            for territory in self._by_code.get(region, ()):
                if territory.covers(day):
                    return territory
        return None
