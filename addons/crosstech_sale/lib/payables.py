"""When a supplier is to be paid, and when Finance is told (S0.45, S0.46, S0.50)."""

from dataclasses import dataclass
from datetime import date, timedelta

STATUSES = ("overdue", "near_due", "unpaid", "paid")
# Columns of the deadline board: key and the last day in it, counted from today.
BUCKETS = (("in_7", 7), ("in_14", 14), ("in_30", 30))
BUCKET_KEYS = ("overdue", *(key for key, _days in BUCKETS), "later", "paid")
MAX_REMINDER_DAYS = 90
# Of core: a payment that is posted but not found on the bank statement yet has been paid by us all the same.
PAID_STATES = frozenset({"paid", "in_payment", "reversed"})


class PayablesError(ValueError):
    """A list of days nobody can be reminded by."""


@dataclass(frozen=True)
class Bill:
    """A bill that waits.

    :param reminded_days: the smallest number of days before the deadline Finance was reminded at, or None
    """

    due: date
    reminded_days: int | None = None


def status(due: date, today: date, near_days: int, *, is_paid: bool) -> str:
    """Return what a bill is: the payment decides whether it is paid, the calendar decides the rest.

    >>> day = date(2026, 5, 20)
    >>> [status(day, date(2026, 5, today), 7, is_paid=False) for today in (1, 13, 20, 21)]
    ['unpaid', 'near_due', 'near_due', 'overdue']
    >>> status(day, date(2026, 6, 1), 7, is_paid=True)
    'paid'
    """
    if is_paid:
        return "paid"
    if due < today:
        return "overdue"
    return "near_due" if (due - today).days <= near_days else "unpaid"


def due_range(wanted: str, today: date, near_days: int) -> tuple[date | None, date | None]:
    """Return the first and last deadline of unpaid bills with a status; None where there is no limit.

    >>> due_range("near_due", date(2026, 5, 1), 7)
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 8))
    """
    last_near = today + timedelta(days=near_days)
    return {
        "overdue": (None, today - timedelta(days=1)),
        "near_due": (today, last_near),
        "unpaid": (last_near + timedelta(days=1), None),
    }[wanted]


def bucket(due: date, today: date, *, is_paid: bool) -> str:
    """Return the column of the deadline board.

    >>> day = date(2026, 5, 1)
    >>> [bucket(day + timedelta(days=n), day, is_paid=False) for n in (-1, 0, 7, 8, 14, 30, 31)]
    ['overdue', 'in_7', 'in_7', 'in_14', 'in_14', 'in_30', 'later']
    """
    if is_paid:
        return "paid"
    days = (due - today).days
    if days < 0:
        return "overdue"
    return next((key for key, last in BUCKETS if days <= last), "later")


def reminder_days(text: str) -> tuple[int, ...]:
    """Read the setting: days before the deadline, separated by commas, the earliest reminder first.

    :raises PayablesError: when a part is no whole number from 0 to 90, or there is none

    >>> reminder_days("2, 7")
    (7, 2)
    """
    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    if not parts or any(not part.isascii() or not part.isdigit() or int(part) > MAX_REMINDER_DAYS for part in parts):
        raise PayablesError(text)
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def reminder(bill: Bill, today: date, days: tuple[int, ...]) -> int | None:
    """Return the reminder that falls due, or None; a day on which nobody ran it is made good the next day.

    Overdue bills are the digest's, not the reminder's.

    >>> due = date(2026, 5, 20)
    >>> reminder(Bill(due), date(2026, 5, 12), (7, 2)), reminder(Bill(due), date(2026, 5, 14), (7, 2))
    (None, 7)
    >>> reminder(Bill(due, 7), date(2026, 5, 14), (7, 2)), reminder(Bill(due, 7), date(2026, 5, 18), (7, 2))
    (None, 2)
    """
    left = (bill.due - today).days
    reached = [day for day in days if left <= day]
    if left < 0 or not reached:
        return None
    nearest = min(reached)
    return nearest if bill.reminded_days is None or nearest < bill.reminded_days else None
