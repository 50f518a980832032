"""The engines a reseller's database may run on, and how to open one for reading."""

import ctypes.util
import importlib
import importlib.util
from dataclasses import dataclass, replace

from . import errors
from .address import Address, Tls
from .errors import SourceError
from .guard import Guard
from .session import Session

__all__ = ["ENGINES", "Address", "DriverState", "Engine", "Tls", "driver_state", "file_address", "open_source"]


@dataclass(frozen=True)
class Engine:
    """A database software.

    :param module: of this package, and the class in it that opens a database
    :param drivers: Python modules without which it cannot be opened, the driver itself first
    :param packages: what has to be installed to have them
    :param port: where such a server usually listens; 0 for a file
    :param proven: whether all of this was tried on a running server
    :param has_tls: whether the driver can check a certificate
    :param library: of the system, which the driver needs
    """

    key: str
    label: str
    module: tuple[str, str]
    drivers: tuple[str, ...]
    packages: tuple[str, ...]
    port: int
    proven: bool = True
    has_tls: bool = True
    library: str = ""


ENGINES = {
    engine.key: engine
    for engine in (
        Engine("postgresql", "PostgreSQL", ("postgresql", "PostgresqlSession"), ("psycopg2",), ("psycopg2",), 5432),
        Engine("mysql", "MySQL / MariaDB", ("mysql", "MysqlSession"), ("pymysql",), ("PyMySQL",), 3306),
        Engine("sqlite", "SQLite", ("sqlite", "SqliteSession"), ("sqlite3",), (), 0, has_tls=False),
        Engine(
            "firebird",
            "Firebird",
            ("firebird", "FirebirdSession"),
            ("firebird.driver", "sqlalchemy_firebird"),
            ("firebird-driver", "sqlalchemy-firebird"),
            3050,
            has_tls=False,
            library="fbclient",
        ),
        Engine(
            "mssql",
            "SQL Server",
            ("mssql", "MssqlSession"),
            ("pytds", "sqlalchemy_pytds"),
            ("python-tds", "sqlalchemy-pytds", "pyOpenSSL"),
            1433,
            proven=False,
        ),
        Engine("oracle", "Oracle", ("oracle", "OracleSession"), ("oracledb",), ("oracledb",), 1521, proven=False),
    )
}


@dataclass(frozen=True)
class DriverState:
    """Whether an engine can be opened here.

    :param code: ``ready`` or ``missing``
    :param packages: what has to be installed with pip
    :param library: what the system's administrator has to install
    """

    code: str
    packages: tuple[str, ...] = ()
    library: str = ""

    @property
    def install(self) -> str:
        """The command that brings what is missing."""
        return f"pip install {' '.join(self.packages)}" if self.packages else ""


def driver_state(key: str) -> DriverState:
    """Tell whether an engine's driver is installed.

    >>> driver_state("sqlite"), DriverState("missing", ("oracledb",)).install
    (DriverState(code='ready', packages=(), library=''), 'pip install oracledb')
    """
    engine = ENGINES[key]
    is_installed = all(importlib.util.find_spec(name.partition(".")[0]) for name in engine.drivers)
    library = "" if not engine.library or ctypes.util.find_library(engine.library) else engine.library
    if is_installed and not library:
        return DriverState("ready")
    return DriverState("missing", () if is_installed else engine.packages, library)


def _driver(engine: Engine):
    """The one place where a driver is imported.

    :raises SourceError: ``driver_missing``
    """
    state = driver_state(engine.key)
    if state.code != "ready":
        raise SourceError(errors.DRIVER_MISSING, state.install or state.library)
    driver, *_dialects = [importlib.import_module(name) for name in engine.drivers]
    return driver


def file_address(path) -> Address:
    """Return the address of a SQLite file."""
    return Address("sqlite", database=str(path))


def open_source(address: Address, guard: Guard | None = None) -> Session:
    """Open a database for reading, in one snapshot; a context manager that leaves nothing behind.

    :raises SourceError: also for whatever goes wrong while it is open

    >>> try:
    ...     open_source(file_address("/nowhere.sqlite"))
    ... except SourceError as error:
    ...     error.code, error.permanent
    ('no_database', True)
    """
    engine = ENGINES[address.engine]
    if address.tls and not engine.has_tls:
        raise SourceError(errors.NO_TLS, engine.label)
    module, name = engine.module
    session = getattr(importlib.import_module(f".{module}", __package__), name)
    return session(replace(address, port=address.port or engine.port), guard or Guard(), _driver(engine))
