"""Decisions of the Director, told to the managers (S0.53, S0.6)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import duties

MANAGERS = (duties.OPERATIONAL, duties.MARKETING, duties.FINANCE, duties.INVENTORY, duties.REPAIR)


class Decision(models.Model):
    _name = "crosstech.decision"
    _description = "Decision"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "decision_date desc, id desc"
    _mail_post_access = "read"  # the managers answer below the decision

    name = fields.Char(string="Decision", required=True, tracking=True)
    description = fields.Html(string="What Is To Be Done")
    decision_date = fields.Date(required=True, default=fields.Date.context_today)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("draft", "Draft"), ("announced", "Announced"), ("done", "Done")],
        required=True, default="draft", readonly=True, copy=False, tracking=True,
    )  # fmt: skip

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep the words of a decision once the managers have them."""
        self.check_access("write")
        worded = {"name", "description", "decision_date"} & vals.keys()
        if worded and any(decision.state != "draft" for decision in self):
            raise UserError(self.env._("This decision has been announced. Record a new one instead of changing it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(decision.state != "draft" for decision in self):
            raise UserError(self.env._("An announced decision stays in the record."))

    # === ACTION METHODS === #

    def action_announce(self):
        """Tell all managers, once; the answer goes below the decision."""
        self.check_access("write")
        for decision in self.filtered(lambda decision: decision.state == "draft"):
            decision.state = "announced"
            partners = decision._get_managers().partner_id
            if partners:
                decision.message_subscribe(partner_ids=partners.ids)
                decision.message_post(
                    body=decision.description or decision.name,
                    subject=decision.name,
                    partner_ids=partners.ids,
                    subtype_xmlid="mail.mt_comment",
                )

    def action_done(self):
        """Note that the decision is carried out."""
        self.check_access("write")
        self.filtered(lambda decision: decision.state == "announced").state = "done"

    # === BUSINESS METHODS === #

    def _get_managers(self):
        """Users of every division in the company of the decision."""
        groups = [self.env.ref(f"crosstech_sale.group_{role}").sudo() for role in MANAGERS]
        users = self.env["res.users"].union(*(group.all_user_ids for group in groups))
        return users.filtered(lambda user: user.active and self.company_id in user.company_ids)
