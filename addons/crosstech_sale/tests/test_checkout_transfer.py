import os
import socket
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models import ir_actions_report

from .transfer_common import TransferCommon


class CheckoutCommon(TransferCommon, HttpCase):
    def _walk_in_indonesian(self):
        indonesian = self.env["res.lang"]._activate_lang("id_ID")
        self.env["website"].search([]).language_ids |= indonesian
        self.buyer.lang = "id_ID"
        self.start_tour(f"/{indonesian.url_code}/shop/checkout", "crosstech_checkout_transfer", login="buyer_transfer")
        self._check_walk()

    def setUp(self):
        super().setUp()
        self.user = self._create_user("buyer", "buyer_transfer")
        self.buyer = self.user.partner_id
        self.buyer.write(
            {
                "street": "Jalan Uji 1", "city": "Pontianak", "zip": "78121", "phone": "+62 812 0000 0001",
                "email": "pembeli@example.com", "country_id": self.env.ref("base.id").id,
                "state_id": self.pontianak_selatan.state_id.id, "region_id": self.pontianak_selatan.id,
            }
        )  # fmt: skip
        self.env["delivery.carrier"].search([]).is_published = False
        self.env["delivery.carrier"].create(
            {
                "name": "Kurir Uji", "delivery_type": "fixed", "fixed_price": 10_000, "is_published": True,
                "product_id": self.env.ref("delivery.product_product_delivery").id,
            }
        )  # fmt: skip
        self.authenticate("buyer_transfer", "buyer_transfer")
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {"product_template_id": self.product.product_tmpl_id.id, "product_id": self.product.id, "quantity": 1},
        )
        self.order = self.env["sale.order"].search([("partner_id", "=", self.buyer.id)])
        self.url_open("/shop/checkout")

    def _open_transaction(self):
        """Do what the payment form does when the customer clicks on "Pay now"."""
        return self.make_jsonrpc_request(
            f"/shop/payment/transaction/{self.order.id}",
            {
                "access_token": self.order._portal_ensure_token(),
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids[:1].id,
                "token_id": None,
                "flow": "redirect",
                "tokenization_requested": False,
                "landing_route": "/shop/payment/validate",
            },
        )["reference"]

    def _finish(self, reference):
        self.url_open("/payment/custom/process", data={"reference": reference})
        return self.make_jsonrpc_request("/payment/status/poll", {})

    def _check_walk(self):
        transfer = self.order.waiting_transfer_id
        self.assertTrue(transfer.is_claimed)
        self.assertEqual(transfer.proof_ids.sender_name, "Pembeli Uji")
        self.assertEqual(self.order.state, "sent")


