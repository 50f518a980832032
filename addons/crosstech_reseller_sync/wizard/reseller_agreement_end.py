from odoo import fields, models


class ResellerAgreementEnd(models.TransientModel):
    _name = "crosstech.reseller.agreement.end"
    _description = "End a Data Sharing Agreement"

    agreement_id = fields.Many2one("crosstech.reseller.agreement", required=True, ondelete="cascade")
    deletes_on_revocation = fields.Boolean(related="agreement_id.deletes_on_revocation")
    reason = fields.Char(required=True)

    def action_end(self):
        """Stop reading, delete what is to be deleted, and tell the reseller why."""
        self.ensure_one()
        self.agreement_id._apply("end", reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
