"""Orders of a reseller's team that wait for a colleague."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .reseller_team import current_member

LIMIT = 100


class ApprovalPortal(CustomerPortal):
    def _approval_orders(self, member):
        """Orders of the company that wait for an approval this member may give, or that he asked for."""
        Order = request.env["sale.order"].sudo()
        company = [("partner_id", "child_of", member.reseller_id.id), ("state", "=", "sent")]
        waiting = Order.search([*company, ("approval_state", "=", "waiting")], limit=LIMIT)
        rights = member._get_rights()
        mine = Order.search(
            [
                *company,
                ("approval_state", "in", ("waiting", "refused")),
                "|", ("approval_asked_by_id", "=", member.user_id.id), ("partner_id", "=", member.partner_id.id),
            ],
            limit=LIMIT,
        )  # fmt: skip
        to_decide = waiting if rights.is_approver() else Order
        return to_decide - mine.filtered(lambda order: not rights.covers(order.amount_total)), mine

    def _approvals_page(self, member, error="", done=""):
        values = self._prepare_portal_layout_values()
        to_decide, mine = self._approval_orders(member)
        values.update(
            page_name="approvals", member=member, rights=member._get_rights(), to_decide=to_decide,
            mine=mine, error=error, done=done, timezone=member.partner_id._get_timezone(),
        )  # fmt: skip
        return request.render("crosstech_sale.portal_my_approvals", values)

    def _approval_answer(self, order_id, step):
        """Take a step on an order of the member's own company and come back to the list.

        :param step: called with order and member, returns a word for the address
        """
        member = current_member()
        if not member:
            return request.redirect("/my")
        order = request.env["sale.order"].sudo().search(
            [("id", "=", order_id), ("partner_id", "child_of", member.reseller_id.id)]
        )  # fmt: skip
        if not order:
            return self._approvals_page(member, error=request.env._("This order is not one of your company."))
        try:
            with request.env.cr.savepoint():
                done = step(order, member)
        except UserError as refusal:
            return self._approvals_page(member, error=str(refusal))
        return request.redirect(done if done.startswith("/") else f"/my/approvals?done={done}", code=303)

    @http.route("/my/approvals", type="http", auth="user", website=True, sitemap=False)
    def portal_my_approvals(self, done="", **kw):
        """List what waits for this member, and what he waits for."""
        member = current_member()
        return self._approvals_page(member, done=done) if member else request.redirect("/my")

    @http.route("/my/approvals/ask", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def portal_approval_ask(self, note="", **post):
        """Send the cart to the colleagues who may approve it."""
        cart = request.cart
        if not cart:
            return request.redirect("/shop/cart")

        def ask(order, member):
            if order.partner_id != member.partner_id:
                raise UserError(request.env._("This is not your cart."))
            if member.user_id.hides_prices:
                order._choose_cheapest_delivery()
            order._ask_approval(member.user_id, note)
            request.website.sale_reset()
            return "asked"

        return self._approval_answer(cart.id, ask)

    @http.route(
        "/my/approvals/<int:order_id>/approve", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_approval_approve(self, order_id, seen="", **post):
        """Approve what was seen."""
        return self._approval_answer(
            order_id, lambda order, member: "approved" if order._approve(member.user_id, seen) else "changed"
        )

    @http.route(
        "/my/approvals/<int:order_id>/refuse", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_approval_refuse(self, order_id, reason="", **post):
        """Send it back, with the reason."""

        def refuse(order, member):
            order._refuse(member.user_id, reason)
            return "refused"

        return self._approval_answer(order_id, refuse)

    @http.route(
        "/my/approvals/<int:order_id>/cart", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_approval_cart(self, order_id, **post):
        """Make an order that waits or was refused the asker's cart again."""

        def take_back(order, member):
            if order.partner_id != member.partner_id:
                raise UserError(request.env._("Only who asked can change this order."))
            if request.cart.website_order_line:
                raise UserError(request.env._("Your cart holds other goods. Order them or empty it first."))
            order._take_back()
            request.session["sale_order_id"] = order.id
            request.session["website_sale_cart_quantity"] = order.cart_quantity
            return "/shop/cart"

        return self._approval_answer(order_id, take_back)
