"""A reseller's membership: its states, how long it lasts, when to remind of its end (S0.10, S0.16).

The last day belongs to the membership. Days are those of the company's calendar.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

STATES = ("active", "suspended", "expired", "ended")
OPEN_STATES = ("active", "suspended")
REMINDER_DAYS = (30, 7)
REASON_LENGTH = range(5, 501)


class MembershipError(ValueError):
    """An action that is refused; ``code`` is ``role``, ``state``, ``reason``, ``over`` or ``not_over``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Action:
    """One row of the table.

    :ivar guards: names of functions of this module, asked in this order
    """

    sources: tuple[str, ...]
    roles: tuple[str, ...]
    target: str
    guards: tuple[str, ...] = ()


ACTIONS = {
    "suspend": Action(("active",), ("operational_manager",), "suspended", ("has_reason",)),
    "resume": Action(("suspended",), ("operational_manager",), "active", ("is_not_over",)),
    "end": Action(OPEN_STATES, ("operational_manager",), "ended", ("has_reason",)),
    "expire": Action(OPEN_STATES, ("system",), "expired", ("is_over",)),
    # An expired membership is followed by a new one; one that is in force gets a later end.
    "renew": Action(("active", "expired"), ("operational_manager",), "active"),
}


@dataclass(frozen=True)
class Facts:
    """What the guards look at; ``last_day`` is None where the membership has no end."""

    state: str
    roles: frozenset[str]
    today: date
    last_day: date | None = None
    reason: str = ""


def apply(action: str, facts: Facts) -> str:
    """Return the state an action leads to.

    :raises MembershipError: when role, state or a guard refuses

    >>> apply("expire", Facts("active", frozenset({"system"}), date(2027, 1, 1), date(2026, 12, 31)))
    'expired'
    """
    row = ACTIONS[action]
    if not facts.roles & set(row.roles):
        raise MembershipError("role")
    if facts.state not in row.sources:
        raise MembershipError("state")
    for guard in row.guards:
        GUARDS[guard](facts)
    return row.target


def has_reason(facts: Facts) -> None:
    """Refuse to take prices away without a reason of 5 to 500 characters: the reseller reads it."""
    if len(" ".join(facts.reason.split())) not in REASON_LENGTH:
        raise MembershipError("reason")


def is_over(facts: Facts) -> None:
    """Refuse to let a membership expire before its last day is over."""
    if facts.last_day is None or facts.today <= facts.last_day:
        raise MembershipError("not_over")


def is_not_over(facts: Facts) -> None:
    """Refuse to bring back what has ended meanwhile."""
    if facts.last_day is not None and facts.today > facts.last_day:
        raise MembershipError("over")


GUARDS = {guard.__name__: guard for guard in (has_reason, is_over, is_not_over)}


def last_day(first_day: date, months: int) -> date | None:
    """Return the last day of a membership; none for 0 months, which has no end.

    >>> last_day(date(2026, 1, 1), 12), last_day(date(2026, 1, 31), 1), last_day(date(2026, 1, 1), 0)
    (datetime.date(2026, 12, 31), datetime.date(2026, 2, 27), None)
    """
    return first_day + relativedelta(months=months) - relativedelta(days=1) if months else None


def renewed_last_day(today: date, old_last_day: date | None, months: int) -> date | None:
    """Return the new last day: no day that was granted already is lost, none that has passed is counted.

    >>> renewed_last_day(date(2026, 12, 1), date(2026, 12, 31), 12)
    datetime.date(2027, 12, 31)
    >>> renewed_last_day(date(2027, 3, 1), date(2026, 12, 31), 12)
    datetime.date(2028, 2, 29)
    """
    if old_last_day is None:
        return None
    first_day = max(today, old_last_day + relativedelta(days=1))
    return last_day(first_day, months)


def reminder(today: date, end: date | None, reminded_days: int) -> int:
    """Return for which of ``REMINDER_DAYS`` to remind today, 0 for none; what was missed is not sent twice.

    :param reminded_days: the reminder sent last, 0 for none

    >>> reminder(date(2026, 12, 1), date(2026, 12, 31), 0), reminder(date(2026, 12, 2), date(2026, 12, 31), 30)
    (30, 0)
    """
    if end is None:
        return 0
    left = (end - today).days
    due = min((days for days in REMINDER_DAYS if 0 <= left <= days), default=0)
    return due if due and (not reminded_days or due < reminded_days) else 0
