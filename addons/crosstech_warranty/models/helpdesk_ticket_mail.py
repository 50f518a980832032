"""A mail to the service team becomes a request; a serial number in its text names the unit."""

from odoo import api, models
from odoo.tools import html2plaintext

from ..lib import report_form


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    def message_new(self, msg, custom_values=None):
        """Override of `helpdesk_mgmt` to find the unit. The work order is opened by the staff who read the mail."""
        ticket = super().message_new(msg, custom_values)
        ticket.sudo()._read_serial(f"{msg.get('subject') or ''} {html2plaintext(msg.get('body') or '')}")
        return ticket

    def _read_serial(self, text):
        """Take the first serial of ours in a text; the unit only when it is the sender's."""
        Unit = self.env["crosstech.warranty.unit"]
        found = ((serial, Unit._find(serial)) for serial in report_form.serials_in(text))
        serial, unit = next((pair for pair in found if pair[1]), ("", Unit))
        if unit:
            owner = unit.partner_id.commercial_partner_id
            own = bool(owner) and owner == self.partner_id.commercial_partner_id
            self.write(
                {
                    "typed_serial": serial,
                    "product_id": unit.product_id.id if own else False,
                    "unit_id": unit.id if own else False,
                }
            )
        self._look_for_signals()
