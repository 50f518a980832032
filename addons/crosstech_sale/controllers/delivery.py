"""The delivery step of the checkout."""

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.website_sale.controllers.delivery import Delivery


class CourierDelivery(Delivery):
    @route("/shop/courier/ask", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def shop_courier_ask(self, **kw):
        """Ask the company for a courier price to the visitor's own cart."""
        order_sudo = request.cart
        if not order_sudo:
            return request.redirect("/shop/cart")
        try:
            order_sudo._ask_courier_quote()
        except UserError as error:
            order_sudo.shop_warning = error.args[0]
        return request.redirect("/shop/checkout")
