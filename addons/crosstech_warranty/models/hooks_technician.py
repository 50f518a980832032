"""Routing on the ground floor: who changes offers, and the tiles of jobs that need somebody."""

from odoo import models

from odoo.addons.crosstech_sale.lib import dashboards, duties


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _duties(self):
        """Extend with the offers to technicians."""
        return (
            *super()._duties(),
            duties.Duty(
                self.env._("offers to technicians"),
                ("crosstech.work.order.offer", "crosstech.job.action"),
                {duties.REPAIR: duties.ANY},
                "S1.12",
            ),
        )

    def _dashboard_tiles(self, role):
        """Extend with jobs nobody has taken."""
        tiles = (
            dashboards.Tile(
                "jobs_without_technician", (dashboards.REPAIR,), dashboards.TODO, "crosstech.work.order",
                (("needs_technician", "=", True), ("state", "=", "requested")),
                "crosstech_warranty.work_order_action", since="state_datetime",
                title=self.env._("Jobs no technician has taken"),
            ),
            dashboards.Tile(
                "jobs_offered", (dashboards.REPAIR,), dashboards.TODO, "crosstech.work.order.offer",
                (("state", "=", "offered"),), "crosstech_warranty.work_order_offer_action", since="deadline",
                title=self.env._("Jobs offered to technicians"),
            ),
        )  # fmt: skip
        return (*super()._dashboard_tiles(role), *dashboards.of_role(tiles, role))
