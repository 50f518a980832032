from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    goodwill_limit_amount = fields.Monetary(
        default=500_000, help="Up to this cost the Repair Team grants goodwill; above it the Operational Manager does."
    )
    return_days = fields.Integer(default=7, help="Days after delivery in which a customer may return a purchase.")

    _goodwill_limit_not_negative = models.Constraint(
        "CHECK(goodwill_limit_amount >= 0)", "The limit for goodwill is an amount from zero."
    )
    _return_days_range = models.Constraint("CHECK(return_days BETWEEN 0 AND 365)", "Give 0 to 365 days for returns.")
