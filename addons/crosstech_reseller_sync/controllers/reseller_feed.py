"""Our catalogue for a reseller's software: the page with its key, and the address the software reads."""

import csv
import io

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.crosstech_sale.controllers.reseller_team import current_member
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.reseller_feed import COLUMNS, FRESH_MINUTES, READS_AN_HOUR

MAX_AGE = ("Cache-Control", f"private, max-age={60 * FRESH_MINUTES}")


class FeedPortal(CustomerPortal):
    def _feed_page(self, member, token="", error=""):
        Feed = request.env["crosstech.reseller.feed"].sudo()
        values = {
            **self._prepare_portal_layout_values(), "page_name": "reseller_feed", "member": member, "error": error,
            "is_agreed": Feed._is_agreed(member.reseller_id), "feed": Feed._open_of(member.reseller_id),
            "address": f"{request.httprequest.host_url}reseller-feed/{token}/catalogue" if token else "",
            "reads": READS_AN_HOUR, "columns": self._column_texts(),
        }  # fmt: skip
        return request.render("crosstech_reseller_sync.portal_reseller_feed", values)

    def _column_texts(self):
        """:return: list of (column, what it holds)"""
        # pylint: disable=prefer-env-translation
        _ = request.env._
        texts = {
            "sku": _("our product code"),
            "barcode": _("barcode, empty where there is none"),
            "name": _("name with its variant"),
            "category": _("category of the shop"),
            "unit": _("unit of the price and of the stock"),
            "price": _("your price for one unit, with taxes"),
            "currency": _("currency of the price"),
            "stock": _("what is free; 1 or 0 where we tell available or not"),
            "weight_kg": _("weight of one unit"),
        }
        return [(name, texts[name]) for name in COLUMNS]

    @http.route("/my/reseller/feed", type="http", auth="user", website=True, sitemap=False)
    def portal_reseller_feed(self, **kw):
        """Show how a reseller's software reads our catalogue."""
        member = current_member()
        if not member or not member.sees_prices:
            return request.redirect("/my")
        return self._feed_page(member)

    @http.route(
        "/my/reseller/feed/<string:step>", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_reseller_feed_step(self, step, **post):
        """Make a new key, or revoke it; the team admin's word."""
        member = current_member()
        if not member or not member.is_admin or step not in ("new", "revoke"):
            return request.redirect("/my/reseller/feed" if member else "/my")
        Feed = request.env["crosstech.reseller.feed"].sudo()
        if step == "revoke":
            Feed._open_of(member.reseller_id)._revoke()
            return request.redirect("/my/reseller/feed", code=303)
        try:
            token = Feed._make(member.reseller_id, member.user_id)
        except UserError as refusal:
            return self._feed_page(member, error=str(refusal))
        return self._feed_page(member, token=token)

    @http.route(
        "/reseller-feed/<string:token>/catalogue.<string:kind>",
        type="http", auth="public", sitemap=False, save_session=False,
    )  # fmt: skip
    def reseller_feed(self, token, kind, **kw):
        """Answer the software of a reseller: CSV or JSON, so often an hour, as long as the key holds."""
        feed = request.env["crosstech.reseller.feed"].sudo()._by_token(token)
        if not feed or kind not in ("csv", "json"):
            raise request.not_found()
        if not feed._take_turn():
            return request.make_response("", headers=[("Retry-After", "3600")], status=429)
        rows = feed._rows()
        if kind == "json":
            products = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
            return request.make_json_response({"products": products}, headers=[MAX_AGE])
        headers = [("Content-Type", "text/csv; charset=utf-8"), MAX_AGE]
        return request.make_response(_csv([COLUMNS, *rows]), headers=headers)


def _csv(rows):
    """Write rows for a program: commas, values exactly as they are."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
