from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    territory_accept_hours = fields.Integer(related="company_id.territory_accept_hours", readonly=False)
    territory_credit_percent = fields.Float(related="company_id.territory_credit_percent", readonly=False)
