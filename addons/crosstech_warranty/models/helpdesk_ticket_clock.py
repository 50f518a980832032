"""The clocks of a service request: when an answer and the solution are due, and who is told when they are late."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import service_level

TODO = "mail.mail_activity_data_todo"
# What decides which level fits and how long the clocks run.
FACTS = {"arrival_way", "verdict", "priority", "region_id", "stage_id", "is_customer_awaited", "active", "company_id"}
STATES = [
    ("none", "No Clock"),
    ("on_time", "In Time"),
    ("soon", "Due Soon"),
    ("paused", "Waiting for Others"),
    ("late", "Late"),
    ("met", "Solved in Time"),
    ("missed", "Solved Late"),
]
NO_CLOCK = {"sla_state": "none", "response_deadline": False, "solution_deadline": False}
STAFF_ONLY = "base.group_user"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    service_level_id = fields.Many2one(
        "crosstech.service.level", readonly=True, copy=False, ondelete="restrict", index="btree_not_null",
        groups=STAFF_ONLY,
    )  # fmt: skip
    waiting_since = fields.Datetime(
        string="Waits for an Answer Since", readonly=True, copy=False, groups=STAFF_ONLY, help="Empty: we spoke last."
    )
    answered_datetime = fields.Datetime(string="First Answer", readonly=True, copy=False, groups=STAFF_ONLY)
    is_customer_awaited = fields.Boolean(
        string="Waiting for the Customer", copy=False, readonly=True, groups=STAFF_ONLY,
        help="His next message lets the clock go on.",
    )  # fmt: skip
    paused_since = fields.Datetime(readonly=True, copy=False, groups=STAFF_ONLY)
    pause_reason = fields.Selection(
        [("customer", "The customer"), ("supplier", "The supplier"), ("part", "A part")],
        string="Waiting For", readonly=True, copy=False, groups=STAFF_ONLY,
    )  # fmt: skip
    paused_seconds = fields.Float(
        readonly=True, copy=False, groups=STAFF_ONLY, help="Working time of the pauses that are over."
    )
    solved_datetime = fields.Datetime(string="Solved", readonly=True, copy=False, groups=STAFF_ONLY)
    response_deadline = fields.Datetime(
        string="Answer Due", readonly=True, copy=False, groups=STAFF_ONLY, index="btree_not_null"
    )
    solution_deadline = fields.Datetime(
        string="Solution Due", readonly=True, copy=False, groups=STAFF_ONLY, index="btree_not_null"
    )
    sla_state = fields.Selection(
        STATES, string="Clock", default="none", readonly=True, copy=False, groups=STAFF_ONLY, index=True
    )
    escalated_deadline = fields.Datetime(
        readonly=True, copy=False, groups=STAFF_ONLY, help="The missed deadline the Operational Manager was told of."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to start the clocks; who stands at our counter waits for no written answer."""
        tickets = super().create(vals_list)
        for ticket in tickets.sudo():
            ticket.waiting_since = False if ticket.arrival_way == "walk_in" else ticket.create_date
            ticket._tick()
        return tickets

    def write(self, vals):
        """Override so that the clocks follow what they depend on."""
        done = super().write(vals)
        if FACTS & vals.keys():
            self._tick()
        return done

    def _message_post_after_hook(self, message, msg_vals):
        """Override so that an answer of ours stops the clock of the answer, and a question starts it again."""
        done = super()._message_post_after_hook(message, msg_vals)
        if message.message_type in ("comment", "email", "sms") and not (
            message.is_internal or message.subtype_id.internal
        ):
            self.sudo()._note_message(message.author_id)
        return done

    # === ACTION METHODS === #

    def action_await_customer(self):
        """Stop the clock of the solution until the customer writes, or somebody lets it go on."""
        self._check_clock_keeper()
        self.is_customer_awaited = True

    def action_go_on(self):
        """Let the clock go on."""
        self._check_clock_keeper()
        self.is_customer_awaited = False

    def _check_clock_keeper(self):
        if "repair_team" not in self.env["res.users"]._acting_roles() and not self.env.su:
            raise UserError(self.env._("The Repair Team decides who is waited for."))

    # === BUSINESS METHODS === #

    def _note_message(self, author):
        """Note who spoke: one of us or a technician answers; everybody else asks."""
        if author == self.env.ref("base.partner_root"):
            return
        now = fields.Datetime.now()
        if self._is_ours(author):
            self.write({"waiting_since": False, "answered_datetime": self.answered_datetime or now})
        else:
            self.write({"waiting_since": self.waiting_since or now, "is_customer_awaited": False})
        self._tick()

    def _is_ours(self, author):
        if author.user_ids.filtered(lambda user: not user.share):
            return True
        return bool(author and self.env["crosstech.technician"].sudo().search_count([("partner_id", "=", author.id)]))

    def _note_first_step(self):
        """Note that a person began: the report is answered by what he does; a later question is not."""
        for ticket in self.sudo().filtered(lambda one: not one.answered_datetime):
            ticket.write({"waiting_since": False, "answered_datetime": fields.Datetime.now()})
            ticket._tick()

    def _tick(self):
        """Bring level, pause, deadlines and state up to date; the rule is ``lib.service_level``."""
        for ticket in self.sudo():
            values = ticket._read_clock()
            changed = {name: value for name, value in values.items() if ticket[name] != value}
            if changed:
                ticket.write({name: getattr(value, "id", value) for name, value in changed.items()})

    def _read_clock(self):
        """:return: dict of the fields that follow from what happened"""
        level = self.env["crosstech.service.level"]._of_ticket(self)
        if not level or not self.active:
            return {"service_level_id": level, **NO_CLOCK}
        hours = level._working_hours(self.region_id.timezone)
        try:
            return {"service_level_id": level, **self._read_clock_of(level._granted(), hours)}
        except service_level.ServiceLevelError:
            return {"service_level_id": level, **NO_CLOCK}

    def _read_clock_of(self, level, hours):
        now = fields.Datetime.now()
        reason = self._waiting_reason()
        before = self._times()
        due = service_level.deadlines(level, before, hours)
        paused_seconds, paused_since = self.paused_seconds, self.paused_since
        if paused_since and not reason:
            paused_seconds, paused_since = service_level.resumed(before, due.solution, now, hours), False
        elif reason and not paused_since:
            paused_since = now
        solved = self._solved_moment()
        times = service_level.Times(
            before.reported, before.waiting_since, paused_since or None, paused_seconds, solved or None
        )
        due = service_level.deadlines(level, times, hours)
        return {
            "pause_reason": reason,
            "paused_since": paused_since,
            "paused_seconds": paused_seconds,
            "solved_datetime": solved,
            "response_deadline": due.response or False,
            "solution_deadline": due.solution,
            "sla_state": service_level.state(level, times, due, now, hours),
        }

    def _times(self):
        return service_level.Times(
            self.create_date, self.waiting_since or None, self.paused_since or None, self.paused_seconds
        )

    def _waiting_reason(self):
        """Whom the solution waits for, of ``pause_reason``; False where it is our turn."""
        for order in self.work_order_ids:
            reason = order._waiting_reason()
            if reason:
                return reason
        return "customer" if self.is_customer_awaited else False

    def _solved_moment(self):
        """When the last of its work orders was finished or called off; without any, when the request was closed."""
        if self.work_order_ids:
            moments = [order.finished_datetime or order.ended_datetime for order in self.work_order_ids]
            return all(moments) and max(moments)
        return self.closed and (self.closed_date or fields.Datetime.now())

    # === SCHEDULED === #

    @api.model
    def _cron_watch_clocks(self):
        """Mark what is due soon or late, and tell whom it concerns, once for each deadline missed."""
        soon = fields.Datetime.add(fields.Datetime.now(), days=7)
        watched = self.sudo().search(
            [
                ("sla_state", "in", ("on_time", "soon", "late")),
                "|", ("response_deadline", "<=", soon), ("solution_deadline", "<=", soon),
            ]
        )  # fmt: skip
        self.env["ir.cron"]._work_on_each(watched, lambda ticket: ticket._watch_clock())

    def _watch_clock(self):
        self._tick()
        if self.sla_state != "late":
            return
        now = fields.Datetime.now()
        missed = max(due for due in (self.response_deadline, self.solution_deadline) if due and due < now)
        if self.escalated_deadline and self.escalated_deadline >= missed:
            return
        self.escalated_deadline = missed
        self._escalate(is_answer=missed == self.response_deadline)

    def _escalate(self, *, is_answer):
        users = self.env["res.users"].with_company(self.company_id)
        for user in self.user_id | users._with_role("repair_team") | users._with_role("operational_manager"):
            env = self.with_context(lang=user.lang).env
            summary = env._("Late: the customer waits for an answer") if is_answer else env._("Late: not solved yet")
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO, summary=summary, user_id=user.id, date_deadline=self.company_id._get_today()
            )
