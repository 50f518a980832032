"""The supplier's page: his own claims only, and his answer waits for somebody to confirm it."""

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .custody_common import CustodyCommon
from .test_custody import PNG


@tagged("post_install", "-at_install")
class TestSupplierClaimPortal(CustodyCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.partner"].create({"name": "Pemasok Lain", "email": "lain@example.com"})
        for login, partner in (("claim_one", cls.supplier), ("claim_two", other)):
            cls._create_user("supplier", login=login, password=login, partner_id=partner.id)
        cls._create_user("buyer", login="claim_buyer", password="claim_buyer")
        cls.order = cls._create_work_order(diagnosis="Papan induk mati")
        for action in ("receive", "diagnose"):
            cls.order._apply(action, roles={"repair_team"})
        cls.order.decision = "supplier"
        cls.claim = cls.order._open_claim()
        photo = cls.env["ir.attachment"].create({"name": "foto.png", "raw": PNG, "mimetype": "image/png"})
        cls.claim.attachment_ids = photo

    def _file(self):
        self.claim._file(roles={"repair_team"})

    def _answer(self, login, **values):
        self.authenticate(login, login)
        data = {"csrf_token": Request.csrf_token(self), **values}
        return self.url_open(f"/my/claims/{self.claim.id}/answer", data=data, allow_redirects=False)

    def test_a_supplier_sees_a_claim_once_it_is_filed(self):
        self.authenticate("claim_one", "claim_one")
        self.assertNotIn(self.claim.name, self.url_open("/my/claims").text)
        self._file()
        self.assertIn(self.claim.name, self.url_open("/my/claims").text)
        page = self.url_open(f"/my/claims/{self.claim.id}").text
        self.assertIn("SN-0001", page)
        photo = self.url_open(f"/my/claims/{self.claim.id}/photo/{self.claim.attachment_ids.id}")
        self.assertEqual(photo.headers["Content-Type"], "image/png")

    def test_nobody_else_sees_it_or_answers_it(self):
        self._file()
        photo = f"/my/claims/{self.claim.id}/photo/{self.claim.attachment_ids.id}"
        for login in ("claim_two", "claim_buyer"):
            self.authenticate(login, login)
            for path in (f"/my/claims/{self.claim.id}", photo):
                answer = self.url_open(path, allow_redirects=False)
                self.assertTrue(answer.headers["Location"].endswith("/my"), (login, path))
            self.assertNotIn(self.claim.name, self.url_open("/my/claims").text)
            self._answer(login, outcome="repaired")
        self.claim.invalidate_recordset()
        self.assertFalse(self.claim.answer_outcome)

    def test_his_answer_waits_for_the_repair_team(self):
        self._file()
        response = self._answer("claim_one", outcome="credited", words="Nota kredit menyusul", amount="1.250.000")
        self.assertIn("answered=1", response.headers["Location"])
        self.claim.invalidate_recordset()
        self.assertEqual((self.claim.answer_outcome, self.claim.answer_amount), ("credited", 1_250_000))
        self.assertEqual((self.claim.state, self.claim.outcome), ("filed", False))
        self.assertEqual(self.claim.activity_ids.user_id, self.env["res.users"]._with_role("repair_team"))

    def test_an_answer_that_lacks_something_is_asked_again_and_keeps_his_words(self):
        self._file()
        for values in ({"outcome": "refused"}, {"outcome": "replaced", "words": "Diganti baru"}, {"outcome": "x"}, {}):
            response = self._answer("claim_one", **values)
            self.assertEqual(response.status_code, 200)
            self.assertIn("alert-danger", response.text)
            self.assertIn(values.get("words", ""), response.text)
        self.claim.invalidate_recordset()
        self.assertFalse(self.claim.answer_outcome)

    def test_a_claim_that_is_decided_takes_no_answer(self):
        self._file()
        self.claim._decide("refused", roles={"repair_team"}, words="Segel rusak")
        response = self._answer("claim_one", outcome="repaired")
        self.assertIn("alert-danger", response.text)
        self.claim.invalidate_recordset()
        self.assertEqual((self.claim.outcome, self.claim.answer_outcome), ("refused", False))
