"""People of a reseller's team who order but do not see prices: every price of the shop is nought for them.

The shop computes each price it shows or sends from the price list of the request; theirs gives nothing away, whatever
page or address asks. Their own orders keep the company's price list.
"""

from odoo import api, models
from odoo.http import request

PRICE_FIELDS = {"discount", "technical_price_unit", "extra_tax_data", "tax_totals", "carrier_quote"}
KEY = "access_token"  # with it the page shows amounts to whoever opens it, also to this person logged out


class Website(models.Model):
    _inherit = "website"

    def _hides_prices(self):
        """Whether the visitor must not see prices; costs no query once known."""
        return self.env.user.hides_prices

    def _get_and_cache_current_pricelist(self):
        """Override of `website_sale`: the price list without prices, for who must not see any."""
        pricelist = super()._get_and_cache_current_pricelist()
        if pricelist and self._hides_prices():
            return self.env.ref("crosstech_sale.pricelist_without_prices").sudo()
        return pricelist

    def _prepare_sale_order_values(self, partner_sudo):
        """Override of `website_sale`: the cart of somebody who sees no prices has the company's all the same."""
        values = super()._prepare_sale_order_values(partner_sudo)
        if self._hides_prices():
            values["pricelist_id"] = partner_sudo.property_product_pricelist.id
        return values


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_additionnal_combination_info(self, product_or_template, quantity, uom, date, website):
        """Override of `website_sale`: what does not come from the price list is hidden too."""
        info = super()._get_additionnal_combination_info(product_or_template, quantity, uom, date, website)
        if website._hides_prices():
            info.update(compare_list_price=0.0, has_discounted_price=False, list_price=0.0, price=0.0)
        return info

    def _get_sales_prices(self, website):
        """Override of `website_sale`: the price to compare with does not come from the price list."""
        prices = super()._get_sales_prices(website)
        if website._hides_prices():
            return {template: {"price_reduce": 0.0} for template in prices}
        return prices


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _has_field_access(self, field, operation):
        """Override: amounts are not read through the interface of the network either."""
        allowed = super()._has_field_access(field, operation)
        return allowed and (self.env.su or not _is_price(field) or not self.env.user.hides_prices)

    def get_portal_url(self, *args, **kwargs):
        """Override of `portal`: a link on a page of somebody who sees no prices works only while he is logged in."""
        if not self.env.user.hides_prices:
            return super().get_portal_url(*args, **kwargs)
        url = super(SaleOrder, self.sudo()).get_portal_url(*args, **kwargs)
        key = f"{KEY}={self.sudo().access_token}"
        return url.replace(f"{key}&", "").replace(f"?{key}", "")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model
    def _has_field_access(self, field, operation):
        """Override: like those of the order."""
        allowed = super()._has_field_access(field, operation)
        return allowed and (self.env.su or not _is_price(field) or not self.env.user.hides_prices)


def _is_price(field):
    """Whether a field tells an amount, whatever its type: some of core's are plain numbers."""
    named = field.name.startswith(("price_", "amount_")) or field.name.endswith("_amount")
    return named or field.type == "monetary" or field.name in PRICE_FIELDS or field.name == KEY


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _to_markup_data(self, website):
        """Override of `website_sale`: no offer without a price."""
        data = super()._to_markup_data(website)
        if request and website._hides_prices():
            data.pop("offers", None)
        return data
