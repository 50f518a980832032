"""The reseller's own data in the portal: what is agreed, permit, sign, pause, revoke, and each reading."""

import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.crosstech_sale.controllers.order_portal import can_print_pdf
from odoo.addons.crosstech_sale.controllers.reseller_team import current_member
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib import source_form
from ..lib.dump.limits import UPLOAD_BYTES

_logger = logging.getLogger(__name__)

URL = "/my/reseller/data"
REPORT = "crosstech_reseller_sync.reseller_agreement_report"
ACTIONS = ("permit_look", "decline", "sign", "pause", "resume", "revoke")
# On which agreement a button acts: the one being prepared, else the one in force.
PREPARING = ("permit_look", "decline", "sign")
READINGS = 20
FORM_BYTES = 256 * 1024


def print_agreement(agreement):
    """Answer with an agreement as PDF, or as a page to print."""
    if can_print_pdf():
        try:
            pdf, _kind = request.env["ir.actions.report"].sudo()._render_qweb_pdf(REPORT, [agreement.id])
            name = agreement.name.replace("/", "-")
            headers = [("Content-Type", "application/pdf"), ("Content-Disposition", f'inline; filename="{name}.pdf"')]
            return request.make_response(pdf, headers=headers)
        except UserError:
            _logger.info("No PDF of agreement %s, a page to print instead", agreement.name, exc_info=True)
    values = {"agreement": agreement, "title": agreement.name}
    return request.render("crosstech_reseller_sync.reseller_agreement_page", values)


