"""From a file to a throw-away SQLite file that holds the agreed tables and columns, and nothing else (X3)."""

import io
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path

from ..source import schema as words
from ..source.schema import Schema, Table
from . import sniff, tables, unpack
from .limits import DumpError, Limits, Meter
from .sql import RowCount, Rows, SqlDump
from .sql_values import repaired
from .sql_words import Keys

BATCH = 20_000
PG_RESTORE = "pg_restore"
HEAD_BYTES = 65_536
_AFFINITY = {
    words.INTEGER: "INTEGER",
    words.BOOLEAN: "INTEGER",
    words.DECIMAL: "NUMERIC",
    words.FLOAT: "REAL",
    words.BINARY: "BLOB",
}


@dataclass
class Report:
    """What became of a file.

    :ivar kinds: of each member of the file, by its name
    :ivar rows: kept, by table
    :ivar bad: rows with more or fewer values than columns, by table
    :ivar skipped: statements that were left out, by their first words
    :ivar missing: wanted tables of which there was nothing, in lower case: what is missing was not deleted
    """

    kinds: dict[str, str] = field(default_factory=dict)
    rows: Counter = field(default_factory=Counter)
    bad: Counter = field(default_factory=Counter)
    skipped: Counter = field(default_factory=Counter)
    missing: tuple[str, ...] = ()


def read_schema(path: Path, limits: Limits | None = None, *, pg_restore: str | None = None) -> Schema:
    """Tell the tables of a file with the number of their rows; the rows themselves are not kept.

    :raises DumpError: when it is no file we can read, or passes a limit
    """
    limits = limits or Limits()
    found: dict[str, Table] = {}
    counts: Counter = Counter()
    kinds = []
    for _name, kind, events in _contents(path, limits, lambda table: False, pg_restore):
        kinds.append(kind)
        for event in events:
            _note_schema(event, found, counts)
    described = tuple(replace(table, rows=counts[name]) for name, table in found.items())
    return Schema(described, kinds[0] if kinds else "")


def _note_schema(event, found: dict[str, Table], counts: Counter) -> None:
    if isinstance(event, Table):
        found[event.name] = event
    elif isinstance(event, Keys) and event.table in found:
        found[event.table] = event.added_to(found[event.table])
    elif isinstance(event, RowCount):
        counts[event.table] += event.count
    elif isinstance(event, tables.Sheet):
        found[event.table.name] = event.table
        counts[event.table.name] += sum(1 for _row in event.rows)


def read_kinds(path: Path, limits: Limits | None = None) -> dict[str, str]:
    """Tell what a file holds, by the beginning of each of its members; what cannot be read is left out.

    :return: kind by the member's name
    :raises DumpError: ``unknown`` where no member can be read
    """
    with unpack.members(path, limits or Limits()) as members:
        found = {name: sniff.kind(stream.peek(HEAD_BYTES)[:HEAD_BYTES]) for name, stream in members}
    known = {name: kind for name, kind in found.items() if kind != sniff.UNKNOWN}
    if not known:
        raise DumpError("unknown", path.suffix[:10])
    return known


def load(
    path: Path,
    wanted: Mapping[str, tuple[str, ...]],
    target: Path,
    limits: Limits | None = None,
    *,
    pg_restore: str | None = None,
) -> Report:
    """Write the wanted columns of the wanted tables into a new SQLite file.

    :param wanted: table -> columns; anything else in the file is read past
    :param target: a path where no file is yet
    :raises DumpError: when the file cannot be read or passes a limit; the target is then removed
    """
    limits, report = limits or Limits(), Report()
    wanted = {table.lower(): {column.lower() for column in columns} for table, columns in wanted.items()}
    try:
        with closing(_Target(target, wanted)) as sink:
            for name, kind, events in _contents(path, limits, lambda table: table.lower() in wanted, pg_restore):
                report.kinds[name] = kind
                for event in events:
                    sink.take(event, report)
                report.skipped.update(getattr(events, "skipped", {}))
            report.missing = sink.missing
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return report


