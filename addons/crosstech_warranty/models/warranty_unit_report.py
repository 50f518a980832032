"""A failure of this unit is reported: proof of purchase of a guest, and the button of the staff."""

from odoo import models

from ..lib import report_form


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    def _fits_proof(self, number, contact) -> bool:
        """Whether a guest knows what only the buyer knows; no unit at all is asked the same way."""
        order = self.sudo().sale_line_id.order_id
        people = self.sudo().partner_id | order.partner_id | order.partner_invoice_id
        invoices = order.invoice_ids.filtered(lambda move: move.state == "posted")
        return report_form.fits_proof(
            number,
            contact,
            orders=[order.name, order.client_order_ref],
            invoices=invoices.mapped("name"),
            contacts=[*people.mapped("email"), *people.mapped("phone")],
        )

    def action_report_failure(self):
        """Open the intake for this unit, at the counter or on the telephone."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.request_enter_action"),
            "context": {"default_unit_id": self.id},
        }
