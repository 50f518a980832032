from odoo.tests import HttpCase, tagged

from .cost_common import CostCommon


@tagged("post_install", "-at_install")
class TestServiceTour(CostCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_customer_agrees_and_pays_on_his_telephone(self):
        self._add_line()
        self.order._offer_quote()
        self.start_tour("/my/service", "crosstech_service_cost", login="cost_customer")
        self.env.invalidate_all()
        self.assertEqual(self.order.quote_state, "accepted")
        self.assertTrue(self.order.waiting_transfer_id.is_claimed)
        self.assertEqual(self.order.cost_state, "open")
