"""Importing bank statements: what Finance sees, what is added once only, what is refused and leaves nothing."""

import base64
from datetime import date
from decimal import Decimal

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..demo import statement_files
from ..demo.statement_files import Movement
from .common import CrosstechCommon

ACCOUNT = "9910002223"
MOVEMENTS = [
    Movement(date(2026, 11, 2), Decimal(1_250_123), "TRSF E-BANKING CR BUDI S00012"),
    Movement(date(2026, 11, 2), Decimal(1_250_123), "TRSF E-BANKING CR BUDI S00012"),
    Movement(date(2026, 11, 3), Decimal(-6_500), "BIAYA ADM"),
]


class StatementCommon(CrosstechCommon):
    """A bank account of the company, and statements of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls._create_bank_account("BCAT", ACCOUNT)
        cls.finance = cls.users["finance_manager"]

    @classmethod
    def _create_bank_account(cls, code, number, **values):
        account = cls.env["res.partner.bank"].create(
            {"acc_number": number, "partner_id": cls.company.partner_id.id, "allow_out_payment": True}
        )
        return cls.env["account.journal"].create(
            {"name": f"Bank {code}", "code": code, "type": "bank", "bank_account_id": account.id, **values}
        )

    @classmethod
    def _create_import(cls, content, user=None, **values):
        Import = cls.env["crosstech.statement.import"].with_user(user or cls.finance)
        return Import.create({"name": "mutasi.csv", "file": base64.b64encode(content), **values})

    @classmethod
    def _import(cls, content, **values):
        statement = cls._create_import(content, **values)
        statement.action_read()
        statement.action_import()
        return statement

    def _bank_lines(self, journal=None):
        return self.env["account.bank.statement.line"].search([("journal_id", "=", (journal or self.journal).id)])


@freeze_time("2026-11-21")
@tagged("post_install", "-at_install")
class TestStatementImport(StatementCommon):
    def test_reading_shows_what_is_in_the_file_and_books_nothing(self):
        statement = self._create_import(statement_files.bca_csv(MOVEMENTS, ACCOUNT, Decimal(1000)))
        statement.action_read()
        self.assertRecordValues(
            statement,
            [
                {
                    "state": "ready",
                    "journal_id": self.journal.id,
                    "layout": "BCA (KlikBCA Individual)",
                    "account_number": ACCOUNT,
                    "date_from": date(2026, 11, 2),
                    "date_to": date(2026, 11, 3),
                    "opening_balance": 1_000,
                    "closing_balance": 2_494_746,
                    "credit_total": 2_500_246,
                    "debit_total": 6_500,
                    "new_count": 3,
                    "known_count": 0,
                }
            ],
        )
        self.assertEqual(statement.line_ids.mapped("state"), ["new"] * 3)
        self.assertFalse(self._bank_lines())

    def test_new_lines_become_bank_lines(self):
        statement = self._import(statement_files.mandiri_csv(MOVEMENTS, ACCOUNT))
        lines = self._bank_lines().sorted("id")
        self.assertEqual(statement.state, "done")
        self.assertEqual(lines.mapped("amount"), [1_250_123, 1_250_123, -6_500])
        self.assertEqual(lines.mapped("match_state"), ["unmatched", "unmatched", "ignored"])
        self.assertEqual(lines.move_id.mapped("state"), ["posted"] * 3)
        self.assertIn("3", statement.result)

    def test_importing_the_same_file_again_adds_nothing_and_says_so(self):
        content = statement_files.bca_csv(MOVEMENTS, ACCOUNT)
        self._import(content)
        before = self._bank_lines()
        again = self._import(content)
        self.assertEqual(self._bank_lines(), before)
        self.assertEqual((again.new_count, again.known_count), (0, 3))
        self.assertIn("Nothing added", again.result)

    def test_an_overlapping_file_adds_only_the_days_after(self):
        self._import(statement_files.bca_csv(MOVEMENTS[:2], ACCOUNT))
        later = self._import(statement_files.bca_csv(MOVEMENTS, ACCOUNT))
        self.assertEqual((later.new_count, later.known_count), (1, 2))
        self.assertEqual(len(self._bank_lines()), 3)

    def test_mt940_is_imported_like_csv(self):
        self._import(statement_files.mt940(MOVEMENTS, ACCOUNT))
        self.assertEqual(sorted(self._bank_lines().mapped("amount")), [-6_500, 1_250_123, 1_250_123])

    def test_sen_are_rounded_to_rupiah_on_the_bank_line(self):
        self._import(statement_files.bca_csv([Movement(date(2026, 11, 2), Decimal("1234.56"), "BUNGA")], ACCOUNT))
        self.assertEqual(self._bank_lines().amount, 1_235)

    def test_a_statement_of_another_account_is_refused(self):
        statement = self._create_import(statement_files.bca_csv(MOVEMENTS, "1112223334"), journal_id=self.journal.id)
        with self.assertRaisesRegex(UserError, "1112223334"):
            statement.action_read()
        self.assertEqual(statement.state, "draft")
        self.assertFalse(statement.line_ids)

    def test_a_statement_of_no_account_of_ours_is_refused(self):
        self.env["account.journal"].search([("type", "=", "bank"), ("id", "!=", self.journal.id)]).active = False
        statement = self._create_import(statement_files.bca_csv(MOVEMENTS, "1112223334"))
        with self.assertRaisesRegex(UserError, "No bank account of the company"):
            statement.action_read()

    def test_a_statement_in_another_currency_is_refused(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        journal = self._create_bank_account("USDT", "5550001112", currency_id=dollar.id)
        statement = self._create_import(statement_files.bca_csv(MOVEMENTS, "5550001112"))
        with self.assertRaisesRegex(UserError, "IDR.*USD"):
            statement.action_read()
        self.assertFalse(self._bank_lines(journal))

    def test_a_file_with_a_missing_line_is_refused_with_the_line(self):
        rows = statement_files.mandiri_csv(MOVEMENTS, ACCOUNT).decode().split("\n")
        statement = self._create_import("\n".join(rows[:2] + rows[3:]).encode())
        with self.assertRaisesRegex(UserError, "line 3"):
            statement.action_read()
        self.assertFalse(self._bank_lines())

    def test_swapped_signs_are_refused(self):
        content = statement_files.bca_csv(MOVEMENTS, ACCOUNT).decode()
        swapped = content.replace(",CR,", ",#,").replace(",DB,", ",CR,").replace(",#,", ",DB,").encode()
        with self.assertRaisesRegex(UserError, "swapped"):
            self._create_import(swapped).action_read()

    def test_illegal_files_are_refused_with_a_reason_each(self):
        cases = [
            (b"", "Choose the file"),
            (b"  ", "empty"),
            (b"x" * (10 * 1024 * 1024), "5 MB"),
            (b"PK\x03\x04" + b"0" * 100, "spreadsheet"),
            (b"%PDF-1.4 x", "PDF"),
            (bytes(range(256)) * 4, "not a text file"),
            (b"<html><body></body></html>", "web page"),
            (statement_files.mandiri_csv(MOVEMENTS, ACCOUNT).replace(b"1250123.00;", b"=1+1;"), "formula"),
        ]
        for content, reason in cases:
            statement = self._create_import(content)
            with self.subTest(reason), self.assertRaisesRegex(UserError, reason):
                statement.action_read()
        self.assertFalse(self._bank_lines())

    def test_an_unknown_layout_is_described_once_and_then_known(self):
        content = b"Bank Uji\nTgl;Berita;Keluar;Masuk;Sisa\n02-11-2026;BUDI;;1.250.123,00;1.250.123,00\n"
        statement = self._create_import(content, journal_id=self.journal.id)
        action = statement.action_read()
        self.assertEqual(action["res_model"], "crosstech.statement.profile")
        self.assertEqual(action["context"]["default_credit_column"], "Masuk")
        Profile = self.env["crosstech.statement.profile"].with_user(self.finance).with_context(**action["context"])
        profile = Profile.create({"name": "Bank Uji"})
        profile.action_save_and_read()
        self.assertEqual((statement.state, statement.line_ids.amount), ("ready", 1_250_123))

    def test_a_large_file_is_imported_in_the_background(self):
        movements = [Movement(date(2026, 11, 2), Decimal(1000 + number), f"LINE {number}") for number in range(120)]
        statement = self._create_import(statement_files.bca_csv(movements, ACCOUNT))
        statement.action_read()
        statement.action_import()
        self.assertEqual((statement.state, len(self._bank_lines())), ("importing", 0))
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_import_statement_lines").method_direct_trigger()
        self.assertEqual((statement.state, len(self._bank_lines())), ("done", 120))

    def test_a_refused_file_says_why_and_holds_up_no_other(self):
        statements = []
        for code, number in (("BADT", "9910002224"), ("GOOT", "9910002225")):
            self._create_bank_account(code, number)
            movements = [Movement(date(2026, 11, 2), Decimal(1000 + line), f"{code} {line}") for line in range(101)]
            statement = self._create_import(statement_files.bca_csv(movements, number))
            statement.action_read()
            statement.action_import()
            statements.append(statement)
        statements[0].journal_id.suspense_account_id = False
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_import_statement_lines").method_direct_trigger()
        self.assertEqual([statement.state for statement in statements], ["ready", "done"])
        self.assertIn("suspense", statements[0].result)
        self.assertFalse(self._bank_lines(statements[0].journal_id))

    def test_a_done_import_is_neither_imported_again_nor_deleted(self):
        statement = self._import(statement_files.bca_csv(MOVEMENTS, ACCOUNT))
        for attempt in (statement.action_import, statement.action_read, statement.unlink):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(len(self._bank_lines()), 3)

    def test_only_finance_imports(self):
        content = statement_files.bca_csv(MOVEMENTS, ACCOUNT)
        for role in ("director", "operational_manager", "marketing_manager", "inventory", "repair_team"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._create_import(content, user=self.users[role])
        statement = self._create_import(content)
        statement.action_read()
        with self.assertRaises(AccessError):
            statement.with_user(self.users["director"]).action_import()
        self.assertEqual(statement.with_user(self.users["director"]).new_count, 3)
        self.assertFalse(self._bank_lines())


@tagged("post_install", "-at_install")
class TestStatementImportRace(TransactionCase):
    """Two processes, each with a connection of its own, import one file at the same moment."""

    def setUp(self):
        super().setUp()
        self.journal_id = self.env["account.journal"].search([("type", "=", "bank")], limit=1).id
        content = (
            b"Post Date,Value Date,Branch,Journal No.,Description,Debit,Credit,\n"
            b"02/01/26 09.15.01,02/01/26 09.15.01,0258,123456,RACE,.00,1250123.00,\n"
        )
        with self.registry.cursor() as cr:
            Import = self.env(cr=cr)["crosstech.statement.import"]
            values = {"name": "race.csv", "file": base64.b64encode(content), "journal_id": self.journal_id}
            imports = Import.create([values, values])
            for statement in imports:
                statement.action_read()
            self.import_ids = imports.ids
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            imports = env["crosstech.statement.import"].browse(self.import_ids)
            imports.bank_line_ids.unlink()
            imports.state = "draft"
            imports.unlink()

    def _statement(self, cr, number):
        return self.env(cr=cr)["crosstech.statement.import"].browse(self.import_ids[number])

    def test_the_second_process_adds_nothing_and_says_so(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.assertEqual(self._statement(second, 1).new_count, 1)  # its view of the data is from before the first
            self._statement(first, 0).action_import()
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                self._statement(second, 1).action_import()
            second.rollback()
        with self.registry.cursor() as again:  # as Odoo does by itself for a request
            statement = self._statement(again, 1)
            statement.action_import()
            self.assertEqual((statement.new_count, statement.known_count), (0, 1))
            self.assertIn("Nothing added", statement.result)
            lines = statement.env["account.bank.statement.line"].search_count(
                [("journal_id", "=", self.journal_id), ("payment_ref", "=", "RACE")]
            )
            self.assertEqual(lines, 1)
