"""What a reseller lets us read, for what, how often and how long; states are those of ``lib.agreement``."""

from odoo import fields, models


class ResellerAgreement(models.Model):
    _name = "crosstech.reseller.agreement"
    _description = "Data Sharing Agreement"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "id desc"

    name = fields.Char(required=True, default=lambda self: self.env._("New"), copy=False, readonly=True)
    source_id = fields.Many2one("crosstech.reseller.source", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="source_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    state = fields.Selection(
        [
            ("draft", "Being Prepared"),
            ("looking", "Looking Permitted"),
            ("offered", "Waiting for the Reseller"),
            ("active", "In Force"),
            ("paused", "Paused"),
            ("revoked", "Revoked"),
            ("expired", "Expired"),
        ],
        default="draft", required=True, index=True, tracking=True, copy=False,
    )  # fmt: skip
    purpose = fields.Text(required=True, default=lambda self: self._default_purpose(), translate=False)
    interval = fields.Selection([("hourly", "Every Hour"), ("daily", "Every Day")], default="hourly", required=True)
    window_from = fields.Float(help="Hour of the reseller's day from which we may read; equal to the end: any time.")
    window_to = fields.Float()
    date_from = fields.Date()
    date_to = fields.Date(help="The last day; empty for no end.")
    direction = fields.Selection(
        [("read", "We Read"), ("both", "We Read and Publish Our Catalogue")], default="read", required=True
    )
    drift_policy = fields.Selection(
        [("add", "Offer What Is New, Ask About New Names"), ("stop", "Stop and Ask"), ("ignore", "Go On")],
        default="stop", required=True, help="What happens when the reseller's tables change.",
    )  # fmt: skip
    retention_months = fields.Integer(default=24, help="Older values are deleted; 0: kept as long as we work together.")
    deletes_on_revocation = fields.Boolean(default=True, help="Everything read so far is deleted when he revokes.")
    line_ids = fields.One2many("crosstech.reseller.agreement.line", "agreement_id", copy=True)
    look_permitted_datetime = fields.Datetime(copy=False, readonly=True)
    look_permitted_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    company_signed_datetime = fields.Datetime(copy=False, readonly=True)
    company_signed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    reseller_signed_datetime = fields.Datetime(copy=False, readonly=True)
    reseller_signed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    ended_datetime = fields.Datetime(copy=False, readonly=True)

    _open_uniq = models.UniqueIndex(
        "(source_id) WHERE state IN ('draft', 'looking', 'offered', 'active', 'paused')",
        "There is an open agreement about this source already.",
    )

    def _default_purpose(self):
        return self.env._(
            "To offer the products you sell before you run out of them, and to show you how your sales compare."
        )

    # === BUSINESS METHODS === #

    def _agreed(self):
        """The columns that may be read.

        :return: set of (table, column)
        """
        return {(line.table_name, line.column_name) for line in self.line_ids}

    def _masks(self):
        """:return: dict of (table, column) to one of ``lib.agreement.MASKS``"""
        return {(line.table_name, line.column_name): line.mask for line in self.line_ids if line.mask}


class ResellerAgreementLine(models.Model):
    _name = "crosstech.reseller.agreement.line"
    _description = "Agreed Column"
    _order = "table_name, column_name, id"
    _rec_name = "column_name"

    agreement_id = fields.Many2one("crosstech.reseller.agreement", required=True, index=True, ondelete="cascade")
    table_name = fields.Char(required=True)
    column_name = fields.Char(required=True)
    entities = fields.Char(help="What it is read for, such as “product, stock”.")
    mask = fields.Selection(
        [("hash", "One-Way Hash"), ("year", "Year Only"), ("blank", "Left Out")], help="Applied before it leaves."
    )

    _column_uniq = models.UniqueIndex("(agreement_id, table_name, column_name)", "This column is listed already.")
