"""Memberships of resellers; the table of states is ``lib.reseller_membership``. The level follows the open one."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import reseller_membership


class ResellerMembership(models.Model):
    _name = "crosstech.reseller.membership"
    _description = "Reseller Membership"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Reseller", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    grade_id = fields.Many2one("res.partner.grade", string="Level", required=True, ondelete="restrict")
    state = fields.Selection(
        [("active", "Active"), ("suspended", "Suspended"), ("expired", "Expired"), ("ended", "Ended")],
        default="active", required=True, index=True, tracking=True,
    )  # fmt: skip
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", tracking=True, index=True, help="The last day; empty for no end.")
    days_left = fields.Integer(compute="_compute_days_left")
    reason = fields.Char(tracking=True, help="Why it was suspended or ended.")
    note = fields.Text()
    application_id = fields.Many2one("crosstech.reseller.application", index="btree_not_null")
    opened_by_id = fields.Many2one("res.users", default=lambda self: self.env.uid)
    changed_by_id = fields.Many2one("res.users", string="Changed Last By")
    closed_date = fields.Date(string="Closed On")
    reminded_days = fields.Integer(help="The reminder sent last: this many days before the end.")

    _open_uniq = models.UniqueIndex(
        "(partner_id) WHERE state IN ('active', 'suspended')", "This reseller has an open membership already."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A membership cannot end before it begins."
    )

    # === COMPUTE METHODS === #

    @api.depends("date_to")
    def _compute_days_left(self):
        for membership in self:
            today = membership.company_id._get_today()
            membership.days_left = (membership.date_to - today).days if membership.date_to else 0

    # === ACTION METHODS === #

    def action_suspend(self):
        """Ask why."""
        return self._open_dialog("suspend")

    def action_end(self):
        """Ask why."""
        return self._open_dialog("end")

    def _open_dialog(self, action):
        self._check_may(action, reason="dialog")
        dialog = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.reseller_membership_close_action")
        return {**dialog, "context": {"default_membership_id": self.id, "default_action": action}}

    def action_resume(self):
        """Give level and prices back."""
        for membership in self:
            membership._resume()

    def action_renew(self):
        """Prolong by the company's usual time; an expired membership is followed by a new one."""
        renewed = self.browse()
        for membership in self:
            renewed |= membership._renew()
        return renewed._get_records_action() if renewed != self else True

    # === BUSINESS METHODS === #

    @api.model
    def _open(self, partner, grade, **values):
        """Begin a membership, closing an open one.

        :param int months: how long it lasts; the company's usual time when not given
        :param values: other values, ``application``, ``note``
        """
        memberships, company = self.sudo(), self.env.company
        months = values.pop("months", company.reseller_membership_months)
        today = company._get_today()
        application = values.pop("application", None)
        memberships._of(partner)._close("ended", self.env._("Followed by a new membership"))
        membership = memberships.create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "grade_id": grade.id,
                "date_from": today,
                "date_to": reseller_membership.last_day(today, months),
                "application_id": application.id if application else False,
                **values,
            }
        )
        membership._give_level(grade)
        return membership

    @api.model
    def _of(self, partners):
        """The open memberships of partners."""
        return self.search([("partner_id", "in", partners.ids), ("state", "in", reseller_membership.OPEN_STATES)])

    def _suspend(self, reason):
        membership = self._apply("suspend", reason=reason)
        membership.write({"state": "suspended", "reason": reason})
        membership._give_level(False)
        membership._tell(
            lambda env: env._("Your membership is suspended"),
            lambda env: env._("Reseller prices do not apply for the time being. Reason: %(reason)s"),
        )

    def _resume(self):
        membership = self._apply("resume")
        membership.write({"state": "active", "reason": False})
        membership._give_level(membership.grade_id)
        membership._tell(
            lambda env: env._("Your membership is active again"),
            lambda env: env._("Level %(level)s and its prices apply again."),
        )

    def _end(self, reason):
        membership = self._apply("end", reason=reason)
        membership._close("ended", reason)
        membership._give_level(False)
        membership._tell(
            lambda env: env._("Your membership has ended"),
            lambda env: env._("Reseller prices do not apply any more; you can still buy in our shop. %(reason)s"),
        )

    def _renew(self):
        """Prolong this membership, or begin the one that follows it.

        :return: the membership that is in force now
        """
        membership = self._apply("renew")
        company = membership.company_id
        months, today = company.reseller_membership_months, company._get_today()
        if membership.state == "expired":
            if membership._of(membership.partner_id):
                raise UserError(membership._refusal("state"))
            values = {"months": months, "opened_by_id": self.env.uid}
            membership = membership.with_company(company)._open(membership.partner_id, membership.grade_id, **values)
        else:
            last = reseller_membership.renewed_last_day(today, membership.date_to, months)
            membership.write({"date_to": last, "reminded_days": 0})
        membership.activity_feedback(["mail.mail_activity_data_todo"])
        membership._tell(
            lambda env: env._("Your membership is renewed"),
            lambda env: env._("Level %(level)s and its prices apply until %(end)s."),
        )
        return membership

    def _expire(self):
        membership = self._apply("expire", {"system"})
        membership._close("expired", membership.env._("The time is over"))
        membership._give_level(False)
        membership._tell(
            lambda env: env._("Your membership has expired"),
            lambda env: env._("Reseller prices do not apply any more. Tell us if you want to renew it."),
        )
        membership._schedule(membership.env._("Membership of %s expired: renew it?", membership.partner_id.name))

    def _remind(self, days):
        self.reminded_days = days
        self._tell(
            lambda env: env._("Your membership ends on %(end)s"),
            lambda env: env._("Tell us in time that you want to go on, so that your prices stay. Level: %(level)s"),
        )
        self._schedule(
            self.env._("Membership of %(name)s ends in %(days)s days", name=self.partner_id.name, days=self.days_left)
        )

    @api.model
    def _cron_follow_up(self, limit=200):
        """Let memberships expire whose last day is over, and remind of those that end soon."""
        for company in self.env["res.company"].search([]):
            today = company._get_today()
            domain = [("company_id", "=", company.id), ("state", "in", reseller_membership.OPEN_STATES)]
            over = self.with_company(company).search([*domain, ("date_to", "<", today)], limit=limit)
            failed = self.env["ir.cron"]._work_on_each(over, lambda membership: membership._expire())
            left = self.search_count([*domain, ("date_to", "<", today)]) - failed
            self.env["ir.cron"]._commit_progress(len(over), remaining=max(left, 0))
            self.with_company(company)._remind_in_time(domain, today)

    def _remind_in_time(self, domain, today):
        soon = fields.Date.add(today, days=max(reseller_membership.REMINDER_DAYS))
        for membership in self.search([*domain, ("state", "=", "active"), ("date_to", "<=", soon)]):
            days = reseller_membership.reminder(today, membership.date_to, membership.reminded_days)
            if days:
                self.env["ir.cron"]._work_on_each(membership, lambda one, days=days: one._remind(days))
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _open_missing(self):
        """Give resellers from before there were memberships the one that goes with their level."""
        members = self.env["res.partner"].sudo().search([("grade_id", "!=", False), ("parent_id", "=", False)])
        for partner in members - self.sudo()._of(members).partner_id:
            self._open(partner, partner.grade_id)

    def _apply(self, action, roles=None, **facts):
        """Ask the table, under a lock, whether an action may happen now.

        :return: this membership as superuser, to write what follows
        :raises UserError: with what has to be different
        """
        self.ensure_one()
        membership = self.sudo()
        membership.lock_for_update(allow_referencing=True)
        membership.invalidate_recordset(["state"])
        self._check_may(action, roles, **facts)
        membership.changed_by_id = self.env.uid
        return membership

    def _check_may(self, action, roles=None, **facts):
        self.ensure_one()
        if roles is None:
            self.check_access("read")
            roles = self.env["res.users"]._acting_roles()
        membership = self.sudo()
        asked = reseller_membership.Facts(
            state=membership.state,
            roles=frozenset(roles),
            today=membership.company_id._get_today(),
            last_day=membership.date_to or None,
            **facts,
        )
        try:
            reseller_membership.apply(action, asked)
        except reseller_membership.MembershipError as error:
            raise UserError(membership._refusal(error.code)) from error

    def _refusal(self, code):
        """Return the sentence a person reads when an action is refused."""
        env = self.env
        state = dict(self._fields["state"]._description_selection(env))[self.state]
        return {
            "role": env._("Memberships of resellers are the Operational Manager's."),
            "state": env._("This is not possible any more: the membership is “%s”.", state),
            "reason": env._("Please write the reason in 5 to 500 characters: the reseller reads it."),
            "over": env._("The membership is over. Let it expire and renew it."),
            "not_over": env._("The membership is not over yet."),
        }[code]

    # === TOOLING === #

    def _close(self, state, reason):
        for membership in self:
            today = membership.company_id._get_today()
            membership.write({"state": state, "reason": reason, "closed_date": today})
        self.flush_recordset()

    def _give_level(self, grade):
        """Let the partner have a level, or none; portal role, prices and carts follow from that."""
        self.ensure_one()
        partner = self.partner_id.with_context(crosstech_membership=True).with_company(self.company_id)
        if partner.grade_id != (grade or partner.grade_id.browse()):
            partner.grade_id = grade

    def _tell(self, title, body):
        """Tell the reseller in his language.

        :param title, body: functions of an environment that return a translated text; they may name ``%(level)s``,
            ``%(end)s`` and ``%(reason)s``
        """
        for membership in self:
            membership = membership.with_context(lang=membership.partner_id.lang)
            env = membership.env
            parts = {
                "level": membership.grade_id.name,
                "end": env["ir.qweb.field.date"].value_to_html(membership.date_to, {}) if membership.date_to else "–",
                "reason": membership.reason or "",
            }
            env["crosstech.notification"]._notify(
                membership.partner_id, title(env) % parts, body(env) % parts, channels=("portal", "email", "sms")
            )

    def _schedule(self, summary):
        user = self.env["res.users"].sudo()._with_role("operational_manager")
        if user and not self.activity_ids.filtered(lambda activity: activity.user_id == user):
            self.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=user.id)
