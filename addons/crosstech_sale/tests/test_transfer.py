from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .transfer_common import TransferCommon


@tagged("post_install", "-at_install")
class TestTransfer(TransferCommon):
    def test_choosing_the_transfer_asks_for_a_unique_amount_until_the_deadline(self):
        transfer = self._create_waiting()
        self.assertEqual(transfer.state, "waiting")
        self.assertEqual(transfer.journal_id, self.bank)
        self.assertTrue(1 <= transfer.unique_code <= 999)
        self.assertEqual(transfer.amount_to_pay, 100_000 + transfer.unique_code)
        self.assertEqual(transfer.deadline, fields.Datetime.add(transfer.asked_datetime, days=3))
        self.assertRegex(transfer.name, r"^TRF/\d{4}/\d{5}$")

    def test_the_bank_account_is_mailed_to_the_customer(self):
        transfer = self._create_waiting()
        mail = self.env["mail.mail"].sudo().search([("model", "=", "crosstech.transfer"), ("res_id", "=", transfer.id)])
        self.assertEqual(mail.recipient_ids, self.buyer)
        for text in ("1110001111", "Bank Uji Satu", transfer._get_page_url(), "WIB"):
            self.assertIn(text, mail.body_html)

    def test_a_double_click_and_a_second_tab_give_one_transfer(self):
        order = self._create_order(self.buyer, self.product)
        first = self._choose_transfer(order)
        first._post_process()
        second = self._choose_transfer(order)
        transfer = order.transfer_ids
        self.assertEqual(len(transfer), 1)
        self.assertEqual(transfer.transaction_id, second)
        self.assertEqual(first.state, "cancel")

    def test_open_transfers_of_one_account_never_ask_for_the_same(self):
        transfers = [self._create_waiting() for _number in range(12)]
        self.assertEqual(len({transfer.amount_to_pay for transfer in transfers}), 12)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            transfers[0].unique_code = transfers[1].unique_code
            self.env.flush_all()

    def test_when_all_codes_are_taken_the_next_account_is_asked_for(self):
        self.company.transfer_code_max = 1
        transfers = [self._create_waiting() for _number in range(2)]
        self.assertEqual([transfer.journal_id for transfer in transfers], [self.bank, self.other_bank])
        with self.assertRaisesRegex(UserError, "All unique amounts are in use"):
            self._create_waiting()

    def test_a_collision_in_the_database_is_tried_again_with_another_code(self):
        taken = self._create_waiting()
        codes = iter([taken.unique_code, taken.unique_code, 777 if taken.unique_code != 777 else 776])
        Transfer = type(self.env["crosstech.transfer"])
        with mute_logger("odoo.sql_db"), patch.object(Transfer, "_free_code", lambda *args: next(codes)):
            transfer = self._create_waiting()
        self.assertNotEqual(transfer.amount_to_pay, taken.amount_to_pay)

    def test_the_customer_may_choose_another_account_until_he_reports_the_payment(self):
        transfer = self._create_waiting()
        transfer._switch_journal(self.other_bank)
        self.assertEqual(transfer.journal_id, self.other_bank)
        cash = self.env["account.journal"].search([("type", "=", "cash")], limit=1)
        with self.assertRaises(UserError):
            transfer._switch_journal(cash)
        self.env["crosstech.payment.proof"].create({"transfer_id": transfer.id, "amount": transfer.amount_to_pay})
        with self.assertRaises(UserError):
            transfer._switch_journal(self.bank)
        self.assertEqual(transfer.journal_id, self.other_bank)

    def test_a_changed_order_is_asked_for_anew_and_the_customer_told(self):
        transfer = self._create_waiting()
        before = transfer.amount_to_pay
        self._order_of(transfer).order_line.product_uom_qty = 2
        self.assertEqual(transfer.amount, 200_000)
        self.assertEqual(transfer.transaction_id.amount, 200_000)
        self.assertEqual(transfer.previous_amount_to_pay, before)
        self.assertFalse(transfer.is_changed_after_claim)
        notice = self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)], limit=1)
        self.assertIn("has changed", notice.title)

    def test_an_order_changed_after_the_claim_is_flagged_to_finance(self):
        transfer = self._create_waiting()
        self.env["crosstech.payment.proof"].create({"transfer_id": transfer.id, "amount": transfer.amount_to_pay})
        self._order_of(transfer).write({"order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 1})]})
        self.assertTrue(transfer.is_changed_after_claim)
        self.assertEqual(transfer.activity_ids.user_id, self.users["finance_manager"])

    def test_a_cancelled_order_waits_no_longer(self):
        transfer = self._create_waiting()
        self._order_of(transfer)._action_cancel()
        self.assertEqual(transfer.state, "cancelled")

    def test_nothing_is_asked_for_an_empty_order(self):
        order = self._create_order(self.buyer, self.product, 0)
        with self.assertRaisesRegex(UserError, "nothing to pay"):
            self.env["crosstech.transfer"]._ask(order)
        self.assertFalse(order.transfer_ids)

    def test_an_order_taken_by_phone_is_asked_for_by_staff(self):
        order = self._create_order(self.buyer, self.product)
        order.action_request_transfer()
        self.assertEqual(order.waiting_transfer_id.amount, 100_000)
        self.assertEqual(order.state, "sent")
        order.action_request_transfer()
        self.assertEqual(len(order.transaction_ids), 1)

    def test_only_managers_may_restore_or_extend(self):
        transfer = self._create_waiting()
        deadline = transfer.deadline
        for role in ("director", "inventory", "repair_team"):
            with self.subTest(role=role), self.assertRaises(UserError):
                transfer.with_user(self.users[role]).action_extend()
        self.assertEqual(transfer.deadline, deadline)
        transfer.with_user(self.users["finance_manager"]).action_extend()
        self.assertGreater(transfer.deadline, deadline)

    def test_a_reseller_is_offered_the_transfer_only(self):
        grade = self.env["res.partner.grade"].create({"name": "Reseller Uji"})
        reseller = self._create_buyer("Reseller Uji", grade_id=grade.id)
        cod = self.env["payment.provider"].search([("custom_mode", "=", "cash_on_delivery")], limit=1)
        cod.write({"state": "enabled", "is_published": True})
        carrier = self.env["delivery.carrier"].search([], limit=1)
        carrier.allow_cash_on_delivery = True
        order = self._create_order(reseller, self.product, carrier_id=carrier.id)
        report = {}
        providers = self.env["payment.provider"]._get_compatible_providers(
            self.company.id, reseller.id, order.amount_total, sale_order_id=order.id, report=report
        )
        self.assertEqual(set(providers.mapped("custom_mode")), {"wire_transfer"})
        self.assertIn("resellers pay by bank transfer", report["providers"][cod]["reason"])
        with self.assertRaises(ValidationError):
            self._create_transaction(order, provider_id=cod.id)
        self.assertFalse(order.transaction_ids)

    def test_a_reseller_cannot_pay_by_card_either(self):
        grade = self.env["res.partner.grade"].create({"name": "Reseller Uji"})
        order = self._create_order(self._create_buyer("Reseller Uji", grade_id=grade.id), self.product)
        card = self.env["payment.provider"].search([("code", "=", "none")], limit=1)
        with self.assertRaises(ValidationError):
            self._create_transaction(order, provider_id=card.id)
        self.assertFalse(order.transaction_ids)

    def test_the_transfer_is_not_offered_without_an_account_to_pay_to(self):
        (self.bank | self.other_bank).accepts_transfers = False
        report = {}
        providers = self.env["payment.provider"]._get_compatible_providers(
            self.company.id, self.buyer.id, 100_000, report=report
        )
        self.assertNotIn(self.provider, providers)
        self.assertIn("no bank account", report["providers"][self.provider]["reason"])

    def test_the_deadline_is_told_on_the_customers_own_clock(self):
        transfer = self._create_waiting(self._create_buyer("Pembeli Makassar", self.mariso))
        transfer.deadline = fields.Datetime.from_string("2026-02-28 16:30:00")
        self.assertEqual(transfer._local_text(transfer.deadline), "01/03/2026 00:30 WITA")

    @freeze_time("2026-02-28 16:30:00")
    def test_today_is_the_customers_day_at_the_border_of_time_zones(self):
        there = self._create_waiting(self._create_buyer("Pembeli Makassar", self.mariso))
        here = self._create_waiting()
        self.assertEqual(str(there._local_today()), "2026-03-01")
        self.assertEqual(str(here._local_today()), "2026-02-28")

    def test_customers_are_told_in_their_language(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.buyer.lang = "id_ID"
        self.assertEqual(self._create_waiting()._in_customer_language().env.lang, "id_ID")

    def test_a_deleted_order_is_no_longer_asked_for(self):
        transfer = self._create_waiting()
        order = self._order_of(transfer)
        order._action_cancel()
        order.unlink()
        self.assertEqual(transfer.state, "cancelled")
        self.assertFalse(transfer.document)
        with self.assertRaisesRegex(UserError, "no longer exists"):
            transfer.action_restore()
