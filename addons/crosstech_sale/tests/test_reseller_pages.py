"""The pages of the programme: the form with every kind of input, the page of an application, the list, the guide."""

import io
import json
import re

from lxml import html

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..lib import proof_files
from .programme_common import OTHER_NPWP, ProgrammeCommon, picture

TYPED = {
    "company_name": "Toko Melamar",
    "legal_form": "cv",
    "contact_name": "Siti Melamar",
    "email": "Melamar@example.com",
    "phone": "0812 0000 0777",
    "npwp": "01.312.166.0-091.000",
    "street": "Jalan Melamar 7",
    "zip": "78121",
    "bank_name": "Bank Uji",
    "account_number": "1234 567 890",
    "account_holder": "Siti Melamar",
    "monthly_volume": "10_to_50",
    "business_description": "Printer",
    "agrees": "1",
}
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


class ResellerPages(ProgrammeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.typed = {
            **TYPED,
            "state_id": cls.kalimantan_barat.state_id.id,
            "regency_code": cls.pontianak.code,
            "region_id": cls.pontianak_selatan.code,
        }

    def _applications(self):
        return self.env["crosstech.reseller.application"].search([])

    def _post(self, path, files=None, **data):
        token = {"csrf_token": Request.csrf_token(self)}
        return self.url_open(path, data={**token, **data}, files=files or {}, allow_redirects=False)

    def _apply(self, files=None, **typed):
        files = {"document_nib": ("nib.png", picture(), "image/png")} if files is None else files
        return self._post("/resellers/apply", files, **{**self.typed, **typed})


@tagged("post_install", "-at_install")
class TestResellerApply(ResellerPages):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def test_a_visitor_applies_and_is_thanked(self):
        answer = self._apply()
        self.assertEqual((answer.status_code, answer.headers["Location"]), (303, "/resellers/apply/thanks"))
        application = self._applications()
        self.assertEqual((application.npwp, application.email), ("0013121660091000", "melamar@example.com"))
        self.assertEqual((application.region_id, application.legal_form), (self.pontianak_selatan, "cv"))
        self.assertEqual(application.document_ids.name, "NIB.png")
        self.assertEqual(self.url_open("/resellers/apply/thanks").status_code, 200)

    def test_a_second_application_looks_the_same_to_whoever_sends_it(self):
        first = self._apply()
        second = self._apply(email="orang.lain@example.com", company_name="Pencuri")
        self.assertEqual((second.status_code, second.headers["Location"]), (303, first.headers["Location"]))
        self.assertEqual(len(self._applications()), 1)

    def test_a_refused_form_keeps_what_was_typed_and_says_that_files_are_gone(self):
        answer = self._apply(npwp="123", business_description="<script>alert(1)</script>")
        self.assertEqual(answer.status_code, 200)
        page = html.fromstring(answer.text)
        self.assertEqual(page.xpath("//input[@name='company_name']/@value"), ["Toko Melamar"])
        self.assertEqual(page.xpath("//input[@name='npwp']/@value"), ["123"])
        self.assertEqual(page.xpath("//select[@name='region_id']/option[@selected]/@value"), ["T2.71.01"])
        self.assertEqual(page.xpath("//select[@name='legal_form']/option[@selected]/@value"), ["cv"])
        self.assertTrue(page.xpath("//input[@name='npwp' and contains(@class, 'is-invalid')]"))
        self.assertIn("chosen again", page.xpath("string(//div[@name='errors'])"))
        self.assertNotIn("<script>alert(1)", answer.text)
        self.assertFalse(self._applications())

    def test_illegal_files_are_refused_by_their_content(self):
        bad = {
            "0 bytes": b"",
            "a program called pdf": b"MZ\x90\x00" + b"\x00" * 200,
            "svg": SVG,
            "web page": b"<html><script>alert(1)</script></html>",
            "cut-off picture": picture()[:40],
            "cut-off pdf": b"%PDF-1.7\n%%EOF",
            "9 MB": picture() + b"\x00" * (9 * 1024 * 1024),
        }
        for case, content in bad.items():
            answer = self._apply({"document_nib": ("nib.pdf", io.BytesIO(content), "application/pdf")})
            self.assertEqual(answer.status_code, 200, case)
            self.assertIn("is-invalid", answer.text, case)
            self.assertIn('value="Toko Melamar"', answer.text, case)
        self.assertFalse(self._applications())

    def test_thirty_megabytes_are_answered_with_the_form_still_filled(self):
        big = io.BytesIO(b"%PDF-1.7" + b"\x00" * (30 * 1024 * 1024))
        answer = self._apply({"document_nib": ("nib.pdf", big, "application/pdf")})
        self.assertEqual(answer.status_code, 200)
        self.assertIn("at most 8 MB", answer.text)
        self.assertIn('value="Toko Melamar"', answer.text)
        self.assertFalse(self._applications())

    def test_more_than_the_page_takes_is_cut_off_before_it_is_read(self):
        big = io.BytesIO(b"\x00" * (6 * proof_files.MAX_BYTES + 1))
        answer = self._apply({"document_nib": ("nib.pdf", big, "application/pdf")})
        self.assertEqual(answer.status_code, 413)
        self.assertFalse(self._applications())

    def test_a_picture_that_hides_something_is_drawn_anew(self):
        answer = self._apply({"document_ktp": ("ktp.png", picture() + b"<?php evil", "image/png")})
        self.assertEqual(answer.status_code, 303)
        self.assertNotIn(b"evil", self._applications().document_ids.raw)

    def test_no_document_no_consent_no_district_are_each_named(self):
        for files, typed, field in (
            ({}, {}, "document_nib"),
            (None, {"agrees": ""}, "agrees"),
            (None, {"region_id": ""}, "region_id"),
            (None, {"region_id": "T1.71.01"}, "region_id"),
            (None, {"state_id": "9" * 30}, "region_id"),
            (None, {"state_id": "-1"}, "region_id"),
        ):
            page = html.fromstring(self._apply(files, **typed).text)
            self.assertTrue(page.xpath(f"//*[@name='{field}' and contains(@class, 'is-invalid')]"), (field, typed))
        self.assertFalse(self._applications())

    def test_a_robot_that_fills_the_hidden_field_is_thanked_and_forgotten(self):
        self.assertEqual(self._apply(url="https://spam.example.com").status_code, 303)
        self.assertFalse(self._applications())

    def test_a_form_without_its_key_is_refused(self):
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self.url_open("/resellers/apply", data=self.typed, allow_redirects=False)
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._applications())

    def test_without_javascript_a_button_shows_the_districts(self):
        answer = self._apply({}, region_refresh="1", region_id="")
        page = html.fromstring(answer.text)
        self.assertEqual(page.xpath("//select[@name='region_id']/option/@value"), ["", "T2.71.01"])
        self.assertEqual(page.xpath("//input[@name='company_name']/@value"), ["Toko Melamar"])
        self.assertFalse(page.xpath("//*[contains(@class, 'is-invalid')]"))

    def test_script_in_a_name_is_text_everywhere(self):
        name = "<script>alert('toko')</script>"
        self._apply(company_name=name, contact_name=name)
        application = self._applications()
        page = self.url_open(application.get_portal_url()).text
        self.assertNotIn("<script>alert('toko')", page)
        self.assertIn("&lt;script&gt;alert(", page)
        self.assertNotIn("<script>alert", self._mails_to("melamar@example.com").body_html)

    def test_a_buyer_finds_the_form_filled(self):
        user = self._create_user("buyer", login="pembeli_isi", email="pembeli.isi@example.com", name="Rina Isi")
        user.partner_id.write({"street": "Jalan Isi 3", "phone": "0812 0000 0333", "zip": "78121"})
        user.partner_id.region_id = self.pontianak_selatan
        self.authenticate("pembeli_isi", "pembeli_isi")
        page = html.fromstring(self.url_open("/resellers/apply").text)
        self.assertEqual(page.xpath("//input[@name='email']/@value"), ["pembeli.isi@example.com"])
        self.assertEqual(page.xpath("//input[@name='street']/@value"), ["Jalan Isi 3"])
        self.assertEqual(page.xpath("//select[@name='region_id']/option[@selected]/@value"), ["T2.71.01"])
        self._apply()
        self.assertEqual(self._applications().applicant_user_id, user)


