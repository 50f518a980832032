"""A supplier answers on his own page; staff confirms it by recording the decision."""

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.crosstech_sale.lib import proof_files

from ..lib import supplier_claim
from .supplier_claim import OUTCOMES


class SupplierClaim(models.Model):
    _inherit = "crosstech.supplier.claim"

    answer_outcome = fields.Selection(OUTCOMES, string="Answered on the Portal", copy=False, readonly=True)
    answer_text = fields.Text(string="Answer", copy=False, readonly=True)
    answer_serial = fields.Char(string="Serial Number He Names", copy=False, readonly=True)
    answer_amount = fields.Monetary(string="Credit He Names", copy=False, readonly=True)
    answer_datetime = fields.Datetime(string="Answered On", copy=False, readonly=True)
    answer_attachment_ids = fields.Many2many(
        "ir.attachment", "crosstech_supplier_claim_answer_rel", string="Sent With It", copy=False, readonly=True
    )

    def _domain_of_supplier(self, partner):
        """Return the claims a supplier's people may see: his own company's, once they were filed."""
        return [
            ("supplier_id", "child_of", partner.commercial_partner_id.id),
            ("state", "in", ("filed", "at_supplier", "decided", "closed")),
        ]

    def _waits_for_supplier(self):
        self.ensure_one()
        return self.state in ("filed", "at_supplier") and not self.answer_outcome

    def _answer(self, outcome, *, words="", serial="", amount=0, files=()):
        """Note a supplier's answer; the Repair Team confirms it.

        :param files: pairs (name, bytes)
        :raises UserError: when the answer lacks something, or the claim was decided meanwhile
        """
        self.ensure_one()
        claim = self.sudo()
        claim.lock_for_update(allow_referencing=True)
        if claim.state not in ("filed", "at_supplier"):
            raise UserError(self.env._("This claim is decided already. Thank you."))
        answer = supplier_claim.Answer(outcome, words or "", serial or "", Decimal(str(amount or 0)))
        try:
            supplier_claim.check_answer(answer)
        except supplier_claim.ClaimError as error:
            raise UserError(claim._refusal(error.code)) from error
        claim.write(
            {
                "answer_outcome": outcome,
                "answer_text": words,
                "answer_serial": serial,
                "answer_amount": float(answer.amount),
                "answer_datetime": fields.Datetime.now(),
                "answer_attachment_ids": [(6, 0, claim._keep_files(files).ids)],
            }
        )
        claim._follow_up(self.env._("The supplier answered: check it and record his decision"))

    def _keep_files(self, files):
        kept = self.env["ir.attachment"]
        for name, content in files:
            try:
                clean = proof_files.clean(content)
            except proof_files.ProofFileError as error:
                raise UserError(self.env._("“%s” cannot be kept: send a photo or a PDF.", name)) from error
            values = {"name": name, "raw": clean.content, "mimetype": clean.mimetype}
            kept += kept.create({**values, "res_model": self._name, "res_id": self.id})
        return kept
