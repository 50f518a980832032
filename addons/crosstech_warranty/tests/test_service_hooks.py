"""What after-sales service tells dashboards, the weekly report and those who look at a customer."""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.crosstech_sale.lib import duties
from odoo.addons.crosstech_sale.tests.common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestServiceHooks(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_buyer()
        cls.product = cls.env["product.product"].create({"name": "Laptop Uji", "type": "consu", "standard_price": 500})
        cls.unit = cls.env["crosstech.warranty.unit"].create({"product_id": cls.product.id, "partner_id": cls.buyer.id})
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {"name": "Mati", "description": "Mati", "partner_id": cls.buyer.id, "unit_id": cls.unit.id,
             "product_id": cls.product.id}
        )  # fmt: skip
        cls.order = cls.env["crosstech.work.order"].create(
            {"ticket_id": cls.ticket.id, "decision": "replace", "state": "in_repair"}
        )
        cls.hooks = cls.env["crosstech.hooks"]

    def _sections(self):
        today = self.company._get_today()
        return {
            one["key"]: one for one in self.hooks._weekly_report_sections(today - timedelta(days=6), today)
        }  # fmt: skip

    def test_every_tile_of_every_role_can_be_counted_and_opened(self):
        for role in duties.STAFF_ROLES:
            Dashboard = self.env["crosstech.dashboard"].with_user(self.users[role])
            keys = [one["key"] for part in ("todos", "figures", "charts") for one in Dashboard.get_dashboard()[part]]
            for tile in self.hooks._dashboard_tiles(role):
                if tile.key.startswith(("service_", "defects_", "failing_")) and tile.key in keys:
                    self.assertTrue(tile.title)
                    self.assertEqual(Dashboard.open_tile(tile.key)["res_model"], tile.model)
        repair = self.env["crosstech.dashboard"].with_user(self.users["repair_team"])
        self.assertIn("service_new", [one["key"] for one in repair.get_dashboard()["todos"]])

    def test_the_weekly_section_counts_requests_and_what_was_finished(self):
        before = {one["key"]: one["value"] for one in self._sections()["repairs"]["figures"]}
        self.order.state = "done"
        section = self._sections()["repairs"]
        after = {one["key"]: one["value"] for one in section["figures"]}
        self.assertEqual(after["service_finished"] - before["service_finished"], 1)
        self.assertGreaterEqual(after["service_requested"], 1)
        self.assertEqual(section["role"], "repair_team")

    def test_the_operational_manager_reports_the_defects_of_the_week(self):
        self.env["crosstech.defect"]._log(self.order, "replaced")
        section = self._sections()["defects"]
        self.assertEqual(section["role"], "operational_manager")
        self.assertIn(self.product.display_name, [row[0] for row in section["rows"]])
        self.assertEqual(len(section["rows"]), len(section["links"]))

    def test_a_whole_report_can_be_made_of_it(self):
        report = self.env["crosstech.weekly.report"].search([], limit=1)
        sections = self._sections()
        self.assertEqual(len([key for key in sections if key == "repairs"]), 1)
        self.assertTrue(report or sections)

    def test_a_customer_at_a_glance_has_cases_and_replacements(self):
        self.order.state = "done"
        facts = {fact["key"]: fact["value"] for fact in self.hooks._customer_facts(self.buyer)}
        self.assertEqual((facts["service_requests"], facts["units_replaced"]), (1, 1))
        titles = [entry["title"] for entry in self.hooks._customer_timeline(self.buyer)]
        self.assertIn("Reported a failure", titles)
        self.assertIn("Service finished", titles)
