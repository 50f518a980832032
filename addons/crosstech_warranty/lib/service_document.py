"""The service document a customer fills in after a purchase (S1.10): what is asked, and when he is reminded of it.

Source: docs/business-rules.md, warranty-14 to warranty-17.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

LENGTHS = {"user_name": 80, "phone": 30, "place": 200, "accessories": 200}
REQUIRED = ("user_name", "phone", "place", "purchase_date")
FIELDS = (*LENGTHS, "purchase_date", "agrees", "state_id", "regency_code", "region_id")
EARLIEST = date(2000, 1, 1)
REMINDER_DAYS = (3, 10, 24)  # days after delivery; after the last one nobody is asked again


@dataclass(frozen=True)
class DocumentForm:
    """What could be read, and per field the code of what is wrong with it."""

    values: dict[str, object]
    errors: dict[str, str] = field(default_factory=dict)


def read(typed: Mapping[str, object], today: date) -> DocumentForm:
    """Read a form; the district is read elsewhere.

    Error codes: ``required``, ``too_long``, ``phone``, ``date``, ``future``.

    >>> read({"user_name": "Siti", "purchase_date": "2030-01-01"}, date(2026, 1, 1)).errors["purchase_date"]
    'future'
    """
    values: dict[str, object] = {name: _line(typed.get(name)) for name in (*LENGTHS, "purchase_date")}
    errors = {name: "too_long" for name, longest in LENGTHS.items() if len(values[name]) > longest}
    errors |= {name: "required" for name in REQUIRED if not values[name]}
    if "phone" not in errors and not _is_phone(values["phone"]):
        errors["phone"] = "phone"
    if "purchase_date" not in errors:
        day = _day(values["purchase_date"])
        values["purchase_date"] = day
        if day is None or day < EARLIEST:
            errors["purchase_date"] = "date"
        elif day > today:
            errors["purchase_date"] = "future"
    if not typed.get("agrees"):
        errors["agrees"] = "required"
    return DocumentForm(values, errors)


def reminder_is_due(delivered: date, reminded: int, today: date) -> bool:
    """Whether a customer is to be reminded now of a document he has not filled in.

    A delivery long ago that was registered only now is not asked for: its customer would not know what we mean.

    :param reminded: how often he was already

    >>> [reminder_is_due(date(2026, 1, 1), 0, date(2026, 1, day)) for day in (3, 4, 31)]
    [False, True, True]
    """
    if not 0 <= reminded < len(REMINDER_DAYS):
        return False
    first, last = delivered + timedelta(days=REMINDER_DAYS[reminded]), delivered + timedelta(days=90)
    return first <= today <= last


def _line(typed: object) -> str:
    """One line of text: white space folded, nothing invisible."""
    text = typed if isinstance(typed, str) else ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _is_phone(text: object) -> bool:
    digits = re.sub(r"[\s().\-/+]", "", str(text))
    return digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 15


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
