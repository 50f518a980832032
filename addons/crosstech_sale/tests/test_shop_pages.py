"""What everybody sees of the shop: goods, cart, procedures, the company, and the page of an order."""

from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .courier_common import CourierCommon


@tagged("post_install", "-at_install")
class TestShopPages(CourierCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.website = self.env["website"].search([("company_id", "=", self.company.id)], limit=1)
        self.category = self.env["product.public.category"].create({"name": "Papan Ketik"})
        self.product = self._create_product(
            "Papan Ketik Tembaga 87 Tombol",
            list_price=505_000,
            weight=1.2,
            description_ecommerce="<p>Sakelar cokelat, kabel 1,8 m</p>",
            public_categ_ids=[(6, 0, self.category.ids)],
        )
        self._stock(self.product, 5)

    def _page(self, path, status=200):
        response = self.url_open(path)
        self.assertEqual(response.status_code, status, path)
        return html.fromstring(response.text)

    def _text(self, path, status=200):
        return " ".join(self._page(path, status).text_content().split())

    def _add_to_cart(self, quantity):
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": self.product.product_tmpl_id.id,
                "product_id": self.product.id,
                "quantity": quantity,
            },
        )

    def _bank_account(self, number):
        """Give the company a bank account to transfer to."""
        account = self.env["res.partner.bank"].create({"acc_number": number, "partner_id": self.company.partner_id.id})
        journal = self.env["account.journal"]._get_transfer_journals(self.company)[:1]
        journal.bank_account_id = account
        return account

    # === GOODS === #

    def test_a_visitor_sees_the_shop_and_fills_a_cart(self):
        self.assertIn(self.product.name, self._text("/shop"))
        self._add_to_cart(2)
        cart = self._text("/shop/cart")
        self.assertIn(self.product.name, cart)
        self.assertRegex(cart, r"1[.,]010[.,]000")

    def test_a_product_page_shows_specification_and_price(self):
        page = self._text(self.product.website_url)
        self.assertIn(self.product.name, page)
        self.assertIn("Sakelar cokelat, kabel 1,8 m", page)
        self.assertRegex(page, r"505[.,]000")

    def test_goods_are_called_original_only_with_a_supplier_on_record(self):
        product = self.product.product_tmpl_id.with_user(self.users["operational_manager"])
        with self.assertRaisesRegex(ValidationError, "need a supplier"), self.env.cr.savepoint():
            product.origin = "original"
        self.assertFalse(product.origin)
        supplier = self.env["res.partner"].create({"name": "Pemasok Asli Uji"})
        info = self.env["product.supplierinfo"].create({"partner_id": supplier.id, "product_tmpl_id": product.id})
        product.origin = "original"
        self.assertIn("from the maker", self._text(self.product.website_url))
        info.unlink()
        self.assertNotIn("from the maker", self._text(self.product.website_url))
        product.origin = "compatible"
        self.assertIn("Compatible, of another maker", self._text(self.product.website_url))

    def test_a_new_price_is_in_the_shop_at_once(self):
        self.product.product_tmpl_id.with_user(self.users["operational_manager"]).list_price = 499_000
        page = self._text(self.product.website_url)
        self.assertRegex(page, r"499[.,]000")
        self.assertNotRegex(page, r"505[.,]000")

    def test_goods_taken_out_of_the_shop_are_gone_for_visitors(self):
        self.product.product_tmpl_id.with_user(self.users["operational_manager"]).website_published = False
        self.assertNotIn(self.product.name, self._text("/shop"))
        self.assertNotIn("Sakelar cokelat", self._text(self.product.website_url, status=404))

    def test_goods_are_found_by_their_words_and_by_category(self):
        other = self._create_product("Tetikus Perunggu")
        for path in ("/shop?search=tembaga", f"/shop/category/{self.category.id}"):
            with self.subTest(path=path):
                page = self._text(path)
                self.assertIn(self.product.name, page)
                self.assertNotIn(other.name, page)
        self.assertNotIn(self.product.name, self._text("/shop?search=tidakada"))

    # === PROCEDURES AND COMPANY === #

    def test_procedures_are_published_with_the_company_s_own_numbers(self):
        self.company.payment_deadline_days = 7
        self.assertIn("You have 7 days", self._text("/cara-belanja"))
        self._bank_account("5550001234")
        payment = self._text("/cara-bayar")
        self.assertIn("5550001234", payment)
        self.assertIn("We never ask for your PIN", payment)
        self.assertIn("Inventory division", self._text("/pengiriman"))

    def test_procedures_follow_when_the_bank_account_changes(self):
        bank = self._bank_account("5550001234")
        bank.acc_number = "9876543210"
        payment = self._text("/cara-bayar")
        self.assertIn("9876543210", payment)
        self.assertNotIn("5550001234", payment)

    def test_the_company_introduces_itself(self):
        self.company.write({"street": "Jalan Contoh 88", "phone": "+62 21 5550 0000", "email": "halo@example.com"})
        page = self._text("/tentang-kami")
        for value in (self.company.name, "Jalan Contoh 88", "+62 21 5550 0000", "halo@example.com"):
            self.assertIn(value, page)

    # === ORDER === #

    def test_the_order_page_shows_member_goods_courier_cost_and_total(self):
        buyer = self._create_user("buyer", "buyer_shop_pages")
        buyer.partner_id.write(
            {
                "name": "Rina Uji", "street": "Jalan Uji 1", "city": "Pontianak", "zip": "78121",
                "phone": "+62 812 0000 0001", "email": "rina.uji@example.com",
                "country_id": self.env.ref("base.id").id,
                "state_id": self.pontianak_selatan.state_id.id, "region_id": self.pontianak_selatan.id,
            }
        )  # fmt: skip
        self.authenticate("buyer_shop_pages", "buyer_shop_pages")
        self._add_to_cart(2)
        self._page("/shop/checkout")
        order = self.env["sale.order"].search([("partner_id", "=", buyer.partner_id.id)])
        self.assertGreater(order.amount_delivery, 0)
        order.action_quotation_sent()
        page = self._text(f"/my/orders/{order.id}")
        for value in ("Rina Uji", "Jalan Uji 1", "Pontianak", "+62 812 0000 0001", "rina.uji@example.com"):
            self.assertIn(value, page)
        self.assertIn(self.product.name, page)
        self.assertIn(order.carrier_id.name, page)
        for amount in (order.amount_delivery, order.amount_total):
            self.assertRegex(page, rf"{amount:,.0f}".replace(",", "[.,]"))
