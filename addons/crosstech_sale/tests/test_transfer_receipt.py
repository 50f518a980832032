from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged("post_install", "-at_install")
class TestTransferReceipt(TransferCommon):
    def _items(self, move):
        """The items of an entry as (account, debit, credit), sorted by account code."""
        return sorted(
            [(item.account_id, item.debit, item.credit) for item in move.line_ids], key=lambda item: item[0].code
        )

    def _bank_balance(self):
        account = self.bank.default_account_id
        items = self.env["account.move.line"].search([("account_id", "=", account.id), ("parent_state", "=", "posted")])
        return sum(items.mapped("balance"))

    def test_the_books_show_the_money_that_came_and_the_price_that_was_due(self):
        transfer = self._create_waiting()
        line = self._create_bank_line(transfer.amount_to_pay)
        payment = transfer._register_receipt(line)
        code = transfer.unique_code
        outstanding = payment.outstanding_account_id
        receivable = self.buyer.property_account_receivable_id
        income = self.company.transfer_code_account_id
        self.assertEqual(income.account_type, "income_other")
        self.assertCountEqual(
            self._items(line.move_id),
            [(self.bank.default_account_id, 100_000 + code, 0), (outstanding, 0, 100_000), (income, 0, code)],
        )
        self.assertCountEqual(self._items(payment.move_id), [(outstanding, 100_000, 0), (receivable, 0, 100_000)])
        self.assertEqual(self._bank_balance(), transfer.amount_to_pay)
        self.assertTrue(line.is_reconciled)
        self.assertTrue(payment.is_matched)
        self.assertEqual(payment.state, "paid")

    def test_the_payment_is_linked_and_the_order_confirmed(self):
        transfer = self._create_waiting()
        order = self._order_of(transfer)
        payment = transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        self.assertEqual(transfer.state, "paid")
        self.assertEqual(transfer.payment_id, payment)
        self.assertEqual(payment.payment_transaction_id, transfer.transaction_id)
        self.assertEqual(order.transaction_ids.state, "done")
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.amount_paid, 100_000)
        notice = self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)], limit=1)
        self.assertEqual(notice.title, "We have received your payment")

    def test_the_invoice_made_later_is_paid_by_it(self):
        transfer = self._create_waiting()
        order = self._order_of(transfer)
        transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(invoice.amount_residual, 0)

    def test_a_transfer_in_two_parts_is_one_payment(self):
        transfer = self._create_waiting()
        lines = self._create_bank_line(60_000) | self._create_bank_line(transfer.amount_to_pay - 60_000)
        transfer._register_receipt(lines)
        self.assertEqual(lines.mapped("is_reconciled"), [True, True])
        self.assertEqual(lines.transfer_id, transfer)
        self.assertEqual(self._bank_balance(), transfer.amount_to_pay)

    def test_another_amount_is_refused_and_nothing_is_booked(self):
        transfer = self._create_waiting()
        for amount in (1, 100_000, transfer.amount_to_pay - 1, transfer.amount_to_pay + 1, 10**11):
            line = self._create_bank_line(amount)
            with self.subTest(amount=amount), self.assertRaisesRegex(UserError, "asks for"):
                transfer._register_receipt(line)
            self.assertFalse(line.is_reconciled)
        self.assertEqual(transfer.state, "waiting")
        self.assertEqual(self._order_of(transfer).state, "sent")
        self.assertFalse(self.env["account.payment"].search([("partner_id", "=", self.buyer.id)]))

    def test_a_person_may_accept_more_and_the_rest_is_the_customers_credit(self):
        transfer = self._create_waiting()
        line = self._create_bank_line(150_000)
        transfer._register_receipt(line, accept_difference=True)
        receivable = self.buyer.property_account_receivable_id
        credit = line.move_id.line_ids.filtered(lambda item: item.account_id == receivable)
        self.assertEqual(credit.credit, 50_000 - transfer.unique_code)
        self.assertEqual(self._bank_balance(), 150_000)
        short = self._create_waiting()
        with self.assertRaises(UserError):
            short._register_receipt(self._create_bank_line(99_999), accept_difference=True)

    def test_the_same_money_counts_once(self):
        transfer = self._create_waiting()
        line = self._create_bank_line(transfer.amount_to_pay)
        transfer._register_receipt(line)
        with self.assertRaisesRegex(UserError, "paid already"):
            transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        other = self._create_waiting()
        other.unique_code = transfer.unique_code
        with self.assertRaisesRegex(UserError, "used for something else"):
            other._register_receipt(line)
        self.assertEqual(other.state, "waiting")
        self.assertEqual(len(self.env["account.payment"].search([("partner_id", "=", self.buyer.id)])), 1)

    def test_only_finance_registers_money(self):
        transfer = self._create_waiting()
        line = self._create_bank_line(transfer.amount_to_pay)
        for role in ("director", "operational_manager", "marketing_manager", "inventory"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                transfer.with_user(self.users[role])._register_receipt(line)
        self.assertEqual(transfer.state, "waiting")
        transfer.with_user(self.users["finance_manager"])._register_receipt(line)
        self.assertEqual(transfer.state, "paid")

    def test_money_that_comes_after_the_order_was_cancelled_brings_it_back(self):
        transfer = self._create_waiting()
        order = self._order_of(transfer)
        transfer._expire_now()
        self.assertEqual((order.state, transfer.transaction_id.state), ("cancel", "cancel"))
        self.assertEqual(self.env["crosstech.transfer"]._find_late(self.bank, transfer.amount_to_pay), transfer)
        transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        self.assertEqual((order.state, transfer.state), ("sale", "paid"))
        self.assertTrue(order.picking_ids)

    def test_a_changed_order_is_not_paid_by_the_old_amount(self):
        transfer = self._create_waiting()
        before = transfer.amount_to_pay
        order = self._order_of(transfer)
        order.with_context(crosstech_keep_transfer=True).order_line.product_uom_qty = 3
        with self.assertRaisesRegex(UserError, "has changed"):
            transfer._register_receipt(self._create_bank_line(before))
        self.assertEqual(order.state, "sent")

    def test_a_document_without_transaction_is_paid_as_well(self):
        order = self._create_order(self.buyer, self.product)
        transfer = self.env["crosstech.transfer"]._ask(order)
        self.assertFalse(transfer.transaction_id)
        line = self._create_bank_line(transfer.amount_to_pay)
        payment = transfer._register_receipt(line)
        self.assertEqual((payment.state, payment.amount, payment.partner_id), ("paid", 100_000, self.buyer))
        self.assertTrue(line.is_reconciled)
        self.assertEqual(transfer.state, "paid")

    def test_money_on_another_account_of_ours_is_booked_where_it_is(self):
        transfer = self._create_waiting()
        line = self._create_bank_line(transfer.amount_to_pay, self.other_bank)
        payment = transfer._register_receipt(line)
        self.assertEqual(payment.journal_id, self.other_bank)
        self.assertEqual(self._bank_balance(), 0)
