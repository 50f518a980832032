"""The chain of balances: each balance is the one before plus the line. It shows missing lines and wrong signs."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .line import Statement, StatementError, StatementLine


def _breaks(lines: Sequence[StatementLine], opening: Decimal | None, sign: int = 1) -> list[StatementLine]:
    """The lines whose balance does not follow from the balance before them."""
    found, balance = [], opening
    for line in lines:
        if balance is not None:
            balance += sign * line.amount
        if line.balance is not None:
            if balance is not None and balance != line.balance:
                found.append(line)
            balance = line.balance
    return found


def _ordered(statement: Statement) -> tuple[StatementLine, ...]:
    """The lines, oldest first: banks print either way, the chain says which."""
    lines, backwards = statement.lines, statement.lines[::-1]
    if len(lines) > 1 and lines[0].date != lines[-1].date:
        ordered = lines if lines[0].date < lines[-1].date else backwards
    else:
        forwards = len(_breaks(lines, statement.opening)), len(_breaks(backwards, statement.opening))
        ordered = lines if forwards[0] <= forwards[1] else backwards
    return ordered


def in_order(statement: Statement) -> Statement:
    """Return the statement with its lines oldest first, after proving that none is missing.

    :raises StatementError: ``wrong_sign`` when the chain holds only with debits and credits swapped; ``chain`` with
        the row at which it breaks; ``sum`` when opening balance and lines do not give the closing balance

    >>> from datetime import date
    >>> day, line = date(2026, 11, 2), StatementLine
    >>> lines = (line(day, Decimal(50), "b", balance=Decimal(150)), line(day, Decimal(90), "a", balance=Decimal(100)))
    >>> statement = in_order(Statement(lines, opening=Decimal(10)))
    >>> [line.description for line in statement.lines], statement.closing
    (['a', 'b'], Decimal('150'))
    """
    lines = _ordered(statement)
    broken = _breaks(lines, statement.opening)
    if broken:
        if not _breaks(lines, statement.opening, sign=-1) and len(lines) > 1:
            raise StatementError("wrong_sign", row=broken[0].row)
        raise StatementError("chain", row=broken[0].row, text=broken[0].description)
    return _with_balances(replace(statement, lines=lines))


def _with_balances(statement: Statement) -> Statement:
    """Fill in the opening and closing balance where the lines tell them; refuse where they contradict each other."""
    opening, total = statement.opening, Decimal(0)
    closing = None
    for line in statement.lines:
        total += line.amount
        if line.balance is not None and opening is None:
            opening = line.balance - total
    if opening is not None:
        closing = opening + total
    if None not in (closing, statement.closing) and closing != statement.closing:
        if opening - total == statement.closing:
            raise StatementError("wrong_sign", row=statement.lines[0].row if statement.lines else 0)
        raise StatementError(
            "sum",
            row=statement.lines[-1].row if statement.lines else 0,
            opening=opening,
            total=total,
            closing=statement.closing,
        )
    return replace(statement, opening=opening, closing=closing if closing is not None else statement.closing)
