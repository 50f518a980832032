from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.proof_files import ProofFile
from ..lib.proof_signals import Claim
from .transfer_common import TransferCommon


@tagged("post_install", "-at_install")
class TestPaymentProof(TransferCommon):
    def setUp(self):
        super().setUp()
        self.transfer = self._create_waiting()

    def _submit(self, transfer=None, sha256="a" * 64, perceptual_hash="00ff00ff00ff00ff", **values):
        transfer = transfer or self.transfer
        claim = Claim(**{"amount": int(transfer.amount_to_pay), "transfer_date": transfer._local_today(), **values})
        picture = ProofFile("image/png", "png", b"\x89PNG\r\n\x1a\n", sha256, perceptual_hash)
        return transfer._submit_proof(claim, picture, filename="../../etc/bukti.exe")

    def test_an_honest_proof_has_no_signal(self):
        proof = self._submit()
        self.assertEqual((proof.severity, proof.signals, proof.filename), ("0", "", "bukti.png"))

    def test_the_same_picture_for_two_orders_is_suspicious(self):
        self._submit()
        proof = self._submit(self._create_waiting())
        self.assertEqual(proof.severity, "3")
        self.assertIn(self.transfer.name, proof.signals)

    def test_a_slightly_changed_picture_is_noticed(self):
        self._submit()
        proof = self._submit(self._create_waiting(), sha256="b" * 64, perceptual_hash="00ff00ff00ff00fe")
        self.assertEqual(proof.severity, "2")
        self.assertIn("looks like", proof.signals)

    def test_amount_and_date_that_do_not_fit_are_noticed(self):
        proof = self._submit(amount=50_000, transfer_date=fields.Date.from_string("2020-01-01"))
        self.assertIn("Less than asked: 50000.", proof.signals)
        self.assertIn("Dated before we asked for it: 2020-01-01.", proof.signals)

    def test_an_accepted_proof_releases_nothing(self):
        proof = self._submit()
        proof.with_user(self.users["finance_manager"]).action_accept()
        order = self._order_of(self.transfer)
        self.assertEqual((proof.state, self.transfer.state, order.state), ("accepted", "waiting", "sent"))
        self.assertFalse(order.is_released or order.picking_ids or order.amount_paid)

    def test_a_rejected_proof_is_told_with_its_reason(self):
        proof = self._submit()
        finance = proof.with_user(self.users["finance_manager"])
        with self.assertRaisesRegex(UserError, "reason"):
            finance.action_reject()
        finance.reject_reason = "The picture is unreadable"
        finance.action_reject()
        notice = self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)], limit=1)
        self.assertIn("The picture is unreadable.", notice.body)
        self.assertFalse(self.transfer.is_claimed)
        self.assertEqual(self._order_of(self.transfer).order_stage, "ordered")

    def test_nobody_but_finance_reviews(self):
        proof = self._submit()
        for role in ("director", "marketing_manager", "operational_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                proof.with_user(self.users[role]).action_accept()
        self.assertEqual(proof.state, "submitted")

    def test_a_proof_is_reviewed_once(self):
        proof = self._submit().with_user(self.users["finance_manager"])
        proof.action_accept()
        proof.reject_reason = "Changed my mind"
        with self.assertRaisesRegex(UserError, "already"):
            proof.action_reject()
        self.assertEqual(proof.state, "accepted")

    def test_a_payment_reported_by_text_message_is_entered_by_the_manager(self):
        proof = self.env["crosstech.payment.proof"].with_user(self.users["marketing_manager"]).create(
            {"transfer_id": self.transfer.id, "source": "sms", "amount": self.transfer.amount_to_pay}
        )  # fmt: skip
        self.assertEqual(proof.state, "submitted")
        self.assertTrue(self.transfer.is_claimed)
        self.assertEqual(self._order_of(self.transfer).order_stage, "claimed")

    def test_a_text_message_answers_the_claim_where_the_company_wants_it(self):
        self.company.write({"payment_sms": True, "sms_gateway_url": "https://sms.example.com/send"})
        self._submit()
        message = self.env["sms.sms"].search([("partner_id", "=", self.buyer.id)])
        self.assertIn(self._order_of(self.transfer).name, message.body)
