"""The guide of each role: only links that open, and what it says is what is set."""

import re

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..lib import duties
from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestGuide(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = cls.env.ref("base.group_user") | cls.env.ref("base.group_system")
        cls.users["administrator"] = cls.env["res.users"].create(
            {"name": "Administrator Uji", "login": "test_administrator", "group_ids": [(6, 0, groups.ids)]}
        )

    def _page(self, role):
        return html.fromstring(self.env["crosstech.guide"].with_user(self.users[role]).get_guide()["html"])

    def _text(self, role):
        return " ".join(self._page(role).text_content().split())

    def test_every_link_of_every_guide_opens_for_its_role(self):
        for role, user in self.users.items():
            links = self._page(role).xpath("//a/@href")
            self.assertGreater(len(links), 3, role)
            for link in links:
                with self.subTest(role=role, link=link):
                    xmlid = re.fullmatch(r"/odoo/action-([\w.]+)", link)[1]
                    self._check_may_open(self.env.ref(xmlid).sudo(), user)

    def _check_may_open(self, action, user):
        groups = action.group_ids if "group_ids" in action._fields else self.env["res.groups"]
        self.assertTrue(not groups or groups & user.all_group_ids)
        if action._name == "ir.actions.act_window":
            model = self.env[action.res_model].with_user(user)
            model.check_access("create" if model._transient else "read")
            model.get_views([(False, "form")])

    def test_the_guide_names_the_settings_in_force(self):
        self.company.write({"payment_deadline_days": 5, "payment_grace_days": 2, "auto_release_paid_orders": False})
        text = self._text("finance_manager")
        self.assertIn("5 days to transfer", text)
        self.assertIn("cancelled 2 days after the deadline", text)
        self.assertIn("waits until the Operational Manager releases it", text)
        self.company.write({"payment_deadline_days": 4, "auto_release_paid_orders": True})
        text = self._text("finance_manager")
        self.assertIn("4 days to transfer", text)
        self.assertIn("released to the warehouse by itself", text)

    def test_the_steps_of_the_role_are_marked(self):
        marked = {
            role: [
                row.text_content().split("Yours")[0].strip()
                for row in self._page(role).xpath("//tr[@class='table-success']/td[1]")
            ]
            for role in duties.STAFF_ROLES
        }
        self.assertEqual(marked["finance_manager"], ["The payment is confirmed"])
        self.assertEqual(marked["inventory"], ["The goods are handed to the courier", "The arrival is confirmed"])
        self.assertIn("The order is released to the warehouse", marked["operational_manager"])
        self.assertEqual(marked["director"], [])

    def test_the_people_of_each_role_are_named(self):
        self.users["inventory"].name = "Gudang Uji Bernama"
        self.assertIn("Gudang Uji Bernama", self._text("repair_team"))

    def test_customers_are_refused(self):
        for role in duties.PORTAL_ROLES:
            with self.assertRaises(AccessError):
                self.env["crosstech.guide"].with_user(self._create_user(role)).get_guide()
