"""What a company wants in stock, and how long before a supplier's deadline Finance hears of it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib import payables, replenishment


class ResCompany(models.Model):
    _inherit = "res.company"

    stock_cover_days = fields.Integer(
        string="Stock to Last", default=30, help="Days that what is ordered should last after its arrival."
    )
    stock_safety_days = fields.Integer(
        string="Order When Less Is Left Than", default=7, help="Days beyond the supplier's delivery time."
    )
    payable_near_days = fields.Integer(
        string="Near Deadline", default=7, help="A supplier's bill is near its deadline this many days before it."
    )
    payable_reminder_days = fields.Char(
        string="Remind Finance", default="7, 2", help="Days before the deadline, separated by commas."
    )
    payables_followed_date = fields.Date(help="The morning on which deadlines were looked at last.", copy=False)

    _stock_days_range = models.Constraint(
        "CHECK(stock_safety_days >= 0 AND stock_cover_days >= stock_safety_days AND stock_cover_days <= 365)",
        "Stock lasts up to 365 days, and no shorter than the days that are left when it is ordered.",
    )
    _payable_near_days_range = models.Constraint(
        "CHECK(payable_near_days BETWEEN 0 AND 90)", "A deadline is near from 0 to 90 days before it."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("payable_reminder_days")
    def _check_payable_reminder_days(self):
        try:
            for company in self:
                payables.reminder_days(company.payable_reminder_days)
        except payables.PayablesError as error:
            raise ValidationError(
                self.env._("Write the days of the reminders as whole numbers from 0 to 90, such as “7, 2”.")
            ) from error

    # === BUSINESS METHODS === #

    def _get_stock_policy(self):
        """:return: ``lib.replenishment.Policy`` of this company"""
        return replenishment.Policy(cover_days=self.stock_cover_days, safety_days=self.stock_safety_days)
