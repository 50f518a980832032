"""Pulls of a running database, and of one whose process is killed in the middle."""

import os
import signal
import time
from unittest.mock import patch

import psycopg2

from odoo import fields, sql_db
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.exception import RetryableJobError

from ..lib import ways
from ..lib.entities import ENTITIES
from ..lib.pull import names, pulling, run_log
from ..lib.source import engines, guard, reader
from ..models import reseller_source_safety
from .pull_common import MAPPING, READ, PullCase

SHOP = "crosstech-pull-test-shop"
STOCK = "SELECT key, quantity::int FROM crosstech_sync_stock WHERE source_id = %(source)s AND NOT is_deleted ORDER BY 1"


def _connect(database):
    _name, information = sql_db.connection_info_for(database)
    connection = psycopg2.connect(**information)
    connection.autocommit = True
    return connection


@tagged("post_install", "-at_install")
class TestPullPostgres(PullCase):
    """The reseller's shop is a database of its own on our own server, reached as one inside the VPN is."""

    @classmethod
    def setUpClass(cls):
        cls.server = _connect("postgres")
        cls.addClassCleanup(cls.server.close)
        cls._drop_shop()
        cls.server.cursor().execute(f'CREATE DATABASE "{SHOP}" TEMPLATE template0')
        cls.addClassCleanup(cls._drop_shop)
        cls.database = _connect(SHOP)
        cls.addClassCleanup(cls.database.close)
        # The server stands on this machine, which no VPN holds.
        cls.enterClassContext(patch.object(ways.InsideVpn, "endpoint", property(lambda way: way.target)))
        super().setUpClass()

    @classmethod
    def _drop_shop(cls):
        cls.server.cursor().execute(f'DROP DATABASE IF EXISTS "{SHOP}" WITH (FORCE)')

    @classmethod
    def _create_source(cls, env, **values):
        found = cls.database.info.dsn_parameters
        return super()._create_source(
            env, engine="postgresql", transport="wireguard", host=found.get("host"), port=int(found["port"]),
            database_name=SHOP, user_name=found["user"], **values,
        )  # fmt: skip

    def setUp(self):
        self.startPatcher(patch.object(reseller_source_safety, "check_elsewhere"))
        super().setUp()
        with self.source() as source:
            source.write({"mapping_json": MAPPING.as_json(), "drift_json": False})
            source._read_structure()

    def _empty_shop(self):
        cursor = self.database.cursor()
        for name in READ:
            columns = ", ".join(f"{field.name} {names.SQL_TYPE[field.kind]}" for field in ENTITIES[name].fields)
            cursor.execute(f"DROP TABLE IF EXISTS {name}; CREATE TABLE {name} ({columns})")

    def shop(self, sql, *parameters):
        self.database.cursor().execute(sql.replace("?", "%s"), parameters)

    def _bring(self):
        """The server is always there."""

    def test_rows_go_from_database_to_database_and_changes_follow(self):
        self.shop("INSERT INTO stock SELECT g, g, NULL, g, NULL FROM generate_series(1, 3000) g")
        first = self.pull("agreement")
        self.assertEqual((first["state"], first["rows_added"]), ("done", 3000))
        self.shop("UPDATE stock SET quantity = 7 WHERE key = '5'")
        self.shop("DELETE FROM stock WHERE key = '6'")
        second = self.pull("schedule")
        self.assertEqual((second["state"], second["rows_changed"], second["rows_gone"]), ("done", 1, 1))
        self.assertEqual(dict(self.values(STOCK))["5"], 7)

    def test_a_mapped_column_that_is_renamed_stops_its_kind_alone(self):
        self.put_stock(("A", 5))
        self.shop("INSERT INTO product (key, name) VALUES ('A', 'Keyboard')")
        self.shop("ALTER TABLE stock RENAME quantity TO quantity_now")
        log = self.pull()
        self.assertEqual((log["state"], log["error_code"], log["rows_added"]), ("done", "waiting", 1))
        self.assertEqual(self.values(STOCK), [])

    def test_a_server_that_is_not_there_is_tried_again_and_nothing_is_lost(self):
        self.put_stock(("A", 5))
        self.pull()
        with self.source() as source:
            port, source.port = source.port, 1
        pull_id = self.queue()
        with self.assertRaises(RetryableJobError):
            self.run_job(pull_id)
        log = self.log(pull_id, "state", "error_code", "message")
        self.assertEqual((log["state"], log["error_code"]), ("queued", "unreachable"))
        with self.source() as source:
            source.port = port
        self.run_job(pull_id)
        self.assertEqual(self.log(pull_id)["state"], "done")
        self.assertEqual(self.values(STOCK), [("A", 5)])

    def test_no_secret_reaches_the_log(self):
        secret = "rahasia-sekali-42"
        with self.source() as source:
            source.write({"user_name": "nobody-there", "password": secret})
        pull_id = self.queue()
        with mute_logger("odoo.addons.queue_job.controllers.main"):
            try:
                self.run_job(pull_id)
            except RetryableJobError as refusal:
                self.assertNotIn(secret, str(refusal))
        with self.source() as source:
            user = self.database.info.dsn_parameters["user"]
            source.write({"user_name": user, "password_encrypted": False})
            source.env.cr.execute("SELECT p::text FROM crosstech_reseller_pull p WHERE id = %s", [pull_id])
            self.assertNotIn(secret, source.env.cr.fetchone()[0])
        self.assertNotIn(secret, str(self.log(pull_id, "message", "place", "error_facts", "error_code")))
        self.assertNotEqual(self.log(pull_id)["state"], "done")


