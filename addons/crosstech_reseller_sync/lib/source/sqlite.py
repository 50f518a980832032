"""A SQLite file: a shop's own, or what ``lib.dump.load`` made of a dump."""

import contextlib
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from ..dump.sql_words import type_of
from . import errors
from .introspection import Found
from .session import Session

STEPS = 10_000  # of SQLite's machine between two looks at the clock
_COLUMNS = """
SELECT '', m.name, c.name, c.type, NOT c."notnull", m.type = 'view', NULL
FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid
"""
_KEYS = """
SELECT '', m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND c.pk > 0 ORDER BY m.name, c.pk
"""
_RELATIONS = """
SELECT k.id, '', m.name, k."from", '', k."table", coalesce(k."to", p.name)
FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k
LEFT JOIN pragma_table_info(k."table") p ON k."to" IS NULL AND p.pk = k.seq + 1
WHERE m.type = 'table' AND coalesce(k."to", p.name) IS NOT NULL ORDER BY m.name, k.id, k.seq
"""


class SqliteSession(Session):
    url = "sqlite://"
    _account_sql = "SELECT 0"  # the file is opened for reading

    def _connect(self):
        self._until = None
        path = Path(self.address.database).absolute()
        connection = self.driver.connect(
            f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False,
            timeout=self.guard.connect_seconds,
        )  # fmt: skip
        connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
        connection.set_progress_handler(lambda: self._until is not None and time.monotonic() > self._until, STEPS)
        return connection

    def _begin(self) -> None:
        for pragma in ("query_only = true", "trusted_schema = false", "cell_size_check = true"):
            self.raw.execute(f"PRAGMA {pragma}")
        self.raw.execute("BEGIN")
        self.raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # here the snapshot begins

    @contextlib.contextmanager
    def within(self, seconds: int) -> Iterator[None]:
        self._until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._until = None

    @staticmethod
    def parameter(value):
        """SQLite has no decimal numbers."""
        if isinstance(value, Decimal):
            return int(value) if value == int(value) else float(value)
        return value

    def _code(self, error: Exception) -> str:
        words = str(error)
        if "readonly" in words:
            return errors.READ_ONLY
        if "no such" in words:
            return errors.CHANGED
        if "interrupted" in words or "locked" in words:
            return errors.TIMEOUT
        if "unable to open" in words or "not a database" in words:
            return errors.NO_DATABASE
        return errors.UNKNOWN

    def _introspect(self) -> Found:
        return Found(
            self.ask(_COLUMNS), self.ask(_KEYS), self.ask(_RELATIONS), lambda declared: type_of(declared or "text")
        )
