"""What customers see and do on the pages of their orders, and what strangers cannot."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from .test_cod_meeting import CodCommon


class OrderPortalCommon(CodCommon, HttpCase):
    """Base of tests of pages: a buyer who is logged in, and somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "portal_buyer", groups="base.group_portal", email="budi@example.com")
        cls.user.partner_id.write({"region_id": cls.mariso.id, "phone": "+62 812 0000 0002"})
        cls.customer = cls.user.partner_id
        cls.stranger = new_test_user(cls.env, "portal_stranger", groups="base.group_portal", email="x@example.com")

    def _post(self, url, **data):
        return self.url_open(url, data={"csrf_token": Request.csrf_token(self), **data}, allow_redirects=False)

    def _login(self, user=None):
        login = (user or self.user).login
        self.authenticate(login, login)


@tagged("post_install", "-at_install")
class TestOrderPortal(OrderPortalCommon):
    def test_timeline_shows_what_happened_on_the_customers_own_clock(self):
        order = self._create_paid_order(self.customer, automatic=True)
        order.placed_datetime = "2026-01-05 16:30:00"
        self._login()
        page = self.url_open(f"/my/orders/{order.id}").text
        self.assertIn('data-stage="released"', page)
        self.assertIn("06/01/2026 00:30 WITA", page)
        self.assertNotIn('data-key="claimed"', page, "He never said that he had paid; the bank did")
        order.payment_claimed_datetime = "2026-01-05 17:00:00"
        self.assertIn('data-key="claimed"', self.url_open(f"/my/orders/{order.id}").text)

    def test_shipped_order_shows_its_parcel_and_asks_for_arrival(self):
        courier = self.env["crosstech.courier"].create(
            {"name": "Kurir Uji", "code": "uji", "tracking_url": "https://kurir.example.com/?resi={awb}"}
        )
        self.courier.write({"delivery_type": "crosstech_courier", "courier_id": courier.id, "courier_service": "REG"})
        order = self._create_paid_order(self.customer, automatic=True)
        order.picking_ids.carrier_tracking_ref = "JKT0012345"
        order.picking_ids.action_ship()
        self._login()
        page = self.url_open(f"/my/orders/{order.id}").text
        self.assertIn("https://kurir.example.com/?resi=JKT0012345", page)
        self.assertIn(f"/my/orders/{order.id}/arrived", page)

    def test_customer_confirms_arrival_once(self):
        order = self._create_paid_order(self.customer, automatic=True)
        order.picking_ids.button_validate()
        self._login()
        answer = self._post(f"/my/orders/{order.id}/arrived")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(order.order_stage, "received")
        moment = order.arrival_confirmed_datetime
        self._post(f"/my/orders/{order.id}/arrived")
        self.assertEqual(order.arrival_confirmed_datetime, moment)

    def test_arrival_by_the_link_of_the_mail_needs_its_token(self):
        order = self._create_paid_order(self.customer, automatic=True)
        order.picking_ids.button_validate()
        self.authenticate(None, None)
        for token in ("", "wrong", order.id):
            self._post(f"/my/orders/{order.id}/arrived", access_token=token)
            self.assertEqual(order.order_stage, "shipped")
        self._post(f"/my/orders/{order.id}/arrived", access_token=order._portal_ensure_token())
        self.assertEqual(order.order_stage, "received")

    def test_stranger_confirms_and_prints_nothing(self):
        order = self._create_paid_order(self.customer, automatic=True)
        order.picking_ids.button_validate()
        self._login(self.stranger)
        self._post(f"/my/orders/{order.id}/arrived")
        self.assertEqual(order.order_stage, "shipped")
        answer = self.url_open(f"/my/orders/{order.id}/print", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_staff_do_not_confirm_in_the_customers_name(self):
        order = self._create_paid_order(self.customer, automatic=True)
        order.picking_ids.button_validate()
        new_test_user(self.env, "page_finance", groups="crosstech_sale.group_finance_manager")
        self.authenticate("page_finance", "page_finance")
        self._post(f"/my/orders/{order.id}/arrived")
        self.assertEqual(order.order_stage, "shipped")

    def test_arrival_of_what_was_not_shipped_is_refused(self):
        order = self._create_paid_order(self.customer, automatic=True)
        self._login()
        answer = self._post(f"/my/orders/{order.id}/arrived")
        self.assertIn("arrival=refused", answer.headers["Location"])
        self.assertFalse(order.arrival_confirmed_datetime)

    def test_arrival_cannot_be_confirmed_by_following_a_link(self):
        order = self._create_paid_order(self.customer, automatic=True)
        order.picking_ids.button_validate()
        self._login()
        self.assertIn(self.url_open(f"/my/orders/{order.id}/arrived").status_code, (404, 405))
        self.assertEqual(order.order_stage, "shipped")

    def test_all_orders_are_listed_even_unpaid_and_cancelled_ones(self):
        unpaid = self._create_sent_order(self.customer)
        cancelled = self._create_sent_order(self.customer)
        cancelled._action_cancel()
        cart = self._create_order(self.customer, self.product)
        self._login()
        page = self.url_open("/my/orders").text
        self.assertIn(unpaid.name, page)
        self.assertIn(cancelled.name, page)
        self.assertNotIn(cart.name, page)
        page = self.url_open(f"/my/orders/{cancelled.id}").text
        self.assertIn('data-stage="cancelled"', page)
        self.assertIn("Do you still want this order?", page)

    def test_order_can_be_printed_without_the_program_for_pdf_files(self):
        order = self._create_paid_order(self.customer)
        self._login()
        report = "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
        with patch(report, return_value="install"):
            for url in (f"/my/orders/{order.id}/print", f"/my/orders/{order.id}?report_type=pdf&download=true"):
                answer = self.url_open(url)
                self.assertEqual(answer.status_code, 200, url)
                self.assertIn("text/html", answer.headers["Content-Type"])
                self.assertIn(order.name, answer.text)

    def test_printing_after_checkout_without_an_order_leads_to_the_shop(self):
        self.authenticate(None, None)
        answer = self.url_open("/shop/print", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)


@tagged("post_install", "-at_install")
class TestCodMeetingPortal(OrderPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting = cls._create_meeting(partner=cls.customer)
        cls.url = f"/my/orders/{cls.meeting.order_id.id}/meeting"
        cls.day = (fields.Datetime.now() + timedelta(days=3)).strftime("%Y-%m-%d")

    def test_buyer_proposes_on_his_own_clock(self):
        self._login()
        self.assertIn("WITA", self.url_open(self.url).text)
        answer = self._post(f"{self.url}/propose", place=" Pantai  Losari ", wished=f"{self.day}T07:30")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.meeting.place, "Pantai Losari")
        self.assertEqual(
            self.meeting.meeting_datetime.strftime("%H:%M"), "23:30", "07:30 WITA is 23:30 UTC the day before"
        )
        page = self.url_open(f"/my/orders/{self.meeting.order_id.id}").text
        self.assertIn("Pantai Losari", page)
        self.assertIn("07:30 WITA", page)

    def test_what_was_typed_stays_when_it_is_refused(self):
        self._login()
        for place, wished, said in (
            ("Mal", f"{self.day}T10:00", "5 to 200"),
            ("Pantai Losari", "2020-01-01T10:00", "too soon"),
            ("Pantai Losari", "2090-01-01T10:00", "too far"),
            ("Pantai Losari", "besok pagi", "choose a date"),
            ("Pantai Losari", "", "choose a date"),
            ("<script>alert(1)</script>", "", "choose a date"),
        ):
            answer = self._post(f"{self.url}/propose", place=place, wished=wished)
            self.assertEqual(answer.status_code, 200)
            self.assertIn(said, answer.text)
            self.assertNotIn("<script>alert(1)", answer.text)
            if wished:
                self.assertIn(f'value="{wished}"', answer.text)
        self.assertFalse(self.meeting.place)

    def test_buyer_agrees_to_our_proposal_and_only_to_ours(self):
        self._login()
        self.meeting._propose("Pantai Losari", self.soon, {"customer"})
        self.assertIn("proposed this yourself", self._post(f"{self.url}/agree").text)
        self.assertEqual(self.meeting.state, "proposed")
        self.meeting.with_user(self.marketing)._propose("Benteng Rotterdam", self.soon)
        self.assertIn("I will be there", self.url_open(self.url).text)
        self._post(f"{self.url}/agree")
        self.assertEqual(self.meeting.state, "confirmed")

    def test_buyer_calls_it_off(self):
        self._login()
        self._post(f"{self.url}/cancel")
        self.assertEqual((self.meeting.state, self.meeting.order_id.state), ("cancelled", "cancel"))
        self.assertIn("not possible any more", self._post(f"{self.url}/cancel").text)

    def test_stranger_and_wrong_token_change_nothing(self):
        self.meeting.with_user(self.marketing)._propose("Benteng Rotterdam", self.soon)
        before = self._snapshot(self.meeting, ["state", "place", "meeting_datetime", "proposed_by"])
        for user in (self.stranger, None):
            self.authenticate(user and user.login, user and user.login)
            for token in ("", "wrong"):
                self._post(
                    f"{self.url}/propose", place="Di tempat lain", wished=f"{self.day}T10:00", access_token=token
                )
                self._post(f"{self.url}/agree", access_token=token)
                self._post(f"{self.url}/cancel", access_token=token)
            self.assertEqual(self.url_open(self.url, allow_redirects=False).status_code, 303)
        self.assertEqual(self._snapshot(self.meeting, ["state", "place", "meeting_datetime", "proposed_by"]), before)

    def test_guest_with_the_token_proposes(self):
        self.authenticate(None, None)
        token = self.meeting.order_id._portal_ensure_token()
        self._post(f"{self.url}/propose", place="Pantai Losari", wished=f"{self.day}T10:00", access_token=token)
        self.assertEqual(self.meeting.place, "Pantai Losari")

    def test_order_without_a_meeting_has_no_such_page(self):
        order = self._create_paid_order(self.customer)
        self._login()
        self.assertEqual(self.url_open(f"/my/orders/{order.id}/meeting", allow_redirects=False).status_code, 303)
        self.assertEqual(self._post(f"/my/orders/{order.id}/meeting/cancel").status_code, 303)
        self.assertEqual(order.state, "sale")
