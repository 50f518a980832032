"""The database of ``make run``: made once beside its place and moved there when finished, so it is never half."""

import ast
import datetime
from pathlib import Path

from . import odoo, paths, postgres, setup
from .console import Failure, step


def our_addons() -> list[str]:
    """Our addons that can be installed, the ground floor first."""
    manifests = paths.ADDONS.glob("*/__manifest__.py")
    names = sorted(
        file.parent.name for file in manifests if ast.literal_eval(file.read_text()).get("installable", True)
    )
    return sorted(names, key=lambda name: name != "crosstech_sale")


def addons_digest() -> str:
    """A hash of all our addons' files."""
    files = [
        file for file in sorted(paths.ADDONS.rglob("*"))
        if file.is_file() and file.suffix != ".pyc" and "tests" not in file.relative_to(paths.ADDONS).parts
    ]  # fmt: skip
    return setup.digest(*(part for file in files for part in (str(file.relative_to(paths.ADDONS)), file)))


def create_empty(name: str) -> None:
    """A database of an Indonesian company with Odoo's base only; ``odoo.install`` adds the language."""
    postgres.drop_database(name)
    arguments = ["--country", "ID", name]
    odoo.call("db", "-c", paths.CONF, "-D", paths.ODOO_DATA, "init", *arguments, log="database")


def ensure(name: str, *, demo: bool = True) -> None:
    """Make the database if there is none; bring its addons up to date if their files changed."""
    stamp = paths.STAMPS / f"database-{name}"
    if name not in postgres.databases():
        build(name, demo=demo)
    elif not stamp.is_file() or stamp.read_text() != addons_digest():
        with step("Updating the addons in the database"):
            odoo.update(name, our_addons(), log="database")
    else:
        return
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(addons_digest())


def build(name: str, *, demo: bool = True) -> None:
    """Make the database under another name, fill it, then give it its name: interrupted, nothing half is left."""
    unfinished = f"{name}-unfinished"
    with step("Database"):
        create_empty(unfinished)
    with step("Odoo modules and Crosstech (two minutes)"):
        odoo.install(unfinished, our_addons(), log="database")
    if demo:
        with step("Demo company PD Cross Tech"):
            load_demo(unfinished)
    postgres.rename_database(unfinished, name)


def load_demo(name: str, statements: Path = paths.LOCAL / "demo-statements") -> None:
    """Fill a database with the demo company and write its bank statements into a folder."""
    arguments = ["--regions", paths.REGIONS, "--output", statements]
    odoo.call(
        f"--addons-path={paths.ADDONS.name}",
        "crosstech_demo",
        "-c",
        paths.CONF,
        "-d",
        name,
        "-D",
        paths.ODOO_DATA,
        *arguments,
        log="demo",
    )


def set_address(name: str, port: int) -> None:
    """Let links in mails and messages lead to the server about to start."""
    address = f"http://localhost:{int(port)}"
    postgres.query(f"UPDATE ir_config_parameter SET value = '{address}' WHERE key = 'web.base.url'", name)  # noqa: S608


def backup(name: str):
    """Write a zip with the database and its files; gives the file. Any Odoo 19 can restore it."""
    if name not in postgres.databases():
        raise Failure(f"There is no database «{name}» to back up. Make one: make run")
    paths.BACKUPS.mkdir(parents=True, exist_ok=True)
    target = paths.BACKUPS / f"{name}-{datetime.datetime.now():%Y%m%d-%H%M%S}.zip"  # noqa: DTZ005 – the user's own clock
    unfinished = target.with_suffix(".part")
    odoo.call("db", "-c", paths.CONF, "-D", paths.ODOO_DATA, "dump", name, unfinished, log="backup")
    unfinished.rename(target)
    return target


def restore(name: str, file) -> None:
    """Put a backup in the place of the database; the old one goes only when the new one stands."""
    if not file.is_file():
        raise Failure(f"There is no backup {file}. Backups lie in {paths.BACKUPS}; make one: make backup")
    unfinished = f"{name}-unfinished"
    postgres.drop_database(unfinished)
    odoo.call("db", "-c", paths.CONF, "-D", paths.ODOO_DATA, "load", unfinished, file, log="backup")
    postgres.rename_database(unfinished, name)
    (paths.STAMPS / f"database-{name}").unlink(missing_ok=True)
