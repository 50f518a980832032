"""What a company grants customers who pay by transfer."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib import local_time, payment_deadlines, unique_amount


class ResCompany(models.Model):
    _inherit = "res.company"

    payment_deadline_days = fields.Integer(
        default=3, help="Days a customer may take to transfer, counted from the moment he is told the account."
    )
    payment_reminder_hours = fields.Integer(default=24, help="Hours before the deadline at which he is reminded.")
    payment_grace_days = fields.Integer(
        default=1, help="Days after the deadline an order is kept, as transfers may appear late on our statement."
    )
    auto_cancel_unpaid_orders = fields.Boolean(default=True, help="Cancel unpaid orders after deadline and grace.")
    payment_sms = fields.Boolean(
        string="Confirm Payments by Text Message",
        default=True,
        help="Answer a payment proof and a payment received with a text message too, so that a claim somebody else"
        " made is noticed.",
    )
    transfer_code_max = fields.Integer(
        string="Highest Unique Code",
        default=unique_amount.CODE_MAX,
        help="Rupiah added to tell transfers apart, 1-999.",
    )
    transfer_code_account_id = fields.Many2one(
        "account.account", string="Unique Codes Account", check_company=True,
        domain=[("account_type", "in", ("income", "income_other"))],
        help="Income account for the few rupiah on top of each transfer.",
    )  # fmt: skip

    _payment_terms_positive = models.Constraint(
        "CHECK (payment_deadline_days >= 1 AND payment_reminder_hours >= 0 AND payment_grace_days >= 0)",
        "Customers need at least one day to pay; reminder and grace cannot be negative.",
    )
    _transfer_code_range = models.Constraint(
        "CHECK (transfer_code_max BETWEEN 1 AND 999)", "The highest unique code must be between 1 and 999."
    )

    def _get_payment_terms(self):
        """:return: ``lib.payment_deadlines.Terms`` of this company"""
        self.ensure_one()
        return payment_deadlines.Terms(
            days=self.payment_deadline_days,
            reminder_hours=self.payment_reminder_hours,
            grace_days=self.payment_grace_days,
        )

    def _get_transfer_code_account(self):
        """The income account for unique codes; made the first time one is needed.

        :raises UserError: when the company has no chart of accounts to add it to
        """
        self.ensure_one()
        if not self.transfer_code_account_id:
            self.sudo().transfer_code_account_id = self.sudo()._create_transfer_code_account()
        return self.transfer_code_account_id

    def _create_transfer_code_account(self):
        Account = self.env["account.account"].with_company(self)
        template = Account.search([("account_type", "=", "income_other"), ("company_ids", "in", self.ids)], limit=1)
        if not template and not self.chart_template:
            raise UserError(self.env._("Set up the chart of accounts of %(company)s first.", company=self.name))
        start = (template.code or "81100000")[:-1] + "1"
        return Account.create(
            {
                "name": self.env._("Unique Transfer Codes"),
                "code": Account._search_new_account_code(start),
                "account_type": "income_other",
                "company_ids": [(6, 0, self.ids)],
            }
        )

    # === BUSINESS METHODS === #

    def _get_local_now(self):
        """:return: the company's own clock, naive; days of deadlines, prices and territories are counted by it"""
        self.ensure_one()
        return local_time.local(fields.Datetime.now(), self.partner_id.sudo()._get_timezone())

    def _get_today(self):
        """:return: the day on the company's own calendar, whoever asks from wherever"""
        return self._get_local_now().date()
