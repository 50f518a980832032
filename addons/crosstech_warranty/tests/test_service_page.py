import base64
import time

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .cost_common import CostCommon

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestServicePage(CostCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_user("buyer", login="cost_stranger", password="cost_stranger")
        cls.ticket = cls.order.ticket_id
        cls.repair = {"repair_team"}

    def _post(self, what, ticket=None, token="", **data):
        ticket = ticket or self.ticket
        form = {"csrf_token": Request.csrf_token(self), "access_token": token, **data}
        return self.url_open(f"/my/service/{ticket.id}/{what}", data=form, allow_redirects=False)

    def _get(self, path="", ticket=None, token=""):
        query = f"?access_token={token}" if token else ""
        return self.url_open(f"/my/service/{(ticket or self.ticket).id}{path}{query}")

    def _is_shown(self, path="", ticket=None, token=""):
        """Whether the visitor reads the request; he may have been led to the page in his own language."""
        return (ticket or self.ticket).number in self._get(path, ticket, token).text

    def _login(self, who="cost_customer"):
        self.authenticate(who, who)

    # === WHO SEES IT === #

    def test_the_list_guides_who_has_nothing_and_shows_what_one_has(self):
        self._login("cost_stranger")
        self.assertIn("Nothing reported yet", self.url_open("/my/service").text)
        self._login()
        page = self.url_open("/my/service").text
        self.assertIn(self.ticket.number, page)
        self.assertNotIn("Nothing reported yet", page)

    def test_only_the_customer_or_who_has_its_address_sees_a_request(self):
        token = self.ticket._portal_ensure_token()
        self.authenticate(None, None)
        self.assertFalse(self._is_shown())
        self.assertFalse(self._is_shown(token="x" * 30))
        self.assertTrue(self._is_shown(token=token))
        self._login("cost_stranger")
        self.assertFalse(self._is_shown())
        self.assertFalse(self._is_shown("/print"))
        self._login()
        self.assertTrue(self._is_shown())
        self.assertTrue(self._is_shown("/print"))

    def test_the_address_of_one_request_opens_no_other(self):
        other = self._create_case(partner=self.stranger.partner_id).ticket_id
        self.authenticate(None, None)
        token = self.ticket._portal_ensure_token()
        self.assertFalse(self._is_shown(ticket=other, token=token))
        self.assertEqual(self._post("cancel", ticket=other, token=token).status_code, 303)
        self.assertNotEqual(other.work_order_ids.state, "cancelled")

    def test_a_change_of_state_is_on_the_page_at_once(self):
        self._login()
        self._get()
        self.order._apply("start_repair", roles=self.repair)
        begun = time.monotonic()
        page = self._get().text
        self.assertLess(time.monotonic() - begun, 1)
        self.assertIn("Being worked on", page)
        self.assertIn("WITA", page)

    # === THE COST === #

    def test_he_accepts_twice_and_is_charged_once(self):
        self._add_line()
        quote = self.order._offer_quote()
        self._login()
        self.assertIn("Yes, go on", self._get().text)
        for _time in range(2):
            answer = self._post("quote", quote_id=quote.id, answer="accept")
            self.assertIn("said=accepted", answer.headers["Location"])
        self.assertEqual(len(self.order._get_open_invoices()), 1)

    def test_a_guest_declines_by_the_address(self):
        self._add_line()
        quote = self.order._offer_quote()
        self.authenticate(None, None)
        self._post("quote", token="wrong", quote_id=quote.id, answer="accept")
        self.assertEqual(quote.state, "offered")
        self._post("quote", token=self.ticket._portal_ensure_token(), quote_id=quote.id, answer="decline")
        self.assertEqual(quote.state, "declined")

    def test_answers_without_the_form_strangers_and_staff_are_refused(self):
        self._add_line()
        quote = self.order._offer_quote()
        for who in ("cost_stranger", "test_repair_team"):
            self.users["repair_team"].password = "test_repair_team"
            self._login(who)
            self._post("quote", quote_id=quote.id, answer="accept")
            self.assertEqual(quote.state, "offered", who)
        self._login()
        with mute_logger("odoo.http"):
            bare = self.url_open(f"/my/service/{self.ticket.id}/quote", data={"quote_id": quote.id, "answer": "accept"})
        self.assertEqual(bare.status_code, 400)
        for values in ({}, {"answer": "accept"}, {"quote_id": "0", "answer": "accept"}, {"quote_id": quote.id}):
            self.assertIn("replaced by another", self._post("quote", **values).text)
        self.assertEqual(quote.state, "offered")

    def test_he_chooses_the_transfer_and_lands_on_its_page(self):
        self._accepted()
        self._login()
        answer = self._post("pay", way="transfer")
        self.assertIn(self.order.waiting_transfer_id._get_page_url(), answer.headers["Location"])
        self.assertIn("o_crosstech_transfer", self._get().text)

    def test_he_allows_small_cost_beforehand(self):
        self._login()
        for wrong in ("-1", "abc", "1e9", "9" * 10, "٣"):
            self.assertIn("whole rupiah", self._post("limit", limit=wrong).text, wrong)
        self.assertEqual(self.ticket.cost_limit, 0)
        self._post("limit", limit="300.000")
        self.assertEqual(self.ticket.cost_limit, 300_000)
        self._add_line()
        self.assertEqual(self.order._offer_quote().state, "accepted")
        self.assertIn("asked already", self._post("limit", limit="1").text)

    def test_paying_what_was_declined_is_refused_on_the_page(self):
        self._add_line()
        self.order._decline_quote(self.order._offer_quote(), roles={"customer"})
        self._login()
        self.assertIn("Nothing is to be paid", self._post("pay", way="transfer").text)
        self.assertFalse(self.order.transfer_ids)

    # === THE REST === #

    def test_he_cancels_until_work_begins(self):
        self._login()
        self.assertNotIn("Cancel my request", self._get().text)
        self.assertIn("Work has begun", self._post("cancel").text)
        self.assertEqual(self.order.state, "diagnosed")
        fresh = self._create_case("requested")
        self._post("cancel", ticket=fresh.ticket_id, reason="bought a new one")
        self.assertEqual((fresh.state, fresh.cancel_reason), ("cancelled", "bought a new one"))

    def test_he_confirms_and_rates_once(self):
        self.order.state = "settled"
        self._login()
        self.assertIn("does it work?", self._get().text)
        self._post("confirm")
        self.assertEqual(self.order.state, "closed")
        for stars in ("0", "6", "x", ""):
            self.assertIn("one to five stars", self._post("rate", stars=stars).text)
        self._post("rate", stars="2", text="It took long")
        rating = self.ticket._get_given_rating()
        self.assertEqual((rating.rating, rating.feedback), (2, "It took long"))
        manager = self.ticket.activity_ids.user_id
        self.assertTrue(manager.has_group("crosstech_sale.group_operational_manager"))
        self._post("rate", stars="5")
        self.assertEqual(self.ticket._get_given_rating().rating, 2)

    def test_nobody_rates_what_is_not_over(self):
        with self.assertRaises(UserError):
            self.ticket._rate_by_customer(5)

    def test_his_photos_are_his_and_internal_ones_stay_inside(self):
        Attachment = self.env["ir.attachment"]
        files = Attachment.create(
            [
                {"name": f"{name}.png", "raw": PIXEL, "res_model": "helpdesk.ticket", "res_id": self.ticket.id}
                for name in ("own", "inside")
            ]
        )
        own, inside = files
        self.ticket.message_post(body="x", attachment_ids=own.ids, author_id=self.customer.partner_id.id)
        self.ticket.message_post(
            body="x", attachment_ids=inside.ids, subtype_xmlid="mail.mt_note",
            author_id=self.users["repair_team"].partner_id.id,
        )  # fmt: skip
        self._login()
        answer = self._get(f"/file/{own.id}")
        self.assertEqual((answer.status_code, answer.content), (200, PIXEL))
        self.assertEqual(self._get(f"/file/{inside.id}").status_code, 404)
        self._login("cost_stranger")
        self.assertEqual(self._get(f"/file/{own.id}").status_code, 404)

    def test_a_case_goes_on_when_its_customer_closes_his_account(self):
        self._accepted()
        self.customer.sudo()._deactivate_portal_user()
        self.assertFalse(self.customer.active)
        self.order.state = "done"
        self._pay()
        self.assertEqual(self.order.state, "settled")
        self.authenticate(None, None)
        self.assertTrue(self._is_shown(token=self.ticket._portal_ensure_token()))
