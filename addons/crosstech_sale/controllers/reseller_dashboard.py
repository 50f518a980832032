"""The reseller's landing page, and reordering with one click."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.web import Home

from .reseller_team import current_member


class ResellerHome(Home):
    def _login_redirect(self, uid, redirect=None):
        """Override of `portal`: a reseller who logs in lands where his work waits."""
        if not redirect and request.env["crosstech.reseller.member"].sudo()._rights_of(uid):
            redirect = "/my/reseller"
        return super()._login_redirect(uid, redirect=redirect)


class ResellerPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "reseller_count" in counters:
            values["reseller_count"] = int(bool(request.env.user._get_reseller_rights()))
        return values

    @http.route("/my/reseller", type="http", auth="user", website=True, sitemap=False)
    def portal_reseller(self, error="", done="", **kw):
        """Show what is under way and what is due."""
        member = current_member()
        if not member:
            return request.redirect("/my")
        return self._reseller_page(member, done=done)

    def _reseller_page(self, member, error="", done=""):
        hooks, partner = request.env["crosstech.hooks"], request.env.user.partner_id
        company = request.env.company.sudo()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="dashboard", member=member, rights=member._get_rights(), error=error, done=done,
            cards=hooks._reseller_dashboard_cards(partner),
            payments=hooks._payments_due() if not request.env.user.hides_prices else (),
            due=request.env["crosstech.reorder.reminder"]._due(
                member.reseller_id, member.env.company._get_today()
            ),
            purchases=hooks._reseller_purchases(partner), top=hooks._reseller_top_products(partner),
            discount=company.reorder_discount_percent, reseller=member.reseller_id,
        )  # fmt: skip
        return request.render("crosstech_sale.portal_reseller", values)

    def _reorder_product(self, product_id):
        return request.env["product.product"].search(
            [("id", "=", product_id), *request.website._quick_order_domain()], limit=1
        )

    @http.route("/my/reorder/<int:product_id>", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def portal_reorder(self, product_id, **post):
        """Put a regular purchase that is due into the cart, at the special price."""
        member = current_member()
        if not member:
            return request.redirect("/my")
        product = self._reorder_product(product_id)
        try:
            with request.env.cr.savepoint():
                if not product:
                    raise UserError(request.env._("This is not sold any more."))
                cart = request.cart or request.website._create_cart()
                cart._add_reorder(product, request.env.user, member.env.company._get_today())
        except UserError as refusal:
            return self._reseller_page(member, error=str(refusal))
        return request.redirect("/shop/cart", code=303)

    @http.route(
        "/my/reorder/<int:product_id>/mute", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_reorder_mute(self, product_id, **post):
        """Remind of this no more, or again."""
        member = current_member()
        product = self._reorder_product(product_id)
        if member and product:
            row = request.env["crosstech.reorder.reminder"]._row(member.reseller_id, product)
            row.is_muted = not row.is_muted
        return request.redirect("/my/reseller#reorder" if member else "/my", code=303)

    @http.route("/my/reorder/reminders", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def portal_reorder_reminders(self, **post):
        """Switch all reminders of the company off or on; its team admin's word."""
        member = current_member()
        if member.is_admin:
            member.reseller_id.no_reorder_reminders = not member.reseller_id.no_reorder_reminders
        return request.redirect("/my/reseller#reorder" if member else "/my", code=303)
