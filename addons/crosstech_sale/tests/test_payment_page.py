import io

from PIL import Image

from odoo import http
from odoo.tests import HttpCase, tagged

from .transfer_common import TransferCommon


@tagged("post_install", "-at_install")
class TestPaymentPage(TransferCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.transfer = self._create_waiting()
        self.url = self.transfer._get_page_url()
        self.authenticate(None, None)

    def _picture(self, kind="JPEG", colour=(10, 120, 90)):
        buffer = io.BytesIO()
        Image.new("RGB", (300, 400), colour).save(buffer, kind)
        return buffer.getvalue()

    def _send(self, content=b"", name="bukti.jpg", url=None, **values):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "amount": str(int(self.transfer.amount_to_pay)),
            "transfer_date": self.transfer._local_today().isoformat(),
            "sender_name": "Pembeli Uji",
            "sender_bank": "BCA",
            **values,
        }
        files = {"proof": (name, content, "image/jpeg")} if content else None
        return self.url_open(url or f"{self.url}/proof", data=data, files=files)

    def test_the_page_shows_amount_account_deadline_and_a_warning(self):
        page = self.url_open(self.url).text
        for text in ("1110001111", "Bank Uji Satu", self.transfer._get_plain_amount(), "WIB", "Trust only the account"):
            self.assertIn(text, page)
        self.assertIn(f'<mark class="px-0 rounded">{self.transfer.amount_to_pay % 1000:03.0f}</mark>', page)

    def test_a_proof_is_kept_and_shown_and_the_order_is_not_released(self):
        response = self._send(self._picture())
        self.assertIn("sent=1", response.url)
        self.assertIn("we have your proof", response.text)
        proof = self.transfer.proof_ids
        self.assertEqual((proof.state, proof.source, proof.sender_bank), ("submitted", "web", "BCA"))
        self.assertEqual(proof.attachment_id.mimetype, "image/jpeg")
        self.assertTrue(self.transfer.is_claimed)
        order = self._order_of(self.transfer)
        self.assertEqual(order.state, "sent")
        self.assertEqual(order.order_stage, "claimed")
        self.assertFalse(order.picking_ids)

    def test_several_proofs_may_be_sent_until_they_are_too_many(self):
        for number in range(10):
            self._send(self._picture(colour=(number * 20, 0, 0)))
        response = self._send(self._picture())
        self.assertIn("Many proofs were sent", response.text)
        self.assertEqual(len(self.transfer.proof_ids), 10)

    def test_illegal_files_are_refused_and_what_was_typed_stays(self):
        svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
        cases = {
            "Only JPEG": (b"<html><script>alert(1)</script></html>", svg, b"GIF89a" + b"\0" * 50, b"MZ\x90\0" * 20),
            "too big": (b"\xff\xd8\xff" + b"\0" * (30 * 1024 * 1024),),
            "damaged": (b"%PDF-1.4 nothing",),
            "Please choose a picture": (b"",),
        }
        for text, contents in cases.items():
            for content in contents:
                with self.subTest(text=text, content=content[:10]):
                    response = self._send(content, sender_name="Budi Santoso", amount="Rp 123.456")
                    self.assertIn(text, response.text)
                    self.assertIn("Budi Santoso", response.text)
                    self.assertIn("Rp 123.456", response.text)
        self.assertFalse(self.transfer.proof_ids)
        self.assertFalse(self.transfer.is_claimed)

    def test_a_picture_with_a_page_hidden_behind_it_is_drawn_anew(self):
        self._send(self._picture() + b"<html><script>alert(1)</script></html>")
        content = self.transfer.proof_ids.attachment_id.raw
        self.assertNotIn(b"<script>", content)

    def test_illegal_values_are_refused_with_a_word_on_each(self):
        response = self._send(self._picture(), amount="-5", transfer_date="2999-01-01", sender_name=" ")
        for text in ("Please enter the amount", "This day has not come yet", "Please enter the name"):
            self.assertIn(text, response.text)
        self._send(self._picture(), amount="1" * 40)
        self._send(self._picture(), transfer_date="31.02.2026")
        self.assertFalse(self.transfer.proof_ids)

    def test_no_other_token_opens_the_page_or_takes_a_proof(self):
        other = self._create_waiting()
        token = other._get_page_url().rsplit("/", 1)[1]
        for url in (f"/pay/{self.transfer.id}/{token}", f"/pay/{self.transfer.id}/x", f"/pay/{other.id + 999}/{token}"):
            with self.subTest(url=url):
                self.assertEqual(self.url_open(url).status_code, 404)
                self.assertEqual(self._send(self._picture(), url=f"{url}/proof").status_code, 404)
                data = {"csrf_token": http.Request.csrf_token(self), "journal_id": self.other_bank.id}
                self.assertEqual(self.url_open(f"{url}/bank", data=data).status_code, 404)
        self.assertFalse(self.transfer.proof_ids)
        self.assertEqual(self.transfer.journal_id, self.bank)

    def test_the_customer_switches_to_another_account_of_ours_only(self):
        token = http.Request.csrf_token(self)
        response = self.url_open(f"{self.url}/bank", data={"csrf_token": token, "journal_id": self.other_bank.id})
        self.assertIn("2220002222", response.text)
        for journal_id in ("0", "x", "-1", "999999", ""):
            self.url_open(f"{self.url}/bank", data={"csrf_token": token, "journal_id": journal_id})
            self.assertEqual(self.transfer.journal_id, self.other_bank)

    def test_a_paid_transfer_takes_no_more_proofs(self):
        self.transfer._register_receipt(self._create_bank_line(self.transfer.amount_to_pay))
        self.assertIn("We have received your payment", self.url_open(self.url).text)
        self._send(self._picture())
        self.assertFalse(self.transfer.proof_ids)

    def test_a_late_proof_is_taken_and_finance_warned(self):
        self.transfer._expire_now()
        self._send(self._picture())
        self.assertEqual(len(self.transfer.proof_ids), 1)
        self.assertEqual(self.transfer.activity_ids.user_id, self.users["finance_manager"])
        self.assertEqual(self._order_of(self.transfer).state, "cancel")

    def test_the_page_of_the_order_shows_where_to_pay(self):
        page = self.url_open(self._order_of(self.transfer).get_portal_url()).text
        self.assertIn("1110001111", page)
        self.assertIn(self.url, page)
