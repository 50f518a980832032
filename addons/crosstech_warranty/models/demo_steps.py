"""What this addon adds to the demo company."""

from odoo import models


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _demo_steps(self):
        """Override of `crosstech_sale` to tell the story of after-sales service."""
        # needed when the command runs, not by the server
        from ..demo import closed_requests, requests, technicians, units

        return [
            *super()._demo_steps(),
            ("warranty_units", "Warranty terms, serial numbers, units of customers", units.make_units),
            ("technicians", "Technicians across the islands", technicians.make_technicians),
            ("closed_requests", "A year of repairs that are over", closed_requests.make_closed_requests),
            ("service_requests", "Service requests at every stage", requests.make_requests),
        ]
