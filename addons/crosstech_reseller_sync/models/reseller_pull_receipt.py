"""The receipt both sides can see and verify."""

from odoo import models
from odoo.tools import hmac

from ..lib.pull import receipt


class ResellerPull(models.Model):
    _inherit = "crosstech.reseller.pull"

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
