"""A buyer chooses to meet, proposes where and when; another confirms that his parcel has come. In Chromium."""

from odoo.tests import tagged

from .test_order_portal import OrderPortalCommon


class CodCheckoutCommon(OrderPortalCommon):
    def setUp(self):
        super().setUp()
        self.customer.write(
            {
                "name": "Pembeli Uji",
                "street": "Jalan Uji 1",
                "city": "Makassar",
                "zip": "90111",
                "country_id": self.env.ref("base.id").id,
                "state_id": self.mariso.state_id.id,
                "region_id": self.mariso.id,
            }
        )
        self.env["delivery.carrier"].search([]).is_published = False
        (self.courier | self.cod_carrier).is_published = True

    def _walk_through_checkout(self):
        self._login()
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {"product_template_id": self.product.product_tmpl_id.id, "product_id": self.product.id, "quantity": 1},
        )
        self.start_tour("/shop/checkout", "crosstech_checkout_cod", login=self.user.login)
        order = self.env["sale.order"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((order.state, order.order_stage, order.amount_delivery), ("sale", "ordered", 0))
        self.assertEqual(order.order_source_id, self.env.ref("crosstech_sale.utm_source_web"))
        meeting = order.cod_meeting_ids
        self.assertEqual((meeting.state, meeting.proposed_by), ("proposed", "customer"))
        self.assertEqual(meeting.place, "Stasiun Gambir, pintu utara")
        self.assertFalse(order.is_released)

    def _walk_to_arrival(self):
        courier = self.env["crosstech.courier"].create(
            {"name": "Kurir Uji", "code": "uji", "tracking_url": "https://kurir.example.com/?resi={awb}"}
        )
        self.courier.write({"delivery_type": "crosstech_courier", "courier_id": courier.id, "courier_service": "REG"})
        order = self._create_paid_order(self.customer, automatic=True)
        order.picking_ids.carrier_tracking_ref = "JKT0012345"
        order.picking_ids.action_ship()
        self.start_tour("/my/orders", "crosstech_order_arrival", login=self.user.login)
        self.assertEqual(order.order_stage, "received")


@tagged("post_install", "-at_install")
class TestCodCheckout(CodCheckoutCommon):
    def test_buyer_orders_and_proposes_a_meeting_on_a_desktop(self):
        self._walk_through_checkout()

    def test_customer_follows_his_parcel_to_its_arrival_on_a_desktop(self):
        self._walk_to_arrival()


@tagged("post_install", "-at_install")
class TestCodCheckoutPhone(CodCheckoutCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_buyer_orders_and_proposes_a_meeting_on_a_phone(self):
        self._walk_through_checkout()

    def test_customer_follows_his_parcel_to_its_arrival_on_a_phone(self):
        self._walk_to_arrival()
