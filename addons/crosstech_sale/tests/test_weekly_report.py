"""One report a week: who makes it, who writes, who submits, who reads; and what nobody else can do."""

import threading
import time
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import api
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ROLES
from .weekly_report_common import CONTRIBUTORS, MONDAY_MORNING, WeeklyReportCommon

REPORT_FIELDS = ["state", "submitted_by_id", "submitted_datetime", "missing_note", "read_datetime", "closed_datetime"]
SECTION_FIELDS = ["state", "commentary", "figures", "submitted_by_id", "submitted_datetime", "send_back_note"]


@tagged("post_install", "-at_install")
class TestWeeklyReport(WeeklyReportCommon):
    # === MAKING IT === #

    def test_every_contributor_has_a_section_and_a_to_do_for_it(self):
        report = self._create_report()
        self.assertEqual((report.name, report.state, report.completeness_percent), ("2031-W10", "open", 0))
        self.assertEqual(set(report.section_ids.mapped("role")), set(CONTRIBUTORS))
        for section in report.section_ids:
            self.assertEqual(section.activity_ids.user_id, self.users[section.role], section.key)
            self.assertIn(section.title, section.activity_ids.summary)

    def test_the_button_makes_the_week_that_ended_once(self):
        action = self._as(self.Report, "operational_manager").action_prepare()
        again = self._as(self.Report, "operational_manager").action_prepare()
        self.assertEqual(action["res_id"], again["res_id"])
        self.assertEqual(self.Report.browse(action["res_id"]).week_start, self.week.monday)

    def test_nobody_but_the_operational_manager_presses_it(self):
        before = self.Report.search_count([])
        for role in set(ROLES) - {"operational_manager"}:
            with self.assertRaises(AccessError):
                self._as(self.Report, role).action_prepare()
        self.assertEqual(self.Report.search_count([]), before)

    def test_a_week_has_one_report_and_begins_on_monday(self):
        self._create_report()
        values = {"company_id": self.company.id, "week_start": self.week.monday}
        for wrong in (values, {**values, "week_start": self.week.monday + timedelta(days=1)}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.Report.create(wrong)
        self.assertEqual(len(self.Report.search([("week_start", ">=", self.week.monday)])), 1)

    # === THE CLOCK === #

    def _run(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_follow_up_weekly_reports").method_direct_trigger()
        self.env.invalidate_all()
        return self.Report.search([("company_id", "=", self.company.id)]).mapped("name")

    def test_the_clock_makes_the_report_on_the_companys_day_and_hour(self):
        self.assertNotIn("2031-W10", self._run(datetime(2031, 3, 9, 22, 59)))  # noqa: DTZ001
        names = self._run(datetime(2031, 3, 9, 23, 0))  # noqa: DTZ001
        self.assertIn("2031-W10", names)
        self.assertEqual(self._run(datetime(2031, 3, 10, 5, 0)), names)  # noqa: DTZ001

    def test_in_makassar_monday_comes_an_hour_earlier(self):
        self.company.partner_id.region_id = self.mariso
        self.assertNotIn("2031-W10", self._run(datetime(2031, 3, 9, 21, 59)))  # noqa: DTZ001
        self.assertIn("2031-W10", self._run(datetime(2031, 3, 9, 22, 0)))  # noqa: DTZ001

    def test_another_day_and_hour_are_the_companys_choice(self):
        self.company.write({"weekly_report_weekday": "2", "weekly_report_hour": 14})
        self.assertNotIn("2031-W10", self._run(datetime(2031, 3, 12, 6, 59)))  # noqa: DTZ001
        self.assertIn("2031-W10", self._run(datetime(2031, 3, 12, 7, 0)))  # noqa: DTZ001

    def test_a_company_may_do_without(self):
        self.company.weekly_report_auto = False
        self.assertNotIn("2031-W10", self._run(MONDAY_MORNING))

    def test_new_year_makes_one_report_of_the_week_between(self):
        names = self._run(datetime(2031, 12, 28, 23, 0))  # noqa: DTZ001
        self.assertIn("2031-W52", names)
        self.assertIn("2032-W01", self._run(datetime(2032, 1, 4, 23, 0)))  # noqa: DTZ001
        self.assertEqual(len(self.Report.search([("week_start", ">=", "2031-12-22")])), 2)

    def test_who_is_missing_is_reminded_after_some_hours_then_daily(self):
        self.company.weekly_report_chase_hours = 4
        report = self._create_report()
        self._submit_sections(report, leave_out=("repairs", "money"))
        section = self._section(report, "repairs")

        def reminders():
            return self.env["mail.message"].search(
                [
                    ("model", "=", section._name),
                    ("res_id", "=", section.id),
                    ("message_type", "=", "user_notification"),
                    ("subject", "like", "Missing in the weekly report"),
                ]
            )

        for hours, expected in ((3, 0), (4, 1), (5, 1), (27, 1), (28, 2), (29, 2)):
            self._run(MONDAY_MORNING + timedelta(hours=hours))
            self.assertEqual(len(reminders()), expected, hours)
        done = self._section(report, "sales_by_source")
        self.assertFalse(done.reminded_datetime)
        self.assertEqual(reminders().notified_partner_ids, self.users["repair_team"].partner_id)

    def test_who_comes_into_the_role_later_gets_the_to_do(self):
        self.users["repair_team"].active = False
        section = self._section(self._create_report(), "repairs")
        self.assertFalse(section.activity_ids)
        newcomer = new_test_user(self.env, "new_repairer", groups="crosstech_sale.group_repair_team")
        self._run(MONDAY_MORNING + timedelta(hours=5))
        self.assertEqual(section.activity_ids.user_id, newcomer)

    # === WRITING === #

    def test_a_contributor_writes_and_submits_his_own_section_only(self):
        report = self._create_report()
        for section in report.section_ids:
            for role in ROLES:
                if role == section.role:
                    continue
                before = self._snapshot(section, SECTION_FIELDS)
                other = self._as(section, role)
                with self.assertRaises(AccessError, msg=f"{role} {section.key}"):
                    other.commentary = "Not mine"
                with self.assertRaises(AccessError, msg=f"{role} {section.key}"):
                    other.action_submit()
                self.assertEqual(self._snapshot(section, SECTION_FIELDS), before)
        self._submit_sections(report)
        for section in report.section_ids:
            self.assertEqual((section.state, section.submitted_by_id), ("submitted", self.users[section.role]))
            self.assertFalse(section.activity_ids)

    def test_of_a_section_only_the_words_are_written_by_hand(self):
        section = self._section(self._create_report(), "stock_remaining")
        before = self._snapshot(section, SECTION_FIELDS)
        for values in ({"state": "submitted"}, {"figures": {}}, {"commentary": "x", "role": "marketing_manager"}):
            with self.assertRaises(AccessError):
                self._as(section, "inventory").write(values)
        self.assertEqual(self._snapshot(section, SECTION_FIELDS), before)

    def test_a_submitted_section_stays_as_it_is(self):
        report = self._create_report()
        self._submit_sections(report)
        section = self._section(report, "money")
        before = self._snapshot(section, SECTION_FIELDS)
        with self.assertRaises(UserError):
            self._as(section, "finance_manager").commentary = "Better"
        with self.assertRaises(UserError):
            self._as(section, "finance_manager").action_submit()
        self.assertEqual(self._snapshot(section, SECTION_FIELDS), before)

    def test_a_section_without_figures_needs_words(self):
        section = self._section(self._create_report(), "repairs")
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self._as(section, "repair_team").action_submit()
        self.assertEqual(section.state, "to_do")
        self._as(section, "repair_team").commentary = "Two boards are beyond repair."
        self._as(section, "repair_team").action_submit()
        self.assertEqual(section.state, "submitted")

    def test_all_of_ones_own_sections_go_in_at_once(self):
        report = self._create_report()
        mine = report.section_ids.filtered(lambda section: section.role == "inventory")
        for section in mine:
            self._as(section, "inventory").commentary = "Counted"
        self._as(report, "inventory").action_submit_mine()
        self.assertEqual(set(mine.mapped("state")), {"submitted"})
        with self.assertRaisesRegex(UserError, "None of your sections"):
            self._as(report, "inventory").action_submit_mine()
        with self.assertRaises(UserError):
            self._as(report, "director").action_submit_mine()
        self.assertEqual(set((report.section_ids - mine).mapped("state")), {"to_do"})

    def test_contributors_see_their_own_sections_the_managers_see_all(self):
        report = self._create_report()
        for role in ROLES:
            seen = (
                self.env["crosstech.weekly.report.section"]
                .with_user(self.users[role])
                .search([("report_id", "=", report.id)])
            )
            if role in ("director", "operational_manager"):
                self.assertEqual(seen, report.section_ids)
            else:
                self.assertEqual(set(seen.mapped("role")), {role})
        self.assertNotIn("About money", self._as(report, "inventory").page_html)

    # === SENDING BACK === #

    def _send_back(self, section, role="operational_manager", note="Say why"):
        wizard = self.env["crosstech.weekly.report.send.back"].with_user(self.users[role])
        return wizard.create({"section_id": section.id, "note": note}).action_apply()

    def test_the_operational_manager_sends_a_section_back_with_a_note(self):
        report = self._create_report()
        self._submit_sections(report)
        section = self._section(report, "money")
        self._send_back(section)
        self.assertEqual((section.state, section.send_back_note, section.figures), ("sent_back", "Say why", False))
        self.assertEqual(section.activity_ids.user_id, self.users["finance_manager"])
        self.assertFalse(section.figure_ids)
        self._as(section, "finance_manager").commentary = "Because of the holiday"
        self._as(section, "finance_manager").action_submit()
        self.assertEqual((section.state, section.send_back_note), ("submitted", False))

    def test_nobody_else_sends_back_and_never_without_a_reason(self):
        report = self._create_report()
        self._submit_sections(report, leave_out=("repairs",))
        section = self._section(report, "money")
        before = self._snapshot(section, SECTION_FIELDS)
        for role in set(ROLES) - {"operational_manager"}:
            with self.assertRaises(AccessError):
                self._send_back(section, role)
        with self.assertRaises(UserError):
            self._send_back(section, note="  ")
        with self.assertRaises(UserError):
            self._send_back(self._section(report, "repairs"))
        self.assertEqual(self._snapshot(section, SECTION_FIELDS), before)

    # === TO THE DIRECTOR === #

    def test_a_report_goes_from_open_to_closed(self):
        report = self._create_report()
        self._submit_sections(report)
        self.assertEqual(report.completeness_percent, 100)
        self.assertEqual(report.activity_ids.user_id, self.users["operational_manager"])
        self._as(report, "operational_manager").action_submit()
        self.assertEqual((report.state, report.missing_note), ("submitted", False))
        self.assertEqual(report.activity_ids.user_id, self.users["director"])
        self._as(report, "director").action_read()
        self.assertEqual(report.state, "read")
        self.assertFalse(report.activity_ids)
        self._as(report, "director").action_close()
        self.assertEqual(report.state, "closed")

    def test_every_step_is_one_roles(self):
        report = self._create_report()
        steps = (
            ("action_submit", "operational_manager"), ("action_submit_incomplete", "operational_manager"),
            ("action_read", "director"), ("action_close", "director"),
        )  # fmt: skip
        self._submit_sections(report)
        for state in ("open", "submitted", "read", "closed"):
            self.assertEqual(report.state, state)
            before = self._snapshot(report, REPORT_FIELDS)
            for button, owner in steps:
                for role in set(ROLES) - {owner}:
                    with self.assertRaises(AccessError, msg=f"{role} {button} {state}"):
                        getattr(self._as(report, role), button)()
            self.assertEqual(self._snapshot(report, REPORT_FIELDS), before)
            following = {"open": steps[0], "submitted": steps[2], "read": steps[3]}.get(state)
            if following:
                getattr(self._as(report, following[1]), following[0])()

    def test_steps_come_in_their_order(self):
        report = self._create_report()
        for button in ("action_read", "action_close"):
            with self.assertRaises(UserError):
                getattr(self._as(report, "director"), button)()
        self.assertEqual(report.state, "open")
        self._submit_report(report)
        with self.assertRaises(UserError):
            self._as(report, "operational_manager").action_submit_incomplete()
        self.assertEqual(report.state, "submitted")

    def test_with_gaps_it_is_submitted_on_purpose_only_and_says_so(self):
        report = self._create_report()
        self._submit_sections(report, leave_out=("repairs",))
        with self.assertRaisesRegex(UserError, "Repair Team"):
            self._as(report, "operational_manager").action_submit()
        self.assertEqual(report.state, "open")
        self._as(report, "operational_manager").action_submit_incomplete()
        self.assertEqual((report.state, report.missing_note), ("submitted", "Repair Team"))
        self.assertIn("Submitted with gaps. Missing: Repair Team", self._as(report, "director").page_html)
        with self.assertRaises(UserError):
            self._as(self._section(report, "repairs"), "repair_team").commentary = "Too late"
        self.assertFalse(self._section(report, "repairs").commentary)

    def test_nobody_edits_a_report_by_hand(self):
        report = self._create_report()
        before = self._snapshot(report, REPORT_FIELDS)
        for role in ROLES:
            with self.assertRaises(AccessError):
                self._as(report, role).write({"state": "closed"})
            with self.assertRaises(AccessError):
                self._as(report, role).unlink()
        self.assertEqual(self._snapshot(report, REPORT_FIELDS), before)

    def test_another_company_sees_nothing_of_it(self):
        report = self._create_report()
        other = self.env["res.company"].create({"name": "PT Lain"})
        stranger = new_test_user(
            self.env, "other_director", groups="crosstech_sale.group_director", company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        self.assertFalse(self.Report.with_user(stranger).search([("id", "=", report.id)]))
        with self.assertRaises(AccessError):
            report.with_user(stranger).action_read()


@tagged("post_install", "-at_install")
class TestWeeklyReportRace(WeeklyReportCommon):
    def test_cron_and_click_at_once_make_one_report(self):
        """Two sessions, each in a transaction of its own; the second is told to try again and finds the first's."""
        week = self.week.shift(-400)
        with self.registry.cursor() as cron, self.registry.cursor() as click:
            first, second = (api.Environment(cr, api.SUPERUSER_ID, {})[self.Report._name] for cr in (cron, click))
            click.execute("SELECT count(*) FROM crosstech_weekly_report")
            made = first._ensure(first.env.company, week)
            try:
                refused = self._ensure_in_thread(second, week, meanwhile=cron.commit)
                self.assertIsInstance(refused, ConcurrencyError)
                click.rollback()
                self.assertEqual(second._ensure(second.env.company, week).id, made.id)
            finally:
                click.rollback()
                made.section_ids.unlink()
                made.unlink()
                cron.commit()

    def _ensure_in_thread(self, reports, week, *, meanwhile):
        """Start making a report, which waits for the other session; return what came of it."""
        outcome = []

        def make():
            try:
                outcome.append(reports._ensure(reports.env.company, week))
            except Exception as error:
                outcome.append(error)

        thread = threading.Thread(target=make)
        with mute_logger("odoo.sql_db"):
            thread.start()
            time.sleep(0.5)
            meanwhile()
            thread.join(timeout=30)
        return outcome[0]
