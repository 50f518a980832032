from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    job_accept_hours = fields.Integer(related="company_id.job_accept_hours", readonly=False)
    job_unassigned_hours = fields.Integer(related="company_id.job_unassigned_hours", readonly=False)
    job_offers_at_once = fields.Integer(related="company_id.job_offers_at_once", readonly=False)
    goodwill_limit_amount = fields.Monetary(related="company_id.goodwill_limit_amount", readonly=False)
    return_days = fields.Integer(related="company_id.return_days", readonly=False)
