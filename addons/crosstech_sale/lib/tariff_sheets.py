"""Tables out of the files couriers send: CSV, XLSX, XLS. What a file is, its content says, not its name."""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from xml.etree.ElementTree import ParseError

MAX_BYTES = 10_000_000
MAX_UNPACKED_BYTES = 150_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELL = 500
DELIMITERS = ";,\t|"
_EMPTY_FORMULA = re.compile(rb"</?f[^>]*>(?:<v ?/>|<v></v>)?</c>")


class TariffFileError(ValueError):
    """The file cannot be read as a price list. ``code`` is one of ``CODES``; ``detail`` is for the log."""

    CODES = ("empty", "too_big", "too_many_rows", "not_a_table", "damaged", "web_page", "locked", "no_header")

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """One table: ``rows`` are tuples of text cells, all as long as the longest row.

    ``formulas`` counts the formulas of the file whose result the file does not hold: their cells are empty.
    """

    name: str
    rows: tuple
    formulas: int = 0


def read_sheets(content: bytes, max_rows: int = MAX_ROWS, text=None) -> list[Sheet]:
    """Read every table of a file that has rows.

    :param text: function that writes a cell of a spreadsheet as text; ``cell_text`` by default
    :raises TariffFileError: when it is no table, is damaged, locked or beyond the bounds

    >>> read_sheets("Kota;REG\\nPontianak;30.000".encode("utf-8-sig"))[0].rows
    (('Kota', 'REG'), ('Pontianak', '30.000'))
    """
    if len(content) > MAX_BYTES:
        raise TariffFileError("too_big")
    if not content.strip():
        raise TariffFileError("empty")
    if content.startswith(b"PK\x03\x04"):
        sheets = _read_xlsx(content, max_rows, text or cell_text)
    elif content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        sheets = _read_xls(content, max_rows, text or cell_text)
    else:
        sheets = [_read_csv(content, max_rows)]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise TariffFileError("empty")
    return sheets


def cell_text(value) -> str:
    """Write a cell as text; a date is what a spreadsheet made of "2-3", so its day and month come back.

    >>> cell_text(10000.0), cell_text(1.5), cell_text(date(2026, 3, 2)), cell_text(None)
    ('10000', '1.5', '2-3', '')
    """
    if value is None or isinstance(value, time):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):
        return f"{value.day}-{value.month}"
    return re.sub(r"\s+", " ", str(value)).strip()[:MAX_CELL]


def _sheet(name, rows, max_rows, formulas=0) -> Sheet:
    """Make a table of rows of text: empty rows at the end and empty columns at the right are dropped."""
    kept = []
    for row in rows:
        if len(kept) >= max_rows:
            if max_rows < MAX_ROWS:
                break
            raise TariffFileError("too_many_rows")
        kept.append(row)
    while kept and not any(kept[-1]):
        kept.pop()
    width = min(max((index + 1 for row in kept for index, cell in enumerate(row) if cell), default=0), MAX_COLUMNS)
    return Sheet(name, tuple((*row[:width], *[""] * (width - len(row))) for row in kept), formulas)


def _read_csv(content: bytes, max_rows: int) -> Sheet:
    text = _decode(content)
    head = text[:2000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<table", "<?xml")):
        raise TariffFileError("web_page")
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        return _sheet("", ([cell_text(cell) for cell in row] for row in reader), max_rows)
    except csv.Error as error:
        raise TariffFileError("not_a_table", str(error)) from error


def _decode(content: bytes) -> str:
    """Read bytes as text: UTF-8 or UTF-16 with a mark, UTF-8, else Western Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise TariffFileError("damaged", str(error)) from error
    if b"\0" in content or _is_binary(content[:20_000]):
        raise TariffFileError("not_a_table")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _is_binary(sample: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\r\n\f" for byte in sample)
    high = sum(byte > 127 for byte in sample)
    return control * 100 > len(sample) or high * 3 > len(sample)


def _delimiter(text: str) -> str:
    """Choose the delimiter most rows agree on, in number of columns."""
    if text[:4].lower() == "sep=" and len(text) > 4:
        return text[4]
    lines = [line for line in text[:50_000].splitlines()[:50] if line.strip()]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        columns, rows = counts.most_common(1)[0] if counts else (1, 0)
        score = rows * min(columns, 20)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _read_xlsx(content: bytes, max_rows: int, text) -> list[Sheet]:
    import openpyxl

    formulas = _check_zip(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return [
            _sheet(sheet.title, ([text(cell) for cell in row] for row in _values(sheet)), max_rows, formulas)
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except TariffFileError:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, ParseError, zipfile.BadZipFile,
            SyntaxError, EOFError) as error:  # fmt: skip
        raise TariffFileError("damaged", repr(error)) from error


def _values(sheet):
    sheet.reset_dimensions()  # some writers state a wrong size
    return sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)


def _check_zip(content: bytes) -> int:
    """Refuse what is no workbook or unpacks to more than any price list; count formulas without a result."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise TariffFileError("damaged", repr(error)) from error
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or len(entries) > 5000:
        raise TariffFileError("too_big")
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise TariffFileError("not_a_table")
    try:
        sheets = [archive.read(entry) for entry in entries if entry.filename.startswith("xl/worksheets/sheet")]
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise TariffFileError("damaged", repr(error)) from error
    return sum(len(_EMPTY_FORMULA.findall(sheet)) for sheet in sheets)


def _read_xls(content: bytes, max_rows: int, text) -> list[Sheet]:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
        return [_xls_sheet(book, sheet, max_rows, text) for sheet in book.sheets() if sheet.visibility == 0]
    except TariffFileError:
        raise
    except Exception as error:  # a damaged OLE file fails anywhere inside the reader
        locked = "encrypted" in str(error).lower() or "EncryptedPackage".encode("utf-16-le") in content
        raise TariffFileError("locked" if locked else "damaged", repr(error)) from error


def _xls_sheet(book, sheet, max_rows, text) -> Sheet:
    import xlrd

    def value(cell):
        if cell.ctype == xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, book.datemode).date()
        return "" if cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else cell.value

    rows = ([text(value(cell)) for cell in sheet.row(index)[:MAX_COLUMNS]] for index in range(sheet.nrows))
    return _sheet(sheet.name, rows, max_rows)
