"""A supplier's page: the claims we filed with him, and his answer (S0.80)."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.crosstech_sale.lib import proof_files
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib import supplier_claim

MAX_BYTES = 2 * proof_files.MAX_BYTES


class SupplierClaimPortal(CustomerPortal):
    def _own_claims(self):
        """Return the claims of the visitor's company, as superuser; none for who is not a supplier."""
        claims = request.env["crosstech.supplier.claim"].sudo()
        if not request.env.user.has_group("crosstech_sale.group_supplier"):
            return claims
        return claims.search(claims._domain_of_supplier(request.env.user.partner_id), order="filed_date desc, id desc")

    def _prepare_portal_layout_values(self):
        is_supplier = request.env.user.has_group("crosstech_sale.group_supplier")
        return {**super()._prepare_portal_layout_values(), "is_supplier": is_supplier}

    @http.route("/my/claims", type="http", auth="user", website=True)
    def portal_my_claims(self, **_kw):
        """List the claims filed with the visitor, those that wait for him first."""
        if not request.env.user.has_group("crosstech_sale.group_supplier"):
            return request.redirect("/my")
        claims = self._own_claims().sorted(lambda claim: not claim._waits_for_supplier())
        return request.render("crosstech_warranty.portal_my_claims", {"claims": claims, "page_name": "claims"})

    @http.route("/my/claims/<int:claim_id>", type="http", auth="user", website=True)
    def portal_my_claim(self, claim_id, answered=None, **_kw):
        """Show one claim with its evidence, and the form of his answer."""
        claim = self._own_claims().filtered(lambda claim: claim.id == claim_id)
        if not claim:
            return request.redirect("/my")
        return self._render_claim(claim, answered=answered)

    @http.route(
        "/my/claims/<int:claim_id>/answer", type="http", auth="user", methods=["POST"], website=True,
        max_content_length=MAX_BYTES,
    )  # fmt: skip
    def portal_answer_claim(self, claim_id, **form):
        """Note his answer; the Repair Team confirms it."""
        claim = self._own_claims().filtered(lambda claim: claim.id == claim_id)
        if not claim:
            return request.redirect("/my")
        file = form.get("file")
        files = [(file.filename, file.read())] if file and file.filename else []
        outcome = form.get("outcome") if form.get("outcome") in supplier_claim.OUTCOMES else ""
        try:
            claim._answer(
                outcome,
                words=(form.get("words") or "")[:4000],
                serial=(form.get("serial") or "")[:100],
                amount=_number(form.get("amount")),
                files=files,
            )
        except UserError as error:
            return self._render_claim(claim, error=str(error), form=form)
        return request.redirect(f"/my/claims/{claim.id}?answered=1")

    @http.route("/my/claims/<int:claim_id>/photo/<int:attachment_id>", type="http", auth="user", website=True)
    def portal_claim_photo(self, claim_id, attachment_id, **_kw):
        """Show one piece of evidence of an own claim."""
        claim = self._own_claims().filtered(lambda claim: claim.id == claim_id)
        photo = claim.attachment_ids.filtered(lambda one: one.id == attachment_id)
        if not photo:
            return request.redirect("/my")
        return request.env["ir.binary"]._get_stream_from(photo.sudo()).get_response(as_attachment=False)

    def _render_claim(self, claim, *, answered=None, error=None, form=None):
        values = {
            "claim": claim,
            "outcomes": supplier_claim.OUTCOMES,
            "answered": answered,
            "error": error,
            "form": form or {},
            "page_name": "claims",
        }
        return request.render("crosstech_warranty.portal_my_claim", values)


def _number(text):
    """Read an amount as people write rupiah: 1.250.000 or 1250000; what is no number is 0."""
    digits = "".join(char for char in text or "" if char.isdigit())
    return int(digits[:13] or 0)
