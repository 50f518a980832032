"""The weekly manager report: one per company and week, from its contributors to the Director.

Who may do what: ``lib.manager_report``.
"""

from datetime import timezone

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ..lib import duties, manager_report
from ..lib.manager_report import Week


class WeeklyReport(models.Model):
    _name = "crosstech.weekly.report"
    _description = "Weekly Report"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "week_start desc, id desc"

    name = fields.Char(string="Week", compute="_compute_name", store=True)
    week_start = fields.Date(string="Monday", required=True, readonly=True, index=True)
    week_end = fields.Date(string="Sunday", compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("open", "Being Written"), ("submitted", "With the Director"), ("read", "Read"), ("closed", "Closed")],
        default="open", required=True, readonly=True, index=True, tracking=True, copy=False,
    )  # fmt: skip
    section_ids = fields.One2many("crosstech.weekly.report.section", "report_id", string="Sections", readonly=True)
    completeness_percent = fields.Integer(
        string="Complete, %", compute="_compute_completeness", compute_sudo=True, aggregator=None
    )
    missing_roles = fields.Char(string="Missing", compute="_compute_completeness", compute_sudo=True)
    has_mine_to_do = fields.Boolean(compute="_compute_has_mine_to_do")
    submitted_by_id = fields.Many2one("res.users", readonly=True)
    submitted_datetime = fields.Datetime(readonly=True)
    missing_note = fields.Char(readonly=True, help="Who was missing when the report was submitted.")
    read_datetime = fields.Datetime(readonly=True)
    closed_datetime = fields.Datetime(readonly=True)

    _week_uniq = models.UniqueIndex("(company_id, week_start)", "There is a report of this week already.")
    _week_begins_on_monday = models.Constraint(
        "CHECK (EXTRACT(ISODOW FROM week_start) = 1)", "The week of a report begins on a Monday."
    )

    # === COMPUTE METHODS === #

    @api.depends("week_start")
    def _compute_name(self):
        for report in self:
            week = report._get_week() if report.week_start else None
            report.name = week and week.name
            report.week_end = week and week.sunday

    @api.depends("section_ids.state", "section_ids.role")
    @api.depends_context("lang")
    def _compute_completeness(self):
        names = self.env["crosstech.hooks"]._role_names()
        for report in self:
            result = report._get_completeness()
            report.completeness_percent = result.percent
            report.missing_roles = ", ".join(names.get(role, role) for role in result.missing_roles)

    @api.depends("section_ids.state")
    @api.depends_context("uid")
    def _compute_has_mine_to_do(self):
        roles = self.env.user._get_company_roles()
        for report in self:
            mine = report._get_sections().filtered(lambda one: one.role in roles and one.state != "submitted")
            report.has_mine_to_do = bool(mine)

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep what follows from actions out of reach."""
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and not self.env.su:
            raise AccessError(self.env._("A report changes by its buttons only."))
        return super().write(vals)

    # === ACTION METHODS === #

    def action_prepare(self):
        """Make the report of the week that ended, or open the one that is there."""
        if duties.OPERATIONAL not in self.env["res.users"]._acting_roles():
            raise AccessError(self.env._("The Operational Manager prepares the weekly report."))
        company = self.env.company
        week = manager_report.ended_week(self._now(), company.partner_id._get_timezone())
        report = self.sudo()._ensure(company, week)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": report.id,
            "views": [(False, "form")],
        }

    def action_submit(self):
        """Give the whole report to the Director; refused while sections are missing."""
        return self._submit(confirmed=False)

    def action_submit_incomplete(self):
        """Give the report to the Director although sections are missing; the report says which."""
        return self._submit(confirmed=True)

    def action_submit_mine(self):
        """Submit all sections of one's own that are to do."""
        self.check_access("read")
        roles = self.env["res.users"]._acting_roles()
        mine = self._get_sections().filtered(lambda one: one.role in roles and one.state != "submitted")
        if not mine:
            raise UserError(self.env._("None of your sections is to be submitted."))
        return mine.action_submit()

    def action_read(self):
        """Note that the Director has read the report."""
        return self._take("read", read_datetime=fields.Datetime.now())

    def action_close(self):
        """Close the week: read, decided, told."""
        return self._take("close", closed_datetime=fields.Datetime.now())

    def action_decide(self):
        """Open an empty decision that belongs to this report."""
        self.ensure_one()
        self.check_access("read")
        self.env["crosstech.decision"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision"),
            "res_model": "crosstech.decision",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_weekly_report_id": self.id, "default_company_id": self.company_id.id},
        }

    # === BUSINESS METHODS === #

    def _submit(self, *, confirmed):
        self.ensure_one()
        self._lock()
        done = self._get_completeness()
        missing = self.missing_roles if done.missing_roles else False
        follow_up = self._freeze_follow_up()
        self._take(
            "submit",
            missing=done.total - done.done,
            confirmed=confirmed,
            submitted_by_id=self.env.uid,
            submitted_datetime=fields.Datetime.now(),
            missing_note=missing,
            follow_up=follow_up,
        )
        self.sudo()._clear_todos()
        self.sudo()._ask(duties.DIRECTOR, self.env._("Read the weekly report %s", self.name))
        return True

    def _take(self, action, *, missing=0, confirmed=False, **values):
        """Take a step of ``lib.manager_report.REPORT_STEPS`` and write what goes with it."""
        self.ensure_one()
        self._lock()
        try:
            roles = self.env["res.users"]._acting_roles()
            state = manager_report.check_report(action, self.state, roles, missing=missing, confirmed=confirmed)
        except manager_report.ReportError as error:
            raise self._refusal(error.code, manager_report.REPORT_STEPS[action].roles) from error
        self.sudo().write({"state": state, **values})
        if action != "submit":
            self.sudo()._clear_todos()
        return True

    def _lock(self):
        """Let one person after the other act on this report and its sections."""
        self.check_access("read")
        self.sudo().lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])

    @api.model
    def _ensure(self, company, week):
        """Return the report of a week, made with its sections where there is none.

        :raises ConcurrencyError: when another session has just made it; to be tried again
        """
        report = self.search([("company_id", "=", company.id), ("week_start", "=", week.monday)])
        if report:
            return report
        try:
            with self.env.cr.savepoint():
                report = self.create({"company_id": company.id, "week_start": week.monday})
        except UniqueViolation as error:
            raise ConcurrencyError(f"the report {week.name} has just been made") from error
        report._make_sections()
        return report

    def _get_week(self):
        return Week(self.week_start)

    def _get_zone(self):
        return self.company_id.partner_id._get_timezone()

    def _get_today(self):
        """The day on the company's clock."""
        return self.company_id._get_today()

    def _get_sections(self):
        """The sections the current user may read."""
        return self.env["crosstech.weekly.report.section"].search([("report_id", "in", self.ids)])

    def _get_completeness(self):
        """:return: ``lib.manager_report.Completeness``, of all sections, whoever asks"""
        sections = (
            self.env["crosstech.weekly.report.section"]
            .sudo()
            .search_fetch([("report_id", "=", self.id)], ["role", "state"])
        )
        return manager_report.completeness((section.role, section.state) for section in sections)

    def _ask(self, role, summary):
        """Put a to-do about this report on the desk of a role, for today."""
        user = self.env["res.users"].sudo().with_company(self.company_id)._with_role(role)
        if user:
            self.activity_schedule("mail.mail_activity_data_todo", self._get_today(), summary=summary, user_id=user.id)

    def _clear_todos(self):
        self.activity_ids.filtered("automated").unlink()

    # === CRON === #

    @api.model
    def _cron_follow_up(self):
        """Make the reports that are due, remind who is missing, hand decisions of people who left to others."""
        companies = self.env["res.company"].search([])
        for left, company in zip(range(len(companies) - 1, -1, -1), companies, strict=True):
            self.env["ir.cron"]._work_on_each(company, lambda one: self.with_company(one)._follow_up(one))
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break

    @api.model
    def _follow_up(self, company):
        if company.weekly_report_auto and self.env["res.users"].sudo()._with_role(duties.OPERATIONAL):
            week = manager_report.due_week(
                self._now(),
                company.partner_id._get_timezone(),
                int(company.weekly_report_weekday),
                company.weekly_report_hour,
            )
            try:
                self._ensure(company, week)
            except ConcurrencyError:
                return  # somebody has just clicked; what else is to be done can wait for the next hour
        self.search([("company_id", "=", company.id), ("state", "=", "open")])._get_sections()._chase()
        self.env["crosstech.decision"]._hand_over_orphans()

    # === TOOLING === #

    @api.model
    def _now(self):
        return fields.Datetime.now().replace(tzinfo=timezone.utc)

    def _refusal(self, code, roles=()):
        if code == "role":
            names = self.env["crosstech.hooks"]._role_names()
            return AccessError(self.env._("This step is another role's: %s.", ", ".join(names[role] for role in roles)))
        if code == "missing":
            return UserError(
                self.env._(
                    "Still missing: %(roles)s. Wait for them, or choose “Submit with Gaps”; the report then says so.",
                    roles=self.missing_roles,
                )
            )
        return UserError(self.env._("%s is not at this step any more. Next step: reload the page.", self.name))
