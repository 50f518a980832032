from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_quote_valid_days = fields.Integer(related="company_id.service_quote_valid_days", readonly=False)
    service_sms = fields.Boolean(related="company_id.service_sms", readonly=False)
