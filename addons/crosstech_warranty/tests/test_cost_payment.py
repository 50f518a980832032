from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cost_common import CostCommon


@tagged("post_install", "-at_install")
class TestCostPayment(CostCommon):
    def test_a_transfer_on_the_statement_settles_the_cost(self):
        quote = self._accepted()
        self.order.state = "done"
        transfer = self._pay()
        self.assertEqual(transfer.state, "paid")
        self.assertEqual(quote.invoice_id.amount_residual, 0)
        self.assertTrue(quote.is_paid)
        self.assertEqual((self.order.cost_state, self.order.amount_due), ("settled", 0))
        self.assertEqual(self.order.state, "settled")

    def test_money_before_the_work_is_over_opens_the_gate_only_when_it_is_over(self):
        self._accepted()
        self._pay()
        self.assertEqual(self.order.state, "diagnosed")
        self.order.state = "done"
        self.order._settle_if_free()
        self.assertEqual(self.order.state, "settled")

    def test_one_transfer_pays_two_quotes(self):
        self._accepted()
        transfer = self.order._request_transfer()
        self._accepted(price=80_000)
        self.assertEqual(self.order._request_transfer(), transfer)
        self.assertEqual(transfer.amount, 330_000)
        transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        self.assertEqual(self.order.quote_ids.mapped("is_paid"), [True, True])
        self.assertEqual(self.order.cost_state, "settled")

    def test_nothing_is_paid_twice(self):
        quote = self._accepted()
        transfer = self._pay()
        with self.assertRaises(UserError):
            self.order._request_transfer()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        payments = self.env["account.payment"].search([("partner_id", "=", quote.partner_id.id)])
        self.assertEqual(len(payments), 1)

    def test_an_invoice_paid_another_way_settles_and_the_transfer_is_no_longer_waited_for(self):
        quote = self._accepted()
        self.order.state = "done"
        transfer = self.order._request_transfer()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=quote.invoice_id.ids
        ).create({"journal_id": self.bank.id})._create_payments()
        self.assertEqual((self.order.cost_state, self.order.state, transfer.state), ("settled", "settled", "cancelled"))

    def test_a_repair_that_is_not_paid_is_never_cancelled(self):
        self._accepted()
        transfer = self.order._request_transfer()
        transfer.deadline = "2020-01-01 00:00:00"
        self.assertFalse(transfer._expire(fields.Datetime.now()))
        self.assertEqual(transfer.state, "waiting")

    # === MONEY BACK === #

    def test_money_back_is_decided_by_operations_and_paid_by_finance(self):
        quote = self._accepted()
        self._pay()
        for role in ("repair_team", "finance_manager", "director"):
            with self.assertRaises(AccessError):
                self.order.with_user(self.users[role]).action_refund_cost()
        self.order.with_user(self.users["operational_manager"]).action_refund_cost()
        note = quote.invoice_id.reversal_move_ids
        self.assertEqual((note.move_type, note.state, note.amount_total), ("out_refund", "draft", 250_000))
        self.assertTrue(note.activity_ids.user_id.has_group("crosstech_sale.group_finance_manager"))
        with self.assertRaises(UserError):
            self.order._refund_cost()

    def test_there_is_no_money_back_where_nothing_was_charged(self):
        with self.assertRaisesRegex(UserError, "Nothing was charged"):
            self.order._refund_cost()

    # === NOT THE SHOP'S MONEY === #

    def test_the_money_of_repairs_is_no_order_of_the_shop(self):
        dates = (self.company._get_today(),) * 2
        hooks = self.env["crosstech.hooks"]

        def sales():
            sections = hooks._weekly_report_sections(*dates)
            return [section["figures"] for section in sections if section["key"] == "sales"]

        before = sales()
        self._accepted(price=987_654)
        self._pay()
        self.assertEqual(sales(), before)
