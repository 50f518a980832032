"""The customer says he has paid."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError

PROOFS_PER_HOUR = 10


class Transfer(models.Model):
    _inherit = "crosstech.transfer"

    def _submit_proof(self, claim, proof_file=None, filename=None, source="web"):
        """Keep what a customer sends as proof.

        :param claim: ``lib.proof_signals.Claim``, as read by ``lib.proof_forms``
        :param proof_file: ``lib.proof_files.ProofFile``, cleaned, or None
        :raises UserError: when the transfer no longer waits, or too many proofs came within an hour
        """
        self.ensure_one()
        self._check_takes_proofs()
        values = {
            "transfer_id": self.id, "source": source, "amount": claim.amount, "transfer_date": claim.transfer_date,
            "sender_bank": claim.sender_bank, "sender_name": claim.sender_name, "reference": claim.reference,
        }  # fmt: skip
        if proof_file:
            name = (filename or "").replace("\\", "/").rsplit("/")[-1].rsplit(".", 1)[0][:60] or "proof"
            values |= {
                "file": base64.b64encode(proof_file.content),
                "filename": f"{name}.{proof_file.extension}",
                "mimetype": proof_file.mimetype,
                "sha256": proof_file.sha256,
                "perceptual_hash": proof_file.perceptual_hash,
            }
        proof = self.env["crosstech.payment.proof"].sudo().create(values)
        self.sudo()._tell_claimed(claim)
        return proof

    def _check_takes_proofs(self):
        if self.state == "paid":
            raise UserError(self.env._("We have received this payment already. Nothing more is needed."))
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        recent = self.env["crosstech.payment.proof"].sudo().search_count(
            [("transfer_id", "=", self.id), ("create_date", ">", since)]
        )  # fmt: skip
        if recent >= PROOFS_PER_HOUR:
            raise UserError(self.env._("Many proofs were sent within an hour. Please try again later."))

    def _claim(self):
        """Note that the customer says he has paid: his order shows it, and it is not cancelled before a look at it."""
        for transfer in self:
            document = transfer._get_document()
            if document:
                document._payable_on_claimed(transfer)
            if transfer.state in ("expired", "cancelled"):
                transfer._warn_finance(
                    self.env._("A payment was reported after the deadline"),
                    self.env._("Restore %(transfer)s when the money is on the statement.", transfer=transfer.name),
                )

    def _tell_claimed(self, claim):
        customer = self._in_customer_language()
        customer._tell(
            customer.env._("We have your payment confirmation"),
            customer.env._(
                "You told us that %(amount)s was transferred for %(document)s. We ship when it is on our account. Was"
                " this not you? Then please tell us.",
                amount=customer._format(claim.amount), document=self.description,
            ),
            by_text_message=True,
        )  # fmt: skip
