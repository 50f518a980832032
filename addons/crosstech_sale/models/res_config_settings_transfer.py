from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    payment_deadline_days = fields.Integer(related="company_id.payment_deadline_days", readonly=False)
    payment_reminder_hours = fields.Integer(related="company_id.payment_reminder_hours", readonly=False)
    payment_grace_days = fields.Integer(related="company_id.payment_grace_days", readonly=False)
    auto_cancel_unpaid_orders = fields.Boolean(related="company_id.auto_cancel_unpaid_orders", readonly=False)
    payment_sms = fields.Boolean(related="company_id.payment_sms", readonly=False)
    transfer_code_max = fields.Integer(related="company_id.transfer_code_max", readonly=False)
    transfer_code_account_id = fields.Many2one(related="company_id.transfer_code_account_id", readonly=False)
