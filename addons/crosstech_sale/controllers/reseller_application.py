"""Apply to become a reseller, follow the application, answer questions. Visitors may, with the token of the mail."""

from odoo import http
from odoo.exceptions import LockError, UserError
from odoo.http import request
from odoo.tools import consteq

from ..lib import proof_files, reseller_form
from ..models.reseller_application import DOCUMENT_KINDS
from .region import region_lists

# More than four files may have, so that one that is too big gets an answer with everything else still typed in.
MAX_REQUEST_BYTES = 6 * proof_files.MAX_BYTES
FIELDS = (
    *reseller_form.LENGTHS, *reseller_form.FLAGS, "phone", "npwp", "legal_form", "monthly_volume", "state_id",
    "regency_code", "region_id", "agrees",
)  # fmt: skip
LONGEST_TYPED = 1500


class ResellerApplicationController(http.Controller):
    # === APPLYING === #

    @http.route("/resellers/apply", type="http", auth="public", methods=["GET"], website=True, sitemap=True)
    def reseller_apply(self, **kw):
        """Show the form; who is logged in finds it prefilled."""
        return self._render_form(self._prefilled())

    @http.route(
        "/resellers/apply", type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        max_content_length=MAX_REQUEST_BYTES,
    )  # fmt: skip
    def reseller_apply_submit(self, **post):
        """Take the form; on error it comes back with everything that was typed, except the files."""
        typed = {name: post[name][:LONGEST_TYPED] for name in FIELDS if isinstance(post.get(name), str)}
        if post.get("region_refresh"):
            return self._render_form(typed)
        if post.get("url"):  # a field people do not see: only robots fill it
            return request.redirect("/resellers/apply/thanks", code=303)
        form = reseller_form.read(typed)
        errors = {name: self._error_text(code) for name, code in form.errors.items()}
        region = self._chosen_region(typed)
        if not region:
            errors["region_id"] = self._error_text("region")
        files, file_errors = self._read_files(post)
        errors |= file_errors or ({} if files else {"document_nib": self._error_text("no_file")})
        if not errors:
            try:
                self._submit({**form.values, "region_id": region.id}, files)
            except UserError as error:
                errors["form"] = str(error)
        if errors:
            return self._render_form(typed, errors)
        return request.redirect("/resellers/apply/thanks", code=303)

    @http.route("/resellers/apply/thanks", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def reseller_apply_thanks(self, **kw):
        """Say what happens now; the same for a first and for a second application."""
        return request.render("crosstech_sale.reseller_thanks_page", {})

    def _submit(self, values, files):
        user = request.env.user
        request.env["crosstech.reseller.application"]._submit(
            {**values, "lang": request.env.lang},
            files,
            request.httprequest.remote_addr or "",
            None if user._is_public() or user._is_internal() else user,
        )

    def _prefilled(self):
        user = request.env.user
        if user._is_public() or user._is_internal():
            return {}
        partner, company = user.partner_id, user.partner_id.commercial_partner_id.sudo()
        place = partner if partner.region_id else company
        return {
            "company_name": company.name if company.is_company else "",
            "contact_name": partner.name,
            "email": partner.email or user.login,
            "phone": partner.phone or "",
            "npwp": company.vat or "",
            "street": place.street or "",
            "zip": place.zip or "",
            "state_id": str(place.state_id.id or ""),
            "regency_code": place.region_id.sudo().parent_id.code or "",
            "region_id": place.region_id.sudo().code or "",
        }

    def _render_form(self, form, errors=None):
        application = request.env["crosstech.reseller.application"]
        values = {
            "form": form,
            "errors": errors or {},
            "legal_forms": application._fields["legal_form"]._description_selection(request.env),
            "volumes": application._fields["monthly_volume"]._description_selection(request.env),
            "documents": self._document_labels(),
            "banks": request.env["res.bank"].sudo().search([], limit=100).mapped("name"),
            **region_lists(form),
        }
        return request.render("crosstech_sale.reseller_apply_page", values)

    # === DISTRICT === #

    def _chosen_region(self, form):
        return region_lists(form)["districts"].filtered(lambda one: one.code == form.get("region_id"))[:1]

    # === FILES === #

    def _document_labels(self):
        # pylint: disable=prefer-env-translation
        _ = request.env._
        return {
            "nib": _("NIB (business registration)"),
            "npwp": _("NPWP card"),
            "ktp": _("KTP of the person in charge"),
            "other": _("Another document"),
        }

    def _read_files(self, post):
        """Clean what was uploaded.

        :return: tuple(list of tuple(kind, ``ProofFile``), dict of errors by field)
        """
        files, errors = [], {}
        for kind in DOCUMENT_KINDS:
            sent = post.get(f"document_{kind}")
            if not getattr(sent, "filename", ""):
                continue
            try:
                files.append((kind, proof_files.clean(sent.read(proof_files.MAX_BYTES + 1))))
            except proof_files.ProofFileError as error:
                errors[f"document_{kind}"] = self._error_text(error.code)
        return files, errors

    # === FOLLOWING === #

    def _application(self, application_id, access_token):
        """:return: the application as superuser; not found for anybody without its token, its login or the duty"""
        application = request.env["crosstech.reseller.application"].sudo().browse(application_id).exists()
        user, key = request.env.user, application.access_token
        is_known = key and isinstance(access_token, str) and consteq(key, access_token)
        is_own = application and not user._is_public() and application.applicant_user_id == user
        if is_known or is_own or (application and application.with_user(user).has_access("read")):
            return application
        raise request.not_found()

    def _render_status(self, application, access_token, **values):
        response = request.render(
            "crosstech_sale.reseller_status_page",
            {
                "application": application,
                "access_token": access_token or "",
                "timezone": application.region_id.timezone or application.company_id.partner_id._get_timezone(),
                "documents": self._document_labels(),
                "errors": {},
                "typed": "",
                "page_name": "reseller_application",
                **values,
            },
        )
        response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @http.route(
        "/resellers/application/<int:application_id>", type="http", auth="public", methods=["GET"], website=True,
        sitemap=False,
    )  # fmt: skip
    def reseller_application(self, application_id, access_token=None, **kw):
        """Show where the application stands."""
        application = self._application(application_id, access_token)
        return self._render_status(application, access_token, is_sent=bool(kw.get("sent")))

    @http.route(
        "/resellers/application/<int:application_id>/answer", type="http", auth="public", methods=["POST"],
        website=True, sitemap=False, max_content_length=MAX_REQUEST_BYTES,
    )  # fmt: skip
    def reseller_application_answer(self, application_id, access_token=None, answer="", **post):
        """Take an answer, with documents."""
        application = self._as_applicant(application_id, access_token)
        files, errors = self._read_files(post)
        answer = answer.replace("\x00", "")[:LONGEST_TYPED] if isinstance(answer, str) else ""
        if not errors:
            text = answer if answer.strip() or not files else request.env._("Documents added.")
            errors = self._try(application._answer, text, files)
        if errors:
            return self._render_status(application, access_token, errors=errors, typed=answer)
        return self._back(application, access_token, "&sent=1")

    @http.route(
        "/resellers/application/<int:application_id>/withdraw", type="http", auth="public", methods=["POST"],
        website=True, sitemap=False,
    )  # fmt: skip
    def reseller_application_withdraw(self, application_id, access_token=None, **post):
        """Take the application back."""
        application = self._as_applicant(application_id, access_token)
        if errors := self._try(application._withdraw):
            return self._render_status(application, access_token, errors=errors)
        return self._back(application, access_token)

    def _as_applicant(self, application_id, access_token):
        """Like :meth:`_application`, but staff who may read it do not speak for the applicant."""
        application = self._application(application_id, access_token)
        if request.env.user._is_internal():
            raise request.not_found()
        return application

    def _try(self, step, *arguments):
        """:return: dict of errors, empty when the step was taken"""
        try:
            with request.env.cr.savepoint():
                step(*arguments)
        except LockError:
            return {"form": request.env._("Somebody else is changing this right now. Please try again.")}
        except UserError as error:
            return {"form": str(error)}
        return {}

    def _back(self, application, access_token, query=""):
        return request.redirect(
            f"/resellers/application/{application.id}?access_token={application._portal_ensure_token()}{query}"
            if access_token
            else f"/resellers/application/{application.id}{query.replace('&', '?')}",
            code=303,
        )

    # === TEXTS === #

    def _error_text(self, code):
        """:return: what to do about an error of ``lib.reseller_form`` or ``lib.proof_files``"""
        # pylint: disable=prefer-env-translation
        _ = request.env._
        return {
            "required": _("Please fill in this field."),
            "too_long": _("This is too long. Please shorten it."),
            "email": _("This is no e-mail address. Please check it: our answer is sent there."),
            "phone": _("This is no telephone number. Please write it like 0812 3456 7890."),
            "zip": _("A postcode has 5 digits."),
            "account": _("An account number has 6 to 20 digits."),
            "choice": _("Please choose one of the list."),
            "region": _("Please choose province, city and district."),
            "npwp_missing": _("Please fill in the NPWP of your business."),
            "npwp_length": _("An NPWP has 16 digits; the old one has 15. Please check it."),
            "npwp_digits": _("An NPWP has digits only. Please check it."),
            "npwp_checksum": _("This NPWP is not valid: one of its digits is wrong. Please check it."),
            "no_file": _("Please add at least one document."),
            "empty": _("The file is empty. Please choose it again."),
            "too_big": _("The file is too big: at most 8 MB. A smaller photo is enough."),
            "too_large": _("The picture has too many pixels. A smaller photo is enough."),
            "type": _("Only JPEG, PNG or WebP pictures and PDF files are accepted."),
            "broken": _("The file is damaged and cannot be read. Please save or photograph it again."),
            "encrypted": _("The PDF is protected by a password. Please send it without one, or a photo."),
            "pages": _("The PDF must have 1 to 10 pages."),
        }[code]
