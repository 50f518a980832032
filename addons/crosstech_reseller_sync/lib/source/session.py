"""An open, read-only connection to a reseller's database that sees one snapshot; what all engines have in common."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import sqlalchemy as sa

from . import errors, introspection
from .address import Address
from .errors import SourceError, without_secrets
from .guard import Guard
from .schema import Schema

READ_ONLY, CAN_WRITE, NOT_KNOWN = "read_only", "can_write", "not_known"
BATCH = 2_000
PROBE = "crosstech_write_probe"


@dataclass(frozen=True)
class WriteProof:
    """Whether anything could be written.

    :param session: ``read_only`` when a write was tried and refused, ``not_known`` where there was nothing to try it on
    :param account: ``read_only`` when the account may not write at all, ``not_known`` where it does not say
    """

    session: str
    account: str


class Session:
    """A reseller's database while it is open; each engine says what is peculiar to it.

    SQLAlchemy writes the SELECTs, the driver's own cursors run them: as streams, a batch in memory at a time. All
    names are quoted, so that a name is always the one that the database stores.

    :cvar clock_sql: gives the server's time as seconds since 1970; empty where it has none
    :cvar has_snapshot: whether all readings see the same moment
    """

    url = ""
    clock_sql = ""
    has_snapshot = True
    _account_sql = ""  # a number: how many rights to write the account has

    def __init__(self, address: Address, guard: Guard, driver: ModuleType):
        self.address, self.guard, self.driver = address, guard, driver
        self._limited = None
        with self.translated(is_open=False):
            self.raw = self._connect()
        try:
            with self.translated():
                self.dialect = self._dialect()
                self._begin()
        except BaseException:
            self.close()
            raise

    def _dialect(self) -> sa.Dialect:
        """The dialect, knowing the server's version."""
        engine = sa.create_engine(self.url, creator=lambda: self.raw, poolclass=sa.pool.StaticPool)
        with engine.connect():
            return self.prepared(engine.dialect)

    @classmethod
    def prepared(cls, dialect: sa.Dialect) -> sa.Dialect:
        """Let a dialect quote every name."""
        dialect.identifier_preparer._requires_quotes = lambda _name: True
        return dialect

    # === PECULIAR TO AN ENGINE === #

    def _connect(self):
        """Open the driver's connection."""
        raise NotImplementedError

    def _begin(self) -> None:
        """Begin the read-only transaction and its snapshot."""
        raise NotImplementedError

    def _limit(self, seconds: int) -> None:
        """Limit the time of the statements to come."""

    def _code(self, error: Exception) -> str:
        """Name what a driver's error means."""
        raise NotImplementedError

    def _introspect(self) -> introspection.Found:
        raise NotImplementedError

    def _stream(self):
        """A cursor that does not fetch all rows at once."""
        return self.raw.cursor()

    def _close(self, cursor) -> None:
        """Put a cursor away."""
        cursor.close()

    def _abandon(self, cursor) -> None:
        """Leave a stream before its end."""
        self._close(cursor)

    def _probe(self) -> str:
        """A statement that writes, if it could, nothing that stays."""
        return f"CREATE TABLE {PROBE} (n integer)"

    def _can_write(self) -> bool | None:
        """Whether the account may write; None when it does not say."""
        if not self._account_sql:
            return None
        return bool(self.ask(self._account_sql)[0][0])

    def set_zone(self, name: str) -> None:
        """Let the server give times that have a zone in this one."""

    @staticmethod
    def parameter(value):
        """A value as the driver takes it."""
        return value

    # === FOR ALL === #

    @contextlib.contextmanager
    def translated(self, *, is_open=True) -> Iterator[None]:
        """Make every error of driver or network a :class:`SourceError`."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise self._error(error.orig, is_open) from None
        except (self.driver.Error, OSError, UnicodeError, EOFError) as error:
            raise self._error(error, is_open) from None

    def _error(self, error: BaseException, is_open: bool) -> SourceError:
        if isinstance(error, UnicodeError):
            code = errors.UNREADABLE
        elif isinstance(error, self.driver.Error):
            code = self._code(error)
        elif isinstance(error, TimeoutError):
            code = errors.TIMEOUT if is_open else errors.UNREACHABLE
        else:
            code = errors.LOST
        if not is_open and code in (errors.UNKNOWN, errors.LOST):
            code = errors.UNREACHABLE
        return SourceError(code, without_secrets(str(error), self.address.password))

    def compiled(self, select) -> tuple[str, tuple | dict]:
        """Write a SELECT for this engine."""
        made = select.compile(dialect=self.dialect, compile_kwargs={"render_postcompile": True})
        values = {name: self.parameter(value) for name, value in made.construct_params().items()}
        return str(made), tuple(values[name] for name in made.positiontup) if made.positional else values

    def ask(self, question, parameters=()) -> list[tuple]:
        """Give all rows of a small answer.

        :param question: a SELECT of SQLAlchemy, or text of our own with its parameters
        """
        if not isinstance(question, str):
            question, parameters = self.compiled(question)
        with self.translated(), self.within(self.guard.statement_seconds):
            cursor = self.raw.cursor()
            try:
                cursor.execute(question, parameters)
                return [tuple(row) for row in cursor.fetchall()]
            finally:
                self._close(cursor)

    def stream(self, select, size: int = BATCH) -> Iterator[list[tuple]]:
        """Give the rows of a SELECT in batches.

        One stream at a time: whoever leaves one before its end has to open the database anew.
        """
        sql, parameters = self.compiled(select)
        with self.translated(), self.within(self.guard.reading_seconds):
            cursor, finished = self._stream(), False
            try:
                cursor.arraysize = size
                cursor.execute(sql, parameters)
                while batch := cursor.fetchmany(size):
                    yield batch
                finished = True
            finally:
                self._close(cursor) if finished else self._abandon(cursor)

    @contextlib.contextmanager
    def within(self, seconds: int) -> Iterator[None]:
        """Limit the time of what is asked in a block."""
        if seconds != self._limited:
            self._limit(seconds)
            self._limited = seconds
        yield

    def introspect(self) -> Schema:
        """Look at all tables and views the account may read, in a few questions for all of them together."""
        return introspection.schema_of(self.address.engine, self._introspect())

    def clock(self, now=time.time) -> float | None:
        """Tell by how many seconds the server's clock is ahead of ours; None for a file."""
        if not self.clock_sql:
            return None
        before = now()
        theirs = float(self.ask(self.clock_sql)[0][0])
        return theirs - (before + now()) / 2

    def prove_read_only(self) -> WriteProof:
        """Try to write and ask what the account may do. Ends the snapshot: for tests of a connection, not for pulls."""
        can_write = self._can_write()
        account = {True: CAN_WRITE, False: READ_ONLY, None: NOT_KNOWN}[can_write]
        return WriteProof(self._try_to_write(), account)

    def _try_to_write(self) -> str:
        statement = self._probe()
        if not statement:
            return NOT_KNOWN
        try:
            with self.translated(), contextlib.closing(self.raw.cursor()) as cursor:
                cursor.execute(statement)
        except SourceError as error:
            if error.code not in (errors.READ_ONLY, errors.DENIED_TABLE, errors.LOGIN_REFUSED):
                raise
            verdict = READ_ONLY
        else:
            verdict = CAN_WRITE
        with self.translated():
            self.raw.rollback()
            if verdict == CAN_WRITE:
                self._undo_probe()
            self._begin()
        return verdict

    def _undo_probe(self) -> None:
        """Take back what a probe wrote where a rollback does not."""

    def close(self) -> None:
        """Leave the server; no transaction stays behind."""
        with contextlib.suppress(self.driver.Error, OSError):
            self.raw.close()

    def __enter__(self):
        return self

    def __exit__(self, *_details):
        self.close()
