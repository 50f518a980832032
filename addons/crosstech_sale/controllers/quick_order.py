"""Quick order, and the price list to take along."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib import quick_order, safe_cells, tariff_sheets
from .reseller_team import current_member

MAX_REQUEST_BYTES = 2 * tariff_sheets.MAX_BYTES
SUGGESTED = 8


class QuickOrderPortal(CustomerPortal):
    def _quick_order_page(self, member, preview=None, error="", added=0, text=""):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="quick_order", member=member, rights=member._get_rights(), preview=preview, error=error,
            added=added, text=text, max_lines=quick_order.MAX_LINES,
        )  # fmt: skip
        return request.render("crosstech_sale.portal_quick_order", values)

    @http.route("/my/quick-order", type="http", auth="user", website=True, sitemap=False)
    def portal_quick_order(self, **kw):
        """Show the page to type, paste or send a list."""
        member = current_member()
        return self._quick_order_page(member) if member else request.redirect("/my")

    @http.route(
        "/my/quick-order/preview", type="http", auth="user", methods=["POST"], website=True, sitemap=False,
        max_content_length=MAX_REQUEST_BYTES,
    )  # fmt: skip
    def portal_quick_order_preview(self, text="", file=None, **post):
        """Show what becomes of a list before anything is ordered."""
        member = current_member()
        if not member:
            return request.redirect("/my")
        try:
            if hasattr(file, "read") and file.filename:
                lines = quick_order.parse_file(file.read(tariff_sheets.MAX_BYTES + 1))
            else:
                lines = quick_order.parse_text(text)
        except quick_order.QuickOrderError as error:
            return self._quick_order_page(member, error=_error_text(error.code), text=text[: quick_order.MAX_TEXT])
        return self._quick_order_page(member, preview=request.website._quick_order_preview(lines))

    @http.route("/my/quick-order/add", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def portal_quick_order_add(self, check=None, **post):
        """Put the good lines into the cart, and show those again that need mending."""
        member = current_member()
        if not member:
            return request.redirect("/my")
        form = request.httprequest.form
        pairs = list(zip(form.getlist("key"), form.getlist("quantity"), strict=False))[: quick_order.MAX_LINES]
        lines = [
            quick_order.line(number, key, quantity) for number, (key, quantity) in enumerate(pairs, 1) if key.strip()
        ]
        preview = request.website._quick_order_preview(lines)
        wanted = quick_order.totals(
            quick_order.Line(row["number"], row["key"], row["quantity"], product=row["product"].id)
            for row in preview["lines"]
            if not row["error"]
        )
        if check or not wanted:
            return self._quick_order_page(member, preview=preview)
        try:
            with request.env.cr.savepoint():
                cart = request.cart or request.website._create_cart()
                added = cart._quick_add(wanted)
        except UserError as refusal:
            return self._quick_order_page(member, preview=preview, error=str(refusal))
        if not preview["bad"]:
            return request.redirect("/shop/cart", code=303)
        left = [row for row in preview["lines"] if row["error"]]
        return self._quick_order_page(member, preview={**preview, "lines": left, "good": 0, "amount": 0}, added=added)

    @http.route("/my/quick-order/suggest", type="http", auth="user", website=True, sitemap=False)
    def portal_quick_order_suggest(self, term="", **kw):
        """Name goods whose SKU, barcode or name contains what was typed; without prices."""
        term = " ".join(term.split())[:60]
        if len(term) < 2 or not request.env.user._get_reseller_rights():
            return request.make_json_response([])
        name = ["|", "|", ("default_code", "ilike", term), ("barcode", "=", term), ("name", "ilike", term)]
        products = request.env["product.product"].search(
            [*request.website._quick_order_domain(), *name], limit=SUGGESTED, order="default_code"
        )
        return request.make_json_response(
            [{"key": one.default_code or one.barcode or one.name, "name": one.name} for one in products]
        )

    # === PRICE LIST === #

    def _price_list_rows(self):
        """Rows of the price list of the visitor, headings first."""
        # pylint: disable=prefer-env-translation
        website, _ = request.website, request.env._
        products = request.env["product.product"].sudo().search(
            website._quick_order_domain(), order="default_code, id"
        )  # fmt: skip
        stock = website._quick_order_stock(products)
        prices = website._quick_order_prices(dict.fromkeys(products.ids, 1))
        yield [_("SKU"), _("Barcode"), _("Name"), _("Category"), _("Unit"), _("Price"), _("Availability")]
        for one in products:
            yield [
                one.default_code or "", one.barcode or "", one.with_context(display_default_code=False).display_name,
                (one.public_categ_ids[:1] or one.categ_id).name, one.uom_id.name,
                _whole(prices[one.id]), _availability(website, stock[one.id]),
            ]  # fmt: skip

    @http.route(["/my/price-list.<string:kind>"], type="http", auth="user", website=True, sitemap=False, readonly=True)
    def portal_price_list(self, kind, **kw):
        """Download stock and prices as CSV or XLSX."""
        rights = request.env.user._get_reseller_rights()
        if not rights or not rights.sees_prices or kind not in ("csv", "xlsx"):
            return request.redirect("/my")
        name = f"price-list-{request.env.company._get_today()}.{kind}"
        rows = list(self._price_list_rows())
        if kind == "csv":
            content, mime = safe_cells.csv_blocks(rows), "text/csv; charset=utf-8"
        else:
            content, mime = safe_cells.workbook(name, rows), safe_cells.XLSX
        headers = [("Content-Type", mime), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers=headers)


def _whole(amount):
    """A price as a whole number where it is one, so that spreadsheets reckon with it."""
    return int(amount) if float(amount).is_integer() else round(amount, 2)


def _availability(website, free):
    is_exact = website.company_id.sudo().portal_stock_detail == "exact"
    return free if is_exact and free is not None else website._availability_text(free)


def _error_text(code):
    """:return: what to do about an error of ``lib.quick_order``"""
    # pylint: disable=prefer-env-translation
    _ = request.env._
    texts = {
        "empty": _("There is nothing in it. Write one line for each product: SKU and quantity."),
        "too_many": _("That is too long: at most %s lines at once. Split it into parts.", quick_order.MAX_LINES),
        "too_big": _("That is too big: at most 10 MB. Leave out pictures and sheets that are not needed."),
        "too_many_rows": _("That is too long: at most %s lines at once.", quick_order.MAX_LINES),
        "locked": _("The file is protected by a password. Save it without one and send it again."),
        "web_page": _("This is a web page, not a table. Save it as CSV or XLSX and send it again."),
    }
    return texts.get(code) or _("This file cannot be read. Send a CSV or XLSX file with SKU and quantity.")
