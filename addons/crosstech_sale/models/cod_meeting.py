"""Meetings at which a buyer pays in cash and takes the goods; the table of states is ``lib.cod_meeting``."""

from datetime import timedelta, timezone
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import cash_custody, cod_meeting, local_time

DURATION_HOURS = 1
WISH_FORMAT = "%Y-%m-%dT%H:%M"  # what a browser's field for date and time takes


class CodMeeting(models.Model):
    _name = "crosstech.cod.meeting"
    _description = "COD Meeting"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "meeting_datetime desc, id desc"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Buyer", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("done", "Done"),
            ("no_show", "Not Met"),
            ("cancelled", "Cancelled"),
        ],
        default="proposed", required=True, index=True, tracking=True,
    )  # fmt: skip
    place = fields.Char(tracking=True)
    meeting_datetime = fields.Datetime(string="Time", tracking=True)
    timezone = fields.Char(compute="_compute_timezone", help="The buyer's zone: what his clock shows.")
    local_time = fields.Char(string="Buyer's Clock", compute="_compute_local_time")
    proposed_by = fields.Selection(
        [("customer", "Buyer"), ("marketing_manager", "Marketing Manager")], default="customer", required=True
    )
    user_id = fields.Many2one("res.users", string="Meets the Buyer", index=True, tracking=True)
    calendar_event_id = fields.Many2one("calendar.event", readonly=True, copy=False)
    no_show_count = fields.Integer(string="Times Not Met")
    amount_due = fields.Monetary(related="order_id.amount_total", string="To Collect")
    amount_collected = fields.Monetary(tracking=True)
    opened_datetime = fields.Datetime(readonly=True, default=fields.Datetime.now, help="When somebody last moved.")
    completed_datetime = fields.Datetime(readonly=True)
    cash_holder_id = fields.Many2one(
        "res.users", string="Cash Is With", index=True, tracking=True,
        help="Who has the money: the one who met the buyer until Finance acknowledges it, then who acknowledged.",
    )  # fmt: skip
    handover_id = fields.Many2one("crosstech.cash.handover", string="Cash Hand-over", index="btree_not_null")
    is_cash_acknowledged = fields.Boolean(readonly=True)

    _order_uniq = models.UniqueIndex("(order_id)", "This order has a meeting already.")
    _cash_has_a_holder = models.Constraint(
        "CHECK(state != 'done' OR cash_holder_id IS NOT NULL)", "Collected cash must be with somebody."
    )

    # === COMPUTE METHODS === #

    @api.depends("order_id.name")
    def _compute_display_name(self):
        for meeting in self:
            meeting.display_name = self.env._("COD %s", meeting.order_id.sudo().name)

    @api.depends("order_id.partner_shipping_id.region_id.timezone")
    def _compute_timezone(self):
        for meeting in self:
            meeting.timezone = meeting.order_id.sudo()._customer_timezone()

    @api.depends("meeting_datetime", "timezone")
    def _compute_local_time(self):
        for meeting in self:
            meeting.local_time = meeting.order_id.sudo()._customer_clock(meeting.meeting_datetime)

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(meeting.state == "done" for meeting in self):
            raise UserError(self.env._("A meeting at which money was collected stays on record."))

    # === ACTION METHODS === #

    def action_confirm(self):
        """Agree to the proposed place and time."""
        for meeting in self:
            meeting._confirm()
        return True

    def action_miss(self):
        """Note that the buyer did not come; goods and money stay where they are."""
        for meeting in self:
            meeting._miss()
        return True

    def action_cancel(self):
        """Call the meeting off, and with it the order."""
        for meeting in self:
            meeting._cancel()
        return True

    def action_hand_over(self):
        """Hand the cash of these meetings to Finance."""
        return self.env["crosstech.cash.handover"]._submit(self)._get_records_action()

    # === BUSINESS METHODS === #

    def _propose(self, place, moment, roles=None):
        """Propose where and when; a confirmed meeting has to be confirmed again.

        :param moment: naive UTC, or False
        :param roles: roles proved otherwise, such as ``{"customer"}`` by the order's token
        :raises UserError: when the table or a guard refuses
        """
        roles = self._acting_roles(roles)
        place = " ".join((place or "").split())
        self = self._apply("propose", roles, place=place, moment=_aware(moment))
        side = "marketing_manager" if "marketing_manager" in roles else "customer"
        self._drop_calendar_event()
        proposal = {"place": place, "meeting_datetime": moment, "proposed_by": side}
        self.write({"state": "proposed", "opened_datetime": fields.Datetime.now(), **proposal})
        if side == "customer":
            self.order_id._schedule_duty(
                "marketing_manager", self.env._("Confirm the COD meeting of order %s", self.order_id.name)
            )
            return
        self.user_id = self.user_id or self.env.user
        self._tell_buyer(
            lambda env: env._("Another time for your COD meeting"),
            lambda env: env._("We propose %(time)s at %(place)s. Please agree or propose another time."),
        )

    def _confirm(self, roles=None):
        roles = self._acting_roles(roles)
        self = self._apply("confirm", roles)
        by_staff = "marketing_manager" in roles
        keeper = self.user_id or (self.env.user if by_staff else self.env["res.users"]._with_role("marketing_manager"))
        self.write({"state": "confirmed", "user_id": keeper.id})
        self.order_id._clear_duties("marketing_manager")
        self.calendar_event_id = self.env["calendar.event"].create(self._prepare_calendar_event())
        if by_staff:
            self._tell_buyer(
                lambda env: env._("Your COD meeting is confirmed"),
                lambda env: env._("We meet you on %(time)s at %(place)s. Please bring %(amount)s in cash."),
            )
        else:
            self.order_id._schedule_duty(
                "marketing_manager", self.env._("The buyer agreed to the COD meeting of %s", self.order_id.name)
            )

    def _complete(self, amount, roles=None):
        """Note that the money is collected and the goods are handed over: pays, releases, delivers.

        :param amount: what was counted at the meeting, in the order's currency
        """
        self = self._apply("complete", self._acting_roles(roles), amount_collected=amount)
        self.write(
            {
                "state": "done",
                "amount_collected": amount,
                "completed_datetime": fields.Datetime.now(),
                "cash_holder_id": self.env.uid,
            }
        )
        order = self.order_id
        order._pay_at_meeting()
        order._clear_duties("marketing_manager")
        order._schedule_duty("operational_manager", self.env._("Paid at a COD meeting: order %s", order.name))
        self._tell_buyer(
            lambda env: env._("Thank you, your order is complete"),
            lambda env: env._("We received %(amount)s in cash and handed over your order at %(place)s."),
        )

    def _miss(self, roles=None):
        self = self._apply("miss", self._acting_roles(roles))
        self.write(
            {
                "state": "no_show",
                "no_show_count": self.no_show_count + 1,
                "opened_datetime": fields.Datetime.now(),
            }
        )
        self._tell_buyer(
            lambda env: env._("We missed you"),
            lambda env: env._("We did not meet you on %(time)s at %(place)s. Please propose another time."),
        )

    def _cancel(self, roles=None):
        self = self._apply("cancel", self._acting_roles(roles))
        self.write({"state": "cancelled"})
        self._drop_calendar_event()
        self.order_id._clear_duties("marketing_manager")
        if self.order_id.state != "cancel":
            self.order_id._action_cancel()
        self._tell_buyer(
            lambda env: env._("Your COD meeting is cancelled"), lambda env: env._("Your order was cancelled with it.")
        )

    @api.model
    def _cron_cancel_stale(self, limit=100):
        """Call off what nobody arranged for the company's number of days: its stock serves others (S4.20)."""
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([("cod_open_days", ">", 0)]):
            domain = [
                ("company_id", "=", company.id),
                ("state", "in", ("proposed", "no_show")),
                ("opened_datetime", "<", now - timedelta(days=company.cod_open_days)),
                "|", ("meeting_datetime", "=", False), ("meeting_datetime", "<", now),
            ]  # fmt: skip
            stale = self.search(domain, limit=limit)
            failed = self.env["ir.cron"]._work_on_each(stale, lambda meeting: meeting._cancel({"system"}))
            remaining = self.search_count(domain) - failed
            self.env["ir.cron"]._commit_progress(len(stale) - failed, remaining=remaining)

    def _apply(self, action, roles, **facts):
        """Ask the table, under a lock, whether an action may happen now.

        :return: this meeting as superuser, to write what follows
        :raises UserError: with what has to be different
        """
        self.ensure_one()
        self.check_access("read")
        meeting = self.sudo()
        meeting.lock_for_update(allow_referencing=True)
        meeting.invalidate_recordset(["state"])
        try:
            cod_meeting.apply(action, meeting._facts(roles, **facts))
        except cod_meeting.MeetingError as error:
            raise UserError(meeting._refusal(error.code)) from error
        return meeting

    def _facts(self, roles, **facts) -> cod_meeting.Facts:
        self.ensure_one()
        amounts = {"amount_due": self.amount_due, "amount_collected": facts.pop("amount_collected", 0)}
        return cod_meeting.Facts(
            **{
                "state": self.state,
                "roles": frozenset(roles),
                "now": _aware(fields.Datetime.now()),
                "place": self.place or "",
                "moment": _aware(self.meeting_datetime),
                "proposed_by": self.proposed_by,
                **{name: Decimal(str(amount)) for name, amount in amounts.items()},
                **facts,
            }
        )

    def _refusal(self, code):
        """Return the sentence a person reads when an action is refused."""
        env = self.env
        return {
            "role": env._("COD meetings are the Marketing Manager's."),
            "state": env._("This is not possible any more: the meeting is already “%s”.", self._state_label()),
            "own_proposal": env._("You proposed this yourself; we confirm it as soon as we can."),
            "place": env._("Please write the place in 5 to 200 characters, so that both find it."),
            "no_time": env._("Please choose a date and a time."),
            "too_soon": env._("This is too soon: a meeting needs at least one hour."),
            "too_late": env._("This is too far ahead: at most 30 days."),
            "not_yet": env._("The meeting has not begun yet."),
            "amount": env._(
                "The whole amount is due: %s. Nothing is handed over for less, and nothing more is kept.",
                self._format_amount(),
            ),
        }[code]

    def _drop_calendar_event(self):
        self.calendar_event_id.with_context(active_test=False).unlink()

    def _prepare_calendar_event(self) -> dict:
        self.ensure_one()
        return {
            "name": self.display_name,
            "location": self.place,
            "start": self.meeting_datetime,
            "stop": self.meeting_datetime + timedelta(hours=DURATION_HOURS),
            "user_id": self.user_id.id,
            "partner_ids": [(6, 0, self.user_id.partner_id.ids)],
            "description": self.env._(
                "%(buyer)s, %(phone)s, %(amount)s in cash",
                buyer=self.partner_id.name,
                phone=self.partner_id.phone or "",
                amount=self._format_amount(),
            ),
        }

    def _tell_buyer(self, title, body):
        """Tell the buyer, in his language and on his clock.

        :param title, body: functions of an environment that return a translated text; the body may name
            ``%(time)s``, ``%(place)s`` and ``%(amount)s``
        """
        for meeting in self:
            meeting = meeting.with_context(lang=meeting.partner_id.lang)
            parts = {
                "time": meeting.local_time,
                "place": meeting.place or "",
                "amount": meeting._format_amount(),
            }
            meeting.env["crosstech.notification"]._notify(
                meeting.partner_id,
                f"{title(meeting.env)} ({meeting.order_id.name})",
                body(meeting.env) % parts,
                record=meeting.order_id,
                channels=("portal", "email", "sms"),
            )

    # === TOOLING === #

    def _get_wish_limits(self) -> dict:
        """Return the first and the last moment a browser offers, on the buyer's clock, as it writes them.

        :return: dict(first: str, last: str)
        """
        self.ensure_one()
        now = fields.Datetime.now()
        first = local_time.local(now + cod_meeting.SHORTEST_NOTICE + timedelta(minutes=1), self.timezone)
        last = local_time.local(now + cod_meeting.LONGEST_NOTICE, self.timezone)
        return {"first": first.strftime(WISH_FORMAT), "last": last.strftime(WISH_FORMAT)}

    def _get_zone_name(self):
        return local_time.zone_name(self.timezone)

    def _acting_roles(self, roles):
        return self.env["res.users"]._acting_roles() if roles is None else roles

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _format_amount(self):
        return self.currency_id.format(self.amount_collected or self.amount_due)

    @api.model
    def _cash_by_holder(self):
        """Return what each person has in hand of money collected at meetings, by the id of the user, in rupiah."""
        done = self.sudo().search([("state", "=", "done"), ("company_id", "=", self.env.company.id)])
        return cash_custody.held(
            cash_custody.Cash(
                Decimal(str(meeting.amount_collected)), meeting.cash_holder_id.id, meeting.is_cash_acknowledged
            )
            for meeting in done
        )


def _aware(moment):
    """Return a naive UTC moment of the database as an aware one; empty stays None."""
    return moment.replace(tzinfo=timezone.utc) if moment else None
