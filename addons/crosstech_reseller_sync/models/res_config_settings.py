from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    offer_review_days = fields.Integer(related="company_id.offer_review_days", readonly=False)
    offer_cover_days = fields.Integer(related="company_id.offer_cover_days", readonly=False)
    offer_declined_days = fields.Integer(related="company_id.offer_declined_days", readonly=False)
    offer_stopped_days = fields.Integer(related="company_id.offer_stopped_days", readonly=False)
    offer_courier_percent = fields.Float(related="company_id.offer_courier_percent", readonly=False)
    offer_valid_days = fields.Integer(related="company_id.offer_valid_days", readonly=False)
