"""Claims at a supplier under his official warranty; what he decides is recorded (S0.78 to S0.81)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib import supplier_claim

STATES = [
    ("draft", "To File"),
    ("filed", "Filed"),
    ("at_supplier", "At the Supplier"),
    ("decided", "Decided"),
    ("closed", "Closed"),
    ("missed", "Window Missed"),
]
OUTCOMES = [
    ("repaired", "Repaired by the supplier"),
    ("replaced", "Replaced by the supplier"),
    ("credited", "Credited"),
    ("refused", "Refused"),
]
OPEN_STATES = ("draft", "filed", "at_supplier", "missed")
# What people write themselves; all else follows from steps.
WRITTEN_BY_HAND = {"supplier_id", "supplier_reference", "purchase_order_id", "attachment_ids", "claimed_amount"}


class SupplierClaim(models.Model):
    _name = "crosstech.supplier.claim"
    _description = "Supplier Claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "filing_deadline, id"

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="New", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one(
        "crosstech.work.order", string="Work Order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(related="order_id.unit_id", store=True, index="btree_not_null")
    product_id = fields.Many2one(related="order_id.product_id", store=True, index="btree_not_null")
    lot_id = fields.Many2one(related="unit_id.lot_id", string="Serial Number")
    supplier_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict", tracking=True)
    state = fields.Selection(
        STATES, default="draft", required=True, index=True, tracking=True, copy=False, readonly=True
    )
    outcome = fields.Selection(OUTCOMES, string="His Decision", tracking=True, copy=False, index=True, readonly=True)
    opened_date = fields.Date(
        string="Reported On", required=True, readonly=True, default=lambda self: self.env.company._get_today()
    )
    filing_deadline = fields.Date(string="File Until", index=True, readonly=True)
    filed_date = fields.Date(string="Filed On", copy=False, readonly=True)
    is_late = fields.Boolean(string="Filed Too Late", copy=False, readonly=True)
    decided_date = fields.Date(string="Decided On", copy=False, readonly=True)
    reminded_date = fields.Date(string="Reminded On", copy=False, readonly=True)
    alarm_level = fields.Integer(string="Window Used (%)", copy=False, readonly=True)
    days_left = fields.Integer(compute="_compute_days_left", search="_search_days_left")
    diagnosis = fields.Text(related="order_id.diagnosis")
    has_physical_damage = fields.Boolean(string="Physical Damage", compute="_compute_evidence")
    has_purchase = fields.Boolean(string="Proof of Purchase", compute="_compute_evidence")
    purchase_order_id = fields.Many2one(
        "purchase.order", string="Our Order at the Supplier", index="btree_not_null", ondelete="restrict"
    )
    receipt_id = fields.Many2one("stock.picking", string="Received With", index="btree_not_null")
    attachment_ids = fields.Many2many("ir.attachment", string="Photos and Documents")
    supplier_reference = fields.Char(string="His Number", help="The number the supplier gave to this claim.")
    decision_text = fields.Text(string="His Words", copy=False, readonly=True)
    decision_attachment_ids = fields.Many2many(
        "ir.attachment", "crosstech_supplier_claim_decision_rel", string="His Letter", copy=False, readonly=True
    )
    replacement_serial = fields.Char(string="New Serial Number", copy=False, readonly=True)
    claimed_amount = fields.Monetary(string="Claimed", help="What this failure costs us.")
    recovered_amount = fields.Monetary(
        string="Recovered", readonly=True, help="What the supplier made good, in money or in kind."
    )
    pending_amount = fields.Monetary(string="Pending", compute="_compute_ledger", store=True)
    missed_amount = fields.Monetary(string="Lost", compute="_compute_ledger", store=True)

    _one_open_claim = models.UniqueIndex(
        "(order_id) WHERE state IN ('draft', 'filed', 'at_supplier', 'missed')",
        "There is a claim for this work order already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("filing_deadline", "state")
    def _compute_days_left(self):
        for claim in self:
            today = claim.company_id._get_today()
            open_until = claim.filing_deadline if claim.state in ("draft", "missed") else None
            claim.days_left = (open_until - today).days if open_until else 0

    def _search_days_left(self, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        day = fields.Date.add(self.env.company._get_today(), days=int(value))
        return Domain("state", "in", ("draft", "missed")) & Domain("filing_deadline", operator, day)

    @api.depends(
        "order_id.ticket_id.has_physical_damage", "order_id.fault_id.is_physical_damage", "unit_id.sale_line_id",
        "unit_id.move_line_id", "unit_id.proof_reference",
    )  # fmt: skip
    def _compute_evidence(self):
        for claim in self:
            order, unit = claim.order_id, claim.unit_id
            claim.has_physical_damage = order.ticket_id.has_physical_damage or order.fault_id.is_physical_damage
            claim.has_purchase = bool(unit.sale_line_id or unit.move_line_id or unit.proof_reference)

    @api.depends("state", "outcome", "claimed_amount", "recovered_amount", "is_late")
    def _compute_ledger(self):
        for claim in self:
            claim.pending_amount = claim.claimed_amount if claim.state in ("draft", "filed", "at_supplier") else 0
            lost = claim.state == "missed" or (claim.outcome == "refused" and claim.is_late)
            claim.missed_amount = claim.claimed_amount if lost else 0

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number claims."""
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        return super().create(vals_list)

    def write(self, vals):
        """Override: states, dates and what came back follow from steps, never from typing.

        :raises UserError: when somebody writes them
        """
        by_steps = vals.keys() & self._fields.keys() - WRITTEN_BY_HAND
        ours = {name for name in by_steps if self._fields[name]._module == "crosstech_warranty"}
        if not self.env.su and ours:
            raise UserError(self.env._("This follows from the steps of the claim. Next step: use its buttons."))
        if not self.env.su and WRITTEN_BY_HAND & vals.keys() and any(claim.state == "closed" for claim in self):
            raise UserError(self.env._("This claim is closed: it stays as it is."))
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _apply(self, action, *, roles=None):
        """Take one step of the table of ``lib.supplier_claim``.

        :return: the claim as superuser, locked
        :raises UserError: when the table refuses
        """
        self.ensure_one()
        claim = self.sudo()
        claim.lock_for_update(allow_referencing=True)
        claim.invalidate_recordset(["state"])
        try:
            target = supplier_claim.apply(action, claim.state, roles or self.env["res.users"]._acting_roles())
        except supplier_claim.ClaimError as error:
            raise UserError(claim._refusal(error.code)) from error
        claim.state = target
        return claim

    def _refusal(self, code):
        state = dict(self._fields["state"]._description_selection(self.env)).get(self.state)
        names = {"claim": self.name, "state": state}
        texts = {
            "role": self.env._("Claims at suppliers are the Repair Team's."),
            "state": self.env._("%(claim)s is at “%(state)s”: this step cannot be taken from there.", **names),
            "damage": self.env._("Physical damage: no official warranty covers it. Next step: decide otherwise."),
            "purchase": self.env._(
                "The supplier asks for a proof of purchase. Next step: enter it on the unit, then file the claim."
            ),
            "diagnosis": self.env._("Write down the diagnosis on the work order first: the supplier asks for it."),
            "outcome": self.env._("Choose what the supplier decided."),
            "words": self.env._("Write down why the supplier refused: the customer will ask."),
            "serial": self.env._("Enter the serial number of the new piece."),
            "amount": self.env._("Enter the amount of the credit."),
        }
        return texts[code]

    def _follow_up(self, summary, *, role="repair_team", deadline=None):
        """Put one to-do on somebody's desk; the ones before it are done with."""
        user = self.env["res.users"].with_company(self.company_id)._with_role(role)
        self.activity_unlink(["mail.mail_activity_data_todo"])
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=summary,
                date_deadline=deadline or self.company_id._get_today(),
            )
