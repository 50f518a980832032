"""Rows on their way into our database: COPY into a table of their own, a batch in memory at a time."""

# ruff: noqa: S608 – table and column names are those of lib.entities; values are parameters

import csv
import io
import os
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime

from psycopg2.errors import QueryCanceled

from ..entities import FLAG, MOMENT, NUMBER, TEXT, Entity
from . import names, rows

CHUNK = 1 << 16
BATCH = 2_000
BAD_ROWS_KEPT = 10_000
# Types (oid) whose values PostgreSQL turns into ours exactly as ``lib.pull.rows`` does
_TEXTS, _WHOLE = {25, 1043, 1042, 19, 2950}, {20, 21, 23}
_PASSES = {
    TEXT: _TEXTS | _WHOLE,
    NUMBER: _WHOLE | {1700},
    MOMENT: {1082, 1114, 1184},
    FLAG: {16},
}
_NULL_OID = 705  # a bare NULL: a field the source does not have


class TooManyBadRows(ValueError):
    """So many rows do not fit that the mapping must be wrong: nothing of the reading is taken over."""


def staging_table(cursor, entity: Entity) -> str:
    """Make an empty temporary table for the rows of one reading and give its name."""
    table, listed = names.staging(entity), ", ".join(names.staged(entity))
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT {listed} FROM {names.current(entity)} WITH NO DATA")
    return table


def keys_table(cursor, entity: Entity) -> str:
    """Make an empty temporary table for the keys of a source and give its name."""
    table = f"{names.staging(entity)}_keys"
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f'CREATE TEMPORARY TABLE {table} (key text COLLATE "C")')
    return table


def drop_tables(cursor, entity: Entity) -> None:
    """Leave nothing of a reading behind in the session."""
    table = names.staging(entity)
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}, pg_temp.{table}_keys")


def copy_rows(cursor, table: str, columns: tuple[str, ...], batches: Iterable[list[tuple]], *, frozen=False) -> int:
    """Write batches of clean rows into a table.

    :param frozen: for a table made empty in this transaction: its rows need no vacuum later
    :return: how many rows
    """
    stream = _Written(batches, csv.QUOTE_MINIMAL if len(columns) > 1 else csv.QUOTE_ALL)
    try:
        cursor.copy_expert(_copy_into(table, columns, "csv", frozen), stream, CHUNK)
    except QueryCanceled:  # all that psycopg2 makes of a failure at the source
        if stream.problem:
            raise stream.problem from None
        raise
    return cursor.rowcount


def _copy_into(table: str, columns: tuple[str, ...], form: str, frozen: bool) -> str:
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT {form}{', FREEZE' if frozen else ''})"


class _Written(io.RawIOBase):
    """Batches of rows as a file of comma-separated lines, written as far as somebody reads."""

    def __init__(self, batches, quoting):
        super().__init__()
        self.batches, self.quoting, self.rest = iter(batches), quoting, memoryview(b"")
        self.problem: BaseException | None = None

    def read(self, size: int = CHUNK) -> bytes:
        while not self.rest:
            batch = self._next()
            if batch is None:
                return b""
            buffer = io.StringIO(newline="")
            csv.writer(buffer, quoting=self.quoting).writerows(batch)
            self.rest = memoryview(buffer.getvalue().encode())
        part, self.rest = self.rest[:size], self.rest[size:]
        return bytes(part)

    def _next(self):
        try:
            return next(self.batches, None)
        except BaseException as problem:
            self.problem = problem
            raise


def clean_batches(cleaner: rows.Cleaner, batches: Iterable[list[tuple]], bad: list[rows.BadRow]) -> Iterator[list]:
    """Clean batch by batch.

    :raises TooManyBadRows: when more rows are bad than are kept
    """
    for batch in batches:
        yield list(cleaner.rows(batch, bad))
        if len(bad) > BAD_ROWS_KEPT:
            raise TooManyBadRows(f"{len(bad)} rows")


