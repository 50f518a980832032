"""OFX (1.x SGML and 2.x XML), read with the PyPI package ofxparse (the only place that imports it)."""

import io
import warnings
from decimal import Decimal

from ofxparse import OfxParser

from .line import Statement, StatementError, StatementLine


def is_ofx(text: str) -> bool:
    """Whether this is an OFX file.

    >>> is_ofx("OFXHEADER:100\\nDATA:OFXSGML"), is_ofx("Date,Amount")
    (True, False)
    """
    head = text[:2000].lstrip().upper()
    return head.startswith(("OFXHEADER", "<OFX")) or "<?OFX" in head or "<OFX>" in head


def read_ofx(text: str) -> Statement:
    """Read the movements of the one account in the file.

    :raises StatementError: ``truncated`` without the closing tag, ``several_accounts``, ``no_lines``, ``unreadable``
    """
    if "</OFX>" not in text.upper():
        raise StatementError("truncated", row=text.count("\n") + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = OfxParser.parse(io.BytesIO(text.encode()))
    except Exception as error:  # whatever a third party's parser stumbles over is an unreadable file
        raise StatementError("unreadable", row=0, text=str(error)[:80]) from error
    accounts = getattr(parsed, "accounts", None) or []
    if len(accounts) > 1:
        raise StatementError("several_accounts", text=", ".join(sorted(item.account_id for item in accounts)))
    if not accounts or not accounts[0].statement.transactions:
        raise StatementError("no_lines", pending=0)
    account = accounts[0]
    lines = [_line(entry, number) for number, entry in enumerate(account.statement.transactions, 1)]
    lines.sort(key=lambda line: line.date)
    closing = getattr(account.statement, "balance", None)
    return Statement(
        tuple(lines),
        account.account_id or "",
        (account.statement.currency or "").upper(),
        None,
        None if closing is None else Decimal(closing),
        "OFX",
    )


def _line(entry, number: int) -> StatementLine:
    return StatementLine(
        entry.date.date(),
        Decimal(entry.amount),
        " ".join(f"{entry.payee or ''} {entry.memo or ''}".split()),
        entry.id or "",
        row=number,
    )
