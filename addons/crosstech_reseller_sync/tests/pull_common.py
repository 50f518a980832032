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
from ..lib.pull import history, names, progress
from ..lib.source import guard

READ = ("product", "stock", "sale_line")
MAPPING = Mapping(
    {
        name: EntityMapping(name, name, {field: Source(f"base.{field}") for field in ENTITIES[name].field_names})
        for name in READ
    }
)


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
    @contextlib.contextmanager
    def source(cls):
        """The source, in an environment whose changes are committed."""
        with cls.real() as env:
            yield env["crosstech.reseller.source"].browse(cls.source_id)

    @staticmethod
    def mapping_json():
        return MAPPING.as_json()

    @classmethod
    def _create_source(cls, env, **values):
        source = env["crosstech.reseller.source"].create(
            {
                "name": "Pull Test", "partner_id": env.ref("base.main_partner").id, "mapping_json": MAPPING.as_json(),
                "place_name": "Toko", "engine": "file", "transport": "upload", **values,
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
            source._forget_upload()
            source.activity_ids.unlink()
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
                columns = ", ".join(f"{field.name} {names.SQL_TYPE[field.kind]}" for field in ENTITIES[name].fields)
                connection.execute(f"CREATE TABLE {name} ({columns})")
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
        """Do the job with the file as it is now; ``between`` is called after every batch of rows."""
        after = guard.Pace.after

        def meanwhile(pace, rows):
            self.between()
            after(pace, rows)

        self._bring()
        with self.real() as env, patch.object(guard.Pace, "after", meanwhile):
            return env["crosstech.reseller.pull"].browse(pull_id)._run()

    def _bring(self):
        """Let the reseller send his file as it is now."""
        with self.source() as source:
            source._receive_upload("s.db", self.path.read_bytes())

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
