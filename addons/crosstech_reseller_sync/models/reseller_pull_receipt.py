"""The receipt both sides can see and verify."""

from odoo import fields, models
from odoo.tools import hmac

from ..lib.pull import receipt


class ResellerPull(models.Model):
    _inherit = "crosstech.reseller.pull"

    receipt_state = fields.Selection(
        [("none", "None"), ("genuine", "Genuine"), ("changed", "The Log Was Changed Afterwards")],
        string="Receipt", compute="_compute_receipt_state", compute_sudo=True,
    )  # fmt: skip

    def _compute_receipt_state(self):
        for pull in self:
            signed = "genuine" if pull.signature and pull._is_receipt_genuine() else "changed"
            pull.receipt_state = signed if pull.signature else "none"

    def _receipt_key(self):
        return hmac(self.env(su=True), "crosstech_sync_receipt", "1").encode()

    def _is_receipt_genuine(self, code=None):
        """Tell whether the log still says what was signed.

        :param str code: as somebody has it on paper; by default the one kept here
        """
        self.ensure_one()
        self.flush_recordset()
        self.line_ids.flush_recordset()
        return receipt.is_genuine(
            receipt.facts(self.env.cr, self.id), code or self.signature or "", self._receipt_key()
        )
