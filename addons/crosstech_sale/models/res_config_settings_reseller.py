from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reseller_membership_months = fields.Integer(related="company_id.reseller_membership_months", readonly=False)
