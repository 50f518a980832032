"""The click paths of matching and offers."""

from odoo.tests import tagged

from .insight_common import InsightCommon


class OfferTourCommon(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mouse = cls._create_product("Tetikus Zyx 1", 100_000, barcode="4006381333931")
        cls._stock(cls.mouse, 500)
        cls._their_product("mouse", "Tetikus Zyx 1", barcode="4006381333931")
        cls._their_sales("mouse", 2)
        cls._their_stock("mouse", 10)
        cls.source._match_products()
        cls.source._compute_outlook(cls.today)
        cls.env["crosstech.reseller.offer"]._propose(cls.today)
        cls.offer = cls.env["crosstech.reseller.offer"].search([("partner_id", "=", cls.shop.id)])
        cls.offer._send(cls.users["operational_manager"])

    def _check_offer(self):
        self.start_tour("/my/reseller", "crosstech_reseller_outlook", login=self.boss.login)
        self.start_tour("/my/reseller", "crosstech_reseller_offer", login=self.boss.login)
        self.assertEqual(self.offer.state, "accepted")
        self.assertEqual(self.offer.order_id.website_order_line.product_uom_qty, 24)


@tagged("post_install", "-at_install")
class TestOfferTour(OfferTourCommon):
    def test_a_reseller_orders_what_is_offered_on_a_desktop(self):
        self._check_offer()


@tagged("post_install", "-at_install")
class TestOfferTourPhone(OfferTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_reseller_orders_what_is_offered_on_a_phone(self):
        self._check_offer()


@tagged("post_install", "-at_install")
class TestMatchTour(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crosstech.reseller.match"].search([]).unlink()
        cls.ssd = cls._create_product("Zyxelon 990 PRO SSD 2TB", default_code="ZX-990P2T")
        cls._create_product("Zyxelon 990 PRO SSD 1TB", default_code="ZX-990P1T")
        cls._their_product("1", "zyxelon 990pro ssd garansi resmi")
        cls._their_product("2", "Zyxelon 990 PRO SSD")
        cls.source._match_products()

    def test_the_operational_manager_works_off_the_queue(self):
        user = self.users["operational_manager"]
        action = self.env.ref("crosstech_reseller_sync.reseller_match_action")
        self.start_tour(f"/odoo/action-{action.id}", "crosstech_reseller_match", login=user.login)
        states = dict(self.source.match_ids.mapped(lambda one: (one.their_key, one.state)))
        self.assertEqual(states, {"1": "confirmed", "2": "refused"})
        self.assertEqual(self.source.match_ids.filtered("product_id").product_id, self.ssd)
