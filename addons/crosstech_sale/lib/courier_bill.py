"""A courier's bill as it is sent: find the heading, say what each column is, read one charged line per consignment.

Nothing is repaired. What cannot be read, or looks wrong, becomes a remark for a person.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from .bank_statement.cells import calendar_date, plain
from .tariff_file import HEADING_ROWS, Remarks, heading_rows, parse_price, plain_heading
from .tariff_sheets import Sheet, TariffFileError, cell_text

AMOUNTS = ("freight", "insurance", "packing", "surcharge", "total")
MEANINGS = ("awb", "date", "origin", "destination", "service", "weight", "pieces", *AMOUNTS, "ignore")
MAX_ROWS = 60_000
MAX_WEIGHT_KG = Decimal(100_000)
EXCEL_EPOCH = date(1899, 12, 30)

DAY_FIRST = "%d/%m/%Y|%d-%m-%Y|%d.%m.%Y|%d %m %Y|%d/%m/%y|%d-%m-%y|%d %m %y|%Y-%m-%d|%Y/%m/%d|%Y%m%d"
MONTH_FIRST = "%m/%d/%Y|%m-%d-%Y|%m/%d/%y|%Y-%m-%d|%Y/%m/%d"

# Headings as Indonesian and English bills write them; the first pattern that fits wins.
_HEADINGS = [
    (meaning, re.compile(pattern))
    for meaning, pattern in (
        ("awb", r"\b(awb|resi|connote|conote|cnote|consignment|airway ?bill|way ?bill|no kiriman|tracking)\b"),
        ("ignore", r"^(no|nomor|nomer|nr|urut)$|\b(pengirim|penerima|shipper|consignee|receiver)\b"),
        ("ignore", r"\b(nama|alamat|address|telp|per|satuan|volume|volumetrik|dimensi|akt?ual|actual)\b"),
        ("ignore", r"\b(tarif|harga|rate|price)\b.*\bkg\b"),
        ("ignore", r"\b(ppn|vat|tax|pajak|diskon|discount|keterangan|remarks?|status|isi|content|kode ?pos|zip)\b"),
        ("date", r"\b(tgl|tanggal|date|hari)\b"),
        ("origin", r"\b(asal|origin|orig|from|dari)\b"),
        ("destination", r"\b(tujuan|destination|destinasi|dest|kota|city|kecamatan|wilayah|to)\b"),
        ("service", r"\b(layanan|service|servis|svc|produk|product|jenis|paket)\b"),
        ("pieces", r"\b(koli|colly|coli|pcs|pieces|piece|qty|quantity)\b"),
        ("insurance", r"\b(asuransi|insurance|ins)\b"),
        ("packing", r"\b(packing|packaging|kayu|wood|pengepakan)\b"),
        ("surcharge", r"\b(surcharge|tambahan|other|others|lain|handling|heavy|dangerous)\b"),
        ("weight", r"\b(berat|weight|kg|kilo|timbangan|chargeable)\b"),
        ("total", r"\b(total|jumlah|grand|nett?|tagihan)\b"),
        ("freight", r"\b(ongkir|ongkos|freight|kirim|biaya|tarif|publish|amount|harga|charge|charges|rp)\b"),
    )
]  # fmt: skip
_TOTAL_LABEL = re.compile(r"^(grand |sub ?)?(total|jumlah|subtotal)\b", re.IGNORECASE)
_GRAND_LABEL = re.compile(r"^(grand |total|jumlah)", re.IGNORECASE)
_NUMBER_LABEL = re.compile(r"\b(invoice|faktur|tagihan|inv)\b", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """What one column holds."""

    index: int
    title: str
    meaning: str


@dataclass(frozen=True)
class Layout:
    """Where the table starts and what its columns are. ``first_row`` is the index of the first charged line."""

    first_row: int
    columns: tuple[Column, ...]

    def problem(self) -> str:
        """Say what is missing to read a bill: ``awb``, ``amount``, or nothing."""
        meanings = {column.meaning for column in self.columns}
        if "awb" not in meanings:
            return "awb"
        return "" if meanings & {"total", "freight"} else "amount"


class Row(NamedTuple):
    """One charged line. ``line`` is the row in the file, from 1; amounts are rupiah, None where no column says."""

    line: int
    awb: str
    day: date | None
    origin: str
    destination: str
    service: str
    weight_kg: Decimal | None
    pieces: int
    freight: int | None
    insurance: int
    packing: int
    surcharge: int
    total: int


@dataclass(frozen=True)
class Bill:
    """Everything read from a table. ``stated_total`` is the grand total under the table, None without one."""

    rows: tuple[Row, ...]
    remarks: Remarks
    stated_total: int | None = None


def bill_cell(value) -> str:
    """Write a cell of a spreadsheet as text, a date as year-month-day.

    >>> bill_cell(date(2026, 11, 5)), bill_cell(30000.0)
    ('2026-11-05', '30000')
    """
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else cell_text(value)


def guess_meaning(title) -> str:
    """Say what a column of this heading holds.

    >>> [guess_meaning(title) for title in ("No. Resi", "Berat (kg)", "Ongkir", "Tarif/Kg", "Biaya Asuransi", "No")]
    ['awb', 'weight', 'freight', 'ignore', 'insurance', 'ignore']
    """
    heading = plain_heading(title)
    return next((meaning for meaning, pattern in _HEADINGS if pattern.search(heading)), "ignore")


def guess_layout(sheet: Sheet, remembered: dict | None = None) -> Layout | None:
    """Find the heading of a bill and what its columns hold; None where there is no heading.

    :param remembered: plain heading -> meaning, as a person corrected it for this courier before

    >>> table = Sheet("", (("TAGIHAN NOVEMBER", ""), ("AWB", "Total"), ("NEX0012345", "30.000")))
    >>> guess_layout(table).first_row
    2
    """
    best, best_score = None, 0
    for index in range(min(len(sheet.rows), HEADING_ROWS)):
        for first_row, titles in heading_rows(sheet.rows, index):
            layout = Layout(first_row, _columns(titles, remembered or {}))
            score = sum(column.meaning != "ignore" for column in layout.columns) - 0.1 * first_row
            if not layout.problem() and score > best_score:
                best, best_score = layout, score
    return best


def bare_layout(sheet: Sheet) -> Layout:
    """Take the row with most words for the heading, for a person to say what its columns are.

    >>> [column.title for column in bare_layout(Sheet("", (("Kode", "Netto Rp"), ("NEX0012345", "30.000")))).columns]
    ['Kode', 'Netto Rp']
    """
    head = sheet.rows[:HEADING_ROWS]
    words = [sum(bool(cell) and not re.search(r"\d", cell) for cell in row) for row in head]
    index = max(range(len(head)), key=lambda position: (words[position], -position))
    return Layout(index + 1, tuple(Column(place, title, "ignore") for place, title in enumerate(head[index])))


def _columns(titles, remembered) -> tuple[Column, ...]:
    """Give each heading a meaning; of two columns with the same one, the first keeps it."""
    seen, columns = set(), []
    for index, title in enumerate(titles):
        meaning = remembered.get(plain_heading(title)) or guess_meaning(title) if title else "ignore"
        if meaning in seen or meaning not in MEANINGS:
            meaning = "ignore"
        if meaning != "ignore":
            seen.add(meaning)
        columns.append(Column(index, title, meaning))
    return tuple(columns)


def clean_awb(text) -> str:
    """Bring a consignment number to the form it is compared in: upper case, without blanks and spreadsheet marks.

    A number a spreadsheet wrote as 1.2E+11 comes back only where no digit was lost.

    >>> clean_awb(" 'nex 0020 1234"), clean_awb("1.23456789012E+11"), clean_awb("1.23457E+11")
    ('NEX00201234', '123456789012', '1.23457E+11')
    """
    number = re.sub(r"\s+", "", plain(text)).upper()
    match = _SCIENTIFIC.fullmatch(number)
    if match and len(match[2] or "") == int(match[3]):
        return match[1] + (match[2] or "")
    return re.sub(r"(?<=\d)\.0$", "", number)


def is_damaged_awb(awb: str) -> bool:
    """Whether a spreadsheet has cut digits off a consignment number.

    >>> is_damaged_awb("1.23457E+11"), is_damaged_awb("NEX00201234")
    (True, False)
    """
    return bool(_SCIENTIFIC.fullmatch(awb))


def awb_key(awb: str) -> str:
    """Return what two writings of a consignment number share: spreadsheets drop zeros at the start.

    >>> awb_key("0112345678901") == awb_key("112345678901")
    True
    """
    return awb.lstrip("0")


def parse_weight(text) -> Decimal | None:
    """Read a weight in kg; None for an empty cell.

    :raises ValueError: when there is none to be read

    >>> parse_weight("1,5 Kg"), parse_weight("2")
    (Decimal('1.5'), Decimal('2'))
    """
    raw = re.sub(r"(?i)\s|kgs?\.?$|kilo(gram)?$", "", plain(text))
    if raw in ("", "-"):
        return None
    if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,4})?", raw):
        raise ValueError(f"no weight in {text!r}")
    weight = Decimal(raw.replace(",", "."))
    if weight > MAX_WEIGHT_KG:
        raise ValueError(f"beyond any weight: {text!r}")
    return weight


def parse_amount(text) -> int:
    """Read an amount in rupiah, 0 for an empty cell; brackets mean less than nothing.

    :raises ValueError: when there is none to be read

    >>> parse_amount("Rp 1.250.000"), parse_amount(""), parse_amount("(5,000.00)")
    (1250000, 0, -5000)
    """
    raw = plain(text)
    is_negative = raw.startswith("(") and raw.endswith(")")
    try:
        amount = int(parse_price(raw.strip("()")) or 0)
    except InvalidOperation as error:
        raise ValueError(f"no amount in {text!r}") from error
    return -amount if is_negative else amount


def parse_day(text, formats: str = DAY_FIRST) -> date | None:
    """Read a date; also the number of days by which a spreadsheet counts.

    >>> parse_day("05-Nov-2026"), parse_day("46331"), parse_day("soon")
    (datetime.date(2026, 11, 5), datetime.date(2026, 11, 5), None)
    """
    raw = plain(text)
    if re.fullmatch(r"[3-7]\d{4}", raw):
        return EXCEL_EPOCH + timedelta(days=int(raw))
    return calendar_date(raw, formats)


def guess_number(sheet: Sheet, first_row: int) -> str:
    """Find the number of the bill in the lines above the table, as in ``No. Invoice: INV/2026/11/0042``.

    >>> guess_number(Sheet("", (("No. Invoice : INV-42", ""), ("AWB", "Total"))), 2)
    'INV-42'
    """
    for row in sheet.rows[: max(first_row - 1, 0)]:
        cells = [cell for cell in row if cell]
        for index, cell in enumerate(cells):
            label, _colon, value = cell.partition(":")
            if _NUMBER_LABEL.search(label):
                value = value.strip(" :") or (cells[index + 1].strip(" :") if index + 1 < len(cells) else "")
                if re.search(r"\d", value) and len(value) <= 60:
                    return value
    return ""


class _Reader:
    """Reads the rows of one table by its layout."""

    def __init__(self, sheet: Sheet, layout: Layout):
        self.sheet = sheet
        self.first_row = layout.first_row
        self.at = {column.meaning: column.index for column in layout.columns if column.meaning != "ignore"}
        self.title = next(column.title for column in layout.columns if column.meaning == "awb")
        self.remarks = Remarks()
        self.stated_total = None
        self.formats = self._date_formats()

    def _date_formats(self) -> str:
        """Read days before months unless a date of the column forbids it and none forbids the other."""
        if "date" not in self.at:
            return DAY_FIRST
        cells = [row[self.at["date"]] for row in self.sheet.rows[self.first_row :] if row[self.at["date"]]]
        unread = [cell for cell in cells[:2000] if not parse_day(cell)]
        if unread and all(parse_day(cell, MONTH_FIRST) for cell in cells[:2000] if re.search(r"\d", cell)):
            return MONTH_FIRST
        return DAY_FIRST

    def rows(self):
        for index in range(self.first_row, len(self.sheet.rows)):
            cells = self.sheet.rows[index]
            if any(cells) and not self._is_total(cells) and not self._is_heading(cells):
                row = self._row(index + 1, cells)
                if row:
                    yield row

    def _cell(self, cells, meaning) -> str:
        return cells[self.at[meaning]] if meaning in self.at else ""

    def _is_heading(self, cells) -> bool:
        """Whether the heading is repeated on a further page."""
        return plain_heading(self._cell(cells, "awb")) == plain_heading(self.title)

    def _is_total(self, cells) -> bool:
        """Whether this is a row of totals; the last grand total is kept."""
        label = next((cell for cell in cells if cell), "")
        awb = clean_awb(self._cell(cells, "awb"))
        if not _TOTAL_LABEL.match(label) or (re.search(r"\d", awb) and not _TOTAL_LABEL.match(awb)):
            return False
        try:
            amount = parse_amount(self._cell(cells, "total" if "total" in self.at else "freight"))
        except ValueError:
            amount = 0
        if _GRAND_LABEL.match(label) and amount:
            self.stated_total = amount
        return True

    def _row(self, line, cells):
        awb = clean_awb(self._cell(cells, "awb"))
        amounts = self._amounts(line, cells)
        if amounts is None:
            return None
        if not awb:
            if any(amounts.values()):
                self.remarks.add("no_awb", line, " · ".join(cell for cell in cells if cell)[:120])
            return None
        if is_damaged_awb(awb):
            self.remarks.add("awb_damaged", line, awb)
        return Row(
            line, awb[:60], self._day(line, cells), self._cell(cells, "origin"), self._cell(cells, "destination"),
            self._cell(cells, "service").upper(), self._weight(line, cells), self._pieces(cells), **amounts,
        )  # fmt: skip

    def _amounts(self, line, cells):
        """Read the amounts of a line; None where one of them is no amount or below zero."""
        amounts = {}
        for name in AMOUNTS:
            text = self._cell(cells, name)
            try:
                amounts[name] = parse_amount(text)
            except ValueError:
                self.remarks.add("unreadable_amount", line, text[:120])
                return None
            if amounts[name] < 0:
                self.remarks.add("negative_amount", line, text[:120])
                return None
        parts = sum(amounts[name] for name in AMOUNTS if name != "total")
        if "total" not in self.at or not self._cell(cells, "total"):
            amounts["total"] = parts
        if "freight" not in self.at:
            amounts["freight"] = None
        return amounts

    def _day(self, line, cells):
        text = self._cell(cells, "date")
        day = parse_day(text, self.formats) if text else None
        if text and not day:
            self.remarks.add("unreadable_date", line, text[:120])
        return day

    def _weight(self, line, cells):
        text = self._cell(cells, "weight")
        try:
            weight = parse_weight(text)
        except ValueError:
            self.remarks.add("unreadable_weight", line, text[:120])
            return None
        if weight == 0:
            self.remarks.add("no_weight", line, text[:120])
            return None
        return weight

    def _pieces(self, cells) -> int:
        text = re.sub(r"\D.*", "", self._cell(cells, "pieces"))
        return int(text) if text and len(text) < 6 else 0


def read_bill(sheet: Sheet, layout: Layout) -> Bill:
    """Read all charged lines of a table.

    :raises TariffFileError: ``no_header`` when the layout names no consignment number or no amount

    >>> table = Sheet("", (("AWB", "Kg", "Total"), ("nex 0012345", "2", "Rp 60.000"), ("TOTAL", "", "60.000")))
    >>> bill = read_bill(table, guess_layout(table))
    >>> bill.rows[0].awb, bill.rows[0].weight_kg, bill.rows[0].total, bill.stated_total
    ('NEX0012345', Decimal('2'), 60000, 60000)
    """
    if layout.problem():
        raise TariffFileError("no_header", layout.problem())
    reader = _Reader(sheet, layout)
    rows = tuple(reader.rows())
    _remark_on_rows(rows, reader)
    return Bill(rows, reader.remarks, reader.stated_total)


def _remark_on_rows(rows, reader):
    for awb, count in Counter(row.awb for row in rows).items():
        if count > 1:
            reader.remarks.add("awb_twice", 0, f"{awb} ({count})")
    total = sum(row.total for row in rows)
    if reader.stated_total is not None and reader.stated_total != total:
        reader.remarks.add("other_total", 0, f"{reader.stated_total} ≠ {total}")