def can_pass(source_cursor, entity: Entity, select: str) -> bool:
    """Tell whether a SELECT of another PostgreSQL gives types that need no Python on their way."""
    source_cursor.execute(f"SELECT * FROM ({select}) q LIMIT 0")
    types = {column.name: column.type_code for column in source_cursor.description}
    return all(types.get(field.name) in _PASSES[field.kind] | {_NULL_OID} for field in entity.fields)


def passed_select(entity: Entity, select: str, read_at: datetime) -> str:
    """Wrap a SELECT of a PostgreSQL source so that it gives clean rows with the moment from which each holds.

    The source's session must be in the time zone of its times: ``SET TIME ZONE``.
    """
    listed = ", ".join(f"{_cleaned(field)} AS {field.name}" for field in entity.fields)
    since = f"'{read_at.isoformat()}'::timestamp"
    if entity.moment:
        since = f"least(timezone('UTC', q.{entity.moment}::timestamptz), {since})"
    return f"SELECT {listed}, {since} AS valid_from FROM ({select}) q WHERE {_fits(entity)}"


def doubtful_rows(source_cursor, entity: Entity, select: str, passed: int) -> Iterator[list[tuple]]:
    """Give, as they are, the rows of the same snapshot that did not pass.

    :param passed: how many did
    """
    source_cursor.execute(f"SELECT count(*) FROM ({select}) q")
    if source_cursor.fetchone()[0] == passed:
        return
    listed = ", ".join(f"q.{name}" for name in entity.field_names)
    with source_cursor.connection.cursor("doubtful") as cursor:
        cursor.execute(f"SELECT {listed} FROM ({select}) q WHERE ({_fits(entity)}) IS NOT TRUE")
        while batch := cursor.fetchmany(BATCH):
            yield batch


def _cleaned(field) -> str:
    return {
        TEXT: "nullif(q.{0}::text, '')",
        NUMBER: "q.{0}::numeric",
        MOMENT: "timezone('UTC', q.{0}::timestamptz)",
        FLAG: "q.{0}::boolean",
    }[field.kind].format(field.name)


_FITS = {
    TEXT: "octet_length(q.{0}::text) <= 300 AND ascii(q.{0}::text) > 32 AND ascii(right(q.{0}::text, 1)) > 32",
    NUMBER: "q.{0}::numeric > -1e28 AND q.{0}::numeric < 1e28 AND scale(q.{0}::numeric) <= 10",
    MOMENT: "q.{0}::timestamptz >= '1900-01-02' AND q.{0}::timestamptz < '2199-12-30'",
    FLAG: "q.{0} IS NOT NULL",
}


def _fits(entity: Entity) -> str:
    """What surely needs no cleaning, cheap to tell; Python decides about the rest."""
    parts = []
    for field in entity.fields:
        test = _FITS[field.kind].format(field.name)
        empty = f"q.{field.name}::text = '' OR " if field.kind == TEXT else ""
        parts.append(test if field.required else f"(q.{field.name} IS NULL OR {empty}{test})")
    return " AND ".join(parts)


def pass_rows(source_cursor, select: str, cursor, table: str, columns: tuple[str, ...], *, frozen=False) -> int:
    """Move rows from one PostgreSQL to another as bytes, both working at the same time.

    :return: how many rows
    """
    reading, writing = os.pipe()
    problems: list[BaseException] = []

    def read_source():
        try:
            with os.fdopen(writing, "wb", CHUNK) as pipe:
                source_cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT binary)", pipe)
        except BaseException as error:
            problems.append(error)

    thread = threading.Thread(target=read_source, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb", CHUNK) as pipe:
            cursor.copy_expert(_copy_into(table, columns, "binary", frozen), pipe, CHUNK)
    except BaseException:
        thread.join()
        if problems and not isinstance(problems[0], BrokenPipeError):
            raise problems[0] from None
        raise
    thread.join()
    if problems:
        raise problems[0]
    return cursor.rowcount


def clean_keys(batches: Iterable[list[tuple]]) -> Iterator[list[tuple[str]]]:
    """Read keys, leaving out what is none: a row without one was never taken over."""
    for batch in batches:
        yield [(key,) for (key,) in ((rows.text(value[0]),) for value in batch) if key]
