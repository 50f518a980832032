"""The Director's decisions have an owner, a day and an answer, and come back in the next report."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import ROLES
from .weekly_report_common import MONDAY_MORNING, WeeklyReportCommon

FIELDS = ["state", "answer", "owner_id", "due_date", "done_datetime"]


@tagged("post_install", "-at_install")
class TestDecisionFollowUp(WeeklyReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls._create_report()
        cls.owner = cls.users["inventory"]

    def _decide(self, **values):
        today = self.company._get_today()
        return self._as(self.env["crosstech.decision"], "director").create(
            {
                "name": "Order 40 laptops",
                "weekly_report_id": self.report.id,
                "owner_id": self.owner.id,
                "due_date": today + timedelta(days=3),
                **values,
            }
        )

    def _announce(self, **values):
        decision = self._decide(**values)
        decision.action_announce()
        return decision

    def _answer(self, decision, note="Done on Friday", *, is_done=True, role="inventory"):
        wizard = self.env["crosstech.decision.answer"].with_user(self.users[role])
        return wizard.create({"decision_id": decision.id, "note": note, "is_done": is_done}).action_apply()

    def _next_report(self):
        return self._create_report(self.week.shift(1))

    def test_an_announced_decision_is_a_to_do_of_its_owner_with_the_day(self):
        decision = self._announce()
        todo = decision.sudo().activity_ids
        self.assertEqual((todo.user_id, todo.date_deadline, todo.summary),
                         (self.owner, decision.due_date, "Order 40 laptops"))  # fmt: skip
        self.assertEqual(decision.owner_role, "inventory")

    def test_a_decision_somebody_carries_out_needs_a_day(self):
        decision = self._decide(due_date=False)
        with self.assertRaisesRegex(UserError, "until when"):
            decision.action_announce()
        self.assertEqual(decision.state, "draft")

    def test_only_the_director_decides(self):
        for role in set(ROLES) - {"director"}:
            with self.assertRaises(AccessError):
                self._as(self.report, role).action_decide()
            with self.assertRaises(AccessError):
                self.env["crosstech.decision"].with_user(self.users[role]).create({"name": "Mine"})
        context = self._as(self.report, "director").action_decide()["context"]
        self.assertEqual(context["default_weekly_report_id"], self.report.id)
        self.assertFalse(self.report.decision_ids)

    def test_the_day_of_an_announced_decision_holds(self):
        decision = self._announce()
        before = self._snapshot(decision, FIELDS)
        with self.assertRaises(UserError):
            decision.due_date = decision.due_date + timedelta(days=30)
        self.assertEqual(self._snapshot(decision, FIELDS), before)

    def test_the_owner_reports_that_it_is_done(self):
        decision = self._announce()
        self._as(decision, "inventory").action_answer()
        self._answer(decision)
        self.assertEqual((decision.state, decision.answer, decision.status), ("done", "Done on Friday", "done"))
        self.assertFalse(decision.sudo().activity_ids)
        self.assertIn(self.users["director"].partner_id, decision.message_ids[:1].notified_partner_ids)

    def test_the_owner_may_say_what_is_in_the_way(self):
        decision = self._announce()
        self._answer(decision, "The supplier has none", is_done=False)
        self.assertEqual((decision.state, decision.answer), ("announced", "The supplier has none"))
        self.assertTrue(decision.sudo().activity_ids)

    def test_ticking_off_the_to_do_is_the_same(self):
        decision = self._announce()
        decision.sudo().activity_ids.with_user(self.owner).action_feedback(feedback="Ordered today")
        self.assertEqual((decision.state, decision.answer), ("done", "Ordered today"))

    def test_nobody_else_reports_and_nobody_without_words(self):
        decision = self._announce()
        before = self._snapshot(decision, FIELDS)
        for role in set(ROLES) - {"inventory"}:
            with self.assertRaises(AccessError):
                self._answer(decision, role=role)
            with self.assertRaises(AccessError):
                self._as(decision, role).action_answer()
        with self.assertRaises(UserError):
            self._answer(decision, note="   ")
        self.assertEqual(self._snapshot(decision, FIELDS), before)
        self._answer(decision)
        with self.assertRaises(UserError):
            self._answer(decision, note="Once more")
        self.assertEqual(decision.answer, "Done on Friday")

    # === IN THE NEXT REPORT === #

    def test_the_next_report_tells_what_became_of_it(self):
        late = self._announce(name="Call late customers", due_date=self.company._get_today() + timedelta(days=1))
        done, later = self._announce(name="Order laptops"), self._announce(
            name="Paint the shop", due_date=self.company._get_today() + timedelta(days=30)
        )  # fmt: skip
        self._announce(name="Not of this company").company_id = self.env["res.company"].create({"name": "PT Lain"})
        self._decide(name="Never told")
        with freeze_time(MONDAY_MORNING + timedelta(days=2)):
            self._answer(done)
        with freeze_time(MONDAY_MORNING + timedelta(days=7)):
            report = self._next_report()
            (late | done | later).invalidate_recordset()
            told = {entry["name"]: (entry["status"], entry["answer"]) for entry in report._get_follow_up()}
            self.assertEqual(
                told,
                {
                    "Call late customers": ("overdue", ""),
                    "Order laptops": ("done", "Done on Friday"),
                    "Paint the shop": ("not_done", ""),
                },
            )
            page = self._as(report, "director").page_html
            for words in ("Overdue", "Done on Friday", "Not Done Yet"):
                self.assertIn(words, page)
        self.assertFalse(self.report._get_follow_up(), "decided after the week of its own report")

    def test_what_was_done_long_ago_is_told_once(self):
        decision = self._announce()
        with freeze_time(MONDAY_MORNING + timedelta(days=2)):
            self._answer(decision)
        self.assertTrue(self._create_report(self.week.shift(1))._get_follow_up())
        self.assertFalse(self._create_report(self.week.shift(2))._get_follow_up())

    def test_a_submitted_report_keeps_how_it_stood(self):
        decision = self._announce(due_date=self.company._get_today() + timedelta(days=30))
        with freeze_time(MONDAY_MORNING + timedelta(days=7)):
            report = self._next_report()
            self._submit_report(report)
            self._answer(decision)
        self.assertEqual([entry["status"] for entry in report._get_follow_up()], ["not_done"])

    # === SOMEBODY LEAVES === #

    def test_a_decision_falls_to_the_current_holder_of_the_role(self):
        decision = self._announce()
        successor = new_test_user(self.env, "new_inventory", groups="crosstech_sale.group_inventory")
        self.owner.active = False
        self.assertEqual(decision.owner_id, successor)
        self.assertEqual(decision.sudo().activity_ids.user_id, successor)

    def test_without_a_successor_the_director_is_asked_once(self):
        decision = self._announce()
        self.owner.active = False
        self.env["crosstech.decision"]._hand_over_orphans()
        todo = decision.sudo().activity_ids
        self.assertEqual(todo.user_id, self.users["director"])
        self.assertIn("has left", todo.summary)
        decision.owner_id = self.users["finance_manager"]
        self.assertEqual(decision.sudo().activity_ids.user_id, self.users["finance_manager"])
        self.assertEqual(decision.owner_role, "finance_manager")

    def test_a_successor_who_comes_later_gets_it_by_the_clock(self):
        decision = self._announce()
        self.owner.active = False
        successor = new_test_user(self.env, "late_inventory", groups="crosstech_sale.group_inventory")
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_follow_up_weekly_reports").method_direct_trigger()
        decision.invalidate_recordset()
        self.assertEqual(decision.owner_id, successor)

    def test_decisions_that_are_done_stay_with_whom_they_were(self):
        decision = self._announce()
        self._answer(decision)
        new_test_user(self.env, "next_inventory", groups="crosstech_sale.group_inventory")
        self.owner.active = False
        self.assertEqual(decision.owner_id, self.owner)
