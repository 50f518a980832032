"""What the supplier decided, and what follows for the unit and for our money (S0.80)."""

from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib import custody, supplier_claim


class SupplierClaim(models.Model):
    _inherit = "crosstech.supplier.claim"

    # === ACTION METHODS === #

    def action_decide(self):
        """Ask what the supplier decided."""
        return self._open_dialog("crosstech.supplier.claim.decide", self.env._("What the Supplier Decided"))

    def action_receive(self):
        """Ask which serial number came back."""
        return self._open_dialog("crosstech.supplier.claim.receive", self.env._("The Unit Is Back"))

    def _open_dialog(self, model, title):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "name": title,
            "view_mode": "form",
            "target": "new",
            "context": {"default_claim_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _decide(self, outcome, *, roles=None, words="", serial="", amount=0, files=None):
        """Record the supplier's decision.

        :param str outcome: one of ``lib.supplier_claim.OUTCOMES``
        :param serial: of the new piece, where he replaced it
        :param amount: of his credit, in rupiah
        :param files: his letter, as ``ir.attachment``
        :raises UserError: when it is not the moment, not this person's, or something is missing
        """
        answer = supplier_claim.Answer(outcome, words or "", serial or "", Decimal(str(amount or 0)))
        try:
            supplier_claim.check_answer(answer)
        except supplier_claim.ClaimError as error:
            raise UserError(self.sudo()._refusal(error.code)) from error
        claim = self._apply("decide", roles=roles)
        price = Decimal(str(claim.product_id.with_company(claim.company_id).standard_price))
        claim.write(
            {
                "outcome": outcome,
                "decision_text": words,
                "decision_attachment_ids": [(6, 0, files.ids if files else [])],
                "decided_date": claim.company_id._get_today(),
                "replacement_serial": answer.serial.strip(),
                "recovered_amount": float(supplier_claim.recovered(answer, Decimal(str(claim.claimed_amount)), price)),
            }
        )
        claim.decision_attachment_ids.write({"res_model": claim._name, "res_id": claim.id})
        getattr(claim, f"_follow_{outcome}")()
        return claim

    def _follow_repaired(self):
        self._follow_up(self.env._("Repaired by the supplier: receive the unit, then finish the work order"))
        self._close_if_here()

    def _follow_replaced(self):
        self._follow_up(self.env._("Replaced by the supplier: receive the new piece"))

    def _follow_credited(self):
        """He keeps the unit and pays: Finance books it, and the Repair Team decides what the customer gets."""
        self._follow_up(
            self.env._(
                "%(supplier)s credits %(amount)s: enter his credit note",
                supplier=self.supplier_id.name,
                amount=self.currency_id.format(self.recovered_amount),
            ),
            role="finance_manager",
        )
        self._apply("close", roles={supplier_claim.SYSTEM})
        self.order_id._decide_anew()

    def _follow_refused(self):
        """The company decides further: at its own cost, or unrepaired."""
        self._follow_up(self.env._("Refused by the supplier: take the unit back and decide anew"))
        self._close_if_here()

    def _close_if_here(self):
        """Close a claim that was decided from photos: nothing has to come back."""
        if self.unit_id.holder_kind != custody.SUPPLIER:
            self._apply("close", roles={supplier_claim.SYSTEM})
            self.order_id._decide_anew()

    def _receive_back(self, serial="", *, roles=None, files=(), note=""):
        """Take back what the supplier sent: the same piece, or the one by which he replaced it.

        :param serial: as scanned; refused when it is neither of them
        :raises UserError: when nothing is to come back, or another piece came
        """
        self.ensure_one()
        is_new = self.outcome == "replaced"
        expected = self.replacement_serial if is_new else self.sudo().unit_id.lot_id.name
        self.order_id._check_same_serial(expected, serial)
        claim = self._apply("close", roles=roles)
        unit = claim._make_replacement(claim.unit_id) if is_new else claim.unit_id
        if unit.holder_kind == custody.SUPPLIER:
            unit._hand_over(custody.WORKSHOP, order=claim.order_id, files=files, note=note)
        claim.activity_unlink(["mail.mail_activity_data_todo"])
        if claim.outcome == "refused":
            claim.order_id._decide_anew()

    def _make_replacement(self, unit):
        """Register the new piece; the supplier has it until it is handed over."""
        goods = self.product_id
        if goods.tracking != "none":
            goods = self.env["stock.lot"].create(
                {"name": self.replacement_serial, "product_id": goods.id, "company_id": self.company_id.id}
            )
        holder = {"default_holder_kind": custody.SUPPLIER, "default_holder_id": self.supplier_id.id}
        unit.with_context(**holder)._replace_by(goods, self.order_id)
        return unit.replaced_by_id
