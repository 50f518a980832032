"""One dialog for every step that has to be told something; it shows what that step asks and nothing else."""

from odoo import api, fields, models

from ..lib import work_order
from ..models.work_order_words import ACTIONS

# What a step hands on to the order, by its action.
ASKED = {
    "assign": ("technician",),
    "postpone": ("outcome", "note"),
    "solve": ("resolution", "work_done"),
    "ship": ("carrier", "awb", "note"),
    "diagnose": ("fault", "diagnosis"),
    "finish": ("resolution", "work_done"),
    "send_back": ("carrier", "awb"),
    "come_back": ("reason",),
    "cancel": ("reason",),
}


class WorkOrderStep(models.TransientModel):
    _name = "crosstech.work.order.step"
    _description = "Step of a Work Order"

    order_id = fields.Many2one("crosstech.work.order", required=True, readonly=True, ondelete="cascade")
    action = fields.Selection(
        lambda self: [(action, self.env._(label)) for action, label in ACTIONS.items()], required=True, readonly=True
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    product_id = fields.Many2one(related="order_id.product_id", string="Product")
    verdict = fields.Selection(related="order_id.verdict")
    technician_id = fields.Many2one("crosstech.technician")
    outcome = fields.Selection(
        [("needs_part", "A part is needed"), ("absent", "Nobody there"), ("cancelled", "Called off")],
        default="needs_part",
    )
    carrier = fields.Char(string="Courier")
    awb = fields.Char(string="Consignment Number")
    fault_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'fault')]")
    resolution_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'resolution')]")
    has_physical_damage = fields.Boolean(
        string="Physical Damage", help="Dropped, wet, burnt, opened by others: no warranty covers it."
    )
    diagnosis = fields.Text()
    work_done = fields.Text(string="Work Performed")
    decision = fields.Selection(
        lambda self: self.env["crosstech.work.order"]._fields["decision"]._description_selection(self.env)
    )
    candidate_ids = fields.Many2many("product.product", compute="_compute_candidate_ids")
    replacement_product_id = fields.Many2one("product.product", string="New Model")
    replacement_tracking = fields.Selection(related="replacement_product_id.tracking")
    replacement_lot_id = fields.Many2one(
        "stock.lot", string="New Serial Number",
        domain="[('product_id', '=', replacement_product_id), ('product_qty', '>', 0)]",
    )  # fmt: skip
    amount = fields.Monetary(string="Money Back", help="At most what was paid for it, which is proposed here.")
    reason = fields.Text()
    note = fields.Text()

    @api.depends("order_id")
    def _compute_candidate_ids(self):
        for step in self:
            is_decision = step.action == "decide"
            step.candidate_ids = step.order_id.sudo()._get_replacement_candidates() if is_decision else False

    @api.onchange("decision")
    def _onchange_decision(self):
        """Propose the best unit on the shelf, and all the money."""
        order = self.order_id.sudo()
        self.replacement_product_id = self.candidate_ids[:1]._origin if self.decision == "replace" else False
        self.amount = order._get_paid_price() if self.decision == "refund" else 0

    @api.onchange("replacement_product_id")
    def _onchange_replacement_product_id(self):
        if self.replacement_lot_id.product_id != self.replacement_product_id:
            self.replacement_lot_id = False

    @api.model_create_multi
    def create(self, vals_list):
        """Override to begin with what the order says already."""
        steps = super().create(vals_list)
        for step in steps:
            order = step.order_id
            step.write(
                {
                    "technician_id": step.technician_id.id or order.technician_id.id,
                    "fault_id": order.fault_id.id,
                    "resolution_id": order.resolution_id.id,
                    "diagnosis": order.diagnosis,
                    "work_done": order.work_done,
                    "has_physical_damage": order.ticket_id.sudo().has_physical_damage,
                }
            )
        return steps

    # === ACTION METHODS === #

    def action_confirm(self):
        """Take the step with what was said."""
        self.ensure_one()
        order = self.order_id
        if self.action == "decide":
            order.check_access("write")
            order._decide(
                self.decision, reason=self.reason or "", product=self.replacement_product_id.sudo(),
                lot=self.replacement_lot_id.sudo(), amount=self.amount,
            )  # fmt: skip
        elif self.action == "refuse":
            order._check_approver()
            order.sudo()._answer_decision("refused", self.reason)
        elif self.action in work_order.STEPS:
            order.check_access("write")
            order._apply(self.action, **self._get_said())
        return {"type": "ir.actions.act_window_close"}

    def _get_said(self):
        """:return: dict of the facts this step asks for"""
        said = {}
        for name in ASKED.get(self.action, ()):
            said[name] = self[f"{name}_id"] if f"{name}_id" in self._fields else self[name]
        if self.action == "diagnose":
            said["has_physical_damage"] = self.has_physical_damage
        return said

    def _title(self):
        return str(ACTIONS[self.action])
