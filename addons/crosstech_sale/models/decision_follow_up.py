"""What becomes of the Director's decisions: an owner, a day, an answer (S0.53, S0.55)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import duties, manager_report


class Decision(models.Model):
    _inherit = "crosstech.decision"

    weekly_report_id = fields.Many2one(
        "crosstech.weekly.report", string="Decided On Report", index="btree_not_null", ondelete="restrict", copy=False
    )
    stock_report_id = fields.Many2one(
        "crosstech.stock.report", string="Stock Check", index="btree_not_null", copy=False, check_company=True,
        help="The goods this decision is about, with what each sells and how much to order.",
    )  # fmt: skip
    owner_id = fields.Many2one(
        "res.users", string="Carried Out By", tracking=True, index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )  # fmt: skip
    owner_role = fields.Char(readonly=True, copy=False, help="The role of the owner, who succeeds him if he leaves.")
    due_date = fields.Date(string="Until", tracking=True)
    announced_datetime = fields.Datetime(readonly=True, copy=False)
    done_datetime = fields.Datetime(readonly=True, copy=False)
    answer = fields.Text(readonly=True, copy=False, help="What the owner reports.")
    status = fields.Selection(
        [("not_done", "Not Done Yet"), ("overdue", "Overdue"), ("done", "Done")], compute="_compute_status"
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    # === COMPUTE METHODS === #

    @api.depends("state", "due_date")
    def _compute_status(self):
        for decision in self:
            decision.status = manager_report.decision_status(
                is_done=decision.state == "done", due=decision.due_date or None, today=decision._get_today()
            )

    @api.depends("owner_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for decision in self:
            decision.is_mine = decision.owner_id == self.env.user

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: the day holds like the words; who carries it out may change, and the to-do moves with it."""
        fixed = {"due_date", "stock_report_id"} & vals.keys()
        if fixed and any(decision.state != "draft" for decision in self):
            raise UserError(self.env._("This decision has been announced. Record a new one instead of changing it."))
        result = super().write(vals)
        if "owner_id" in vals:
            self.filtered(lambda decision: decision.state == "announced")._give_to_owner()
        return result

    # === ACTION METHODS === #

    def action_announce(self):
        """Override: whoever is to carry it out gets a to-do with the day."""
        drafts = self.filtered(lambda decision: decision.state == "draft")
        if any(decision.owner_id and not decision.due_date for decision in drafts):
            raise UserError(self.env._("Write down until when it is to be done."))
        result = super().action_announce()
        drafts.sudo().write({"announced_datetime": fields.Datetime.now()})
        drafts._give_to_owner()
        return result

    def action_done(self):
        """Override: note when, and take the to-do away."""
        announced = self.filtered(lambda decision: decision.state == "announced")
        result = super().action_done()
        announced.sudo().write({"done_datetime": fields.Datetime.now()})
        announced.sudo()._clear_todos()
        return result

    def action_answer(self):
        """Let the owner report."""
        self.ensure_one()
        self._check_may_answer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report on the Decision"),
            "res_model": "crosstech.decision.answer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_decision_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _check_may_answer(self):
        self.check_access("read")
        if not self.env.su and self.env.user != self.owner_id:
            raise AccessError(self.env._("Only the one who carries the decision out reports on it."))
        if self.state != "announced":
            raise UserError(self.env._("This decision is not open."))

    def _answer(self, note, *, is_done):
        """Take the owner's report; the Director hears of it.

        :raises UserError: without a word
        """
        self.ensure_one()
        self._check_may_answer()
        if not (note or "").strip():
            raise UserError(self.env._("Write a few words about what was done or what is in the way."))
        decision = self.sudo()
        decision.answer = note
        if is_done:
            decision.write({"state": "done", "done_datetime": fields.Datetime.now()})
            decision._clear_todos()
        director = decision._get_director()
        decision.message_post(
            body=note, author_id=self.env.user.partner_id.id, partner_ids=director.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )  # fmt: skip

    def _give_to_owner(self):
        """Put the decision on the desk of its owner, and remember his role."""
        for decision in self.sudo():
            decision._clear_todos()
            owner = decision.owner_id
            if owner:
                roles = owner._get_company_roles()
                decision.owner_role = roles[0] if roles else decision.owner_role
                decision.activity_schedule(
                    "mail.mail_activity_data_todo", decision.due_date, summary=decision.name, user_id=owner.id
                )

    @api.model
    def _hand_over_orphans(self):
        """Give open decisions whose owner has left to who has his role now, or ask the Director to choose."""
        orphans = self.sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "=", "announced"),
                ("owner_id.active", "=", False),
                ("owner_id", "!=", False),
            ]
        )
        for decision in orphans:
            successor = decision._get_successor()
            if successor:
                decision.owner_id = successor
            else:
                decision._ask_for_owner()

    def _get_successor(self):
        Users = self.env["res.users"].sudo().with_company(self.company_id)
        return Users._with_role(self.owner_role) if self.owner_role else Users

    def _ask_for_owner(self):
        """Ask the Director once."""
        director = self._get_director()
        if director and director not in self.activity_ids.user_id:
            lang = self.with_context(lang=director.lang)
            self._clear_todos()
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                self._get_today(),
                summary=lang.env._("Choose who carries this out: %s has left", self.owner_id.name),
                user_id=director.id,
            )

    def _get_director(self):
        return self.env["res.users"].sudo().with_company(self.company_id)._with_role(duties.DIRECTOR)

    def _clear_todos(self):
        self.activity_ids.filtered("automated").unlink()

    def _get_today(self):
        return (self.company_id or self.env.company)._get_today()


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Override of `mail`: ticking off the to-do of a decision is the owner's report that it is done."""
        todos = self.filtered(lambda one: one.res_model == "crosstech.decision" and one.automated)
        mine = todos.filtered(lambda todo: todo.user_id == self.env.user)
        decisions = self.env["crosstech.decision"].browse(mine.mapped("res_id"))
        decisions = decisions.filtered(lambda decision: decision.sudo().owner_id == self.env.user)
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        for decision in decisions.filtered(lambda decision: decision.state == "announced"):
            decision._answer(feedback or self.env._("Done."), is_done=True)
        return result


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Override: decisions of somebody who leaves go on with his successor."""
        result = super().write(vals)
        if vals.get("active") is False:
            for company in self.sudo().company_ids:
                self.env["crosstech.decision"].with_company(company)._hand_over_orphans()
        return result
