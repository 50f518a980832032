"""What a supplier may do in the portal: remind us of his own bill (S0.47)."""

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class SupplierPortal(CustomerPortal):
    @http.route(
        "/my/invoices/<int:invoice_id>/remind", type="http", auth="user", methods=["POST"], website=True,
        max_content_length=4096,
    )  # fmt: skip
    def portal_remind_of_bill(self, invoice_id, **kw):
        """Tell Finance that the supplier waits for this bill; his own only, once a day."""
        try:
            bill = self._document_check_access("account.move", invoice_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        partner = request.env.user.partner_id
        if partner.commercial_partner_id != bill.commercial_partner_id:
            return request.redirect("/my")
        try:
            bill._note_supplier_reminder(request.env._("The supplier asks for the payment of this bill."), partner)
        except UserError:
            return request.redirect(f"/my/invoices/{bill.id}?reminded=late")
        return request.redirect(f"/my/invoices/{bill.id}?reminded=now")
