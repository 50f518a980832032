"""What a courier costs on an order, from the price list to the delivery line."""

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .courier_common import CourierCommon


@tagged("post_install", "-at_install")
class TestCourierQuote(CourierCommon):
    def setUp(self):
        super().setUp()
        self.product = self._create_product(weight=1.31)
        self.order = self._create_order(product=self.product)

    def _price(self, carrier, order=None):
        rate = carrier.rate_shipment(order or self.order)
        return rate["price"] if rate["success"] else None

    def test_weight_is_rounded_as_the_courier_does_and_priced_per_kilogram(self):
        self.assertEqual(self._price(self.reg), 60_000)
        self.product.weight = 1.3
        self.assertEqual(self._price(self.reg), 30_000)

    def test_nearest_region_of_the_destination_wins(self):
        self._create_tariff(
            [(self.reg, self.kalimantan_barat, 99_000, 1, 2), (self.reg, self.pontianak, 77_000, 1, 2)],
            valid_from="2026-02-01",
        )
        self.assertEqual(self._price(self.reg), 154_000)
        self.assertIsNone(self._price(self.oke), "the new list replaces the old one, it does not add to it")

    def test_nearest_origin_wins(self):
        self._create_tariff([(self.reg, self.pontianak, 11_000, 1, 2)], origin_id=self.gambir.id)
        self._create_tariff([(self.reg, self.pontianak, 99_000, 1, 2)], origin_id=self.jakarta.id)
        self.assertEqual(self._price(self.reg), 22_000)

    def test_withdrawing_a_list_restores_the_one_before(self):
        newer = self._create_tariff([(self.reg, self.pontianak, 77_000, 1, 2)], valid_from="2026-03-01")
        self.assertEqual(self._price(self.reg), 154_000)
        newer.action_withdraw()
        self.assertEqual(self._price(self.reg), 60_000)
        newer.action_apply()
        self.assertEqual(self._price(self.reg), 154_000)

    @freeze_time("2026-06-30 16:59:00")
    def test_a_list_starts_at_midnight_of_the_origin(self):
        self._create_tariff([(self.reg, self.pontianak, 77_000, 1, 2)], valid_from="2026-07-01")
        self.assertEqual(self._price(self.reg), 60_000)
        with freeze_time("2026-06-30 17:00:00"):
            self.assertEqual(self._price(self.reg), 154_000)

    @freeze_time("2026-07-01 05:00:00")
    def test_an_expired_list_gives_no_price(self):
        self.tariff.valid_to = "2026-06-30"
        self.assertIsNone(self._price(self.reg))

    def test_a_draft_list_is_not_used(self):
        self._create_tariff([(self.reg, self.pontianak_selatan, 1_000, 1, 2)], apply=False, valid_from="2026-04-01")
        self.assertEqual(self._price(self.reg), 60_000)

    def test_all_services_of_all_couriers_cost_one_query(self):
        other = self.env["crosstech.courier"].create({"name": "Kurir Lain", "code": "lain"})
        service = self._create_service("REG", other)
        self._create_tariff([(service, self.pontianak, 20_000, 3, 4)], courier_id=other.id)
        carriers = self.reg + self.oke + self.yes + service
        for carrier in carriers:
            self._price(carrier)
        self.env["crosstech.courier.tariff"]._forget_lines()
        self.env.flush_all()
        with self.assertQueryCount(1):
            prices = [self.order._courier_quote(carrier).total for carrier in carriers]
        self.assertEqual(prices, [60_000, 50_000, 120_000, 40_000])

    def test_a_bulky_parcel_costs_its_volume(self):
        self.product.write({"parcel_length_cm": 40, "parcel_width_cm": 30, "parcel_height_cm": 30})
        self.assertEqual(self._price(self.reg), 180_000)

    def test_surcharges_stand_on_the_itemised_price(self):
        self.product.is_dangerous = True
        self.reg.write({"courier_is_insured": True})
        quote = self.reg.rate_shipment(self.order)["courier_quote"]
        self.assertEqual(quote["components"], [["freight", 60_000], ["dangerous", 60_000], ["insurance", 5_200]])

    def test_goods_a_service_refuses_leave_it_out(self):
        self.product.is_dangerous = True
        self.reg.courier_carries_dangerous = False
        self.assertFalse(self.reg._is_available_for_order(self.order))
        self.assertTrue(self.oke._is_available_for_order(self.order))

    def test_an_embargo_on_a_destination_leaves_the_service_out(self):
        tariff = self._create_tariff([(self.reg, self.pontianak, 30_000, 1, 2)], apply=False, valid_from="2026-05-01")
        tariff.line_ids.is_embargo = True
        tariff.action_apply()
        rate = self.reg.rate_shipment(self.order)
        self.assertFalse(rate["success"])
        self.assertIn("does not carry", rate["error_message"])

    def test_without_a_district_there_is_no_price(self):
        self.order.partner_shipping_id.region_id = False
        rate = self.reg.rate_shipment(self.order)
        self.assertFalse(rate["success"])
        self.assertIn("district", rate["error_message"])

    def test_without_a_price_no_delivery_line_is_made(self):
        self.order.partner_shipping_id = self._create_buyer(region=self.mariso)
        self.assertIsNone(self._price(self.oke))
        with self.assertRaises(UserError):
            self.order.set_delivery_line(self.oke, 0.0)
        self.assertFalse(self.order.order_line.filtered("is_delivery"))

    def test_the_order_keeps_what_its_courier_price_was_made_of(self):
        self.order.set_delivery_line(self.reg, self._price(self.reg))
        self.assertRecordValues(
            self.order,
            [
                {
                    "carrier_tariff_id": self.tariff.id,
                    "carrier_etd_min_days": 2,
                    "carrier_etd_max_days": 3,
                    "carrier_has_etd": True,
                    "carrier_chargeable_weight_kg": 2.0,
                }
            ],
        )
        self.order._remove_delivery_line()
        self.assertFalse(self.order.carrier_quote)

    def test_the_delivery_line_follows_the_quantity(self):
        """Regression of odoo/odoo#165386: the price stayed that of the first weight."""
        self.order.set_delivery_line(self.reg, self._price(self.reg))
        delivery = self.order.order_line.filtered("is_delivery")
        goods = self.order.order_line - delivery
        goods.product_uom_qty = 10
        self.assertEqual(delivery.price_unit, 390_000, "13.1 kg is charged as 13")
        self.assertEqual(self.order.carrier_chargeable_weight_kg, 13)
        self.order.write({"order_line": [Command.update(goods.id, {"product_uom_qty": 1})]})
        self.assertEqual(delivery.price_unit, 60_000)

    def test_the_delivery_line_follows_a_new_and_a_deleted_line(self):
        self.order.set_delivery_line(self.reg, self._price(self.reg))
        delivery = self.order.order_line.filtered("is_delivery")
        heavy = self._create_product("Server Uji", weight=20)
        line = self.env["sale.order.line"].create({"order_id": self.order.id, "product_id": heavy.id})
        self.assertEqual(delivery.price_unit, 660_000, "21.31 kg is charged as 22")
        line.unlink()
        self.assertEqual(delivery.price_unit, 60_000)

    def test_the_delivery_line_follows_the_address(self):
        self.order.set_delivery_line(self.reg, self._price(self.reg))
        self.order.partner_shipping_id = self._create_buyer(region=self.mariso)
        self.assertEqual(self.order.order_line.filtered("is_delivery").price_unit, 90_000)
        self.order.partner_shipping_id = self._create_buyer(region=self.gambir)
        self.assertTrue(self.order.recompute_delivery_price, "nobody carries there: staff must look at it")

    def test_a_district_archived_after_use_still_has_its_price(self):
        self.pontianak_selatan.active = False
        self.assertEqual(self._price(self.reg), 60_000)

    def test_no_district_with_a_price_can_be_deleted(self):
        with self.assertRaises(RedirectWarning):
            self.pontianak_selatan.unlink()
        self.assertEqual(self._price(self.reg), 60_000)

    def test_an_order_in_another_currency_is_quoted_in_it(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "name": "2020-01-01", "rate": 1 / 15_000, "company_id": self.company.id}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Dolar", "currency_id": dollar.id})
        order = self._create_order(product=self.product, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, dollar)
        self.assertAlmostEqual(order._courier_from_company(60_000), 4.0, places=2)
        self.assertAlmostEqual(float(order._courier_to_company(4.0)), 60_000, delta=200)

    def test_a_confirmed_order_keeps_its_delivery_price(self):
        self.order.set_delivery_line(self.reg, self._price(self.reg))
        self.order.action_confirm()
        self.order.order_line.filtered(lambda line: not line.is_delivery).product_uom_qty = 10
        self.assertEqual(self.order.order_line.filtered("is_delivery").price_unit, 60_000)

    def test_goods_without_a_weight_count_as_the_minimum_and_are_reported_once(self):
        self.product.weight = 0
        self.order.order_line.product_uom_qty = 3
        rate = self.reg.rate_shipment(self.order)
        self.assertEqual(rate["price"], 90_000)
        self.assertTrue(rate["warning_message"])
        for _time in range(2):
            self.order.set_delivery_line(self.reg, rate["price"])
        activity = self.product.product_tmpl_id.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertIn(self.env.ref("crosstech_sale.group_operational_manager"), activity.user_id.all_group_ids)

    def test_a_service_needs_a_courier_and_takes_no_cash_on_delivery(self):
        with self.assertRaises(ValidationError):
            self._create_service("CTC", allow_cash_on_delivery=True)
        with self.assertRaises(ValidationError):
            self._create_service("CTC", courier_service=False)

    def test_impossible_prices_are_refused(self):
        draft = self._create_tariff([], apply=False)
        values = {"tariff_id": draft.id, "carrier_id": self.reg.id, "destination_id": self.mariso.id}
        for illegal in (
            {"price_per_kg": 0},
            {"price_per_kg": -1},
            {"price_per_kg": 9_000, "minimum_weight_kg": -1},
            {"price_per_kg": 9_000, "etd_min_days": 5, "etd_max_days": 2},
        ):
            with self.subTest(illegal), mute_logger("odoo.sql_db"), self._refused():
                self.env["crosstech.courier.tariff.line"].create({**values, **illegal})
        self.env["crosstech.courier.tariff.line"].create({**values, "price_per_kg": 9_000})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.env["crosstech.courier.tariff.line"].create({**values, "price_per_kg": 8_000})

    def test_an_applied_list_stays_as_it_is(self):
        with self.assertRaises(UserError):
            self.tariff.line_ids[0].price_per_kg = 1
        with self.assertRaises(UserError):
            self.tariff.line_ids[0].unlink()
        with self.assertRaises(UserError):
            self.tariff.unlink()
        with self.assertRaises(ValidationError):
            self.tariff.valid_from = "2020-01-01"
        self.assertEqual(self._price(self.reg), 60_000)

    def test_an_empty_list_cannot_be_applied(self):
        with self.assertRaises(UserError):
            self._create_tariff([])

    def test_only_the_operational_manager_changes_price_lists(self):
        for role, user in self.users.items():
            tariff = self.tariff.with_user(user)
            self.assertEqual(tariff.courier_id.name, "Kurir Uji", "everyone in the company may look")
            if role == "operational_manager":
                continue
            with self.subTest(role), self.assertRaises(AccessError):
                tariff.action_withdraw()
        self.assertEqual(self.tariff.state, "applied")
        self.tariff.with_user(self.users["operational_manager"]).action_withdraw()
        self.assertEqual(self.tariff.state, "withdrawn")

    def test_customers_cannot_read_price_lists(self):
        for role in ("buyer", "reseller", "supplier"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.tariff.with_user(self._create_user(role)).read(["valid_from"])

    def test_the_tracking_link_carries_the_waybill_number(self):
        self.courier.tracking_url = "https://kurir.example.com/lacak?awb={awb}"
        self.assertEqual(self.courier._get_tracking_link("AB 1&x"), "https://kurir.example.com/lacak?awb=AB%201%26x")
        self.assertEqual(self.courier._get_tracking_link(False), "")
        for illegal in ("javascript:alert('{awb}')", "https://kurir.example.com/lacak"):
            with self.subTest(illegal), self.assertRaises(ValidationError):
                self.courier.tracking_url = illegal

    def test_staff_quote_the_order_as_soon_as_they_choose_a_service(self):
        action = self.order.action_open_delivery_wizard()
        wizard = Form(self.env["choose.delivery.carrier"].with_context(**action["context"]))
        wizard.carrier_id = self.reg
        self.assertEqual(wizard.delivery_price, 60_000)
        wizard.total_weight = 5.4
        self.assertEqual(wizard.delivery_price, 180_000)
        wizard.save().button_confirm()
        self.assertEqual(self.order.order_line.filtered("is_delivery").price_unit, 180_000)


@tagged("post_install", "-at_install")
class TestCourierPriceByHand(CourierCommon):
    def setUp(self):
        super().setUp()
        self.manager = self.users["operational_manager"]
        self.order = self._create_order(partner=self._create_buyer(region=self.mariso))
        self.tariff.action_withdraw()

    def test_asking_for_a_price_makes_one_to_do_for_the_operational_manager(self):
        for _click in range(2):
            self.order._ask_courier_quote()
        self.assertEqual(len(self.order.activity_ids), 1)
        self.assertIn(
            self.env.ref("crosstech_sale.group_operational_manager"), self.order.activity_ids.user_id.all_group_ids
        )
        self.assertTrue(self.order.courier_quote_asked_datetime)

    def test_asking_is_refused_without_a_district_or_with_a_price(self):
        self.order.partner_shipping_id.region_id = False
        with self.assertRaises(UserError):
            self.order._ask_courier_quote()
        self.tariff.action_apply()
        self.order.partner_shipping_id.region_id = self.mariso
        with self.assertRaises(UserError):
            self.order._ask_courier_quote()
        self.assertFalse(self.order.activity_ids)

    def _set_price(self, price):
        wizard = self.env["crosstech.courier.price.set"].create(
            {"order_id": self.order.id, "carrier_id": self.reg.id, "price": price}
        )
        wizard.action_set()

    def test_a_price_set_by_hand_holds_while_place_and_weight_stay(self):
        self.order._ask_courier_quote()
        self._set_price(88_000)
        self.assertEqual(self.order.order_line.filtered("is_delivery").price_unit, 88_000)
        self.assertFalse(self.order.activity_ids, "the to-do is done")
        self.assertIn(self.reg, self.order._get_delivery_methods())
        notification = self.env["crosstech.notification"].search([("partner_id", "=", self.order.partner_id.id)])
        self.assertEqual(len(notification), 1)
        self.order.order_line.filtered(lambda line: not line.is_delivery).product_uom_qty = 5
        self.assertTrue(self.order.recompute_delivery_price, "five pieces weigh more than was looked at")
        self.assertNotIn(self.reg, self.order._get_delivery_methods())

    def test_a_price_of_zero_or_less_is_refused(self):
        for price in (0, -1):
            with self.subTest(price), mute_logger("odoo.sql_db"), self._refused():
                self._set_price(price)
        self.assertFalse(self.order.order_line.filtered("is_delivery"))

    def test_only_the_operational_manager_may_set_a_price(self):
        for role in ("finance_manager", "inventory", "repair_team", "marketing_manager", "director"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["crosstech.courier.price.set"].with_user(self.users[role]).create(
                    {"order_id": self.order.id, "carrier_id": self.reg.id, "price": 1_000}
                )
