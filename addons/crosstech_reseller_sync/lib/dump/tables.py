"""Files that are tables already: CSV, spreadsheets, dBase, SQLite. Each gives its tables and then their rows."""

import csv
import io
import itertools
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..source import schema as words
from ..source.schema import Column, ForeignKey, Table
from ..written_numbers import COMMA, notation, plain
from .limits import DumpError, Limits
from .sql_words import type_of
from .unpack import check_sizes

SAMPLE_ROWS = 5_000
HEAD_ROWS = 20
CELL_CHARACTERS = 100_000
_DBASE_TYPES = {"N": words.DECIMAL, "F": words.FLOAT, "B": words.FLOAT, "I": words.INTEGER, "Y": words.DECIMAL}
_DBASE_TYPES |= {
    "C": words.TEXT,
    "M": words.TEXT,
    "D": words.DATE,
    "T": words.DATETIME,
    "@": words.DATETIME,
    "L": words.BOOLEAN,
}
_INTEGER = re.compile(r"-?\d{1,18}$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d$")
_DATETIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$")


@dataclass(frozen=True)
class Sheet:
    """A table and its rows.

    :param rows: an iterator to be used once; values are str, int, float, bytes or None
    """

    table: Table
    rows: Iterable[tuple]


def csv_sheet(name: str, stream, limits: Limits) -> Sheet:
    """Read a CSV file: encoding, separator, header and the way numbers are written are found by looking.

    :raises DumpError: ``broken`` when it is no table, ``too_wide``
    """
    head = stream.peek(1 << 18)[: 1 << 18]
    text = io.TextIOWrapper(stream, encoding=_encoding(head), errors="replace", newline="")
    reader = csv.reader(_without_nul(text), delimiter=_separator(head))
    return _sheet(Path(name).stem, reader, limits)


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    return (line.replace("\x00", "") for line in lines)


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: len(head) - 4 if len(head) > 4 else None].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "utf-8-sig" if error.start > len(head) - 8 else "cp1252"
    return "utf-8-sig"


def _separator(head: bytes) -> str:
    """The separator that cuts the first lines into equally many parts, more than one."""
    lines = [
        line[:CELL_CHARACTERS] for line in head.decode("utf-8", "replace").replace("\x00", "").splitlines()[:HEAD_ROWS]
    ]
    best, score = ",", (0, 0)
    for separator in (";", "\t", "|", ","):
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        width = max(set(widths), key=widths.count, default=0)
        if width > 1 and (widths.count(width), width) > score:
            best, score = separator, (widths.count(width), width)
    return best


def _sheet(name: str, rows: Iterable, limits: Limits) -> Sheet:
    """Make a table of rows of cells: the header is the first row of names, types come from the values."""
    rows = iter(rows)
    try:
        head = list(itertools.islice(rows, HEAD_ROWS))
        start = _header_row(head)
        names = _column_names(head[start], limits)
        sample = [_cells(row, len(names)) for row in (*head[start + 1 :], *itertools.islice(rows, SAMPLE_ROWS))]
    except (csv.Error, UnicodeError) as error:
        raise DumpError("broken", type(error).__name__) from error
    readings = [_reading([row[place] for row in sample]) for place in range(len(names))]
    columns = tuple(Column(name, reading[0]) for name, reading in zip(names, readings, strict=True))
    converters = [reading[1] for reading in readings]
    rest = (_cells(row, len(names)) for row in _guarded(rows))
    values = (
        tuple(convert(cell) for convert, cell in zip(converters, row, strict=True))
        for row in itertools.chain(sample, rest)
        if any(cell not in (None, "") for cell in row)
    )
    return Sheet(Table(name, columns), values)


def _guarded(rows: Iterable) -> Iterator:
    try:
        yield from rows
    except (csv.Error, UnicodeError) as error:
        raise DumpError("broken", type(error).__name__) from error


