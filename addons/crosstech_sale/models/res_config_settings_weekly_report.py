from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    weekly_report_auto = fields.Boolean(related="company_id.weekly_report_auto", readonly=False)
    weekly_report_weekday = fields.Selection(related="company_id.weekly_report_weekday", readonly=False)
    weekly_report_hour = fields.Integer(related="company_id.weekly_report_hour", readonly=False)
    weekly_report_chase_hours = fields.Integer(related="company_id.weekly_report_chase_hours", readonly=False)
