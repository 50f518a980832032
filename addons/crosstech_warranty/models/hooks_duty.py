"""Who changes which of our documents."""

from odoo import models

from odoo.addons.crosstech_sale.lib.duties import ANY, OPERATIONAL, REPAIR, Duty

DUTIES = (
    Duty(
        "service requests and work orders",
        (
            "helpdesk.ticket",
            "crosstech.work.order",
            "crosstech.work.order.line",
            "crosstech.work.order.visit",
            "crosstech.warranty.unit",
            "crosstech.service.document",
            "crosstech.supplier.claim",
            "crosstech.technician",
            "repair.order",
        ),
        {REPAIR: ANY},
        "S1.2",
    ),
    Duty("warranty terms", ("crosstech.warranty.term",), {OPERATIONAL: ANY}, "S0.77"),
    Duty("service levels", ("crosstech.service.level",), {OPERATIONAL: ANY}, "S1.35"),
    Duty("the record of defects", ("crosstech.defect",), {OPERATIONAL: ANY}, "S0.75"),
)


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _duties(self):
        """Override to add ours."""
        return (*super()._duties(), *DUTIES)
