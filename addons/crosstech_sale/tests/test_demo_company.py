"""The demo company: made in one go, complete, and left alone by a second run."""

import shutil
import tempfile
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ..demo import catalogue
from ..demo.loader import load


@tagged("post_install", "-at_install")
class TestDemoCompany(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = []
        cls.output = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.output)
        cls.steps = load(cls.env, output=cls.output, say=cls.lines.append)

    def _ref(self, name):
        return self.env.ref(f"crosstech_demo.{name}")

    def test_every_step_reports_its_progress(self):
        self.assertEqual([line.partition("/")[0] for line in self.lines], [str(i + 1) for i in range(len(self.steps))])

    def test_a_second_run_changes_nothing(self):
        before = self._fingerprint()
        self.assertEqual(load(self.env, say=lambda line: None), [])
        self.assertEqual(self._fingerprint(), before)

    def test_the_shop_has_at_least_sixty_products_with_picture_weight_and_two_languages(self):
        products = self.env["product.template"].search([("default_code", "in", [r["sku"] for r in self._rows()])])
        self.assertGreaterEqual(len(products), 60)
        for product in products:
            self.assertTrue(product.image_1920)
            self.assertGreater(product.weight, 0)
            self.assertGreater(product.list_price, product.standard_price)
            english, indonesian = (product.with_context(lang=lang) for lang in ("en_US", "id_ID"))
            self.assertNotEqual(english.description_ecommerce, indonesian.description_ecommerce, product.name)

    def test_no_two_products_share_a_barcode_or_a_picture(self):
        products = self.env["product.product"].search([("default_code", "in", [r["sku"] for r in self._rows()])])
        self.assertEqual(len(set(products.mapped("barcode"))), len(products))
        self.assertEqual(len({product.image_1920 for product in products}), len(products))

    def test_a_reseller_has_the_prices_of_their_level(self):
        reseller, cable = self._ref("reseller_1"), self._ref("product_CB-9001")
        price = reseller.property_product_pricelist._get_product_price(cable, 1.0)
        self.assertEqual(price, round(cable.list_price * 0.88))

    def test_the_public_and_buyers_pay_the_full_price(self):
        notebook = self._ref("product_NB-1402")
        public = self.env.ref("base.public_partner")
        for partner in (public, self._ref("buyer_1"), self._ref("buyer_3")):
            price = partner.property_product_pricelist._get_product_price(notebook, 1.0)
            self.assertEqual(price, notebook.list_price, partner.name)

    def test_customers_live_in_all_three_time_zones(self):
        partners = self.env["res.partner"].search([("region_id", "!=", False)])
        self.assertEqual(len(set(partners.region_id.mapped("timezone"))), 3)

    def test_there_are_orders_at_every_stage(self):
        orders = self._orders()
        stages = {"ordered", "claimed", "paid", "released", "shipped", "received", "cancelled"}
        self.assertEqual(stages - set(orders.mapped("order_stage")), set())
        self.assertEqual(set(orders.cod_meeting_ids.mapped("state")), {"proposed", "confirmed", "done"})
        self.assertIn(self.env.ref("crosstech_sale.utm_source_phone"), orders.order_source_id)

    def test_a_shipped_order_has_a_waybill_number_and_a_courier_price(self):
        shipped = self._orders().filtered(lambda order: order.order_stage in ("shipped", "received"))
        couriers = shipped.filtered(lambda order: order.carrier_id.courier_id)
        self.assertTrue(couriers)
        for order in couriers:
            self.assertTrue(all(order.picking_ids.mapped("carrier_tracking_ref")))
            self.assertGreater(order.order_line.filtered("is_delivery").price_unit, 0)

    def test_the_courier_bill_of_the_demo_is_audited_and_has_the_errors_that_were_made(self):
        bill = self._ref("courier_bill")
        self.assertEqual(bill.state, "audited")
        causes = bill.line_ids.filtered(lambda line: line.status != "right").mapped("cause")
        self.assertEqual(sorted(causes), ["insurance", "service", "tariff", "twice", "unknown", "weight"])

    def test_nobody_releases_goods_that_are_not_paid(self):
        for order in self._orders().filtered("is_released"):
            self.assertTrue(order._is_payment_confirmed(), order.name)

    def test_the_statement_files_name_every_waiting_amount_but_the_short_ones(self):
        content = b"".join(file.read_bytes() for file in sorted(self.output.iterdir())).decode()
        self.assertEqual(len(list(self.output.iterdir())), 3)
        digits = content.replace(",", "").replace(".", "")
        waiting = self._orders().transfer_ids.filtered(lambda transfer: transfer.state == "waiting")
        found = [transfer for transfer in waiting if f"{transfer.amount_to_pay:.0f}" in digits]
        self.assertEqual(len(waiting) - len(found), 3)

    def test_no_mail_of_the_demo_is_sent(self):
        self.assertFalse(self.env["mail.mail"].search_count([("state", "=", "outgoing")]))

    def _orders(self):
        names = self.env["ir.model.data"].search([("module", "=", "crosstech_demo"), ("model", "=", "sale.order")])
        return self.env["sale.order"].browse(names.mapped("res_id"))

    def _rows(self):
        return catalogue.read_catalogue()

    def _fingerprint(self):
        models = (
            "res.partner",
            "res.users",
            "product.template",
            "sale.order",
            "stock.quant",
            "account.journal",
            "ir.model.data",
        )
        return {name: self.env[name].search_count([]) for name in models}

    def test_the_reseller_has_a_team_an_order_to_approve_and_goods_to_reorder(self):
        reseller = self._ref("reseller_1")
        rights = [member._get_rights() for member in reseller.reseller_member_ids]
        self.assertEqual(len(rights), 3)
        self.assertEqual(len(set(rights)), 3)
        order = self._ref("approval_order")
        self.assertEqual((order.approval_state, order._get_approvers()), ("waiting", reseller.user_ids))
        today = self.env.company._get_today()
        due = self.env["crosstech.reorder.reminder"]._due(reseller, today)
        self.assertIn(self._ref("product_TN-6201"), [entry["product"] for entry in due])
