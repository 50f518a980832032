from odoo.exceptions import AccessError
from odoo.tests import tagged

from .terms_common import TermsCommon


@tagged("post_install", "-at_install")
class TestPastDeliveries(TermsCommon):
    def _forget(self):
        """As if everything was delivered before the addon was there."""
        self.Unit.search([]).write({"move_line_id": False, "state": "returned"})

    def _units(self, product):
        return self.Unit.search([("product_id", "=", product.id), ("move_line_id", "!=", False)], order="move_line_id")

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_warranty.ir_cron_register_past").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_past_is_registered_in_the_background_when_asked(self):
        self._create_lots("SN-1", "SN-2")
        self._deliver(self.laptop, 2)
        self._deliver(self.mouse, 4)
        self._forget()
        self._run_cron()
        self.assertFalse(self._units(self.laptop))
        wizard = self.env["crosstech.warranty.unit.register"].with_user(self.users["operational_manager"]).create({})
        self.assertGreaterEqual(wizard.move_count, 2)
        wizard.action_start()
        self.assertTrue(self.Unit._is_past_job_running())
        self._run_cron()
        self.assertFalse(self.Unit._is_past_job_running())
        self.assertEqual(len(self._units(self.laptop)), 2)
        self.assertEqual(self._units(self.mouse).quantity, 4)
        self.assertFalse(self.env["stock.move"].search(self.Unit._past_domain()))

    def test_what_was_sold_returned_and_sold_again_ends_with_its_last_owner(self):
        self._create_lots("SN-1")
        picking = self._deliver(self.laptop)
        self._return(picking)
        other = self._create_buyer("Pembeli Kedua")
        self._deliver(self.laptop, partner=other)
        self._forget()
        self.Unit._register_past(self.env["stock.move"].search(self.Unit._past_domain(), order="date, id"))
        units = self._units(self.laptop)
        self.assertEqual(units.mapped("state"), ["returned", "active"])
        self.assertEqual(units[1].partner_id, other)

    def test_units_get_terms_their_product_was_given_later(self):
        cable = self._create_product("Kabel Uji")
        self._deliver(cable)
        unit = self.Unit.search([("product_id", "=", cable.id)])
        cable.warranty_term_id = self.term
        self.assertIn(unit, self.Unit.search(self.Unit._without_terms_domain()))
        self.Unit._start_past_job()
        self._run_cron()
        self.assertEqual(unit.term_id, self.term)
        self.assertEqual(unit._get_verdict().coverage, "company")

    def test_other_roles_cannot_ask_for_it(self):
        for role in ("director", "marketing_manager", "finance_manager", "inventory"):
            with self.assertRaises(AccessError):
                self.env["crosstech.warranty.unit.register"].with_user(self.users[role]).create({}).action_start()
        self.assertFalse(self.Unit._is_past_job_running())


@tagged("post_install", "-at_install")
class TestTermScreens(TermsCommon):
    def test_terms_say_in_one_sentence_what_the_customer_gets(self):
        self.assertEqual(
            self.term.summary,
            "parts + labour 12 months, travel 3 months; official warranty of Pemasok Uji 24 months",
        )
        self.assertEqual(self._create_term(company_parts_months=0, company_labour_months=0, company_travel_months=0,
                                           supplier_months=0).summary, "no warranty")  # fmt: skip

    def test_products_without_terms_are_found(self):
        Template = self.env["product.template"]
        category = self.env["product.category"].create({"name": "Kabel"})
        cable = self._create_product("Kabel Uji", categ_id=category.id).product_tmpl_id
        without = [("has_warranty", "=", False)]
        self.assertIn(cable, Template.search(without))
        self.assertNotIn(self.laptop.product_tmpl_id, Template.search(without))
        cable.categ_id.warranty_term_id = self.term
        self.assertNotIn(cable, Template.search(without))
        self.assertIn("Garansi Uji", cable.warranty_summary)

    def test_the_operational_manager_keeps_terms_and_nobody_else(self):
        for role, user in self.users.items():
            term = self.term.with_user(user)
            self.assertEqual(term.summary, self.term.summary)
            if role == "operational_manager":
                term.company_parts_months = 24
                self.laptop.with_user(user).warranty_term_id = term
            else:
                with self.assertRaises(AccessError):
                    term.company_parts_months = 36
        self.assertEqual(self.term.company_parts_months, 24)

    def test_a_unit_tells_its_story(self):
        unit = self._create_unit("SN-1")
        unit._replace_by(self._create_lots("SN-2"))
        titles = [event["title"] for event in unit._get_story()]
        self.assertEqual(set(titles) & {"Sold", "Delivered", "Replaced by a new unit"}, set(titles))
        self.assertEqual(len(titles), 3)
        self.assertIn("SN-2", unit.story_html)

    def test_bars_say_what_is_left_of_each_cover(self):
        unit = self._create_unit("SN-1")
        unit.write({"company_travel_until": False, "company_labour_until": unit.start_date.replace(year=2020)})
        states = [row["state"] for row in unit._get_cover_rows()]
        self.assertEqual(states, ["valid", "ended", "none", "valid"])
        unit.state = "written_off"
        self.assertNotIn("valid", [row["state"] for row in unit._get_cover_rows()])
