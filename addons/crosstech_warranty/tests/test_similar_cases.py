"""Similar cases on the work order, and taking over what helped them."""

import base64

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestSimilarCases(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_buyer()
        cls.product, cls.screen = cls.env["product.product"].create(
            [{"name": "Acer Laptop Uji", "type": "consu"}, {"name": "Panel Layar Uji", "list_price": 750000}]
        )
        cls.env.cr.execute("UPDATE crosstech_work_order SET finished_datetime = NULL")  # other cases are not asked
        cls.env.invalidate_all()
        Code = cls.env["crosstech.fault.code"]
        cls.panel, cls.battery = Code.create(
            [{"name": "Panel", "code": "UJI-P", "kind": "fault"}, {"name": "Battery", "code": "UJI-B", "kind": "fault"}]
        )
        cls.swapped = Code.create({"name": "Swapped", "code": "UJI-S", "kind": "resolution"})
        for text, fault, parts in (
            ("Layar berkedip kadang mati", cls.panel, True),
            ("Layar laptop berkedip", cls.panel, True),
            ("Layarnya kedip kedip", cls.panel, False),
            ("Baterai cepat habis", cls.battery, False),
        ):
            order = cls._create_order(text, state="in_repair")
            order.write({"fault_id": fault.id, "resolution_id": cls.swapped.id, "state": "done"})
            if parts:
                cls.env["crosstech.work.order.line"].create({"order_id": order.id, "product_id": cls.screen.id})
        cls.company._index_cases()
        cls.order = cls._create_order("Layar berkedip terus", state="diagnosed")

    @classmethod
    def _create_order(cls, text, **values):
        ticket = cls.env["helpdesk.ticket"].create(
            {"name": text, "description": f"<p>{text}</p>", "partner_id": cls.buyer.id, "product_id": cls.product.id}
        )
        return cls.env["crosstech.work.order"].create({"ticket_id": ticket.id, **values})

    def test_similar_cases_tell_fault_remedy_and_parts_with_share_and_number(self):
        found = self.env["crosstech.work.order"]._similar("layar berkedip", self.product)
        best = found["faults"][0]
        self.assertEqual((best.label, best.count), (self.panel, 3))
        self.assertGreater(best.share, 0.8)
        self.assertEqual(found["resolutions"][0].label, self.swapped)
        self.assertEqual(found["parts"][0].label, self.screen)
        self.assertGreater(found["parts"][0].share, 0.5)

    def test_one_click_takes_over_what_most_of_them_had(self):
        order = self.order.with_user(self.users["repair_team"])
        self.assertTrue(order.has_suggestion)
        self.assertIn("Panel", order.similar_html)
        order.action_use_suggestion()
        self.assertEqual((order.fault_id, order.resolution_id), (self.panel, self.swapped))
        self.assertEqual(order.line_ids.product_id, self.screen)
        self.assertEqual(order.line_ids.price_unit, 750000)
        order.action_use_suggestion()
        self.assertEqual(len(order.line_ids), 1, "pressed twice, it is taken over once")

    def test_what_somebody_found_himself_stays(self):
        self.order.fault_id = self.battery
        self.order.with_user(self.users["repair_team"]).action_use_suggestion()
        self.assertEqual(self.order.fault_id, self.battery)

    def test_others_do_not_take_over(self):
        for role in ("finance_manager", "marketing_manager", "inventory", "director"):
            with self.assertRaises(UserError):
                self.order.with_user(self.users[role]).action_use_suggestion()
        self.assertFalse(self.order.fault_id)

    def test_where_nothing_is_known_it_says_so(self):
        order = self._create_order("Xyzzy plugh", state="diagnosed")
        order.product_id = False
        self.assertFalse(order.has_suggestion)
        self.assertIn("No similar case", order.similar_html)
        with self.assertRaises(UserError):
            order.with_user(self.users["repair_team"]).action_use_suggestion()

    def test_a_deleted_case_and_another_company_are_not_shown(self):
        self.env["crosstech.work.order"].search([("fault_id", "=", self.battery.id)]).unlink()
        found = self.env["crosstech.work.order"]._similar("baterai cepat habis", self.product)
        self.assertNotIn(self.battery, [one.label for one in found["faults"]])
        other = self.env["res.company"].create({"name": "Lain"})
        self.assertFalse(self.env["crosstech.work.order"].with_company(other)._similar("layar", self.product)["cases"])

    def test_an_index_that_cannot_be_read_is_no_index(self):
        self.company.similar_cases_index = base64.b64encode(b"nonsense")
        with mute_logger("odoo.addons.crosstech_warranty.models.res_company_similar"):
            self.assertFalse(self.order._suggestions()["cases"])
        self.env["res.company"]._cron_index_cases()
        self.assertTrue(self.order._suggestions()["cases"])

    def test_a_new_night_is_seen_at_once(self):
        order = self._create_order("Kipas berisik sekali", state="in_repair")
        order.write({"fault_id": self.battery.id, "state": "done"})
        self.company._index_cases()
        found = self.env["crosstech.work.order"]._similar("kipas berisik", self.product)
        self.assertEqual(found["cases"][0][0], order)
