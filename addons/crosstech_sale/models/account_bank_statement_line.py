"""Bank lines: where they came from and which transfer they pay."""

from odoo import fields, models


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    statement_import_id = fields.Many2one(
        "crosstech.statement.import", string="Imported From", readonly=True, copy=False, index="btree_not_null"
    )
    import_key = fields.Char(readonly=True, copy=False, help="The same whenever the bank prints the same movement.")
    match_state = fields.Selection(
        [
            ("unmatched", "No Proposal"),
            ("proposed", "Proposed"),
            ("matched", "Matched"),
            ("ignored", "Not a Sale"),
        ],
        string="Match",
        default="unmatched",
        copy=False,
        index=True,
    )
    _import_key_uniq = models.UniqueIndex(
        "(journal_id, import_key) WHERE import_key IS NOT NULL", "This bank line was imported before."
    )
