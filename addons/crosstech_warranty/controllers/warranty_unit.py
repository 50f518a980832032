"""Pages of a unit: what its label opens, the owner's list, the service document."""

import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.crosstech_sale.controllers.order_portal import can_print_pdf
from odoo.addons.crosstech_sale.controllers.region import region_lists
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..lib import service_document

_logger = logging.getLogger(__name__)

REPORT = "crosstech_warranty.service_document_report"
PER_PAGE = 30
LONGEST_TYPED = 500


class WarrantyUnitPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        """Override of `portal` to count the units of the customer."""
        values = super()._prepare_home_portal_values(counters)
        if "unit_count" in counters:
            values["unit_count"] = request.env["crosstech.warranty.unit"].sudo().search_count(self._own_units())
        return values

    def _own_units(self):
        owner = request.env.user.partner_id.commercial_partner_id
        return [("partner_id", "child_of", owner.id), ("state", "=", "active")]

    # === THE OWNER'S LIST === #

    @http.route(["/my/units", "/my/units/page/<int:page>"], type="http", auth="user", website=True, sitemap=False)
    def my_units(self, page=1, search="", order=None, **kw):
        """Show what the customer bought and how long it is covered."""
        Unit = request.env["crosstech.warranty.unit"].sudo()
        domain = self._own_units()
        if search.strip():
            domain += ["|", ("product_id", "ilike", search.strip()[:60]), ("lot_id.name", "ilike", search.strip()[:60])]
        if order and order.isascii() and order.isdigit() and len(order) < 10:
            domain += [("order_id", "=", int(order))]
        total = Unit.search_count(domain)
        pages = pager("/my/units", total, page=page, step=PER_PAGE, url_args={"search": search, "order": order or ""})
        units = Unit.search(domain, limit=PER_PAGE, offset=pages["offset"])
        values = {"units": units, "pager": pages, "search": search, "page_name": "units"}
        return request.render("crosstech_warranty.my_units_page", self._prepare_portal_layout_values() | values)

    @http.route("/my/units/<int:unit_id>", type="http", auth="user", methods=["GET"], website=True, sitemap=False)
    def my_unit(self, unit_id, **kw):
        """Show one unit to its owner."""
        unit = request.env["crosstech.warranty.unit"].sudo().browse(unit_id).exists()
        if not unit or not unit._is_owner(request.env.user):
            return request.redirect("/my/units")
        return self._render_unit(unit, is_owner=True)

    # === WHAT THE LABEL OPENS === #

    @http.route("/unit/<string:token>", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def unit(self, token, access_token=None, done="", **kw):
        """Show a unit: to a stranger what it is and its warranty, to its owner everything."""
        unit = self._unit(token)
        return self._render_unit(
            unit, is_owner=unit._is_owner(request.env.user, access_token), access_token=access_token, done=done
        )

    @http.route(
        "/unit/<string:token>/document", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def unit_document(self, token, access_token=None, **post):
        """Take the service document; on error it comes back as typed. Once filled in, only the owner changes it."""
        unit = self._unit(token)
        is_owner = unit._is_owner(request.env.user, access_token)
        if unit.has_document and not is_owner:
            return request.redirect(f"/unit/{token}", code=303)
        typed = {
            name: post[name][:LONGEST_TYPED] for name in service_document.FIELDS if isinstance(post.get(name), str)
        }
        page = {"is_owner": is_owner, "access_token": access_token, "typed": typed}
        if post.get("region_refresh"):
            return self._render_unit(unit, **page)
        values, errors = self._read_document(typed, unit)
        if not errors:
            try:
                with request.env.cr.savepoint():
                    unit._fill_document(values)
            except UserError as error:
                errors["form"] = str(error)
        if errors:
            return self._render_unit(unit, errors=errors, **page)
        key = f"&access_token={access_token}" if is_owner and access_token else ""
        return request.redirect(f"/unit/{token}?done=document{key}#document", code=303)

    @http.route("/unit/<string:token>/print", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def unit_print(self, token, access_token=None, **kw):
        """Print the service document, for the owner."""
        unit = self._unit(token)
        if not unit._is_owner(request.env.user, access_token):
            return request.redirect(f"/unit/{token}")
        return self._print(unit)

    @http.route("/unit/<string:token>/stop", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def unit_stop_ask(self, token, access_token=None, **kw):
        """Ask whether reminders are to stop; a mail program that follows links stops nothing."""
        unit = self._unit(token)
        if not unit._is_owner(request.env.user, access_token):
            return request.redirect(f"/unit/{token}")
        return self._render_unit(unit, is_owner=True, access_token=access_token, done="stop")

    @http.route("/unit/<string:token>/stop", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def unit_stop(self, token, access_token=None, **kw):
        """Stop the reminders of this owner."""
        unit = self._unit(token)
        if not unit._is_owner(request.env.user, access_token):
            return request.redirect(f"/unit/{token}")
        unit._stop_reminders()
        return self._render_unit(unit, is_owner=True, access_token=access_token, done="stopped")

    # === TOOLING === #

    def _unit(self, token):
        unit = request.env["crosstech.warranty.unit"]._of_token(token)
        if not unit:
            raise request.not_found()
        return unit

    def _read_document(self, typed, unit):
        """:return: values to write, and texts of what is wrong by field"""
        form = service_document.read(typed, unit.company_id._get_today())
        region = region_lists(typed)["districts"].filtered(lambda one: one.code == typed.get("region_id"))[:1]
        errors = {name: self._document_error(code) for name, code in form.errors.items()}
        if not region:
            errors["region_id"] = request.env._("Please choose province, city and district.")
        return {**form.values, "region_id": region.id}, errors

    def _render_unit(self, unit, *, is_owner, access_token=None, typed=None, errors=None, done=""):
        form = typed
        if form is None:
            known = {} if unit.has_document else unit._get_document_defaults()
            form = known if is_owner else {"purchase_date": known.get("purchase_date", "")}
        values = self._prepare_portal_layout_values() | {
            "unit": unit,
            "is_owner": is_owner,
            "access_token": access_token or "",
            "form": form,
            "errors": errors or {},
            "done": done,
            "today": unit.company_id._get_today().isoformat(),
            "page_name": "unit" if is_owner and not request.env.user._is_public() else "",
            **region_lists(form),
        }
        response = request.render("crosstech_warranty.unit_page", values)
        response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _print(self, unit):
        if can_print_pdf():
            try:
                pdf, _kind = request.env["ir.actions.report"].sudo()._render_qweb_pdf(REPORT, [unit.id])
                name = unit.name.replace("/", "-")
                headers = [
                    ("Content-Type", "application/pdf"),
                    ("Content-Disposition", f'inline; filename="{name}.pdf"'),
                ]
                return request.make_response(pdf, headers=headers)
            except UserError:
                _logger.info("No PDF of unit %s, a page to print instead", unit.name, exc_info=True)
        return request.render("crosstech_warranty.service_document_page", {"unit": unit, "title": unit.name})

    def _document_error(self, code):
        # pylint: disable=prefer-env-translation
        _ = request.env._
        return {
            "required": _("Please fill in this field."),
            "too_long": _("This is too long. Please shorten it."),
            "phone": _("This is no telephone number. Please write it like 0812 3456 7890."),
            "date": _("This is no date of a purchase. Please choose the day on your receipt."),
            "future": _("This day is still to come. Please choose the day on your receipt."),
        }[code]
