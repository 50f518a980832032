"""When an unpaid order is reminded and cancelled, and when it must not be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from .local_time import local, zone_name


class Reason(str, Enum):
    """Why an order is kept, or that it may go."""

    OVERDUE = "overdue"
    PAID = "paid"
    CLOSED = "closed"
    NOT_YET = "not_yet"
    PROOF_WAITING = "proof_waiting"
    BANK_LINE = "bank_line"


@dataclass(frozen=True)
class Terms:
    """What a company grants: whole days to pay, hours before the deadline to remind, days the bank may lag behind."""

    days: int = 3
    reminder_hours: int = 24
    grace_days: int = 1

    def __post_init__(self):
        if self.days < 1 or self.reminder_hours < 0 or self.grace_days < 0:
            raise ValueError("at least one day to pay; reminder and grace cannot be negative")


@dataclass(frozen=True)
class Facts:
    """What is known of one transfer when the clock strikes."""

    deadline: datetime
    is_paid: bool = False
    is_open: bool = True
    has_waiting_proof: bool = False
    has_unmatched_bank_line: bool = False


@dataclass(frozen=True)
class Decision:
    """May the order be cancelled, and why (not)."""

    cancel: bool
    reason: Reason


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone is ambiguous in a country with three of them")
    return moment


def deadline(asked: datetime, terms: Terms) -> datetime:
    """The moment until which the customer may pay: whole days of 24 hours after he was asked (S4.20, X15).

    >>> from datetime import timezone
    >>> deadline(datetime(2025, 12, 30, 17, 5, tzinfo=timezone.utc), Terms(days=3)).isoformat()
    '2026-01-02T17:05:00+00:00'
    """
    return _aware(asked) + timedelta(days=terms.days)


def reminder(until: datetime, terms: Terms) -> datetime:
    """When to remind: some hours before the deadline.

    >>> from datetime import timezone
    >>> reminder(datetime(2026, 1, 2, 17, 5, tzinfo=timezone.utc), Terms(reminder_hours=24)).isoformat()
    '2026-01-01T17:05:00+00:00'
    """
    return _aware(until) - timedelta(hours=terms.reminder_hours)


def last_moment(until: datetime, terms: Terms) -> datetime:
    """The deadline plus the days a transfer may need to appear on our statement; nothing is cancelled before it.

    >>> from datetime import timezone
    >>> last_moment(datetime(2026, 1, 2, 17, 5, tzinfo=timezone.utc), Terms(grace_days=1)).isoformat()
    '2026-01-03T17:05:00+00:00'
    """
    return _aware(until) + timedelta(days=terms.grace_days)


def may_cancel(facts: Facts, now: datetime, terms: Terms) -> Decision:
    """Decide on one transfer. A paid one is never cancelled, nor one that may be paid for all we know.

    >>> from datetime import timezone
    >>> due = datetime(2026, 1, 2, tzinfo=timezone.utc)
    >>> may_cancel(Facts(due), datetime(2026, 1, 4, tzinfo=timezone.utc), Terms()).cancel
    True
    >>> may_cancel(Facts(due, has_waiting_proof=True), datetime(2026, 1, 4, tzinfo=timezone.utc), Terms()).reason
    <Reason.PROOF_WAITING: 'proof_waiting'>
    """
    if facts.is_paid:
        return Decision(False, Reason.PAID)
    if not facts.is_open:
        return Decision(False, Reason.CLOSED)
    if _aware(now) <= last_moment(facts.deadline, terms):
        return Decision(False, Reason.NOT_YET)
    if facts.has_waiting_proof:
        return Decision(False, Reason.PROOF_WAITING)
    if facts.has_unmatched_bank_line:
        return Decision(False, Reason.BANK_LINE)
    return Decision(True, Reason.OVERDUE)


def local_text(moment: datetime, zone: str) -> str:
    """Day, hour and zone as the customer's clock shows them: day.month.year hour:minute and WIB, WITA or WIT.

    :param zone: name of the customer's time zone; outside Indonesia the zone is named in full

    >>> from datetime import timezone
    >>> local_text(datetime(2026, 1, 2, 17, 5, tzinfo=timezone.utc), "Asia/Makassar")
    '03/01/2026 01:05 WITA'
    """
    return f"{local(_aware(moment), zone):%d/%m/%Y %H:%M} {zone_name(zone)}"
