"""The technician's page: his own jobs, nobody else's; what is sent twice is done once."""

import base64
import io
import uuid
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .route_common import RouteCommon


def picture(kind="PNG", size=(900, 600)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, kind)
    return buffer.getvalue()


class JobPortalCommon(RouteCommon, HttpCase):
    def _login(self, technician):
        login = technician.partner_id.user_ids.login
        self.authenticate(login, login)

    def _post(self, order, action, *, by_script=True, key=None, files=None, **values):
        data = {"csrf_token": Request.csrf_token(self), "key": key or uuid.uuid4().hex, "action": action, **values}
        headers = {"X-Crosstech-Job": "1"} if by_script else {}
        return self.url_open(f"/my/jobs/{order.id}/do", data=data, files=files, headers=headers, allow_redirects=False)

    def _send_photo(self, order, content, key=None, name="photo.jpg"):
        data = {"csrf_token": Request.csrf_token(self), "key": key or uuid.uuid4().hex}
        return self.url_open(
            f"/my/jobs/{order.id}/photo", data=data, files={"photo": (name, content)},
            headers={"X-Crosstech-Job": "1"},
        )  # fmt: skip


@tagged("post_install", "-at_install")
class TestJobPortal(JobPortalCommon):
    def test_name_and_address_show_after_acceptance_only(self):
        order = self._create_job()
        self._login(self.near)
        page = self.url_open(f"/my/jobs/{order.id}").text
        self.assertIn("Pontianak Selatan", page)
        for secret in (self.customer.name, "Jalan Uji 1", self.customer.phone):
            self.assertNotIn(secret, page)
        self.assertEqual(self._post(order, "accept").status_code, 200)
        page = self.url_open(f"/my/jobs/{order.id}").text
        for shown in (self.customer.name, "Jalan Uji 1", f"tel:{self.customer.phone}", "google.com/maps"):
            self.assertIn(shown, page)

    def test_a_job_of_another_is_not_found_whatever_is_tried(self):
        order = self._taken_job()
        self._login(self.far)
        self.assertEqual(self.url_open(f"/my/jobs/{order.id}").status_code, 404)
        for action in ("accept", "start", "on_way", "solve"):
            self.assertEqual(self._post(order, action).status_code, 404)
        self.assertEqual(self._send_photo(order, picture()).status_code, 404)
        self.assertEqual(order.state, "assigned")
        self.assertNotIn(order.name, self.url_open("/my/jobs").text)

    def test_who_was_asked_and_is_too_late_is_told_so(self):
        self.company.job_offers_at_once = 2
        order = self._create_job()
        self._do(order, self.beside, "accept")
        self._login(self.near)
        answer = self._post(order, "accept")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("somebody else has taken it", answer.json()["error"])
        answer = self.url_open(f"/my/jobs/{order.id}")
        self.assertTrue(answer.url.endswith("/my/jobs?gone=1"))
        self.assertNotIn(self.customer.name, answer.text)
        for action in ("start", "on_way"):
            self.assertEqual(self._post(order, action).status_code, 422)
        self.assertEqual(self._send_photo(order, picture()).status_code, 404)
        self.assertEqual((order.state, order.technician_id), ("assigned", self.beside))

    def test_a_job_taken_back_is_closed_to_who_had_it(self):
        order = self._taken_job()
        order._apply("unassign", roles={"repair_team"})
        self._login(self.near)
        self.assertNotIn(self.customer.name, self.url_open(f"/my/jobs/{order.id}").text)
        self.assertEqual(self._post(order, "start").status_code, 422)
        self.assertEqual(order.state, "requested")

    def test_without_access_the_page_is_closed(self):
        order = self._taken_job()
        self._login(self.near)
        self.near.action_revoke_access()
        self.assertEqual(self.url_open(f"/my/jobs/{order.id}").status_code, 404)
        self.assertTrue(self.url_open("/my/jobs", allow_redirects=False).headers["Location"].endswith("/my"))

    def test_without_a_csrf_token_nothing_happens(self):
        order = self._create_job()
        self._login(self.near)
        for path in ("do", "photo"):
            with self.assertLogs("odoo.http", "WARNING"):
                answer = self.url_open(f"/my/jobs/{order.id}/{path}", data={"action": "accept", "key": "k" * 16})
            self.assertEqual(answer.status_code, 400)
        self.assertEqual(order.state, "requested")

    def test_an_action_sent_twice_is_done_once(self):
        order = self._taken_job()
        self._login(self.near)
        key = uuid.uuid4().hex
        for _time in range(3):
            self.assertEqual(self._post(order, "start", key=key).status_code, 200)
        self.assertEqual((order.state, len(order.visit_ids)), ("visiting", 1))

    def test_a_refused_action_says_what_to_do(self):
        order = self._taken_job()
        self._login(self.near)
        answer = self._post(order, "solve", resolution=self.resolution.id, work_done="x")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("cannot be taken", answer.json()["error"])
        self._post(order, "start")
        answer = self._post(order, "solve", work_done="x")
        self.assertIn("Choose what you did", answer.json()["error"])
        self.assertEqual(order.state, "visiting")

    def test_the_page_works_without_a_script(self):
        order = self._create_job()
        self._login(self.near)
        answer = self._post(order, "accept", by_script=False)
        self.assertTrue(answer.headers["Location"].endswith(f"/my/jobs/{order.id}"))
        answer = self._post(order, "solve", by_script=False, work_done="x")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("alert-danger", answer.text)

    def test_a_photo_is_redrawn_kept_once_and_shown_to_him_alone(self):
        order = self._taken_job()
        self._login(self.near)
        key = uuid.uuid4().hex
        content = picture("JPEG") + b"<script>hidden</script>"
        for _time in range(2):
            self.assertEqual(self._send_photo(order, content, key).status_code, 200)
        photo = order._job_photos()
        self.assertEqual(len(photo), 1)
        self.assertNotIn(b"script", photo.raw)
        url = f"/my/jobs/{order.id}/photo/{photo.id}"
        self.assertEqual(self.url_open(url).headers["Content-Type"], "image/jpeg")
        self.assertIn(url, self.url_open(f"/my/jobs/{order.id}").text)
        self._login(self.far)
        self.assertEqual(self.url_open(url).status_code, 404)
        with mute_logger("odoo.http"):
            self.assertNotEqual(self.url_open(f"/web/content/{photo.id}").status_code, 200)

    def test_another_file_of_the_database_is_no_photo_of_a_job(self):
        order = self._taken_job()
        other = self.env["ir.attachment"].create({"name": "x.png", "raw": picture(), "mimetype": "image/png"})
        self._login(self.near)
        self.assertEqual(self.url_open(f"/my/jobs/{order.id}/photo/{other.id}").status_code, 404)

    def test_what_is_no_photo_is_refused(self):
        order = self._taken_job()
        self._login(self.near)
        for content in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x00\x00\x00 ftypheic" + b"0" * 99,
                        b"\x89PNG\r\n\x1a\nbroken", b"%PDF-1.4 broken"):  # fmt: skip
            answer = self._send_photo(order, content)
            self.assertEqual(answer.status_code, 422, content[:20])
            self.assertTrue(answer.json()["error"])
        self.assertFalse(order._job_photos())

    def test_the_signature_is_kept_with_the_job(self):
        order = self._taken_job()
        self._login(self.near)
        self._post(order, "start")
        answer = self._post(
            order, "solve", resolution=str(self.resolution.id), work_done="Done",
            files={"signature": ("signature.png", picture())},
        )  # fmt: skip
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(order._job_photos().filtered(lambda one: one.name.startswith("Signature")))

    def test_the_agenda_is_a_calendar_file_of_his_visits_only(self):
        mine, other = self._taken_job(), self._create_job()
        other._apply("assign", roles={"system"}, technician=self.beside)
        moment = fields.Datetime.now() + timedelta(days=1)
        mine._plan_visit(self.near, moment)
        other._plan_visit(self.beside, moment)
        self._login(self.near)
        answer = self.url_open("/my/jobs/agenda.ics")
        self.assertIn("text/calendar", answer.headers["Content-Type"])
        self.assertIn(mine.name, answer.text)
        self.assertNotIn(other.name, answer.text)
        self.assertIn(f"DTSTART:{moment:%Y%m%dT%H%M%SZ}", answer.text)

    def test_lists_are_offers_then_jobs_then_done(self):
        done = self._taken_job()
        self._do(done, self.near, "start")
        self._do(done, self.near, "solve", resolution=str(self.resolution.id), work_done="Done")
        self._do(done, self.near, "close")
        mine, offered = self._taken_job(), self._create_job()
        self._login(self.near)
        page = self.url_open("/my/jobs").text
        places = [page.index(f'/my/jobs/{order.id}"') for order in (offered, mine, done)]
        self.assertEqual(places, sorted(places))

    def test_a_buyer_finds_no_jobs_in_his_portal(self):
        user = self._create_user("buyer", login="pembeli_jalan", password="pembeli_jalan")
        self.authenticate(user.login, user.login)
        self.assertNotIn("/my/jobs", self.url_open("/my").text)
        self._login(self.near)
        self.assertIn("/my/jobs", self.url_open("/my").text)


@tagged("post_install", "-at_install")
class TestSignature(JobPortalCommon):
    def test_who_signs_for_a_unit_that_leaves_is_kept_with_the_hand_over(self):
        lot = self.env["stock.lot"].create({"name": "UJI-TTD-1", "product_id": self.product.id})
        unit = self.env["crosstech.warranty.unit"].create(
            {"product_id": self.product.id, "lot_id": lot.id, "partner_id": self.customer.id}
        )
        order = self._taken_job(unit_id=unit.id)
        self._login(self.near)
        self._post(order, "start")
        answer = self._post(
            order, "hand_in", note="Board", awb="JNE0012345", files={"signature": ("signature.png", picture())}
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual((order.state, unit.holder_kind), ("shipped", "courier"))
        self.assertTrue(base64.b64decode(unit.handover_ids[:1].signature).startswith(b"\x89PNG"))
