"""A membership level says which price list its members have."""

from odoo import api, models


class ResPartnerGrade(models.Model):
    _inherit = "res.partner.grade"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to forget which price lists belong to levels."""
        grades = super().create(vals_list)
        self.env.registry.clear_cache()
        return grades

    def write(self, vals):
        """Override to forget which price lists belong to levels."""
        result = super().write(vals)
        if {"active", "default_pricelist_id"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Override to forget which price lists belong to levels."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
