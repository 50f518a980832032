"""When a work order was finished, and what it waits for; the clocks of its request follow."""

from odoo import api, fields, models

from ..lib import work_order

FINISHED = ("solved", "done", "settled", "returning", "closed")
FACTS = {"state", "ticket_id"}
PEOPLE = {work_order.REPAIR, work_order.TECHNICIAN, work_order.OPERATIONAL}


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    finished_datetime = fields.Datetime(
        string="Finished", readonly=True, copy=False, index="btree_not_null", help="When the work itself was done."
    )
    sla_state = fields.Selection(related="ticket_id.sla_state")
    solution_deadline = fields.Datetime(related="ticket_id.solution_deadline")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override so that a request with open work is not solved."""
        orders = super().create(vals_list)
        orders._keep_moments()
        return orders

    def write(self, vals):
        """Override to keep the moments that clocks and reports are about."""
        done = super().write(vals)
        if FACTS & vals.keys():
            self._keep_moments()
        return done

    def _keep_moments(self):
        now = fields.Datetime.now()
        for order in self.sudo():
            finished = order.state in FINISHED and (order.finished_datetime or now)
            if order.finished_datetime != finished:
                order.finished_datetime = finished
        self.ticket_id._tick()

    # === BUSINESS METHODS === #

    def _apply(self, action, *, roles=None, **facts):
        """Extend (after `work_order_step`, which declares it): the first step a person takes answers the report."""
        done = super()._apply(action, roles=roles, **facts)
        if PEOPLE & set(roles or self.env["res.users"]._acting_roles()):
            self.sudo().ticket_id._note_first_step()
        return done

    def _waiting_reason(self):
        """Whom the work waits for, of the request's ``pause_reason``; False where it is our turn."""
        self.ensure_one()
        if self.state == "at_supplier":
            return "supplier"
        if self.state in FINISHED or self.state in work_order.END_STATES:
            return False
        if self.quote_state == "offered":
            return "customer"
        last = self.visit_ids.filtered("outcome")[-1:]
        upcoming = self.visit_ids.filtered(lambda visit: not visit.outcome)
        return "part" if last.outcome == "needs_part" and not upcoming else False
