"""SQL dumps as a stream: CREATE TABLE, keys and rows are read; every other statement is skipped and counted.

Works for mysqldump, phpMyAdmin, HeidiSQL, ``pg_dump --format=plain`` (COPY or INSERT) and SQLite's ``.dump``. Nothing
is executed: ``DROP DATABASE``, ``COPY … TO PROGRAM`` or ``\\!`` are words like any other.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..source.schema import Table
from . import sql_words as words
from .limits import DumpError, Limits
from .sniff import MYSQL

CHUNK = 1 << 18
# A match must end so far before the end of the buffer: a word that goes on in the next chunk is not cut.
LOOKAHEAD = 128
_FLAGS = re.I | re.S
_SPACE = re.compile(r"(?:\s+|--[^\n]*|/\*.*?\*/|#[^\n]*)", re.S)
_SPACE_STANDARD = re.compile(r"(?:\s+|--[^\n]*|/\*.*?\*/)", re.S)
_LINE = re.compile(r"[^\n]*\n?")
_FIRST_WORDS = re.compile(r"\w+(?:\s+\w+)?")
_DELIMITER = re.compile(r"DELIMITER[ \t]+(\S+)[^\n]*", re.I)
_END_OF_ROUTINES = re.compile(r"^[ \t]*DELIMITER[ \t]+;[ \t\r]*$", re.I | re.M)
_INSERT = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:OR\s+\w+\s+)?INTO\s+({words.NAME})\s*"
    r"(?:\(([^()]*)\)\s*)?(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*(?=\()", _FLAGS,
)  # fmt: skip
_COPY = re.compile(rf"COPY\s+({words.NAME})\s*(?:\(([^()]*)\)\s*)?FROM\s+stdin\b[^;]*;[ \t\r]*\n", _FLAGS)
_COPY_END = re.compile(r"^\\\.\r?$", re.M)
_USE = re.compile(rf"USE\s+({words.NAME})", _FLAGS)
_SEMICOLON = re.compile(r";")
_ENCODING = re.compile(rb"client_encoding\s*=\s*'(\w+)'|SET\s+NAMES\s+'?(\w+)", re.I)
_ENCODINGS = {
    "latin1": "cp1252",
    "win1252": "cp1252",
    "sqlascii": "utf-8",
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "unicode": "utf-8",
}
_SURROGATE = re.compile("[\udc80-\udcff]")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\x00", "b": "\b", "Z": "\x1a", "f": "\f", "v": "\v"}
_ESCAPED = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.S)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$")


@dataclass(frozen=True)
class Dialect:
    """How strings and rows are written."""

    has_backslash: bool
    token: re.Pattern
    row: re.Pattern
    value: re.Pattern
    space: re.Pattern


def _dialect(*, backslash: bool) -> Dialect:
    string = words.BACKSLASH_STRING if backslash else words.PLAIN_STRING
    double = words.DOUBLE_BACKSLASH if backslash else words.DOUBLE_PLAIN
    escaped = "" if backslash else rf"|[eE]{words.BACKSLASH_STRING}"
    quoted = rf"(?:{string}|{double})"
    plain = r"[^()'\"]*"
    inner = rf"\({plain}(?:{quoted}{plain})*\)"
    row = rf"\s*\(({plain}(?:(?:{quoted}|{inner}){plain})*)\)\s*([,;]?)"
    value = rf"\s*((?:{quoted})+(?:\s*::[\w \[\]]+)?|[^,'\"()]*(?:(?:{quoted})+|{inner})?[^,'\"()]*),"
    if backslash:
        token = rf"[^'\"`;/#-]+|{string}|{double}|`[^`]*`|--[^\n]*|#[^\n]*|/\*.*?\*/|/(?!\*)|-(?!-)"
        return Dialect(True, re.compile(token, re.S), re.compile(row, re.S), re.compile(value, re.S), _SPACE)
    token = (
        rf"[^'\"`;/$eE-]+{escaped}|[eE]|{string}|{double}|`[^`]*`|\$(\w*)\$.*?\$\1\$|\$(?!\w*\$)|--[^\n]*"
        r"|/\*.*?\*/|/(?!\*)|-(?!-)"
    )
    return Dialect(False, re.compile(token, re.S), re.compile(row, re.S), re.compile(value, re.S), _SPACE_STANDARD)


MYSQL_DIALECT, STANDARD_DIALECT = _dialect(backslash=True), _dialect(backslash=False)


@dataclass(frozen=True)
class Rows:
    """Some rows of one table, in the order of ``columns`` (None: of the table).

    :param values: list of tuples of str or None
    :param bad: how many rows of this batch did not have as many values as columns
    """

    table: str
    columns: tuple[str, ...] | None
    values: list[tuple]
    bad: int = 0


@dataclass(frozen=True)
class RowCount:
    """Rows of a table nobody wanted: counted, not read."""

    table: str
    count: int


class SqlDump:
    """A dump that is read once, from its beginning to its end.

    :param wanted: says of a table whether its rows are wanted; of others only the number is told
    :ivar skipped: how many statements of each kind were left out
    """

    def __init__(self, stream, kind: str, limits: Limits, wanted: Callable[[str], bool] = lambda table: False):
        head = stream.peek(CHUNK)[:CHUNK]
        self._text = _Text(stream, encoding_of(head), limits)
        self._dialect = MYSQL_DIALECT if kind == MYSQL else STANDARD_DIALECT
        self._limits, self._wanted = limits, wanted
        self._home = ""
        self._tables: dict[str, Table] = {}
        self.skipped: Counter = Counter()

    def events(self) -> Iterator[Table | words.Keys | Rows | RowCount]:
        """Give what the dump contains, in its order.

        :raises DumpError: when a limit is passed or the file ends inside a statement
        """
        text = self._text
        while text.skip(self._dialect.space):
            if text.starts("\\"):
                self.skipped["\\"] += 1
                text.match(_LINE)
            elif text.match(_SEMICOLON):
                continue
            elif found := text.match(_DELIMITER):
                self._skip_routines(found[1])
            elif found := text.match(_COPY):
                yield from self._copied(words.bare(found[1], self._home), found[2])
            elif found := text.match(_INSERT):
                yield from self._inserted(words.bare(found[1], self._home), found[2])
            else:
                yield from self._statement()

    def _statement(self) -> Iterator[Table | words.Keys]:
        text = self._text
        first = _FIRST_WORDS.match(text.ahead(200))
        kind = " ".join(first[0].upper().split()) if first else "?"
        keeps = kind.startswith(("CREATE", "ALTER", "USE"))
        statement = text.until_semicolon(self._dialect.token, keep=keeps)
        if kind.startswith("CREATE") and (table := words.create_table(statement, self._home)):
            self._note(table)
            yield table
        elif kind == "ALTER TABLE" and (keys := words.alter_table(statement, self._home)):
            yield keys
        elif found := _USE.match(statement):
            self._home = self._home or words.bare(found[1])
        else:
            self.skipped[kind] += 1

    def _note(self, table: Table) -> None:
        self._tables[table.name] = table
        if len(self._tables) > self._limits.tables or len(table.columns) > self._limits.columns:
            raise DumpError("too_wide", table.name)

    def _skip_routines(self, delimiter: str) -> None:
        """Leave out everything up to the line that brings the semicolon back: triggers and procedures."""
        if delimiter == ";":
            return
        self.skipped["DELIMITER"] += 1
        self._text.skip_past(_END_OF_ROUTINES)

    def _copied(self, table: str, columns: str | None) -> Iterator[Rows | RowCount]:
        """Rows of a COPY: tabs between values, one line each, ended by ``\\.``"""
        names = words.names(columns) if columns else None
        width = self._width(table, names)
        wanted, count = self._wanted(table), 0
        for lines in self._text.lines_until(_COPY_END):
            if not wanted:
                count += len(lines)
                continue
            split = [line.split("\t") for line in lines]
            good = [row for row in split if len(row) == (width or len(row))]
            yield Rows(table, names, [tuple(map(_copy_value, row)) for row in good], len(split) - len(good))
        if not wanted:
            yield RowCount(table, count)

    def _inserted(self, table: str, columns: str | None) -> Iterator[Rows | RowCount]:
        names = words.names(columns) if columns else None
        width = self._width(table, names)
        wanted, count = self._wanted(table), 0
        for rows in self._text.rows(self._dialect.row):
            if wanted:
                yield self._values(table, names, rows, width)
            else:
                count += len(rows)
        if not wanted:
            yield RowCount(table, count)
        self._text.until_semicolon(self._dialect.token, keep=False)

    def _width(self, table: str, names: tuple | None) -> int | None:
        if names is not None:
            return len(names)
        known = self._tables.get(table)
        return len(known.columns) if known else None

    def _values(self, table: str, names: tuple | None, rows: list[str], width: int | None) -> Rows:
        """Split rows into values: all at once where they fit, else row by row to find the bad ones."""
        find, convert = self._dialect.value.findall, self._convert()
        width = width or len(find(rows[0] + ","))
        flat = find(",".join(rows) + ",")
        if len(flat) == width * len(rows):
            values = list(map(convert, flat))
            return Rows(table, names, list(zip(*[iter(values)] * width, strict=True)))
        split = [find(row + ",") for row in rows]
        good = [tuple(map(convert, row)) for row in split if len(row) == width]
        return Rows(table, names, good, len(rows) - len(good))

    def _convert(self) -> Callable[[str], str | None]:
        return _mysql_value if self._dialect.has_backslash else _standard_value


def encoding_of(head: bytes) -> str:
    """The encoding of a dump: its mark, what it says itself, else UTF-8.

    >>> encoding_of(b"SET client_encoding = 'WIN1252';"), encoding_of(b"/*!40101 SET NAMES latin1 */;")
    ('cp1252', 'cp1252')
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    said = _ENCODING.search(head)
    name = (said[1] or said[2]).decode().lower().replace("_", "") if said else "utf-8"
    name = _ENCODINGS.get(name, name)
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return name


