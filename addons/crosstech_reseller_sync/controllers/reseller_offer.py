"""A reseller looks at what we offer him, and orders it with one click."""

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.crosstech_sale.controllers.reseller_team import current_member
from odoo.addons.portal.controllers.portal import CustomerPortal

LIMIT = 50


class OfferPortal(CustomerPortal):
    def _own_offers(self, member, offer_id=None):
        """Offers to the member's own company that were sent, as superuser."""
        domain = [("partner_id", "=", member.reseller_id.id), ("sent_datetime", "!=", False)]
        if offer_id:
            domain.append(("id", "=", offer_id))
        return request.env["crosstech.reseller.offer"].sudo().search(domain, limit=LIMIT)

    def _offer_values(self, member, **values):
        return {
            **self._prepare_portal_layout_values(), "page_name": "reseller_offers", "member": member,
            "rights": member._get_rights(), "error": "", "done": "", "offer": None, **values,
        }  # fmt: skip

    def _offers_page(self, member, **values):
        values = self._offer_values(member, offers=self._own_offers(member), **values)
        return request.render("crosstech_reseller_sync.portal_reseller_offers", values)

    def _offer_page(self, member, offer, **values):
        reasons = offer.fields_get(["decline_reason"])["decline_reason"]["selection"]
        values = self._offer_values(
            member, offer=offer, decline_reasons=reasons, order_url=self._order_url(offer.order_id), **values
        )
        return request.render("crosstech_reseller_sync.portal_reseller_offer", values)

    def _order_url(self, order):
        """Where an order goes on: to the colleague's approval, to its payment, else to its own page."""
        if not order:
            return ""
        if order.approval_state in ("waiting", "refused"):
            return "/my/approvals?done=asked"
        if order.waiting_transfer_id and not request.env.user.hides_prices:
            return order.waiting_transfer_id._get_page_url()
        return f"/my/orders/{order.id}"

    def _answer(self, offer_id, answer):
        """Take a step on an offer to the member's own company, all of it or nothing.

        :param answer: called with offer and member, returns where to go
        """
        member = current_member()
        if not member:
            return request.redirect("/my")
        offer = self._own_offers(member, offer_id)
        if not offer:
            return request.redirect("/my/reseller/offers")
        try:
            with request.env.cr.savepoint():
                url = answer(offer, member)
        except (UserError, ValidationError) as refusal:
            return self._offer_page(member, offer, error=str(refusal))
        return request.redirect(url, code=303)

    @http.route("/my/reseller/offers", type="http", auth="user", website=True, sitemap=False)
    def portal_reseller_offers(self, done="", **kw):
        """List what was offered to the company."""
        member = current_member()
        return self._offers_page(member, done=done) if member else request.redirect("/my")

    @http.route("/my/reseller/offers/<int:offer_id>", type="http", auth="user", website=True, sitemap=False)
    def portal_reseller_offer(self, offer_id, done="", **kw):
        """Show one offer."""
        member = current_member()
        offer = member and self._own_offers(member, offer_id)
        if not offer:
            return request.redirect("/my/reseller/offers" if member else "/my")
        return self._offer_page(member, offer, done=done)

    @http.route(
        "/my/reseller/offers/<int:offer_id>/accept",
        type="http", auth="user", methods=["POST"], website=True, sitemap=False,
    )  # fmt: skip
    def portal_reseller_offer_accept(self, offer_id, **post):
        """Order what is offered, in the quantities of the form."""

        def accept(offer, member):
            order = offer._accept(member.user_id, _quantities(offer, post))
            return self._order_url(order) if order else f"/my/reseller/offers/{offer.id}?done=changed"

        return self._answer(offer_id, accept)

    @http.route(
        "/my/reseller/offers/<int:offer_id>/decline",
        type="http", auth="user", methods=["POST"], website=True, sitemap=False,
    )  # fmt: skip
    def portal_reseller_offer_decline(self, offer_id, reason="", note="", **post):
        """Say no, and why."""

        def decline(offer, member):
            offer._decline(member.user_id, reason, note)
            return "/my/reseller/offers?done=declined"

        return self._answer(offer_id, decline)


def _quantities(offer, post):
    """Read the quantities of the form.

    :return: dict of line id to pieces; None where the form has none
    :raises UserError: for what is no whole number
    """
    given = {line.id: post[f"quantity_{line.id}"].strip() for line in offer.line_ids if f"quantity_{line.id}" in post}
    if not all(text.isdecimal() and text.isascii() and len(text) < 7 for text in given.values()):
        raise UserError(request.env._("Please enter whole numbers, 0 for what you do not want."))
    return {line: int(text) for line, text in given.items()} or None
