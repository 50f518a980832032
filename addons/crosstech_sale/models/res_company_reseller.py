from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    reseller_membership_months = fields.Integer(
        string="Membership Lasts", default=12, help="Months; 0 for no end. Used for new and renewed memberships."
    )

    _reseller_membership_months_sensible = models.Constraint(
        "CHECK(reseller_membership_months BETWEEN 0 AND 60)", "A membership lasts 1 to 60 months, or 0 for no end."
    )
