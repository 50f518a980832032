"""Requests of a contact, counted."""

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _compute_helpdesk_ticket_count(self):
        """Override of `helpdesk_mgmt` to count in the database, and nothing for a contact that is not saved yet."""
        tickets = self.env["helpdesk.ticket"]
        for partner in self:
            domain = Domain("partner_id", "child_of", partner._origin.ids)
            count = tickets.search_count(domain) if partner._origin else 0
            active = tickets.search_count(domain & Domain("stage_id.closed", "!=", True)) if count else 0
            partner.helpdesk_ticket_count = count
            partner.helpdesk_ticket_active_count = active
            partner.helpdesk_ticket_count_string = f"{active} / {count}"
