"""What a technician does with his job, and what becomes of it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .route_common import RouteCommon


@tagged("post_install", "-at_install")
class TestJob(RouteCommon):
    def setUp(self):
        super().setUp()
        self.order = self._taken_job()

    def _act(self, action, **values):
        return self._do(self.order, self.near, action, **values)

    def test_a_visit_is_planned_on_the_clock_of_the_place_and_told_to_the_customer(self):
        day = (fields.Datetime.now() + timedelta(days=2)).date()
        self._act("plan", planned=f"{day}T09:00")
        visit = self.order.visit_ids
        self.assertEqual(str(visit.planned_datetime), f"{day} 02:00:00")
        self.assertEqual((visit.event_id.start, visit.event_id.location), (visit.planned_datetime, visit.place))
        self.assertTrue([title for title in self._notices(self.customer) if "technician comes" in title])
        self._act("plan", planned=f"{day}T13:30")
        self.assertEqual((len(self.order.visit_ids), str(visit.event_id.start)), (1, f"{day} 06:30:00"))

    def test_a_time_that_is_gone_or_no_time_plans_nothing(self):
        for planned in ("2020-01-01T09:00", "2098-01-01T09:00", "tomorrow"):
            with self.assertRaises(UserError):
                self._act("plan", planned=planned)
        self.assertFalse(self.order.visit_ids)

    def test_from_the_way_to_solved(self):
        self._act("on_way")
        self.assertTrue(self.order.visit_ids.on_way_datetime)
        self.assertTrue([title for title in self._notices(self.customer) if "on his way" in title])
        self._act("start")
        self.assertEqual(self.order.state, "visiting")
        self._act("solve", resolution=str(self.resolution.id), work_done="Cleaned it", parts="2 x fan")
        self.assertIn(self.order.state, ("solved", "settled"))
        self.assertEqual((self.order.work_done, self.order.resolution_id), ("Cleaned it", self.resolution))
        self.assertEqual(self.order.visit_ids.outcome, "solved")
        self.assertEqual(self.order.line_ids.mapped(lambda line: (line.name, line.quantity)), [("fan", 2)])

    def test_the_same_key_does_nothing_twice(self):
        self.assertTrue(self._act("on_way", key="same-key-0001"))
        self._act("start", key="same-key-0002")
        self.assertFalse(self._act("start", key="same-key-0002"))
        self.assertEqual((self.order.state, len(self.order.visit_ids)), ("visiting", 1))
        values = {"resolution": str(self.resolution.id), "work_done": "Done", "parts": "fan"}
        self._act("solve", key="same-key-0003", **values)
        self.assertFalse(self._act("solve", key="same-key-0003", **values))
        self.assertEqual(len(self.order.line_ids), 1)

    def test_a_key_of_another_action_is_refused(self):
        self._act("on_way", key="same-key-0001")
        with self.assertRaisesRegex(UserError, "out of date"):
            self._act("start", key="same-key-0001")
        self.assertEqual(self.order.state, "assigned")

    def test_a_refused_action_may_be_sent_again_when_it_is_right(self):
        self._act("start")
        with self.assertRaises(UserError):
            self._act("solve", key="same-key-0009", resolution="999999", work_done="Done")
        self._act("solve", key="same-key-0009", resolution=str(self.resolution.id), work_done="Done")
        self.assertEqual(self.order.visit_ids.outcome, "solved")

    def test_a_part_that_is_needed_waits_for_another_visit_and_the_repair_team_knows(self):
        self._act("start")
        self._act("needs_part", note="Main board X1")
        self.assertEqual((self.order.state, self.order.technician_id), ("assigned", self.near))
        self.assertEqual(self.order.visit_ids.outcome, "needs_part")
        self.assertIn("Main board X1", self.order.activity_ids.summary)
        self._act("start")
        self.assertEqual(len(self.order.visit_ids), 2)

    def test_work_that_costs_is_quoted_by_the_repair_team_first(self):
        self._act("start")
        with self.assertRaisesRegex(UserError, "to be paid"):
            self._act("quote")
        self._act("quote", parts="1 x Main board")
        self.assertEqual((self.order.state, self.order.line_ids.name), ("visiting", "Main board"))
        self.assertIn("needs a quote", self.order.activity_ids.summary)

    def test_a_solved_job_that_costs_nothing_is_finished_by_him(self):
        self._act("start")
        self._act("solve", resolution=str(self.resolution.id), work_done="Cleaned it")
        self.assertEqual(self.order._job_actions(self.near), ("close",))
        with self.assertRaises(UserError):
            self._act("collect")
        self._act("close")
        self.assertEqual((self.order.state, self.order._job_actions(self.near)), ("closed", ()))

    def test_cash_he_gets_is_with_him_and_the_job_is_finished_only_then(self):
        self._act("start")
        self._act("quote", parts="1 x Main board")
        self.order.line_ids.price_unit = 350_000
        self.order._offer_quote()
        self.order._accept_quote(roles={"customer"})
        self._act("solve", resolution=str(self.resolution.id), work_done="New board")
        self.assertEqual(self.order._job_actions(self.near), ("collect",))
        with self.assertRaises(UserError):
            self._act("close")
        self._act("collect")
        self.assertFalse(self.order.amount_due)
        self.assertEqual(self.order.cash_ids.cash_holder_id, self.near.partner_id.user_ids)
        self.assertEqual(self.order.state, "settled")
        self._act("close")
        self.assertEqual(self.order.state, "closed")

    def test_nobody_there_is_told_to_the_customer(self):
        self._act("start")
        self._act("absent")
        self.assertEqual((self.order.state, self.order.visit_ids.outcome), ("assigned", "absent"))
        self.assertTrue([title for title in self._notices(self.customer) if "missed you" in title])

    def test_what_cannot_be_done_on_site_goes_to_the_centre(self):
        self._act("start")
        with self.assertRaisesRegex(UserError, "receipt"):
            self._act("hand_in", note="Needs soldering")
        self._act("hand_in", note="Needs soldering", awb="jne 0012345")
        self.assertEqual((self.order.state, self.order.visit_ids.outcome), ("shipped", "needs_centre"))

    def test_actions_out_of_turn_change_nothing(self):
        for action, values in (
            ("solve", {"resolution": str(self.resolution.id), "work_done": "x"}),
            ("needs_part", {"note": "x"}),
            ("absent", {}),
            ("accept", {}),
        ):
            with self.assertRaises(UserError):
                self._act(action, **values)
        self.assertEqual(self.order.state, "assigned")
        self.assertFalse(self.order.visit_ids)

    def test_another_technician_does_nothing(self):
        for action in ("start", "on_way"):
            with self.assertRaisesRegex(UserError, "no longer yours"):
                self._do(self.order, self.beside, action)
        self.assertEqual(self.order.state, "assigned")