@tagged("post_install", "-at_install")
class TestResellerApplicationPage(ResellerPages):
    def setUp(self):
        super().setUp()
        self.application = self._submit()
        self.url = f"/resellers/application/{self.application.id}"
        self.token = self.application.access_token
        self.authenticate(None, None)

    def test_the_page_opens_with_its_token_alone(self):
        self.assertEqual(self.url_open(f"{self.url}?access_token={self.token}").status_code, 200)
        for token in ("", "wrong", self.token[:-1]):
            self.assertEqual(self.url_open(f"{self.url}?access_token={token}").status_code, 404)
        self.assertEqual(self.url_open(f"/resellers/application/0?access_token={self.token}").status_code, 404)

    def test_the_applicant_answers_adds_a_document_and_withdraws(self):
        self._as(self.application, "operational_manager")._ask("Mohon foto KTP")
        self.assertIn("Mohon foto KTP", self.url_open(f"{self.url}?access_token={self.token}").text)
        files = {"document_ktp": ("ktp.jpg", picture("JPEG"), "image/jpeg")}
        answer = self._post(f"{self.url}/answer", files, access_token=self.token, answer="Ini KTP saya")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.application.state, "submitted")
        self.assertEqual(len(self.application.document_ids), 2)
        self._post(f"{self.url}/withdraw", access_token=self.token)
        self.assertEqual(self.application.state, "withdrawn")

    def test_a_refused_file_keeps_the_answer_and_adds_nothing(self):
        self._as(self.application, "operational_manager")._ask("Mohon foto KTP")
        files = {"document_ktp": ("ktp.jpg", SVG, "image/jpeg")}
        answer = self._post(f"{self.url}/answer", files, access_token=self.token, answer="Ini KTP saya")
        self.assertIn("Ini KTP saya", answer.text)
        self.assertEqual((self.application.state, len(self.application.document_ids)), ("asked_back", 1))

    def test_nobody_else_speaks_for_the_applicant(self):
        self._as(self.application, "operational_manager")._ask("Mohon foto KTP")
        self._create_user("buyer", login="orang_asing")
        manager = self.manager.login
        self.manager.password = manager
        for login in (None, "orang_asing", manager):
            self.authenticate(login, login)
            for step in ("answer", "withdraw"):
                answer = self._post(f"{self.url}/{step}", access_token="guess", answer="Saya pemiliknya")
                self.assertEqual(answer.status_code, 404, (login, step))
        self.assertEqual((self.application.state, len(self.application._conversation())), ("asked_back", 1))

    def test_a_decided_application_takes_no_answer(self):
        self._as(self.application, "operational_manager")._refuse("Di luar wilayah kami")
        page = self.url_open(f"{self.url}?access_token={self.token}").text
        self.assertIn("Di luar wilayah kami", page)
        self.assertNotIn('name="answer"', page)
        answer = self._post(f"{self.url}/answer", access_token=self.token, answer="Tolong sekali lagi")
        self.assertIn("alert-danger", answer.text)
        self.assertEqual(self.application.state, "refused")

    def test_documents_are_not_public(self):
        document = self.application.document_ids
        self._create_user("reseller", login="pesaing")
        for login in (None, "pesaing"):
            self.authenticate(login, login)
            self.assertIn(self.url_open(f"/web/content/{document.id}").status_code, (403, 404))


