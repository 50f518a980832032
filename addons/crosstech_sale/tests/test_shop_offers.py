"""Special offers of the Marketing Manager reach the cart, and only whom they are for (S0.91)."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.http import root
from odoo.tests import HttpCase, tagged

from odoo.addons.website_sale.tests.common import MockRequest

from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestShopOffers(CrosstechCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.buyer = cls._create_user("buyer", password="test_buyer", email="pembeli.kupon@example.com")
        cls.product = cls._create_product("Tetikus Kupon Uji", list_price=200_000.0)
        cls.program = (
            cls.env["loyalty.program"]
            .with_user(cls.users["marketing_manager"])
            .create(
                {
                    "name": "Kupon Uji",
                    "program_type": "promo_code",
                    "trigger": "with_code",
                    "applies_on": "current",
                    "website_id": cls.website.id,
                    "rule_ids": [Command.create({"mode": "with_code", "code": "HEMATUJI", "minimum_amount": 150_000})],
                    "reward_ids": [
                        Command.create({"reward_type": "discount", "discount": 10, "discount_applicability": "order"})
                    ],
                }
            )
        )

    def _cart(self, quantity):
        return self.env["sale.order"].create(
            {
                "partner_id": self.buyer.partner_id.id,
                "website_id": self.website.id,
                "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": quantity})],
            }
        )

    def _redeem(self, cart, code):
        """Call the coupon's address as the customer does, with this cart open in his session."""
        self.authenticate("test_buyer", "test_buyer")
        self.session["sale_order_id"] = cart.id
        self.opener.cookies["session_id"] = self.session.sid
        root.session_store.save(self.session)
        self.url_open(f"/coupon/{code}?r=/shop/cart")
        cart.invalidate_recordset()
        return cart

    def test_a_coupon_of_the_marketing_manager_lowers_the_cart(self):
        cart = self._redeem(self._cart(1), "HEMATUJI")
        self.assertEqual(cart.amount_total, 180_000)

    def test_a_coupon_that_does_not_exist_changes_nothing(self):
        cart = self._redeem(self._cart(1), "TIDAKADA")
        self.assertEqual(cart.amount_total, 200_000)

    def test_a_coupon_below_its_minimum_changes_nothing(self):
        self.program.rule_ids.minimum_amount = 250_000
        cart = self._redeem(self._cart(1), "HEMATUJI")
        self.assertEqual(cart.amount_total, 200_000)

    def test_an_offer_stands_on_the_home_page_with_its_earlier_price(self):
        self.env["res.config.settings"].create({"group_product_price_comparison": True}).execute()
        self.product.product_tmpl_id.compare_list_price = 250_000
        with MockRequest(self.env, website=self.website):
            offers = self.website._get_shop_home()["offers"]
        self.assertIn(self.product.product_tmpl_id, offers)

    def test_the_product_of_a_reward_follows_it_but_the_catalogue_stays_the_operational_managers(self):
        reward = self.program.reward_ids.with_user(self.users["marketing_manager"])
        reward.description = "Potongan sepuluh persen"
        self.assertEqual(reward.sudo().discount_line_product_id.name, "Potongan sepuluh persen")
        with self.assertRaises(AccessError):
            reward.discount_line_product_id.with_user(self.users["marketing_manager"]).name = "Lain"
        with self.assertRaises(AccessError):
            self.program.reward_ids.with_user(self.users["inventory"]).description = "Lain"
        self.assertEqual(reward.sudo().discount_line_product_id.name, "Potongan sepuluh persen")
