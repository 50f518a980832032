"""Calling Odoo: its environment, its progress, its server process."""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import paths, postgres
from .console import Failure, run

LANGUAGES = ("en_US", "id_ID")
_LOADING = re.compile(rb"Loading module (\S+) \((\d+)/(\d+)\)")


def environment() -> dict:
    """The environment for Odoo: our database server, its tools, the key that encrypts stored secrets."""
    return {
        **postgres.environment(),
        "PATH": f"{postgres.binaries()}{os.pathsep}{os.environ['PATH']}",
        "CROSSTECH_SECRET_KEY": os.environ.get("CROSSTECH_SECRET_KEY") or _secret_key(),
        "PYTHONDONTWRITEBYTECODE": "",
    }


def _secret_key() -> str:
    """A key of this installation, made once, outside the database and its backups."""
    file = paths.LOCAL / "secret.key"
    if not file.is_file():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as output:
            output.write(secrets.token_urlsafe(32))
    return file.read_text()


def command(*arguments) -> list:
    return [paths.PYTHON, "-m", "odoo", *arguments]


def call(*arguments, log: str, **kwargs) -> None:
    """Run one Odoo command to its end; see ``console.run`` for errors."""
    run(command(*arguments), log=log, env=environment(), cwd=paths.ROOT, **kwargs)


def options(database: str, port: int) -> list:
    return ["-c", paths.CONF, "-d", database, "--data-dir", paths.ODOO_DATA, "--http-port", port]


def install(database: str, modules, *, log: str) -> None:
    """Install modules in a database, in English and Indonesian, showing how far Odoo is."""
    arguments = ["-i", ",".join(modules), "--load-language", ",".join(LANGUAGES)]
    arguments += ["--stop-after-init", "--no-http", "--max-cron-threads", 0]
    follow([*options(database, paths.HTTP_PORT), *arguments], log=log)


def update(database: str, modules, *, log: str) -> None:
    arguments = ["-u", ",".join(modules), "--stop-after-init", "--no-http", "--max-cron-threads", 0]
    follow([*options(database, paths.HTTP_PORT), *arguments], log=log)


def follow(arguments, *, log: str) -> None:
    """Run Odoo and print the module it is loading, on one line.

    :raises Failure: when Odoo ends with another code than 0 or logs a CRITICAL line
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    target = paths.LOGS / f"{log}.log"
    show, tail, width = sys.stdout.isatty(), [], 0
    with target.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command(*arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(), cwd=paths.ROOT,
        )  # fmt: skip
        for line in process.stdout:
            output.write(line)
            tail = [*tail[-20:], line.decode(errors="replace").rstrip()]
            found = _LOADING.search(line)
            if found and show:
                text = f" {found[2].decode()}/{found[3].decode()} {found[1].decode()}"
                print(f"{text:<{width}}\033[{max(len(text), width)}D", end="", flush=True)
                width = len(text)
    if show:
        print(f"{'':<{width}}\033[{width}D" if width else "", end="")
    if process.wait():
        raise Failure("\n".join([*tail, f"Odoo failed. Whole log: {target}"]))


def pid(name: str = "odoo") -> int | None:
    """The process id of a server we started, if it runs."""
    file = paths.RUN / f"{name}.pid"
    try:
        number = int(file.read_text())
        os.kill(number, 0)
        arguments = Path(f"/proc/{number}/cmdline").read_bytes() if Path("/proc/self").is_dir() else b"odoo"
    except (OSError, ValueError):
        return None
    return number if b"odoo" in arguments else None


def start(database: str, *, port: int, name: str = "odoo") -> None:
    """Start the server in the background and wait until it answers.

    :raises Failure: when the port is taken or the server dies
    """
    if _answers(port):
        raise Failure(f"Something else answers on port {port}. Choose another: make run CROSSTECH_PORT={port + 1}")
    paths.RUN.mkdir(parents=True, exist_ok=True)
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    with (paths.LOGS / f"{name}.log").open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command(*options(database, port), "--db-filter", f"^{database}$")],
            stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env=environment(), cwd=paths.ROOT, start_new_session=True,
        )  # fmt: skip
    (paths.RUN / f"{name}.pid").write_text(str(process.pid))
    for _ in range(600):
        if _answers(port):
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise Failure(f"Odoo did not start. See {paths.LOGS / f'{name}.log'}")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=20) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def stop(name: str = "odoo") -> bool:
    """Stop a server we started; whether there was one."""
    number = pid(name)
    if number:
        os.kill(number, signal.SIGTERM)
        for _ in range(100):
            if not pid(name):
                break
            time.sleep(0.1)
        else:
            os.kill(number, signal.SIGKILL)
    (paths.RUN / f"{name}.pid").unlink(missing_ok=True)
    return bool(number)
