"""The request shows where its work order stands, and its stage follows."""

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

NEXT_STEPS = {
    False: _lt("Check the proof and name the unit"),
    "requested": _lt("Find a technician, or receive the unit"),
    "assigned": _lt("The technician agrees a time"),
    "visiting": _lt("The technician reports his visit"),
    "solved": _lt("Settle the cost"),
    "shipped": _lt("Receive the unit"),
    "received": _lt("Diagnose the unit"),
    "diagnosed": _lt("Decide what is done"),
    "at_supplier": _lt("Record what the supplier decides"),
    "in_repair": _lt("Finish the repair"),
    "done": _lt("Settle the cost"),
    "settled": _lt("Give the unit back"),
    "returning": _lt("Confirm that it arrived"),
    "closed": _lt("Nothing: closed"),
    "cancelled": _lt("Nothing: cancelled"),
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    order_id = fields.Many2one(
        "crosstech.work.order", string="Work Order", compute="_compute_order_id", store=True, index="btree_not_null"
    )
    order_state = fields.Selection(related="order_id.state", string="Progress", store=True)
    technician_id = fields.Many2one(related="order_id.technician_id", store=True, index="btree_not_null")
    next_step = fields.Char(compute="_compute_next_step", groups="base.group_user")

    _queue_idx = models.Index("(order_state, id DESC) INCLUDE (company_id) WHERE active IS TRUE")

    @api.depends("work_order_ids.state")
    def _compute_order_id(self):
        for ticket in self:
            orders = ticket.work_order_ids.sorted("id", reverse=True)
            ticket.order_id = orders.filtered(lambda order: order.state != "cancelled")[:1] or orders[:1]

    @api.depends("order_state")
    @api.depends_context("lang")
    def _compute_next_step(self):
        for ticket in self:
            ticket.next_step = self.env._(NEXT_STEPS[ticket.order_state])

    # === ACTION METHODS === #

    def action_next_step(self):
        """Open the work order, where the next step is taken; a checked request gets its work order first."""
        self.ensure_one()
        self.check_access("write" if not self.order_id else "read")
        order = self.order_id or self._begin_work()
        return {
            "type": "ir.actions.act_window",
            "res_model": order._name,
            "res_id": order.id,
            "views": [(False, "form")],
        }

    def _begin_work(self):
        self._ensure_unit()
        return self.sudo()._open_work_order().with_env(self.env)
