from odoo import api, fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    accepts_transfers = fields.Boolean(
        string="Customers May Transfer Here", default=True,
        help="Offer this bank account to customers who pay by transfer; the first in sequence is proposed.",
    )  # fmt: skip

    @api.model
    def _get_transfer_journals(self, company):
        """Bank accounts of a company that customers may pay to, the proposed one first.

        Journals without an account number are left out while there are others: nobody can transfer to them.
        """
        journals = self.sudo().search(
            [("company_id", "=", company.id), ("type", "=", "bank"), ("accepts_transfers", "=", True)]
        )
        return journals.filtered("bank_account_id") or journals
