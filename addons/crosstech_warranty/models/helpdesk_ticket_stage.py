"""The stage of a service request follows its work orders; nobody moves it by hand."""

from odoo import models

from ..lib import work_order


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _follow_work_orders(self):
        """Set the stage that the work orders say (``lib.work_order.ticket_stage``)."""
        for ticket in self:
            name = work_order.ticket_stage(ticket.work_order_ids.mapped("state"))
            stage = self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}", raise_if_not_found=False)
            if stage and ticket.stage_id != stage:
                # Our own notices tell the customer; helpdesk's mails of a stage would tell him twice.
                ticket.with_context(mail_notrack=True).stage_id = stage
