"""Late money: what was given up comes back."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .transfer import RECENT_DAYS


class Transfer(models.Model):
    _inherit = "crosstech.transfer"

    def _restore(self, keep_amount=False, tell=True):
        """Bring a document back whose transfer expired or was cancelled, and wait for the transfer again.

        :param bool keep_amount: insist on the amount asked before (a bank line of it is there)
        :param bool tell: send the instructions again
        :raises UserError: when it is not closed, the document is gone or waits already, or the amount is in use
        """
        for transfer in self:
            self._lock_row(transfer)
            transfer.invalidate_recordset(["state"])
            document = transfer._get_document()
            transfer._check_restorable(document)
            transfer._reopen(keep_amount)
            transfer.transaction_id._set_pending(extra_allowed_states=("cancel",))
            transfer.transaction_id.is_post_processed = True
            document._payable_on_restored(transfer)
            if not keep_amount:
                transfer._follow_amount()
            if tell:
                transfer._send_instructions()

    def _check_restorable(self, document):
        if self.state not in ("expired", "cancelled"):
            raise UserError(self.env._("%(transfer)s is not closed: nothing to restore.", transfer=self.name))
        if not document:
            raise UserError(self.env._("The document of %(transfer)s no longer exists.", transfer=self.name))
        if self._of_documents(document).filtered(lambda other: other.state == "waiting"):
            raise UserError(self.env._("%(document)s waits for another transfer.", document=document.display_name))
        if document._payable_is_paid():
            raise UserError(self.env._("%(document)s is paid already.", document=document.display_name))

    def _reopen(self, keep_amount):
        now = fields.Datetime.now()
        values = {
            "state": "waiting",
            "asked_datetime": now,
            "deadline": self._deadline_from(self.company_id, now),
            "reminded_datetime": False,
            "hold_reason": False,
        }
        if self._find_waiting(self.journal_id, self.amount_to_pay):
            if keep_amount:
                raise UserError(
                    self.env._(
                        "%(amount)s is asked from somebody else by now.", amount=self._format(self.amount_to_pay)
                    )
                )
            values["previous_amount_to_pay"] = self.amount_to_pay
            values["unique_code"] = self._free_code(self.journal_id, self.currency_id, self.amount)
        self.write(values)

    @api.model
    def _find_late(self, journal, amount, days=RECENT_DAYS):
        """:return: transfers of this amount that were closed unpaid within so many days: late money may be theirs"""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        return self.search(
            [
                ("journal_id", "=", journal.id),
                ("amount_to_pay", "=", amount),
                ("state", "in", ("expired", "cancelled")),
                ("write_date", ">=", since),
            ]
        )
