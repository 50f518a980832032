"""Where an order came from: website, text message, telephone, forum (S0.13, S0.14, X17)."""

from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtmSource(models.Model):
    _inherit = "utm.source"

    is_order_source = fields.Boolean(help="Staff may choose it as the way an order came in.")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    order_source_id = fields.Many2one(
        "utm.source", string="Came In By", domain=[("is_order_source", "=", True)],
        compute="_compute_order_source_id", store=True, readonly=False, index="btree_not_null", copy=False,
        tracking=True, ondelete="restrict", help="How the customer reached us; the website notes it by itself.",
    )  # fmt: skip

    order_source_url = fields.Char(
        string="Listing", copy=False, help="The forum thread or listing this order was answered in."
    )

    # === COMPUTE METHODS === #

    @api.depends("website_id")
    def _compute_order_source_id(self):
        web = self.env.ref("crosstech_sale.utm_source_web", raise_if_not_found=False)
        for order in self:
            if order.website_id and not order.order_source_id:
                order.order_source_id = web

    # === CONSTRAINT METHODS === #

    @api.constrains("order_source_url")
    def _check_order_source_url(self):
        for order in self.filtered("order_source_url"):
            url = urlsplit(order.order_source_url)
            if url.scheme not in ("http", "https") or not url.netloc:
                raise ValidationError(self.env._("A listing is a web address that starts with https://."))
