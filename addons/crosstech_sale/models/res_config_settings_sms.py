from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sms_gateway_url = fields.Char(related="company_id.sms_gateway_url", readonly=False)
    sms_gateway_preset = fields.Selection(related="company_id.sms_gateway_preset", readonly=False)
    sms_gateway_template = fields.Text(related="company_id.sms_gateway_template", readonly=False)
    sms_gateway_sender = fields.Char(related="company_id.sms_gateway_sender", readonly=False)
    sms_gateway_user = fields.Char(related="company_id.sms_gateway_user", readonly=False)
    sms_gateway_key = fields.Char(related="company_id.sms_gateway_key", readonly=False)
    has_sms_gateway_key = fields.Boolean(related="company_id.has_sms_gateway_key")
