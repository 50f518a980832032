"""Work orders: what is done about a service request, by whom and where; the table of states is ``lib.work_order``."""

from odoo import api, fields, models

from ..lib import work_order
from .work_order_words import STATES


class WorkOrder(models.Model):
    _name = "crosstech.work.order"
    _description = "Work Order"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="New", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    ticket_id = fields.Many2one(
        "helpdesk.ticket", string="Service Request", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="ticket_id.partner_id", string="Customer", store=True, index=True)
    unit_id = fields.Many2one(related="ticket_id.unit_id", store=True, index="btree_not_null")
    product_id = fields.Many2one(related="ticket_id.product_id", store=True, index="btree_not_null")
    region_id = fields.Many2one(related="ticket_id.region_id", store=True, index="btree_not_null")
    arrival_way = fields.Selection(related="ticket_id.arrival_way")
    verdict = fields.Selection(related="ticket_id.verdict")
    state = fields.Selection(
        lambda self: [(state, self.env._(label)) for state, label in STATES.items()],
        default="requested", required=True, index=True, tracking=True, copy=False,
    )  # fmt: skip
    state_datetime = fields.Datetime(string="Since", default=fields.Datetime.now, readonly=True, copy=False)
    received_datetime = fields.Datetime(string="Received", readonly=True, copy=False, help="When the centre got it.")
    ended_datetime = fields.Datetime(string="Ended", readonly=True, copy=False, index=True)
    previous_id = fields.Many2one(
        "crosstech.work.order", string="Follows", readonly=True, copy=False, index="btree_not_null",
        help="The order after which it failed again.",
    )  # fmt: skip
    next_ids = fields.One2many("crosstech.work.order", "previous_id", string="Followed By")
    technician_id = fields.Many2one("crosstech.technician", index="btree_not_null", tracking=True, copy=False)
    visit_ids = fields.One2many("crosstech.work.order.visit", "order_id", string="Visits")
    line_ids = fields.One2many("crosstech.work.order.line", "order_id", string="Parts, Labour and Travel")
    fault_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'fault')]", ondelete="restrict")
    resolution_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'resolution')]", ondelete="restrict")
    diagnosis = fields.Text()
    work_done = fields.Text(string="Work Performed")
    cancel_reason = fields.Char(readonly=True, copy=False)
    decision = fields.Selection(
        [
            ("return", "Nothing wrong: return"),
            ("repair", "Repair"),
            ("replace", "Replace by a new one"),
            ("supplier", "Supplier decides"),
            ("refund", "Money back"),
            ("unrepaired", "Return unrepaired"),
        ],
        tracking=True, copy=False, index=True,
    )  # fmt: skip
    repair_id = fields.Many2one("repair.order", index="btree_not_null", copy=False, readonly=True)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number orders."""
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        return super().create(vals_list)

    # === BUSINESS METHODS === #

    @api.model
    def _open(self, ticket, *, is_here=False):
        """Establish the work order of a service request (S1.15); one that is open already stays the one.

        A unit that is to be fixed on site looks for its technician at once.

        :param bool is_here: the unit lies on the counter: the centre has received it
        :return: the order, as superuser
        """
        ticket.ensure_one()
        ticket = ticket.sudo()
        orders = ticket.work_order_ids.sorted("id")
        running = orders.filtered(lambda order: order.state not in work_order.END_STATES)
        if running:
            return running[-1]
        ended = orders.filtered(lambda order: order.state == "closed")
        order = self.sudo().create(
            {"ticket_id": ticket.id, "company_id": ticket.company_id.id, "previous_id": ended[-1:].id}
        )
        if is_here:
            order._apply("receive", roles={work_order.REPAIR})
        elif ticket.arrival_way == "on_site":
            order._route()
        return order

    def _route(self):
        """Look for a technician; the subject of routing extends this."""

    def _settle_if_free(self):
        """Settle the cost where there is none to settle; the subject of cost extends this."""
        for order in self.filtered(lambda order: order._step_facts().is_settled):
            order.sudo()._apply("settle", roles={work_order.SYSTEM})

    # === WHAT A STEP LOOKS AT AND LEAVES BEHIND: each subject's file extends these, with super() === #

    def _before_step(self, action):
        """Bring up to date what the guards are about to look at."""

    def _step_facts(self, said=None):
        """Gather what the guards look at; each subject's file replaces the facts it knows better.

        :param dict said: values that are about to be written
        :rtype: lib.work_order.Facts
        """
        self.ensure_one()
        said = said or {}
        return work_order.Facts(
            has_technician=bool(said.get("technician_id") or self.technician_id),
            has_resolution=bool(said.get("resolution_id") or self.resolution_id),
            decision=said.get("decision") or self.decision or "",
            is_settled=not any(self.line_ids.mapped("amount")),
            holder=work_order.holder_of(self.state),
        )

    def _step_moments(self, target, now):
        """The moments that reports count from: the first time received, and the end."""
        moments = {}
        if target == "received" and not self.received_datetime:
            moments["received_datetime"] = now
        if target in work_order.END_STATES:
            moments["ended_datetime"] = now
        return moments

    # === WHAT FOLLOWS A STEP: each subject's file extends those it cares about, with super() === #

    def _after_assign(self, facts):
        """Follow the step “assign”."""

    def _after_unassign(self, facts):
        """Follow the step “unassign”."""

    def _after_visit(self, facts):
        """Follow the step “visit”."""

    def _after_postpone(self, facts):
        """Follow the step “postpone”."""

    def _after_solve(self, facts):
        """Follow the step “solve”."""

    def _after_ship(self, facts):
        """Follow the step “ship”."""

    def _after_receive(self, facts):
        """Follow the step “receive”."""

    def _after_diagnose(self, facts):
        """Follow the step “diagnose”."""

    def _after_send_to_supplier(self, facts):
        """Follow the step “send to supplier”."""

    def _after_start_repair(self, facts):
        """Follow the step “start repair”."""

    def _after_finish(self, facts):
        """Follow the step “finish”."""

    def _after_settle(self, facts):
        """Follow the step “settle”."""

    def _after_send_back(self, facts):
        """Follow the step “send back”."""

    def _after_come_back(self, facts):
        """Follow the step “come back”."""

    def _after_close(self, facts):
        """Follow the step “close”."""

    def _after_cancel(self, facts):
        """Follow the step “cancel”."""

    def _after_decide(self, facts):
        """Follow a decision about the unit."""
