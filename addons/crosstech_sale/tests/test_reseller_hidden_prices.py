"""People of a reseller who must not see prices, or only their own orders, see none on any page and in no answer."""

import json
import re

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .reseller_common import ResellerCommon

PRICES = ("123,400", "111,060", "123.400", "111.060", "123400", "111060", "121,060", "121060")

HARMLESS = {
    "sale.order.pickup_location_data", "sale.order.signature", "sale.order.loyalty_data",
    "sale.order.line.analytic_distribution", "sale.order.line.virtual_available_at_date",
    "sale.order.line.reorder_discount", "sale.order.line.customer_lead", "sale.order.customizable_pdf_form_fields",
}  # fmt: skip
AUTOCOMPLETE = {
    "displayDetail": True, "displayImage": True, "displayDescription": True, "displayExtraLink": True,
    "allowFuzzy": False,
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestResellerHiddenPrices(ResellerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.write({"list_price": 123_400, "name": "Kabel Rahasia", "website_published": True})

    def _assert_no_price(self, text, where):
        found = [price for price in PRICES if price in text]
        self.assertFalse(found, f"{where}: {found}")

    def test_pages_of_the_shop_show_no_price_to_who_must_not_see_any(self):
        pages = ["/shop?search=Rahasia", self.product.website_url, "/my/goods", "/shop/cart", "/shop/checkout"]
        self._login(self.boss)
        self.assertTrue(any(price in self.url_open(self.product.website_url).text for price in PRICES))
        self._login(self.clerk)
        self._add_to_cart(1)
        for url in [*pages, "/shop/payment", "/shop/confirmation", "/my", "/my/orders", "/my/quotes", "/my/reseller"]:
            self._assert_no_price(self.url_open(url).text, url)
        self.assertIn("Kabel Rahasia", self.url_open("/my/goods").text)

    def test_answers_of_the_shop_carry_no_price(self):
        self._login(self.clerk)
        added = self._add_to_cart(1)
        cart = self.env["sale.order"].search([("partner_id", "=", self.clerk.partner_id.id)])
        self.assertEqual(cart.pricelist_id, self.pricelist, "The order itself has the company's prices")
        self.assertEqual(cart.order_line.price_total, 111_060)
        updated = self.make_jsonrpc_request("/shop/cart/update", {"line_id": cart.order_line.id, "quantity": 2})
        info = self.make_jsonrpc_request(
            "/website_sale/get_combination_info",
            {
                "product_template_id": self.product.product_tmpl_id.id, "product_id": self.product.id,
                "combination": [], "add_qty": 1,
            },
        )  # fmt: skip
        search = self.make_jsonrpc_request(
            "/website/snippet/autocomplete",
            {"search_type": "products_only", "term": "Rahasia", "options": AUTOCOMPLETE},
        )
        for answer in (added, updated, info, search):
            self._assert_no_price(json.dumps(answer, default=str), answer)
        self.assertEqual(self.make_jsonrpc_request("/shop/set_delivery_method", {"dm_id": self.carrier.id}), {})
        self.assertEqual(self.make_jsonrpc_request("/shop/delivery_methods", {}), "")

    def test_amounts_of_orders_cannot_be_read_over_the_network(self):
        order = self._cart(self.clerk, 1)
        mine = order.with_user(self.clerk)
        self.assertEqual(mine.read(["name"])[0]["name"], order.name)
        for record, name in ((mine, "amount_total"), (mine.order_line, "price_unit"), (mine.order_line, "price_total")):
            with self.assertRaises(AccessError):
                record.read([name])
        with self.assertRaises(AccessError):
            mine._read_group([], [], ["amount_total:sum"])
        with self.assertRaises(AccessError):
            mine.search([("amount_total", ">", 100)])
        self.assertTrue(order.with_user(self.boss).read(["amount_total"]))

    def test_every_field_that_is_or_holds_an_amount_is_hidden(self):
        """Whatever an addon adds to orders: a number is hidden unless it is known to be no amount."""
        harmless = re.compile(r"(^|_)(qty|quantity|percent|hours?|days|weight|volume|points|factor|rate|delay)(_|$)")
        order = self._cart(self.clerk, 1)
        open_fields = {
            f"{records._name}.{name}"
            for records in (order.with_user(self.clerk), order.order_line.with_user(self.clerk))
            for name, field in records._fields.items()
            if field.type in ("float", "monetary", "json", "binary", "properties")
            and not harmless.search(name)
            and records._has_field_access(field, "read")
        }
        self.assertFalse(
            open_fields - HARMLESS,
            "Hide it in models/reseller_prices.py or, if it tells no amount, name it in HARMLESS",
        )
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).read(["tax_totals"])

    def test_no_link_opens_prices_to_somebody_who_logs_out(self):
        order = self._cart(self.clerk, 1)
        order.action_confirm()
        token = order._portal_ensure_token()
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).read(["access_token"])
        self._login(self.clerk)
        for url in ("/my/orders", f"/my/orders/{order.id}", "/my/reseller"):
            page = self.url_open(url)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn(token, page.text, url)
        self.assertIn(f"/my/orders/{order.id}", self.url_open("/my/orders").text)
        self.assertIn(token, order.get_portal_url(), "Mails of the company still carry it")

    def test_clerk_asks_and_the_approver_gets_the_payment_and_its_mails(self):
        self._login(self.clerk)
        self._add_to_cart(1)
        self._post("/my/approvals/ask", note="Please")
        order = self.env["sale.order"].search([("partner_id", "=", self.clerk.partner_id.id)])
        self.assertEqual((order.approval_state, order.carrier_id), ("waiting", self.carrier))
        shipping = order.partner_shipping_id
        self._login(self.chief)
        self._post(f"/my/approvals/{order.id}/approve", seen=order._get_approval_fingerprint())
        self.assertEqual(order.waiting_transfer_id.partner_id, self.chief.partner_id)
        self.assertEqual((order.partner_shipping_id, order.pricelist_id), (shipping, self.pricelist))
        self._login(self.clerk)
        page = self.url_open(f"/my/orders/{order.id}").text
        self.assertIn("Kabel Rahasia", page)
        self._assert_no_price(page, "order page")
        self._assert_no_price(self.url_open("/my/orders").text, "orders")
        for url in (f"/my/orders/{order.id}/print", f"/my/orders/{order.id}?report_type=html"):
            self._assert_no_price(self.url_open(url).text, url)
        told = self.env["crosstech.notification"].search([("partner_id", "=", self.clerk.partner_id.id)])
        self.assertTrue(told)
        mails = self.env["mail.mail"].search([("recipient_ids", "in", self.clerk.partner_id.ids)])
        for text in [*told.mapped("body"), *mails.mapped("body_html")]:
            self._assert_no_price(re.sub("<[^>]+>", " ", str(text)), "mail")

    def test_who_sees_only_his_own_orders_sees_only_them(self):
        foreign = self._cart(self.boss, 1)
        foreign.action_confirm()
        own = self._cart(self.seller, 1)
        own.action_confirm()
        self._login(self.seller)
        page = self.url_open("/my/orders").text
        self.assertIn(own.name, page)
        self.assertNotIn(foreign.name, page)
        self.assertEqual(self.url_open(f"/my/orders/{foreign.id}", allow_redirects=False).status_code, 303)
        self.assertIn(foreign.name, self.url_open(foreign.get_portal_url()).text, "The link of the mail still works")
        with self.assertRaises(AccessError):
            foreign.with_user(self.seller).read(["name"])
        self._login(self.chief)
        self.assertIn(foreign.name, self.url_open("/my/orders").text)

    def test_the_list_of_testimonials_follows_the_orders_one_may_see(self):
        orders = {user: self._cart(user, 1) for user in (self.boss, self.seller)}
        for order in orders.values():
            order.action_confirm()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET order_stage = 'received', arrival_confirmed_datetime = now() AT TIME ZONE 'UTC'"
            " WHERE id = ANY(%s)",
            [[order.id for order in orders.values()]],
        )
        self.env.invalidate_all()
        for user, seen in ((self.seller, {self.seller}), (self.chief, {self.boss, self.seller})):
            self._login(user)
            page = self.url_open("/my/testimonials").text
            self.assertEqual({one for one, order in orders.items() if order.name in page}, seen)

    def test_a_limit_longer_than_any_number_is_refused_with_words(self):
        self._login(self.boss)
        member = self._member(self.seller)
        answer = self._post(f"/my/team/{member.id}/rights", approval_limit="9" * 5000, sees_prices="1")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("whole amount of rupiah", answer.text)
        self.assertEqual(member.approval_limit, 500_000)

    def test_invoices_follow_the_orders_one_may_see(self):
        invoices = {}
        for user in (self.boss, self.seller):
            order = self._cart(user, 1)
            order.action_confirm()
            order.order_line.qty_delivered = 1
            invoices[user] = order._create_invoices()
            invoices[user].action_post()
        seen = {
            user: self.env["account.move"].with_user(user).search([("id", "in", [one.id for one in invoices.values()])])
            for user in (self.boss, self.chief, self.seller, self.clerk, self.rival)
        }
        both = invoices[self.boss] | invoices[self.seller]
        self.assertEqual((seen[self.boss].sudo(), seen[self.chief].sudo()), (both.sorted(), both.sorted()))
        self.assertEqual(seen[self.seller].sudo(), invoices[self.seller])
        self.assertFalse(seen[self.clerk] | seen[self.rival])
        self._login(self.clerk)
        url = invoices[self.seller].get_portal_url()
        self.assertIn("/my", self.url_open(url, allow_redirects=False).headers["Location"])

    def test_who_may_not_order_fills_no_cart(self):
        self._member(self.seller).may_order = False
        self._login(self.seller)
        with self.assertRaisesRegex(JsonRpcException, "UserError"), mute_logger("odoo.http"):
            self._add_to_cart(1)
        self.assertFalse(self.env["sale.order"].search([("partner_id", "=", self.seller.partner_id.id)]).order_line)
        order = self._cart(self.seller, 1)
        self.assertTrue(order._needs_approval(self.seller), "Who lost the right while his cart was open cannot pay it")

    def test_the_shop_costs_a_buyer_no_query_more(self):
        buyer = self._create_user("buyer")
        website = self.website.with_user(buyer)
        website._hides_prices()
        with self.assertQueryCount(0):
            self.assertFalse(website._hides_prices())
