"""Who releases an order to Inventory, when, and what Inventory may ship."""

from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ROLES
from .fulfil_common import FulfilCommon


@tagged("post_install", "-at_install")
class TestOrderRelease(FulfilCommon):
    def test_stages_follow_the_order_from_cart_to_arrival(self):
        order = self._create_order(self.buyer, self.product)
        self.assertFalse(order.order_stage)
        order.action_quotation_sent()
        self.assertFalse(
            order.order_stage,
            "An offer by staff is no order before the customer takes it",
        )
        self._create_transaction(order)
        self.assertEqual(order.order_stage, "ordered")
        order.payment_claimed_datetime = "2026-01-05 03:00:00"
        self.assertEqual(order.order_stage, "claimed")
        self.company.auto_release_paid_orders = False
        self._pay(order)
        self.assertEqual(order.order_stage, "paid")
        order.with_user(self.users["operational_manager"]).sudo(False).action_release()
        self.assertEqual(order.order_stage, "released")
        order.picking_ids.button_validate()
        self.assertEqual(order.order_stage, "shipped")
        order.action_confirm_arrival()
        self.assertEqual(order.order_stage, "received")
        self.assertTrue(order.arrival_confirmed_datetime)

    def test_half_a_payment_pays_nothing(self):
        order = self._create_sent_order()
        order.transaction_ids.amount = order.amount_total / 2
        order.transaction_ids.state = "done"
        order.action_confirm()
        self.assertEqual(order.order_stage, "ordered")
        with self.assertRaisesRegex(UserError, "not paid yet"):
            order.picking_ids.button_validate()

    def test_payment_registered_on_the_invoice_counts_as_well(self):
        self.product.invoice_policy = "order"
        order = self._create_order(self.buyer, self.product)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(order.order_stage, "ordered")
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({})._create_payments()
        self.assertEqual(order.order_stage, "paid")
        invoice.button_draft()
        self.assertEqual(order.order_stage, "ordered", "What is not paid any more is not shipped")

    def test_paid_order_is_released_by_itself_when_the_company_wants_it(self):
        order = self._create_paid_order(automatic=True)
        self.assertEqual(order.order_stage, "released")
        self.assertTrue(order.released_datetime)

    def test_paid_order_waits_for_the_operational_manager_otherwise(self):
        order = self._create_paid_order()
        self.assertEqual(order.order_stage, "paid")
        activity = order.activity_ids.filtered(lambda one: one.user_id == self.users["operational_manager"])
        order._release_if_automatic()
        self.assertLessEqual(len(activity), 1, "The same to-do is not written twice")

    def test_only_the_operational_manager_releases_whatever_the_customer_is(self):
        for partner in (self.buyer, self._create_reseller()):
            order = self._create_paid_order(partner)
            for role in ROLES:
                if role == "operational_manager":
                    continue
                with self.assertRaises(UserError, msg=role):
                    order.with_user(self.users[role]).action_release()
                self.assertEqual(order.order_stage, "paid")
                self.assertFalse(order.released_datetime)
            order.with_user(self.users["operational_manager"]).action_release()
            self.assertEqual(order.released_by_id, self.users["operational_manager"])

    def test_release_before_payment_is_refused_and_names_the_next_step(self):
        order = self._create_sent_order()
        with self.assertRaisesRegex(UserError, "Finance confirms the payment"):
            order.with_user(self.users["operational_manager"]).action_release()
        self.assertFalse(order.released_datetime)

    def test_second_release_changes_nothing(self):
        order = self._create_paid_order()
        order.with_user(self.users["operational_manager"]).action_release()
        before = order.released_datetime, len(order.message_ids)
        order.with_user(self.users["operational_manager"]).action_release()
        order._release()
        self.assertEqual((order.released_datetime, len(order.message_ids)), before)

    def test_cancelling_takes_the_release_back(self):
        order = self._create_paid_order(automatic=True)
        order._action_cancel()
        self.assertEqual(order.order_stage, "cancelled")
        self.assertFalse(order.is_released)
        self.assertTrue(order.cancelled_datetime)

    def test_old_orders_stay_a_buyers_when_he_becomes_a_reseller(self):
        order = self._create_paid_order()
        self.buyer.grade_id = self.env["res.partner.grade"].create({"name": "Baru"})
        cart = self._create_order(self.buyer, self.product)
        self.assertEqual((order.customer_kind, cart.customer_kind), ("buyer", "reseller"))