@tagged("post_install", "-at_install")
class TestResellerDirectory(ResellerPages):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].search([("is_listed_publicly", "=", True)]).is_listed_publicly = False
        cls.listed = cls._create_reseller("Toko Terdaftar", is_phone_public=True)
        cls.quiet = cls._create_reseller("Toko Tanpa Telepon", region=cls.gambir, phone="+62 812 0000 0555")
        cls.hidden = cls._create_reseller("Toko Tersembunyi", is_listed_publicly=False)
        cls.former = cls._create_reseller("Toko Bekas Anggota")
        cls.former.grade_id = False

    @classmethod
    def _create_reseller(cls, name, **values):
        values = {"is_company": True, "grade_id": cls.silver.id, "is_listed_publicly": True, **values}
        return cls._create_buyer(name, **values)

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _names_of(self, query=""):
        text = self.url_open(f"/resellers{query}").text
        return {
            name for name in self.env["res.partner"].search([("name", "like", "Toko T")]).mapped("name") if name in text
        }

    def test_only_members_that_agreed_are_listed(self):
        self.assertEqual(self._names_of(), {"Toko Terdaftar", "Toko Tanpa Telepon"})
        self.assertNotIn("Toko Bekas Anggota", self.url_open("/resellers").text)

    def test_a_suspended_reseller_is_not_listed(self):
        self._as(self.listed.membership_ids, "operational_manager")._suspend("Menunggu NIB baru")
        self.assertEqual(self._names_of(), {"Toko Tanpa Telepon"})

    def test_words_and_province_narrow_the_list(self):
        self.assertEqual(self._names_of("?q=terdaftar"), {"Toko Terdaftar"})
        self.assertEqual(self._names_of("?q=pontianak"), {"Toko Terdaftar"})
        self.assertEqual(self._names_of("?q=100%25"), set())
        self.assertEqual(self._names_of(f"?province={self.jakarta.code}"), {"Toko Tanpa Telepon"})
        self.assertEqual(self._names_of("?province=nonsense"), {"Toko Terdaftar", "Toko Tanpa Telepon"})

    def test_a_telephone_number_is_shown_only_where_it_was_agreed_to(self):
        page = self.url_open("/resellers").text
        self.assertIn("wa.me/6281200000001", page)
        self.assertNotIn("0555", page)
        self.assertNotIn("pembeli@example.com", page)

    def test_search_engines_read_the_list_and_no_name_breaks_out_of_it(self):
        self.listed.name = "Toko T</script><script>alert(1)//"
        text = self.url_open("/resellers").text
        self.assertNotIn("<script>alert(1)", text)
        data = json.loads(re.search(r'<script type="application/ld\+json">(\{[^<]*"ItemList".*?)</script>', text)[1])
        stores = [entry["item"] for entry in data["itemListElement"]]
        self.assertEqual({store["name"] for store in stores}, {self.listed.name, "Toko Tanpa Telepon"})
        self.assertEqual([store["name"] for store in stores if "telephone" in store], [self.listed.name])

    def test_a_reseller_reads_his_guide_and_decides_whether_he_is_listed(self):
        self._create_user("reseller", login="pemilik_toko", partner_id=self.hidden.id)
        self.authenticate("pemilik_toko", "pemilik_toko")
        guide = self.url_open("/my/reseller/welcome").text
        self.assertIn("Perak", guide)
        self.assertIn(self.manager.name, guide)
        self._post("/my/reseller/listing", is_listed_publicly="1")
        self.assertEqual((self.hidden.is_listed_publicly, self.hidden.is_phone_public), (True, False))
        self._post("/my/reseller/listing")
        self.assertFalse(self.hidden.is_listed_publicly)

    def test_a_session_loses_the_prices_of_a_suspended_membership_at_once(self):
        self._create_user("reseller", login="sesi_terbuka", partner_id=self.listed.id)
        self.authenticate("sesi_terbuka", "sesi_terbuka")
        self.product.website_published = True
        url = self.product.website_url
        self.assertIn("90,000", self.url_open(url).text.replace(".000", ",000"))
        self._as(self.listed.membership_ids, "operational_manager")._suspend("Menunggu NIB baru")
        self.env.flush_all()
        page = self.url_open(url).text.replace(".000", ",000")
        self.assertNotIn("90,000", page)
        self.assertIn("100,000", page)


class ResellerTour(ResellerPages):
    def _walk(self, language="en_US"):
        self.env["res.lang"]._activate_lang("id_ID")
        website = self.env["website"].get_current_website()
        website.language_ids |= self.env.ref("base.lang_id")
        self.authenticate(None, None)
        prefix = "/id" if language == "id_ID" else ""
        self.start_tour(f"{prefix}/resellers", "crosstech_reseller_apply")
        application = self._applications()
        self.assertEqual((application.company_name, application.region_id), ("Toko Tur", self.pontianak_selatan))
        self.assertEqual(application.npwp, OTHER_NPWP)
        self.assertEqual(application.document_ids.mimetype, "image/png")


@tagged("post_install", "-at_install")
class TestResellerTour(ResellerTour):
    def test_a_shop_finds_the_form_and_applies_on_a_desktop(self):
        self._walk()


@tagged("post_install", "-at_install")
class TestResellerTourPhone(ResellerTour):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_shop_finds_the_form_and_applies_on_a_phone(self):
        self._walk()
