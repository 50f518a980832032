"""What tests of the weekly report share: a week that ended, orders in it, the people who report."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import freeze_time

from ..lib.manager_report import Week
from .fulfil_common import FulfilCommon

MONDAY_MORNING = datetime(2031, 3, 10, 1, 0)  # noqa: DTZ001 – as the database keeps it: 8 o'clock in Jakarta
CONTRIBUTORS = ("operational_manager", "marketing_manager", "finance_manager", "inventory", "repair_team")


class WeeklyReportCommon(FulfilCommon):
    """Base; the clock stands on the Monday morning after week 10 of 2031."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(MONDAY_MORNING)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.week = Week.of(MONDAY_MORNING.date()).shift(-1)
        cls.Report = cls.env["crosstech.weekly.report"]
        for role, user in cls.users.items():
            user.email = f"{role}@example.com"

    @classmethod
    def _create_report(cls, week=None):
        return cls.Report._ensure(cls.company, week or cls.week)

    @classmethod
    def _create_placed_order(cls, days_ago=3, **values):
        """Create an order placed some days before now."""
        order = cls._create_sent_order(**values)
        order.placed_datetime = fields.Datetime.now() - timedelta(days=days_ago)
        return order

    def _section(self, report, key):
        return report.section_ids.filtered(lambda section: section.key == key)

    def _as(self, record, role):
        return record.with_user(self.users[role])

    def _submit_sections(self, report, *, leave_out=()):
        """Let everybody write a few words and submit."""
        for section in report.section_ids.filtered(lambda section: section.key not in leave_out):
            mine = self._as(section, section.role)
            mine.commentary = f"About {section.key}"
            mine.action_submit()

    def _submit_report(self, report):
        self._submit_sections(report)
        self._as(report, "operational_manager").action_submit()

    def _figures(self, section):
        return {figure["key"]: figure for figure in section._get_figures()["figures"]}
