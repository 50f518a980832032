"""A membership level brings its prices, and takes them along when it goes."""

from odoo.tests import tagged

from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestMembershipPrices(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.silver, cls.gold = (cls._create_level(name, percent) for name, percent in (("Perak", 10), ("Emas", 20)))
        cls.product = cls._create_product(list_price=100_000)

    @classmethod
    def _create_level(cls, name, percent):
        item = {"applied_on": "3_global", "compute_price": "percentage", "percent_price": percent}
        pricelist = cls.env["product.pricelist"].create({"name": name, "item_ids": [(0, 0, item)]})
        return cls.env["res.partner.grade"].create({"name": name, "default_pricelist_id": pricelist.id})

    def _price(self, partner):
        return partner.property_product_pricelist._get_product_price(self.product, 1.0)

    def test_a_customer_created_with_a_level_has_its_prices(self):
        self.assertEqual(self._price(self._create_buyer(grade_id=self.silver.id)), 90_000)

    def test_another_level_brings_other_prices(self):
        partner = self._create_buyer(grade_id=self.silver.id)
        partner.grade_id = self.gold
        self.assertEqual(self._price(partner), 80_000)

    def test_who_loses_the_level_pays_the_full_price_again(self):
        partner = self._create_buyer(grade_id=self.gold.id)
        partner.grade_id = False
        self.assertFalse(partner.specific_property_product_pricelist)
        self.assertEqual(self._price(partner), self._price(self._create_buyer()))

    def test_prices_given_by_hand_stay_when_a_level_without_prices_goes(self):
        own = self.gold.default_pricelist_id
        plain = self.env["res.partner.grade"].create({"name": "Tanpa Harga"})
        partner = self._create_buyer(grade_id=plain.id)
        partner.specific_property_product_pricelist = own
        partner.grade_id = False
        self.assertEqual(partner.specific_property_product_pricelist, own)
