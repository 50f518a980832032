from odoo import api, models


class ResPartnerGrade(models.Model):
    _inherit = "res.partner.grade"

    @api.model
    def _first_level(self):
        """The level a new reseller starts with: the first that has prices, since one without brings none."""
        return self.search([("default_pricelist_id", "!=", False)], limit=1) or self.search([], limit=1)
