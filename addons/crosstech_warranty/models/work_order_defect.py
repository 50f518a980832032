"""Which work orders end with a unit broken for good: it goes into the record of defects by itself (S0.75)."""

from odoo import fields, models


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    defect_ids = fields.One2many("crosstech.defect", "order_id", string="Record of Defects")

    def _after_finish(self, facts):
        """Extend: inform the Operational Manager of what is broken for good, or was replaced."""
        super()._after_finish(facts)
        kind = self._get_defect_kind()
        if kind:
            self.env["crosstech.defect"]._log(self, kind)

    def _get_defect_kind(self):
        """:return: of ``crosstech.defect.kind``; None where the unit is good, or its owner did not want a repair"""
        self.ensure_one()
        if self.decision == "replace":
            return "replaced"
        if self.decision not in ("unrepaired", "refund") or self.quote_state == "declined":
            return None
        claims = self.env["crosstech.supplier.claim"].sudo().search([("order_id", "=", self.id)])
        return "refused_by_supplier" if "refused" in claims.mapped("outcome") else "unrepairable"
