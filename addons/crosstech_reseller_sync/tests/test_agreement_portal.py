"""The reseller's own pages: he connects, permits, signs, pauses and revokes; nobody else can."""

import re
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .agreement_common import AgreementCommon

URL = "/my/reseller/data"


class PortalCommon(AgreementCommon, HttpCase):
    def _login(self, user):
        self.authenticate(user and user.login, user and user.login)
        self.opener.cookies["frontend_lang"] = "en_US"  # whatever language the website speaks by itself

    def _post(self, url, files=None, **data):
        return self.url_open(
            url, data={"csrf_token": Request.csrf_token(self), **data}, files=files, allow_redirects=False
        )

    def _act(self, action, source=None, **data):
        return self._post(f"{URL}/{(source or self.source).id}/agreement", action=action, **data)

    def _state(self):
        self.agreement.invalidate_recordset()
        return self.agreement.state

    def _terms(self, page):
        return re.search(r'name="terms"\s+value="(\w+)"', page)[1]


@tagged("post_install", "-at_install")
class TestAgreementPortal(PortalCommon):
    def test_the_team_admin_permits_signs_pauses_resumes_and_revokes(self):
        self.source.transport = "sftp"
        self.agreement._apply("ask_look")
        self._login(self.boss)
        self.assertIn("May we look?", self.url_open(f"{URL}/{self.source.id}").text)
        self.assertEqual(self._act("permit_look").status_code, 303)
        self.assertEqual(self._state(), "looking")
        self._offer()
        page = self.url_open(f"{URL}/{self.source.id}").text
        for column in ("golongan", "harga", "id_barang", "sisa"):
            self.assertIn(column, page)
        self._act("sign", agrees="1", signed_name="Budi Data", terms=self._terms(page))
        self.assertEqual(self._state(), "active")
        self.assertEqual(self.agreement.sudo().reseller_signed_by_id, self.boss)
        self.assertTrue(self.agreement.sudo().reseller_signed_address)
        self.assertEqual(self.source.pull_ids.mapped("reason"), ["agreement"], "the first reading starts at once")
        self._act("pause")
        self.assertEqual(self._state(), "paused")
        self.assertEqual(self.source.pull_ids.mapped("state"), ["cancelled"])
        self._act("resume")
        self.assertEqual(self._state(), "active")
        self.assertIn("tick", self._act("revoke").text)
        self.assertEqual(self._state(), "active")
        self._act("revoke", agrees="1")
        self.assertEqual(self._state(), "revoked")
        self.assertIn("Begin again", self.url_open(f"{URL}/{self.source.id}").text)
        self._post(f"{URL}/{self.source.id}/again")
        self.assertEqual(self.source.agreement_id.state, "draft")
        self.assertNotEqual(self.source.agreement_id, self.agreement)

    def test_his_company_alone_gets_the_document_with_the_signatures(self):
        self._activate()
        url = f"{URL}/{self.source.id}/agreement/{self.agreement.id}"
        for user, gets in ((self.boss, True), (self.clerk, True), (self.rival, False), (self.manager, False)):
            self._login(user)
            with self.subTest(user.login):
                self.assertEqual(self.url_open(url, allow_redirects=False).status_code == 200, gets)

    def test_the_document_can_be_printed_without_the_program_for_pdf_files(self):
        self._activate()
        self._login(self.boss)
        state = "odoo.addons.crosstech_reseller_sync.controllers.reseller_data.can_print_pdf"
        with patch(state, return_value=False):
            page = self.url_open(f"{URL}/{self.source.id}/agreement/{self.agreement.id}").text
        for words in ("Budi Data", "192.0.2.2", "golongan", self.agreement.sudo().signed_fingerprint):
            self.assertIn(words, page)

    def test_colleagues_see_and_strangers_do_not_and_none_of_them_acts(self):
        self._permit()
        self._offer()
        terms = self.agreement._fingerprint()
        for user, sees in ((self.clerk, True), (self.rival, False), (self.manager, False)):
            self._login(user)
            with self.subTest(user.login):
                page = self.url_open(f"{URL}/{self.source.id}", allow_redirects=False)
                self.assertEqual(page.status_code == 200, sees)
                self.assertNotIn('value="sign"', page.text)
                for action in ("sign", "revoke", "decline", "pause"):
                    self._act(action, agrees="1", signed_name="Orang Lain", terms=terms, reason="Tidak mau")
                self._post(f"{URL}/{self.source.id}/again")
                self.assertEqual(self._state(), "offered")

    def test_a_signature_for_other_terms_than_those_seen_is_refused(self):
        self._permit()
        self._offer()
        self._login(self.boss)
        page = self._act("sign", agrees="1", signed_name="Budi Data", terms="0" * 64)
        self.assertIn("read it again", page.text)
        self.assertEqual(self._state(), "offered")

    def test_an_action_that_is_not_listed_does_nothing(self):
        self._login(self.boss)
        for action in ("offer", "amend", "expire", "replace", "end", "ask_look", "", "write"):
            self._act(action, agrees="1", reason="Mau saja")
            self.assertEqual(self._state(), "draft")

    def test_a_file_he_sends_is_his_permission_to_look(self):
        self._login(self.boss)
        answer = self._post(f"{URL}/{self.source.id}/upload", files={"file": ("stok.csv", b"kode,sisa\nA1,5\nA2,7\n")})
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self._state(), "looking")
        self.assertEqual(self.source.upload_name, "stok.csv")
        self.assertTrue(self.source.activity_ids, "the Operational Manager is told")

    def test_a_file_nobody_can_read_permits_nothing(self):
        self._login(self.boss)
        answer = self._post(f"{URL}/{self.source.id}/upload", files={"file": ("x.exe", b"MZ\x90\x00\x03" + bytes(300))})
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self._state(), "draft")
        self.assertFalse(self.source.upload_name)

    def test_a_clerk_sends_no_first_file(self):
        self._login(self.clerk)
        self._post(f"{URL}/{self.source.id}/upload", files={"file": ("stok.csv", b"kode,sisa\nA1,5\n")})
        self.assertEqual(self._state(), "draft")
        self.assertFalse(self.source.upload_name)

    def test_he_is_told_and_we_are_told(self):
        self.agreement._apply("ask_look")
        notices = self.env["crosstech.notification"].search([("partner_id", "=", self.shop.id)])
        self.assertEqual(len(notices), 1)
        self.assertIn(f"{URL}/{self.source.id}", notices._get_document_url())
        self._permit()
        self.assertIn("Toko Data", self.agreement.activity_ids.summary)


