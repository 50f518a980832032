from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    territory_accept_hours = fields.Integer(
        string="Hours to Accept an Order", default=24, help="Proposed for new territories."
    )
    territory_credit_percent = fields.Float(
        string="Territory Credit (%)", default=5.0, digits=(5, 2), help="Proposed for new territories."
    )

    _territory_accept_hours_range = models.Constraint(
        "CHECK(territory_accept_hours > 0 AND territory_accept_hours <= 720)",
        "Give resellers between 1 hour and 720 hours (30 days) to accept an order.",
    )
    _territory_credit_percent_range = models.Constraint(
        "CHECK(territory_credit_percent >= 0 AND territory_credit_percent <= 100)",
        "The credit is between 0 and 100 percent.",
    )