def repaired(value: str) -> str:
    """Text whose bytes were no UTF-8 is read as Windows-1252, as old programs wrote it."""
    if _SURROGATE.search(value):
        return value.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return value


def _unescaped(match: re.Match) -> str:
    code = match[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)


def _mysql_value(raw: str) -> str | None:
    """The value of one literal of MySQL."""
    if raw[:1] == "'":
        text = raw[1:-1]
        if "''" in text:
            text = text.replace("''", "'")
        if "\\" in text:
            text = _ESCAPED.sub(_unescaped, text)
        return text if text.isascii() else repaired(text)
    return _other_value(raw, _mysql_value)


def _standard_value(raw: str) -> str | None:
    """The value of one literal of standard SQL."""
    if raw[:1] == "'":
        text = raw[1 : raw.rindex("'")]
        if "'" in text:
            text = text.replace("''", "'")
        return text if text.isascii() else repaired(text)
    if raw[:2] in ("E'", "e'"):
        return _mysql_value(raw[1 : raw.rindex("'") + 1])
    return _other_value(raw, _standard_value)


def _other_value(raw: str, string_value: Callable) -> str | None:
    """Numbers, NULL, TRUE, hexadecimal and prefixed strings; what is calculated has no value here."""
    raw = raw.strip()
    if _NUMBER.match(raw):
        return raw
    upper = raw.upper()
    if upper in ("NULL", "DEFAULT", ""):
        return None
    if upper in ("TRUE", "FALSE"):
        return "1" if upper == "TRUE" else "0"
    if upper.startswith("0X"):
        return bytes.fromhex(raw[2:]).decode("utf-8", "replace")
    if upper.startswith("B'"):
        return str(int(raw[2:-1] or "0", 2))
    if upper.startswith("X'"):
        return bytes.fromhex(raw[2:-1]).decode("utf-8", "replace")
    if raw[:1] == '"':
        return string_value("'" + raw[1:-1].replace("'", "''") + "'")
    if raw.endswith("'") and (upper.startswith(("_", "N'")) or "CAST(" in upper):
        return string_value(raw[raw.index("'") :])
    cast = re.match(r"CAST\(\s*N?('.*')\s+AS\s+[^)]*\)$", raw, _FLAGS)
    return string_value(cast[1]) if cast else None


