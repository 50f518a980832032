"""The customer's own orders: all of them with their progress, arrival, printing."""

import logging

from odoo import http
from odoo.exceptions import AccessError, LockError, MissingError, UserError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.sale.controllers.portal import CustomerPortal
from odoo.addons.website_sale.controllers.main import WebsiteSale

_logger = logging.getLogger(__name__)
REPORT = "sale.action_report_saleorder"


def acting_roles(document, access_token):
    """Return in which roles the visitor acts on a document he may read.

    Its customer proves himself by the token or by being a portal user; staff stay in their own roles.
    """
    if access_token and document.access_token and consteq(document.access_token, access_token):
        return {"customer"}
    if request.env.user._is_internal():
        return request.env["res.users"]._acting_roles()
    return {"customer"}


def can_print_pdf():
    """Whether the program that makes PDF files is there."""
    return request.env["ir.actions.report"].get_wkhtmltopdf_state() not in ("install", "broken")


def print_order(order):
    """Answer with the order as PDF, or as a page to print where no PDF can be made (S4.21)."""
    if can_print_pdf():
        try:
            pdf, _kind = request.env["ir.actions.report"].sudo()._render_qweb_pdf(REPORT, [order.id])
            name = order.name.replace("/", "-")
            headers = [("Content-Type", "application/pdf"), ("Content-Disposition", f'inline; filename="{name}.pdf"')]
            return request.make_response(pdf, headers=headers)
        except UserError:
            _logger.info("No PDF of order %s, a page to print instead", order.name, exc_info=True)
    return request.render("crosstech_sale.order_print_page", {"docs": order, "title": order.name})


class OrderPortal(CustomerPortal):
    def _prepare_orders_domain(self, partner):
        """Override of `sale`: everything a customer has ordered is an order of his, paid, unpaid or cancelled."""
        return [("partner_id", "child_of", [partner.commercial_partner_id.id]), ("order_stage", "!=", False)]

    def _prepare_quotations_domain(self, partner):
        """Override of `sale`: what is ordered already is no quotation any more."""
        return [*super()._prepare_quotations_domain(partner), ("order_stage", "=", False)]

    @http.route()
    def portal_order_page(self, order_id, report_type=None, access_token=None, **kw):
        """Override of `sale`: printing works without the program for PDF files too."""
        if report_type != "pdf":
            return super().portal_order_page(order_id, report_type=report_type, access_token=access_token, **kw)
        return self.portal_order_print(order_id, access_token=access_token)

    @http.route("/my/orders/<int:order_id>/print", type="http", auth="public", website=True, sitemap=False)
    def portal_order_print(self, order_id, access_token=None, **kw):
        """Print an order."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        return print_order(order)

    @http.route(
        "/my/orders/<int:order_id>/arrived", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def portal_order_arrived(self, order_id, access_token=None, **kw):
        """Let the customer tell that the goods are there."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if order.order_stage == "received":
            return request.redirect(order.get_portal_url())
        try:
            with request.env.cr.savepoint():
                order._check_step("confirm_arrival", acting_roles(order, access_token))
                order._confirm_arrival()
        except (UserError, LockError):
            return request.redirect(order.get_portal_url(query_string="&arrival=refused"))
        return request.redirect(order.get_portal_url(query_string="&arrival=thanks"))


class OrderShop(WebsiteSale):
    @http.route()
    def print_saleorder(self, **kwargs):
        """Override of `website_sale`: the order just placed can be printed without the program for PDF files too."""
        order_id = request.session.get("sale_last_order_id")
        order = request.env["sale.order"].sudo().browse(order_id or 0).exists()
        return print_order(order) if order else request.redirect("/shop")
