from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    stock_cover_days = fields.Integer(related="company_id.stock_cover_days", readonly=False)
    stock_safety_days = fields.Integer(related="company_id.stock_safety_days", readonly=False)
    payable_near_days = fields.Integer(related="company_id.payable_near_days", readonly=False)
    payable_reminder_days = fields.Char(related="company_id.payable_reminder_days", readonly=False)
