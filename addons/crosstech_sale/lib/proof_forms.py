"""What a customer types into the payment confirmation form, read strictly but kindly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .proof_signals import Claim

MAX_AMOUNT = 10**12
MAX_TEXT = 80
_AMOUNT = re.compile(r"(?:rp\.?|idr)?\s*(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,]\d{1,2}|,-)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class ProofForm:
    """The claim as far as it could be read, and per field the code of what is wrong with it."""

    claim: Claim
    errors: dict[str, str] = field(default_factory=dict)


def read_amount(text: str) -> int:
    """Whole rupiah as people write them; cents are dropped.

    :raises ValueError: for anything that is no positive amount

    >>> read_amount("Rp 1.250.123"), read_amount("1250123,00"), read_amount("Rp. 10,000.00")
    (1250123, 1250123, 10000)
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise ValueError("not an amount")
    amount = int(re.sub(r"[^0-9]", "", match[1]))
    if not 0 < amount <= MAX_AMOUNT:
        raise ValueError("out of range")
    return amount


def _text(values: Mapping[str, str], key: str) -> str:
    return " ".join(str(values.get(key) or "").split())[:MAX_TEXT]


def read(values: Mapping[str, str], today: date) -> ProofForm:
    """Read the form; a date in the future is refused here, one before the order is only a signal later.

    :param values: ``amount``, ``transfer_date`` (ISO), ``sender_bank``, ``sender_name``, ``reference``
    :param today: the customer's own day

    >>> read({"amount": "100.123", "transfer_date": "2026-01-05", "sender_name": "A"}, date(2026, 1, 5)).errors
    {}
    """
    errors, amount, day = {}, 0, None
    try:
        amount = read_amount(_text(values, "amount"))
    except ValueError:
        errors["amount"] = "amount"
    try:
        day = date.fromisoformat(_text(values, "transfer_date"))
    except ValueError:
        errors["transfer_date"] = "date"
    if day and day > today:
        errors["transfer_date"] = "future"
    if not _text(values, "sender_name"):
        errors["sender_name"] = "missing"
    claim = Claim(
        amount, day, _text(values, "sender_bank"), _text(values, "sender_name"), reference=_text(values, "reference")
    )
    return ProofForm(claim, errors)
