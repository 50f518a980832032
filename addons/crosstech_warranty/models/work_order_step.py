"""The steps of a work order: the only way its state changes; the table is ``lib.work_order``."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib import work_order
from .work_order_words import CUSTOMER_STAGES, REFUSALS, STATES

# What a caller of a step may say in the same breath, and the field it is kept in.
SAID = {
    "technician": "technician_id",
    "fault": "fault_id",
    "resolution": "resolution_id",
    "diagnosis": "diagnosis",
    "work_done": "work_done",
}


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def _apply(self, action, *, roles=None, **facts):
        """Take one step of the table; all that follows happens in the same transaction, or nothing.

        What follows is a method ``_after_<action>(facts)``; each subject's file extends those it cares about.

        :param str action: a row of ``lib.work_order.STEPS``
        :param set roles: roles proved otherwise than by login, such as ``{"technician"}`` or ``{"customer"}``
        :param facts: what only the caller knows, such as ``awb``, ``files``, ``reason``; what is named in ``SAID`` is
            kept in its field
        :raises UserError: when the table or a guard refuses
        """
        self.ensure_one()
        roles = roles or self.env["res.users"]._acting_roles()
        order = self.sudo()
        order.lock_for_update(allow_referencing=True)
        order.invalidate_recordset(["state"])
        order._before_step(action)
        said = order._said(facts)
        try:
            target = work_order.apply(action, order.state, set(roles), order._step_facts(said))
        except work_order.WorkOrderError as error:
            raise UserError(order._refusal(error.code)) from error
        now = fields.Datetime.now()
        order.write({**said, "state": target, "state_datetime": now, **order._step_moments(target, now)})
        getattr(order, f"_after_{action}")(facts)
        order.ticket_id._follow_work_orders()

    def _said(self, facts):
        """:return: dict of the fields a caller's facts are kept in"""
        said = {SAID[name]: value for name, value in facts.items() if name in SAID and value}
        return {name: value.id if isinstance(value, models.BaseModel) else value for name, value in said.items()}

    def _refusal(self, code):
        return str(REFUSALS[code]) % {"order": self.name, "state": str(STATES[self.state])}

    def _customer_words(self):
        """:return: what the customer is told of the state, in the language of the context"""
        self.ensure_one()
        return str(CUSTOMER_STAGES[work_order.customer_stage(self.state)])

    def _after_solve(self, facts):
        super()._after_solve(facts)
        self._settle_if_free()

    def _after_finish(self, facts):
        super()._after_finish(facts)
        self._settle_if_free()

    def _after_unassign(self, facts):
        super()._after_unassign(facts)
        self.technician_id = False

    def _after_cancel(self, facts):
        super()._after_cancel(facts)
        self.cancel_reason = facts.get("reason")
