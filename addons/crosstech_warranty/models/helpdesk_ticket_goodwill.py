"""Goodwill: the company bears the cost although no warranty covers it. Always with a reason, its cost and a name."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crosstech_sale.lib.duties import OPERATIONAL, REPAIR

GRANTED = {"goodwill_state", "goodwill_reason", "goodwill_cost", "goodwill_user_id"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Company")
    goodwill_state = fields.Selection(
        [("none", "None"), ("asked", "Waits for approval"), ("granted", "Granted"), ("refused", "Refused")],
        string="Goodwill", default="none", required=True, readonly=True, tracking=True, copy=False, index=True,
        groups="base.group_user",
    )  # fmt: skip
    is_goodwill = fields.Boolean(compute="_compute_is_goodwill", store=True, help="The company bears the cost.")
    goodwill_reason = fields.Char(readonly=True, copy=False, groups="base.group_user")
    goodwill_cost = fields.Monetary(readonly=True, copy=False, groups="base.group_user")
    goodwill_user_id = fields.Many2one("res.users", readonly=True, copy=False, groups="base.group_user")

    @api.depends("goodwill_state")
    def _compute_is_goodwill(self):
        for ticket in self:
            ticket.is_goodwill = ticket.goodwill_state == "granted"

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: goodwill is granted by its steps, never by typing."""
        if GRANTED & vals.keys() and not self.env.su:
            raise UserError(self.env._("Goodwill is granted by its own steps."))
        return super().write(vals)

    # === ACTION METHODS === #

    def action_approve_goodwill(self):
        """Grant what the Repair Team asked for."""
        self._decide_goodwill("granted")

    def action_refuse_goodwill(self):
        """Refuse what the Repair Team asked for."""
        self._decide_goodwill("refused")

    # === BUSINESS METHODS === #

    def _decide_goodwill(self, state):
        self.ensure_one()
        self._check_goodwill_role({OPERATIONAL})
        ticket = self.sudo()
        if ticket.goodwill_state != "asked":
            raise UserError(self.env._("Nobody waits for a decision about goodwill here."))
        ticket.write({"goodwill_state": state, "goodwill_user_id": self.env.user.id})
        ticket.activity_unlink(["mail.mail_activity_data_todo"])

    def _grant_goodwill(self, reason, cost):
        """Bear the cost of a request; above the limit of the company the Operational Manager is asked.

        :raises AccessError: for anybody but Repair Team and Operational Manager
        :raises UserError: without reason, or twice
        """
        self.ensure_one()
        roles = self._check_goodwill_role({REPAIR, OPERATIONAL})
        ticket = self.sudo()
        if not (reason or "").strip() or cost < 0:
            raise UserError(self.env._("Please say why, and what it costs the company."))
        if ticket.goodwill_state in ("asked", "granted"):
            raise UserError(self.env._("Goodwill was asked for this request already."))
        is_enough = OPERATIONAL in roles or cost <= ticket.company_id.goodwill_limit_amount
        ticket.write(
            {
                "goodwill_state": "granted" if is_enough else "asked",
                "goodwill_reason": reason.strip(),
                "goodwill_cost": cost,
                "goodwill_user_id": self.env.user.id,
            }
        )
        if not is_enough:
            ticket.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Goodwill above the limit: please decide"),
                user_id=self.env["res.users"]._with_role(OPERATIONAL).id or self.env.user.id,
            )

    def _check_goodwill_role(self, allowed):
        roles = self.env["res.users"]._acting_roles()
        if not roles & (allowed | {"system"}):
            raise UserError(
                self.env._("Goodwill is asked for by the Repair Team and granted by the Operational Manager.")
            )
        return roles
