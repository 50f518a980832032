"""SWIFT MT940, read with the PyPI package mt-940 (the only place that imports it)."""

import io
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import mt940

from .line import Statement, StatementError, StatementLine


def is_mt940(text: str) -> bool:
    """Whether this is an MT940 file, with or without its SWIFT envelope.

    >>> is_mt940(":20:X\\n:25:824\\n:60F:C261101IDR1,"), is_mt940("Date,Amount")
    (True, False)
    """
    return bool(re.search(r"^:20:", text[:2000], re.MULTILINE) and re.search(r"^:60[FM]:", text[:4000], re.MULTILINE))


def read_mt940(text: str) -> Statement:
    """Read one account's statement, which may run over several messages.

    :raises StatementError: ``truncated`` where a message has no closing balance, ``several_accounts``, ``chain``
        where one message does not begin with the balance the one before ended with, ``unreadable``
    """
    messages = [part for part in re.split(r"(?m)^(?=:20:)", text) if part.startswith(":20:")]
    parts = [_message(message, text) for message in messages]
    accounts = {part.account_number for part in parts}
    if len(accounts) > 1:
        raise StatementError("several_accounts", text=", ".join(sorted(accounts)))
    for before, after in pairwise(parts):
        if before.closing != after.opening:
            row = after.lines[0].row if after.lines else 0
            raise StatementError("chain", row=row, text=str(after.opening))
    lines = tuple(line for part in parts for line in part.lines)
    if not lines:
        raise StatementError("no_lines", pending=0)
    first = parts[0]
    return Statement(lines, first.account_number, first.currency, first.opening, parts[-1].closing, "MT940")


def _message(message: str, text: str) -> Statement:
    try:
        # a handle, never a string: the package would open a file of that name
        parsed = mt940.parse(io.StringIO(message))
    except Exception as error:  # whatever a third party's parser stumbles over is an unreadable file
        raise StatementError("unreadable", row=_row_of(message, text), text=str(error)[:80]) from error
    data = parsed.data
    opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
    closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
    if not opening or not closing:
        raise StatementError("truncated", row=text[: text.find(message) + len(message)].count("\n") + 1)
    rows = _line_rows(message, _row_of(message, text))
    return Statement(
        tuple(_line(entry.data, row) for entry, row in zip(parsed, rows, strict=False)),
        data.get("account_identification", "").split("/")[-1].split(" ")[0].strip(),
        opening.amount.currency,
        Decimal(opening.amount.amount),
        Decimal(closing.amount.amount),
    )


def _row_of(message: str, text: str) -> int:
    return text[: text.find(message)].count("\n") + 1


def _line_rows(message: str, first_row: int) -> list[int]:
    return [first_row + number for number, line in enumerate(message.splitlines()) if line.startswith(":61:")]


def _line(data: dict, row: int) -> StatementLine:
    if not data.get("date") or data.get("amount") is None:
        raise StatementError("bad_date", row=row, text=str(data.get("transaction_details", ""))[:60])
    references = (data.get("customer_reference"), data.get("bank_reference"))
    text = " ".join(f"{data.get('transaction_details') or ''} {data.get('extra_details') or ''}".split())
    day = data["date"]
    return StatementLine(
        date(day.year, day.month, day.day),
        Decimal(data["amount"].amount),
        text,
        " ".join(reference for reference in references if reference and reference != "NONREF"),
        row=row,
    )
