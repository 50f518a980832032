"""A buyer pays in cash at a meeting; the cash is always somebody's until Finance has it."""

from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ROLES
from .fulfil_common import FulfilCommon

FIELDS = ["state", "place", "meeting_datetime", "amount_collected", "cash_holder_id", "handover_id"]


class CodCommon(FulfilCommon):
    """Base of tests of meetings: a COD order as the shop leaves it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cod_carrier = cls.env.ref("crosstech_sale.delivery_carrier_cod_meeting")
        cls.cod_provider = cls.env.ref("delivery.payment_provider_cod")
        cls.soon = fields.Datetime.now() + timedelta(days=1)
        cls.marketing, cls.finance = cls.users["marketing_manager"], cls.users["finance_manager"]

    @classmethod
    def _create_meeting(cls, partner=None, **values):
        order = cls._create_order(partner or cls.buyer, cls.product, carrier_id=cls.cod_carrier.id, **values)
        cls._create_transaction(order, cls.cod_provider)
        order.action_confirm()
        return order.cod_meeting_ids

    @classmethod
    def _create_confirmed_meeting(cls, **values):
        meeting = cls._create_meeting(**values)
        meeting._propose("Stasiun Gambir", cls.soon, {"customer"})
        meeting.with_user(cls.marketing).action_confirm()
        return meeting

    @classmethod
    def _create_done_meeting(cls, **values):
        meeting = cls._create_confirmed_meeting(**values)
        meeting.with_user(cls.marketing)._complete(meeting.amount_due)
        return meeting

    def _as(self, record, role):
        return record.with_user(self.users[role])


@tagged("post_install", "-at_install")
class TestCodMeeting(CodCommon):
    def test_confirmed_cod_order_waits_for_its_meeting(self):
        meeting = self._create_meeting()
        self.assertEqual((meeting.state, meeting.order_id.order_stage), ("proposed", "ordered"))
        self.assertEqual(meeting.amount_due, 100_000)
        with self.assertRaisesRegex(UserError, "COD meeting"):
            meeting.order_id.picking_ids.button_validate()

    def test_cash_and_goods_change_hands_in_one_step(self):
        meeting = self._create_confirmed_meeting()
        before = self.product.qty_available
        wizard = self._as(self.env["crosstech.cod.meeting.complete"], "marketing_manager")
        wizard.create({"meeting_id": meeting.id, "amount_collected": 100_000}).action_complete()
        order = meeting.order_id
        self.assertEqual((meeting.state, order.order_stage), ("done", "received"))
        self.assertEqual(meeting.cash_holder_id, self.marketing)
        self.assertEqual(self.product.qty_available, before - 1)
        payment = order.transaction_ids.payment_id
        journal = self.company.cod_cash_journal_id
        self.assertEqual((payment.journal_id, payment.amount, payment.state), (journal, 100_000, "paid"))
        balance = payment.move_id.line_ids.filtered(lambda line: line.account_id == journal.default_account_id).balance
        self.assertEqual(balance, 100_000)

    def test_operational_manager_is_told_that_the_buyer_has_paid(self):
        meeting = self._create_done_meeting()
        todo = meeting.order_id.activity_ids.filtered(lambda one: "Paid at a COD meeting" in (one.summary or ""))
        self.assertTrue(todo.user_id.has_group("crosstech_sale.group_operational_manager"))

    def test_to_do_to_confirm_is_gone_once_it_is_confirmed(self):
        meeting = self._create_meeting()
        meeting._propose("Stasiun Gambir", self.soon, {"customer"})
        mine = meeting.order_id.activity_ids
        self.assertEqual(len(mine), 1)
        self.assertTrue(mine.user_id.has_group("crosstech_sale.group_marketing_manager"))
        meeting.with_user(self.marketing).action_confirm()
        self.assertFalse(meeting.order_id.activity_ids)

    def test_less_or_more_than_the_whole_amount_is_refused(self):
        meeting = self._create_confirmed_meeting()
        before = self._snapshot(meeting, FIELDS)
        for amount in (0, 99_999, 100_001, -100_000):
            with self.assertRaisesRegex(UserError, "whole amount"):
                meeting.with_user(self.marketing)._complete(amount)
        self.assertEqual(self._snapshot(meeting, FIELDS), before)
        self.assertEqual(meeting.order_id.transaction_ids.state, "pending")

    def test_goods_that_are_not_there_cannot_be_handed_over(self):
        self._stock(self.product, -self.product.qty_available)
        meeting = self._create_confirmed_meeting()
        with self.assertRaisesRegex(UserError, "not in stock"), self.env.cr.savepoint():
            meeting.with_user(self.marketing)._complete(100_000)
        meeting.invalidate_recordset()
        self.assertEqual(meeting.state, "confirmed")
        self.assertFalse(meeting.order_id.transaction_ids.payment_id)

    def test_second_click_on_done_changes_nothing(self):
        meeting = self._create_done_meeting()
        before = self._snapshot(meeting, FIELDS)
        with self.assertRaisesRegex(UserError, "not possible any more"):
            meeting.with_user(self.marketing)._complete(100_000)
        self.assertEqual(self._snapshot(meeting, FIELDS), before)
        self.assertEqual(len(meeting.order_id.transaction_ids.payment_id), 1)

    def test_every_action_is_refused_to_every_other_role(self):
        meeting = self._create_confirmed_meeting()
        meeting.meeting_datetime = fields.Datetime.now() - timedelta(hours=1)
        before = self._snapshot(meeting, FIELDS)
        actions = {
            "propose": lambda one: one._propose("Stasiun Gambir", self.soon),
            "confirm": lambda one: one.action_confirm(),
            "complete": lambda one: one._complete(100_000),
            "miss": lambda one: one.action_miss(),
            "cancel": lambda one: one.action_cancel(),
        }
        for role in ROLES:
            for name, action in actions.items():
                if role != "marketing_manager":
                    with self.assertRaises(UserError, msg=f"{role} {name}"):
                        action(self._as(meeting, role))
        self.assertEqual(self._snapshot(meeting, FIELDS), before)

    def test_nobody_writes_a_meeting_by_hand(self):
        meeting = self._create_confirmed_meeting()
        for role in ROLES:
            with self.assertRaises(AccessError, msg=role):
                self._as(meeting, role).state = "done"
        self.assertEqual(meeting.state, "confirmed")

    def test_buyer_agrees_to_a_proposal_of_ours_but_not_to_his_own(self):
        meeting = self._create_meeting()
        meeting._propose("Stasiun Gambir", self.soon, {"customer"})
        with self.assertRaisesRegex(UserError, "proposed this yourself"):
            meeting._confirm({"customer"})
        meeting.with_user(self.marketing)._propose("Halte Harmoni", self.soon)
        meeting._confirm({"customer"})
        self.assertEqual((meeting.state, meeting.place), ("confirmed", "Halte Harmoni"))
        self.assertEqual(meeting.user_id, self.marketing)

    def test_confirmed_meeting_is_in_the_calendar_until_it_is_moved(self):
        meeting = self._create_confirmed_meeting()
        event = meeting.calendar_event_id
        self.assertEqual((event.location, event.start), ("Stasiun Gambir", self.soon))
        meeting._propose("Halte Harmoni", self.soon, {"customer"})
        self.assertFalse(event.exists())
        self.assertEqual(meeting.state, "proposed")

    def test_place_and_time_are_checked_on_both_borders(self):
        meeting = self._create_meeting()
        now = fields.Datetime.now()
        for place, moment, said in (
            ("", self.soon, "5 to 200"),
            ("x" * 201, self.soon, "5 to 200"),
            ("Stasiun Gambir", False, "choose a date"),
            ("Stasiun Gambir", now - timedelta(days=1), "too soon"),
            ("Stasiun Gambir", now + timedelta(minutes=58), "too soon"),
            ("Stasiun Gambir", now + timedelta(days=31), "too far"),
        ):
            with self.assertRaisesRegex(UserError, said):
                meeting._propose(place, moment, {"customer"})
        self.assertFalse(meeting.place)
        meeting._propose("x" * 200, now + timedelta(days=29), {"customer"})
        self.assertEqual(meeting.state, "proposed")

    def test_who_does_not_come_can_propose_again(self):
        meeting = self._create_confirmed_meeting()
        with self.assertRaisesRegex(UserError, "not begun"):
            meeting.with_user(self.marketing).action_miss()
        meeting.meeting_datetime = fields.Datetime.now() - timedelta(minutes=1)
        meeting.with_user(self.marketing).action_miss()
        self.assertEqual((meeting.state, meeting.no_show_count), ("no_show", 1))
        self.assertEqual(meeting.order_id.order_stage, "ordered")
        meeting._propose("Stasiun Gambir", self.soon, {"customer"})
        meeting.with_user(self.marketing).action_confirm()
        meeting.with_user(self.marketing)._complete(100_000)
        self.assertEqual(meeting.order_id.order_stage, "received")

    def test_cancelled_meeting_cancels_order_payment_and_reservation(self):
        meeting = self._create_confirmed_meeting()
        meeting.with_user(self.marketing).action_cancel()
        order = meeting.order_id
        self.assertEqual((meeting.state, order.state, order.order_stage), ("cancelled", "cancel", "cancelled"))
        self.assertEqual((order.picking_ids.state, order.transaction_ids.state), ("cancel", "cancel"))
        self.assertFalse(meeting.calendar_event_id)

    def test_cancelled_order_cancels_its_meeting(self):
        meeting = self._create_confirmed_meeting()
        meeting.order_id._action_cancel()
        self.assertEqual(meeting.state, "cancelled")

    def test_restored_order_gets_its_meeting_back(self):
        meeting = self._create_confirmed_meeting()
        order = meeting.order_id
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual((order.cod_meeting_ids, meeting.state), (meeting, "proposed"))

    def test_order_nobody_arranges_ends_after_the_companys_days(self):
        self.company.cod_open_days = 7
        stale, fresh, agreed = self._create_meeting(), self._create_meeting(), self._create_confirmed_meeting()
        old = fields.Datetime.now() - timedelta(days=8)
        (stale | agreed).opened_datetime = old
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_cancel_stale_meetings").method_direct_trigger()
        self.assertEqual((stale.state, fresh.state, agreed.state), ("cancelled", "proposed", "confirmed"))
        self.assertEqual((stale.order_id.state, stale.order_id.picking_ids.state), ("cancel", "cancel"))

    def test_done_meeting_stays_on_record(self):
        with self.assertRaises(UserError):
            self._create_done_meeting().unlink()

    def test_order_by_telephone_needs_no_transaction_of_the_shop(self):
        order = self._create_order(self.buyer, self.product, carrier_id=self.cod_carrier.id)
        order.action_confirm()
        meeting = order.cod_meeting_ids
        meeting.with_user(self.marketing)._propose("Stasiun Gambir", self.soon)
        meeting.with_user(self.marketing).action_confirm()
        meeting.with_user(self.marketing)._complete(100_000)
        self.assertEqual((order.order_stage, order.amount_paid), ("received", 100_000))

    def test_buyer_reads_the_time_on_his_own_clock(self):
        buyer = self._create_buyer(region=self.mariso)
        meeting = self._create_meeting(partner=buyer)
        meeting.meeting_datetime = "2026-12-31 17:00:00"
        self.assertEqual(meeting.local_time, "01/01/2027 01:00 WITA")
        self.assertEqual(self._create_meeting().timezone, "Asia/Jakarta")

    def test_buyer_is_told_of_each_step(self):
        meeting = self._create_done_meeting()
        titles = self.env["crosstech.notification"].search([("partner_id", "=", self.buyer.id)]).mapped("title")
        self.assertTrue(any("confirmed" in title for title in titles))
        self.assertTrue(any("complete" in title for title in titles))
        self.assertTrue(all(meeting.order_id.name in title for title in titles))


@tagged("post_install", "-at_install")
class TestCodChoice(CodCommon):
    def test_meetings_are_offered_to_buyers_only(self):
        order = self._create_order(self.buyer, self.product)
        self.assertTrue(self.cod_carrier._is_available_for_order(order))
        order = self._create_order(self._create_reseller(), self.product)
        self.assertFalse(self.cod_carrier._is_available_for_order(order))

    def test_limit_is_the_last_amount_allowed(self):
        self.company.cod_limit_amount = 100_000
        order = self._create_order(self.buyer, self.product)
        self.assertTrue(self.cod_carrier._is_available_for_order(order))
        self.company.cod_limit_amount = 99_999
        self.assertFalse(self.cod_carrier._is_available_for_order(order))
        self.company.cod_limit_amount = 0
        self.assertTrue(self.cod_carrier._is_available_for_order(order))

    def test_meetings_are_offered_where_we_can_go(self):
        order = self._create_order(self.buyer, self.product)
        self.cod_carrier.cod_region_ids = self.jakarta
        self.assertFalse(self.cod_carrier._is_available_for_order(order))
        self.cod_carrier.cod_region_ids = self.jakarta | self.kalimantan_barat
        self.assertTrue(self.cod_carrier._is_available_for_order(order))

    def test_meeting_costs_no_courier_and_is_paid_in_cash_only(self):
        order = self._create_order(self.buyer, self.product, carrier_id=self.cod_carrier.id)
        self.assertEqual(self.cod_carrier.rate_shipment(order)["price"], 0)
        providers = self._compatible_providers(order)
        self.assertEqual(set(providers.mapped("custom_mode")), {"cash_on_delivery"})

    def test_courier_is_never_paid_at_the_door(self):
        self.courier.allow_cash_on_delivery = True
        order = self._create_order(self.buyer, self.product, carrier_id=self.courier.id)
        self.assertNotIn("cash_on_delivery", self._compatible_providers(order).mapped("custom_mode"))

    def test_reseller_who_forces_a_meeting_finds_no_way_to_pay(self):
        order = self._create_order(self._create_reseller(), self.product, carrier_id=self.cod_carrier.id)
        self.assertFalse(self._compatible_providers(order))

    def _compatible_providers(self, order):
        self.env.ref("payment.payment_provider_transfer").state = "enabled"
        return self.env["payment.provider"]._get_compatible_providers(
            self.company.id, order.partner_id.id, order.amount_total, sale_order_id=order.id
        )


@tagged("post_install", "-at_install")
class TestCashHandover(CodCommon):
    def _collected(self):
        done = self.env["crosstech.cod.meeting"].search([("state", "=", "done")])
        return Decimal(str(sum(done.mapped("amount_collected"))))

    def _acknowledged(self):
        done = self.env["crosstech.cod.meeting"].search([("state", "=", "done"), ("is_cash_acknowledged", "=", True)])
        return Decimal(str(sum(done.mapped("amount_collected"))))

    def _check_nothing_is_lost(self):
        held = self.env["crosstech.cod.meeting"]._cash_by_holder()
        self.assertEqual(sum(held.values()) + self._acknowledged(), self._collected())

    def _submit(self, meetings):
        handover = self.env["crosstech.cash.handover"].with_user(self.marketing)
        return handover._submit(meetings.with_user(self.marketing)).with_env(self.env)

    def _count(self, handover, amount, **values):
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        handover.with_user(self.finance).write({"amount_counted": amount, "destination_journal_id": bank.id, **values})
        return handover.with_user(self.finance).action_acknowledge()

    def test_cash_is_always_with_somebody(self):
        self._check_nothing_is_lost()
        meetings = self._create_done_meeting() | self._create_done_meeting(partner=self._create_buyer("Kedua"))
        self._check_nothing_is_lost()
        handover = self._submit(meetings)
        self.assertEqual(meetings.cash_holder_id, self.marketing, "Handed over is not acknowledged")
        self._check_nothing_is_lost()
        self._count(handover, 200_000)
        self.assertEqual(meetings.cash_holder_id, self.finance)
        self._check_nothing_is_lost()

    def test_acknowledged_cash_leaves_cash_in_transit(self):
        handover = self._submit(self._create_done_meeting())
        journal = self.company.cod_cash_journal_id
        self._count(handover, 100_000)
        self.assertEqual(handover.state, "acknowledged")
        lines = handover.move_id.line_ids
        self.assertEqual(handover.move_id.state, "posted")
        self.assertEqual(lines.filtered(lambda one: one.account_id == journal.default_account_id).balance, -100_000)
        self.assertEqual(
            lines.filtered(lambda one: one.account_id == self.company.transfer_account_id).balance, 100_000
        )

    def test_difference_needs_a_reason_and_is_booked(self):
        handover = self._submit(self._create_done_meeting())
        with self.assertRaisesRegex(UserError, "why the count differs"):
            self._count(handover, 90_000)
        self.assertEqual(handover.state, "submitted")
        self._count(handover, 90_000, difference_reason="one note was counterfeit")
        self.assertEqual(handover.difference, -10_000)
        self.assertEqual(sum(handover.move_id.line_ids.mapped("balance")), 0)
        self.assertIn(10_000, handover.move_id.line_ids.mapped("balance"))

    def test_surplus_is_booked_too(self):
        handover = self._submit(self._create_done_meeting())
        self._count(handover, 105_000, difference_reason="the buyer gave too much")
        self.assertIn(-5_000, handover.move_id.line_ids.mapped("balance"))

    def test_only_finance_acknowledges(self):
        handover = self._submit(self._create_done_meeting())
        for role in ROLES:
            if role == "finance_manager":
                continue
            for action in ("action_acknowledge", "action_refuse"):
                with self.assertRaises(UserError, msg=f"{role} {action}"):
                    getattr(self._as(handover, role), action)()
        self.assertEqual(handover.state, "submitted")

    def test_only_marketing_hands_over_and_only_what_it_holds(self):
        meeting = self._create_done_meeting()
        for role in ROLES:
            if role == "marketing_manager":
                continue
            with self.assertRaises(UserError, msg=role):
                self._as(meeting, role).action_hand_over()
        other = new_test_user(self.env, "other_marketing", groups="crosstech_sale.group_marketing_manager")
        with self.assertRaisesRegex(UserError, "not with you"):
            meeting.with_user(other).action_hand_over()
        self.assertFalse(meeting.handover_id)

    def test_open_meeting_has_no_cash_to_hand_over(self):
        meeting = self._create_confirmed_meeting()
        with self.assertRaisesRegex(UserError, "not with you"):
            self._submit(meeting)

    def test_cash_is_handed_over_and_acknowledged_once(self):
        meeting = self._create_done_meeting()
        handover = self._submit(meeting)
        with self.assertRaises(UserError):
            self._submit(meeting)
        self._count(handover, 100_000)
        with self.assertRaises(UserError):
            handover.with_user(self.finance).action_acknowledge()
        with self.assertRaises(UserError):
            handover.with_user(self.finance).action_refuse()
        with self.assertRaises(AccessError):
            handover.with_user(self.finance).amount_counted = 1
        self.assertEqual(len(handover.move_id), 1)

    def test_refused_cash_goes_back_to_who_brought_it(self):
        meeting = self._create_done_meeting()
        handover = self._submit(meeting)
        handover.with_user(self.finance).action_refuse()
        self.assertEqual((handover.state, meeting.cash_holder_id), ("refused", self.marketing))
        self._check_nothing_is_lost()
        self.assertNotEqual(self._submit(meeting), handover)

    def test_what_was_handed_over_cannot_be_rewritten(self):
        handover = self._submit(self._create_done_meeting())
        for values in ({"amount_expected": 1}, {"state": "acknowledged"}, {"giver_id": self.finance.id}):
            with self.assertRaises(AccessError):
                handover.with_user(self.finance).write(values)
        with self.assertRaises(UserError):
            handover.unlink()
        self.assertEqual((handover.amount_expected, handover.state), (100_000, "submitted"))
