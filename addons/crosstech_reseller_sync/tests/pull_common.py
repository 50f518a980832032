"""What the tests of pulls share: a source whose records are committed, as those of any job are, and its file.

A pull works over connections of its own, which see only what is committed. So these tests do not work in the test's
transaction; what they make is deleted when the class ends.
"""

import contextlib
import sqlite3
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase

from ..lib.entities import ENTITIES
from ..lib.mapping.spec import EntityMapping, Mapping, Source
from ..lib.pull import history, plan, progress
from ..lib.pull.run_log import Cancelled

READ = ("product", "stock", "sale_line")
MAPPING = Mapping(
    {
        name: EntityMapping(name, name, {field: Source(f"base.{field}") for field in ENTITIES[name].field_names})
        for name in READ
    }
)


class FileReceipt:
    rows, bytes, checksum = 0, 0, "none"


class FileReader:
    """A SQLite file with one table per entity, every field as our own.

    :ivar between: called before every batch, for what happens in the middle
    """

    batch = 100

    def __init__(self, path, stop, between):
        self.path, self._stop, self.between, self.receipt = path, stop, between, FileReceipt()

    def has_cursor(self, _entity):
        return False

    def upper(self, _entity):
        return None

    def rows(self, entity, _step: plan.Step):
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            cursor = connection.execute(f"SELECT {', '.join(entity.field_names)} FROM {entity.name}")  # noqa: S608
            while batch := cursor.fetchmany(self.batch):
                self.between()
                if self._stop():
                    raise Cancelled
                self.receipt.rows += len(batch)
                yield batch


class Opened:
    def __init__(self, case):
        self.case = case

    def reader(self, _mapping, *, stop, **_settings):
        return FileReader(self.case.path, stop, self.case.between)


class PullCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = Path(folder.name) / "shop.sqlite"
        with cls.real() as env:
            cls.source_id = cls._create_source(env).id
        cls.addClassCleanup(cls._delete_source)

    def setUp(self):
        super().setUp()
        self.between = lambda: None
        self.startPatcher(patch.object(progress, "EVERY_SECONDS", 0))
        self._empty_shop()
        self._delete_values()

    @classmethod
    @contextlib.contextmanager
    def real(cls):
        """An environment whose changes are committed."""
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    @classmethod
    def _create_source(cls, env, **values):
        source = env["crosstech.reseller.source"].create(
            {
                "name": "Pull Test", "partner_id": env.ref("base.main_partner").id, "mapping_json": MAPPING.as_json(),
                "place_name": "Toko", **values,
            }
        )  # fmt: skip
        lines = [{"table_name": table, "column_name": column} for table, column in MAPPING.columns()]
        env["crosstech.reseller.agreement"].create(
            {"source_id": source.id, "state": "active", "line_ids": [(0, 0, line) for line in lines]}
        )
        return source

    @classmethod
    def _delete_source(cls):
        cls._delete_values()
        with cls.real() as env:
            source = env["crosstech.reseller.source"].browse(cls.source_id)
            source.agreement_ids.unlink()
            source.unlink()

    @classmethod
    def _delete_values(cls):
        with cls.real() as env:
            source = env["crosstech.reseller.source"].browse(cls.source_id)
            env["queue.job"].search([("identity_key", "=", source._pull_key())]).unlink()
            source.pull_ids.unlink()
            with source._pull_connection() as connection:
                history.remove_source(connection, cls.source_id)
                connection.commit()

    def _empty_shop(self):
        self.path.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            for name in READ:
                connection.execute(f"CREATE TABLE {name} ({', '.join(ENTITIES[name].field_names)})")
            connection.commit()

    def shop(self, sql, *parameters):
        """Change the reseller's file."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.execute(sql, parameters)
            connection.commit()

    def put_stock(self, *levels):
        for key, quantity in levels:
            self.shop("DELETE FROM stock WHERE key = ?", key)
            self.shop("INSERT INTO stock (key, product_key, quantity) VALUES (?, ?, ?)", key, key, quantity)

    def queue(self, reason="person"):
        """:return: id of the pull that waits"""
        with self.real() as env:
            return env["crosstech.reseller.source"].browse(self.source_id)._pull_now(reason).id

    def run_job(self, pull_id):
        with self.real() as env, patch.object(self.registry["crosstech.reseller.source"], "_open", self._open()):
            return env["crosstech.reseller.pull"].browse(pull_id)._run()

    def _open(self):
        case = self

        @contextlib.contextmanager
        def opening(_source, *, look):
            case.assertFalse(look)
            yield Opened(case)

        return opening

    def pull(self, reason="person"):
        """Queue a pull, do its job and give the log."""
        pull_id = self.queue(reason)
        self.run_job(pull_id)
        return self.log(pull_id)

    def log(self, pull_id, *names):
        with self.real() as env:
            pull = env["crosstech.reseller.pull"].browse(pull_id)
            wanted = names or ("state", "rows_read", "rows_added", "rows_changed", "rows_gone", "error_code")
            return {name: pull[name] for name in wanted}

    def values(self, sql):
        """Ask the history, over a connection of its own."""
        with self.real() as env:
            env.cr.execute(sql, {"source": self.source_id})
            return env.cr.fetchall()
