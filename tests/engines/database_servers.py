"""Resellers' database servers for tests: real programs on loopback with data folders of their own, stopped by their id.

Every server has an account that may only read (``reader``) and one that may do everything (``owner``).
"""

# ruff: noqa: S608 – statements of our own

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import firebird.driver
import psycopg2
import pymysql
import pytest
from psycopg2.extras import execute_batch

from odoo.addons.crosstech_reseller_sync.lib.source.address import Address
from odoo.addons.crosstech_reseller_sync.lib.source.engines import file_address

from scripts import postgres
from tests.engines.certificates import Authority

PASSWORD = "Rahasia-2026!ß"
WAIT_SECONDS = 60
_NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def program(name: str) -> str | None:
    """Where a server's program is; they are not always in the search path."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A running server with one database, ``toko``.

    :cvar words: what the engine calls the types that the tests need
    """

    key, words = "", {}

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="crosstech-server-"))
        self.process, self.port, self.is_made = None, free_port(), False
        self.authority = Authority(self.folder)
        self.authority.sign()
        self._own()

    @staticmethod
    def missing() -> str:
        """What is not installed; empty when nothing is missing."""
        return ""

    def _own(self) -> None:
        if _NOBODY:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, _NOBODY["user"], _NOBODY["group"])
        for key in self.folder.glob("*.key"):
            key.chmod(0o600)

    def _call(self, *arguments) -> None:
        with (self.folder / "log").open("ab") as log:
            subprocess.run([str(part) for part in arguments], stdout=log, stderr=log, cwd="/", check=True, **_NOBODY)

    def _launch(self, *arguments, **environment) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in arguments], stdout=log, stderr=log, cwd="/",
                env={**os.environ, **environment}, start_new_session=True, **_NOBODY,
            )  # fmt: skip

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._start()
        until = time.monotonic() + WAIT_SECONDS
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-3000:])
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            self.admin().close()
        except Exception:  # each driver has its own
            return False
        return True

    def kill(self) -> None:
        """Let the server die at once, with everything it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, user="reader", password=PASSWORD, **more) -> Address:
        return Address(self.key, **{"host": "127.0.0.1", "port": self.port, "database": "toko", **more},
                       user=user, password=password)  # fmt: skip

    def run(self, *statements) -> None:
        """Run statements as the owner, each in a transaction of its own."""
        with closing(self.admin()) as connection, closing(connection.cursor()) as cursor:
            for statement in statements:
                cursor.execute(statement)
                connection.commit()

    def ask(self, sql: str) -> list[tuple]:
        with closing(self.admin()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def fill(self, table: str, columns: str, rows: list[tuple]) -> None:
        """Insert rows."""
        with closing(self.admin()) as connection, closing(connection.cursor()) as cursor:
            marks = ", ".join([self.mark] * len(rows[0]))
            self._insert(cursor, f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
            connection.commit()

    def _insert(self, cursor, statement: str, rows: list[tuple]) -> None:
        cursor.executemany(statement, rows)


class PostgresqlServer(Server):
    key = "postgresql"
    words = {"text": "text", "number": "numeric(38,10)", "moment": "timestamp", "flag": "boolean", "blob": "bytea"}

    def __init__(self):
        super().__init__()
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        self._own()
        self._data = self.folder / "data"
        self._call(
            postgres.binaries() / "initdb", "-D", self._data, "-U", "owner", f"--pwfile={secret}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync",
        )  # fmt: skip

    def _start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._launch(postgres.binaries() / "postgres", "-D", self._data, *options)

    def create(self) -> None:
        with closing(self._login("postgres")) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("CREATE DATABASE toko")
            cursor.execute(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
        self.is_made = True
        self.run("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader")

    def fresh(self) -> None:
        self.run("DROP SCHEMA IF EXISTS arsip CASCADE", "DROP SCHEMA public CASCADE", "CREATE SCHEMA public",
                 "GRANT USAGE ON SCHEMA public TO reader")  # fmt: skip

    def _insert(self, cursor, statement: str, rows: list[tuple]) -> None:
        execute_batch(cursor, statement, rows, 1_000)

    def _login(self, database: str):
        return psycopg2.connect(host="127.0.0.1", port=self.port, dbname=database, user="owner", password=PASSWORD)

    mark = "%s"

    def admin(self):
        return self._login("toko" if self.is_made else "postgres")

    def reload_certificate(self) -> None:
        self._own()
        self.run("SELECT pg_reload_conf()")
        time.sleep(0.5)

    def left_behind(self) -> list[tuple]:
        """Transactions and locks of the reading account."""
        return self.ask("SELECT pid, state FROM pg_stat_activity WHERE usename = 'reader'")


class MysqlServer(Server):
    key = "mysql"
    words = {
        "text": "varchar(400)", "number": "decimal(38,10)", "moment": "datetime(6)", "flag": "tinyint(1)",
        "blob": "longblob",
    }  # fmt: skip
    mark = "%s"

    @staticmethod
    def missing() -> str:
        return "" if program("mariadbd") else "mariadb-server-core"

    def __init__(self):
        super().__init__()
        self._data = self.folder / "data"
        self._data.mkdir()
        self._own()
        self._call(
            program("mariadb-install-db"), "--no-defaults", f"--datadir={self._data}",
            "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve",
            *([f"--user={_NOBODY['user']}"] if _NOBODY else []),
        )  # fmt: skip

    def _start(self) -> None:
        self._launch(
            program("mariadbd"), "--no-defaults", f"--datadir={self._data}", f"--port={self.port}",
            "--bind-address=127.0.0.1", f"--socket={self.folder}/socket", f"--pid-file={self.folder}/pid",
            "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=256M",
            f"--ssl-ca={self.authority.file}", f"--ssl-cert={self.folder}/server.crt",
            f"--ssl-key={self.folder}/server.key", "--character-set-server=utf8mb4", "--sql-mode=",
        )  # fmt: skip

    def create(self) -> None:
        self.run(
            "CREATE DATABASE toko",
            f"CREATE USER owner@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'", "GRANT ALL ON *.* TO owner@'127.0.0.1'",
            f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
            "GRANT SELECT ON toko.* TO reader@'127.0.0.1'",
        )  # fmt: skip
        self.is_made = True

    def fresh(self) -> None:
        self.run("DROP DATABASE toko", "CREATE DATABASE toko")

    def admin(self):
        if self.is_made:
            where = {
                "host": "127.0.0.1",
                "port": self.port,
                "user": "owner",
                "database": "toko",
                "password": PASSWORD.encode(),
            }
        else:
            where = {"unix_socket": f"{self.folder}/socket", "user": "root"}
        return pymysql.connect(**where, charset="utf8mb4")

    def reload_certificate(self) -> None:
        self._own()
        self.run("FLUSH SSL")

    def left_behind(self) -> list[tuple]:
        return self.ask("SELECT id, state FROM information_schema.processlist WHERE user = 'reader'")


class SqliteServer(Server):
    """No server, but a file; its owner is whoever may write it."""

    key = "sqlite"
    words = {"text": "text", "number": "numeric", "moment": "timestamp", "flag": "boolean", "blob": "blob"}
    mark = "?"

    def start(self) -> None:
        self.file = self.folder / "toko.sqlite"

    def create(self) -> None:
        self.fresh()

    def fresh(self) -> None:
        for file in self.folder.glob("toko.sqlite*"):
            file.unlink()
        self.run("PRAGMA journal_mode = wal")

    def kill(self) -> None:
        """Nothing runs."""

    def admin(self):
        return sqlite3.connect(self.file, timeout=30)

    def address(self, **_account) -> Address:
        return file_address(self.file)

    def left_behind(self) -> list[tuple]:
        """A lock would keep others from writing."""
        self.run("CREATE TABLE IF NOT EXISTS lock_probe (n integer)", "DROP TABLE lock_probe")
        return []


class FirebirdServer(Server):
    """A server with a root folder, and with it a list of users, of its own."""

    key = "firebird"
    words = {
        "text": "varchar(400)", "number": "numeric(18,4)", "moment": "timestamp", "flag": "boolean",
        "blob": "blob",
    }  # fmt: skip
    mark = "?"
    library = Path("/usr/lib/x86_64-linux-gnu/firebird/3.0")

    @staticmethod
    def missing() -> str:
        found = program("firebird") and FirebirdServer.library.is_dir() and program("isql-fb")
        return "" if found else "firebird3.0-server"

    def __init__(self):
        super().__init__()
        self._root = self.folder / "root"
        self._root.mkdir()
        for name in ("plugins", "intl", "lib", "firebird.msg"):
            (self._root / name).symlink_to(self.library / name)
        self._users = self._root / "users.fdb"
        (self._root / "firebird.conf").write_text(
            f"RemoteServicePort = {self.port}\nRemoteBindAddress = 127.0.0.1\nSecurityDatabase = {self._users}\n"
            f"ServerMode = Super\n"
        )
        (self._root / "databases.conf").write_text(f"security.db = {self._users}\n")
        (self._root / "plugins.conf").write_text("")
        self.file = self.folder / "toko.fdb"
        self._own()
        self._made = 0
        self._isql(f"CREATE DATABASE '{self._users}';", f"CREATE USER SYSDBA PASSWORD '{PASSWORD}';",
                   f"CREATE USER reader PASSWORD '{PASSWORD}';", f"CREATE USER owner PASSWORD '{PASSWORD}';",
                   "GRANT CREATE DATABASE TO USER owner;")  # fmt: skip

    def _environment(self) -> dict:
        return {"FIREBIRD": str(self._root), "FIREBIRD_LOCK": str(self.folder), "FIREBIRD_TMP": str(self.folder)}

    def _isql(self, *statements) -> None:
        """Run statements on the embedded engine, before the server runs."""
        done = subprocess.run(
            [program("isql-fb"), "-q", "-b", "-user", "SYSDBA", "-ch", "UTF8"],
            input="\n".join([*statements, "COMMIT;"]), text=True, capture_output=True, cwd="/",
            env={**os.environ, **self._environment()}, check=False, **_NOBODY,
        )  # fmt: skip
        if done.returncode or done.stderr:
            raise RuntimeError(done.stderr + done.stdout)

    def _start(self) -> None:
        self._launch(program("firebird"), **self._environment())

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def create(self) -> None:
        self.is_made = True

    def fresh(self) -> None:
        self._made += 1
        self.file = self.folder / f"toko{self._made}.fdb"
        firebird.driver.create_database(
            f"127.0.0.1/{self.port}:{self.file}", user="owner", password=PASSWORD, charset="UTF8"
        ).close()

    def address(self, user="reader", password=PASSWORD, **more) -> Address:
        return super().address(user, password, **{"database": str(self.file), **more})

    def admin(self):
        return firebird.driver.connect(
            f"127.0.0.1/{self.port}:{self.file}", user="owner", password=PASSWORD, charset="UTF8"
        )

    def run(self, *statements) -> None:
        super().run(*statements)
        granted = [f'GRANT SELECT ON "{name.strip()}" TO reader' for (name,) in self.ask(
            "SELECT rdb$relation_name FROM rdb$relations WHERE COALESCE(rdb$system_flag, 0) = 0"
        )]  # fmt: skip
        super().run(*granted)

    def left_behind(self) -> list[tuple]:
        return self.ask("SELECT mon$attachment_id FROM mon$attachments WHERE mon$user = 'READER'")


SERVERS = {server.key: server for server in (PostgresqlServer, MysqlServer, SqliteServer, FirebirdServer)}


def start(key: str) -> Server:
    """Start a server with an empty database."""
    server = SERVERS[key]()
    server.start()
    server.create()
    return server


@pytest.fixture(scope="module", params=SERVERS)
def server(request):
    """Each kind of server in turn."""
    if missing := SERVERS[request.param].missing():
        pytest.skip(f"not installed: {missing}")
    server = start(request.param)
    yield server
    server.remove()


@pytest.fixture
def toko(server):
    """A server whose database is empty."""
    if server.process and server.process.poll() is not None:
        server.start()
    server.fresh()
    return server
