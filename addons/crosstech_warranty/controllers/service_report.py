"""Service, open day and night: what we do, report a failure in a minute, logged in or as a guest (S1.4, S1.26)."""

import secrets

from odoo import fields, http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.crosstech_sale.controllers.region import region_lists
from odoo.addons.crosstech_sale.lib import local_time
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib import report_form
from . import report_files

TYPED = (
    *report_form.LENGTHS, "description", "kind", "unit", "symptom", "state_id", "regency_code", "region_id", "wished",
    "report_key", "order", "access_token", "u",
)  # fmt: skip
LONGEST_TYPED = 4000
SHORTEST_KEY = 32


class ServiceReport(http.Controller):
    # === PAGES === #

    @http.route("/service", type="http", auth="public", methods=["GET"], website=True, sitemap=True)
    def service(self, **kw):
        """Say what the service does and where to begin."""
        return request.render("crosstech_warranty.service_page", {})

    @http.route("/service/report", type="http", auth="public", methods=["GET"], website=True, sitemap=True)
    def service_report(self, **query):
        """Show the form; who is logged in, or comes from an order or the label of a unit, finds it half filled."""
        typed = {name: query[name][:LONGEST_TYPED] for name in TYPED if isinstance(query.get(name), str)}
        typed.pop("report_key", None)  # chosen here alone: who knows the key gets the request
        scanned = self._scanned_unit(typed)
        picked = {"unit": str(scanned.id)} if scanned else {}
        return self._render_form({**self._place_of(self._reporter(typed)), **picked, **typed})

    @http.route(
        "/service/report", type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        max_content_length=report_files.MAX_REQUEST_BYTES, captcha="service_report",
    )  # fmt: skip
    def service_report_submit(self, **post):
        """Take the form; on error it comes back with everything that was typed and chosen."""
        typed = {name: post[name][:LONGEST_TYPED] for name in TYPED if isinstance(post.get(name), str)}
        if post.get("url"):  # a field people do not see: only robots fill it
            return request.redirect("/service", code=303)
        if post.get("region_refresh"):
            return self._render_form(typed)
        form, errors = self._read(typed)
        files, proofs, file_errors = self._read_files(post)
        errors |= file_errors
        identity = None if errors else self._identify(typed, form.values)
        if identity and identity.error and not (identity.error == "no_match" and proofs):
            errors["proof_number" if identity.error == "no_match" else "form"] = self._error_text(identity.error)
        if errors:
            return self._render_form(typed, errors, kept=files | proofs)
        ticket = self._report(typed, form.values, identity)
        ticket._add_kept_files(files | proofs)
        token = ticket._portal_ensure_token()
        return request.redirect(f"/service/report/{ticket.id}?access_token={token}", code=303)

    @http.route(
        "/service/report/<int:ticket_id>", type="http", auth="public", methods=["GET"], website=True, sitemap=False
    )
    def service_report_taken(self, ticket_id, access_token="", **kw):
        """Show the verdict at once, why, and what happens next."""
        ticket = request.env["helpdesk.ticket"].sudo().browse(ticket_id).exists()
        if not ticket or not ticket.access_token or not consteq(ticket.access_token, str(access_token)):
            raise request.not_found()
        values = {"ticket": ticket, "case_url": ticket.get_portal_url(), "page_name": "service"}
        response = request.render("crosstech_warranty.report_taken_page", values)
        response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    # === READING === #

    def _partner(self):
        """:return: the customer who is logged in; nobody for visitors and for staff"""
        user = request.env.user
        return request.env["res.partner"] if user._is_public() or user._is_internal() else user.partner_id

    def _reporter(self, typed):
        """:return: the customer who is logged in, or whose order this visitor has shown; nobody for other guests"""
        return self._partner() or self._order_units(typed).order_id.partner_id

    def _offered_units(self, typed):
        """:return: the units this visitor has shown to be his, as superuser"""
        units = request.env["helpdesk.ticket"]._reportable_units(self._partner())
        return units | self._order_units(typed) | self._scanned_unit(typed)

    def _order_units(self, typed):
        Unit = request.env["crosstech.warranty.unit"].sudo()
        number = typed.get("order", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return Unit
        try:
            order = CustomerPortal()._document_check_access("sale.order", int(number), typed.get("access_token"))
        except (AccessError, MissingError):
            return Unit
        return Unit.search([("order_id", "=", order.id), ("state", "=", "active")], limit=60)

    def _scanned_unit(self, typed):
        token = typed.get("u", "")
        Unit = request.env["crosstech.warranty.unit"].sudo()
        return Unit.search([("access_token", "=", token)], limit=1) if len(token) > 20 else Unit

    def _read(self, typed):
        """:return: tuple(``lib.report_form.ReportForm``, dict of error texts by field)"""
        is_guest = not self._reporter(typed)
        has_unit = typed.get("unit") in {str(unit.id) for unit in self._offered_units(typed)}
        form = report_form.read(typed, is_guest=is_guest, has_unit=has_unit)
        errors = {name: self._error_text(code) for name, code in form.errors.items()}
        if not self._symptom(typed) and form.values["kind"] == "failure":
            errors["symptom"] = self._error_text("symptom")
        region = self._region(typed)
        if not region:
            errors["region_id"] = self._error_text("region")
        elif code := self._read_wished(typed, region)[1]:
            errors["wished"] = self._error_text(code)
        return form, errors

    def _region(self, typed):
        return region_lists(typed)["districts"].filtered(lambda one: one.code == typed.get("region_id"))[:1]

    def _symptom(self, typed):
        return self._symptoms().filtered(lambda one: str(one.id) == typed.get("symptom"))

    def _symptoms(self):
        return request.env["crosstech.fault.code"].sudo().search([("kind", "=", "symptom")])

    def _read_wished(self, typed, region):
        """:return: tuple(naive UTC or False, code of what is wrong or ``""``)"""
        if not typed.get("wished"):
            return False, ""
        try:
            moment = local_time.parse(typed["wished"], region.timezone).replace(tzinfo=None)
        except local_time.LocalTimeError:
            return False, "wished"
        return moment, "past" if moment < fields.Datetime.now() else ""

    def _read_files(self, post):
        """:return: tuple(kept photos and videos, kept proof, dict of error texts by field)"""
        Attachment = request.env["ir.attachment"]
        files = Attachment._kept_for_report(request.httprequest.form.getlist("kept"))
        proofs = files.filtered(lambda file: file.description == "proof")
        files -= proofs
        sent = [*request.httprequest.files.getlist("media"), post.get("proof")]
        has_files = any(getattr(one, "filename", "") for one in sent)
        if has_files and not request.env["crosstech.report.attempt"]._take("files", request.httprequest.remote_addr):
            return files, proofs, {"form": self._error_text("too_many")}
        media, error = report_files.read_media(
            request.httprequest.files.getlist("media"), report_files.MAX_FILES - len(files)
        )
        proof, proof_error = report_files.read_proof(post.get("proof"))
        errors = {
            name: report_files.error_text(code) for name, code in (("media", error), ("proof", proof_error)) if code
        }
        if media or proof:
            files |= Attachment._keep_for_report(media)
            proofs |= Attachment._keep_for_report(proof, description="proof")
        return files, proofs, errors

    # === DOING === #

    def _identify(self, typed, values):
        return request.env["helpdesk.ticket"]._identify(
            {**values, "unit": typed.get("unit")},
            self._reporter(typed),
            self._offered_units(typed),
            request.httprequest.remote_addr or "",
        )

    def _report(self, typed, values, identity):
        region, contact, key = self._region(typed), values["contact"], typed.get("report_key", "")
        reporter = {"partner_id": identity.partner.id}
        if contact:
            reporter |= {"partner_email": contact} if report_form.is_email(contact) else {"phone": contact}
        if not identity.partner and contact:
            reporter["partner_name"] = contact
        return request.env["helpdesk.ticket"]._report(
            {
                **reporter,
                "unit_id": identity.unit.id,
                "typed_serial": values["serial"],
                "proof_number": values["proof_number"],
                "request_kind": values["kind"],
                "arrival_way": "parcel" if values["kind"] == "return" else "on_site",
                "symptom_id": self._symptom(typed).id,
                "description": values["description"],
                "region_id": region.id,
                "place": values["place"],
                "wished_datetime": self._read_wished(typed, region)[0],
                "report_key": key if len(key) >= SHORTEST_KEY else False,
            }
        )

    # === SHOWING === #

    def _place_of(self, partner):
        region = partner.region_id.sudo()
        if region.level != "district":
            return {"place": partner.street or ""}
        return {
            "state_id": str(region.state_id.id),
            "regency_code": region.parent_id.code,
            "region_id": region.code,
            "place": partner.street or "",
        }

    def _render_form(self, form, errors=None, kept=None):
        units = self._offered_units(form)
        values = {
            "form": {"report_key": secrets.token_urlsafe(32), **form},
            "errors": errors or {},
            "units": units,
            "is_guest": not self._reporter(form),
            "symptoms": self._symptoms(),
            "look_alikes": report_form.look_alikes(form.get("serial", "")) if errors else [],
            "kept": kept or [],
            "return_days": request.env.company.sudo().return_days,
            "max_files": report_files.MAX_FILES,
            "page_name": "service",
            **region_lists(form),
        }
        return request.render("crosstech_warranty.report_page", values)

    def _error_text(self, code):
        """:return: what to do about an error of ``lib.report_form`` or ``_identify``"""
        # pylint: disable=prefer-env-translation
        _ = request.env._
        return {
            "required": _("Please fill in this field."),
            "too_long": _("This is too long. Please shorten it."),
            "short": _("A serial number is longer. It stands on a label below or behind the unit, often after “S/N”."),
            "contact": _("Please write an e-mail address, or a telephone number like 0812 3456 7890."),
            "symptom": _("Please choose what fits best."),
            "region": _("Please choose province, city and district."),
            "wished": _("Please choose day and time."),
            "past": _("This time has passed. Please choose a later one."),
            "no_match": _(
                "Serial number and proof of purchase do not fit together. Please check both, or add a photo of the"
                " receipt or invoice: then we look it up for you."
            ),
            "too_many": _(
                "That was tried too often within this hour. Please try again later, log in, or call us: we gladly take"
                " your report on the telephone."
            ),
        }[code]
