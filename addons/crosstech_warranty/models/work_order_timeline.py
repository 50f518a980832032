"""When a work order reached which of its customer's stages."""

from odoo import fields, models

from ..lib import work_order


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    stage_moments = fields.Json(copy=False, readonly=True, help="Per stage of the customer the last time it began.")

    def _step_moments(self, target, now):
        """Extend with the customer's stage."""
        stage = work_order.customer_stage(target)
        known = self.stage_moments or {}
        if stage == work_order.customer_stage(self.state) and stage in known:
            return super()._step_moments(target, now)
        moments = {**known, stage: now.isoformat()}
        return {**super()._step_moments(target, now), "stage_moments": moments}
