"""From the shelf to the order: Inventory checks, the Operational Manager reports, only the Director orders (S0.43)."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ROLES
from .purchase_common import PurchaseCommon


@tagged("post_install", "-at_install")
class TestStockReport(PurchaseCommon):
    # === FIGURES === #

    def test_one_click_lists_what_will_not_last_with_its_figures(self):
        plenty = self._create_product("Barang Banyak", supplier=self.supplier)
        self._stock(plenty, 500)
        self._sell(plenty, 2)
        report = self._check_stock()
        line = self._line(report)
        self.assertNotIn(plenty, report.line_ids.product_id)
        self.assertEqual((line.on_hand, line.promised, line.incoming, line.free), (4, 0, 0, 4))
        self.assertEqual((line.sold_30, line.sold_90), (26, 26))
        self.assertEqual((line.supplier_id, line.price_unit, line.lead_days), (self.supplier, 80_000, 5))
        self.assertEqual(line.reason, "cover")
        self.assertGreater(line.proposed_quantity, 0)
        self.assertEqual(line.amount_proposed, line.proposed_quantity * 80_000)
        self.assertIn("5", line.reason_text)

    def test_what_is_promised_and_what_is_on_order_count(self):
        before = self._line(self._check_stock())
        order = self._create_order(product=self.keyboard, quantity=3)
        order.action_confirm()
        promised = self._line(self._check_stock())
        self.assertEqual((promised.promised, promised.free), (3, 1))
        self.assertGreater(promised.proposed_quantity, before.proposed_quantity)
        self._create_purchase(quantity=1_000)
        self.assertFalse(self._line(self._check_stock()), "1,000 are on their way")

    def test_old_sales_and_offers_do_not_count(self):
        quiet = self._create_product("Barang Sepi", supplier=self.supplier)
        self._sell(quiet, 50, days=120)
        self._create_order(product=quiet, quantity=50)
        self.assertFalse(self._line(self._check_stock(), quiet))

    def test_a_dozen_counts_as_twelve(self):
        order = self._create_order(product=self.keyboard, quantity=1)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        order.picking_ids.action_cancel()
        self.assertEqual(self._line(self._check_stock()).sold_30, 38)

    def test_the_reordering_rule_of_odoo_is_kept(self):
        quiet = self._create_product("Barang Sepi", supplier=self.supplier)
        self.env["stock.warehouse.orderpoint"].create(
            {"product_id": quiet.id, "product_min_qty": 5, "product_max_qty": 12, "trigger": "manual"}
        )
        line = self._line(self._check_stock(), quiet)
        self.assertEqual((line.reason, line.proposed_quantity), ("rule", 12))

    def test_zero_and_negative_stock_are_proposed_in_full(self):
        empty = self._create_product("Barang Habis", supplier=self.supplier)
        self._sell(empty, 13)
        owed = self._create_product("Barang Kurang", supplier=self.supplier)
        self._stock(owed, -3)
        report = self._check_stock()
        self.assertEqual(self._line(report, empty).cover_days, 0)
        self.assertGreater(self._line(report, empty).proposed_quantity, 0)
        line = self._line(report, owed)
        self.assertEqual((line.on_hand, line.reason, line.proposed_quantity), (-3, "owed", 3))

    def test_packs_and_smallest_quantity_of_the_supplier_are_kept(self):
        packed = self._create_product("Barang Dus", supplier=self.supplier, min_qty=2)
        packed.seller_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        packed.seller_ids.price = 120_000
        self._sell(packed, 1)
        line = self._line(self._check_stock(), packed)
        self.assertEqual((line.pack_quantity, line.supplier_minimum, line.price_unit), (12, 24, 10_000))
        self.assertEqual(line.proposed_quantity % 12, 0)
        self.assertGreaterEqual(line.proposed_quantity, 24)

    def test_a_price_in_another_currency_is_converted_by_core(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        rate = {
            "name": "2020-01-01",
            "currency_id": dollar.id,
            "company_id": self.company.id,
            "company_rate": 1 / 16_000,
        }
        self.env["res.currency.rate"].search([("currency_id", "=", dollar.id)]).unlink()
        self.env["res.currency.rate"].create(rate)
        foreign = self._create_product("Barang Impor", supplier=self.supplier, price=5)
        foreign.seller_ids.currency_id = dollar
        self._sell(foreign, 5)
        self.assertAlmostEqual(self._line(self._check_stock(), foreign).price_unit, 80_000, delta=1)

    # === DESKS === #

    def test_the_check_goes_from_desk_to_desk_and_each_is_told(self):
        report = self._check_stock()
        self._as(report, "inventory").action_submit()
        self.assertEqual(report.activity_ids.user_id, self.users["operational_manager"])
        self._as(report, "operational_manager").comment = "School starts in July"
        self._as(report, "operational_manager").action_pass_on()
        self.assertEqual(report.activity_ids.user_id, self.users["director"])
        self._as(report, "director").action_ask_again()
        self._as(report, "operational_manager").action_count_again()
        self.assertEqual(report.state, "draft")
        self.assertEqual(report.activity_ids.user_id, self.users["inventory"])

    def test_nobody_else_takes_a_step(self):
        report = self._check_stock()
        for state, action, owner in (
            ("draft", "action_submit", "inventory"),
            ("submitted", "action_pass_on", "operational_manager"),
            ("submitted", "action_count_again", "operational_manager"),
            ("passed", "action_order", "director"),
            ("passed", "action_ask_again", "director"),
            ("passed", "action_close", "director"),
        ):
            report.state = state
            for role in ROLES:
                if role != owner:
                    with self.assertRaises(AccessError, msg=f"{role} {action}"), self.env.cr.savepoint():
                        getattr(self._as(report, role), action)()
            admin = self._admin()
            with self.assertRaises(AccessError, msg=f"admin {action}"), self.env.cr.savepoint():
                getattr(report.with_user(admin), action)()
            self.assertEqual(report.state, state)
        self.assertFalse(report.purchase_ids)

    def _admin(self):
        login = "test_admin_stock"
        found = self.env["res.users"].search([("login", "=", login)])
        return found or new_test_user(self.env, login, groups="base.group_system,purchase.group_purchase_manager")

    def test_only_inventory_checks_the_stock(self):
        count = self.env["crosstech.stock.report"].search_count([])
        for role in ROLES:
            if role != "inventory":
                with self.assertRaises(AccessError, msg=role):
                    self._as(self.env["crosstech.stock.report"], role).action_check_stock()
        with self.assertRaises(AccessError):
            self._as(self.env["crosstech.stock.report"], "inventory").create(
                {"name": "Mine", "report_date": "2030-01-01"}
            )
        self.assertEqual(self.env["crosstech.stock.report"].search_count([]), count)

    def test_each_writes_only_what_is_his_while_the_paper_is_with_him(self):
        report = self._check_stock()
        line = self._line(report)
        mine = {
            ("draft", "inventory"): {"counted_quantity": 3},
            ("submitted", "operational_manager"): {"proposed_quantity": 7},
            ("passed", "director"): {"decided_quantity": 6},
        }
        for state in ("draft", "submitted", "passed", "ordered"):
            report.state = state
            for role in ROLES:
                for (place, owner), values in mine.items():
                    if (place, owner) == (state, role):
                        self._as(line, role).write(values)
                        continue
                    before = line.read(["counted_quantity", "proposed_quantity", "decided_quantity"])
                    with self.assertRaises(UserError, msg=f"{state} {role} {values}"):
                        self._as(line, role).write(values)
                    line.invalidate_recordset()
                    self.assertEqual(line.read(["counted_quantity", "proposed_quantity", "decided_quantity"]), before)

    def test_nobody_types_the_state_or_a_figure(self):
        report = self._check_stock()
        for role in ("inventory", "operational_manager", "director"):
            with self.assertRaises(UserError):
                self._as(report, role).write({"state": "ordered"})
            with self.assertRaises(UserError):
                self._as(report.line_ids[:1], role).write({"on_hand": 1, "daily_sales": 100})
        self.assertEqual(report.state, "draft")

    def test_a_corrected_count_changes_the_proposal(self):
        line = self._line(self._check_stock())
        before = line.proposed_quantity
        self._as(line, "inventory").write({"counted_quantity": 1, "count_note": "three are broken"})
        self.assertEqual(line.proposed_quantity, before + 3)
        self.assertEqual(line.on_hand, 4)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._as(line, "inventory").counted_quantity = -1
            line.flush_recordset()

    def test_other_products_are_added_with_their_figures(self):
        report = self._check_stock()
        other = self._create_product("Barang Lain", supplier=self.supplier, price=9_000)
        service = self.env["product.product"].create({"name": "Jasa", "type": "service"})
        self._as(report, "inventory").write({"line_ids": [Command.create({"product_id": other.id})]})
        self.assertEqual(self._line(report, other).price_unit, 9_000)
        with self.assertRaises(UserError):
            self._as(report, "inventory").write({"line_ids": [Command.create({"product_id": service.id})]})
        self._as(report, "inventory").action_add_all()
        self.assertEqual(len(report.line_ids), len(report._stocked_products()))
        self._as(report, "inventory").action_submit()
        with self.assertRaises(AccessError):
            self._as(report.line_ids[:1], "inventory").unlink()

    def test_inventory_edits_the_check_on_its_form(self):
        report = self._check_stock()
        self._keep_only(report)
        with Form(self._as(report, "inventory")) as form, form.line_ids.edit(0) as line:
            line.counted_quantity = 2
            line.count_note = "two are broken"
        self.assertEqual(report.line_ids.counted_quantity, 2)

    # === THE ORDER === #

    def test_the_director_orders_with_one_click_from_every_supplier(self):
        second = self._create_supplier("Pemasok Kedua")
        mouse = self._create_product("Tetikus Laris", supplier=second, price=30_000)
        self._sell(mouse, 26)
        report = self._passed_report()
        (report.line_ids - self._line(report) - self._line(report, mouse)).sudo().unlink()
        self._as(self._line(report), "director").write({"decided_quantity": 11})
        self._as(report, "director").action_order()
        self.assertEqual(report.state, "ordered")
        self.assertEqual(report.purchase_ids.partner_id, self.supplier | second)
        self.assertEqual(set(report.purchase_ids.mapped("state")), {"purchase"})
        ordered = self._line(report).purchase_line_id
        self.assertEqual((ordered.product_qty, ordered.price_unit), (11, 80_000))
        self.assertEqual(ordered.order_id.user_id, self.users["director"])
        self.assertEqual(ordered.order_id.picking_ids.move_ids.product_uom_qty, 11)
        told = report.message_ids[0].notified_partner_ids
        self.assertLessEqual(self.users["inventory"].partner_id | self.users["operational_manager"].partner_id, told)

    def test_two_clicks_order_once(self):
        report = self._passed_report()
        self._keep_only(report)
        self._as(report, "director").action_order()
        with self.assertRaises(UserError):
            self._as(report, "director").action_order()
        self.assertEqual(len(report.purchase_ids), 1)

    def test_what_is_not_ordered_needs_a_reason(self):
        report = self._passed_report()
        line = self._keep_only(report)
        second = self._create_product("Tetikus Laris", supplier=self.supplier)
        self._sell(second, 26)
        report.line_ids.create({"report_id": report.id, **report._figures(second)[0]})
        director = self._as(line, "director")
        director.decided_quantity = 0
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._as(report, "director").action_order()
        self.assertFalse(report.purchase_ids)
        director.decision_reason = "too dear"
        self._as(report, "director").action_order()
        self.assertEqual(report.purchase_ids.order_line.product_id, second)

    def test_nothing_to_order_is_said_and_closed(self):
        report = self._passed_report()
        line = self._as(self._keep_only(report), "director")
        line.write({"decided_quantity": 0, "decision_reason": "no money this week"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._as(report, "director").action_order()
        self._as(report, "director").action_close()
        self.assertEqual((report.state, len(report.purchase_ids)), ("closed", 0))

    def test_a_product_without_supplier_or_price_is_named_and_nothing_is_ordered(self):
        orphan = self._create_product("Barang Yatim")
        self._sell(orphan, 5)
        free = self._create_product("Barang Tanpa Harga", supplier=self.supplier, price=0)
        self._sell(free, 5)
        report = self._passed_report()
        (report.line_ids - self._line(report, orphan) - self._line(report, free)).sudo().unlink()
        with self.assertRaisesRegex(UserError, "Yatim"), self.env.cr.savepoint():
            self._as(report, "director").action_order()
        self._as(self._line(report, orphan), "director").write(
            {"supplier_id": self.supplier.id, "offered_price": 5_000}
        )
        with self.assertRaisesRegex(UserError, "Tanpa Harga"), self.env.cr.savepoint():
            self._as(report, "director").action_order()
        self.assertFalse(report.purchase_ids)
        self._as(self._line(report, free), "director").offered_price = 7_000
        self._as(report, "director").action_order()
        self.assertEqual(sorted(report.purchase_ids.order_line.mapped("price_unit")), [5_000, 7_000])

    def test_the_offer_of_the_supplier_counts_instead_of_his_price_list(self):
        report = self._check_stock()
        line = self._keep_only(report)
        self._as(report, "inventory").action_submit()
        self._as(line, "operational_manager").write({"offered_price": 75_000, "offer_note": "by phone, until Friday"})
        self.assertEqual((line.price_unit, line.unit_price), (80_000, 75_000))
        self._as(report, "operational_manager").action_pass_on()
        self._as(report, "director").action_order()
        self.assertEqual(report.purchase_ids.order_line.price_unit, 75_000)
        self.assertEqual(self._check_and_add(self.keyboard).last_price, 75_000)

    def _check_and_add(self, product):
        report = self._check_stock()
        if not self._line(report, product):
            self._as(report, "inventory").write({"line_ids": [Command.create({"product_id": product.id})]})
        return self._line(report, product)

    def test_another_supplier_brings_his_own_price_and_leaves_the_quantity(self):
        other = self._create_supplier("Pemasok Murah")
        self.env["product.supplierinfo"].create(
            {"partner_id": other.id, "product_tmpl_id": self.keyboard.product_tmpl_id.id, "price": 70_000, "delay": 9}
        )
        report = self._check_stock()
        line = self._line(report)
        self._as(report, "inventory").action_submit()
        self._as(line, "operational_manager").write({"proposed_quantity": 40, "supplier_id": other.id})
        self.assertEqual((line.unit_price, line.lead_days, line.proposed_quantity), (70_000, 9, 40))

    def test_a_check_that_was_handed_in_stays(self):
        report = self._check_stock()
        self._as(report, "inventory").action_submit()
        with self.assertRaises(UserError):
            self._as(report, "inventory").unlink()
        self.assertTrue(report.exists())

    # === THE WEEKLY REPORT === #

    def test_the_weekly_report_shows_what_is_proposed(self):
        report = self._check_stock()
        self._keep_only(report)
        today = self.company._get_today()
        sections = self.env["crosstech.hooks"]._weekly_report_sections(today - timedelta(days=6), today)
        section = next(section for section in sections if section["key"] == "stock_proposals")
        self.assertEqual(section["rows"][0][0], self.keyboard.display_name)
        self.assertEqual(len(section["rows"][0]), len(section["columns"]))
