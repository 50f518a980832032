"""The recap of work orders per period (S1.18)."""

import base64
import io
from datetime import date, datetime

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon

# ruff: noqa: DTZ001 – naive UTC, as in the tables


@tagged("post_install", "-at_install")
class TestRecap(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_buyer()
        cls.product = cls.env["product.product"].create({"name": "=Laptop Uji", "type": "consu"})
        cls.unit = cls.env["crosstech.warranty.unit"].create({"product_id": cls.product.id, "partner_id": cls.buyer.id})
        cls.technician = cls.env["crosstech.technician"].create({"partner_id": cls._create_buyer("Budi Teknisi").id})
        cls.Recap = cls.env["crosstech.work.order.recap"]

    def _create_order(self, opened, finished=None, outcomes=("solved",), region=None, **values):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Rusak", "description": "Rusak", "partner_id": self.buyer.id, "unit_id": self.unit.id,
             "product_id": self.product.id, "region_id": (region or self.gambir).id, "verdict": "company"}
        )  # fmt: skip
        order = self.env["crosstech.work.order"].create(
            {"ticket_id": ticket.id, "technician_id": self.technician.id, "decision": "repair", **values}
        )
        for outcome in outcomes:
            self.env["crosstech.work.order.visit"].create(
                {"order_id": order.id, "technician_id": self.technician.id, "outcome": outcome}
            )
        self.env["crosstech.work.order.line"].create(
            [
                {
                    "order_id": order.id,
                    "name": "Papan",
                    "quantity": 2,
                    "price_unit": 100000,
                    "cost_unit": 70000,
                    "is_free": False,
                    "free_reason": "Uji",
                },
                {"order_id": order.id, "name": "Kerja", "price_unit": 50000, "is_free": True, "free_reason": "Uji"},
            ]
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s", [opened, ticket.id])
        self.env.cr.execute(
            "UPDATE crosstech_work_order SET create_date = %s, finished_datetime = %s WHERE id = %s",
            [opened, finished, order.id],
        )
        self.env.invalidate_all()
        return order

    def _row(self, order):
        self.env.flush_all()
        return self.Recap.search([("order_id", "=", order.id)])

    def _wizard(self, role="repair_team", **values):
        days = {"date_from": date(2031, 5, 1), "date_to": date(2031, 5, 31)}
        return self.env["crosstech.work.order.recap.print"].with_user(self.users[role]).create({**days, **values})

    def test_a_row_tells_hours_visits_amounts_and_the_province(self):
        row = self._row(self._create_order(datetime(2031, 5, 5, 1), datetime(2031, 5, 6, 13), region=self.mariso))
        self.assertEqual((row.turnaround_hours, row.visit_count, row.first_time_fix_percent), (36, 1, 100))
        self.assertEqual((row.amount_billed, row.amount_free, row.amount_cost), (200000, 50000, 140000))
        self.assertEqual((row.province_id, row.categ_id), (self.sulawesi_selatan, self.product.categ_id))

    def test_days_are_those_of_the_customers_region(self):
        late = datetime(2031, 5, 5, 16, 30)  # half past midnight in Makassar, half an hour before it in Jakarta
        self.assertEqual(self._row(self._create_order(late, late, region=self.mariso)).finished_date, date(2031, 5, 6))
        self.assertEqual(self._row(self._create_order(late, late)).finished_date, date(2031, 5, 5))

    def test_a_second_visit_or_the_same_unit_back_within_a_month_is_no_first_time_fix(self):
        twice = self._create_order(datetime(2031, 1, 5), datetime(2031, 1, 9), ("needs_part", "solved"))
        self.assertEqual(self._row(twice).first_time_fix_percent, 0)
        fixed = self._create_order(datetime(2031, 5, 5), datetime(2031, 5, 6))
        again = self._create_order(datetime(2031, 6, 1), datetime(2031, 6, 2))
        self.assertEqual(self._row(fixed).first_time_fix_percent, 0)
        self.assertEqual(self._row(again).first_time_fix_percent, 100)
        self._create_order(datetime(2031, 8, 1))
        self.assertEqual(self._row(again).first_time_fix_percent, 100)

    def test_an_order_without_a_visit_counts_in_no_first_time_fix(self):
        self._create_order(datetime(2031, 5, 5), datetime(2031, 5, 6), outcomes=())
        self.env.flush_all()
        figures = self.Recap._figures(
            [("finished_date", ">=", date(2031, 5, 1)), ("finished_date", "<", date(2031, 6, 1))]
        )
        self.assertIsNone(figures["first_time_fix_percent"])

    def test_the_recap_counts_what_was_finished_in_the_period_and_shows_it(self):
        for day in (1, 15, 31):
            self._create_order(datetime(2031, 5, day, 1), datetime(2031, 5, day, 5))
        self._create_order(datetime(2031, 5, 31, 1), datetime(2031, 6, 1, 5))
        self.env.flush_all()
        page = self._wizard()._prepare_page()
        figures = {figure["label"]: figure["text"] for figure in page["figures"]}
        self.assertEqual((figures["Opened"], figures["Finished"]), ("4", "3"))
        self.assertEqual(page["rows"][0]["cells"][:2], ["Budi Teknisi", "3"])
        self.assertIn("Budi Teknisi", self._wizard().recap_html)

    def test_every_division_can_be_chosen(self):
        self._create_order(datetime(2031, 5, 5), datetime(2031, 5, 6))
        self.env.flush_all()
        for name, _label in self.env["crosstech.work.order.recap.print"]._fields["group_field"].selection:
            self.assertEqual(len(self._wizard(group_field=name)._prepare_page()["rows"]), 1, name)

    def test_the_spreadsheet_has_a_row_for_each_order_and_no_formula(self):
        self._create_order(datetime(2031, 5, 5), datetime(2031, 5, 6))
        self.env.flush_all()
        action = self._wizard().action_export()
        attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(attachment.datas))).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(len(rows), 2)
        self.assertIn("'=Laptop Uji", rows[1])
        self.assertFalse([cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"])

    def test_an_empty_period_says_so_and_a_wrong_one_is_refused(self):
        page = self._wizard(date_from=date(2035, 1, 1), date_to=date(2035, 1, 31))._prepare_page()
        self.assertTrue(page["empty"])
        recap = self.env["crosstech.work.order.recap.print"].new({"date_from": "2031-05-02", "date_to": "2031-05-01"})
        self.assertTrue(recap._prepare_page()["empty"])
        with self.assertRaises(UserError):
            recap._check_days()

    def test_the_paper_says_what_the_screen_says(self):
        self._create_order(datetime(2031, 5, 5), datetime(2031, 5, 6))
        self.env.flush_all()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.report_work_order_recap", self._wizard().ids
        )
        self.assertIn("Budi Teknisi", html.decode())
