import unittest
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.source.engines import DriverState
from ..models.reseller_source_safety import OWN_MACHINE
from .source_common import SourceCommon

try:
    from tests.engines import database_servers
except ImportError:  # run without the repository's own tests
    database_servers = None

DRIVER_STATE = "odoo.addons.crosstech_reseller_sync.models.reseller_source_step.driver_state"


@tagged("post_install", "-at_install")
class TestEngineNote(SourceCommon):
    def test_a_driver_that_is_missing_is_told_with_what_to_install(self):
        source = self._create_source(engine="oracle", transport="direct")
        missing = DriverState("missing", ("oracledb",))
        with patch(DRIVER_STATE, return_value=missing):
            self.assertIn("pip install oracledb", source.engine_note)

    def test_an_engine_that_was_never_tried_here_says_so(self):
        self.assertFalse(self._create_source(engine="file").engine_note)
        source = self._create_source(engine="mssql", transport="direct")
        with patch(
            DRIVER_STATE,
            return_value=DriverState("ready"),
        ):
            self.assertIn("special care", source.engine_note)


@tagged("post_install", "-at_install")
class TestConnectionTest(SourceCommon):
    """Against a real MariaDB with TLS."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(OWN_MACHINE, "1")
        if database_servers is None:
            raise unittest.SkipTest("the servers of tests/engines are not there")
        missing = database_servers.MysqlServer.missing()
        if missing:
            raise unittest.SkipTest(missing)
        cls.server = database_servers.start("mysql")
        cls.addClassCleanup(cls.server.remove)
        cls.server.fresh()
        cls.server.run("CREATE TABLE barang (kode VARCHAR(20) PRIMARY KEY, nama VARCHAR(100), harga INT, stok INT)")

    def _create_server_source(self, **values):
        address = self.server.address()
        return self._create_source(
            engine="mysql", transport="direct", host=address.host, port=address.port,
            database_name=address.database, user_name=address.user, password=address.password, **values,
        )  # fmt: skip

    def _test(self, source):
        action = source.action_test()
        return self.env["crosstech.reseller.connection.test"].with_user(self.manager).browse(action["res_id"])

    def _names(self, test):
        return {name: state for name, state, _code, _facts in test.steps}

    def test_the_first_test_shows_the_fingerprint_and_sends_no_password(self):
        source = self._create_server_source()
        test = self._test(source)
        self.assertEqual(test.code, "not_trusted")
        self.assertNotIn("log_in", self._names(test))
        self.assertTrue(test.fingerprint)
        self.assertIn(test.fingerprint, test.steps_html)
        self.assertFalse(source.tested_datetime)

    def test_a_trusted_server_is_tested_to_the_end(self):
        source = self._create_server_source()
        self._test(source).action_trust()
        self.assertEqual(source.pinned_certificate, self._test(source).fingerprint or source.pinned_certificate)
        test = self._test(source)
        self.assertFalse(test.code, test.steps)
        self.assertEqual(self._names(test)["tables"], "ok")
        self.assertTrue(source.tested_datetime)
        self.assertEqual(source.next_step, "ask")

    def test_a_changed_certificate_stops_and_is_trusted_only_with_a_reason(self):
        source = self._create_server_source()
        source.pinned_certificate = ":".join(["0A"] * 32)
        test = self._test(source)
        self.assertEqual(test.code, "changed_key")
        with self.assertRaises(UserError):
            test.action_trust()
        with self.assertRaises(UserError):
            test.action_trust_changed()
        self.assertEqual(source.pinned_certificate, ":".join(["0A"] * 32))
        test.reason = "Called Pak Budi at ten: new server since Monday"
        test.action_trust_changed()
        self.assertEqual(source.pinned_certificate, test.fingerprint)
        self.assertIn("Pak Budi", source.message_ids[0].body)

    def test_a_wrong_password_is_told_with_what_to_do(self):
        source = self._create_server_source()
        self._test(source).action_trust()
        source.password = "wrong"
        test = self._test(source)
        self.assertEqual(test.code, "login_refused")
        self.assertIn("type them again", test.steps_html)
        self.assertNotIn("wrong", str(test.steps))

    def test_a_server_that_is_not_there_is_told(self):
        source = self._create_server_source()
        source.port = database_servers.free_port()
        test = self._test(source)
        self.assertEqual(test.code, "unreachable")
        self.assertFalse(source.tested_datetime)

    def test_what_is_missing_is_asked_for_before_anything_is_tried(self):
        source = self._create_source(engine="mysql", transport="direct")
        with self.assertRaises(UserError):
            source.action_test()

    def test_only_the_operational_manager_tests(self):
        source = self._create_server_source()
        for role in ("director", "finance_manager", "inventory"):
            with self.assertRaises(AccessError, msg=role):
                source.with_user(self.users[role]).action_test()

    def test_a_trusted_database_is_looked_at_and_read_as_agreed(self):
        source = self._create_server_source()
        self._test(source).action_trust()
        agreement = self._create_agreement(source, "looking")
        with source._open(look=True) as opened:
            self.assertTrue(opened.schema.table("barang").column("stok"))
        agreement.state = "paused"
        with self.assertRaises(UserError), source._open(look=True):
            pass

    def test_a_database_that_is_not_trusted_is_not_opened(self):
        source = self._create_server_source()
        self._create_agreement(source, "looking")
        with self.assertRaisesRegex(UserError, "fingerprint"), source._open(look=True):
            pass
