"""Prices of a membership level are shown to its members, and to nobody else."""

from odoo.tests import HttpCase, tagged

from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestResellerPrices(CrosstechCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Uji Perak",
                "website_id": cls.website.id,
                "currency_id": cls.company.currency_id.id,
                "item_ids": [(0, 0, {"compute_price": "percentage", "percent_price": 20, "applied_on": "3_global"})],
            }
        )
        cls.grade = cls.env["res.partner.grade"].create({"name": "Perak", "default_pricelist_id": pricelist.id})
        cls.product = cls._create_product("Kabel Harga Uji", list_price=123_000.0)

    def _sees_prices(self, login):
        """Which of the two prices the product's page shows to a user: a set of "ordinary" and "member"."""
        self.authenticate(login, login)
        page = self.url_open(self.product.website_url).text.replace(".", ",")
        prices = {"ordinary": ">123,000<", "member": ">98,400<"}
        return {name for name, text in prices.items() if text in page}

    def test_a_visitor_sees_the_ordinary_price(self):
        self.assertEqual(self._sees_prices(None), {"ordinary"})

    def test_a_buyer_sees_the_ordinary_price(self):
        self._create_user("buyer", login="pembeli_uji_harga")
        self.assertEqual(self._sees_prices("pembeli_uji_harga"), {"ordinary"})

    def test_a_member_of_the_level_sees_its_price(self):
        self._create_user("reseller", login="reseller_uji_harga").partner_id.grade_id = self.grade
        self.assertIn("member", self._sees_prices("reseller_uji_harga"))

    def test_a_member_who_left_sees_the_ordinary_price_again(self):
        user = self._create_user("reseller", login="reseller_uji_keluar")
        user.partner_id.grade_id = self.grade
        user.partner_id.grade_id = False
        self.assertEqual(self._sees_prices("reseller_uji_keluar"), {"ordinary"})

    def test_a_price_list_given_to_a_level_later_is_at_once_its_members_alone(self):
        everybodys = self.env["product.pricelist"].create(
            {
                "name": "Uji Bersama",
                "website_id": self.website.id,
                "selectable": True,
                "sequence": 0,
                "currency_id": self.company.currency_id.id,
            }
        )
        Website = self.website.with_user(self.env.ref("base.public_user"))
        self.assertIn(everybodys, Website.get_pricelist_available())
        self.grade.default_pricelist_id = everybodys
        self.env.invalidate_all()  # the next visitor asks anew
        self.assertNotIn(everybodys, Website.get_pricelist_available())
        self.grade.unlink()
        self.env.invalidate_all()
        self.assertIn(everybodys, Website.get_pricelist_available())