@tagged("post_install", "-at_install")
class TestCheckoutTransfer(CheckoutCommon):
    def test_two_tabs_and_the_back_button_give_one_transfer(self):
        first, second = self._open_transaction(), self._open_transaction()
        self._finish(first)
        self._finish(second)
        self._finish(second)
        self.assertEqual(len(self.order.transfer_ids), 1)
        self.assertEqual(self.order.state, "sent")
        self.assertEqual(self.order.waiting_transfer_id.amount, self.order.amount_total)

    def test_a_shop_order_is_confirmed_by_its_whole_payment_only(self):
        self.assertTrue(self.order.require_payment)
        self._finish(self._open_transaction())
        self.assertFalse(self.order._has_to_be_paid())
        part = self._create_transaction(self.order, amount=self.order.amount_total / 2)
        part._set_done()
        part._post_process()
        self.assertEqual(self.order.state, "sent")

    def test_the_confirmation_shows_where_to_pay(self):
        self._finish(self._open_transaction())
        self.url_open("/shop/payment/validate")
        page = self.url_open("/shop/confirmation").text
        transfer = self.order.waiting_transfer_id
        self.assertIn("1110001111", page)
        self.assertIn(transfer._get_plain_amount(), page)
        self.assertIn(transfer._get_page_url(), page)

    def test_a_missing_pdf_program_stops_neither_order_nor_payment(self):
        self._finish(self._open_transaction())
        transfer = self.order.waiting_transfer_id.with_context(force_report_rendering=True)
        line = self._create_bank_line(transfer.amount_to_pay)
        ir_actions_report._wkhtml.cache_clear()
        self.addCleanup(ir_actions_report._wkhtml.cache_clear)
        with patch.dict(os.environ, {"PATH": "/nowhere"}):
            with self.assertRaises(UserError):
                self.env["ir.actions.report"].with_context(force_report_rendering=True)._render_qweb_pdf(
                    "sale.action_report_saleorder", self.order.ids
                )
            transfer._register_receipt(line)
            self.assertEqual((self.order.state, transfer.state), ("sale", "paid"))
            self.order.with_context(force_report_rendering=True)._send_order_notification_mail(
                self.order._get_confirmation_template(), allow_deferred_sending=False
            )
        mail = self.order.message_ids.filtered(lambda message: message.partner_ids == self.buyer)[:1]
        self.assertIn(self.order.name, mail.subject)
        self.assertFalse(mail.attachment_ids)

    def test_nobody_waits_for_the_mail_about_the_confirmation(self):
        self._finish(self._open_transaction())
        transfer = self.order.waiting_transfer_id
        transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        self.assertEqual(self.order.pending_email_template_id, self.order._get_confirmation_template())
        self.env.ref("sale.send_pending_emails_cron").method_direct_trigger()
        self.assertFalse(self.order.pending_email_template_id)

    def test_a_mail_server_that_is_down_stops_neither_order_nor_payment(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create({"name": "down", "smtp_host": "127.0.0.1", "smtp_port": port})
        MailServer = type(self.env["ir.mail_server"])
        loggers = ("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server")
        with patch.object(MailServer, "_disable_send", lambda *args: False), mute_logger(*loggers):
            self._finish(self._open_transaction())
            transfer = self.order.waiting_transfer_id
            transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        self.assertEqual((self.order.state, transfer.state), ("sale", "paid"))
        failed = self.env["mail.mail"].sudo().search([("state", "=", "exception")])
        self.assertIn(self.buyer, failed.recipient_ids | failed.mail_message_id.partner_ids)

    def test_the_customer_walks_through_on_a_desktop(self):
        self.start_tour("/shop/checkout", "crosstech_checkout_transfer", login="buyer_transfer")
        self._check_walk()

    def test_the_customer_walks_through_in_indonesian_on_a_desktop(self):
        self._walk_in_indonesian()


@tagged("post_install", "-at_install")
class TestCheckoutTransferPhone(CheckoutCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_customer_walks_through_on_a_phone(self):
        self.start_tour("/shop/checkout", "crosstech_checkout_transfer", login="buyer_transfer")
        self._check_walk()

    def test_the_customer_walks_through_in_indonesian_on_a_phone(self):
        self._walk_in_indonesian()


@tagged("post_install", "-at_install")
class TestTransferLocks(TransferCommon):
    """Two connections to the database at once: what the one has in hand, the other leaves alone."""

    def _commit_transfer(self, cr):
        """Write a transfer that both connections see; the caller removes it."""
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
        cr.execute(
            """INSERT INTO crosstech_transfer (name, res_model, res_id, partner_id, company_id, currency_id, journal_id,
                      amount, unique_code, amount_to_pay, asked_datetime, deadline, state, access_token)
               VALUES ('TRF/LOCK', 'sale.order', 0, %s, %s, %s, %s, 1000, 7, 1007, now(), now(), 'waiting', 'x')
               RETURNING id""",
            [
                journal.company_id.partner_id.id, journal.company_id.id, journal.company_id.currency_id.id, journal.id,
            ],
        )  # fmt: skip
        return cr.fetchone()[0]

    def test_two_registrations_at_once_have_one_effect(self):
        with self.registry._db.cursor() as first, self.registry._db.cursor() as second:
            number = self._commit_transfer(first)
            first.commit()
            try:
                one = api.Environment(first, api.SUPERUSER_ID, {})["crosstech.transfer"].browse(number)
                other = api.Environment(second, api.SUPERUSER_ID, {})["crosstech.transfer"].browse(number)
                lines = other.env["account.bank.statement.line"]
                one._lock_for_receipt(one.env["account.bank.statement.line"])
                with self.assertRaisesRegex(UserError, "Somebody else"):
                    other._lock_for_receipt(lines)
                self.assertFalse(other.try_lock_for_update())
            finally:
                second.rollback()
                first.rollback()
                first.execute("DELETE FROM crosstech_transfer WHERE id = %s", [number])
                first.commit()