def _header_row(head: list) -> int:
    """The first row whose filled cells are at least two, all text, and as many as any row has."""
    widest = max((sum(1 for cell in row if cell not in (None, "")) for row in head), default=0)
    for number, row in enumerate(head):
        filled = [cell for cell in row if cell not in (None, "")]
        is_text = all(isinstance(cell, str) and not _INTEGER.match(cell.strip()) for cell in filled)
        if len(filled) >= max(2, widest - 1) and is_text:
            return number
    if widest < 1:
        raise DumpError("broken", "no table")
    return next(number for number, row in enumerate(head) if any(cell not in (None, "") for cell in row))


def _column_names(row: Iterable, limits: Limits) -> list[str]:
    names, seen = [], set()
    for number, cell in enumerate(row, 1):
        name = re.sub(r"\s+", " ", str(cell or "").strip())[:60] or f"column {number}"
        while name.lower() in seen:
            name += "_"
        seen.add(name.lower())
        names.append(name)
    if len(names) > limits.columns:
        raise DumpError("too_wide", str(limits.columns))
    return names


def _cells(row: Iterable, width: int) -> tuple:
    cells = [cell.strip()[:CELL_CHARACTERS] if isinstance(cell, str) else cell for cell in row][:width]
    return (*cells, *[None] * (width - len(cells)))


def _reading(values: list) -> tuple:
    """Tell the type of a column from its values, and how a cell becomes a value."""
    filled = [value for value in values if value not in (None, "")]
    if not filled:
        return words.TEXT, _empty_is_none
    if all(isinstance(value, (int, float)) for value in filled):
        return (words.INTEGER if all(isinstance(value, int) for value in filled) else words.DECIMAL), _empty_is_none
    if not all(isinstance(value, str) for value in filled):
        return words.TEXT, _as_text
    return _text_reading(filled)


def _text_reading(filled: list[str]) -> tuple:
    if any(value.startswith("0") and len(value) > 1 and value.isdigit() for value in filled):
        return words.TEXT, _empty_is_none  # a code, not a number
    found = notation(filled)
    if not found.bad:
        convert = partial(_number, name=found.name)
        is_whole = all(_INTEGER.match(convert(value)) for value in filled)
        return (words.INTEGER if is_whole and found.name != COMMA else words.DECIMAL), convert
    if all(_DATE.match(value) for value in filled):
        return words.DATE, _empty_is_none
    if all(_DATETIME.match(value) or _DATE.match(value) for value in filled):
        return words.DATETIME, _empty_is_none
    return words.TEXT, _empty_is_none


def _empty_is_none(cell):
    return None if cell == "" else cell


def _as_text(cell):
    return None if cell in (None, "") else str(cell)


def _number(cell, name: str):
    return None if cell in (None, "") else plain(str(cell), name)


def xlsx_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    """Read the sheets of an Excel workbook, as they were calculated last."""
    import openpyxl

    with path.open("rb") as file:  # the library refuses names without its ending
        try:
            with zipfile.ZipFile(file) as archive:  # which reads no member farther than its stated size
                check_sizes(archive.infolist(), limits, path.stat().st_size)
            file.seek(0)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except DumpError:
            raise
        except Exception as error:  # whatever a broken workbook makes of the library
            raise DumpError("broken", type(error).__name__) from error
        for sheet in book.worksheets[: limits.tables]:
            sheet.reset_dimensions()  # some programs write wrong ones
            rows = (tuple(map(_excel_value, row)) for row in sheet.iter_rows(values_only=True))
            try:
                yield _sheet(sheet.title, rows, limits)
            except DumpError as error:
                if error.code != "broken":
                    raise


def xls_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    """Read the sheets of an old Excel workbook."""
    import xlrd

    try:
        book = xlrd.open_workbook(path, on_demand=True, logfile=io.StringIO())
        sheets = book.sheets()
    except Exception as error:
        raise DumpError("broken", type(error).__name__) from error
    for sheet in sheets[: limits.tables]:
        rows = (tuple(map(_excel_value, sheet.row_values(number))) for number in range(sheet.nrows))
        try:
            yield _sheet(sheet.name, rows, limits)
        except DumpError as error:
            if error.code != "broken":
                raise


