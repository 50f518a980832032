"""What may be wrong with a payment proof. Signals are for a person to judge; none accepts or rejects by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

NEAR_DISTANCE = 4  # of 64 bits: the same picture scaled, cropped by a few pixels or saved again


class Severity(IntEnum):
    """How loud a signal is."""

    NOTE = 1
    WARNING = 2
    ALARM = 3


@dataclass(frozen=True)
class Signal:
    """One finding: a code that texts hang on, its weight, and the value that struck."""

    code: str
    severity: Severity
    value: str = ""


@dataclass(frozen=True)
class Claim:
    """What the customer says he paid: amount in rupiah, day of the transfer, bank and text of the sender."""

    amount: int
    transfer_date: date | None = None
    sender_bank: str = ""
    sender_name: str = ""
    reference: str = ""
    sha256: str = ""
    perceptual_hash: str = ""


@dataclass(frozen=True)
class Expected:
    """What was asked for: price with and without code, since when, under which reference, by whom."""

    amount_to_pay: int
    amount: int
    asked_date: date
    today: date
    reference: str = ""
    customer_banks: tuple[str, ...] = ()


@dataclass(frozen=True)
class OtherProof:
    """A proof somebody sent for another transfer."""

    transfer: str
    sha256: str = ""
    perceptual_hash: str = ""


def hash_distance(left: str, right: str) -> int:
    """Bits in which two hexadecimal hashes of one length differ.

    :raises ValueError: for hashes of different lengths or with characters that are no hexadecimal digits

    >>> hash_distance("ff00", "ff01")
    1
    """
    if len(left) != len(right):
        raise ValueError("hashes of different kinds cannot be compared")
    return (int(left, 16) ^ int(right, 16)).bit_count()


def _same_image(claim: Claim, others: Collection[OtherProof]) -> list[Signal]:
    exact = [other.transfer for other in others if claim.sha256 and other.sha256 == claim.sha256]
    if exact:
        return [Signal("same_image", Severity.ALARM, ", ".join(sorted(set(exact))))]
    near = [
        other.transfer
        for other in others
        if claim.perceptual_hash
        and len(other.perceptual_hash) == len(claim.perceptual_hash)
        and hash_distance(claim.perceptual_hash, other.perceptual_hash) <= NEAR_DISTANCE
    ]
    return [Signal("similar_image", Severity.WARNING, ", ".join(sorted(set(near))))] if near else []


def _amount(claim: Claim, expected: Expected) -> list[Signal]:
    if claim.amount == expected.amount_to_pay:
        return []
    if claim.amount == expected.amount:
        return [Signal("code_left_out", Severity.NOTE, str(claim.amount))]
    code = "amount_too_low" if claim.amount < expected.amount else "amount_differs"
    return [Signal(code, Severity.WARNING, str(claim.amount))]


def _day(claim: Claim, expected: Expected) -> list[Signal]:
    if claim.transfer_date is None:
        return [Signal("date_missing", Severity.NOTE)]
    if claim.transfer_date > expected.today:
        return [Signal("date_in_future", Severity.ALARM, claim.transfer_date.isoformat())]
    if claim.transfer_date < expected.asked_date:
        return [Signal("date_before_order", Severity.WARNING, claim.transfer_date.isoformat())]
    return []


def _same_text(left: str, right: str) -> bool:
    return "".join(filter(str.isalnum, left.casefold())) == "".join(filter(str.isalnum, right.casefold()))


def find_signals(claim: Claim, expected: Expected, others: Collection[OtherProof] = ()) -> list[Signal]:
    """All findings on one proof, the loudest first.

    >>> today = date(2026, 1, 5)
    >>> claim = Claim(100_000, transfer_date=date(2026, 1, 6))
    >>> [signal.code for signal in find_signals(claim, Expected(100_123, 100_000, date(2026, 1, 4), today))]
    ['date_in_future', 'code_left_out']
    """
    signals = [*_same_image(claim, others), *_amount(claim, expected), *_day(claim, expected)]
    banks = expected.customer_banks
    if claim.sender_bank and banks and not any(_same_text(claim.sender_bank, bank) for bank in banks):
        signals.append(Signal("bank_differs", Severity.NOTE, claim.sender_bank))
    if claim.reference and expected.reference and not _same_text(claim.reference, expected.reference):
        signals.append(Signal("reference_differs", Severity.WARNING, claim.reference))
    return sorted(signals, key=lambda signal: -signal.severity)
