import random

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .transfer_common import TransferCommon


@tagged("post_install", "-at_install")
class TestAutoCancel(TransferCommon):
    def _run(self, days, hours=0):
        """Let the scheduled action run so long after the first transfer was asked for."""
        moment = fields.Datetime.add(fields.Datetime.now(), days=days, hours=hours)
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_follow_up_transfers").method_direct_trigger()
        self.env.invalidate_all()

    def _titles(self):
        return self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)]).mapped("title")

    def test_an_unpaid_order_is_cancelled_after_deadline_and_grace(self):
        transfer = self._create_waiting()
        order = self._order_of(transfer)
        self._run(3, 23)
        self.assertEqual((transfer.state, order.state), ("waiting", "sent"))
        self._run(4, 1)
        self.assertEqual((transfer.state, order.state, transfer.transaction_id.state), ("expired", "cancel", "cancel"))
        self.assertIn(f"{order.name} has been cancelled", self._titles())

    def test_the_customer_is_reminded_once_the_day_before(self):
        transfer = self._create_waiting()
        self._run(1)
        self.assertFalse(transfer.reminded_datetime)
        self._run(2, 1)
        self.assertTrue(transfer.reminded_datetime)
        self._run(2, 2)
        self.assertEqual(len([title for title in self._titles() if "is due on" in title]), 1)

    def test_a_proof_that_waits_for_review_keeps_the_order(self):
        transfer = self._create_waiting()
        proof = self.env["crosstech.payment.proof"].create(
            {"transfer_id": transfer.id, "amount": transfer.amount_to_pay}
        )
        self._run(30)
        self.assertEqual((transfer.state, transfer.hold_reason), ("waiting", "proof_waiting"))
        self.assertEqual(transfer.activity_ids.user_id, self.users["finance_manager"])
        proof.reject_reason = "Not ours"
        proof.action_reject()
        self._run(30)
        self.assertEqual(transfer.state, "expired")

    def test_a_bank_line_of_the_amount_keeps_the_order(self):
        transfer = self._create_waiting()
        line = self._create_bank_line(transfer.amount_to_pay)
        self._run(30)
        self.assertEqual((transfer.state, transfer.hold_reason), ("waiting", "bank_line"))
        transfer._register_receipt(line)
        self._run(30)
        self.assertEqual((transfer.state, self._order_of(transfer).state), ("paid", "sale"))

    def test_a_bank_line_without_the_code_keeps_the_order_too(self):
        transfer = self._create_waiting()
        self._create_bank_line(transfer.amount)
        self._create_bank_line(transfer.amount_to_pay, self.other_bank)
        self._run(30)
        self.assertEqual(transfer.state, "waiting")

    def test_a_company_may_keep_unpaid_orders(self):
        self.company.auto_cancel_unpaid_orders = False
        transfer = self._create_waiting()
        self._run(90)
        self.assertEqual(transfer.state, "waiting")

    def test_whatever_happened_a_paid_order_is_never_cancelled(self):
        generator = random.Random(20)  # noqa: S311 - a sample, not a secret
        paid, unpaid = [], []
        for _number in range(24):
            transfer = self._create_waiting(quantity=generator.randint(1, 5))
            if generator.random() < 0.3:
                self.env["crosstech.payment.proof"].create({"transfer_id": transfer.id, "amount": 1}).write(
                    {"state": generator.choice(["submitted", "accepted", "rejected"])}
                )
            if generator.random() < 0.3:
                transfer._switch_journal(self.other_bank) if not transfer.is_claimed else None
            if generator.random() < 0.2:
                transfer._expire_now()
            if generator.random() < 0.5:
                transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay, transfer.journal_id))
                paid.append(transfer)
            else:
                unpaid.append(transfer)
        self._run(generator.randint(0, 60))
        self._run(90)
        self.assertEqual({self._order_of(transfer).state for transfer in paid}, {"sale"})
        self.assertEqual({transfer.state for transfer in paid}, {"paid"})
        self.assertTrue({self._order_of(transfer).state for transfer in unpaid} <= {"cancel", "sent"})

    def test_an_order_paid_another_way_is_not_cancelled(self):
        transfer = self._create_waiting()
        order = self._order_of(transfer)
        cash = self._create_transaction(order)
        cash._set_done()
        order.invalidate_recordset()
        cash._post_process()
        self.assertEqual((order.state, transfer.state), ("sale", "cancelled"))
        self._run(30)
        self.assertEqual(order.state, "sale")

    def test_one_click_brings_an_order_back(self):
        transfer = self._create_waiting()
        order = self._order_of(transfer)
        self._run(5)
        transfer.with_user(self.users["operational_manager"]).action_restore()
        self.assertEqual((transfer.state, order.state, transfer.transaction_id.state), ("waiting", "sent", "pending"))
        self.assertEqual(transfer.deadline, fields.Datetime.add(transfer.asked_datetime, days=3))
        with self.assertRaisesRegex(UserError, "not closed"):
            transfer.action_restore()

    def test_a_restored_order_whose_amount_is_in_use_gets_a_new_one(self):
        transfer = self._create_waiting()
        transfer._expire_now()
        amount = transfer.amount_to_pay
        other = self._create_waiting()
        other.unique_code = transfer.unique_code
        with self.assertRaisesRegex(UserError, "somebody else"):
            transfer._restore(keep_amount=True)
        self.assertEqual(transfer.state, "expired")
        transfer._restore()
        self.assertNotEqual(transfer.amount_to_pay, amount)
        self.assertEqual(transfer.previous_amount_to_pay, amount)

    def test_goods_of_a_cancelled_order_can_be_sold_again(self):
        self._create_waiting(quantity=100)
        self._run(5)
        order = self._order_of(self._create_waiting(quantity=100))
        transfer = order.waiting_transfer_id
        transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        self.assertEqual(sum(order.picking_ids.move_ids.mapped("quantity")), 100)
