"""Account movements as CSV: how one bank lays them out is data, how such a file is read is here."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import cells
from .line import Statement, StatementError, StatementLine

MAX_ROWS = 60_000
PENDING_WORDS = ("PEND", "PENDING")
CURRENCIES = {"RP": "IDR", "RP.": "IDR", "RUPIAH": "IDR"}


@dataclass(frozen=True)
class CsvProfile:
    """How one bank prints its movements. Columns are named by their heading; "" where the bank has none.

    ``header``: headings by which the layout is known. Money is either in ``debit`` and ``credit``, or in ``amount``
    with its sign in ``sign``, in the amount itself (``1,000.00 CR``) or in the cell right of it; with ``is_signed``
    money out has a minus and money in may have nothing.
    ``*_labels``: texts before the account number, period, currency and balances above and below the table.
    ``closing_is_required``: the bank always prints a closing balance; without one the file was cut off.
    """

    name: str
    header: tuple[str, ...]
    date: str
    description: tuple[str, ...]
    amount: str = ""
    sign: str = ""
    debit: str = ""
    credit: str = ""
    balance: str = ""
    reference: str = ""
    account: str = ""
    currency: str = ""
    opening: str = ""
    date_format: str = "%d/%m/%Y"
    decimal_mark: str = "."
    delimiter: str = ","
    is_signed: bool = False
    account_labels: tuple[str, ...] = ("No. Rekening", "Nomor Rekening", "No Rekening", "Account No", "Account Number")
    period_labels: tuple[str, ...] = ("Periode", "Period", "Tanggal", "Date Range")
    currency_labels: tuple[str, ...] = ("Kode Mata Uang", "Mata Uang", "Currency", "Ccy")
    opening_labels: tuple[str, ...] = ("Saldo Awal", "Opening Balance", "Initial Balance", "Beginning Balance")
    closing_labels: tuple[str, ...] = ("Saldo Akhir", "Closing Balance", "Ending Balance", "Ledger Balance")
    closing_is_required: bool = False


def heading(cell: str) -> str:
    """A column heading as it is compared: lower case, only letters, digits and single blanks.

    >>> heading('"Tanggal  Transaksi :"')
    'tanggal transaksi'
    """
    return re.sub(r"[^a-z0-9]+", " ", cell.lower()).strip()


def rows_of(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Split CSV text into rows with the number of their (last) line in the file.

    :raises StatementError: ``unreadable``, ``too_long``
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        for row in reader:
            rows.append((reader.line_num, row))
            if len(rows) > MAX_ROWS:
                raise StatementError("too_long", limit=MAX_ROWS)
    except csv.Error as error:
        raise StatementError("unreadable", row=reader.line_num, text=str(error)) from error
    return rows


def header_row(rows: Sequence[tuple[int, list[str]]], profile: CsvProfile) -> int | None:
    """Find the row that holds every heading of the profile, among the first 60."""
    wanted = {heading(name) for name in profile.header}
    for position, (_number, row) in enumerate(rows[:60]):
        if wanted <= {heading(cell) for cell in row}:
            return position
    return None


def _labelled(rows, labels: Sequence[str], delimiter: str) -> str:
    """The text after the first of these labels that begins a row."""
    for label in labels:
        pattern = re.compile(rf"^\W*{re.escape(label)}\b\.?[\s:=,;\t]+(.*)$", re.IGNORECASE)
        for _number, row in rows:
            found = pattern.match(delimiter.join(cells.plain(cell) for cell in row))
            if found and found.group(1).strip(" ,;"):
                return found.group(1).strip(" ,;")
    return ""


def _period(text: str) -> tuple[date, date] | None:
    words = re.findall(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{1,2} [A-Za-z]{3,9} \d{4}|\d{4}-\d{2}-\d{2}", text)
    days = [cells.calendar_date(word, "%d/%m/%Y|%d-%m-%Y|%d %m %Y|%Y-%m-%d") for word in words[:2]]
    if not days or None in days:
        return None
    return (min(days), max(days))


class _Table:
    """One pass over the rows under the headings."""

    def __init__(self, profile: CsvProfile, headings: list[str], period):
        self.profile, self.period = profile, period
        self.index = {}
        for position, cell in enumerate(headings):
            self.index.setdefault(heading(cell), position)
        self.width = max(self.index[heading(name)] for name in profile.header) + 1
        self.lines, self.texts, self.pending, self.first = [], [], 0, None

    def cell(self, row: list[str], name: str) -> str:
        position = self.index.get(heading(name)) if name else None
        return cells.plain(row[position]) if position is not None and position < len(row) else ""

    def amount(self, row: list[str], number: int) -> Decimal:
        """The signed amount of a row; 0 where the bank prints a line without money."""
        profile = self.profile
        if profile.debit or profile.credit:
            return self._from_two_columns(row, number)
        value, sign = cells.amount(self.cell(row, profile.amount), profile.decimal_mark, number)
        if profile.sign:
            sign = cells.sign_of(self.cell(row, profile.sign)) or sign
        elif not sign:
            right = self.index[heading(profile.amount)] + 1
            sign = cells.sign_of(row[right]) if right < len(row) else 0
        if value is None:
            raise StatementError("cut_row" if len(row) < self.width else "bad_amount", row=number, text="")
        if value and not sign and not profile.is_signed:
            raise StatementError("no_sign", row=number, text=self.cell(row, profile.amount))
        return (sign or 1) * value

    def _from_two_columns(self, row: list[str], number: int) -> Decimal:
        mark = self.profile.decimal_mark
        debit, _sign = cells.amount(self.cell(row, self.profile.debit), mark, number)
        credit, _sign = cells.amount(self.cell(row, self.profile.credit), mark, number)
        if debit is None and credit is None:
            raise StatementError("cut_row" if len(row) < self.width else "bad_amount", row=number, text="")
        if debit and credit:
            raise StatementError("two_amounts", row=number)
        return (credit or Decimal(0)) - (debit or Decimal(0))

    def balance(self, row: list[str], number: int) -> Decimal | None:
        value, sign = cells.amount(self.cell(row, self.profile.balance), self.profile.decimal_mark, number)
        return value if value is None else value * (sign or 1)

    def read(self, number: int, row: list[str]) -> bool:
        """Take one row; False where it is not part of the table any more."""
        profile = self.profile
        day_cell = self.cell(row, profile.date)
        if day_cell.upper() in PENDING_WORDS:
            self.pending += 1
            return True
        for cell in row:
            if cells.is_formula(cell):
                raise StatementError("formula", row=number, text=cell[:60])
        if not day_cell[:1].isdigit():
            return self._continue(row, number)
        day = cells.calendar_date(day_cell, profile.date_format, self.period)
        if not day:
            if not self.period and any("%y" not in form.lower() for form in profile.date_format.split("|")):
                raise StatementError("no_period", row=number)
            raise StatementError("bad_date", row=number, text=day_cell[:60])
        value = self.amount(row, number)
        if value:
            self._add(day, value, row, number)
        return True

    def _add(self, day: date, value: Decimal, row: list[str], number: int) -> None:
        self.first = self.first or row
        texts = dict.fromkeys(self.cell(row, name) for name in self.profile.description)
        line = StatementLine(
            day,
            value,
            " ".join(text for text in texts if text),
            self.cell(row, self.profile.reference),
            self.balance(row, number) if self.profile.balance else None,
            row=number,
        )
        self.lines.append(line)

    def _continue(self, row: list[str], number: int) -> bool:
        """A row without a date continues the text above it, or ends the table; with money in it, it is damaged."""
        profile = self.profile
        money = [self.cell(row, name) for name in (profile.amount, profile.debit, profile.credit)]
        if any(cell[:1].isdigit() for cell in money) and not _is_footer(row, profile):
            raise StatementError("bad_date", row=number, text=self.cell(row, profile.date)[:60])
        filled = [cells.plain(cell) for cell in row if cells.plain(cell)]
        text = self.cell(row, profile.description[0])
        if not filled or (self.lines and filled == [text] and len(row) >= self.width):
            if filled:
                last = self.lines[-1]
                joined = f"{last.description} {text}"
                self.lines[-1] = StatementLine(
                    last.date, last.amount, joined, last.reference, last.balance, last.sender, last.row
                )
            return True
        return False


def read_csv(text: str, profile: CsvProfile) -> Statement:
    """Read the movements of a file in this layout; order and balances are for ``in_order`` to prove.

    :raises StatementError: ``unknown_layout``, ``bad_date``, ``bad_amount``, ``no_sign``, ``two_amounts``,
        ``cut_row``, ``formula``, ``no_period``, ``no_lines``, ``truncated``, ``several_accounts``

    >>> profile = CsvProfile("X", ("Date", "Text", "Amount"), "Date", ("Text",), amount="Amount")
    >>> read_csv("Date,Text,Amount\\n02/11/2026,TRSF BUDI,5000 CR\\n", profile).lines[0].amount
    Decimal('5000')
    """
    rows = rows_of(text, profile.delimiter)
    start = header_row(rows, profile)
    if start is None:
        raise StatementError("unknown_layout")
    above = rows[:start]
    table = _Table(profile, rows[start][1], _period(_labelled(above, profile.period_labels, profile.delimiter)))
    below, account, currency = [], set(), set()
    for number, row in rows[start + 1 :]:
        if not any(cell.strip() for cell in row) or {heading(cell) for cell in row} >= set(table.index) - {""}:
            continue
        count = len(table.lines)
        if not table.read(number, row):
            below.append((number, row))
        elif len(table.lines) > count:
            account.add(table.cell(row, profile.account))
            currency.add(table.cell(row, profile.currency))
    return _statement(profile, table, above + below, account - {""}, currency - {""})


def _is_footer(row: list[str], profile: CsvProfile) -> bool:
    """Whether a row gives totals: at the end, or in the middle of a file that joins several pages."""
    labels = (*profile.opening_labels, *profile.closing_labels, "Mutasi", "Total", "Halaman", "Page")
    return any(heading(" ".join(row)).startswith(heading(label)) for label in labels)


def _statement(profile: CsvProfile, table: _Table, around, account: set, currency: set) -> Statement:
    if len(account) > 1:
        raise StatementError("several_accounts", text=", ".join(sorted(account)))
    labelled = {
        name: _labelled(around, getattr(profile, f"{name}_labels"), profile.delimiter)
        for name in ("account", "currency", "opening", "closing")
    }
    closing = cells.first_amount(labelled["closing"], profile.decimal_mark)
    if profile.closing_is_required and closing is None:
        raise StatementError("truncated", row=table.lines[-1].row if table.lines else 0)
    if not table.lines:
        raise StatementError("no_lines", pending=table.pending)
    opening = cells.first_amount(labelled["opening"], profile.decimal_mark)
    if profile.opening and opening is None and table.lines[0].date <= table.lines[-1].date:
        opening, _sign = cells.amount(table.cell(table.first, profile.opening), profile.decimal_mark, 0)
    found = (next(iter(currency), "") or labelled["currency"]).upper().split(",")[0].strip()
    return Statement(
        tuple(table.lines),
        (next(iter(account), "") or cells.plain(labelled["account"])).split(",")[0].strip(" '"),
        CURRENCIES.get(found, found)[:3],
        opening,
        closing,
        profile.name,
        table.pending,
    )
