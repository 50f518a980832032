"""When a technician comes: planned on the clock of the place, in the calendar of the staff and in his own."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from odoo.addons.crosstech_sale.lib import local_time

from ..lib import agenda

LATEST_DAYS = 90


class WorkOrderVisit(models.Model):
    _inherit = "crosstech.work.order.visit"

    on_way_datetime = fields.Datetime(string="On the Way", readonly=True)

    def write(self, vals):
        """Extend: the calendar follows."""
        result = super().write(vals)
        if "planned_datetime" in vals:
            self._follow_calendar()
        return result

    def unlink(self):
        """Extend: the calendar follows."""
        self.sudo().event_id.unlink()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _end(self, outcome, note=""):
        """Note how a visit ended; one that was never started began with its end."""
        now = fields.Datetime.now()
        for visit in self:
            started = visit.started_datetime or now
            visit.write({"outcome": outcome, "started_datetime": started, "ended_datetime": now, "note": note})

    def _call_off(self):
        """Call off visits that have not begun."""
        waiting = self.filtered(lambda visit: not visit.outcome and not visit.started_datetime)
        waiting.write({"outcome": "cancelled"})
        waiting.sudo().event_id.unlink()

    def _follow_calendar(self):
        """Keep the event of the staff's calendar where the visit is planned."""
        Event = self.env["calendar.event"].sudo().with_context(no_mail_to_attendees=True, dont_notify=True)
        for visit in self.sudo().filtered("planned_datetime"):
            values = visit._prepare_event()
            if visit.event_id:
                visit.event_id.with_env(Event.env).write(values)
            else:
                visit.event_id = Event.create(values)

    def _prepare_event(self):
        order = self.order_id
        keeper = self.env["res.users"].sudo()._with_role("repair_team") or self.env.ref("base.user_root")
        return {
            "name": f"{order.name} · {self.technician_id.name}",
            "start": self.planned_datetime,
            "stop": self.planned_datetime + timedelta(hours=agenda.VISIT_HOURS),
            "location": self.place or order._job_place(),
            "user_id": keeper.id,
            "partner_ids": [(6, 0, keeper.partner_id.ids)],
            "description": order.product_id.display_name or "",
        }


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def _job_place(self):
        """The address somebody has to go to, in one line."""
        order = self.sudo()
        partner = order.partner_id
        street = order.ticket_id.place or ", ".join(filter(None, (partner.street, partner.street2)))
        return ", ".join(filter(None, (street, order._job_region().display_name or partner.city)))

    def _clock(self, moment):
        """A moment as the clock at the place of the job shows it, such as "Mon 3 Mar 09:00 WITA"."""
        zone = self._job_zone()
        text = format_datetime(self.env, moment, tz=zone, dt_format="EEE d MMM HH:mm")
        return f"{text} {local_time.zone_name(zone)}"

    def _local_input(self, moment):
        """A moment at the place of the job as a browser's field for date and time takes it."""
        return local_time.local(moment, self._job_zone()).strftime("%Y-%m-%dT%H:%M")

    def _open_visit(self, technician):
        """The visit he is to make or is making; a new one where there is none."""
        visit = self.visit_ids.filtered(lambda one: one.technician_id == technician and not one.outcome)[:1]
        return visit or self.visit_ids.create(
            {
                "order_id": self.id,
                "technician_id": technician.id,
                "region_id": self._job_region().id,
                "place": self._job_place(),
            }
        )

    def _plan_visit(self, technician, moment):
        """Plan when he comes, and tell the customer.

        :param moment: naive UTC
        :raises UserError: for a moment that is gone or too far away
        """
        now = fields.Datetime.now()
        if not now - timedelta(minutes=10) <= moment <= now + timedelta(days=LATEST_DAYS):
            raise UserError(self.env._("Choose a time from now on, at most %s days ahead.", LATEST_DAYS))
        visit = self._open_visit(technician)
        visit.planned_datetime = moment
        self._tell_customer(
            lambda env: env._("A technician comes to you"),
            lambda env: env._(
                "%(name)s comes on %(time)s. If you are not there then, please tell us.",
                name=technician.name, time=self.with_env(env)._clock(moment),
            ),
        )  # fmt: skip
        return visit
