"""The delivery step of the shop, over HTTP."""

from lxml import html

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .courier_common import CourierCommon


@tagged("post_install", "-at_install")
class TestCourierCheckout(CourierCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.website = self.env["website"].search([("company_id", "=", self.company.id)], limit=1)
        self.buyer = self._create_user("buyer", "buyer_checkout")
        self.buyer.partner_id.write(
            {
                "street": "Jalan Uji 1", "city": "Pontianak", "zip": "78121", "phone": "+62 812 0000 0001",
                "email": "pembeli@example.com", "country_id": self.env.ref("base.id").id,
                "state_id": self.pontianak_selatan.state_id.id, "region_id": self.pontianak_selatan.id,
            }
        )  # fmt: skip
        self.product = self._create_product(weight=2.45)
        self._stock(self.product, 50)
        self.authenticate("buyer_checkout", "buyer_checkout")
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {"product_template_id": self.product.product_tmpl_id.id, "product_id": self.product.id, "quantity": 1},
        )
        self.order = self.env["sale.order"].search([("partner_id", "=", self.buyer.partner_id.id)])

    def _checkout(self):
        response = self.url_open("/shop/checkout")
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def _service_names(self, page):
        return [node.text_content().strip() for node in page.xpath("//span[@name='o_delivery_method_name']")]

    def test_every_service_stands_with_price_and_arrival_cheapest_first(self):
        page = self._checkout()
        self.assertEqual(self._service_names(page), ["Kurir Uji OKE", "Kurir Uji REG", "Kurir Uji YES"])
        items = page.xpath("//li[@name='o_delivery_method']")
        self.assertEqual([float(item.get("data-courier-price")) for item in items], [75_000, 90_000, 180_000])
        self.assertIn("Cheapest", items[0].text_content())
        self.assertIn("Arrives", items[1].text_content())
        self.assertIn("Fastest", items[2].text_content())
        self.assertIn("3 kg", items[0].text_content())
        self.assertNotIn("No suitable delivery method", page.text_content())
        self.assertEqual(self.order.carrier_id, self.oke)
        self.assertEqual(self.order.amount_delivery, 75_000)

    def test_the_rate_route_answers_the_price_on_the_page(self):
        rate = self.make_jsonrpc_request("/shop/get_delivery_rate", {"dm_id": self.yes.id})
        self.assertTrue(rate["success"])
        self.assertEqual(rate["price"], 180_000)
        self.assertEqual(rate["courier_quote"]["etd"], [1, 1])

    def test_choosing_a_service_charges_it_and_changing_the_cart_charges_anew(self):
        self._checkout()
        self.make_jsonrpc_request("/shop/set_delivery_method", {"dm_id": self.reg.id})
        self.assertEqual(self.order.amount_delivery, 90_000)
        line = self.order.order_line.filtered(lambda line: not line.is_delivery)
        self.make_jsonrpc_request(
            "/shop/cart/update", {"line_id": line.id, "quantity": 2, "product_id": self.product.id}
        )
        self.assertEqual(self.order.amount_delivery, 150_000, "4.9 kg is charged as 5")
        self.assertEqual(self.order.carrier_chargeable_weight_kg, 5)

    def test_without_a_price_the_customer_is_told_and_can_ask(self):
        self.tariff.action_withdraw()
        page = self._checkout()
        self.assertFalse(self._service_names(page))
        self.assertIn("no courier price to Pontianak Selatan", " ".join(page.text_content().split()))
        self.assertEqual(len(page.xpath("//button[@formaction='/shop/courier/ask']")), 1)
        self.assertNotIn("No suitable delivery method", page.text_content())
        for _click in range(2):
            response = self.url_open("/shop/courier/ask", data={"csrf_token": http.Request.csrf_token(self)})
            self.assertEqual(response.status_code, 200)
        self.assertIn("We are looking for a price", response.text)
        self.assertEqual(len(self.order.activity_ids), 1)
        self.assertFalse(self.order.order_line.filtered("is_delivery"))

    def test_a_price_set_by_hand_is_offered_at_the_checkout(self):
        self.tariff.action_withdraw()
        self.order._set_courier_price(self.reg, 99_000)
        page = self._checkout()
        self.assertEqual(self._service_names(page), ["Kurir Uji REG"])
        self.assertEqual(self.order.amount_delivery, 99_000)

    def test_without_a_district_the_customer_is_sent_to_the_address(self):
        self.buyer.partner_id.region_id = False
        page = html.fromstring(self.env["ir.ui.view"]._render_template(
            "crosstech_sale.courier_quote_missing", {"order": self.order}))  # fmt: skip
        self.assertIn("Choose your district", page.text_content())
        self.assertFalse(page.xpath("//button"))

    def test_asking_needs_a_post_with_a_token_and_a_cart(self):
        self.tariff.action_withdraw()
        self.assertEqual(self.url_open("/shop/courier/ask").status_code, 405)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open("/shop/courier/ask", data={"x": "1"}).status_code, 400)
        self.assertFalse(self.order.activity_ids)
        self.authenticate(None, None)
        response = self.url_open(
            "/shop/courier/ask", data={"csrf_token": http.Request.csrf_token(self)}, allow_redirects=False
        )
        self.assertTrue(response.headers["Location"].endswith("/shop/cart"))
        self.assertFalse(self.order.activity_ids)

    def test_asking_while_there_is_a_price_changes_nothing(self):
        self.url_open("/shop/courier/ask", data={"csrf_token": http.Request.csrf_token(self)})
        self.assertFalse(self.order.activity_ids)
        self.assertFalse(self.order.courier_quote_asked_datetime)

    def test_a_customer_compares_and_chooses_a_service(self):
        self.start_tour("/shop/checkout", "crosstech_courier_delivery", login="buyer_checkout")
        self.assertEqual(self.order.carrier_id, self.yes)
        self.assertEqual(self.order.amount_delivery, 180_000)

    def test_a_customer_chooses_a_service_on_a_telephone(self):
        self.browser_size = "390x844"
        self.start_tour("/shop/checkout", "crosstech_courier_delivery", login="buyer_checkout")
        self.assertEqual(self.order.carrier_id, self.yes)
