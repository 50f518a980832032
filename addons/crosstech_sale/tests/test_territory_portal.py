"""A reseller answers on his page: his own offers only, once, in time."""

from datetime import timedelta

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from .territory_common import TerritoryCommon


class TerritoryPortalCommon(TerritoryCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.territory = cls._create_territory(policy="hand_over")
        cls.company.auto_release_paid_orders = True
        cls.user, cls.colleague = (
            new_test_user(cls.env, login, groups="base.group_portal", email=f"{login}@example.com")
            for login in ("celebes_satu", "celebes_dua")
        )
        (cls.user | cls.colleague).partner_id.parent_id = cls.celebes
        cls.rival = new_test_user(cls.env, "borneo_satu", groups="base.group_portal", email="borneo@example.com")
        cls.rival.partner_id.parent_id = cls.borneo

    def setUp(self):
        super().setUp()
        order = self._create_sent_order()
        order.set_delivery_line(self.courier, 10_000)
        order.transaction_ids.amount = order.amount_total
        self.handover = order.territory_handover_ids
        self.url = self.handover.get_portal_url()

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, step, **data):
        data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(f"{self.url}/{step}", data=data, allow_redirects=False)


@tagged("post_install", "-at_install")
class TestTerritoryPortal(TerritoryPortalCommon):
    def test_address_of_the_buyer_shows_after_acceptance_only(self):
        self._login(self.user)
        page = self.url_open(self.url).text
        self.assertIn("Pontianak Selatan", page)
        self.assertNotIn("Jalan Uji 1", page)
        self.assertNotIn(self.buyer.name, page)
        self._post("accept")
        self.assertEqual(self.handover.state, "accepted")
        self.assertEqual(self.handover.answered_by_id, self.user)
        page = self.url_open(self.url).text
        self.assertIn("Jalan Uji 1", page)
        self.assertIn("wait", page)

    def test_two_people_of_one_reseller_answer_once(self):
        self._login(self.user)
        self._post("accept")
        self._login(self.colleague)
        answer = self._post("decline")
        self.assertIn("answered already", answer.text)
        self.assertEqual((self.handover.state, self.handover.answered_by_id), ("accepted", self.user))
        self.assertEqual(len(self.handover.order_id.territory_credit_ids), 1)

    def test_team_member_without_the_right_to_order_sees_no_prices_and_cannot_answer(self):
        Member = self.env["crosstech.reseller.member"]
        Member.search([("reseller_id", "=", self.celebes.id)]).unlink()
        Member.create({"user_id": self.user.id, "is_admin": True, "has_no_limit": True, "sees_all_orders": True})
        Member.create({"user_id": self.colleague.id, "may_order": False, "sees_prices": False})
        self._login(self.colleague)
        page = self.url_open(self.url).text
        self.assertIn("A colleague with the right to order", page)
        self.assertNotIn("What you get", page)
        for step in ("accept", "decline", "shipped"):
            self.assertIn("right to order", self._post(step, in_person="1").text)
        self.assertEqual(self.handover.state, "offered")

    def test_answer_crossing_a_cancellation_or_the_deadline_changes_nothing(self):
        self._login(self.user)
        self.handover.deadline = fields.Datetime.now() - timedelta(minutes=1)
        self.assertIn("time to answer is over", self._post("accept").text)
        self.assertEqual(self.handover.state, "offered")
        self.handover.deadline = fields.Datetime.now() + timedelta(hours=1)
        self.handover.order_id._action_cancel()
        self.assertIn("cancelled", self._post("accept").text)
        self.assertEqual(self.handover.state, "withdrawn")
        self.assertFalse(self.handover.order_id.territory_credit_ids)

    def test_another_reseller_and_a_buyer_neither_see_nor_answer(self):
        buyer = new_test_user(self.env, "pembeli_uji", groups="base.group_portal", email="p@example.com")
        for user in (self.rival, buyer):
            self._login(user)
            self.assertTrue(
                self.url_open(self.url, allow_redirects=False).headers["Location"].endswith("/my/territory")
            )
            for step in ("accept", "decline", "shipped"):
                self.assertEqual(self._post(step, awb="JKT0012345").status_code, 303)
            self.assertEqual(self.handover.state, "offered")

    def test_without_a_csrf_token_nothing_happens(self):
        self._login(self.user)
        with self.assertLogs("odoo.http", "WARNING"):
            self.assertEqual(self.url_open(f"{self.url}/accept", data={"x": "1"}).status_code, 400)
        self.assertEqual(self.handover.state, "offered")

    def test_sent_goods_reach_the_buyer_with_their_number_and_his_page_names_the_partner(self):
        courier = self.env["crosstech.courier"].create({"name": "Kurir Uji", "code": "uji"})
        self.courier.write({"delivery_type": "crosstech_courier", "courier_id": courier.id, "courier_service": "REG"})
        self._login(self.user)
        self._post("accept")
        order = self._pay(self.handover.order_id)
        for wrong in ("", "x", "soon", "A" * 60, "<script>1</script>"):
            self.assertEqual(self._post("shipped", awb=wrong).status_code, 200, wrong)
            self.assertEqual(self.handover.state, "accepted")
        self._post("shipped", awb="jkt 0012345")
        self.assertEqual((self.handover.state, order.order_stage), ("done", "shipped"))
        self.assertEqual(order.picking_ids.carrier_tracking_ref, "JKT0012345")
        self.authenticate(None, None)
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("Toko Celebes Uji", page)
        self.assertIn("JKT0012345", page)

    def test_goods_handed_over_in_person_need_no_number(self):
        self._login(self.user)
        self._post("accept")
        order = self._pay(self.handover.order_id)
        self._post("shipped", in_person="1")
        self.assertEqual((self.handover.state, order.order_stage), ("done", "shipped"))

    def test_buyer_hears_of_the_reseller_only_once_he_delivers(self):
        order = self.handover.order_id
        self.assertNotIn("Toko Celebes Uji", self.url_open(order.get_portal_url()).text)

    def test_page_of_the_territory_shows_own_regions_and_figures(self):
        self._login(self.user)
        page = self.url_open("/my/territory").text
        self.assertIn("Kalimantan Barat Uji", page)
        self.assertIn(self.handover.order_id.name, page)
        self._login(self.rival)
        page = self.url_open("/my/territory").text
        self.assertNotIn("Kalimantan Barat Uji", page)
        self.assertNotIn(self.handover.order_id.name, page)


class TerritoryTourCommon(TerritoryPortalCommon):
    def _walk(self):
        self.start_tour("/my/territory", "crosstech_territory_accept", login=self.user.login)
        self.assertEqual(self.handover.state, "accepted")
        order = self._pay(self.handover.order_id)
        self.env.flush_all()
        self.start_tour(self.url, "crosstech_territory_send", login=self.user.login)
        self.assertEqual((self.handover.state, order.order_stage), ("done", "shipped"))
        self.assertEqual(order.picking_ids.carrier_tracking_ref, "JKT0012345")
        self.assertEqual(order.territory_credit_ids.state, "earned")


@tagged("post_install", "-at_install")
class TestTerritoryTour(TerritoryTourCommon):
    def test_reseller_accepts_and_sends_an_order_on_a_desktop(self):
        self._walk()


@tagged("post_install", "-at_install")
class TestTerritoryTourPhone(TerritoryTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_reseller_accepts_and_sends_an_order_on_a_phone(self):
        self._walk()