def _excel_value(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if hasattr(value, "isoformat"):
        return value.isoformat(" ") if hasattr(value, "hour") and hasattr(value, "year") else value.isoformat()
    return value


def dbase_sheet(name: str, path: Path, limits: Limits) -> Sheet:
    """Read a dBase or FoxPro table; deleted rows are left out, memo files that are missing count as empty."""
    import dbfread

    try:
        table = dbfread.DBF(path, ignore_missing_memofile=True, char_decode_errors="replace")
        fields = [field for field in table.fields if field.name != "_NullFlags"]
    except Exception as error:
        raise DumpError("broken", type(error).__name__) from error
    if not fields or len(fields) > limits.columns:
        raise DumpError("too_wide" if fields else "broken", str(len(fields)))
    if path.stat().st_size < table.header.headerlen + table.header.recordlen * table.header.numrecords:
        raise DumpError("broken", "ends early")
    columns = tuple(
        Column(one.name, _dbase_type(one), f"{one.type}({one.length},{one.decimal_count})") for one in fields
    )
    names = [one.name for one in fields]
    return Sheet(Table(Path(name).stem, columns), _dbase_rows(table, names))


def _dbase_rows(table, names: list[str]) -> Iterator[tuple]:
    try:
        for record in table:
            yield tuple(_plain(record[name]) for name in names)
    except Exception as error:
        raise DumpError("broken", type(error).__name__) from error


def _dbase_type(field) -> str:
    if field.type == "N" and not field.decimal_count:
        return words.INTEGER
    return _DBASE_TYPES.get(field.type, words.OTHER)


def _plain(value):
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, (int, float, bytes)):
        return value
    text = str(value)
    return text.rstrip() if isinstance(value, str) else text


def sqlite_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    """Read the tables of an SQLite file that somebody else made: read-only, without trusting its schema.

    :raises DumpError: ``broken`` or ``too_wide``
    """
    _check_length(path)
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    with closing(connection):
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        try:
            for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
                connection.execute(f"PRAGMA {pragma}")
            names = [row[0] for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )]  # fmt: skip
            if len(names) > limits.tables:
                raise DumpError("too_wide", str(len(names)))
            for name in names:
                yield Sheet(sqlite_table(connection, name), _sqlite_rows(connection, name))
        except sqlite3.DatabaseError as error:
            raise DumpError("broken", type(error).__name__) from error


def _check_length(path: Path) -> None:
    """Notice a file that was cut: SQLite itself reads on as long as it misses no page.

    :raises DumpError: ``broken``
    """
    with path.open("rb") as file:
        head = file.read(100)
    page_bytes, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    is_known = len(head) == 100 and head[24:28] == head[92:96]  # else an old program wrote last, and no length
    if len(head) < 100 or (is_known and path.stat().st_size < (65_536 if page_bytes == 1 else page_bytes) * pages):
        raise DumpError("broken", "ends early")


def sqlite_table(connection: sqlite3.Connection, name: str) -> Table:
    """Describe a table of an open SQLite database."""
    info = connection.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()
    columns = tuple(Column(column, type_of(kind or "text"), kind, not required) for column, kind, required, _pk in info)
    primary = tuple(column for column, _kind, _required, place in sorted(info, key=lambda row: row[3]) if place)
    return Table(name, columns, primary, tuple(_sqlite_foreign_keys(connection, name)))


def _sqlite_foreign_keys(connection: sqlite3.Connection, name: str) -> Iterator[ForeignKey]:
    rows = connection.execute(
        'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq', (name,)
    ).fetchall()
    for _number, parts in itertools.groupby(rows, key=lambda row: row[0]):
        parts = list(parts)
        targets = tuple(part[3] for part in parts) if parts[0][3] else ()  # none named: the other's key
        yield ForeignKey(tuple(part[2] for part in parts), parts[0][1], targets)


def _sqlite_rows(connection: sqlite3.Connection, name: str) -> Iterator[tuple]:
    quoted = name.replace('"', '""')
    yield from connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 – a quoted name of the file itself
