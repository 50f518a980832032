"""Days on the company's own calendar."""

from odoo import fields, models

from odoo.addons.crosstech_sale.lib import local_time


class ResCompany(models.Model):
    _inherit = "res.company"

    def _day_of(self, moment):
        """:return: the day of a naive UTC moment on the company's calendar"""
        return local_time.local(fields.Datetime.to_datetime(moment), self.partner_id._get_timezone()).date()
