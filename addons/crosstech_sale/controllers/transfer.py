"""The payment page: where and how much to pay, and where to send the proof. Whoever has its address may use it."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..lib import proof_files, proof_forms

# More than a proof may have, so that a file that is too big gets an answer with everything else still typed in.
MAX_REQUEST_BYTES = 5 * proof_files.MAX_BYTES
FIELDS = ("amount", "transfer_date", "sender_bank", "sender_name", "reference")


class TransferController(http.Controller):
    def _get_transfer(self, transfer_id, token):
        """:return: the transfer as superuser; not found for any token but its own"""
        transfer = request.env["crosstech.transfer"].sudo().browse(transfer_id).exists()
        if not transfer or not transfer._is_token(token):
            raise request.not_found()
        return transfer

    def _render_page(self, transfer, form=None, errors=None, **values):
        due = int(transfer.amount_to_pay) if transfer.currency_id.rounding >= 1 else transfer.amount_to_pay
        form = form or {"amount": due, "transfer_date": transfer._local_today().isoformat()}
        journals = request.env["account.journal"]._get_transfer_journals(transfer.company_id)
        response = request.render(
            "crosstech_sale.transfer_page",
            {
                "transfer": transfer,
                "form": form,
                "errors": errors or {},
                "journals": journals if transfer.state == "waiting" and not transfer.is_claimed else journals.browse(),
                "today": transfer._local_today().isoformat(),
                "max_bytes": proof_files.MAX_BYTES,
                "page_name": "transfer",
                **values,
            },
        )
        response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @http.route("/pay/<int:transfer_id>/<string:token>", type="http", auth="public", website=True, sitemap=False)
    def transfer_page(self, transfer_id, token, sent=None, switched=None, **kw):
        """Show where and how much to pay."""
        transfer = self._get_transfer(transfer_id, token)
        return self._render_page(transfer, is_sent=bool(sent), is_switched=bool(switched))

    @http.route(
        "/pay/<int:transfer_id>/<string:token>/proof", type="http", auth="public", website=True, sitemap=False,
        methods=["POST"], max_content_length=MAX_REQUEST_BYTES,
    )  # fmt: skip
    def transfer_proof(self, transfer_id, token, proof=None, **post):
        """Take a proof; on error the page comes back with everything that was typed."""
        transfer = self._get_transfer(transfer_id, token)
        form = proof_forms.read(post, transfer._local_today())
        errors = {name: self._error_text(code) for name, code in form.errors.items()}
        proof_file = None
        try:
            proof_file = proof_files.clean(proof.read(proof_files.MAX_BYTES + 1) if hasattr(proof, "read") else b"")
        except proof_files.ProofFileError as error:
            errors["proof"] = self._error_text(error.code)
        if not errors:
            try:
                transfer._submit_proof(form.claim, proof_file, filename=proof.filename)
            except UserError as error:
                errors["form"] = str(error)
        if errors:
            return self._render_page(transfer, {name: post.get(name, "") for name in FIELDS}, errors)
        return request.redirect(f"/pay/{transfer.id}/{token}?sent=1", code=303)

    @http.route(
        "/pay/<int:transfer_id>/<string:token>/bank", type="http", auth="public", website=True, sitemap=False,
        methods=["POST"],
    )  # fmt: skip
    def transfer_bank(self, transfer_id, token, journal_id="", **post):
        """Let the customer pay to another of our accounts."""
        transfer = self._get_transfer(transfer_id, token)
        journal = (
            request.env["account.journal"].sudo().browse(int(journal_id) if journal_id.isdecimal() else 0).exists()
        )
        try:
            transfer._switch_journal(journal)
        except UserError as error:
            return self._render_page(transfer, errors={"bank": str(error)})
        return request.redirect(f"/pay/{transfer.id}/{token}?switched=1", code=303)

    def _error_text(self, code):
        """:return: what to do about an error of ``lib.proof_forms`` or ``lib.proof_files``, for the customer"""
        # pylint: disable=prefer-env-translation
        _ = request.env._
        return {
            "amount": _("Please enter the amount you transferred, in figures, such as 1.250.123."),
            "date": _("Please enter the day of the transfer."),
            "future": _("This day has not come yet. Please enter the day of the transfer."),
            "missing": _("Please enter the name on the account you paid from."),
            "empty": _("Please choose a picture or PDF of the proof."),
            "too_big": _("The file is too big: at most 8 MB. A screenshot or a smaller photo is enough."),
            "too_large": _("The picture has too many pixels. A screenshot or a smaller photo is enough."),
            "type": _("Only JPEG, PNG or WebP pictures and PDF files are accepted."),
            "broken": _("The file is damaged and cannot be read. Please save or photograph it again."),
            "encrypted": _("The PDF is protected by a password. Please send it without one, or a screenshot."),
            "pages": _("The PDF must have 1 to 10 pages."),
        }[code]
