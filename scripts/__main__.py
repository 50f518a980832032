"""The commands behind ``make``; ``make help`` lists them."""

import os
import shutil
import sys
from pathlib import Path

from . import database, odoo, paths, postgres, setup
from .console import step

LOGINS = (  # role, login: the demo company's; the password is the login
    ("Managing Director", "direktur"),
    ("Operational Manager", "operasional"),
    ("Marketing Manager", "pemasaran"),
    ("Finance Manager", "keuangan"),
    ("Inventory", "gudang"),
    ("Repair Team", "perbaikan"),
    ("Buyer (shop)", "pembeli"),
    ("Reseller (portal)", "reseller"),
    ("Supplier (portal)", "pemasok"),
    ("Technician (portal)", "teknisi"),
    ("Administrator", "admin"),
)


def command_run() -> None:
    """Set everything up, make the database with the demo company and open the shop."""
    print("Crosstech", flush=True)
    setup.everything()
    with step("PostgreSQL"):
        postgres.start()
    if odoo.pid():
        print("  Odoo runs already; to start it anew: make stop run")
    else:
        database.ensure(paths.DATABASE)
        database.set_address(paths.DATABASE, paths.HTTP_PORT)
        with step("Odoo"):
            odoo.start(paths.DATABASE, port=paths.HTTP_PORT)
    print(f"\nThe shop is open:  http://localhost:{paths.HTTP_PORT}")
    print(f"Staff log in at:   http://localhost:{paths.HTTP_PORT}/odoo\n")
    for role, login in LOGINS:
        print(f"  {role:<22} login and password: {login}")
    print(f"\nBank statements to import: {paths.LOCAL / 'demo-statements'}")
    print("These logins are for trying it out on this machine. Stop: make stop. More: make help")


def command_stop() -> None:
    """Stop Odoo and PostgreSQL; the data stays."""
    print("Odoo stopped." if odoo.stop() else "Odoo was not running.")
    if paths.VENV.is_dir():
        postgres.stop()


def command_reset() -> None:
    """Delete the database; the next run makes the demo company anew."""
    odoo.stop()
    if paths.VENV.is_dir():
        postgres.start()
        postgres.drop_database(paths.DATABASE)
    (paths.STAMPS / f"database-{paths.DATABASE}").unlink(missing_ok=True)
    print("The database is gone. make run makes a new one.")


def command_clean() -> None:
    """Stop everything and delete all that make fetched or made, data included."""
    odoo.stop()
    if paths.VENV.is_dir():
        postgres.remove()
    shutil.rmtree(paths.LOCAL, ignore_errors=True)


def command_backup() -> None:
    """Back up the database and its files into one zip."""
    setup.everything()
    postgres.start()
    with step("Backing up"):
        file = database.backup(paths.DATABASE)
    print(f"{file} ({file.stat().st_size // 1_000_000} MB)")


def command_restore() -> None:
    """Put a backup back (FILE=…, otherwise the newest)."""
    setup.everything()
    postgres.start()
    newest = sorted(paths.BACKUPS.glob("*.zip"))[-1:] or [paths.BACKUPS / "*.zip"]
    file = Path(os.environ.get("FILE") or newest[0])
    running = odoo.stop()
    with step(f"Restoring {file.name}"):
        database.restore(paths.DATABASE, file)
    print("Restored. Start: make run" if not running else "Restored; Odoo was stopped for it. Start: make run")


def command_setup() -> None:
    """Fetch everything without starting anything."""
    setup.everything(tests="tests" in sys.argv)


def command_test() -> None:
    """Run all tests: lint, rules, engines, Odoo, browser, journeys."""
    from . import test

    raise SystemExit(test.main(unit_only=False))


def command_test_unit() -> None:
    """Run lint's fast part and the rules' tests: under a minute."""
    from . import test

    raise SystemExit(test.main(unit_only=True))


def command_bench() -> None:
    """Measure; writes bench/results.json."""
    from . import bench

    bench.main()


def command_bench_report() -> None:
    """Write docs/benchmarks.md from the last measurement."""
    from . import bench

    bench.report()


def main() -> None:
    names = {
        name.removeprefix("command_").replace("_", "-"): f for name, f in globals().items() if name[:8] == "command_"
    }
    wanted = sys.argv[1] if len(sys.argv) > 1 else "help"
    if wanted not in names:
        for name, function in names.items():
            print(f"  make {name:<14} {function.__doc__}")
        return
    if wanted == "run" or wanted in ("backup", "restore", "reset", "test", "test-unit", "bench", "setup"):
        with setup.only_one():
            names[wanted]()
    else:
        names[wanted]()


if __name__ == "__main__":
    main()
