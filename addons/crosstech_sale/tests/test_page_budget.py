"""Pages stay quick however many products and orders there are, and light for slow lines (S0.87, S3.22, S4.39)."""

import gzip

from odoo.tests import HttpCase, tagged

from .common import CrosstechCommon

FRONTEND = "web.assets_frontend"
ADDED_WEIGHT_KB = 15
# Queries that twenty more products (four more orders) on a page may cost altogether: reads by batch, not one by one.
SLACK = 12


@tagged("post_install", "-at_install")
class TestPageBudget(CrosstechCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = cls._create_user("buyer", login="page_budget", password="page_budget", email="page@example.com")

    def _queries(self, url):
        """How many statements a page costs once its caches are warm."""
        for _ in range(2):
            self.assertEqual(self.url_open(url, timeout=60).status_code, 200)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.url_open(url, timeout=60)
        return self.env.cr.sql_log_count - before

    def test_the_list_of_products_costs_no_query_per_product(self):
        for number in range(4):
            self._create_product(f"Anggaran {number}", website_sequence=1)
        few = self._queries("/shop?search=Anggaran")
        for number in range(4, 20):
            self._create_product(f"Anggaran {number}", website_sequence=1)
        page = self.url_open("/shop?search=Anggaran").text
        self.assertGreaterEqual(page.count("Anggaran 1"), 11, "the page shows more products than before")
        self.assertLessEqual(self._queries("/shop?search=Anggaran") - few, SLACK)

    def test_a_customers_list_of_orders_costs_no_query_per_order(self):
        product = self._create_product()
        self._create_order(self.visitor.partner_id, product).action_confirm()
        self.authenticate("page_budget", "page_budget")
        few = self._queries("/my/orders")
        orders = [self._create_order(self.visitor.partner_id, product) for _ in range(9)]
        for order in orders:
            order.action_confirm()
        self.assertIn(orders[-1].name, self.url_open("/my/orders").text)
        self.assertLessEqual(self._queries("/my/orders") - few, SLACK)

    def test_what_we_add_to_every_page_is_light(self):
        paths = self.env["ir.asset"]._get_asset_paths(FRONTEND, {})
        ours = [full for url, full, *_rest in paths if url.startswith("/crosstech_sale/")]
        self.assertTrue(ours)
        weight = 0
        for full in ours:
            with open(full, "rb") as source:
                weight += len(gzip.compress(source.read()))
        self.assertLessEqual(weight / 1024, ADDED_WEIGHT_KB)
