"""What this addon adds to the demo company."""

from odoo import models


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _demo_steps(self):
        """Override of `crosstech_sale` to let demo resellers share their data."""
        from ..demo.reseller_data import make_reseller_data  # needed when the command runs, not by the server

        title = "Resellers who share what they sell"
        return [*super()._demo_steps(), ("reseller_data", title, make_reseller_data)]
