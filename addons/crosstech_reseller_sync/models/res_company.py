"""The company's rules of offering, see ``lib.insight.offers.Policy``."""

from decimal import Decimal

from odoo import fields, models

from ..lib.insight import offers


class ResCompany(models.Model):
    _inherit = "res.company"

    offer_review_days = fields.Integer(string="Days between Offers", default=7)
    offer_cover_days = fields.Integer(string="Days Offered Goods Last", default=28)
    offer_declined_days = fields.Integer(string="Days a Refusal Holds", default=30)
    offer_stopped_days = fields.Integer(string="No Longer Sold after", default=60, help="Days without a sale.")
    offer_courier_percent = fields.Float(string="Most That Shipping May Cost", default=15.0)
    offer_valid_days = fields.Integer(string="Days an Offer Is Good", default=7)

    _offer_rules_range = models.Constraint(
        "CHECK (offer_review_days >= 0 AND offer_cover_days >= 1 AND offer_declined_days >= 0"
        " AND offer_stopped_days >= 1 AND offer_courier_percent BETWEEN 0 AND 100 AND offer_valid_days >= 1)",
        "The rules of offers are days of at least 0, and a share between 0 and 100 percent.",
    )

    def _offer_policy(self):
        """:rtype: offers.Policy"""
        self.ensure_one()
        return offers.Policy(
            review_days=self.offer_review_days, cover_days=self.offer_cover_days,
            declined_days=self.offer_declined_days, stopped_days=self.offer_stopped_days,
            courier_share=Decimal(str(self.offer_courier_percent)) / 100,
        )  # fmt: skip
