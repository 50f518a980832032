from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    auto_release_paid_orders = fields.Boolean(related="company_id.auto_release_paid_orders", readonly=False)
    auto_arrival_days = fields.Integer(related="company_id.auto_arrival_days", readonly=False)
    cod_limit_amount = fields.Monetary(related="company_id.cod_limit_amount", readonly=False)
    cod_open_days = fields.Integer(related="company_id.cod_open_days", readonly=False)
