"""The analysts' role: reads the views of agreements in force, and is refused everything else by PostgreSQL itself."""

import secrets

import psycopg2
from psycopg2.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from odoo import sql_db
from odoo.tests import TransactionCase, tagged

from ..lib.one import analysis
from ..lib.pull import names
from .one_database_common import OneDatabaseCommon

SCHEMA = "crosstech_analysis_test"


def _role():
    """A name of its own: roles belong to the whole server."""
    return f"crosstech_analyst_{secrets.token_hex(6)}"


def _make(execute, role):
    for statement in (*analysis.role_statements(role), *analysis.view_statements(SCHEMA, role)):
        execute(statement)


@tagged("post_install", "-at_install")
class TestAnalysis(OneDatabaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role = _role()

    def _agree(self, source, state):
        self.env["crosstech.reseller.agreement"].create({"source_id": source.id, "purpose": "Uji"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crosstech_reseller_agreement SET state = %s WHERE source_id = %s", [state, source.id]
        )

    def test_only_resellers_with_an_agreement_in_force_are_shown(self):
        self._agree(self.north, "active")
        self._agree(self.south, "revoked")
        _make(self.env.cr.execute, self.role)
        self.env.cr.execute(f"SET LOCAL ROLE {self.role}")
        for view in ("stock", "product", "price", "stock_version"):
            self.env.cr.execute(f"SELECT DISTINCT reseller FROM {SCHEMA}.{view} WHERE reseller LIKE 'Toko %'")  # noqa: S608
            self.assertEqual(self.env.cr.fetchall(), [("Toko Utara",)], view)
        self.env.cr.execute("RESET ROLE")

    def test_a_role_cannot_log_in_until_it_is_given_a_password(self):
        _make(self.env.cr.execute, self.role)
        self.env.cr.execute("SELECT rolcanlogin, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = %s", [self.role])
        self.assertEqual(self.env.cr.fetchone(), (False, False, False))

    def test_a_name_that_is_no_identifier_is_refused(self):
        for name in ("x; DROP TABLE res_users", "", "X", '"x"', "a" * 64):
            with self.assertRaises(analysis.AnalysisError):
                analysis.view_statements(SCHEMA, name)


@tagged("post_install", "-at_install")
class TestAnalysisConnection(TransactionCase):
    """Nothing is put into the value tables here: their parts would be locked against the other connection."""

    def test_its_own_connection_reads_the_views_and_is_refused_everything_else(self):
        role, password = _role(), secrets.token_hex(16)
        _name, information = sql_db.connection_info_for(self.env.cr.dbname)
        with psycopg2.connect(**information) as ours:
            ours.autocommit = True
            with ours.cursor() as cursor:
                self.addCleanup(self._remove, information, role)
                _make(cursor.execute, role)
                cursor.execute(f"ALTER ROLE {role} LOGIN PASSWORD %s", [password])
        ours.close()
        theirs = psycopg2.connect(**{**information, "user": role, "password": password})
        self.addCleanup(theirs.close)
        theirs.autocommit = True
        with theirs.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {SCHEMA}.stock")  # noqa: S608
            cursor.execute("SHOW statement_timeout")
            self.assertEqual(cursor.fetchone(), ("1min",))
            for table in ("res_users", "res_partner", "crosstech_reseller_source", names.PREFIX + "_stock"):
                with self.assertRaises(InsufficientPrivilege):
                    cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
            with self.assertRaises(ReadOnlySqlTransaction):
                cursor.execute(f"CREATE TABLE {SCHEMA}.mine (id integer)")
            cursor.execute("SET default_transaction_read_only = off")
            for statement in (f"CREATE TABLE {SCHEMA}.mine ()", f"DELETE FROM {SCHEMA}.stock_version"):  # noqa: S608
                with self.assertRaises(psycopg2.Error):
                    cursor.execute(statement)

    def _remove(self, information, role):
        with psycopg2.connect(**information) as ours:
            ours.autocommit = True
            with ours.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
                cursor.execute(f"DROP ROLE IF EXISTS {role}")
        ours.close()
