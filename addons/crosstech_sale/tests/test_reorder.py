"""Regular purchases: seen on the dashboard, reminded of once, reordered with one click at the special price."""

import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .reseller_common import ResellerCommon


class ReorderCommon(ResellerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reorder_discount_percent = 5
        cls.today = cls.company._get_today()
        for days in (42, 28, 14):
            cls._bought(cls.seller, 10, days)

    @classmethod
    def _bought(cls, user, quantity, days_ago, product=None):
        order = cls._create_order(
            user.partner_id, product or cls.product, quantity, pricelist_id=cls.pricelist.id, website_id=cls.website.id
        )
        order.action_confirm()
        order.placed_datetime = fields.Datetime.now() - timedelta(days=days_ago)
        return order

    def _due(self, reseller=None):
        return self.env["crosstech.reorder.reminder"]._due(reseller or self.shop, self.today)


@tagged("post_install", "-at_install")
class TestReorder(ReorderCommon):
    def test_what_is_bought_every_two_weeks_is_due_after_two_weeks(self):
        [entry] = self._due()
        self.assertEqual(entry["product"], self.product)
        self.assertEqual((entry["habit"].interval_days, entry["habit"].quantity), (14, 10))
        self._bought(self.chief, 10, 0)
        self.assertEqual(self._due(), [])
        self.assertEqual(self._due(self.rival.partner_id), [])

    def test_one_click_puts_it_into_the_cart_at_the_special_price(self):
        self._login(self.seller)
        page = self.url_open("/my/reseller").text
        self.assertIn("every 14 days", " ".join(page.split()))
        answer = self._post(f"/my/reorder/{self.product.id}")
        self.assertIn("/shop/cart", answer.headers["Location"])
        domain = [("partner_id", "=", self.seller.partner_id.id), ("state", "=", "draft")]
        line = self.env["sale.order"].search(domain).order_line
        self.assertEqual((line.product_uom_qty, line.price_reduce_taxinc), (10, 85_500))
        line.order_id._recompute_cart()
        self.assertEqual(line.price_reduce_taxinc, 85_500, "Still after prices are computed anew")
        self._post(f"/my/reorder/{self.product.id}")
        self.assertEqual(line.product_uom_qty, 10, "A second click adds nothing")
        line.product_uom_qty = 11
        self.assertEqual(line.price_reduce_taxinc, 90_000, "Not for more than was ever taken")

    def test_what_is_not_due_or_not_ours_has_no_special_price(self):
        other = self._create_product("Tidak Rutin", 100_000)
        self._login(self.seller)
        self.assertIn("not due", self._post(f"/my/reorder/{other.id}").text)
        self.assertIn("not sold", self._post("/my/reorder/999999999").text)
        self._login(self.rival)
        self.assertIn("not due", self._post(f"/my/reorder/{self.product.id}").text)
        self.assertFalse(self.env["sale.order.line"].search([("reorder_discount", ">", 0)]))
        with self.assertRaises(UserError):
            self._cart(self.rival)._add_reorder(self.product, self.rival, self.today)

    def test_a_reminder_is_written_once_to_who_orders(self):
        Reminder, Notification = self.env["crosstech.reorder.reminder"], self.env["crosstech.notification"]
        self._member(self.clerk).may_order = False
        for _time in range(2):  # a page test is in the registry's test mode already
            self.env.ref("crosstech_sale.ir_cron_remind_of_reorders").method_direct_trigger()
        told = Notification.search([("title", "=", "Time to order again?"), ("partner_id", "child_of", self.shop.id)])
        expected = (self.boss | self.chief | self.seller).partner_id
        self.assertEqual((len(told), told.partner_id), (3, expected))
        self.assertIn(self.product.name, told[0].body)
        self.assertEqual(Reminder.search([("reseller_id", "=", self.shop.id)]).reminded_date, self.today)

    def test_nobody_is_reminded_of_what_he_does_not_want(self):
        Notification = self.env["crosstech.notification"]
        self._login(self.seller)
        self._post(f"/my/reorder/{self.product.id}/mute")
        self.assertFalse(self.env["crosstech.reorder.reminder"]._to_remind(self.shop, self.today))
        self._post(f"/my/reorder/{self.product.id}/mute")
        self.assertTrue(self.env["crosstech.reorder.reminder"]._to_remind(self.shop, self.today))
        self._post("/my/reorder/reminders")
        self.assertFalse(self.shop.no_reorder_reminders, "Only a team admin speaks for the company")
        self._login(self.boss)
        self._post("/my/reorder/reminders")
        self.assertTrue(self.shop.no_reorder_reminders)
        self.env.ref("crosstech_sale.ir_cron_remind_of_reorders").method_direct_trigger()
        self.assertFalse(Notification.search([("title", "=", "Time to order again?")]))


@tagged("post_install", "-at_install")
class TestResellerDashboard(ReorderCommon):
    def test_each_number_opens_its_list(self):
        waiting = self._waiting_order()
        asked = self._cart(self.boss, 1)
        asked._request_transfer()
        self._login(self.boss)
        page = self.url_open("/my/reseller").text
        for key in ("orders", "payments", "approvals", "reorder"):
            self.assertIn(f'data-card="{key}"', page)
        self.assertIn(asked.waiting_transfer_id._get_page_url(), page)
        for url in ("/my/orders", "/my/approvals", "/my/invoices", "/my/team", "/my/quick-order"):
            self.assertIn(f'href="{url}"', page)
            self.assertEqual(self.url_open(url).status_code, 200)
        self.assertIn(waiting.name, self.url_open("/my/approvals").text)

    def test_figures_are_those_one_may_see(self):
        hooks = self.env["crosstech.hooks"]
        asked = self._cart(self.boss, 1)
        asked._request_transfer()
        cards = {
            user.login: {card["key"]: card for card in hooks.with_user(user)._reseller_dashboard_cards(user.partner_id)}
            for user in (self.boss, self.seller, self.clerk, self.rival)
        }
        self.assertEqual(cards["boss"]["orders"]["value"], "4")
        self.assertEqual(cards["seller"]["orders"]["value"], "3")
        self.assertEqual(cards["rival"]["orders"]["value"], "0")
        self.assertNotIn("payments", cards["clerk"])
        self.assertTrue(cards["boss"]["payments"]["is_urgent"])
        self.assertFalse(cards["seller"]["payments"]["is_urgent"])
        months = hooks.with_user(self.seller)._reseller_purchases(self.seller.partner_id)
        self.assertEqual(len(months), 12)
        self.assertEqual(sum(month["value"] for month in months), 3 * 10 * 90_000)
        top = hooks.with_user(self.rival)._reseller_top_products(self.rival.partner_id)
        self.assertEqual(top, [])

    def test_a_new_reseller_and_a_buyer_see_guidance_or_nothing(self):
        self._login(self.rival)
        page = self.url_open("/my/reseller").text
        self.assertEqual(page.count("Your first order will show here"), 2)
        self.assertNotIn("ct_chart_columns", page, "A year of nothing is no chart")
        self.assertIn("Nothing is due", page)
        self.assertIn("/my/reseller", self.url_open("/my").text)
        self._login(self._create_user("buyer", password="test_buyer"))
        self.assertNotIn("/my/reseller", self.url_open("/my").text)
        self.assertEqual(self.url_open("/my/reseller", allow_redirects=False).status_code, 303)

    def test_a_reseller_lands_on_his_dashboard_after_logging_in(self):
        self.authenticate(None, None)
        token = re.search('name="csrf_token" value="([^"]+)"', self.url_open("/web/login").text).group(1)
        data = {"csrf_token": token, "login": "boss", "password": "boss".ljust(8, "x")}
        answer = self.url_open("/web/login", data=data, allow_redirects=False)
        self.assertIn("/my/reseller", answer.headers["Location"])
