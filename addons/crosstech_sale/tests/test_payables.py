"""From the receipt to the paid supplier: quantities, deadline, reminder, payment (S0.44 to S0.50, X18)."""

import contextlib
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ROLES
from .purchase_common import PurchaseCommon


@tagged("post_install", "-at_install")
class TestReceipt(PurchaseCommon):
    def test_the_operational_manager_is_told_which_products_and_how_many_arrived(self):
        purchase = self._create_purchase(quantity=10)
        self._receive(purchase, 8, reason="two follow next week")
        todo = purchase.activity_ids.filtered(lambda todo: todo.user_id == self.users["operational_manager"])
        self.assertEqual(len(todo), 1)
        for word in ("Papan Ketik Laris", "8", "10", "two follow next week"):
            self.assertIn(word, todo.note)

    def test_a_difference_needs_its_reason_and_is_shown_with_it(self):
        purchase = self._create_purchase(quantity=10)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._receive(purchase, 8)
        self.assertEqual(purchase.order_line.qty_received, 0)
        self._receive(purchase, 8, reason="two were broken")
        line = purchase.order_line
        self.assertEqual((line.product_qty, line.qty_received, line.missing_quantity), (10, 8, 2))
        self.assertEqual(line.difference_reason, "two were broken")
        self.assertEqual((purchase.ordered_quantity, purchase.received_quantity), (10, 8))

    def test_more_than_ordered_is_a_difference_too(self):
        purchase = self._create_purchase(quantity=10)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._receive(purchase, 12)
        self._receive(purchase, 12, reason="two as a gift")
        self.assertEqual(purchase.order_line.missing_quantity, -2)

    @freeze_time("2026-05-20 03:00:00")
    def test_the_receipt_gives_finance_amount_and_deadline(self):
        purchase = self._create_purchase(quantity=10, price=80_000)
        self._receive(purchase)
        bill = purchase.invoice_ids
        self.assertEqual((bill.state, bill.amount_total), ("draft", 800_000))
        self.assertEqual(bill.invoice_date_due, date(2026, 6, 19))
        self.assertFalse(bill.invoice_date or bill.ref)
        todo = bill.activity_ids
        self.assertEqual((todo.user_id, todo.date_deadline), (self.users["finance_manager"], date(2026, 6, 19)))
        self.assertIn("800,000", todo.summary)

    @freeze_time("2026-05-20 20:00:00")
    def test_the_deadline_counts_from_the_companys_day_not_from_utc(self):
        purchase = self._create_purchase()
        self._receive(purchase)
        self.assertEqual(purchase.invoice_ids.invoice_date_due, date(2026, 6, 20))

    @freeze_time("2026-05-20 03:00:00")
    def test_without_a_payment_term_it_is_due_on_arrival(self):
        supplier = self._create_supplier("Tunai", property_supplier_payment_term_id=False)
        purchase = self._create_purchase(supplier=supplier)
        self._receive(purchase)
        self.assertEqual(purchase.invoice_ids.invoice_date_due, date(2026, 5, 20))

    def test_every_receipt_bills_what_it_brought_and_no_more(self):
        purchase = self._create_purchase(quantity=10, price=80_000)
        self._receive(purchase, 6, reason="the rest follows", backorder=True)
        self.assertEqual(purchase.purchase_stage, "partly_received")
        self._receive(purchase)
        self.assertEqual(sorted(purchase.invoice_ids.mapped("amount_total")), [320_000, 480_000])

    def test_what_finance_billed_before_is_not_billed_again(self):
        purchase = self._create_purchase(quantity=10)
        purchase.order_line.product_id.purchase_method = "purchase"
        purchase.order_line.invalidate_recordset()
        self._as(purchase, "finance_manager").action_create_invoice()
        bill = purchase.invoice_ids
        self._receive(purchase)
        self.assertEqual(purchase.invoice_ids, bill)

    def test_goods_are_received_even_if_no_bill_can_be_made(self):
        purchase = self._create_purchase()
        with patch.object(type(purchase), "action_create_invoice", side_effect=UserError("no journal")):
            receipt = self._receive(purchase)
        self.assertEqual(receipt.state, "done")
        self.assertFalse(purchase.invoice_ids)
        self.assertIn(self.users["finance_manager"], purchase.activity_ids.user_id)

    def test_a_receipt_without_an_order_is_told_and_bills_nothing(self):
        bills = self.env["account.move"].search_count([])
        supplier_place = self.env.ref("stock.stock_location_suppliers")
        places = {"location_id": supplier_place.id, "location_dest_id": self.warehouse.lot_stock_id.id}
        move = {"product_id": self.keyboard.id, "product_uom_qty": 3, **places}
        receipt = self._as(self.env["stock.picking"], "inventory").create(
            {"picking_type_id": self.warehouse.in_type_id.id, **places, "move_ids": [(0, 0, move)]}
        )
        receipt.action_confirm()
        receipt.move_ids.write({"quantity": 3, "picked": True})
        receipt.button_validate()
        self.assertEqual(receipt.sudo().activity_ids.user_id, self.users["operational_manager"])
        self.assertEqual(self.env["account.move"].search_count([]), bills)

    # === PROGRESS === #

    def test_the_progress_follows_goods_and_money_by_itself(self):
        purchase = self._create_purchase()
        stages = [purchase.purchase_stage]
        self._receive(purchase)
        stages.append(purchase.purchase_stage)
        bill = self._post_bill(purchase.invoice_ids)
        stages.append(purchase.purchase_stage)
        self._pay(bill)
        stages.append(purchase.purchase_stage)
        self.assertEqual(stages, ["ordered", "received", "billed", "paid"])
        self.assertEqual(purchase.payable_status, "paid")
        self.assertFalse(purchase.activity_ids.filtered(lambda todo: todo.user_id == self.users["finance_manager"]))

    def test_nobody_types_the_progress_or_the_status(self):
        purchase = self._create_purchase()
        self._receive(purchase)
        bill = self._post_bill(purchase.invoice_ids)
        for role in ROLES:
            with contextlib.suppress(AccessError):
                self._as(purchase, role).write({"purchase_stage": "paid"})
            with contextlib.suppress(AccessError):
                self._as(bill, role).write({"payable_status": "paid"})
            self.env.invalidate_all()
            purchase._compute_purchase_stage()
            self.assertEqual(bill.payable_status, "unpaid", role)
            self.assertEqual(purchase.purchase_stage, "billed", role)

    def test_finance_neither_orders_nor_receives_and_inventory_does_not_pay(self):
        purchase = self._create_purchase()
        draft = self._as(self.env["purchase.order"], "operational_manager").create({"partner_id": self.supplier.id})
        for role in ("finance_manager", "inventory", "operational_manager"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._as(draft, role).button_confirm()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(purchase.picking_ids, "finance_manager").button_validate()
        self.assertEqual((draft.state, purchase.picking_ids.state), ("draft", "assigned"))
        self._receive(purchase)
        bill = self._post_bill(purchase.invoice_ids)
        for role in ("inventory", "operational_manager", "director"):
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                register = self._as(self.env["account.payment.register"], role)
                register.with_context(active_model="account.move", active_ids=bill.ids).create(
                    {}
                ).action_create_payments()
        self.assertEqual(bill.payment_state, "not_paid")


@tagged("post_install", "-at_install")
class TestPayables(PurchaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"payable_near_days": 7, "payable_reminder_days": "7, 2"})
        cls.today = cls.company._get_today()
        cls.finance = cls.users["finance_manager"]

    def _create_bill(self, left, amount=100_000, supplier=None, post=True):
        """A bill that is due in some days; below 0: was due."""
        due = self.today + timedelta(days=left)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": (supplier or self.supplier).id,
                "invoice_date": min(due, self.today) - timedelta(days=1),
                "invoice_payment_term_id": False,
                "invoice_date_due": due,
                "invoice_line_ids": [(0, 0, {"name": "Goods", "price_unit": amount, "tax_ids": False})],
            }
        )
        if post:
            bill.action_post()
        return bill

    def _row(self, bill):
        self.env.flush_all()
        return self.env["crosstech.payable.deadline"].search([("move_id", "=", bill.id)])

    def _morning(self, day=None, hour=1):
        """Run the scheduled action; 1:00 UTC is 8:00 in Jakarta."""
        day = day or self.today
        with freeze_time(f"{day} {hour:02d}:00:00"), self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_follow_up_payables").method_direct_trigger()
        self.env.flush_all()

    def _todos(self, bill):
        return bill.activity_ids.filtered(lambda todo: todo.user_id == self.finance)

    # === STATUS AND BOARD === #

    def test_status_and_column_of_every_deadline(self):
        cases = {
            -1: ("overdue", "1_overdue"),
            0: ("near_due", "2_in_7"),
            7: ("near_due", "2_in_7"),
            8: ("unpaid", "3_in_14"),
            15: ("unpaid", "4_in_30"),
            31: ("unpaid", "5_later"),
        }
        for left, expected in cases.items():
            bill = self._create_bill(left)
            row = self._row(bill)
            self.assertEqual((bill.payable_status, row.bucket), expected, left)
            self.assertEqual((row.status, row.days_left, row.amount), (expected[0], left, 100_000))
            self.assertIn(bill, self.env["account.move"].search([("payable_status", "=", expected[0])]))
            self.assertNotIn(bill, self.env["account.move"].search([("payable_status", "=", "paid")]))

    def test_a_posted_payment_makes_it_paid_and_a_draft_one_does_not(self):
        bill = self._create_bill(3)
        payment = self.env["account.payment"].create(
            {"payment_type": "outbound", "partner_type": "supplier", "partner_id": self.supplier.id, "amount": 100_000}
        )
        self.assertEqual(bill.payable_status, "near_due")
        payment.unlink()
        self._pay(bill)
        self.assertEqual((bill.payable_status, self._row(bill).bucket), ("paid", "6_paid"))
        self.assertIn(bill, self.env["account.move"].search([("payable_status", "=", "paid")]))

    def test_a_part_payment_leaves_the_rest_on_the_board(self):
        bill = self._create_bill(3)
        register = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)
        register.create({"amount": 40_000}).action_create_payments()
        row = self._row(bill)
        self.assertEqual(row.status, "near_due")
        if bill.amount_residual != bill.amount_total:  # the bank journal books payments at once
            self.assertEqual(row.amount, 60_000)

    def test_every_instalment_has_its_own_deadline(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 0}),
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 30}),
                ],
            }
        )
        bill = self._create_bill(0, post=False)
        bill.write({"invoice_payment_term_id": term.id, "invoice_date": self.today})
        bill.action_post()
        rows = self._row(bill).sorted("due_date")
        self.assertEqual(rows.mapped("amount"), [50_000, 50_000])
        self.assertEqual(rows.mapped("bucket"), ["2_in_7", "4_in_30"])

    def test_goods_that_arrived_stand_on_the_board_before_the_bill_comes(self):
        purchase = self._create_purchase(quantity=10, price=80_000)
        self._receive(purchase)
        row = self._row(purchase.invoice_ids)
        self.assertEqual((row.is_billed, row.amount, row.origin), (False, 800_000, purchase.name))
        self.assertEqual(row.days_left, 30)

    def test_another_companys_bills_are_not_seen(self):
        bill = self._create_bill(3)
        other = self.env["res.company"].create({"name": "Lain"})
        self.env.flush_all()
        finance = self.finance
        finance.write({"company_ids": [(4, other.id)]})
        rows = self.env["crosstech.payable.deadline"].with_user(finance).with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([("move_id", "=", bill.id)]))

    def test_director_and_operational_manager_read_the_board_and_others_do_not(self):
        bill = self._create_bill(3)
        for role in ("director", "operational_manager", "finance_manager"):
            self.assertEqual(
                self._as(self._row(bill), role).read(["amount", "status", "partner_id"])[0]["amount"], 100_000
            )
        for role in ("inventory", "marketing_manager", "repair_team"):
            with self.assertRaises(AccessError):
                self._as(self._row(bill), role).read(["amount"])

    def test_a_strange_list_of_reminder_days_is_refused(self):
        for text in ("", "seven", "-1", "91"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.payable_reminder_days = text
        self.company.invalidate_recordset()
        self.assertEqual(self.company.payable_reminder_days, "7, 2")

    # === REMINDERS === #

    def test_finance_is_reminded_seven_and_two_days_before_and_never_twice_a_day(self):
        bill = self._create_bill(9)
        told = []
        for day in range(9):
            self._morning(self.today + timedelta(days=day))
            self._morning(self.today + timedelta(days=day), hour=5)
            todos = self._todos(bill)
            self.assertLessEqual(len(todos), 1)
            told.append(todos.summary)
        self.assertEqual([told.index(text) for text in dict.fromkeys(told)], [0, 2, 7])
        self.assertIn("100,000", told[2])

    def test_nobody_is_woken_at_night(self):
        bill = self._create_bill(10)
        eve = self.today + timedelta(days=2)
        self._morning(eve, hour=18)  # 1:00 of the next day in Jakarta, seven days before the deadline
        self.assertFalse(self._todos(bill))
        self._morning(eve + timedelta(days=1))
        self.assertTrue(self._todos(bill))

    def test_a_bill_that_is_due_soon_is_told_when_it_is_posted(self):
        self.assertEqual(len(self._todos(self._create_bill(5))), 1)
        self.assertFalse(self._todos(self._create_bill(20)))

    def test_what_is_overdue_is_one_to_do_with_its_sum_however_many_mornings(self):
        first, second = self._create_bill(-3, 100_000), self._create_bill(-2, 250_000)
        for day in range(3):
            self._morning(self.today + timedelta(days=day))
        kind = self.env.ref("crosstech_sale.mail_activity_type_payable_digest")
        todos = self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("user_id", "=", self.finance.id)]
        )
        self.assertEqual((len(todos), todos.res_id), (1, first.id))
        self.assertIn("350,000", todos.summary)
        self._pay(first)
        self._morning(self.today + timedelta(days=4))
        todos = self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("user_id", "=", self.finance.id)]
        )
        self.assertEqual((len(todos), todos.res_id), (1, second.id))

    def test_the_sum_of_one_company_does_not_take_away_that_of_another(self):
        other = self.env["res.company"].create({"name": "Lain"})
        journal = self.env["account.journal"].create(
            {"name": "Lain", "code": "LAIN", "type": "purchase", "company_id": other.id}
        )
        foreign = self.env["account.move"].with_company(other).create(
            {"move_type": "in_invoice", "company_id": other.id, "journal_id": journal.id}
        )  # fmt: skip
        kept = foreign.activity_schedule(
            "crosstech_sale.mail_activity_type_payable_digest", user_id=self.finance.id, summary="Lain"
        )
        bill = self._create_bill(-3)
        self._morning()
        self.assertIn("Overdue", self._todos(bill).summary)
        self.assertTrue(kept.exists())

    def test_payment_takes_the_to_dos_away_at_once(self):
        bill = self._create_bill(2)
        self._morning()
        self.assertTrue(self._todos(bill))
        self._pay(bill)
        self.assertFalse(self._todos(bill))
        self._morning(self.today + timedelta(days=1))
        self.assertFalse(self._todos(bill))

    def test_the_scheduled_action_runs_without_bills_and_without_finance(self):
        self.finance.active = False
        bill = self._create_bill(2)
        self._morning()
        self.assertFalse(bill.activity_ids)

    def test_the_weekly_report_shows_what_is_owed(self):
        before = self._owed_in_7()
        self._create_bill(3, 123_000)
        self.assertEqual(self._owed_in_7(), (before[0] + 1, before[1] + 123_000))

    def _owed_in_7(self):
        self.env.flush_all()
        sections = self.env["crosstech.hooks"]._weekly_report_sections(self.today, self.today)
        section = next(section for section in sections if section["key"] == "payables")
        return tuple(section["rows"][1][1:])

    # === THE SUPPLIER REMINDS === #

    def test_a_reminder_by_telephone_is_noted_by_finance(self):
        bill = self._create_bill(20)
        for role in ("inventory", "director", "marketing_manager"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._as(bill, role).action_note_supplier_reminder()
        self.assertFalse(bill.supplier_reminded_datetime)
        self._as(bill, "finance_manager").action_note_supplier_reminder()
        self.assertTrue(bill.supplier_reminded_datetime)
        self.assertEqual(len(self._todos(bill)), 1)

    def test_a_paid_or_draft_bill_is_not_reminded_of(self):
        draft, paid = self._create_bill(3, post=False), self._create_bill(3)
        self._pay(paid)
        for bill in draft | paid:
            with self.assertRaises(UserError):
                self._as(bill, "finance_manager").action_note_supplier_reminder()
            self.assertFalse(bill.supplier_reminded_datetime)
        self.assertFalse(fields.Datetime.to_datetime(draft.supplier_reminded_datetime))
