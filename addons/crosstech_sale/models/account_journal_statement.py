"""Bank accounts: how often statements were imported; also the row on which imports of one account queue."""

from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    statement_import_count = fields.Integer(string="Imported Statements", readonly=True, copy=False)