class _Target:
    """The SQLite file: made unsafely fast, for it is thrown away when anything goes wrong."""

    def __init__(self, path: Path, wanted: dict[str, set[str]]):
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._wanted = wanted
        self._tables: dict[str, Table] = {}
        self._inserts: dict[tuple, tuple] = {}
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "temp_store=MEMORY"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")

    def take(self, event, report: Report) -> None:
        if isinstance(event, Table):
            self._make(event)
        elif isinstance(event, Rows):
            self._insert(event.table, event.columns, event.values, report)
            if event.bad:
                report.bad[event.table] += event.bad
        elif isinstance(event, tables.Sheet) and self._make(event.table):
            for batch in _batches(event.rows):
                self._insert(event.table.name, event.table.column_names, batch, report)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._wanted) - {name.lower() for name in self._tables}))

    def _make(self, table: Table) -> bool:
        """Make the wanted part of a table; whether anything of it is wanted."""
        names = self._wanted.get(table.name.lower())
        columns = [column for column in table.columns if names and column.name.lower() in names]
        if columns and table.name not in self._tables:
            listed = ", ".join(f"{_quoted(column.name)} {_AFFINITY.get(column.type, 'TEXT')}" for column in columns)
            self._connection.execute(f"CREATE TABLE {_quoted(table.name)} ({listed})")
            self._tables[table.name] = table
        return bool(columns)

    def _insert(self, table: str, columns: tuple | None, values: list[tuple], report: Report) -> None:
        if table not in self._tables or not values:
            return
        statement, pick = self._statement(table, columns or self._tables[table].column_names)
        if statement:
            self._connection.executemany(statement, map(pick, values))
            report.rows[table] += len(values)

    def _statement(self, table: str, columns: tuple) -> tuple:
        """The INSERT for rows in this order, and what picks the wanted values of a row; made once."""
        if (table, columns) not in self._inserts:
            names = self._wanted[table.lower()]
            places = [place for place, column in enumerate(columns) if column.lower() in names]
            listed = ", ".join(_quoted(columns[place]) for place in places)
            marks = ", ".join("?" * len(places))
            statement = f"INSERT INTO {_quoted(table)} ({listed}) VALUES ({marks})" if places else ""  # noqa: S608
            pick = itemgetter(*places) if len(places) > 1 else _single(places[0]) if places else tuple
            self._inserts[table, columns] = (statement, pick)
        return self._inserts[table, columns]

    def close(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._connection.close()


def _single(place: int):
    return lambda row: (row[place],)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _batches(rows) -> Iterator[list[tuple]]:
    batch = []
    for row in rows:
        batch.append(tuple(repaired(cell) if isinstance(cell, str) and not cell.isascii() else cell for cell in row))
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _SqlEvents:
    """The events of a dump, with what was skipped once they are used up."""

    def __init__(self, dump: SqlDump):
        self._dump = dump

    def __iter__(self):
        return self._dump.events()

    @property
    def skipped(self) -> Counter:
        return self._dump.skipped


def _contents(path: Path, limits: Limits, wanted, pg_restore: str | None) -> Iterator[tuple]:
    """Give name, kind and events of every member of a file.

    :raises DumpError: ``unknown`` where no member can be read
    """
    known = 0
    with unpack.members(path, limits) as members, tempfile.TemporaryDirectory(prefix="crosstech-") as folder:
        for name, stream in members:
            kind = sniff.kind(stream.peek(HEAD_BYTES)[:HEAD_BYTES])
            if kind == sniff.UNKNOWN:
                continue
            known += 1
            yield from _member(name, kind, stream, Path(folder), limits, wanted, pg_restore)
    if not known:
        raise DumpError("unknown", path.suffix[:10])


def _member(
    name: str, kind: str, stream, folder: Path, limits: Limits, wanted, pg_restore: str | None
) -> Iterator[tuple]:
    if kind in sniff.SQL_KINDS:
        yield name, kind, _SqlEvents(SqlDump(stream, kind, limits, wanted))
    elif kind == sniff.CSV:
        yield name, kind, [tables.csv_sheet(name, stream, limits)]
    else:
        file = _spooled(stream, folder)
        if kind == sniff.PG_CUSTOM:
            with _restored(file, limits, pg_restore) as text:
                yield name, kind, _SqlEvents(SqlDump(text, sniff.PG_PLAIN, limits, wanted))
        else:
            yield name, kind, _SHEETS[kind](name, file, limits)
        file.unlink()


_SHEETS = {
    sniff.SQLITE: lambda _name, file, limits: tables.sqlite_sheets(file, limits),
    sniff.XLSX: lambda _name, file, limits: tables.xlsx_sheets(file, limits),
    sniff.XLS: lambda _name, file, limits: tables.xls_sheets(file, limits),
    sniff.DBASE: lambda name, file, limits: [tables.dbase_sheet(name, file, limits)],
}


def _spooled(stream, folder: Path) -> Path:
    """Put a stream into a file of our own name, for readers that jump about; the stream counts what is written."""
    descriptor, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(stream, file, 1 << 20)
    return Path(name)


@contextmanager
def _restored(file: Path, limits: Limits, pg_restore: str | None) -> Iterator:
    """The text of a dump in pg_dump's own format: ``pg_restore`` writes it out, connected to no server.

    :raises DumpError: ``tool_missing``, or ``broken`` when the tool gives up
    """
    tool = pg_restore or shutil.which(PG_RESTORE)
    if not tool:
        raise DumpError("tool_missing", "postgresql-client")
    command = [tool, "--file=-", "--no-owner", "--no-privileges", str(file)]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 – our own tool on a file of our own name
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, bufsize=1 << 20,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        )  # fmt: skip
        try:
            yield io.BufferedReader(unpack.MeteredStream(process.stdout, Meter(limits, file.stat().st_size)), 1 << 20)
            if process.wait(timeout=60):
                raise DumpError("broken", "pg_restore")
        finally:
            if process.poll() is None:
                process.kill()
            process.stdout.close()
            process.wait()
