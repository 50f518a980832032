from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cost_common import CostCommon


@tagged("post_install", "-at_install")
class TestCostCash(CostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.repair_user = cls.users["repair_team"]
        cls.as_repair = cls.order.with_user(cls.repair_user)

    def test_goods_go_out_with_cash_on_delivery_and_the_order_closes_only_when_it_is_noted(self):
        self._accepted()
        self.order.state = "done"
        self.order._choose_cash()
        self.assertEqual((self.order.state, self.order.cost_state), ("settled", "open"))
        self.order.state = "returning"
        with self.assertRaisesRegex(UserError, "not noted"), self.env.cr.savepoint():
            self.order._apply("close", roles={"repair_team"})
        self.as_repair.action_collect_cash()
        self.assertEqual((self.order.cost_state, self.order.amount_due), ("settled", 0))
        self.order._apply("close", roles={"repair_team"})
        self.assertEqual(self.order.state, "closed")

    def _cash_in_transit(self):
        account = self.company._get_cod_cash_journal().default_account_id
        items = self.env["account.move.line"].search([("account_id", "=", account.id), ("parent_state", "=", "posted")])
        return sum(items.mapped("balance"))

    def test_cash_is_somebodys_at_every_moment(self):
        self._accepted()
        before = self._cash_in_transit()
        self.as_repair.action_collect_cash()
        cash = self.order.cash_ids
        self.assertEqual(self._cash_in_transit(), before + 250_000)
        self.assertEqual((cash.amount, cash.cash_holder_id), (250_000, self.repair_user))
        cash.with_user(self.repair_user).action_hand_over()
        handover = cash.handover_id
        self.assertEqual((handover.amount_expected, handover.giver_id), (250_000, self.repair_user))
        with self.assertRaisesRegex(UserError, "on its way"):
            cash.with_user(self.repair_user).action_hand_over()
        finance = handover.with_user(self.users["finance_manager"])
        finance.write({"amount_counted": 250_000, "destination_journal_id": self.bank.id})
        finance.action_acknowledge()
        self.assertTrue(cash.is_cash_acknowledged)
        self.assertEqual(cash.cash_holder_id, self.users["finance_manager"])
        self.assertEqual(self._cash_in_transit(), before)

    def test_refused_cash_stays_with_who_brought_it(self):
        self._accepted()
        self.as_repair.action_collect_cash()
        cash = self.order.cash_ids.with_user(self.repair_user)
        cash.action_hand_over()
        cash.sudo().handover_id.with_user(self.users["finance_manager"]).action_refuse()
        self.assertEqual((cash.cash_holder_id, bool(cash.handover_id)), (self.repair_user, False))

    def test_a_technicians_cash_is_taken_over_first(self):
        self._accepted()
        technician = self._create_user("buyer", login="cost_technician")
        self.order.with_user(technician)._collect_cash(roles={"technician"})
        cash = self.order.cash_ids.with_user(self.repair_user)
        self.assertEqual(cash.cash_holder_id, technician)
        with self.assertRaisesRegex(UserError, "take the technician's cash over"):
            cash.action_hand_over()
        for role in ("finance_manager", "director", "operational_manager"):
            with self.assertRaises(AccessError):
                cash.with_user(self.users[role]).action_take_over()
        cash.action_take_over()
        cash.action_hand_over()
        self.assertEqual(cash.handover_id.sudo().giver_id, self.repair_user)

    def test_cash_is_taken_once_and_by_who_hands_over(self):
        self._accepted()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.order.with_user(self.customer)._collect_cash(roles={"customer"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.order.with_user(self.users["finance_manager"]).action_collect_cash()
        self.as_repair.action_collect_cash()
        with self.assertRaisesRegex(UserError, "Nothing is to be paid"), self.env.cr.savepoint():
            self.as_repair.action_collect_cash()
        self.assertEqual(len(self.order.cash_ids), 1)

    def test_above_the_limit_or_after_a_reported_transfer_there_is_no_cash(self):
        self._accepted()
        self.company.cod_limit_amount = 249_999
        with self.assertRaisesRegex(UserError, "may be paid in cash"), self.env.cr.savepoint():
            self.order._choose_cash()
        self.company.cod_limit_amount = 250_000
        transfer = self.order._request_transfer()
        self.env["crosstech.payment.proof"].create(
            {"transfer_id": transfer.id, "amount": 250_000, "transfer_date": self.company._get_today()}
        )
        with self.assertRaisesRegex(UserError, "reported a transfer"), self.env.cr.savepoint():
            self.order._choose_cash()
        self.assertFalse(self.order.pays_on_delivery)

    def test_who_changes_his_mind_transfers_instead(self):
        self._accepted()
        self.order._choose_cash()
        transfer = self.order._request_transfer()
        self.assertFalse(self.order.pays_on_delivery)
        self.order._choose_cash()
        self.assertEqual(transfer.state, "cancelled")
