"""What the tests of the reseller's portal share: a company with four people of different rights, and its prices."""

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user

from .transfer_common import TransferCommon


class ResellerCommon(TransferCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Uji Emas",
                "website_id": cls.website.id,
                "currency_id": cls.company.currency_id.id,
                "item_ids": [(0, 0, {"compute_price": "percentage", "percent_price": 10, "applied_on": "3_global"})],
            }
        )
        cls.grade = cls.env["res.partner.grade"].create({"name": "Emas", "default_pricelist_id": cls.pricelist.id})
        cls.shop = cls._create_buyer("Toko Uji", is_company=True, grade_id=cls.grade.id, email="toko@example.com")
        cls.boss = cls._create_person("boss", partner_id=cls.shop.id)
        cls.chief = cls._create_person("chief", approval_limit=5_000_000, sees_all_orders=True)
        cls.seller = cls._create_person("seller", approval_limit=500_000)
        cls.clerk = cls._create_person("clerk", sees_prices=False)
        cls.rival = new_test_user(
            cls.env, "rival", groups="crosstech_sale.group_reseller", email="rival@example.com",
            partner_id=cls._create_buyer("Toko Saingan", is_company=True, grade_id=cls.grade.id).id,
        )  # fmt: skip
        cls.env["delivery.carrier"].search([]).is_published = False
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Kurir Uji", "delivery_type": "fixed", "fixed_price": 10_000, "is_published": True,
                "product_id": cls.env.ref("delivery.product_product_delivery").id,
            }
        )  # fmt: skip

    @classmethod
    def _create_person(cls, login, partner_id=None, **rights):
        """Create a user of the reseller's company, with rights other than those he gets by himself."""
        if not partner_id:
            values = {"name": login.title(), "parent_id": cls.shop.id, "email": f"{login}@example.com", "lang": "en_US"}
            values["phone"] = cls.shop.phone
            partner_id = cls.env["res.partner"].create(values).id
        user = new_test_user(
            cls.env, login, groups="crosstech_sale.group_reseller", partner_id=partner_id, email=f"{login}@example.com",
            name=login.title(),
        )  # fmt: skip
        if rights:
            user.reseller_member_ids.write(rights)
        return user

    @classmethod
    def _member(cls, user):
        return cls.env["crosstech.reseller.member"].search([("user_id", "=", user.id)])

    @classmethod
    def _cart(cls, user, quantity=1, product=None):
        """The cart as it is when somebody has walked through the checkout up to the payment."""
        order = cls._create_order(
            user.partner_id, product or cls.product, quantity, website_id=cls.website.id, pricelist_id=cls.pricelist.id
        )
        order.set_delivery_line(cls.carrier, 10_000)
        return order

    @classmethod
    def _waiting_order(cls, user=None, quantity=8):
        order = cls._cart(user or cls.seller, quantity)
        order._ask_approval(user or cls.seller)
        return order

    def _login(self, user):
        self.authenticate(user and user.login, user and user.login)

    def _post(self, url, **data):
        return self.url_open(url, data={"csrf_token": Request.csrf_token(self), **data}, allow_redirects=False)

    def _add_to_cart(self, quantity=1, product=None):
        product = product or self.product
        return self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": product.product_tmpl_id.id,
                "product_id": product.id,
                "quantity": quantity,
            },
        )
