"""The public form: guests, customers, orders, labels; bad files, guessing, robots; nothing typed is lost."""

import gzip
import re
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import file_path, mute_logger

from odoo.addons.crosstech_sale.lib import proof_files

from ..lib import media_files
from .report_common import ReportCommon, picture, video

KILOBYTES = 60


@tagged("post_install", "-at_install")
class TestServiceReport(ReportCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.before = self.env["helpdesk.ticket"].search([])

    def _typed(self, **values):
        district = self.pontianak_selatan
        return {
            "symptom": self.symptom.id,
            "description": "Mati sejak Minggu malam",
            "state_id": district.state_id.id,
            "regency_code": district.parent_id.code,
            "region_id": district.code,
            "report_key": "k" * 43,
            **values,
        }

    def _guest(self, **values):
        return self._typed(
            **{"serial": "pf3x-9k0l", "proof_number": self.order.name, "contact": "lapor@example.com", **values}
        )

    def _send(self, typed, files=()):
        data = {"csrf_token": Request.csrf_token(self), **typed}
        return self.url_open("/service/report", data=data, files=list(files) or None, allow_redirects=False)

    def _tickets(self):
        return self.env["helpdesk.ticket"].search([]) - self.before

    def _refused(self, answer, words=""):
        self.assertEqual(answer.status_code, 200)
        self.assertIn('name="errors"', answer.text)
        self.assertIn(words, answer.text)
        self.assertFalse(self._tickets())

    # === PAGES === #

    def test_the_pages_are_open_to_everybody_and_light(self):
        self.assertIn("/service/report", self.url_open("/service").text)
        page = self.url_open("/service/report")
        self.assertEqual(page.status_code, 200)
        main = re.search(r"<main.*</main>", page.text, re.DOTALL).group()
        weight = len(gzip.compress(main.encode()))
        for path, _full, *_rest in self.env["ir.asset"]._get_asset_paths("web.assets_frontend", {}):
            if path.startswith("/crosstech_warranty/"):
                with open(file_path(path.lstrip("/")), "rb") as source:
                    weight += len(gzip.compress(source.read()))
        self.assertLessEqual(weight / 1024, KILOBYTES)

    def test_the_form_asks_for_six_things_at_most(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        page = self.url_open("/service/report").text
        form = re.search(r'<form action="/service/report".*?</form>', page, re.DOTALL).group()
        for asked in (
            'name="unit"',
            'name="symptom"',
            'name="description"',
            'name="media"',
            'name="place"',
            'name="wished"',
        ):
            self.assertIn(asked, form)
        self.assertNotIn('name="contact"', form)
        self.assertIn("PF3X9K0L", form)

    # === CUSTOMERS === #

    def test_a_customer_picks_his_unit_and_sees_the_verdict_at_once(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        answer = self._send(self._typed(unit=self.unit.id), [("media", ("a.jpg", picture(), "image/jpeg"))])
        self.assertEqual(answer.status_code, 303)
        ticket = self._tickets()
        self.assertEqual((ticket.unit_id, ticket.partner_id), (self.unit, self.buyer_user.partner_id))
        self.assertEqual(ticket.attachment_ids.mapped("mimetype"), ["image/jpeg"])
        thanks = self.url_open(answer.headers["Location"]).text
        self.assertIn("Our warranty covers it", thanks)
        self.assertIn("2090", thanks)

    def test_a_unit_of_somebody_else_cannot_be_picked(self):
        self.authenticate("lapor_asing", "lapor_asing")
        self._refused(self._send(self._typed(unit=self.unit.id)))
        self.assertNotIn("PF3X9K0L", self.url_open(f"/service/report?unit={self.unit.id}").text)

    def test_a_wished_time_is_on_the_clock_of_the_place(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        self._send(self._typed(unit=self.unit.id, wished="2090-03-01T09:00"))
        self.assertEqual(str(self._tickets().wished_datetime), "2090-03-01 02:00:00")

    def test_a_time_that_has_passed_or_is_none_is_refused_with_words(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        self._refused(self._send(self._typed(unit=self.unit.id, wished="2020-03-01T09:00")), "has passed")
        self._refused(self._send(self._typed(unit=self.unit.id, wished="besok")), "day and time")

    # === GUESTS === #

    def test_a_guest_with_serial_order_and_address_gets_the_verdict(self):
        answer = self._send(self._guest())
        ticket = self._tickets()
        self.assertEqual((ticket.unit_id, ticket.verdict, ticket.order_state), (self.unit, "company", "requested"))
        self.assertIn("Our warranty covers it", self.url_open(answer.headers["Location"]).text)

    def test_unknown_foreign_and_wrongly_proved_serials_get_the_same_answer(self):
        pages = [
            self._send(self._guest(**wrong)).text
            for wrong in (
                {"serial": "PF3X9K0M"},
                {"serial": "ZZZZ-9999"},
                {"proof_number": "S99999"},
                {"contact": "asing@example.com"},
                {"proof_number": ""},
            )
        ]
        for page in pages:
            self.assertIn("do not fit together", page)
            for secret in (self.buyer_user.partner_id.name, "1111 2222", "Notebook Uji"):
                self.assertNotIn(secret, page)
        self.assertFalse(self._tickets())

    def test_a_mistyped_serial_gets_a_hint_from_what_was_typed_alone(self):
        page = self._send(self._guest(serial="PF3X9KOL")).text
        self.assertIn("O or 0?", re.sub(r"<[^>]+>", "", page).replace("\n", " "))
        self.assertNotIn("PF3X9K0L", page)

    def test_a_photo_of_the_receipt_is_taken_and_looked_at_by_the_staff(self):
        files = [("proof", ("nota.png", picture("PNG"), "image/png"))]
        answer = self._send(self._guest(serial="ZZZZ-9999", proof_number=""), files)
        ticket = self._tickets()
        self.assertFalse(ticket.unit_id or ticket.verdict or ticket.order_id or ticket.partner_id)
        self.assertEqual((ticket.partner_email, ticket.typed_serial), ("lapor@example.com", "ZZZZ-9999"))
        self.assertIn("We check your proof", self.url_open(answer.headers["Location"]).text)

    def test_guessing_serials_is_stopped_for_all_workers_and_after_a_restart(self):
        for _ in range(5):
            self._send(self._guest(proof_number="S99999"))
        self._refused(self._send(self._guest()), "too often")
        attempts = self.env["crosstech.report.attempt"].search([])
        self.assertNotIn("PF3X9K0L", "".join(attempts.mapped("key")))
        with patch(
            "odoo.addons.crosstech_warranty.models.report_attempt.MOST_PER_HOUR",
            {"address": 6, "serial": 99, "proof": 99},
        ):
            self._refused(self._send(self._guest(serial="ANOTHER-1")), "too often")

    def test_a_flood_of_reports_is_stopped_too_not_only_guessing(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        limits = {"address": 2, "serial": 99, "proof": 99, "files": 99}
        with patch("odoo.addons.crosstech_warranty.models.report_attempt.MOST_PER_HOUR", limits):
            for number in range(4):
                self._send(self._typed(unit=self.unit.id, report_key=f"{number}" * 40))
        self.assertEqual(len(self._tickets()), 2)

    def test_the_label_of_the_unit_names_it_and_nothing_of_its_owner(self):
        token = self.unit.sudo().access_token
        page = self.url_open(f"/service/report?u={token}").text
        self.assertIn("Notebook Uji", page)
        self.assertNotIn(self.buyer_user.partner_id.name, page)
        self._send(self._typed(u=token, unit=self.unit.id, contact="0812 7777 8888"))
        ticket = self._tickets()
        self.assertEqual((ticket.unit_id, ticket.phone), (self.unit, "0812 7777 8888"))
        self.assertIn("another customer", ticket.signal_text)

    # === ORDERS === #

    def test_the_order_page_leads_to_its_units_and_to_a_return(self):
        token = self.order._portal_ensure_token()
        page = self.url_open(f"/service/report?order={self.order.id}&access_token={token}&kind=return").text
        self.assertIn("Return a purchase", page)
        self.assertIn("PF3X9K0L", page)
        self._send(self._typed(order=self.order.id, access_token=token, kind="return", unit=self.unit.id, symptom=""))
        self.assertEqual((self._tickets().request_kind, self._tickets().unit_id), ("return", self.unit))

    def test_an_order_without_its_token_shows_nothing(self):
        with mute_logger("odoo.addons.base.models.ir_rule"):
            page = self.url_open(f"/service/report?order={self.order.id}&access_token=wrong").text
        self.assertNotIn("PF3X9K0L", page)

    # === BAD INPUT === #

    def test_nothing_typed_is_lost_on_an_error_not_even_the_photos(self):
        files = [("media", ("a.jpg", picture(), "image/jpeg")), ("media", ("b.mp4", video(), "video/mp4"))]
        page = self._send(self._guest(symptom="", place="Jalan Uji 7"), files)
        self._refused(page, "Please choose what fits best")
        for kept in ("pf3x-9k0l", "Mati sejak Minggu malam", "Jalan Uji 7", self.order.name, 'value="T2.71.01"'):
            self.assertIn(kept, page.text)
        kept = re.findall(r'name="kept" value="([^"]+)"', page.text)
        self.assertEqual(len(kept), 2)
        self._send(self._guest(kept=kept))
        self.assertEqual(sorted(self._tickets().attachment_ids.mapped("mimetype")), ["image/jpeg", "video/mp4"])

    def test_files_of_another_report_cannot_be_taken_over(self):
        self._send(self._guest(), [("media", ("a.jpg", picture(), "image/jpeg"))])
        first = self._tickets()
        token = first.attachment_ids.access_token
        self._send(self._guest(report_key="l" * 43, kept=token))
        self.assertEqual(len(self._tickets()), 2)
        first.invalidate_recordset()
        self.assertEqual(len(first.attachment_ids), 1)
        self.assertFalse((self._tickets() - first).attachment_ids)

    def test_files_that_are_no_photo_or_video_are_refused_with_words(self):
        heic = b"\x00\x00\x00\x18ftypheic" + bytes(100)
        for content, words in (
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Only photos"),
            (b"<html><script>alert(1)</script></html>", "Only photos"),
            (b"%PDF-1.4 broken", "cannot be read"),
            (b"", "empty"),
            (picture()[:200], "cannot be read"),
            (heic, "Most Compatible"),
            (video()[:20], "cannot be read"),
        ):
            answer = self._send(self._guest(), [("media", ("foto.jpg", content, "image/jpeg"))])
            self._refused(answer, words)

    def test_too_many_and_too_big_files_are_refused_with_words(self):
        photos = [("media", (f"{number}.jpg", picture(), "image/jpeg")) for number in range(20)]
        self._refused(self._send(self._guest(), photos), "at most 6")
        with patch.object(proof_files, "MAX_BYTES", 100):
            self._refused(self._send(self._guest(), photos[:1]), "too big")
        with patch.object(media_files, "MAX_VIDEO_BYTES", 100):
            self._refused(self._send(self._guest(), [("media", ("b.mp4", video(), "video/mp4"))]), "too big")

    def test_a_video_comes_back_as_a_video_whatever_name_it_had(self):
        self._send(self._guest(), [("media", ("x.html", video(), "text/html"))])
        attachment = self._tickets().attachment_ids
        self.assertEqual((attachment.mimetype, attachment.name), ("video/mp4", "Video 1.mp4"))

    def test_robots_and_double_clicks_make_no_second_request(self):
        self.assertEqual(self._send(self._guest(url="http://spam.example")).headers["Location"][-8:], "/service")
        self.assertFalse(self._tickets())
        self._send(self._guest())
        self._send(self._guest())
        self.assertEqual(len(self._tickets()), 1)

    def test_the_page_of_the_verdict_needs_its_token(self):
        self._send(self._guest())
        ticket = self._tickets()
        for token in ("", "wrong", "None"):
            answer = self.url_open(f"/service/report/{ticket.id}?access_token={token}")
            self.assertEqual(answer.status_code, 404, token)

    def test_districts_are_offered_without_javascript(self):
        typed = self._guest(region_id="", region_refresh="1")
        page = self._send(typed).text
        self.assertIn("Pontianak Selatan", page)
        self.assertFalse(self._tickets())
