"""A section of the weekly report: figures that fill themselves, words of the one who answers for it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import manager_report


class WeeklyReportSection(models.Model):
    _name = "crosstech.weekly.report.section"
    _description = "Section of the Weekly Report"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _rec_name = "title"
    _order = "week_start desc, report_id desc, sequence, id"

    report_id = fields.Many2one("crosstech.weekly.report", required=True, readonly=True, index=True, ondelete="cascade")
    week_start = fields.Date(related="report_id.week_start", string="Monday", store=True)
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    report_state = fields.Selection(related="report_id.state", string="Progress of the Report")
    sequence = fields.Integer(readonly=True)
    key = fields.Char(required=True, readonly=True)
    title = fields.Char(string="Section", required=True, readonly=True, translate=True)
    role = fields.Selection(
        [
            ("marketing_manager", "Marketing Manager"),
            ("operational_manager", "Operational Manager"),
            ("inventory", "Inventory"),
            ("finance_manager", "Finance Manager"),
            ("repair_team", "Repair Team"),
        ],
        string="Answers for It", required=True, readonly=True, index=True,
    )  # fmt: skip
    state = fields.Selection(
        [("to_do", "To Do"), ("submitted", "Submitted"), ("sent_back", "Sent Back")],
        default="to_do", required=True, readonly=True, index=True, tracking=True,
    )  # fmt: skip
    commentary = fields.Text(help="What the figures do not say: why, what next, what you ask of others.")
    figures = fields.Json(
        string="Frozen Figures", readonly=True, help="By language, as they were when the section was submitted."
    )
    figure_ids = fields.One2many("crosstech.weekly.report.figure", "section_id", readonly=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True)
    submitted_datetime = fields.Datetime(readonly=True)
    send_back_note = fields.Text(string="Sent Back Because", readonly=True)
    asked_datetime = fields.Datetime(readonly=True, default=fields.Datetime.now)
    reminded_datetime = fields.Datetime(readonly=True)
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _key_uniq = models.UniqueIndex("(report_id, key)", "This section is in the report already.")

    # === COMPUTE METHODS === #

    @api.depends("role", "state", "report_id.state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        roles = self.env.user._get_company_roles()
        for section in self:
            section.is_mine = section.role in roles

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("role", "in", self.env.user._get_company_roles())]

    # === CRUD METHODS === #

    def write(self, vals):
        """Let the owner write his words while the section is with him; everything else follows from buttons."""
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and not self.env.su:
            if own != {"commentary"}:
                raise AccessError(self.env._("Of a section, only the words are written by hand."))
            self.check_access("read")
            for section in self:
                section._check("write")
        return super().write(vals)

    # === ACTION METHODS === #

    def action_submit(self):
        """Freeze the figures and hand the section in."""
        self.check_access("read")
        self.report_id._lock()
        self.invalidate_recordset(["state"])
        for section in self:
            section._check("submit")
        for report, sections in self.grouped("report_id").items():
            sections.sudo()._submit(report.sudo(), self.env.user)
        return True

    def action_open_figure(self, figure=""):
        """Open the list a number was counted from.

        :param str figure: ``f`` for a headline figure or ``r`` for a row, and its place, such as ``r2``
        """
        self.ensure_one()
        self.check_access("read")
        link = self._get_link(figure)
        if not link:
            raise UserError(self.env._("There is no list behind this number."))
        self.env[link["model"]].check_access("read")
        views = [[False, "list"], [False, "form"]]
        if link.get("action"):
            action = self.env.ref(link["action"]).sudo()
            views = [view for view in action.views if view[1] in ("list", "form")]
        return {
            "type": "ir.actions.act_window",
            "name": f"{link['name']} · {self.report_id.name}",
            "res_model": link["model"],
            "views": views,
            "domain": link["domain"],
        }

    # === BUSINESS METHODS === #

    def _check(self, action, note=""):
        """:raises AccessError, UserError: when the current user may not take this step, with what to do next"""
        self.ensure_one()
        try:
            return manager_report.check_section(
                action, self.state, self.role, self.env["res.users"]._acting_roles(), self.report_id.sudo().state, note
            )
        except manager_report.ReportError as error:
            raise self._refusal(error.code, action) from error

    def _submit(self, report, user):
        """Freeze these sections of one report."""
        frozen = report._live_figures()
        for section in self:
            figures = {lang: sections[section.key] for lang, sections in frozen.items() if section.key in sections}
            main = figures.get("en_US") or next(iter(figures.values()), {})
            if not section.commentary and not self.env["crosstech.weekly.report"]._says_something(main):
                raise UserError(
                    self.env._(
                        "%s: there are no figures this week. Write a sentence that says so, then submit.", section.title
                    )
                )
            section.write(
                {
                    "state": "submitted",
                    "figures": figures,
                    "submitted_by_id": user.id,
                    "submitted_datetime": fields.Datetime.now(),
                    "send_back_note": False,
                }
            )
            section._store_figures(figures)
        self.activity_ids.filtered("automated").unlink()
        if not report._get_completeness().missing_roles:
            report._ask("operational_manager", self.env._("All sections are in: submit the report %s", report.name))

    def _send_back(self, note):
        """Ask the owner to work on it again."""
        self.ensure_one()
        self.report_id._lock()
        self.invalidate_recordset(["state"])
        state = self._check("send_back", note)
        section = self.sudo()
        section.write(
            {"state": state, "send_back_note": note, "asked_datetime": fields.Datetime.now(), "figures": False}
        )
        section.figure_ids.unlink()
        section.report_id._clear_todos()
        section._ask(note)

    def _ask(self, note=""):
        """Put a to-do on the desk of who answers for each section."""
        for section in self:
            user = section._get_owner()
            if user:
                lang = section.with_context(lang=user.lang)
                section.activity_schedule(
                    "mail.mail_activity_data_todo",
                    section.report_id._get_today(),
                    summary=lang.env._("Weekly report %(week)s: %(title)s", week=section.report_id.name,
                                       title=lang.title),
                    note=note,
                    user_id=user.id,
                )  # fmt: skip

    def _get_owner(self):
        """The user who answers for this section now."""
        return self.env["res.users"].sudo().with_company(self.company_id)._with_role(self.role)

    def _chase(self):
        """Remind of what is missing, as often as the company wants."""
        now = fields.Datetime.now()
        for section in self.filtered(lambda section: section.state != "submitted"):
            hours = section.company_id.weekly_report_chase_hours
            if manager_report.is_chase_due(now, section.asked_datetime, hours, last=section.reminded_datetime or None):
                section.reminded_datetime = now
                section._remind()

    def _remind(self):
        if not self.activity_ids:
            self._ask()  # somebody has come into the role since
        user = self._get_owner()
        if not user:
            return
        section = self.with_context(lang=user.lang)
        section.message_notify(
            partner_ids=user.partner_id.ids,
            subject=section.env._("Missing in the weekly report %(week)s: %(title)s", week=section.report_id.name,
                                  title=section.title),
            body=section.env._("The others wait for your section. Write a few words and submit it."),
        )  # fmt: skip

    # === TOOLING === #

    def _refusal(self, code, action):
        names = self.env["crosstech.hooks"]._role_names()
        owner = names[self.role if action != "send_back" else "operational_manager"]
        if code == "role":
            return AccessError(
                self.env._("%(title)s: this step is another role's: %(role)s.", title=self.title, role=owner)
            )
        return UserError(
            {
                "report": self.env._("The report of this week has been submitted; its sections stay as they are."),
                "note": self.env._("Write what is to be changed, so that the colleague knows."),
            }.get(code)
            or self.env._("%s is not at this step any more. Next step: reload the page.", self.title)
        )
