"""Two managers walk through their dashboard and guide. In Chromium, on a desktop and on a phone."""

from odoo.tests import HttpCase, tagged

from .fulfil_common import FulfilCommon


class DashboardTourCommon(FulfilCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].search([("order_stage", "=", "paid")]).order_stage = "received"
        cls.env["crosstech.cod.meeting"].search([("state", "in", ("proposed", "no_show"))]).state = "cancelled"
        order = cls._create_paid_order(cls._create_reseller())
        cls.env["crosstech.cod.meeting"].create({"order_id": order.id})

    def _walk(self, role, tour):
        user = self.users[role]
        self.start_tour("/odoo", tour, login=user.login)
        self.env.invalidate_all()
        self.assertTrue(user.dashboard_hint_dismissed)


@tagged("post_install", "-at_install")
class TestDashboardDesktop(DashboardTourCommon):
    browser_size = "1366x768"

    def test_operational_manager_on_a_desktop(self):
        self._walk("operational_manager", "crosstech_dashboard_operational")

    def test_marketing_manager_on_a_desktop(self):
        self._walk("marketing_manager", "crosstech_dashboard_marketing")


@tagged("post_install", "-at_install")
class TestDashboardPhone(DashboardTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_operational_manager_on_a_phone(self):
        self._walk("operational_manager", "crosstech_dashboard_operational")

    def test_marketing_manager_on_a_phone(self):
        self._walk("marketing_manager", "crosstech_dashboard_marketing")
