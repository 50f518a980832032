"""Offers: proposed from what runs out, reviewed, sent, and ordered with one click, once."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestOffer(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["operational_manager"]
        cls.mouse = cls._create_product("Tetikus Zyx 1", 100_000, barcode="4006381333931")
        cls.cable = cls._create_product("Kabel Zyx 2", 20_000, barcode="036000291452")
        for product in cls.mouse | cls.cable:
            cls._stock(product, 500)
        (cls.mouse | cls.cable).allow_out_of_stock_order = False
        cls._their_product("mouse", "Tetikus Zyx 1", barcode="4006381333931")
        cls._their_product("cable", "Kabel Zyx 2", barcode="036000291452")
        cls._their_sales("mouse", 2)
        cls._their_sales("cable", 1)
        cls._their_stock("mouse", 10)
        cls._their_stock("cable", 900)
        cls.source._match_products()
        cls.source._compute_outlook(cls.today)

    def _propose(self):
        offers = self.env["crosstech.reseller.offer"]._propose(self.today)
        return offers.filtered(lambda one: one.partner_id == self.shop)

    def _sent(self):
        offer = self._propose()
        offer.with_user(self.manager).action_send()
        return offer

    # === PROPOSING === #

    def test_what_runs_out_is_offered_at_his_price_with_reason_and_courier(self):
        offer = self._propose()
        self.assertEqual(offer.line_ids.product_id, self.mouse)
        line = offer.line_ids
        self.assertEqual(line.price, 90_000)
        self.assertEqual(line.quantity, 2 * (4 + 7 + 28) - 10)
        self.assertIn("You sell 2 a day", line.reason_text)
        self.assertEqual((offer.courier_cost, offer.carrier_id), (9_000, self.carrier))
        self.assertEqual(offer.total_amount, 68 * 90_000 + 9_000)
        self.assertEqual(offer.state, "draft")

    def test_what_he_has_enough_of_is_listed_with_the_reason(self):
        offer = self._propose()
        withheld = offer.withheld_ids
        self.assertEqual((withheld.product_id, withheld.reason), (self.cable, "enough"))
        self.assertIn("lasts 900 days", withheld.reason_text)

    def test_asking_the_courier_keeps_no_order_and_burns_no_number(self):
        before = self.env["sale.order"].search_count([])
        number = self.env["ir.sequence"].search([("code", "=", "sale.order")], limit=1).number_next_actual
        self._propose()
        self.assertEqual(self.env["sale.order"].search_count([]), before)
        after = self.env["ir.sequence"].search([("code", "=", "sale.order")], limit=1).number_next_actual
        self.assertEqual(after, number)

    def test_without_an_agreement_in_force_nothing_is_offered(self):
        self.agreement.state = "paused"
        self.assertFalse(self._propose())

    def test_no_more_is_offered_than_we_have(self):
        self._stock(self.mouse, -480)
        self.assertEqual(self._propose().line_ids.quantity, 20)

    def test_proposing_again_replaces_what_nobody_touched_and_keeps_what_was_changed(self):
        first = self._propose()
        second = self._propose()
        self.assertFalse(first.exists())
        second.line_ids.with_user(self.manager).quantity = 5
        self._propose()
        self.assertEqual(second.exists().line_ids.quantity, 5)

    # === REVIEW === #

    def test_sending_tells_the_people_who_order(self):
        offer = self._sent()
        self.assertEqual((offer.state, offer.sent_by_id), ("sent", self.manager))
        self.assertEqual(offer.expire_date, self.today + timedelta(days=7))
        told = self.env["crosstech.notification"].search(
            [("res_model", "=", "crosstech.reseller.offer"), ("res_id", "=", offer.id)]
        )
        self.assertIn(self.boss.partner_id, told.partner_id)
        self.assertNotIn(self.rival.partner_id, told.partner_id)

    def test_a_sent_offer_is_not_changed_any_more(self):
        line = self._sent().line_ids
        with self.assertRaises(UserError):
            line.with_user(self.manager).quantity = 1
        self.assertEqual(line.quantity, 68)

    def test_only_the_operational_manager_sends_and_nobody_writes_the_state(self):
        offer = self._propose()
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            with self.subTest(role=role), self.assertRaises(AccessError), mute_logger("odoo.models"):
                offer.with_user(self.users[role]).action_send()
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            offer.with_user(self.boss).action_send()
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            offer.with_user(self.manager).state = "accepted"
        self.assertEqual(offer.state, "draft")

    def test_what_one_reseller_sells_is_offered_to_no_other_one(self):
        offer = self._propose()
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            offer.with_user(self.manager).partner_id = self.rival.partner_id.commercial_partner_id
        self.assertEqual(offer.partner_id, self.shop)

    def test_an_offer_nobody_answers_expires(self):
        offer = self._sent()
        self.env["crosstech.reseller.offer"]._expire(self.today + timedelta(days=7))
        self.assertEqual(offer.state, "sent")
        self.env["crosstech.reseller.offer"]._expire(self.today + timedelta(days=8))
        self.assertEqual(offer.state, "expired")

    # === THE RESELLER === #

    def test_one_click_orders_it_and_a_second_click_finds_the_same_order(self):
        offer = self._sent()
        self._login(self.boss)
        answer = self._post(f"/my/reseller/offers/{offer.id}/accept")
        self.assertEqual(answer.status_code, 303)
        order = offer.order_id
        self.assertEqual((offer.state, order.partner_id), ("accepted", self.boss.partner_id))
        self.assertEqual(order.website_order_line.product_uom_qty, 68)
        self.assertTrue(order.waiting_transfer_id)
        self.assertEqual(order.carrier_id, self.carrier)
        count = self.env["sale.order"].search_count([("partner_id", "child_of", self.shop.id)])
        self.assertEqual(self._post(f"/my/reseller/offers/{offer.id}/accept").status_code, 303)
        self.assertEqual(self.env["sale.order"].search_count([("partner_id", "child_of", self.shop.id)]), count)

    def test_quantities_can_be_changed_first(self):
        offer = self._sent()
        self._login(self.boss)
        self._post(f"/my/reseller/offers/{offer.id}/accept", **{f"quantity_{offer.line_ids.id}": "3"})
        self.assertEqual(offer.order_id.website_order_line.product_uom_qty, 3)
        self.assertEqual(offer.line_ids.accepted_quantity, 3)

    def test_what_is_no_quantity_or_nothing_at_all_orders_nothing(self):
        offer = self._sent()
        self._login(self.boss)
        for text in ("-1", "1,5", "abc", "0", "99999999"):
            with self.subTest(text):
                page = self._post(f"/my/reseller/offers/{offer.id}/accept", **{f"quantity_{offer.line_ids.id}": text})
                self.assertIn("alert-danger", page.text)
        self.assertEqual(offer.state, "sent")
        self.assertFalse(offer.order_id)

    def test_beyond_the_limit_it_goes_to_a_colleague(self):
        offer = self._sent()
        self._login(self.seller)
        answer = self._post(f"/my/reseller/offers/{offer.id}/accept")
        self.assertIn("/my/approvals", answer.headers["Location"])
        self.assertEqual((offer.order_id.approval_state, offer.state), ("waiting", "accepted"))

    def test_who_may_not_order_or_is_of_another_company_gets_nothing(self):
        offer = self._sent()
        self._member(self.clerk).may_order = False
        self._login(self.clerk)
        self.assertIn("You may look", self._post(f"/my/reseller/offers/{offer.id}/accept").text)
        self._login(self.rival)
        for url in (f"/my/reseller/offers/{offer.id}", "/my/reseller/offers"):
            self.assertNotIn(offer.name, self.url_open(url).text)
        self._post(f"/my/reseller/offers/{offer.id}/accept")
        self._post(f"/my/reseller/offers/{offer.id}/decline", reason="price")
        self.assertEqual(offer.state, "sent")

    def test_who_must_not_see_prices_sees_none(self):
        offer = self._sent()
        self._login(self.clerk)
        page = self.url_open(f"/my/reseller/offers/{offer.id}").text
        self.assertIn("Tetikus Zyx 1", page)
        self.assertNotRegex(page, "90[.,]000")
        self._login(self.boss)
        self.assertRegex(self.url_open(f"/my/reseller/offers/{offer.id}").text, "90[.,]000")

    def test_a_price_that_rose_is_shown_before_anything_is_ordered(self):
        offer = self._sent()
        self.mouse.list_price = 120_000
        self._login(self.boss)
        answer = self._post(f"/my/reseller/offers/{offer.id}/accept")
        self.assertIn("done=changed", answer.headers["Location"])
        self.assertFalse(offer.order_id)
        self.assertEqual((offer.state, offer.line_ids.price), ("sent", 108_000))
        self._post(f"/my/reseller/offers/{offer.id}/accept")
        self.assertTrue(offer.order_id)

    def test_goods_sold_to_others_meanwhile_are_named(self):
        offer = self._sent()
        self._stock(self.mouse, -450)
        self._login(self.boss)
        page = self._post(f"/my/reseller/offers/{offer.id}/accept").text
        self.assertIn("Meanwhile sold to others", page)
        self.assertEqual(offer.state, "sent")

    def test_declining_needs_a_reason_and_holds_for_a_month(self):
        offer = self._sent()
        self._login(self.boss)
        self.assertIn("alert-danger", self._post(f"/my/reseller/offers/{offer.id}/decline", reason="").text)
        self._post(f"/my/reseller/offers/{offer.id}/decline", reason="enough", note="Gudang penuh")
        self.assertEqual((offer.state, offer.decline_reason), ("declined", "enough"))
        self.assertFalse(self._propose())
        withheld = offer.withheld_ids.filtered(lambda one: one.product_id == self.mouse)
        self.assertEqual(withheld.reason, "declined")

    def test_what_was_ordered_is_on_its_way_and_not_offered_again(self):
        offer = self._sent()
        offer._accept(self.boss)
        self.source._compute_outlook(self.today)
        self.assertFalse(self._propose().line_ids)

    # === OUTCOME AND GROUND FLOOR === #

    def test_the_outcome_is_measured_when_the_goods_had_their_time(self):
        offer = self._sent()
        offer._accept(self.boss)
        offer.arrival_date = self.today - timedelta(days=29)
        self.env["crosstech.reseller.offer"]._measure(self.today)
        line = offer.line_ids
        self.assertEqual(line.sold_units, 2 * 28)
        self.assertAlmostEqual(line.forecast_units, 10, delta=0.1)
        self.assertEqual(self.env["crosstech.reseller.offer"]._uplift([("offer_id", "=", offer.id)]).n, 1)

    def test_dashboards_and_weekly_report_tell_of_it(self):
        offer = self._sent()
        hooks = self.env["crosstech.hooks"]
        cards = hooks.with_user(self.boss)._reseller_dashboard_cards(self.boss.partner_id)
        card = next(card for card in cards if card["key"] == "offers")
        self.assertEqual((card["value"], card["is_urgent"]), ("1", True))
        keys = [tile.key for tile in hooks._dashboard_tiles("operational_manager")]
        self.assertIn("reseller_offers", keys)
        sections = hooks._weekly_report_sections(self.today, self.today)
        section = next(one for one in sections if one["key"] == "reseller_offers")
        self.assertIn(offer.name, [row[1] for row in section["rows"]])
