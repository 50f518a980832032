"""What a bank statement is to us, whatever file it came in."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256


class StatementError(ValueError):
    """A file we refuse; nothing of it is used.

    :ivar code: one word by which the caller finds the sentence for the user
    :ivar values: what that sentence names: ``row`` (line in the file, from 1), ``text``, amounts
    """

    def __init__(self, code: str, **values):
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class StatementLine:
    """One movement on a bank account.

    ``amount`` is signed: money in is positive, in the currency of the account. ``row`` is the line in the file.
    """

    date: date
    amount: Decimal
    description: str
    reference: str = ""
    balance: Decimal | None = None
    sender: str = ""
    row: int = 0


@dataclass(frozen=True)
class Statement:
    """The lines of one account, oldest first, with what the file says about them."""

    lines: tuple[StatementLine, ...]
    account_number: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    layout: str = ""
    skipped_pending: int = 0

    @property
    def credit_total(self) -> Decimal:
        """Sum of money in."""
        return sum((line.amount for line in self.lines if line.amount > 0), Decimal(0))

    @property
    def debit_total(self) -> Decimal:
        """Sum of money out, as a positive number."""
        return -sum((line.amount for line in self.lines if line.amount < 0), Decimal(0))


def account_digits(number: str | None) -> str:
    """Reduce an account number to what identifies it: digits, and ``*`` where a bank hides one.

    >>> account_digits("'824-012 3456")
    '8240123456'
    >>> account_digits("824xxx3456")
    '824***3456'
    """
    return re.sub(r"[^0-9*]", "", re.sub(r"[xX]", "*", number or ""))


def _same_account(in_file: str, ours: str) -> bool:
    in_file, ours = in_file.lstrip("0"), ours.lstrip("0")
    if "*" not in in_file:
        return in_file == ours
    return len(in_file) == len(ours) and all(a in ("*", b) for a, b in zip(in_file, ours, strict=True))


def check_destination(statement: Statement, account_number: str | None, currency: str) -> None:
    """Refuse a statement of another account or in another currency than the bank journal it is meant for.

    What a file does not say is not checked.

    :raises StatementError: ``other_account`` or ``other_currency``

    >>> check_destination(Statement((), "8240123456", "IDR"), "824-0123456", "IDR")
    """
    in_file, ours = account_digits(statement.account_number), account_digits(account_number)
    if in_file and ours and not _same_account(in_file, ours):
        raise StatementError("other_account", found=statement.account_number, expected=account_number)
    if statement.currency and statement.currency != currency:
        raise StatementError("other_currency", found=statement.currency, expected=currency)


def _key_text(line: StatementLine) -> str:
    text = " ".join(f"{line.description} {line.reference}".upper().split())
    return f"{line.date.isoformat()}|{line.amount.normalize():f}|{text}"


def import_keys(account: str, lines: Sequence[StatementLine]) -> list[str]:
    """Give each line a key that is the same whenever the bank prints the same movement again.

    The balance after the line tells two otherwise equal lines apart; where a file has none, their number among the
    equal lines of that day does (a day is exported whole). Keys of one call never repeat.

    :param account: what identifies the account, such as the id of its journal

    >>> line = StatementLine(date(2026, 11, 2), Decimal("1250123"), "TRSF BUDI")
    >>> first, second = import_keys("7", [line, line])
    >>> first == second, import_keys("7", [line]) == [first]
    (False, True)
    """
    seen, keys = Counter(), []
    for line in lines:
        text = _key_text(line)
        if line.balance is not None:
            text += f"|{line.balance.normalize():f}"
        seen[text] += 1
        keys.append(sha256(f"{account}|{text}|{seen[text]}".encode()).hexdigest())
    return keys
