"""Money back where a repair that was paid fails: prepared here, posted and paid by Finance (X5)."""

from odoo import models
from odoo.exceptions import AccessError, UserError


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def action_refund_cost(self):
        """Take back, as the Operational Manager, what the customer paid for a repair that failed."""
        self.check_access("read")
        if not {"operational_manager", "system"} & self.env["res.users"]._acting_roles():
            raise AccessError(self.env._("Money back is decided by the Operational Manager."))
        for order in self:
            order.sudo()._refund_cost()
        return True

    def _refund_cost(self):
        """Prepare the credit notes of all invoices, and put them on Finance's desk. Done once.

        :return: the credit notes, as drafts
        :raises UserError: when there is nothing to take back
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        invoices = self._get_open_invoices().filtered(lambda move: not move.reversal_move_ids)
        if not invoices:
            raise UserError(
                self.env._("Nothing was charged for %(order)s, or it is taken back already.", order=self.name)
            )
        notes = invoices._reverse_moves(
            [{"invoice_date": self.company_id._get_today(), "ref": self.name} for _invoice in invoices]
        )
        finance = self.env["res.users"].with_company(self.company_id)._with_role("finance_manager")
        for note in notes if finance else ():
            note.activity_schedule(
                "mail.mail_activity_data_todo", user_id=finance.id,
                summary=self.env._("Post and pay back: the repair %(order)s failed", order=self.name),
            )  # fmt: skip
        return notes