def _copy_value(raw: str) -> str | None:
    """The value of one field of COPY's text format."""
    if raw == "\\N":
        return None
    if "\\" in raw:
        raw = _ESCAPED.sub(_unescaped_copy, raw)
    return raw if raw.isascii() else repaired(raw)


def _unescaped_copy(match: re.Match) -> str:
    code = match[1]
    if code[0] in "01234567":
        return chr(int(code, 8))
    return _unescaped(match)


class _Text:
    """A window that slides over the decoded text of a stream."""

    def __init__(self, stream, encoding: str, limits: Limits):
        errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._stream, self._limits = stream, limits
        self._text, self._at, self._ended = "", 0, False

    def _more(self) -> bool:
        """Read on; what was used is let go.

        :return: whether there was something left to read
        """
        if self._ended:
            return False
        data = self._stream.read(CHUNK)
        self._ended = not data
        self._text = self._text[self._at :] + self._decoder.decode(data, final=self._ended)
        self._at = 0
        if len(self._text) > self._limits.statement_bytes:
            raise DumpError("too_wide", str(self._limits.statement_bytes))
        return True

    def _safe(self, end: int) -> bool:
        return self._ended or end + LOOKAHEAD < len(self._text)

    def ahead(self, count: int) -> str:
        return self._text[self._at : self._at + count]

    def starts(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def match(self, pattern: re.Pattern) -> re.Match | None:
        """Match here and move past it."""
        while True:
            found = pattern.match(self._text, self._at)
            if found and self._safe(found.end()):
                self._at = found.end()
                return found
            if not found and self._safe(self._at):
                return None
            if not self._more():
                return None

    def skip(self, space: re.Pattern) -> bool:
        """Move past white space and comments.

        :return: whether anything follows
        """
        while self.match(space):
            pass
        while self._at >= len(self._text):
            if not self._more():
                return False
            while self.match(space):
                pass
        return True

    def until_semicolon(self, token: re.Pattern, *, keep: bool) -> str:
        """Move past the end of a statement.

        :return: its text where it is to be kept
        :raises DumpError: ``broken`` when the file ends inside a string or comment
        """
        kept, size = [], 0
        while True:
            found = token.match(self._text, self._at)
            if found and found.end() > self._at and self._safe(found.end()):
                self._at = found.end()
                size += len(found[0])
                if keep and size <= self._limits.statement_bytes:
                    kept.append(found[0])
            elif not found and self.starts(";"):
                self._at += 1
                return "".join(kept)
            elif not self._more():
                if self._at < len(self._text):
                    raise DumpError("broken", "ends inside a statement")
                return "".join(kept)

    def skip_past(self, pattern: re.Pattern) -> None:
        while True:
            found = pattern.search(self._text, self._at)
            if found and self._safe(found.end()):
                self._at = found.end()
                return
            self._at = len(self._text) if self._ended else max(self._at, self._text.rfind("\n"))
            if not self._more():
                return

    def lines_until(self, end: re.Pattern) -> Iterator[list[str]]:
        """Give whole lines, many at a time, up to a line that ends them; that one is used up.

        :raises DumpError: ``broken`` when it never comes
        """
        while True:
            found = end.search(self._text, self._at)
            if found and self._safe(found.end()):
                lines = self._text[self._at : found.start()]
                self._at = found.end()
                if lines:
                    yield _lines(lines)
                return
            last = self._text.rfind("\n", self._at)
            if not found and last > self._at:
                lines = self._text[self._at : last + 1]
                self._at = last + 1
                yield _lines(lines)
            elif not self._more():
                raise DumpError("broken", "ends inside COPY")

    def rows(self, row: re.Pattern) -> Iterator[list[str]]:
        """Give the rows of an INSERT as they stand between brackets, many at a time.

        :raises DumpError: ``broken`` when the file ends inside a row
        """
        while True:
            rows, goes_on = self._rows_here(row)
            if rows:
                yield rows
            if not goes_on:
                return
            if not self._more():
                raise DumpError("broken", "ends inside INSERT")

    def _rows_here(self, row: re.Pattern) -> tuple[list[str], bool]:
        """The rows that are whole in the window, and whether the INSERT goes on behind it."""
        rows, text, at, match = [], self._text, self._at, row.match
        while (found := match(text, at)) and self._safe(found.end()):
            rows.append(found[1])
            if found[2] != ",":
                self._at = found.end() - len(found[2])  # the semicolon ends the statement
                return rows, False
            at = found.end()
        self._at = at
        return rows, True


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
