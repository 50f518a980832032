"""What is decided about a unit, by whom, why, and who approved it (S0.73 to S0.75, X5)."""

from dataclasses import replace
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib import replacement, work_order

RESOLUTION_OF = {
    "return": "no_fault", "replace": "replaced", "supplier": "by_supplier", "refund": "refunded",
    "unrepaired": "unrepaired",
}  # fmt: skip


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    decision_reason = fields.Text(readonly=True, copy=False)
    decision_user_id = fields.Many2one("res.users", string="Decided By", readonly=True, copy=False)
    decision_datetime = fields.Datetime(string="Decided On", readonly=True, copy=False)
    approval_state = fields.Selection(
        [("none", "Not Needed"), ("asked", "To Approve"), ("approved", "Approved"), ("refused", "Refused")],
        string="Approval", default="none", required=True, readonly=True, copy=False, tracking=True, index=True,
    )  # fmt: skip
    approval_user_id = fields.Many2one("res.users", string="Approved or Refused By", readonly=True, copy=False)
    approval_datetime = fields.Datetime(string="Approved or Refused On", readonly=True, copy=False)
    approval_reason = fields.Char(string="Reason of the Refusal", readonly=True, copy=False)
    replacement_product_id = fields.Many2one("product.product", string="New Model", readonly=True, copy=False)
    replacement_lot_id = fields.Many2one("stock.lot", string="New Serial Number", readonly=True, copy=False)
    replacement_unit_id = fields.Many2one(
        "crosstech.warranty.unit", string="New Unit", readonly=True, copy=False, index="btree_not_null"
    )
    replacement_grade = fields.Selection(
        [("same", "Same model"), ("equal", "Equal model"), ("better", "Better model"), ("lesser", "Lesser model")],
        string="Compared with the Old One", readonly=True, copy=False,
    )  # fmt: skip
    refund_amount = fields.Monetary(string="Money Back", readonly=True, copy=False)
    refund_move_id = fields.Many2one(
        "account.move", string="Credit Note", readonly=True, copy=False, index="btree_not_null"
    )

    # === ACTION METHODS === #

    def action_approve(self):
        """Approve what was decided: the Operational Manager's, and never of what he decided himself."""
        for order in self:
            order._check_approver()
            order.sudo()._answer_decision("approved")
        return True

    def action_refuse(self):
        """Ask for the reason, then refuse what was decided."""
        self.ensure_one()
        self._check_approver()
        return self._ask("refuse")

    # === BUSINESS METHODS === #

    def _decide(self, decision, *, roles=None, reason="", product=None, lot=None, amount=0):
        """Decide what happens to the unit; deciding anew puts the new decision in the place of the old one.

        :param str decision: one of ``lib.work_order.DECISIONS``
        :param product: the new model, where the unit is replaced; by default the same
        :param lot: the new piece, where its product has serial numbers; may be chosen later
        :param float amount: money back in rupiah; what goes beyond the price paid is refused
        :raises UserError: when it is not the moment, not this person's, or something is missing
        """
        self.ensure_one()
        order = self.sudo()
        if work_order.REPAIR not in (roles or self.env["res.users"]._acting_roles()):
            raise UserError(order._refusal("role"))
        order.lock_for_update(allow_referencing=True)
        order.invalidate_recordset(["state"])
        if order.state != "diagnosed":
            raise UserError(order._refusal("state"))
        if decision not in work_order.DECISIONS:
            raise UserError(order._refusal("decision"))
        order._undo_decision()
        values = getattr(order, f"_decide_{decision}", lambda **_said: {})(product=product, lot=lot, amount=amount)
        order.write({**order._prepare_decision(decision, reason), **values})
        order._after_decide({"decision": decision})

    def _undo_decision(self):
        """Take back what an earlier decision prepared and nobody acted upon."""
        self.refund_move_id.filtered(lambda move: move.state == "draft").unlink()
        if self.refund_move_id:
            raise UserError(
                self.env._("The credit note of %(order)s is posted: the decision stays as it is.", order=self.name)
            )
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _prepare_decision(self, decision, reason):
        to_approve = decision in work_order.DECISIONS_TO_APPROVE
        resolution = self.env.ref(
            f"crosstech_warranty.resolution_{RESOLUTION_OF.get(decision)}", raise_if_not_found=False
        )
        return {
            "decision": decision,
            "decision_reason": reason,
            "decision_user_id": self.env.uid,
            "decision_datetime": fields.Datetime.now(),
            "resolution_id": resolution.id if resolution else False,
            "approval_state": "asked" if to_approve else "none",
            "approval_user_id": False,
            "approval_datetime": False,
            "approval_reason": False,
            "replacement_product_id": False,
            "replacement_lot_id": False,
            "replacement_grade": False,
            "refund_amount": 0,
        }

    def _decide_replace(self, *, product, lot, amount):
        """The same model, or an equal or better one; beside a lesser one the difference goes back (X5)."""
        if not self.unit_id:
            raise UserError(self.env._("Name the unit of %(order)s first: there is none to replace.", order=self.name))
        product = product or (lot.product_id if lot else self.product_id)
        if lot:
            self._check_new_piece(lot, product)
        old, new = self._get_model(self.product_id), self._get_model(product)
        paid = Decimal(str(self._get_paid_price()))
        return {
            "replacement_product_id": product.id,
            "replacement_lot_id": lot.id if lot else False,
            "replacement_grade": replacement.grade(old, new),
            "refund_amount": float(replacement.difference_to_refund(paid, old, new)),
        }

    def _check_new_piece(self, lot, product):
        """:raises UserError: when a piece is not what was chosen, not on the shelf, or promised to another order"""
        names = {"lot": lot.name, "product": product.display_name}
        if lot.product_id != product:
            raise UserError(self.env._("Serial number %(lot)s is not a %(product)s.", **names))
        if not self.env["stock.quant"].search_count(
            [
                ("lot_id", "=", lot.id), ("location_id.usage", "=", "internal"), ("quantity", ">", 0),
                ("owner_id", "=", False),
            ]
        ):  # fmt: skip
            raise UserError(self.env._("Serial number %(lot)s is not on the shelf. Choose another one.", **names))
        taken = [("replacement_lot_id", "=", lot.id), ("id", "!=", self.id), ("state", "not in", work_order.END_STATES)]
        if self.search_count(taken, limit=1):
            raise UserError(self.env._("Serial number %(lot)s is promised to another order. Choose another.", **names))

    def _decide_refund(self, *, product, lot, amount):
        """What was paid for it, or less; never more."""
        paid = self._get_paid_price()
        amount = amount or paid
        if amount <= 0:
            raise UserError(self.env._("Say how much goes back: nothing is known of what was paid for this unit."))
        if paid and amount > paid:
            raise UserError(
                self.env._(
                    "At most %(paid)s goes back: that is what was paid for it.", paid=self.currency_id.format(paid)
                )
            )
        return {"refund_amount": amount}

    def _get_model(self, product):
        return replacement.Model(product.id, product.categ_id.id, Decimal(str(product.lst_price)))

    def _get_paid_price(self):
        """:return: what the customer paid for one piece, taxes included; 0 where it is not known"""
        line = self.unit_id.sale_line_id
        return line.price_total / line.product_uom_qty if line.product_uom_qty else 0.0

    def _get_replacement_candidates(self):
        """:return: products on the shelf that may replace the unit, the best first (``lib.replacement.rank``)"""
        product = self.product_id
        domain = [("categ_id", "=", product.categ_id.id), ("is_storable", "=", True), ("qty_available", ">", 0)]
        there = self.env["product.product"].search(domain, limit=200)
        ranked = replacement.rank(self._get_model(product), [self._get_model(one) for one in there])
        return there.browse([model.key for model in ranked])

    def _step_facts(self, said=None):
        """Extend: what was decided and approved."""
        facts = super()._step_facts(said)
        product = self.replacement_product_id
        has_piece = bool(product and (self.replacement_lot_id or product.tracking == "none"))
        return replace(facts, approval=self.approval_state, has_replacement=has_piece)

    def _check_approver(self):
        """:raises UserError: when this person may not approve this decision now"""
        self.check_access("read")
        if work_order.OPERATIONAL not in self.env["res.users"]._acting_roles():
            raise UserError(self.env._("The Operational Manager approves or refuses decisions."))
        if self.approval_state != "asked":
            raise UserError(self.env._("Nothing about %(order)s waits for approval.", order=self.name))
        if self.decision_user_id == self.env.user:
            raise UserError(self.env._("You decided this yourself: somebody else has to approve it."))

    def _answer_decision(self, answer, reason=""):
        self.write(
            {
                "approval_state": answer,
                "approval_user_id": self.env.uid,
                "approval_datetime": fields.Datetime.now(),
                "approval_reason": reason,
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        if answer == "refused":
            self._remind("repair_team", self.env._("The decision was refused: %s", reason))
        elif self.refund_amount:
            self._draft_credit_note()

    def _after_decide(self, facts):
        """Follow a decision: ask the Operational Manager where he has to approve."""
        super()._after_decide(facts)
        if self.approval_state == "asked":
            self._remind("operational_manager", self.env._("Approve or refuse the decision on %s", self.name))

    def _remind(self, role, summary):
        """Leave a to-do with the first person of a role."""
        user = self.env["res.users"].sudo().with_company(self.company_id)._with_role(role)
        if user:
            self.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=user.id)
