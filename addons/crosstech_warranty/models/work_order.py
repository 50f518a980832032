"""Work orders: what is done about a service request, by whom and where; the table of states is ``lib.work_order``."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..lib import work_order

_lt = LazyTranslate(__name__)

STATES = {
    "requested": _lt("Requested"),
    "assigned": _lt("Assigned"),
    "visiting": _lt("On-site Visit"),
    "solved": _lt("Solved on Site"),
    "shipped": _lt("Sent to the Centre"),
    "received": _lt("Received"),
    "diagnosed": _lt("Diagnosed"),
    "at_supplier": _lt("At the Supplier"),
    "in_repair": _lt("In Repair"),
    "done": _lt("Done"),
    "settled": _lt("Cost Settled"),
    "returning": _lt("On the Way Back"),
    "closed": _lt("Closed"),
    "cancelled": _lt("Cancelled"),
}


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
    state = fields.Selection(
        lambda self: [(state, str(label)) for state, label in STATES.items()],
        default="requested", required=True, index=True, tracking=True, copy=False, readonly=True,
        group_expand="_group_expand_states",
    )  # fmt: skip
    state_datetime = fields.Datetime(default=fields.Datetime.now, readonly=True, copy=False)
    technician_id = fields.Many2one("crosstech.technician", index="btree_not_null", tracking=True, copy=False)
    visit_ids = fields.One2many("crosstech.work.order.visit", "order_id", string="Visits")
    line_ids = fields.One2many("crosstech.work.order.line", "order_id", string="Parts, Labour and Travel")
    fault_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'fault')]", ondelete="restrict")
    resolution_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'resolution')]", ondelete="restrict")
    diagnosis = fields.Text()
    work_done = fields.Text(string="Work Performed")
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
    repair_id = fields.Many2one("repair.order", index="btree_not_null", copy=False)

    @api.model
    def _group_expand_states(self, states, domain):
        return list(work_order.OPEN_STATES)

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number orders."""
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        return super().create(vals_list)

    # === BUSINESS METHODS === #

    def _apply(self, action, *, roles=None, **facts):
        """Take one step of the table; all that follows happens in the same transaction, or nothing.

        What follows is a method ``_after_<action>(facts)``; each subject's file extends those it cares about.

        :param str action: a row of ``lib.work_order.STEPS``
        :param set roles: roles proved otherwise than by login, such as ``{"technician"}`` or ``{"customer"}``
        :param facts: what only the caller knows, such as ``awb``, ``files``, ``reason``
        :raises UserError: when the table or a guard refuses
        """
        self.ensure_one()
        roles = roles or self.env["res.users"]._acting_roles()
        order = self.sudo()
        order.lock_for_update(allow_referencing=True)
        order.invalidate_recordset(["state"])
        try:
            target = work_order.apply(action, order.state, set(roles))
        except work_order.WorkOrderError as error:
            raise UserError(self._refusal(action, error.code)) from error
        order.write({"state": target, "state_datetime": fields.Datetime.now()})
        getattr(order, f"_after_{action}")(facts)

    def _refusal(self, action, code):
        if code == "role":
            return self.env._("This step of %(order)s is not yours to take.", order=self.name)
        return self.env._(
            "%(order)s is at “%(state)s”: this step cannot be taken from there.",
            order=self.name,
            state=str(STATES[self.sudo().state]),
        )

    # === WHAT FOLLOWS A STEP: each subject's file extends those it cares about, with super() === #

    def _after_assign(self, facts):
        """Follow the step “assign”."""

    def _after_unassign(self, facts):
        """Follow the step “unassign”."""

    def _after_visit(self, facts):
        """Follow the step “visit”."""

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

    def _after_close(self, facts):
        """Follow the step “close”."""

    def _after_cancel(self, facts):
        """Follow the step “cancel”."""
