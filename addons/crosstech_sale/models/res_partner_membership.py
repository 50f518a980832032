"""A membership level brings its price list with it, whenever and however the level is given or taken."""

from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `partnership`: a partner created with a level gets its prices too."""
        partners = super().create(vals_list)
        for partner in partners:
            pricelist = partner.grade_id.default_pricelist_id
            if pricelist and partner.specific_property_product_pricelist != pricelist:
                partner.specific_property_product_pricelist = pricelist
        return partners

    def write(self, vals):
        """Override of `partnership`: who loses a level, or gets one without prices, loses the prices of the old one."""
        if "grade_id" in vals and "specific_property_product_pricelist" not in vals:
            for partner in self:
                old = partner.grade_id.default_pricelist_id
                changes = old and partner.grade_id.id != vals["grade_id"]
                if changes and partner.specific_property_product_pricelist == old:
                    partner.specific_property_product_pricelist = False
        return super().write(vals)