@tagged("post_install", "-at_install")
class TestSourcePortal(PortalCommon):
    def _connect(self, **data):
        before = self.env["crosstech.reseller.source"].search([])
        answer = self._post(f"{URL}/connect", **data)
        return answer, self.env["crosstech.reseller.source"].search([]) - before

    def test_he_connects_himself_and_his_password_is_never_shown_again(self):
        self._login(self.boss)
        answer, source = self._connect(
            way="direct", name="Kasir", engine="mysql", host="db.example.com", port="", database_name="toko",
            user_name="baca", password="sangat-rahasia",
        )  # fmt: skip
        self.assertEqual(answer.status_code, 303)
        self.assertEqual((source.partner_id, source.transport, source.host), (self.shop, "direct", "db.example.com"))
        self.assertTrue(source.has_password)
        self.assertEqual(source.agreement_id.state, "draft")
        self.assertTrue(source.activity_ids)
        for page in ("", "/connection"):
            text = self.url_open(f"{URL}/{source.id}{page}").text
            self.assertNotIn("sangat-rahasia", text)
            self.assertNotIn(source.sudo().password_encrypted, text)
        kept = source.sudo().password_encrypted
        self._post(
            f"{URL}/{source.id}/connection/save", name="Kasir Toko", engine="mysql", host="db2.example.com",
            database_name="toko", user_name="baca", password="",
        )  # fmt: skip
        source.invalidate_recordset()
        self.assertEqual((source.name, source.host), ("Kasir Toko", "db2.example.com"))
        self.assertEqual(source.sudo().password_encrypted, kept)

    def test_what_is_missing_or_leads_to_our_own_server_comes_back_with_everything_but_the_password(self):
        self._login(self.boss)
        answer, source = self._connect(
            way="direct", name="Kasir", engine="mysql", host="127.0.0.1", port="70000", database_name="toko",
            password="sangat-rahasia",
        )  # fmt: skip
        self.assertFalse(source)
        for text in ("our own server", "1 to 65535", "fill this in", 'value="toko"'):
            self.assertIn(text, answer.text)
        self.assertNotIn("sangat-rahasia", answer.text)

    def test_nobody_but_a_team_admin_connects_or_changes(self):
        self.source.write({"transport": "sftp", "host": "files.example.com", "user_name": "a", "password": "p"})
        for user in (self.clerk, self.rival, self.manager):
            self._login(user)
            with self.subTest(user.login):
                self._post(
                    f"{URL}/{self.source.id}/connection/save", name="X", host="jahat.example.com", user_name="x",
                    password="x",
                )  # fmt: skip
                self.assertEqual(self.source.host, "files.example.com")
                if user != self.rival:
                    self.assertFalse(self._connect(way="upload", name="X")[1])
        self._login(self.rival)
        self.assertEqual(self._connect(way="upload", name="X")[1].partner_id, self.rival_shop)

    def test_each_way_has_its_form(self):
        self._login(self.boss)
        for way in ("", "upload", "sftp", "ftps", "direct", "ssh", "wireguard", "nonsense"):
            with self.subTest(way):
                self.assertEqual(self.url_open(f"{URL}/new?way={way}").status_code, 200)
        self.assertIn("Connect another one", self.url_open(URL).text)