@tagged("post_install", "-at_install")
class TestShipping(FulfilCommon):
    def test_nothing_leaves_before_the_release(self):
        order = self._create_paid_order()
        before = self.product.qty_available
        for action in ("button_validate", "action_ship", "_action_done"):
            with self.assertRaisesRegex(UserError, "Operational Manager releases"):
                getattr(order.picking_ids, action)()
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertEqual(self.product.qty_available, before)

    def test_a_delivery_cannot_be_taken_off_its_order_to_get_around_the_release(self):
        order = self._create_paid_order()
        delivery = order.picking_ids.with_user(self.users["inventory"])
        for attempt in (
            lambda: delivery.write({"sale_id": False}),
            lambda: delivery.write({"reference_ids": [(5,)]}),
            lambda: delivery.move_ids.write({"sale_line_id": False}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(order.picking_ids.sale_id, order)
        self.assertFalse(order.picking_ids.is_released)

    def test_inventory_sees_released_deliveries_only(self):
        waiting, released = (
            self._create_paid_order(),
            self._create_paid_order(automatic=True),
        )
        domain = [("sale_id", "in", (waiting | released).ids)]
        found = self.env["stock.picking"].search([*domain, ("is_released", "=", True)])
        self.assertEqual(found, released.picking_ids)
        found = self.env["stock.picking"].search([*domain, ("is_released", "=", False)])
        self.assertEqual(found, waiting.picking_ids)

    def test_returns_and_receipts_need_no_release(self):
        order = self._create_paid_order(automatic=True)
        order.picking_ids.button_validate()
        wizard = self.env["stock.return.picking"].with_context(
            active_id=order.picking_ids.id, active_model="stock.picking"
        )
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        order.released_datetime = False
        back.button_validate()
        self.assertEqual(back.state, "done")

    def test_stock_moves_without_an_order_are_left_alone(self):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 1,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_customer_is_told_of_the_shipment_with_the_consignment_number(self):
        order = self._create_paid_order(automatic=True)
        order.picking_ids.carrier_tracking_ref = " jkt 0012345 "
        order.picking_ids.action_ship()
        self.assertEqual(order.picking_ids.state, "done")
        self.assertEqual(order.picking_ids.carrier_tracking_ref, "JKT0012345")
        told = self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)])
        self.assertEqual(len(told), 1)
        self.assertIn("JKT0012345", told.body)
        self.assertIn(order.name, told.title)

    def test_shipping_twice_tells_the_customer_once(self):
        order = self._create_paid_order(automatic=True)
        order.picking_ids.action_ship()
        order.picking_ids.action_ship()
        self.assertEqual(
            self.env["crosstech.notification"].search_count([("partner_id", "=", self.buyer.id)]),
            1,
        )

    def test_mended_consignment_number_is_told_again(self):
        order = self._create_paid_order(automatic=True)
        order.picking_ids.carrier_tracking_ref = "JKT0012345"
        order.picking_ids.action_ship()
        order.picking_ids.carrier_tracking_ref = "JKT0012346"
        order.picking_ids.carrier_tracking_ref = "JKT0012346"
        told = self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)])
        self.assertEqual(len(told), 2)
        self.assertIn("JKT0012346", told[0].body)

    def test_part_of_an_order_is_not_the_order(self):
        self._stock(self.product, -self.product.qty_available + 1)
        order = self._create_sent_order()
        order.order_line.filtered("product_id").product_uom_qty = 3
        order.transaction_ids.amount = order.amount_total
        self.company.auto_release_paid_orders = True
        self._pay(order)
        question = order.picking_ids.action_ship()
        self.assertEqual(question["res_model"], "stock.backorder.confirmation")
        self.assertEqual(order.order_stage, "released")
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        self.assertEqual(order.order_stage, "released", "The rest still has to leave")
        self.assertEqual(len(order.picking_ids), 2)

    def test_what_is_not_in_stock_cannot_be_shipped(self):
        self._stock(self.product, -self.product.qty_available)
        order = self._create_paid_order(automatic=True)
        with self.assertRaisesRegex(UserError, "nothing of it is in stock"):
            order.picking_ids.action_ship()
        self.assertEqual(order.order_stage, "released")
        self.assertFalse(self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)]))

    def test_arrival_is_refused_before_shipping_and_to_other_roles(self):
        order = self._create_paid_order(automatic=True)
        with self.assertRaisesRegex(UserError, "Inventory ships"):
            order.with_user(self.users["marketing_manager"]).sudo(False).action_confirm_arrival()
        order.picking_ids.button_validate()
        for role in (
            "finance_manager",
            "director",
            "repair_team",
            "operational_manager",
        ):
            with self.assertRaises(UserError, msg=role):
                order.with_user(self.users[role]).action_confirm_arrival()
        self.assertFalse(order.arrival_confirmed_datetime)
        self.assertEqual(order.order_stage, "shipped")

    def test_arrival_is_taken_for_granted_after_the_company_s_days(self):
        self.company.auto_arrival_days = 14
        fresh, old = (
            self._create_paid_order(automatic=True),
            self._create_paid_order(automatic=True),
        )
        (fresh | old).picking_ids.button_validate()
        old.picking_ids.date_done = "2026-01-01 00:00:00"
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_take_arrival_for_granted").method_direct_trigger()
        self.assertEqual((fresh.order_stage, old.order_stage), ("shipped", "received"))

    def test_one_order_that_fails_does_not_keep_the_others_from_arriving(self):
        self.company.auto_arrival_days = 14
        broken, good = self._create_paid_order(automatic=True), self._create_paid_order(automatic=True)
        (broken | good).picking_ids.button_validate()
        (broken | good).picking_ids.date_done = "2026-01-01 00:00:00"
        genuine = type(good)._confirm_arrival

        def confirm(order):
            if order == broken:
                raise ValueError("broken record")
            return genuine(order)

        logger = "odoo.addons.crosstech_sale.models.scheduled_work"
        failing = patch.object(type(good), "_confirm_arrival", confirm)
        with failing, self.assertLogs(logger, "WARNING"), self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_take_arrival_for_granted").method_direct_trigger()
        self.assertEqual((broken.order_stage, good.order_stage), ("shipped", "received"))

    def test_courier_needs_a_consignment_number_that_can_be_followed(self):
        courier = self.env["crosstech.courier"].create(
            {"name": "Kurir Uji", "code": "uji", "tracking_url": "https://kurir.example.com/?resi={awb}"}
        )
        self.courier.write({"delivery_type": "crosstech_courier", "courier_id": courier.id, "courier_service": "REG"})
        order = self._create_paid_order(automatic=True)
        with self.assertRaisesRegex(UserError, "consignment number"):
            order.picking_ids.action_ship()
        for text in ("123", "belum ada", "<script>1", "9" * 36):
            with self.assertRaises(ValidationError, msg=text):
                order.picking_ids.carrier_tracking_ref = text
        self.assertEqual(order.order_stage, "released")
        order.picking_ids.carrier_tracking_ref = "JKT0012345"
        order.picking_ids.action_ship()
        self.assertEqual(order.order_stage, "shipped")
        told = self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)])
        self.assertIn("https://kurir.example.com/?resi=JKT0012345", told.body)
