"""What a reseller lets us read, for what, how often and how long; states are those of ``lib.agreement``."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import agreement

# What is agreed: fixed as soon as it is offered.
TERMS = (
    "source_id", "purpose", "interval", "window_from", "window_to", "date_from", "date_to", "direction",
    "drift_policy", "retention_months", "deletes_on_revocation",
)  # fmt: skip
# What nobody types: it says what happened.
RECORDED = (
    "name", "state", "look_asked_datetime", "look_permitted_datetime", "look_permitted_by_id",
    "company_signed_datetime", "company_signed_by_id", "company_signed_address", "reseller_signed_datetime",
    "reseller_signed_by_id", "reseller_signed_name", "reseller_signed_address", "signed_fingerprint",
    "ended_datetime", "ended_by_id", "reason", "is_end_reminded",
)  # fmt: skip


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
            ("replaced", "Replaced"),
            ("revoked", "Revoked"),
            ("expired", "Expired"),
        ],
        default="draft", required=True, index=True, tracking=True, copy=False, readonly=True,
    )  # fmt: skip
    purpose = fields.Text(required=True, default=lambda self: self._default_purpose(), translate=False)
    interval = fields.Selection([("hourly", "Every Hour"), ("daily", "Every Day")], default="hourly", required=True)
    window_from = fields.Float(help="Hour of the reseller's day from which we may read; equal to the end: any time.")
    window_to = fields.Float()
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until", help="The last day; empty for no end.")
    direction = fields.Selection(
        [("read", "We Read"), ("both", "We Read and Publish Our Catalogue")], default="read", required=True
    )
    drift_policy = fields.Selection(
        [("add", "Offer What Is New, Ask About New Names"), ("stop", "Stop and Ask"), ("ignore", "Go On")],
        default="stop", required=True, help="What happens when the reseller's tables change.",
    )  # fmt: skip
    retention_months = fields.Integer(default=24, help="Older values are deleted; 0: kept as long as we work together.")
    deletes_on_revocation = fields.Boolean(default=True, help="Everything read so far is deleted when he revokes.")
    line_ids = fields.One2many("crosstech.reseller.agreement.line", "agreement_id", string="Columns", copy=True)
    look_asked_datetime = fields.Datetime(string="Asked to Look On", copy=False, readonly=True)
    look_permitted_datetime = fields.Datetime(string="Looking Permitted On", copy=False, readonly=True)
    look_permitted_by_id = fields.Many2one("res.users", string="Looking Permitted By", copy=False, readonly=True)
    company_signed_datetime = fields.Datetime(string="We Signed On", copy=False, readonly=True)
    company_signed_by_id = fields.Many2one("res.users", string="Signed for Us By", copy=False, readonly=True)
    company_signed_address = fields.Char(string="We Signed From", copy=False, readonly=True)
    reseller_signed_datetime = fields.Datetime(string="Reseller Signed On", copy=False, readonly=True)
    reseller_signed_by_id = fields.Many2one("res.users", string="Signed for the Reseller By", copy=False, readonly=True)
    reseller_signed_name = fields.Char(string="Name Typed", copy=False, readonly=True)
    reseller_signed_address = fields.Char(string="Reseller Signed From", copy=False, readonly=True)
    signed_fingerprint = fields.Char(string="Fingerprint", copy=False, readonly=True, help="Of what was signed.")
    ended_datetime = fields.Datetime(string="Ended On", copy=False, readonly=True)
    ended_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    reason = fields.Char(copy=False, readonly=True, tracking=True, help="Why it was declined or ended.")
    is_end_reminded = fields.Boolean(copy=False, readonly=True)

    _prepared_uniq = models.UniqueIndex(
        "(source_id) WHERE state IN ('draft', 'looking', 'offered')",
        "An agreement about this source is being prepared already.",
    )
    _in_force_uniq = models.UniqueIndex(
        "(source_id) WHERE state IN ('active', 'paused')", "An agreement about this source is in force already."
    )

    def _default_purpose(self):
        return self.env._(
            "To offer the products you sell before you run out of them, and to show you how your sales compare."
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: an agreement begins as a draft with a number of its own; no default of a caller says otherwise."""
        for vals in vals_list:
            self._check_recorded(vals)
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code(self._name) or self.env._("New")
        return super(ResellerAgreement, self._without_recorded_defaults()).create(vals_list)

    def write(self, vals):
        """Override: what is offered or signed stays as it is, and what happened is recorded by :meth:`_apply` alone."""
        self._check_recorded(vals)
        if set(TERMS) & set(vals) and self.filtered(lambda one: one.state not in agreement.EDITABLE_STATES):
            raise UserError(self.env._("What was offered or signed cannot be changed: prepare a new agreement."))
        return super().write(vals)

    def _without_recorded_defaults(self):
        if self.env.su:
            return self
        recorded = {f"default_{name}" for name in RECORDED}
        context = {name: value for name, value in self.env.context.items() if name not in recorded}
        return self.with_context(context)  # pylint: disable=context-overridden

    def _check_recorded(self, vals):
        if not self.env.su and set(RECORDED) & set(vals):
            raise UserError(self.env._("State and signatures follow from the buttons alone."))

    # === BUSINESS METHODS === #

    def _is_readable(self):
        """Whether values may be read and kept now."""
        self.ensure_one()
        today = self.company_id._get_today()
        return agreement.is_readable(self.state, today, self.date_from or None, self.date_to or None)

    def _is_lookable(self):
        """Whether structure and first rows may be looked at now; empty: no."""
        if self.state == "active":
            return self._is_readable()
        return self.state in agreement.LOOK_STATES

    def _agreed(self):
        """The columns that may be read.

        :return: set of (table, column)
        """
        return {(line.table_name, line.column_name) for line in self.line_ids}

    def _masks(self):
        """:return: dict of (table, column) to one of ``lib.agreement.MASKS``"""
        return {(line.table_name, line.column_name): line.mask for line in self.line_ids if line.mask}

    def _fingerprint(self):
        """What identifies everything that is agreed, in whatever language it is shown."""
        self.ensure_one()
        terms = {name: self[name].id if name == "source_id" else self[name] for name in TERMS}
        lines = sorted((line.table_name, line.column_name, line.uses or "", line.mask or "") for line in self.line_ids)
        return agreement.fingerprint({**terms, "name": self.name, "lines": lines})
