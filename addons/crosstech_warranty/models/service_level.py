"""Service levels: how many working hours an answer and the solution may take (S1.35)."""

from collections import Counter
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..lib import service_level

DEFAULT_ZONE = "Asia/Jakarta"


class ServiceLevel(models.Model):
    _name = "crosstech.service.level"
    _description = "Service Level"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    arrival_way = fields.Selection(
        lambda self: self.env["helpdesk.ticket"]._fields["arrival_way"]._description_selection(self.env),
        string="How the Unit Arrives", help="Empty: any.",
    )  # fmt: skip
    verdict = fields.Selection(
        lambda self: self.env["helpdesk.ticket"]._fields["verdict"]._description_selection(self.env),
        help="Empty: any.",
    )
    priority = fields.Selection(
        lambda self: self.env["helpdesk.ticket"]._fields["priority"]._description_selection(self.env),
        help="Empty: any.",
    )
    response_hours = fields.Float(string="Answer Within (hours)", required=True, default=4)
    solution_hours = fields.Float(string="Solved Within (hours)", required=True, default=40)
    calendar_id = fields.Many2one(
        "resource.calendar", string="Working Hours", ondelete="restrict", index="btree_not_null",
        help="Read on the clock of the customer's region. Its public holidays count. Empty: the company's.",
    )  # fmt: skip

    _hours_positive = models.Constraint(
        "CHECK(response_hours > 0 AND solution_hours > 0)", "Grant more than no time for an answer and the solution."
    )

    # === BUSINESS METHODS === #

    @api.model
    def _of_ticket(self, ticket):
        """:return: the level that fits a request best; none where none fits"""
        levels = self.sudo().search([("company_id", "=", ticket.company_id.id)])
        facts = {name: ticket[name] for name in ("arrival_way", "verdict", "priority")}
        known = [(level, {name: level[name] for name in facts}) for level in levels]
        return service_level.best(known, facts) or self.sudo()

    def _granted(self):
        """:return: the hours granted, as ``lib.service_level`` takes them"""
        self.ensure_one()
        return service_level.Level(self.response_hours, self.solution_hours)

    def _working_hours(self, zone):
        """:return: ``lib.service_level.WorkingHours`` on the clock of a place"""
        self.ensure_one()
        calendar = (self.calendar_id or self.company_id.resource_calendar_id).sudo()
        attendances = calendar.attendance_ids.filtered(lambda one: not one.display_type and one.day_period != "lunch")
        rows = [(int(one.dayofweek), one.hour_from, one.hour_to) for one in attendances]
        return service_level.WorkingHours(service_level.week(rows), zone or DEFAULT_ZONE, self._holidays(calendar))

    def _holidays(self, calendar):
        """The days off for everybody, as the calendar's own clock shows them; a part of a day counts as worked."""
        leaves = self.env["resource.calendar.leaves"].sudo().search(
            [
                ("resource_id", "=", False),
                ("calendar_id", "in", (False, calendar.id)),
                ("company_id", "in", (False, self.company_id.id)),
                ("time_type", "=", "leave"),
            ]
        )  # fmt: skip
        zone = ZoneInfo(calendar.tz or DEFAULT_ZONE)
        hours = Counter()
        for leave in leaves:
            for day, seconds in _days_of(leave.date_from, leave.date_to, zone):
                hours[day] += seconds
        return frozenset(day for day, seconds in hours.items() if seconds >= 12 * 3600)


def _days_of(start, end, zone):
    """Yield each day between two naive UTC moments, and how many seconds of it."""
    start, end = (moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None) for moment in (start, end))
    while start < end:
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        yield start.date(), (min(midnight, end) - start).total_seconds()
        start = midnight
