"""Prices of a membership level never become anybody's by accident."""

from odoo import api, models, tools


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    @api.model
    def _get_level_pricelists(self):
        """Give the price lists that a membership level brings with it."""
        return self.browse(self._get_level_pricelist_ids())

    @api.model
    @tools.ormcache()
    def _get_level_pricelist_ids(self):
        """The ids of :meth:`_get_level_pricelists`, kept because every page of the shop asks several times."""
        return tuple(self.env["res.partner.grade"].sudo().search([]).default_pricelist_id.ids)

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        """Override of `product`: who has no price list of his own does not get a level's for want of a better one."""
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        return [*domain, ("id", "not in", self._get_level_pricelists().ids)]
