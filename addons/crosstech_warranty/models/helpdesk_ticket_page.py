"""The customer's page of his service request: what he may see and do there, logged in or with its address (S1.17)."""

from odoo import models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _compute_access_url(self):
        """Override of `helpdesk_mgmt`: a service request has a page of its own."""
        result = super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f"/my/service/{ticket.id}"
        return result

    def _get_page_url(self):
        """:return: the absolute address of the page; it lets in whoever has it, so it is for the customer alone"""
        self.ensure_one()
        return f"{self.get_base_url()}{self.sudo().get_portal_url()}"
