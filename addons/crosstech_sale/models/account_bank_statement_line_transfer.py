from odoo import fields, models


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    transfer_id = fields.Many2one("crosstech.transfer", index="btree_not_null", copy=False, ondelete="set null")
