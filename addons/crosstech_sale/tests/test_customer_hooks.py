"""A customer at a glance, the weekly figures, WhatsApp."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .fulfil_common import FulfilCommon


@tagged("post_install", "-at_install")
class TestCustomerHooks(FulfilCommon):
    def setUp(self):
        super().setUp()
        self.hooks = self.env["crosstech.hooks"]
        self.order = self._create_paid_order()

    def _facts(self, partner, role="marketing_manager"):
        record = partner.with_user(self.users[role])
        return {fact["key"]: fact["value"] for fact in record.env["crosstech.hooks"]._customer_facts(record)}

    def test_facts_count_orders_and_money_of_the_whole_company(self):
        contact = self._create_buyer("Kontak Uji", parent_id=self.order.partner_id.id)
        facts = self._facts(contact)
        self.assertEqual(facts["orders"], 1)
        self.assertEqual(facts["paid_total"], self.order.amount_total)
        self.assertEqual(facts["last_order"], self.order.placed_datetime)

    def test_a_contact_without_orders_has_empty_facts(self):
        facts = self._facts(self._create_buyer("Baru"))
        self.assertEqual((facts["orders"], facts["paid_total"], facts["last_order"]), (0, 0, False))

    def test_timeline_is_newest_first_and_ends_with_cancellation(self):
        self.env["crosstech.notification"]._notify(self.order.partner_id, "Paid", "Thank you", record=self.order)
        self.order.cancelled_datetime = fields.Datetime.now() + timedelta(hours=1)
        events = self.hooks._customer_timeline(self.order.partner_id)
        moments = [event["datetime"] for event in events]
        self.assertEqual(moments, sorted(moments, reverse=True))
        self.assertEqual(events[0]["title"], "Cancelled")
        self.assertIn("Told", [event["title"] for event in events])
        self.assertEqual(len(self.hooks._customer_timeline(self.order.partner_id, limit=1)), 1)

    def test_another_customer_gets_neither_facts_nor_timeline(self):
        stranger = self._create_user("reseller", login="stranger")
        partner = self.order.partner_id.with_user(stranger)
        for method in ("_customer_facts", "_customer_timeline"):
            with self.assertRaises(AccessError):
                getattr(partner.env["crosstech.hooks"], method)(partner)

    def test_the_contact_form_shows_the_overview(self):
        self.assertIn(self.order.name, str(self.order.partner_id.customer_overview))
        for role in ("director", "operational_manager", "marketing_manager", "finance_manager"):
            form = Form(self.order.partner_id.with_user(self.users[role]))
            self.assertIn(self.order.name, str(form.customer_overview), role)

    def test_weekly_sections_have_the_same_shape_and_count_this_week(self):
        today = self.company._get_today()
        sections = self.hooks._weekly_report_sections(today - timedelta(days=6), today + timedelta(days=1))
        keys = [section["key"] for section in sections]
        self.assertLessEqual({"sales_by_source", "orders_waiting", "stock_remaining", "money"}, set(keys))
        self.assertEqual(len(set(keys)), len(keys))
        for section in sections:
            self.assertLessEqual({"key", "title", "role", "columns", "rows"}, set(section))
            for row in section["rows"]:
                self.assertEqual(len(row), len(section["columns"]), section["key"])
        sales = sections[keys.index("sales_by_source")]
        self.assertGreaterEqual(sum(row[2] for row in sales["rows"]), 1)

    def test_an_empty_week_has_empty_figures(self):
        sections = {one["key"]: one for one in self.hooks._weekly_report_sections(date(1999, 1, 4), date(1999, 1, 10))}
        self.assertEqual(sections["sales_by_source"]["rows"], [])
        self.assertEqual(sections["money"]["rows"][0][1], 0)

    def test_the_week_begins_at_midnight_of_the_company(self):
        start, end = self.hooks._weekly_report_bounds(date(2026, 3, 2), date(2026, 3, 8))
        self.assertEqual(fields.Datetime.to_string(start), "2026-03-01 17:00:00")
        self.assertEqual(fields.Datetime.to_string(end), "2026-03-08 17:00:00")

    def test_whatsapp_opens_a_chat_about_the_order(self):
        self.order.partner_id.phone = "0812-3456-789"
        action = self.order.action_whatsapp()
        self.assertTrue(action["url"].startswith("https://wa.me/628123456789?text="), action["url"])
        self.assertIn(self.order.name, action["url"])

    def test_whatsapp_without_a_number_is_explained(self):
        for phone in (False, "12", "ask the shop"):
            self.order.partner_id.phone = phone
            with self.assertRaisesRegex(UserError, "no telephone number"):
                self.order.partner_id.action_whatsapp()
