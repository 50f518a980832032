"""Text messages through a gateway of our own: a real local server answers as providers do."""

import json
import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_path

from ..lib import secrets
from .common import CrosstechCommon
from .sms_server import SmsServer


@tagged("post_install", "-at_install")
class TestSmsGateway(CrosstechCommon):
    def setUp(self):
        super().setUp()
        self.server = self.enterContext(SmsServer())
        self.enterContext(patch.dict(os.environ, {"CROSSTECH_SECRET_KEY": secrets.new_key()}))
        self.company.write(
            {
                "sms_gateway_url": self.server.url,
                "sms_gateway_preset": "form_userkey",
                "sms_gateway_user": "crosstech",
                "sms_gateway_key": "very secret",
            }
        )
        self.buyer = self._create_buyer(phone="0812-3456-789")

    def _sms(self, number="0812-3456-789", body="Pesanan dikirim"):
        sms = self.env["sms.sms"].create({"number": number, "body": body, "partner_id": self.buyer.id})
        sms.send(unlink_sent=False)
        return sms

    def test_a_message_is_sent_as_the_provider_wants_it(self):
        self.server.replies = [(200, b'{"status": "1", "messageId": "77"}')]
        self.assertEqual(self._sms().state, "pending")
        self.assertEqual(
            self.server.last_form(),
            {"userkey": "crosstech", "passkey": "very secret", "to": "628123456789", "message": "Pesanan dikirim"},
        )

    def test_a_refusal_is_kept_with_its_reason_and_without_the_key(self):
        self.server.replies = [(200, b'{"status": "6", "text": "bad passkey very secret"}')]
        sms = self._sms()
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_server"))
        batch = [{"content": "Pesanan", "numbers": [{"number": sms.number, "uuid": sms.uuid}]}]
        api = self.company._get_sms_api_class()(self.env)
        self.assertEqual(api._send_sms_batch(batch)[0]["failure_reason"], "refused: bad passkey ***")

    def test_trouble_at_the_gateway_never_raises(self):
        for reply in ((500, b"oops"), (429, b"{}"), (200, b"<html>"), (403, b"{}"), None):
            self.server.replies = [reply]
            self.assertEqual(self._sms().state, "error", reply)

    def test_an_impossible_number_is_not_sent(self):
        sms = self._sms(number="12")
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_number_format"))
        self.assertFalse(self.server.requests)

    def test_a_notification_by_sms_goes_into_the_queue(self):
        self.env["crosstech.notification"]._notify(self.buyer, "Dikirim", "Resi 123", channels=("portal", "sms"))
        sms = self.env["sms.sms"].search([("partner_id", "=", self.buyer.id)])
        self.assertEqual((sms.state, sms.body), ("outgoing", "Dikirim: Resi 123"))

    def test_without_a_gateway_no_message_is_queued(self):
        self.company.sms_gateway_url = False
        self.env["crosstech.notification"]._notify(self.buyer, "Dikirim", "Resi 123", channels=("sms",))
        self.assertFalse(self.env["sms.sms"].search([("partner_id", "=", self.buyer.id)]))

    def test_the_key_is_stored_encrypted_and_never_shown(self):
        self.company.flush_recordset()
        self.env.cr.execute("SELECT to_jsonb(res_company)::text FROM res_company WHERE id = %s", [self.company.id])
        self.assertNotIn("very secret", self.env.cr.fetchone()[0])
        self.company.invalidate_recordset()
        self.assertFalse(self.company.sms_gateway_key)
        self.assertTrue(self.company.has_sms_gateway_key)
        with self.assertRaises(AccessError):
            self.company.with_user(self.users["finance_manager"]).read(["sms_gateway_key_encrypted"])

    def test_the_settings_keep_a_stored_key_that_is_not_typed_again(self):
        before = self.company.sms_gateway_key_encrypted
        settings = self.env["res.config.settings"].create({"sms_gateway_sender": "CROSSTECH"})
        settings.execute()
        self.assertEqual(self.company.sms_gateway_key_encrypted, before)
        self.assertEqual(self.company.sms_gateway_sender, "CROSSTECH")
        self.env["res.config.settings"].create({"sms_gateway_key": "another"}).execute()
        self.assertNotEqual(self.company.sms_gateway_key_encrypted, before)

    def test_without_a_key_on_the_server_nothing_is_stored(self):
        before = self.company.sms_gateway_key_encrypted
        for bad in ("", "short"):
            with (
                patch.dict(os.environ, {"CROSSTECH_SECRET_KEY": bad}),
                self.assertRaisesRegex(UserError, "CROSSTECH_SECRET_KEY"),
                self.env.cr.savepoint(),
            ):
                self.company.sms_gateway_key = "new secret"
        self.company.invalidate_recordset()
        self.assertEqual(self.company.sms_gateway_key_encrypted, before)

    def test_another_key_on_the_server_asks_for_the_secret_again(self):
        with patch.dict(os.environ, {"CROSSTECH_SECRET_KEY": secrets.new_key()}):
            with self.assertRaisesRegex(UserError, "another key"):
                self.company._get_sms_gateway()
            self.assertEqual(self._sms().state, "error")

    def test_addresses_that_would_show_the_key_are_refused(self):
        for url in ("http://sms.example.com/send", "ftp://sms.example.com", "sms.example.com", "https://"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.sms_gateway_url = url

    def test_own_template_is_checked_when_it_is_entered(self):
        template = {"body_format": "json", "fields": {"msisdn": "{to}", "msg": "{text}"}, "success": "ok=true"}
        self.company.write({"sms_gateway_preset": "custom", "sms_gateway_template": json.dumps(template)})
        self.server.replies = [(200, b'{"ok": true}')]
        self.assertEqual(self._sms().state, "pending")
        self.assertEqual(self.server.last_json(), {"msisdn": "628123456789", "msg": "Pesanan dikirim"})
        for bad in ("", "[]", "{", '{"url": "x"}', '{"fields": {"a": 1}}', '{"method": "DELETE"}'):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.sms_gateway_template = bad

    def test_a_neutralized_copy_has_neither_gateway_nor_key(self):
        self.company.flush_recordset()
        with open(file_path("crosstech_sale/data/neutralize.sql"), encoding="utf-8") as script:
            self.env.cr.execute(script.read())
        self.company.invalidate_recordset()
        self.assertFalse(self.company.sms_gateway_url or self.company.sms_gateway_key_encrypted)
