"""What the pages of the shop tell about the company, read from its settings so that they never go stale."""

from odoo import fields, models
from odoo.exceptions import UserError

NEWEST_COUNT = 8
OFFER_COUNT = 4


class Website(models.Model):
    _inherit = "website"

    shop_notice = fields.Char(
        translate=True,
        help="One line above the header of every page, such as opening hours. Empty: none.",
    )

    # === BUSINESS METHODS === #

    def get_pricelist_available(self, show_visible=False):
        """Override of `website_sale`: prices of a membership level are for its members only."""
        available = super().get_pricelist_available(show_visible=show_visible)
        levels = available & available._get_level_pricelists()
        if not levels:
            return available
        return available - (levels - self.env.user.partner_id.sudo().property_product_pricelist)

    def _get_shop_facts(self):
        """Collect what the pages "How to buy", "How to pay" and "Delivery" state.

        Public by design: only what the company tells anybody.

        :return: dict(company, banks: list of dict(bank, number, holder), deadline_days, grace_days, arrival_days,
            releases: bool, has_code: bool, couriers: list of dict(name, services: list of str), takes_cod: bool)
        """
        self.ensure_one()
        company = self.company_id.sudo()
        return {
            "company": company,
            "banks": self._get_shop_banks(company),
            "deadline_days": company.payment_deadline_days,
            "grace_days": company.payment_grace_days,
            "arrival_days": company.auto_arrival_days,
            "releases": company.auto_release_paid_orders,
            "has_code": company.transfer_code_max > 0,
            "couriers": self._get_shop_couriers(),
            "takes_cod": bool(self._get_shop_carriers().filtered("allow_cash_on_delivery")),
            "whatsapp_url": self._get_shop_whatsapp_url(company),
        }

    def _get_shop_whatsapp_url(self, company):
        """The company's own chat; False where its telephone number is none that WhatsApp could use."""
        try:
            return company.partner_id._whatsapp_url(self.env._("Hello, I have a question."))
        except UserError:
            return False

    def _get_shop_banks(self, company):
        accounts = self.env["account.journal"]._get_transfer_journals(company).bank_account_id
        return [
            {"bank": account.bank_id.name or "", "number": account.acc_number, "holder": account.partner_id.name}
            for account in accounts
        ]

    def _get_shop_carriers(self):
        return (
            self.env["delivery.carrier"]
            .sudo()
            .search([("is_published", "=", True), ("website_id", "in", (False, self.id))])
        )

    def _get_shop_couriers(self):
        """Published services by courier, in the order in which the checkout shows them."""
        couriers = {}
        for carrier in self._get_shop_carriers().filtered("courier_id"):
            couriers.setdefault(carrier.courier_id.name, []).append(carrier.courier_service)
        return [{"name": name, "services": services} for name, services in couriers.items()]

    def _get_shop_home(self):
        """Collect what the home page shows.

        :return: dict(categories, newest, offers: product.template, prices: dict by id of template)
        """
        self.ensure_one()
        Product = self.env["product.template"].with_context(bin_size=True)
        domain = self.sale_product_domain()
        newest = Product.search(domain, order="publish_date desc, id desc", limit=NEWEST_COUNT)
        offers = Product.browse()
        if self.env["res.groups"]._is_feature_enabled("website_sale.group_product_price_comparison"):
            offers = Product.search(
                [*domain, ("compare_list_price", ">", 0)], order="website_sequence, id", limit=OFFER_COUNT
            )
        return {
            "categories": self.env["product.public.category"].search([("parent_id", "=", False)], limit=12),
            "newest": newest,
            "offers": offers,
            "prices": (newest | offers)._get_sales_prices(self),
        }
