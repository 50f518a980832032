"""The demo company: made in one go, complete, and left alone by a second run."""

from odoo.tests import TransactionCase, tagged

from ..demo import catalogue
from ..demo.loader import load


@tagged("post_install", "-at_install")
class TestDemoCompany(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = []
        cls.steps = load(cls.env, say=cls.lines.append)

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

    def _rows(self):
        return catalogue.read_catalogue()

    def _fingerprint(self):
        models = ("res.partner", "res.users", "product.template", "stock.quant", "account.journal", "ir.model.data")
        return {name: self.env[name].search_count([]) for name in models}
