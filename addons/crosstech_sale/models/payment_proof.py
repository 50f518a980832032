"""What a customer shows to say that he has paid. It informs; it never releases goods."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..lib import proof_signals

SOURCES = [
    ("web", "Website"),
    ("sms", "Text Message"),
    ("phone", "Telephone"),
    ("whatsapp", "WhatsApp"),
    ("visit", "In Person"),
]
SEVERITIES = [("0", "Nothing Noticed"), ("1", "Note"), ("2", "Look Closely"), ("3", "Suspicious")]
LOOK_BACK_DAYS = 365

# What may be handed in; the file is cleaned by the controller, everything else follows from the review.
HANDED_IN = {
    "transfer_id", "source", "amount", "transfer_date", "sender_bank", "sender_name", "reference", "message_ids",
}  # fmt: skip


class PaymentProof(models.Model):
    _name = "crosstech.payment.proof"
    _description = "Payment Proof"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "transfer_id"
    _mail_post_access = "read"

    transfer_id = fields.Many2one("crosstech.transfer", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="transfer_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="transfer_id.company_id", store=True)
    currency_id = fields.Many2one(related="transfer_id.currency_id")
    amount_to_pay = fields.Monetary(related="transfer_id.amount_to_pay", string="Asked For")
    source = fields.Selection(
        SOURCES,
        required=True, default="sms", string="Came In By",
    )  # fmt: skip
    amount = fields.Monetary(required=True)
    transfer_date = fields.Date(string="Transferred On")
    sender_bank = fields.Char()
    sender_name = fields.Char()
    reference = fields.Char(string="Reference of the Bank")
    file = fields.Binary(attachment=True, readonly=True)
    filename = fields.Char(readonly=True)
    mimetype = fields.Char(readonly=True)
    attachment_id = fields.Many2one("ir.attachment", compute="_compute_attachment_id", compute_sudo=True)
    sha256 = fields.Char(readonly=True, index="btree_not_null")
    perceptual_hash = fields.Char(readonly=True)
    signal_data = fields.Json(readonly=True)
    signals = fields.Text(compute="_compute_signals")
    severity = fields.Selection(SEVERITIES, default="0", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("submitted", "To Review"), ("accepted", "Plausible"), ("rejected", "Rejected")],
        required=True, default="submitted", readonly=True, index=True, tracking=True,
    )  # fmt: skip
    reject_reason = fields.Char(tracking=True)
    reviewer_id = fields.Many2one("res.users", readonly=True)
    reviewed_datetime = fields.Datetime(readonly=True)

    _amount_positive = models.Constraint("CHECK (amount > 0)", "The amount must be positive.")

    # === COMPUTE METHODS === #

    def _compute_attachment_id(self):
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_field", "=", "file"), ("res_id", "in", self.ids)]
        )
        by_proof = {attachment.res_id: attachment for attachment in attachments}
        for proof in self:
            proof.attachment_id = by_proof.get(proof.id)

    @api.depends("signal_data")
    def _compute_signals(self):
        texts = self._signal_texts()
        for proof in self:
            proof.signals = "\n".join(
                texts.get(signal["code"], signal["code"]).replace("%s", signal["value"])
                for signal in proof.signal_data or []
            )

    def _signal_texts(self):
        return {
            "same_image": self.env._("The same file was sent for %s."),
            "similar_image": self.env._("The picture looks like the one sent for %s."),
            "code_left_out": self.env._("The unique code was left out."),
            "amount_too_low": self.env._("Less than asked: %s."),
            "amount_differs": self.env._("Another amount than asked: %s."),
            "date_missing": self.env._("No date of transfer."),
            "date_in_future": self.env._("The date is in the future: %s."),
            "date_before_order": self.env._("Dated before we asked for it: %s."),
            "bank_differs": self.env._("Not a bank this customer used before: %s."),
            "reference_differs": self.env._("Another reference than ours: %s."),
        }

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Staff hand in what a customer sent them; whether it is plausible is for Finance to say afterwards."""
        if not self.env.su:
            vals_list = [{name: vals[name] for name in vals if name in HANDED_IN} for vals in vals_list]
        proofs = super().create(vals_list)
        for proof in proofs.sudo():
            proof._look_for_signals()
            proof.transfer_id._claim()
        return proofs

    # === ACTION METHODS === #

    def action_accept(self):
        """Note that the proof was looked at and is plausible. Only the bank line pays the transfer."""
        self._check_reviewer()
        self._review("accepted")
        return True

    def action_reject(self):
        """Refuse the proof, for the reason typed, and tell the customer.

        :raises UserError: without a reason
        """
        self._check_reviewer()
        for proof in self:
            if not (proof.reject_reason or "").strip():
                raise UserError(self.env._("Write the reason first: the customer is told."))
        self._review("rejected")
        for proof in self.sudo():
            proof._tell_rejected()
        return True

    def action_open_transfer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "crosstech.transfer",
            "res_id": self.transfer_id.id, "views": [(False, "form")],
        }  # fmt: skip

    # === BUSINESS METHODS === #

    def _check_reviewer(self):
        if not self.env.su and not self.env.user.has_group("crosstech_sale.group_finance_manager"):
            raise AccessError(self.env._("Only the Finance Manager reviews payment proofs."))
        if any(proof.state != "submitted" for proof in self):
            raise UserError(self.env._("This proof has been reviewed already."))

    def _review(self, state):
        self.sudo().write({"state": state, "reviewer_id": self.env.uid, "reviewed_datetime": fields.Datetime.now()})
        for transfer in self.sudo().transfer_id:
            transfer.hold_reason = False
            document = transfer._get_document()
            if document:
                document._payable_on_claimed(transfer)

    def _tell_rejected(self):
        customer = self.transfer_id._in_customer_language()
        customer._tell(
            customer.env._("Your payment proof for %(document)s was not accepted", document=customer.description),
            customer.env._(
                "%(reason)s Please send another one from the payment page.",
                reason=self.reject_reason.strip().rstrip(".") + ".",
            ),
        )

    def _look_for_signals(self):
        """Note what strikes about this proof; the rules are in ``lib.proof_signals``."""
        transfer = self.transfer_id
        code = transfer.unique_code * transfer.currency_id.rounding
        claim = proof_signals.Claim(
            amount=self.amount, transfer_date=self.transfer_date or None, sender_bank=self.sender_bank or "",
            sender_name=self.sender_name or "", reference=self.reference or "", sha256=self.sha256 or "",
            perceptual_hash=self.perceptual_hash or "",
        )  # fmt: skip
        expected = proof_signals.Expected(
            amount_to_pay=transfer.amount_to_pay, amount=transfer.amount_to_pay - code,
            asked_date=min(transfer.asked_datetime, transfer.create_date).date(), today=transfer._local_today(),
            customer_banks=self._get_known_banks(),
        )  # fmt: skip
        signals = proof_signals.find_signals(claim, expected, self._get_other_proofs())
        self.signal_data = [
            {"code": signal.code, "severity": int(signal.severity), "value": signal.value} for signal in signals
        ]
        self.severity = str(max((int(signal.severity) for signal in signals), default=0))

    def _get_known_banks(self):
        """:return: banks this customer paid from before, as he wrote them"""
        accepted = self.search(
            [("partner_id", "=", self.partner_id.id), ("state", "=", "accepted"), ("sender_bank", "!=", False)]
        )
        return tuple(set(accepted.mapped("sender_bank")))

    def _get_other_proofs(self):
        """:return: list of ``OtherProof`` of other transfers that are, or nearly are, the same picture"""
        if not self.sha256:
            return []
        near = SQL(
            "OR bit_count(('x' || proof.perceptual_hash)::bit(64) # ('x' || %s)::bit(64)) <= %s",
            self.perceptual_hash, proof_signals.NEAR_DISTANCE,
        ) if self.perceptual_hash else SQL()  # fmt: skip
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT transfer.name, proof.sha256, proof.perceptual_hash
                     FROM crosstech_payment_proof proof
                     JOIN crosstech_transfer transfer ON transfer.id = proof.transfer_id
                    WHERE proof.transfer_id != %(transfer)s
                      AND proof.create_date > now() - make_interval(days => %(days)s)
                      AND (proof.sha256 = %(sha256)s %(near)s)
                    LIMIT 20""",
                transfer=self.transfer_id.id, days=LOOK_BACK_DAYS, sha256=self.sha256, near=near,
            )
        )  # fmt: skip
        return [proof_signals.OtherProof(name, sha256 or "", near or "") for name, sha256, near in rows]
