"""Dialogs of a supplier's claim: what he decided, and what came back."""

from odoo import fields, models

from ..models.supplier_claim import OUTCOMES


class SupplierClaimDecide(models.TransientModel):
    _name = "crosstech.supplier.claim.decide"
    _description = "Decision of a Supplier"

    claim_id = fields.Many2one("crosstech.supplier.claim", required=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    outcome = fields.Selection(OUTCOMES, string="He Decided", required=True)
    words = fields.Text(string="In His Words")
    serial = fields.Char(string="New Serial Number")
    amount = fields.Monetary(string="Credit")
    attachment_ids = fields.Many2many("ir.attachment", string="His Letter")

    def action_apply(self):
        """Record the decision."""
        self.ensure_one()
        self.claim_id._decide(
            self.outcome, words=self.words, serial=self.serial, amount=self.amount, files=self.attachment_ids
        )
        return {"type": "ir.actions.act_window_close"}


class SupplierClaimReceive(models.TransientModel):
    _name = "crosstech.supplier.claim.receive"
    _description = "Unit Back from a Supplier"

    claim_id = fields.Many2one("crosstech.supplier.claim", required=True)
    serial = fields.Char(string="Scan the Serial Number")
    note = fields.Char(help="What you noticed when unpacking it.")

    def action_apply(self):
        """Receive the piece."""
        self.ensure_one()
        self.claim_id._receive_back(self.serial, note=self.note or "")
        return {"type": "ir.actions.act_window_close"}
