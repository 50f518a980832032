"""Buyers' orders know their territory and follow its policy: keep, credit, hand over."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .territory_common import TerritoryCommon

NOTED = ["territory_id", "territory_reseller_id", "territory_policy", "territory_region_id"]
CREDIT = ["state", "amount", "move_id", "reseller_id"]


@tagged("post_install", "-at_install")
class TestTerritoryOrders(TerritoryCommon):
    def test_order_notes_whose_territory_it_is_when_it_is_placed(self):
        territory = self._create_territory(policy="keep")
        cart = self._create_order(self.buyer, self.product)
        self.assertFalse(cart.territory_datetime)
        order = self._create_sent_order()
        self.assertEqual(order.order_stage, "ordered")
        self.assertEqual((order.territory_id, order.territory_reseller_id), (territory, self.celebes))
        self.assertEqual((order.territory_policy, order.territory_region_id), ("keep", self.pontianak_selatan))
        self.assertFalse(order.territory_credit_ids or order.territory_handover_ids)

    def test_later_changes_do_not_rewrite_what_was_noted(self):
        territory = self._create_territory(policy="keep")
        order = self._create_sent_order()
        before = self._snapshot(order, NOTED)
        territory.write({"policy": "hand_over", "date_to": self.today})
        self.buyer.region_id = self.mariso
        self._pay(order)
        self.assertEqual(self._snapshot(order, NOTED), before)

    def test_place_that_nobody_serves_is_noted_too(self):
        order = self._create_sent_order()
        self.assertFalse(order.territory_id)
        self.assertTrue(order.territory_datetime)
        self.assertEqual(order.territory_region_id, self.pontianak_selatan)

    def test_resellers_own_order_belongs_to_no_territory(self):
        self._create_territory()
        order = self._create_sent_order(self.borneo)
        self.assertFalse(order.territory_datetime or order.territory_credit_ids)

    def test_offer_of_staff_is_noted_once_the_customer_accepts_it(self):
        self._create_territory()
        order = self._create_order(self.buyer, self.product)
        order.action_quotation_sent()
        self.assertFalse(order.territory_datetime)
        order.action_confirm()
        self.assertEqual(order.territory_reseller_id, self.celebes)

    def test_region_of_the_delivery_address_counts_and_the_most_specific_territory(self):
        self._create_territory(is_exclusive=False)
        self._create_territory(self.pontianak, self.borneo, is_exclusive=False)
        self._create_territory(self.makassar)
        self.assertEqual(self._create_sent_order().territory_reseller_id, self.borneo)
        elsewhere = self._create_buyer(region=self.mariso, parent_id=self.buyer.id, type="delivery")
        order = self._create_sent_order(partner_shipping_id=elsewhere.id)
        self.assertEqual(order.territory_reseller_id, self.celebes)
        self.assertEqual(order.territory_region_id, self.mariso)

    def test_territory_of_who_is_no_reseller_any_more_is_noted_and_has_no_effect(self):
        self._create_territory()
        self.celebes.grade_id = False
        order = self._create_sent_order()
        self.assertEqual(order.territory_reseller_id, self.celebes)
        self.assertFalse(order.territory_credit_ids)

    def test_new_district_before_payment_is_followed_on_request(self):
        self._create_territory()
        self._create_territory(self.makassar, self.borneo)
        order = self._create_sent_order()
        self.assertFalse(order.is_territory_stale)
        self.buyer.region_id = self.mariso
        order.invalidate_recordset()
        self.assertTrue(order.is_territory_stale)
        order.with_user(self.users["marketing_manager"]).action_reassign_territory()
        self.assertEqual(order.territory_reseller_id, self.borneo)
        old, new = order.territory_credit_ids.sorted("id")
        self.assertEqual((old.reseller_id, old.state), (self.celebes, "void"))
        self.assertEqual((new.reseller_id, new.state), (self.borneo, "waiting"))

    def test_paid_order_stays_where_it_is(self):
        self._create_territory()
        order = self._create_paid_order()
        self.buyer.region_id = self.mariso
        before = self._snapshot(order, NOTED)
        order.with_user(self.users["marketing_manager"]).action_reassign_territory()
        self.assertEqual(self._snapshot(order, NOTED), before)

    def test_others_do_not_reassign_a_buyers_order(self):
        self._create_territory()
        order = self._create_sent_order()
        self.buyer.region_id = self.mariso
        before = self._snapshot(order, NOTED)
        for role in ("director", "operational_manager", "finance_manager", "inventory", "repair_team"):
            with self.assertRaises(AccessError, msg=role):
                order.with_user(self.users[role]).action_reassign_territory()
        self.assertEqual(self._snapshot(order, NOTED), before)

    def test_territory_that_orders_refer_to_keeps_its_region_and_reseller(self):
        territory = self._create_territory()
        self._create_sent_order()
        for values in ({"reseller_id": self.borneo.id}, {"region_id": self.makassar.id}):
            with self.assertRaisesRegex(UserError, "Transfer"):
                territory.write(values)
        with self.assertRaisesRegex(UserError, "last day"):
            territory.unlink()
        self.assertEqual((territory.reseller_id, territory.region_id), (self.celebes, self.kalimantan_barat))


@tagged("post_install", "-at_install")
class TestTerritoryCredit(TerritoryCommon):
    def _credit(self, order):
        return order.territory_credit_ids

    def test_credit_waits_for_the_money_and_is_of_the_goods_alone(self):
        self._create_territory()
        order = self._create_sent_order()
        order.set_delivery_line(self.courier, 10_000)
        credit = self._credit(order)
        self.assertEqual((credit.state, credit.goods_amount, credit.amount), ("waiting", 100_000, 5_000))
        order.order_line.filtered(lambda line: not line.is_delivery).product_uom_qty = 3
        self.assertEqual(credit.amount, 15_000)
        order.transaction_ids.amount = order.amount_total
        self._pay(order)
        self.assertEqual(credit.state, "earned")

    def test_cancelled_order_credits_nobody(self):
        self._create_territory()
        order = self._create_sent_order()
        order._action_cancel()
        self.assertEqual(self._credit(order).state, "void")

    def test_what_the_buyer_gets_back_is_not_credited(self):
        self._create_territory()
        order = self._create_paid_order()
        invoice = order._create_invoices()
        invoice.action_post()
        wizard = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard = wizard.create({"journal_id": invoice.journal_id.id})
        self.env["account.move"].browse(wizard.refund_moves()["res_id"]).action_post()
        credit = self._credit(order)
        self.assertEqual((credit.goods_amount, credit.state), (0, "void"))

    def test_finance_settles_several_credits_on_one_credit_note(self):
        self._create_territory()
        orders = self._create_paid_order() | self._create_paid_order()
        credits = orders.territory_credit_ids
        action = credits.with_user(self.users["finance_manager"]).action_settle()
        move = self.env["account.move"].browse(action["res_id"])
        self.assertEqual((move.move_type, move.state, move.partner_id), ("out_refund", "draft", self.celebes))
        self.assertEqual((move.amount_total, len(move.invoice_line_ids)), (10_000, 2))
        self.assertEqual(set(credits.mapped("state")), {"earned"})
        move.with_user(self.users["finance_manager"]).action_post()
        self.assertEqual(set(credits.mapped("state")), {"settled"})
        move.button_draft()
        self.assertEqual(set(credits.mapped("state")), {"earned"})

    def test_what_is_on_a_credit_note_is_not_settled_again(self):
        self._create_territory()
        credit = self._credit(self._create_paid_order()).with_user(self.users["finance_manager"])
        credit.action_settle()
        before = self._snapshot(credit, CREDIT)
        with self.assertRaisesRegex(UserError, "already"):
            credit.action_settle()
        self.assertEqual(self._snapshot(credit, CREDIT), before)

    def test_deleted_draft_can_be_settled_anew(self):
        self._create_territory()
        credit = self._credit(self._create_paid_order()).with_user(self.users["finance_manager"])
        credit.action_settle()
        credit.sudo().move_id.unlink()
        self.assertFalse(credit.move_id)
        self.assertEqual(credit.state, "earned")
        self.assertTrue(credit.action_settle())

    def test_waiting_credits_and_those_of_two_resellers_are_refused(self):
        self._create_territory()
        self._create_territory(self.makassar, self.borneo)
        waiting = self._credit(self._create_sent_order())
        mixed = self._credit(self._create_paid_order()) | self._credit(
            self._create_paid_order(self._create_buyer(region=self.mariso))
        )
        for credits, reason in ((waiting, "not earned"), (mixed, "one reseller")):
            before = self._snapshot(credits, CREDIT)
            with self.assertRaisesRegex(UserError, reason):
                credits.with_user(self.users["finance_manager"]).action_settle()
            self.assertEqual(self._snapshot(credits, CREDIT), before)

    def test_only_finance_settles_and_nobody_writes_a_credit(self):
        self._create_territory()
        credit = self._credit(self._create_paid_order())
        before = self._snapshot(credit, CREDIT)
        for role in ("director", "operational_manager", "marketing_manager", "inventory", "repair_team"):
            with self.assertRaises((UserError), msg=role):
                credit.with_user(self.users[role]).action_settle()
        for role in self.users:
            with self.assertRaises(AccessError, msg=role):
                credit.with_user(self.users[role]).amount = 1
        self.assertEqual(self._snapshot(credit, CREDIT), before)

    def test_cancellation_after_settlement_is_put_on_finances_desk(self):
        self._create_territory()
        order = self._create_paid_order()
        credit = self._credit(order)
        credit.action_settle()
        credit.move_id.action_post()
        order._action_cancel()
        self.assertEqual(credit.state, "settled")
        todo = order.activity_ids.filtered(lambda one: "take it back" in one.summary)
        self.assertTrue(todo.user_id.has_group("crosstech_sale.group_finance_manager"))

    def test_summary_tells_a_reseller_his_own_figures(self):
        self._create_territory()
        self._create_paid_order()
        self._create_sent_order()
        summary = self.env["res.partner"]._portal_territory_summary(self.celebes)
        self.assertEqual((summary["orders_count"], summary["orders_amount"]), (2, 200_000))
        self.assertEqual((summary["earned_amount"], summary["waiting_amount"]), (5_000, 5_000))
        self.assertEqual(len(summary["territories"]), 1)
        other = self.env["res.partner"]._portal_territory_summary(self.borneo)
        self.assertFalse(other["orders_count"] or other["earned_amount"] or other["territories"] or other["credits"])


@tagged("post_install", "-at_install")
class TestTerritoryHandover(TerritoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.territory = cls._create_territory(policy="hand_over")
        pricelist = cls.env["product.pricelist"].create(
            {"name": "Uji", "item_ids": [(0, 0, {"compute_price": "percentage", "percent_price": 20})]}
        )
        cls.celebes.specific_property_product_pricelist = pricelist

    def _offered(self, **values):
        order = self._create_sent_order(**values)
        order.set_delivery_line(self.courier, 10_000)
        order.transaction_ids.amount = order.amount_total
        return order.territory_handover_ids

    def _accepted(self, **values):
        handover = self._offered(**values)
        handover._apply("accept", {"reseller"})
        return handover

    def _pay_automatically(self, order):
        self.company.auto_release_paid_orders = True
        return self._pay(order)

    def test_reseller_is_told_of_the_offer_and_until_when(self):
        handover = self._offered()
        self.assertEqual((handover.state, handover.reseller_id), ("offered", self.celebes))
        hours = (handover.deadline - fields.Datetime.now()).total_seconds() / 3600
        self.assertAlmostEqual(hours, 24, delta=0.1)
        notice = self.env["crosstech.notification"].search([("partner_id", "=", self.celebes.id)])
        self.assertIn("Pontianak Selatan", notice.title)
        self.assertEqual(notice._get_document_url(), f"/my/territory/handover/{handover.id}")

    def test_release_waits_for_the_answer(self):
        handover = self._offered()
        order = self._pay_automatically(handover.order_id)
        self.assertEqual(order.order_stage, "paid")
        handover._apply("decline", {"reseller"})
        self.assertEqual((handover.state, order.order_stage), ("declined", "released"))
        self.assertEqual(order.picking_ids.location_id, self.warehouse.lot_stock_id)
        self.assertFalse(order.territory_credit_ids, "A declined order is not credited")

    def test_manager_who_releases_first_keeps_the_order_for_the_company(self):
        handover = self._offered()
        order = self._pay(handover.order_id) if not self.company.auto_release_paid_orders else None
        self.company.auto_release_paid_orders = False
        order = order or self._pay(handover.order_id)
        order.with_user(self.users["operational_manager"]).action_release()
        self.assertEqual((handover.state, order.order_stage), ("withdrawn", "released"))

    def test_accepted_order_takes_nothing_from_the_warehouse(self):
        for accept_first in (True, False):
            with self.subTest(accept_first=accept_first):
                handover = self._offered()
                before = self.product.with_context(warehouse_id=self.warehouse.id).qty_available
                if accept_first:
                    handover._apply("accept", {"reseller"})
                order = self._pay_automatically(handover.order_id)
                if not accept_first:
                    handover._apply("accept", {"reseller"})
                self.assertEqual((order.order_stage, order.delivering_reseller_id), ("released", self.celebes))
                suppliers = self.env.ref("stock.stock_location_suppliers")
                self.assertEqual(order.picking_ids.location_id | order.picking_ids.move_ids.location_id, suppliers)
                handover._ship("JKT0012345", is_in_person=False)
                self.assertEqual((handover.state, order.order_stage), ("done", "shipped"))
                self.assertEqual(order.picking_ids.carrier_tracking_ref, "JKT0012345")
                self.product.invalidate_recordset()
                self.assertEqual(self.product.with_context(warehouse_id=self.warehouse.id).qty_available, before)

    def test_reseller_is_owed_his_own_price_and_the_delivery_once_he_has_sent_it(self):
        handover = self._accepted()
        order = self._pay_automatically(handover.order_id)
        notice = self.env["crosstech.notification"].search([("partner_id", "=", self.celebes.id)], limit=1)
        self.assertEqual(notice.title, f"Order {order.name} is paid: please send it")
        credit = order.territory_credit_ids
        self.assertEqual((credit.kind, credit.state), ("hand_over", "waiting"))
        self.assertEqual((credit.goods_amount, credit.delivery_amount, credit.amount), (80_000, 10_000, 90_000))
        handover._ship("", is_in_person=True)
        self.assertEqual(credit.state, "earned")
        action = credit.with_user(self.users["finance_manager"]).action_settle()
        self.assertEqual(self.env["account.move"].browse(action["res_id"]).amount_total, 90_000)

    def test_nothing_is_sent_before_the_payment_or_without_a_number(self):
        handover = self._accepted()
        before = self._snapshot(handover, ["state"])
        with self.assertRaisesRegex(UserError, "not confirmed yet"):
            handover._ship("JKT0012345", is_in_person=False)
        self._pay_automatically(handover.order_id)
        with self.assertRaisesRegex(UserError, "consignment number"):
            handover._ship("", is_in_person=False)
        self.assertEqual(self._snapshot(handover, ["state"]), before)
        self.assertEqual(handover.order_id.order_stage, "released")

    def test_second_answer_changes_nothing(self):
        for first, second in (("accept", "decline"), ("decline", "accept"), ("accept", "accept")):
            with self.subTest(first=first, second=second):
                handover = self._offered()
                handover._apply(first, {"reseller"})
                before = self._snapshot(handover, ["state", "answered_datetime"])
                with self.assertRaisesRegex(UserError, "already"):
                    handover._apply(second, {"reseller"})
                self.assertEqual(self._snapshot(handover, ["state", "answered_datetime"]), before)
                self.assertEqual(len(handover.order_id.territory_credit_ids), int(first == "accept"))

    def test_answer_after_the_deadline_is_refused(self):
        handover = self._offered()
        handover.deadline = fields.Datetime.now() - timedelta(seconds=1)
        for action in ("accept", "decline"):
            with self.assertRaisesRegex(UserError, "time to answer is over"):
                handover._apply(action, {"reseller"})
        self.assertEqual(handover.state, "offered")

    def test_unanswered_offer_expires_and_the_company_delivers(self):
        handover, young = self._offered(), self._offered()
        order = self._pay_automatically(handover.order_id)
        handover.deadline = fields.Datetime.now() - timedelta(seconds=1)
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_expire_handovers").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((handover.state, order.order_stage, young.state), ("expired", "released", "offered"))
        self.assertFalse(order.territory_credit_ids)

    def test_cancelled_order_cannot_be_accepted_any_more(self):
        handover = self._offered()
        handover.order_id._action_cancel()
        self.assertEqual(handover.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "cancelled"):
            handover._apply("accept", {"reseller"})
        self.assertFalse(handover.order_id.territory_credit_ids)

    def test_manager_takes_an_accepted_order_back_to_the_warehouse(self):
        handover = self._accepted()
        order = self._pay_automatically(handover.order_id)
        for role in ("director", "marketing_manager", "finance_manager", "inventory"):
            with self.assertRaises(UserError, msg=role):
                handover.with_user(self.users[role]).action_withdraw()
        self.assertEqual(handover.state, "accepted")
        handover.with_user(self.users["operational_manager"]).action_withdraw()
        self.assertEqual((handover.state, order.territory_credit_ids.state), ("withdrawn", "void"))
        self.assertEqual(order.picking_ids.move_ids.location_id, self.warehouse.lot_stock_id)
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertFalse(order.delivering_reseller_id)

    def test_meeting_in_person_is_not_offered(self):
        self.courier.is_cod_meeting = True
        self.assertFalse(self._offered())

    def test_reseller_who_leaves_puts_his_territories_on_the_managers_desk(self):
        self.celebes.grade_id = False
        todo = self.territory.activity_ids
        self.assertIn("no reseller any more", todo.summary)
        self.assertTrue(todo.user_id.has_group("crosstech_sale.group_operational_manager"))

    def _membership(self):
        membership = self.celebes.membership_ids.filtered(lambda one: one.state == "active")
        return membership.with_user(self.users["operational_manager"])

    def test_suspended_membership_puts_the_territories_on_the_managers_desk_until_it_is_resumed(self):
        membership = self._membership()
        membership._suspend("Tagihan belum dibayar")
        self.assertEqual(self.territory.activity_ids.user_id, self.users["operational_manager"])
        own = self.territory.activity_schedule(
            "mail.mail_activity_data_todo", summary="Own to-do", user_id=self.env.uid, automated=False
        )
        membership._resume()
        self.assertEqual(self.territory.activity_ids, own)

    def test_ended_membership_puts_the_territories_on_the_managers_desk_once(self):
        membership = self._membership()
        membership._suspend("Tagihan belum dibayar")
        membership._end("Berhenti sebagai reseller")
        self.assertIn("no reseller any more", self.territory.activity_ids.summary)
        self.assertEqual(self.territory.activity_ids.user_id, self.users["operational_manager"])

    def test_ended_membership_leaves_territories_that_are_over_alone(self):
        self.territory.date_to = self.today - timedelta(days=1)
        self._membership()._end("Berhenti sebagai reseller")
        self.assertFalse(self.territory.activity_ids)
