"""The doors of the helpdesk addon: what was open is closed, what we do better elsewhere leads there."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk


def _number(text) -> int:
    """:return: the id that was sent, 0 for anything else"""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else 0


class ServiceHelpdesk(HelpdeskTicketController):
    @http.route(methods=["POST"], csrf=True, website=True)
    def support_ticket_close(self, ticket_id="", stage_id="", **kw):
        """Override of `helpdesk_mgmt`, which closes the ticket of anybody: only customers close, and only their own."""
        ticket = request.env["helpdesk.ticket"].search([("id", "=", _number(ticket_id))])
        own = ticket.sudo().commercial_partner_id == request.env.user.partner_id.commercial_partner_id
        if not ticket or not own:
            raise request.not_found()
        try:
            ticket.sudo()._close_by_customer(_number(stage_id))
        except UserError:
            return request.redirect(f"/my/service/{ticket.id}?close=refused", code=303)
        return request.redirect(f"/my/service/{ticket.id}", code=303)

    @http.route(methods=["GET", "POST"])
    def create_new_ticket(self, **kw):
        """Override of `helpdesk_mgmt`: there is one form, and it is open to guests too."""
        return request.redirect("/service/report", code=303)

    @http.route(methods=["POST"])
    def submit_ticket(self, **kw):
        """Override of `helpdesk_mgmt`, which keeps files of any kind, size and number: nothing is taken here."""
        return request.redirect("/service/report", code=303)


class ServiceHelpdeskPortal(CustomerPortalHelpdesk):
    @http.route()
    def portal_my_tickets(self, **kw):
        """Override of `helpdesk_mgmt`: requests have a page of ours."""
        return request.redirect("/my/service")

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        """Override of `helpdesk_mgmt`: links of old mails lead to our page, which checks who comes."""
        query = f"?access_token={access_token}" if access_token else ""
        return request.redirect(f"/my/service/{ticket_id}{query}")
