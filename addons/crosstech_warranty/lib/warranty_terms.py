"""How long a warranty lasts: ends from a start and months; what a replacement inherits.

Source: docs/business-rules.md, warranty-1 to warranty-5.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MOST_MONTHS = 1200
REGISTRATION_DAYS = 30  # a warranty that starts with the customer's registration starts this late at the latest


class TermsError(ValueError):
    """Months that no warranty has."""


@dataclass(frozen=True)
class Terms:
    """Months of each cover; 0 means that there is none."""

    parts: int = 0
    labour: int = 0
    travel: int = 0
    supplier: int = 0


@dataclass(frozen=True)
class Cover:
    """The last covered day of each cover; None where there is none."""

    parts: date | None = None
    labour: date | None = None
    travel: date | None = None
    supplier: date | None = None


def end_date(start: date, months: int) -> date | None:
    """Return the last covered day: the same day of the month, or that month's last one where it is shorter.

    :return: None for 0 months
    :raises TermsError: when months are below 0 or above a century

    >>> end_date(date(2024, 2, 29), 12), end_date(date(2026, 1, 31), 1)
    (datetime.date(2025, 2, 28), datetime.date(2026, 2, 28))
    """
    if not 0 <= months <= MOST_MONTHS:
        raise TermsError(f"{months} months are no warranty")
    if not months:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def cover(terms: Terms, start: date, supplier_start: date | None = None) -> Cover:
    """Return what a unit is covered for.

    :param supplier_start: where the supplier counts from another day, such as the one he delivered to us

    >>> cover(Terms(parts=12, supplier=24), date(2026, 3, 1)).supplier
    datetime.date(2028, 3, 1)
    """
    return Cover(
        end_date(start, terms.parts),
        end_date(start, terms.labour),
        end_date(start, terms.travel),
        end_date(supplier_start or start, terms.supplier),
    )


def replacement_cover(old: Cover, terms: Terms, day: date, *, restarts: bool) -> Cover:
    """Return what the unit that replaces another one is covered for: never less than what was left.

    :param restarts: whether the months count again from the day of the replacement

    >>> replacement_cover(Cover(parts=date(2026, 12, 1)), Terms(parts=6), date(2026, 3, 1), restarts=True).parts
    datetime.date(2026, 12, 1)
    """
    if not restarts:
        return old
    new = cover(terms, day)
    return Cover(
        *(_later(getattr(old, kind), getattr(new, kind)) for kind in ("parts", "labour", "travel", "supplier"))
    )


def registration_start(delivered: date, registered: date | None) -> date:
    """Return the start of a warranty that begins when the customer registers; one who never does loses nothing.

    >>> registration_start(date(2026, 1, 1), None), registration_start(date(2026, 1, 1), date(2026, 6, 1))
    (datetime.date(2026, 1, 1), datetime.date(2026, 1, 31))
    """
    if not registered or registered < delivered:
        return delivered
    return min(registered, delivered + timedelta(days=REGISTRATION_DAYS))


def _later(first: date | None, second: date | None) -> date | None:
    return max(filter(None, (first, second)), default=None)
