"""A source that is open for reading: its tables, and something that can look into them."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from ..dump.limits import Limits
from ..dump.load import Report, load, read_schema
from ..mapping.spec import Mapping
from .address import Address
from .engines import file_address, open_source
from .guard import Guard
from .reader import Reader
from .schema import Schema
from .session import Session

CHUNK = 1 << 20


@dataclass(frozen=True)
class Arrival:
    """The file that is read.

    :param is_new: whether its content differs from that of the file read before
    :param modified: aware, when it was changed on the server it was fetched from; nothing for an upload
    """

    name: str
    sha256: str
    size: int
    is_new: bool = True
    modified: datetime | None = None


class Opened:
    """What is open.

    :ivar session: of the database, or of the throw-away file with the rows
    :ivar schema: as it is now
    :ivar columns: the (table, column) that may be read; ``None``: all of them, for a look
    :ivar arrival: of a file, None for a running database
    """

    session: Session
    schema: Schema
    columns: frozenset[tuple[str, str]] | None = None
    arrival: Arrival | None = None

    @cached_property
    def sampler(self) -> Reader:
        """Look into the rows."""
        return Reader(self.session, self.schema, agreed=self.columns)

    def reader(self, mapping: Mapping, **settings) -> Reader:
        """Read the rows of a mapping.

        :param settings: ``agreed``, ``masks``, ``mask_key`` and ``pace`` of :class:`Reader`
        """
        return Reader(self.session, self.schema, mapping, **{"agreed": self.columns, **settings})


@dataclass
class OpenedFile(Opened):
    """A backup or file; its rows are brought into a throw-away SQLite file when they are asked for, not before."""

    path: Path
    schema: Schema
    arrival: Arrival
    columns: frozenset[tuple[str, str]] | None = None
    limits: Limits | None = None
    pg_restore: str | None = None
    report: Report | None = None
    _closing: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def session(self) -> Session:
        folder = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="crosstech-")))
        wanted = self.schema if self.columns is None else self.schema.only(self.columns)
        names = {table.name: table.column_names for table in wanted.tables}
        self.report = load(self.path, names, folder / "rows.sqlite", self.limits, pg_restore=self.pg_restore)
        return self._closing.enter_context(open_source(file_address(folder / "rows.sqlite")))

    def close(self) -> None:
        self._closing.close()


@dataclass
class OpenedDatabase(Opened):
    """A running database, in one snapshot."""

    session: Session
    schema: Schema
    columns: frozenset[tuple[str, str]] | None = None


@contextmanager
def open_database(
    address: Address, *, columns: Iterable[tuple[str, str]] | None = None, guard: Guard | None = None
) -> Iterator[OpenedDatabase]:
    """Open a running database for reading.

    :param columns: the (table, column) that may be read; ``None``: all of them, for a look
    :raises SourceError: also for whatever goes wrong while it is open
    """
    with open_source(address, guard) as session:
        yield OpenedDatabase(session, session.introspect(), None if columns is None else frozenset(columns))


@contextmanager
def open_file(
    path: Path,
    name: str,
    *,
    columns: Iterable[tuple[str, str]] | None = None,
    known_sha256: str = "",
    limits: Limits | None = None,
    pg_restore: str | None = None,
) -> Iterator[OpenedFile]:
    """Open a backup or file for reading; what was unpacked from it is deleted when the block ends.

    :param name: as its owner calls it
    :param columns: the (table, column) that may be read; ``None``: all of them, for a look
    :param known_sha256: of the file read before
    :raises DumpError: when it cannot be read, or passes a limit
    """
    found = sha256(path)
    arrival = Arrival(name, found, path.stat().st_size, found != known_sha256)
    schema = read_schema(path, limits, pg_restore=pg_restore)
    only = None if columns is None else frozenset(columns)
    opened = OpenedFile(path, schema, arrival, only, limits, pg_restore)
    try:
        yield opened
    finally:
        opened.close()


def sha256(path: Path) -> str:
    """Return the digest of a file's content in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()
