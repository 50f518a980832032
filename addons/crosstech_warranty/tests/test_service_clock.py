"""The clocks of a service request follow what happens to it."""

# ruff: noqa: DTZ001 – naive UTC, as in the tables

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon

MONDAY = datetime(2026, 3, 2, 1)  # 08:00 WIB


@tagged("post_install", "-at_install")
class TestServiceClock(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_buyer()
        cls.level = cls.env["crosstech.service.level"].search([])
        cls.level.active = False
        cls.level = cls.env["crosstech.service.level"].create(
            {"name": "Test", "response_hours": 4, "solution_hours": 16,
             "calendar_id": cls.env.ref("crosstech_warranty.service_calendar").id}
        )  # fmt: skip
        cls.repair = cls.users["repair_team"]
        cls.product = cls.env["product.product"].create({"name": "Laptop Uji", "type": "consu"})

    def _create_ticket(self, moment=MONDAY, **values):
        with freeze_time(moment):
            ticket = self.env["helpdesk.ticket"].create(
                {"name": "Mati", "description": "Mati total", "partner_id": self.buyer.id, "region_id": self.gambir.id,
                 "product_id": self.product.id, **values}
            )  # fmt: skip
        self.env.cr.execute("UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s", [moment, ticket.id])
        ticket.invalidate_recordset()
        with freeze_time(moment):
            ticket.waiting_since = ticket.waiting_since and moment
            ticket._tick()
        return ticket

    def _say(self, ticket, author, moment, subtype="mail.mt_comment"):
        with freeze_time(moment):
            ticket.message_post(body="…", author_id=author.id, message_type="comment", subtype_xmlid=subtype)

    def test_a_report_is_due_in_the_hours_of_its_level_on_the_clock_of_its_region(self):
        ticket = self._create_ticket()
        self.assertEqual(ticket.service_level_id, self.level)
        self.assertEqual(ticket.response_deadline, datetime(2026, 3, 2, 5))
        self.assertEqual(ticket.solution_deadline, datetime(2026, 3, 3, 10))
        makassar = self._create_ticket(region_id=self.mariso.id)  # it is nine o'clock there
        self.assertEqual(makassar.solution_deadline, datetime(2026, 3, 4, 1))

    def test_a_public_holiday_moves_the_deadline(self):
        self.env["resource.calendar.leaves"].create(
            {"name": "Libur", "calendar_id": self.level.calendar_id.id, "date_from": datetime(2026, 3, 1, 17),
             "date_to": datetime(2026, 3, 2, 16, 59, 59)}
        )  # fmt: skip
        self.assertEqual(self._create_ticket().response_deadline, datetime(2026, 3, 3, 5))

    def test_our_answer_ends_the_wait_and_a_question_begins_it_again(self):
        ticket = self._create_ticket()
        self._say(ticket, self.repair.partner_id, datetime(2026, 3, 2, 2))
        self.assertFalse(ticket.response_deadline)
        self.assertEqual(ticket.answered_datetime, datetime(2026, 3, 2, 2))
        self._say(ticket, self.buyer, datetime(2026, 3, 2, 3))
        self.assertEqual(ticket.response_deadline, datetime(2026, 3, 2, 8))
        self._say(ticket, self.buyer, datetime(2026, 3, 2, 4))
        self.assertEqual(ticket.response_deadline, datetime(2026, 3, 2, 8), "asking again does not give us more time")
        self._say(ticket, self.repair.partner_id, datetime(2026, 3, 2, 5))
        self.assertFalse(ticket.response_deadline)
        self.assertEqual(ticket.answered_datetime, datetime(2026, 3, 2, 2), "the first answer stays the first")

    def test_an_internal_note_answers_nobody(self):
        ticket = self._create_ticket()
        self._say(ticket, self.repair.partner_id, datetime(2026, 3, 2, 2), "mail.mt_note")
        self.assertTrue(ticket.response_deadline)

    def test_a_technicians_message_is_an_answer(self):
        technician = self.env["crosstech.technician"].create({"partner_id": self._create_buyer("Teknisi").id})
        ticket = self._create_ticket()
        self._say(ticket, technician.partner_id, datetime(2026, 3, 2, 2))
        self.assertFalse(ticket.response_deadline)

    def test_the_clock_stands_still_while_the_customer_is_waited_for(self):
        ticket = self._create_ticket()
        with freeze_time(datetime(2026, 3, 2, 3)):
            ticket.with_user(self.repair).action_await_customer()
        self.assertEqual((ticket.sla_state, ticket.pause_reason), ("paused", "customer"))
        self._say(ticket, self.buyer, datetime(2026, 3, 3, 1))  # six working hours later
        self.assertFalse(ticket.pause_reason)
        self.assertEqual(ticket.paused_seconds, 6 * 3600)
        self.assertEqual(ticket.solution_deadline, datetime(2026, 3, 4, 8))

    def test_the_clock_stands_still_while_the_unit_is_at_the_supplier(self):
        ticket = self._create_ticket()
        with freeze_time(datetime(2026, 3, 2, 3)):
            order = self.env["crosstech.work.order"].create({"ticket_id": ticket.id})
            order.state = "at_supplier"
        self.assertEqual(ticket.pause_reason, "supplier")
        with freeze_time(datetime(2026, 3, 2, 4)):
            order.state = "diagnosed"
        self.assertFalse(ticket.pause_reason)
        self.assertEqual(ticket.paused_seconds, 3600)

    def test_the_clock_stands_still_while_a_quote_waits_for_its_answer(self):
        ticket = self._create_ticket()
        with freeze_time(datetime(2026, 3, 2, 3)):
            order = self.env["crosstech.work.order"].create({"ticket_id": ticket.id, "state": "diagnosed"})
            quote = self.env["crosstech.work.order.quote"].create(
                {"order_id": order.id, "partner_id": self.buyer.id, "name": "Q", "valid_until": "2026-03-30"}
            )  # fmt: skip
        self.assertEqual(ticket.pause_reason, "customer")
        with freeze_time(datetime(2026, 3, 2, 4)):
            quote.state = "declined"
        self.assertFalse(ticket.pause_reason)

    def test_a_visit_without_the_part_waits_for_the_part_until_the_next_visit_is_planned(self):
        ticket = self._create_ticket()
        technician = self.env["crosstech.technician"].create({"partner_id": self._create_buyer("Teknisi").id})
        with freeze_time(datetime(2026, 3, 2, 3)):
            order = self.env["crosstech.work.order"].create({"ticket_id": ticket.id, "state": "visiting"})
            visit = self.env["crosstech.work.order.visit"].create(
                {"order_id": order.id, "technician_id": technician.id}
            )  # fmt: skip
            visit.outcome = "needs_part"
        self.assertEqual(ticket.pause_reason, "part")
        with freeze_time(datetime(2026, 3, 2, 4)):
            visit.copy({"outcome": False})
        self.assertFalse(ticket.pause_reason)

    def test_what_is_finished_in_time_is_met_and_work_begun_again_is_not_solved(self):
        ticket = self._create_ticket()
        with freeze_time(datetime(2026, 3, 3, 3)):
            order = self.env["crosstech.work.order"].create({"ticket_id": ticket.id, "state": "in_repair"})
            order.state = "done"
        self.assertEqual((ticket.sla_state, ticket.solved_datetime), ("met", datetime(2026, 3, 3, 3)))
        with freeze_time(datetime(2026, 3, 4, 3)):
            order.state = "diagnosed"
        self.assertEqual((ticket.sla_state, ticket.solved_datetime), ("late", False))
        with freeze_time(datetime(2026, 3, 5, 3)):
            order.state = "done"
        self.assertEqual(ticket.sla_state, "missed")

    def test_the_first_step_of_a_person_answers_the_report_and_automation_does_not(self):
        ticket = self._create_ticket()
        order = self.env["crosstech.work.order"].create({"ticket_id": ticket.id, "state": "assigned"})
        order._apply("unassign", roles={"system"})
        self.assertTrue(ticket.response_deadline)
        order._apply("receive", roles={"repair_team"})
        self.assertFalse(ticket.response_deadline)

    def test_a_missed_deadline_is_told_once_and_the_next_one_again(self):
        ticket = self._create_ticket()
        with freeze_time(datetime(2026, 3, 2, 4, 30)):
            ticket._cron_watch_clocks()
            self.assertEqual(ticket.sla_state, "soon")
            self.assertFalse(ticket.activity_ids)
        with freeze_time(datetime(2026, 3, 2, 6)):
            ticket._cron_watch_clocks()
            told = len(ticket.activity_ids)
            self.assertEqual(ticket.sla_state, "late")
            self.assertIn(self.env["res.users"]._with_role("operational_manager"), ticket.activity_ids.user_id)
            ticket._cron_watch_clocks()
            self.assertEqual(len(ticket.activity_ids), told)
        self._say(ticket, self.repair.partner_id, datetime(2026, 3, 2, 7))
        self.assertEqual(ticket.sla_state, "on_time")
        with freeze_time(datetime(2026, 3, 4, 6)):
            ticket._cron_watch_clocks()
            self.assertGreater(len(ticket.activity_ids), told)

    def test_who_stands_at_the_counter_waits_for_no_answer(self):
        self.assertFalse(self._create_ticket(arrival_way="walk_in").response_deadline)

    def test_another_verdict_takes_another_level(self):
        paid = self.level.copy({"name": "Paid", "verdict": "none", "solution_hours": 32})
        ticket = self._create_ticket()
        ticket.verdict = "none"
        self.assertEqual(ticket.service_level_id, paid)
        self.assertEqual(ticket.solution_deadline, datetime(2026, 3, 5, 10))

    def test_without_a_level_or_working_hours_no_clock_runs(self):
        self.level.calendar_id.attendance_ids.unlink()
        self.assertEqual(self._create_ticket().sla_state, "none")
        self.level.active = False
        self.assertEqual(self._create_ticket().sla_state, "none")

    def test_only_the_repair_team_stops_a_clock(self):
        ticket = self._create_ticket()
        for role in ("finance_manager", "director", "operational_manager"):
            with self.assertRaises(UserError):
                ticket.with_user(self.users[role]).action_await_customer()
        self.assertFalse(ticket.is_customer_awaited)

    def test_a_customer_reads_nothing_of_the_clocks(self):
        customer = self._create_user("buyer")
        ticket = self._create_ticket(partner_id=customer.partner_id.id)
        ticket.message_subscribe(customer.partner_id.ids)
        with self.assertRaises(AccessError):
            ticket.with_user(customer).read(["sla_state"])
