"""Rights of a reseller's team at the doors of the shop and of the portal's order pages."""

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.account.controllers.portal import PortalAccount
from odoo.addons.website_sale.controllers.cart import Cart
from odoo.addons.website_sale.controllers.delivery import Delivery
from odoo.addons.website_sale.controllers.reorder import CustomerPortal as ReorderPortal

from .order_portal import OrderPortal, OrderShop

GOODS_PAGE = "/my/goods"


def hides_prices():
    """Whether the visitor must not see prices."""
    return request.website._hides_prices()


def check_given(*values):
    """Refuse a call without what it needs, before it fails further in.

    :raises UserError: when something is missing
    """
    if not all(values):
        raise UserError(request.env._("Something is missing. Please reload the page and try again."))


class TeamCart(Cart):
    @http.route()
    def cart(self, *args, **post):
        """Override of `website_sale`: who sees no prices has a list of goods instead of a cart with amounts."""
        return request.redirect(GOODS_PAGE) if hides_prices() else super().cart(*args, **post)

    @http.route()
    def add_to_cart(self, product_template_id=None, product_id=None, quantity=1.0, **kwargs):
        """Override of `website_sale`: answers without amounts where they must not be seen."""
        check_given(product_template_id, product_id)
        values = super().add_to_cart(product_template_id, product_id, quantity=quantity, **kwargs)
        if hides_prices():
            values["tracking_info"] = []
            for line in values.get("notification_info", {}).get("lines", ()):
                line["price_total"] = 0
        return values

    @http.route()
    def quick_add(self, product_template_id=None, product_id=None, quantity=1.0, **kwargs):
        """Override of `website_sale`: adds to a page with amounts."""
        check_given(product_template_id, product_id, not hides_prices())
        return super().quick_add(product_template_id, product_id, quantity=quantity, **kwargs)

    @http.route()
    def update_cart(self, line_id=None, quantity=None, product_id=None, **kwargs):
        """Override of `website_sale`: answers without amounts where they must not be seen."""
        check_given(line_id or product_id, quantity is not None)
        values = super().update_cart(line_id, quantity, product_id=product_id, **kwargs)
        if not hides_prices():
            return values
        return {name: values.get(name) for name in ("cart_quantity", "quantity", "line_id", "warning")}


class TeamShop(OrderShop):
    def _check_cart(self, order_sudo):
        """Override of `website_sale`: no step of the checkout, all with amounts, for who must not see them."""
        if hides_prices():
            return request.redirect(GOODS_PAGE)
        return super()._check_cart(order_sudo)

    def _get_shop_payment_values(self, order, **kwargs):
        """Override of `website_sale`: beyond the limit, a colleague is asked instead of paying."""
        values = super()._get_shop_payment_values(order, **kwargs)
        values["needs_approval"] = order._needs_approval()
        values["approvers"] = order._get_approvers() - request.env.user if values["needs_approval"] else ()
        return values

    @http.route()
    def shop_payment_confirmation(self, **post):
        """Override of `website_sale`: the confirmation shows amounts."""
        return request.redirect("/my/orders") if hides_prices() else super().shop_payment_confirmation(**post)

    @http.route()
    def print_saleorder(self, **kwargs):
        """Override of `website_sale`: so does the printed order."""
        return request.redirect("/my/orders") if hides_prices() else super().print_saleorder(**kwargs)


class TeamDelivery(Delivery):
    @http.route()
    def shop_delivery_methods(self):
        """Override of `website_sale`: courier costs are prices too."""
        return "" if hides_prices() or not request.cart else super().shop_delivery_methods()

    @http.route()
    def shop_set_delivery_method(self, dm_id=None, **kwargs):
        """Override of `website_sale`: answers with the amounts of the order."""
        return {} if hides_prices() else super().shop_set_delivery_method(dm_id=dm_id, **kwargs)

    @http.route()
    def shop_get_delivery_rate(self, dm_id=None):
        """Override of `website_sale`: courier costs are prices too."""
        check_given(dm_id, not hides_prices())
        return super().shop_get_delivery_rate(dm_id)


class TeamInvoices(PortalAccount):
    @http.route()
    def portal_my_invoice_detail(self, invoice_id, access_token=None, **kw):
        """Override of `account`: an invoice is amounts, whoever passed its link on."""
        if request.env.user.hides_prices:
            return request.redirect("/my")
        return super().portal_my_invoice_detail(invoice_id, access_token=access_token, **kw)


class TeamReorder(ReorderPortal):
    @http.route()
    def my_orders_reorder(self, order_id=None, access_token=None):
        """Override of `website_sale`: answers without amounts where they must not be seen."""
        check_given(order_id)
        values = super().my_orders_reorder(order_id, access_token=access_token)
        if hides_prices() and isinstance(values, dict):
            values["tracking_info"] = []
        return values


class TeamOrders(OrderPortal):
    def _note_acting_user(self):
        """Let the order, which the portal reads as superuser, know whose limit counts."""
        request.update_context(crosstech_acting_uid=request.env.uid)

    @http.route()
    def portal_order_page(self, order_id, report_type=None, access_token=None, **kw):
        """Override of `sale`: who sees no prices sees goods and progress."""
        self._note_acting_user()
        if not request.env.user.hides_prices:
            return super().portal_order_page(order_id, report_type=report_type, access_token=access_token, **kw)
        return self._order_page_without_prices(order_id, access_token)

    def _order_page_without_prices(self, order_id, access_token):
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        values.update(sale_order=order, page_name="order", token=access_token)
        return request.render("crosstech_sale.order_page_without_prices", values)

    @http.route()
    def portal_order_print(self, order_id, access_token=None, **kw):
        """Override: the printed order shows amounts."""
        if request.env.user.hides_prices:
            return request.redirect("/my/orders")
        return super().portal_order_print(order_id, access_token=access_token, **kw)

    @http.route()
    def portal_quote_accept(self, order_id, access_token=None, name=None, signature=None):
        """Override of `sale`: accepting is ordering, the limit counts."""
        self._note_acting_user()
        return super().portal_quote_accept(order_id, access_token=access_token, name=name, signature=signature)

    @http.route()
    def portal_my_sale_order_download_edi(self, order_id=None, access_token=None, **kw):
        """Override of `sale`: the file holds amounts."""
        if request.env.user.hides_prices:
            return request.redirect("/my/orders")
        return super().portal_my_sale_order_download_edi(order_id=order_id, access_token=access_token, **kw)

    @http.route("/my/goods", type="http", auth="user", website=True, sitemap=False)
    def portal_my_goods(self, error="", **kw):
        """Show the goods in the cart without amounts, to be sent to a colleague."""
        if not hides_prices():
            return request.redirect("/shop/cart")
        values = self._prepare_portal_layout_values()
        values.update(page_name="goods", cart=request.cart, rights=request.env.user._get_reseller_rights())
        return request.render("crosstech_sale.portal_my_goods", values)

    @http.route("/my/goods/update", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def portal_goods_update(self, **post):
        """Change the quantities in one's own cart; 0 takes a line out."""
        cart = request.cart
        for line in cart.website_order_line:
            text = str(post.get(f"quantity_{line.id}", "")).strip()
            if text.isdecimal() and text.isascii() and len(text) <= 6 and int(text) != line.product_uom_qty:
                cart._cart_update_line_quantity(line.id, int(text))
        return request.redirect("/my/goods", code=303)
