"""What the Repair Team does next with an order: one obvious step, a sentence about it, and what else is possible."""

from odoo import api, fields, models

from ..lib import work_order
from .work_order_words import NEXT_WORDS

# Steps that ask something before they are taken; the others are taken at the click.
ASKING = (
    "assign", "postpone", "solve", "ship", "diagnose", "decide", "refuse", "finish", "send_back", "come_back", "cancel",
)  # fmt: skip


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    is_at_centre = fields.Boolean(compute="_compute_is_at_centre", help="Its way leads through our own workshop.")
    next_action = fields.Char(compute="_compute_next_action")
    next_words = fields.Char(string="Next Step", compute="_compute_next_action")
    possible_actions = fields.Char(compute="_compute_next_action", help="Between commas, for the buttons.")

    @api.depends("received_datetime", "state", "arrival_way")
    def _compute_is_at_centre(self):
        for order in self:
            by_state = work_order.holder_of(order.state) != "customer"
            order.is_at_centre = bool(by_state or order.received_datetime or order.arrival_way != "on_site")

    @api.depends("state", "technician_id", "decision", "approval_state", "quote_state", "cost_state")
    @api.depends_context("uid")
    def _compute_next_action(self):
        roles = self.env["res.users"]._acting_roles()
        for order in self:
            state = order.state or "requested"
            order.next_action = work_order.next_action(
                state,
                order.sudo()._step_facts(),
                arrival_way=order.arrival_way or "on_site",
                was_here=bool(order.received_datetime),
            )
            order.next_words = self.env._(NEXT_WORDS[order.next_action]) if order.next_action else ""
            order.possible_actions = "," + "".join(f"{action}," for action in work_order.actions(state, roles))

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: a card dragged to another state takes the step that leads there, or is refused with words."""
        if "state" in vals and not self.env.su:
            vals = dict(vals)
            target = vals.pop("state")
            for order in self.filtered(lambda order: order.state != target):
                order._apply(order._action_to(target))
        return super().write(vals)

    def _action_to(self, target):
        """:return: the action that leads from where this order is to a state; nearest to what is refused with words"""
        state = self.state
        leading = [action for action, step in work_order.STEPS.items() if step.target == target]
        return next((action for action in leading if state in work_order.STEPS[action].sources), leading[:1][0])

    # === ACTION METHODS === #

    def action_step(self):
        """Take the step named in the context, or the next one; ask first where it needs to be told something."""
        self.ensure_one()
        self.check_access("write")
        action = self.env.context.get("step") or self.next_action
        if action in ASKING:
            return self._ask(action)
        if action in work_order.STEPS:
            self._apply(action)
        return True

    def action_failed_again(self):
        """Open the order that follows this one, for a unit that failed again."""
        self.ensure_one()
        self.check_access("write")
        following = self._open(self.ticket_id)
        return following._get_records_action()

    def _ask(self, action):
        step = self.env["crosstech.work.order.step"].create({"order_id": self.id, "action": action})
        return {
            **step._get_records_action(),
            "name": step._title(),
            "target": "new",
            "context": {"dialog_size": "medium"},
        }