@tagged("post_install", "-at_install")
class TestPullKilled(PullCase):
    def test_a_pull_killed_in_the_middle_goes_on_where_it_was_and_the_log_says_so(self):
        self.shop("INSERT INTO product (key, name) VALUES ('A', 'Keyboard')")
        self.put_stock(("A", 5))
        pull_id = self.queue()
        reading, telling = os.pipe()
        with self.source() as source:
            _name, information = sql_db.connection_info_for(source.env.cr.dbname)
        child = os.fork()
        if not child:
            self._pull_and_hang(pull_id, information, telling)
        self.assertEqual(os.read(reading, 1), b"x")
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.assertEqual(self.log(pull_id, "state", "attempts"), {"state": "running", "attempts": 1})
        self._wait_for_lock(information)
        self.run_job(pull_id)
        log = self.log(pull_id, "state", "attempts", "run_number", "rows_added")
        self.assertEqual(log, {"state": "done", "attempts": 2, "run_number": 1, "rows_added": 2})
        self.assertEqual(self.values(STOCK), [("A", 5)])

    def _pull_and_hang(self, pull_id, information, telling):
        """In a process of its own: read the products, then hang at the first row of stock."""
        try:
            ours, log_connection = psycopg2.connect(**information), psycopg2.connect(**information)
            log_connection.autocommit = True
            log = run_log.RunLog(log_connection, pull_id)
            log.start(fields.Datetime.now())
            with engines.open_source(engines.file_address(self.path)) as session:
                rows = _Hanging(session, session.introspect(), MAPPING, pace=guard.Pace(guard.Guard()))
                rows.telling = telling
                settings = pulling.Settings(begun=lambda run: log.begun(run.run_id))
                pulling.pull(ours, self.source_id, rows, READ, now=fields.Datetime.now(), settings=settings)
        finally:
            os._exit(3)

    def _wait_for_lock(self, information):
        connection = psycopg2.connect(**information)
        for _time in range(100):
            try:
                with pulling.locked(connection, self.source_id):
                    break
            except pulling.Busy:
                time.sleep(0.05)  # until PostgreSQL has noticed that the process is dead
        connection.close()


class _Hanging(reader.Reader):
    def rows(self, entity, step):
        if entity.name != "stock":
            return super().rows(entity, step)
        os.write(self.telling, b"x")
        time.sleep(60)
        return iter(())
