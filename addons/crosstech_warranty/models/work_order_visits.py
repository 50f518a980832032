"""Visits follow the steps: who went there, when, with what outcome (S1.29, S1.30)."""

from odoo import api, fields, models


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    technician_ids = fields.Many2many(
        "crosstech.technician", string="Technicians", compute="_compute_technician_ids",
        help="Everybody who is or was there for this order.",
    )  # fmt: skip
    visit_count = fields.Integer(string="Visits Made", compute="_compute_technician_ids")

    @api.depends("technician_id", "visit_ids.technician_id", "visit_ids.outcome")
    def _compute_technician_ids(self):
        for order in self:
            order.technician_ids = order.technician_id | order.visit_ids.technician_id
            order.visit_count = len(order.visit_ids.filtered(lambda visit: visit.outcome not in (False, "cancelled")))

    def _get_running_visit(self):
        """:return: the visit the technician of this order is making or is to make"""
        return self.visit_ids.filtered(lambda visit: visit.technician_id == self.technician_id and not visit.outcome)[
            :1
        ]

    def _after_visit(self, facts):
        """Extend: the visit begins; one that nobody planned begins unplanned."""
        super()._after_visit(facts)
        visit = self._get_running_visit()
        if not visit and self.technician_id:
            visit = visit.create(
                {
                    "order_id": self.id,
                    "technician_id": self.technician_id.id,
                    "region_id": self.region_id.id,
                    "place": self.ticket_id.place,
                }
            )
        if visit and not visit.started_datetime:
            visit.started_datetime = fields.Datetime.now()

    def _after_solve(self, facts):
        """Extend: the visit solved it."""
        super()._after_solve(facts)
        self._end_visit("solved", facts.get("work_done"))

    def _after_postpone(self, facts):
        """Extend: the visit ended without a solution."""
        super()._after_postpone(facts)
        self._end_visit(facts.get("outcome") or "needs_part", facts.get("note"))

    def _after_ship(self, facts):
        """Extend: what cannot be done on site ends the visit."""
        super()._after_ship(facts)
        self._end_visit("needs_centre", facts.get("note"))

    def _after_receive(self, facts):
        """Extend: nobody goes there any more."""
        super()._after_receive(facts)
        self._end_visit("cancelled", "")

    def _after_cancel(self, facts):
        """Extend: nobody goes there any more."""
        super()._after_cancel(facts)
        self._end_visit("cancelled", facts.get("reason"))

    def _end_visit(self, outcome, note):
        visit = self._get_running_visit()
        if not visit:
            return
        if not visit.started_datetime:
            outcome = "cancelled"
        visit.write({"outcome": outcome, "ended_datetime": fields.Datetime.now(), "note": note or visit.note})
