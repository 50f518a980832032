"""What the weekly report says: figures of the week, frozen when they are submitted, comparable, on paper too."""

import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ROLES
from .weekly_report_common import WeeklyReportCommon

KINDS = {"text", "number", "money"}


@tagged("post_install", "-at_install")
class TestWeeklyReportFigures(WeeklyReportCommon):
    # === WHAT IS COUNTED === #

    def test_sales_are_those_of_the_week_against_the_week_before(self):
        web = self.env.ref("crosstech_sale.utm_source_web")
        orders = [self._create_placed_order(days, order_source_id=web.id) for days in (1, 7)]
        earlier = self._create_placed_order(8, order_source_id=web.id)
        self._create_placed_order(0)  # this Monday, after the week
        section = self._section(self._create_report(), "sales_by_source")
        figures = self._figures(section)
        total = sum(order.amount_total for order in orders)
        self.assertEqual((figures["orders"]["value"], figures["orders"]["before"]), (2, 1))
        self.assertEqual((figures["ordered"]["value"], figures["ordered"]["before"]), (total, earlier.amount_total))
        self.assertEqual(figures["paid"]["value"], 0)
        row = section._get_figures()["rows"][0]
        self.assertEqual(row, [web.name, "Buyer", 2, total, earlier.amount_total])

    def test_a_day_ends_at_midnight_of_the_company(self):
        order = self._create_placed_order()
        cases = (("2031-03-09 16:59:59", 1), ("2031-03-09 17:00:00", 0), ("2031-03-02 17:00:00", 1),
                 ("2031-03-02 16:59:59", 0))  # fmt: skip
        report = self._create_report()
        for moment, expected in cases:
            order.placed_datetime = moment
            self.assertEqual(report._live_sections()["sales_by_source"]["figures"][0]["value"], expected, moment)
        order.placed_datetime = "2031-03-09 16:59:59"
        days = report._live_sections()["sales_by_source"]["charts"][0]["rows"]
        self.assertEqual([bool(day["value"]) for day in days], [False] * 6 + [True])

    def test_resellers_are_ranked_by_what_they_ordered(self):
        big, small = self._create_reseller("Besar"), self._create_reseller("Kecil")
        contact = self._create_buyer("Kontak", parent_id=big.id)
        self._create_placed_order(2, partner=small)
        for partner in (big, contact):
            self._create_placed_order(2, partner=partner)
        told = self._section(self._create_report(), "resellers")._get_figures()
        self.assertEqual([row[:2] for row in told["rows"][:2]], [["Besar", 2], ["Kecil", 1]])
        self.assertEqual(told["figures"][1]["value"], 2)

    def test_new_members_and_applications_are_counted(self):
        reseller = self._create_reseller("Baru")
        report = self._create_report()
        before = self._figures(self._section(report, "resellers"))["new_members"]["value"]
        membership = self.env["crosstech.reseller.membership"].search([("partner_id", "=", reseller.id)])
        if not membership:
            membership = self.env["crosstech.reseller.membership"].create(
                {"partner_id": reseller.id, "grade_id": reseller.grade_id.id, "date_from": self.week.sunday}
            )
        for day, expected in (
            (self.week.sunday, before + 1), (self.week.monday, before + 1), (self.week.shift(1).monday, before),
        ):  # fmt: skip
            membership.date_from = day
            figure = {one["key"]: one for one in report._live_sections()["resellers"]["figures"]}["new_members"]
            self.assertEqual(figure["value"], expected, day)
            found = self.env[figure["link"]["model"]].search(figure["link"]["domain"])
            self.assertEqual(membership in found, expected > before, day)

    def test_stock_says_what_is_out_and_agrees_with_the_products(self):
        empty = self._create_product("Habis")
        promised = self._create_product("Dijanjikan")
        self._stock(promised, 3)
        order = self._create_order(product=promised, quantity=5)
        order.action_confirm()
        hooks = self.env["crosstech.hooks"]
        stock = hooks._stock_quantities()
        products = self.env["product.product"].search([("is_storable", "=", True), ("sale_ok", "=", True)])
        self.assertEqual(set(stock), set(products.ids))
        for product in products:
            self.assertEqual(stock[product.id], (product.qty_available, product.virtual_available), product.name)
        told = hooks._section_stock_remaining()
        self.assertEqual(told["rows"][0], [promised.display_name, 3, -2])
        self.assertIn(["id", "in", sorted({empty.id, promised.id})], told["figures"][0]["link"]["domain"])

    def test_promotions_count_orders_and_what_was_given_away(self):
        program = self.env["loyalty.program"].create(
            {
                "name": "Potongan Uji",
                "program_type": "promotion",
                "rule_ids": [(0, 0, {"minimum_amount": 1})],
                "reward_ids": [(0, 0, {"reward_type": "discount", "discount": 10, "discount_mode": "percent"})],
            }
        )
        card = self.env["loyalty.card"].create({"program_id": program.id})
        order = self._create_order(self.buyer, self.product)
        self.env["sale.order.line"].create(
            {
                "order_id": order.id,
                "product_id": program.reward_ids.discount_line_product_id.id,
                "reward_id": program.reward_ids.id,
                "coupon_id": card.id,
                "name": "Potongan Uji",
                "price_unit": -10_000,
                "tax_ids": False,
            }
        )
        order.action_quotation_sent()
        self._create_transaction(order)
        order.placed_datetime = fields.Datetime.now() - timedelta(days=2)
        told = self._section(self._create_report(), "promotions")._get_figures()
        self.assertEqual(told["rows"], [[program.display_name, 1, 10_000]])
        self.assertEqual({one["key"]: one["value"] for one in told["figures"]}["promoted_orders"], 1)

    def test_arrivals_are_what_suppliers_brought(self):
        picking_type = self.warehouse.in_type_id
        supplier = self.env.ref("stock.stock_location_suppliers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "location_id": supplier.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "move_ids": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 7, "location_id": supplier.id,
                                     "location_dest_id": self.warehouse.lot_stock_id.id})],
            }
        )  # fmt: skip
        picking.action_confirm()
        picking.move_ids.write({"quantity": 7, "picked": True})
        picking._action_done()
        picking.move_ids.date = fields.Datetime.now() - timedelta(days=2)
        told = self._section(self._create_report(), "arrivals")._get_figures()
        self.assertEqual(told["rows"], [[self.product.display_name, 7]])
        self.assertEqual([figure["value"] for figure in told["figures"]], [7, 1])

    # === ITS SHAPE === #

    def test_what_addons_tell_fits_the_contract_and_can_be_kept(self):
        self._create_placed_order(2)
        report = self._create_report()
        for lang, sections in report._live_figures().items():
            for key, section in sections.items():
                self.assertIn(section["role"], self.users, key)
                kinds = section.get("kinds") or []
                self.assertLessEqual(set(kinds), KINDS, key)
                for row in section["rows"]:
                    self.assertEqual(len(row), len(section["columns"]), (lang, key))
                for link in [*section.get("links", ()), *(one.get("link") for one in section.get("figures", ()))]:
                    if link:
                        self.env[link["model"]].search_count(link["domain"])
                for chart in section.get("charts", ()):
                    self.assertIn(chart["kind"], ("bars", "columns"))

    def test_a_section_of_the_old_shape_still_works(self):
        class Plain:
            def __call__(self, hooks, date_from, date_to):
                return [
                    {"key": "plain", "title": "Plain", "role": "inventory", "columns": ["What", "Number"],
                     "rows": [["Boxes", 3]]}
                ]  # fmt: skip

        plain = Plain()
        self.patch(
            self.env.registry["crosstech.hooks"], "_weekly_report_sections", lambda hooks, a, b: plain(hooks, a, b)
        )
        report = self._create_report()
        self._as(report.section_ids, "inventory").action_submit()
        page = self._as(report, "director").page_html
        self.assertIn("Boxes", page)
        self.assertIn(">3<", page)

    # === FROZEN === #

    def test_frozen_figures_do_not_change_when_the_data_does(self):
        self._create_placed_order(2)
        report = self._create_report()
        section = self._section(report, "sales_by_source")
        self._create_placed_order(3)
        self.assertEqual(self._figures(section)["orders"]["value"], 2, "open: as of now")
        self._as(section, "marketing_manager").action_submit()
        frozen = section.figures
        self._create_placed_order(3)
        section.invalidate_recordset()
        self.assertEqual(self._figures(section)["orders"]["value"], 2)
        self.assertEqual(section.figures, frozen)
        stored = section.figure_ids.filtered(lambda figure: figure.key == "orders")
        self.assertEqual((stored.value, stored.week_start), (2, self.week.monday))
        self.assertEqual(report._live_sections()["sales_by_source"]["figures"][0]["value"], 3)

    def test_a_snapshot_is_compared_with_what_last_weeks_report_said(self):
        hooks = self.env["crosstech.hooks"]
        before = self._create_report(self.week.shift(-1))
        self.assertIn("no figure last week", self._as(before, "director").page_html)
        self._submit_report(before)
        told = {one["key"]: one["value"] for one in hooks._section_stock_remaining()["figures"]}
        self._create_product("Baru Habis")
        section = self._section(self._create_report(), "stock_remaining")
        figure = self._figures(section)["out_of_stock"]
        self.assertEqual((figure["value"], figure["before"]), (told["out_of_stock"] + 1, told["out_of_stock"]))

    def test_the_reader_reads_his_own_language(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self._create_placed_order(2)
        report = self._create_report()
        self._submit_report(report)
        section = self._section(report, "sales_by_source")
        self.assertEqual(set(section.figures), {code for code, _name in self.env["res.lang"].get_installed()})
        self.assertEqual(section.with_context(lang="en_US")._get_figures()["columns"][0], "Source")
        self.assertEqual(section.with_context(lang="id_ID")._get_figures()["columns"][0], "Sumber")

    # === THE PAGE === #

    def test_each_number_opens_the_list_it_was_counted_from(self):
        order = self._create_placed_order(2)
        self._create_placed_order(9)
        report = self._create_report()
        for state in ("open", "frozen"):
            section = self._as(self._section(report, "sales_by_source"), "marketing_manager")
            if state == "frozen":
                section.action_submit()
            for figure in ("f0", "r0"):
                action = section.action_open_figure(figure)
                self.assertEqual(self.env[action["res_model"]].search(action["domain"]), order, (state, figure))
            for nonsense in ("", "f", "f99", "r-1", "x0", "f²", "f0; drop"):
                with self.assertRaises(UserError):
                    section.action_open_figure(nonsense)
        self.assertIn(f'href="#open-{section.id}-f0"', self._as(report, "director").page_html)

    def test_a_number_opens_nothing_for_who_may_not_read_the_section(self):
        section = self._section(self._create_report(), "money")
        for role in set(ROLES) - {"finance_manager", "operational_manager", "director"}:
            with self.assertRaises(AccessError):
                self._as(section, role).action_open_figure("f0")

    def test_a_comparison_is_told_in_words_too(self):
        for days in (2, 3, 9):
            self._create_placed_order(days)
        page = self._as(self._create_report(), "director").page_html
        self.assertIn("▲", page)
        self.assertIn("+100 %, last week 1", page)

    def test_a_week_without_data_says_so(self):
        week = self.week.shift(-1600)
        report = self._create_report(week)
        page = self._as(report, "director").page_html
        for words in ("No order came in this week.", "No goods arrived in this week.", "No reseller ordered"):
            self.assertIn(words, page)
        sales = self._section(report, "sales_by_source")._prepare_page(report._live_sections()["sales_by_source"],
                                                                      links=True)  # fmt: skip
        self.assertEqual((sales["figures"], sales["rows"], sales["charts"]), ([], [], []))

    def test_commentary_is_shown_as_text(self):
        report = self._create_report()
        section = self._as(self._section(report, "repairs"), "repair_team")
        section.commentary = "<script>alert(1)</script> & more"
        self.assertIn("&lt;script&gt;alert(1)", self._as(report, "director").page_html)

    def test_the_report_is_a_pdf_with_all_sections(self):
        self._create_placed_order(2)
        report = self._create_report()
        self._submit_report(report)
        actions = self.env["ir.actions.report"].with_user(self.users["director"])
        with mute_logger("odoo.addons.base.models.ir_actions_report"):  # no server runs that would give the styles
            content, kind = actions.with_context(force_report_rendering=True)._render_qweb_pdf(
                "crosstech_sale.weekly_report_action_report", report.ids
            )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        text = " ".join(" ".join(page.extract_text().split()) for page in pages)
        for words in (self.company.name, "2031-W10", "Sales", "Stock Remaining", "Money", "Ordered per day"):
            self.assertIn(words, text)
        self.assertNotIn("#open-", text)
