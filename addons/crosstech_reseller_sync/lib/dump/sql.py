"""SQL dumps as a stream: CREATE TABLE, keys and rows are read; every other statement is skipped and counted.

Works for mysqldump, phpMyAdmin, HeidiSQL, ``pg_dump --format=plain`` (COPY or INSERT) and SQLite's ``.dump``. Nothing
is executed: ``DROP DATABASE``, ``COPY … TO PROGRAM`` or ``\\!`` are words like any other.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..source.schema import Table
from . import sql_words as words
from .limits import DumpError, Limits
from .sniff import MYSQL
from .sql_text import CHUNK, LOOKAHEAD, TAIL, Text, encoding_of
from .sql_values import copy_value, mysql_value, standard_value

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
_ROUTINE = re.compile(r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?(?:DEFINER\s*=\s*\S+\s+)?"
                      r"(?:TRIGGER|FUNCTION|PROCEDURE|EVENT)\b", _FLAGS)  # fmt: skip
_BEGIN, _END = re.compile(r"\bBEGIN\b", re.I), re.compile(r"END\b", re.I)
_QUOTED = re.compile(r"\$(\w*)\$.*?\$\1\$|'[^']*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.S)
_USE = re.compile(rf"USE\s+({words.NAME})", _FLAGS)
_SEMICOLON = re.compile(r";")
_ROW_END = "\x01"
# Tools that say at the end that it is the end; what they say stands among the first lines, which are comments.
_OPENING = re.compile(r"\s*(?:(?:--[^\n]*|/\*[^\n]*)(?:\n\s*|$))*")
_MARKED_TOOLS = (("MySQL dump ", "-- Dump completed"), ("MariaDB dump ", "-- Dump completed"),
                 ("-- PostgreSQL database dump", "dump complete"))  # fmt: skip


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
    literal = string if backslash else rf"(?:(?<![eE]){string}|(?<=[eE]){words.DOUBLED_BACKSLASH_STRING})"
    double = words.DOUBLE_BACKSLASH if backslash else words.DOUBLE_PLAIN
    escaped = "" if backslash else rf"|[eE]{words.DOUBLED_BACKSLASH_STRING}"
    quoted = rf"(?:{literal}|{double})"
    plain = r"[^()'\"]*"
    inner = rf"\({plain}(?:{quoted}{plain})*\)"
    for _depth in range(2):  # brackets in brackets in brackets: what SQLite needs for line ends in a value
        inner = rf"\({plain}(?:(?:{quoted}|{inner}){plain})*\)"
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
        self._text = Text(stream, encoding_of(head), limits)
        self._dialect = MYSQL_DIALECT if kind == MYSQL else STANDARD_DIALECT
        self._limits, self._wanted = limits, wanted
        opening = _OPENING.match(head[:TAIL].decode(encoding_of(head), "replace"))[0]
        self._last_words = next((last for first, last in _MARKED_TOOLS if first in opening), "")
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
        self._check_end()

    def _check_end(self) -> None:
        """Notice a file that was cut between two statements: what is missing must not look deleted.

        :raises DumpError: ``broken``
        """
        began = self.skipped["BEGIN TRANSACTION"] + self.skipped["START TRANSACTION"]
        is_open = began and not self.skipped["COMMIT"] + self.skipped["ROLLBACK"]
        if is_open or (self._last_words and self._last_words not in self._text.tail):
            raise DumpError("broken", "ends early")

    def _statement(self) -> Iterator[Table | words.Keys]:
        text = self._text
        first = _FIRST_WORDS.match(text.ahead(200))
        kind = " ".join(first[0].upper().split()) if first else "?"
        keeps = kind.startswith(("CREATE", "ALTER", "USE"))
        statement = text.until_semicolon(self._dialect.token, keep=keeps, must_end=True)
        if kind.startswith("CREATE") and (table := words.create_table(statement, self._home)):
            self._note(table)
            yield table
        elif kind == "ALTER TABLE" and (keys := words.alter_table(statement, self._home)):
            yield keys
        elif found := _USE.match(statement):
            self._home = self._home or words.bare(found[1])
        else:
            self.skipped[kind] += 1
            if _ROUTINE.match(statement) and _BEGIN.search(_QUOTED.sub(" ", statement)):
                self._skip_block()

    def _skip_block(self) -> None:
        """Leave out the other statements of a trigger or function whose body stands between BEGIN and END.

        :raises DumpError: ``broken`` when it never ends
        """
        while self._text.skip(self._dialect.space):
            is_end = _END.match(self._text.ahead(LOOKAHEAD))
            self._text.until_semicolon(self._dialect.token, keep=False)
            if is_end:
                return
        raise DumpError("broken", "ends inside a routine")

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
            yield Rows(table, names, [tuple(map(copy_value, row)) for row in good], len(split) - len(good))
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
        flat = find(f",{_ROW_END},".join(rows) + f",{_ROW_END},")
        step = width + 1
        if len(flat) == step * len(rows) and flat[width::step] == [_ROW_END] * len(rows):
            values = (map(convert, flat[place::step]) for place in range(width))
            return Rows(table, names, list(zip(*values, strict=True)))
        split = [find(row + ",") for row in rows]
        good = [tuple(map(convert, row)) for row in split if len(row) == width]
        return Rows(table, names, good, len(rows) - len(good))

    def _convert(self) -> Callable[[str], str | None]:
        return mysql_value if self._dialect.has_backslash else standard_value
