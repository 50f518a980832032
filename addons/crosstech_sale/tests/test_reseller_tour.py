"""The reseller's own click path, on a desktop and on a phone."""

from odoo.tests import tagged

from .reseller_common import ResellerCommon


class ResellerTourCommon(ResellerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, price, code in (("Papan Ketik Tur", 200_000, "QP-3001"), ("Tetikus Tur", 50_000, "QP-3101")):
            cls._stock(cls._create_product(name, price, default_code=code), 100)

    def _check_quick_order(self):
        self.start_tour("/my/reseller", "crosstech_reseller_quick_order", login=self.boss.login)
        cart = self.env["sale.order"].search([("partner_id", "=", self.boss.partner_id.id)])
        quantities = {line.product_id.default_code: line.product_uom_qty for line in cart.order_line}
        self.assertEqual(quantities, {"QP-3001": 3, "QP-3101": 1})

    def _check_invitation(self):
        self.start_tour("/my/team", "crosstech_reseller_invite", login=self.boss.login)
        member = self._member(self.env["res.users"].search([("login", "=", "rekan.tur@example.com")]))
        self.assertEqual(member.reseller_id, self.shop)
        self.assertEqual(member.approval_limit, 750_000)
        self.assertFalse(member.is_admin or member.has_no_limit)

    def _check_approval(self):
        self._login(self.seller)
        self._add_to_cart(8)
        order = self.env["sale.order"].search([("partner_id", "=", self.seller.partner_id.id)])
        self.url_open("/shop/checkout")
        self.start_tour("/shop/payment", "crosstech_reseller_ask", login=self.seller.login)
        self.assertEqual(order.approval_state, "waiting")
        self.start_tour("/my/approvals", "crosstech_reseller_approve", login=self.chief.login)
        self.assertTrue(order.waiting_transfer_id)
        self.assertEqual((order.approval_state, order.approval_decided_by_id), ("approved", self.chief))
        self.start_tour("/my/reseller", "crosstech_reseller_pay", login=self.seller.login)


@tagged("post_install", "-at_install")
class TestResellerPortalTour(ResellerTourCommon):
    def test_a_pasted_list_comes_into_the_cart_on_a_desktop(self):
        self._check_quick_order()

    def test_the_team_admin_invites_a_colleague_on_a_desktop(self):
        self._check_invitation()

    def test_an_order_beyond_the_limit_is_asked_approved_and_payable_on_a_desktop(self):
        self._check_approval()


@tagged("post_install", "-at_install")
class TestResellerPortalTourPhone(ResellerTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_pasted_list_comes_into_the_cart_on_a_phone(self):
        self._check_quick_order()

    def test_the_team_admin_invites_a_colleague_on_a_phone(self):
        self._check_invitation()

    def test_an_order_beyond_the_limit_is_asked_approved_and_payable_on_a_phone(self):
        self._check_approval()