class ResellerDataPortal(CustomerPortal):
    def _own_source(self, source_id):
        """:return: the team member who asks and his source, both as superuser; empty where it is not his"""
        member = current_member()
        sources = request.env["crosstech.reseller.source"]._of_member(member)
        return member, sources.filtered(lambda source: source.id == source_id)

    def _data_values(self, member, page_name, **values):
        return {
            **self._prepare_portal_layout_values(), "page_name": page_name, "member": member, "ways": source_form.WAYS,
            **values,
        }  # fmt: skip

    def _source_page(self, member, source, error="", **values):
        current = source.agreement_id
        values = self._data_values(
            member, "reseller_data_source", source=source, error=error, current=current,
            prepared=source._prepared_agreement(), readings=source.pull_ids[:READINGS],
            max_megabytes=UPLOAD_BYTES // 1024**2, timezone=source.timezone, **values,
        )  # fmt: skip
        return request.render("crosstech_reseller_sync.portal_reseller_data_source", values)

    @http.route(URL, type="http", auth="user", website=True, sitemap=False)
    def data_list(self, **kw):
        """Show what of the reseller's data is connected."""
        member = current_member()
        if not member:
            return request.redirect("/my")
        sources = request.env["crosstech.reseller.source"]._of_member(member)
        values = self._data_values(member, "reseller_data", sources=sources)
        return request.render("crosstech_reseller_sync.portal_reseller_data", values)

    @http.route(f"{URL}/<int:source_id>", type="http", auth="user", website=True, sitemap=False)
    def data_source(self, source_id, done="", **kw):
        """Show one source: what is agreed about it, and each reading."""
        member, source = self._own_source(source_id)
        return self._source_page(member, source, done=done) if source else request.redirect(URL)

    @http.route(
        f"{URL}/<int:source_id>/agreement", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def data_agreement(self, source_id, action="", **post):
        """Permit looking, sign, decline, pause, resume or revoke."""
        member, source = self._own_source(source_id)
        if not source or action not in ACTIONS:
            return request.redirect(URL)
        agreement = source.agreement_id
        if action in PREPARING:
            agreement = source._prepared_agreement() or agreement
        if not agreement:
            return request.redirect(f"{URL}/{source.id}")
        facts = {
            "reason": post.get("reason", ""), "has_consented": bool(post.get("agrees")),
            "signed_name": post.get("signed_name", ""), "seen_terms": post.get("terms", ""),
        }  # fmt: skip
        return self._change(
            source, action, lambda: agreement._apply(action, member=member, address=self._address(), **facts)
        )

    @http.route(
        f"{URL}/<int:source_id>/agreement/<int:agreement_id>", type="http", auth="user", website=True, sitemap=False
    )
    def data_agreement_print(self, source_id, agreement_id, **kw):
        """Give an agreement that was offered or signed, as PDF or as a page to print where no PDF can be made."""
        _member, source = self._own_source(source_id)
        known = source.agreement_ids.filtered(lambda one: one.id == agreement_id and one.company_signed_datetime)
        return print_agreement(known) if known else request.redirect(URL)

    @http.route(f"{URL}/<int:source_id>/again", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def data_again(self, source_id, **post):
        """Begin anew after an agreement has ended."""
        member, source = self._own_source(source_id)
        return self._change(source, "again", lambda: source._begin_again(member))

    @http.route(
        f"{URL}/<int:source_id>/upload", type="http", auth="user", methods=["POST"], website=True, sitemap=False,
        max_content_length=UPLOAD_BYTES + FORM_BYTES,
    )  # fmt: skip
    def data_upload(self, source_id, file=None, **post):
        """Take a backup or a file."""
        member, source = self._own_source(source_id)
        if not source or source.transport != "upload":
            return request.redirect(URL)

        def upload():
            if not getattr(file, "filename", ""):
                raise UserError(request.env._("Please choose a file."))
            source._upload(member, file.filename, file.read(UPLOAD_BYTES + 1), self._address())

        return self._change(source, "sent", upload)

    def _change(self, source, done, change):
        """Make a change as a whole or not at all, and come back to the page of the source."""
        if not source:
            return request.redirect(URL)
        try:
            with request.env.cr.savepoint():
                change()
        except UserError as refusal:
            source.invalidate_recordset()
            return self._source_page(current_member(), source, error=str(refusal))
        return request.redirect(f"{URL}/{source.id}?done={done}", code=303)

    def _address(self):
        return request.httprequest.remote_addr or ""


class ResellerDataForm(CustomerPortal):
    def _form_page(self, member, way, source=None, form=None, errors=None):
        values = {
            **self._prepare_portal_layout_values(), "page_name": "reseller_data_form", "member": member, "way": way,
            "source": source, "form": form or {}, "errors": errors or {}, "ways": source_form.WAYS,
            "names": source_form.fields_of(way) if way else (), "databases": source_form.DATABASES,
            "secrets": source_form.SECRETS, "required": source_form.REQUIRED, "numbers": source_form.NUMBERS,
            "labels": self._labels(), "engine_names": dict(request.env["crosstech.reseller.source"]._fields["engine"]
                                                           ._description_selection(request.env)),
        }  # fmt: skip
        return request.render("crosstech_reseller_sync.portal_reseller_data_form", values)

    @http.route(f"{URL}/new", type="http", auth="user", website=True, sitemap=False)
    def data_new(self, way="", **kw):
        """Ask which way the data reach us, then for what that way needs."""
        member = current_member()
        if not member.is_admin:
            return request.redirect(URL if member else "/my")
        return self._form_page(member, way if way in source_form.WAYS else "")

    @http.route(
        f"{URL}/connect", type="http", auth="user", methods=["POST"], website=True, sitemap=False,
        max_content_length=FORM_BYTES,
    )  # fmt: skip
    def data_connect(self, way="", **post):
        """Connect a new source."""
        member = current_member()
        if not member.is_admin or way not in source_form.WAYS:
            return request.redirect(URL if member else "/my")
        form = source_form.read(way, post)
        if form.errors:
            return self._form_page(member, way, form=self._typed(post), errors=self._error_texts(form.errors))
        source = request.env["crosstech.reseller.source"]._connect(member, form.values)
        return request.redirect(f"{URL}/{source.id}?done=connected", code=303)

    @http.route(f"{URL}/<int:source_id>/connection", type="http", auth="user", website=True, sitemap=False)
    def data_connection(self, source_id, **kw):
        """Show how a source is reached, without its secrets."""
        member, source = ResellerDataPortal._own_source(self, source_id)
        if not source or not member.is_admin or source.transport not in source_form.WAYS:
            return request.redirect(URL if member else "/my")
        shown = {name: source[name] for name in source_form.fields_of(source.transport)}
        form = {name: value or "" for name, value in shown.items() if name not in source_form.SECRETS}
        return self._form_page(member, source.transport, source=source, form=form)

    @http.route(
        f"{URL}/<int:source_id>/connection/save", type="http", auth="user", methods=["POST"], website=True,
        sitemap=False, max_content_length=FORM_BYTES,
    )  # fmt: skip
    def data_connection_save(self, source_id, **post):
        """Change how a source is reached; secrets left empty stay."""
        member, source = ResellerDataPortal._own_source(self, source_id)
        if not source or not member.is_admin or source.transport not in source_form.WAYS:
            return request.redirect(URL if member else "/my")
        way = source.transport
        kept = frozenset(name for name in source_form.SECRETS if source[f"{name}_encrypted"])
        form = source_form.read(way, post, kept)
        if form.errors:
            return self._form_page(member, way, source, self._typed(post), self._error_texts(form.errors))
        source._reconnect(member, form.values)
        return request.redirect(f"{URL}/{source.id}?done=changed", code=303)

    def _labels(self):
        """:return: dict of field to (label, example)"""
        # pylint: disable=prefer-env-translation
        _ = request.env._
        return {
            "name": (_("What is it?"), _("e.g. Till of the shop in Pontianak")),
            "place_name": (_("Name of the shop or store"), _("e.g. Toko Pontianak; empty if there are several")),
            "engine": (_("Database"), ""),
            "host": (_("Server"), _("e.g. db.toko.co.id")),
            "port": (_("Port"), _("empty: the usual one")),
            "database_name": (_("Name of the database"), _("e.g. toko")),
            "user_name": (_("User"), _("an account that can only read")),
            "password": (_("Password"), ""),
            "folder": (_("Folder"), _("e.g. /backup")),
            "file_pattern": (_("Which files"), _("e.g. backup-*.sql.gz; the newest one is read")),
            "ssh_host": (_("SSH server"), _("e.g. toko.co.id")),
            "ssh_port": (_("SSH port"), "22"),
            "ssh_user": (_("SSH user"), ""),
            "ssh_password": (_("SSH password"), ""),
            "ssh_key": (_("Private key, instead of a password"), "-----BEGIN OPENSSH PRIVATE KEY-----"),
        }

    def _typed(self, post):
        """What was typed, without secrets: those are never sent back."""
        return {name: value for name, value in post.items() if name not in source_form.SECRETS}

    def _error_texts(self, errors):
        # pylint: disable=prefer-env-translation
        _ = request.env._
        texts = {
            "missing": _("Please fill this in."),
            "long": _("This is too long."),
            "host": _("Please enter a name or address alone, such as db.toko.co.id."),
            "own_host": _("This address means our own server. Enter the one under which yours is reached."),
            "port": _("A port is a number from 1 to 65535; empty for the usual one."),
            "choice": _("Please choose one of the list."),
        }
        return {name: texts[code] for name, code in errors.items()}
