"""How technicians work: solved at the first visit, days needed, second visits, what they have in hand (S1.34)."""

from odoo import fields, models
from odoo.tools import SQL

FIGURES_DAYS = 365
NOTHING = {"jobs": 0, "first_fixes": 0, "revisits": 0, "turn_around_days": 0.0, "last_datetime": None}
IN_HAND = ("assigned", "visiting")


class Technician(models.Model):
    _inherit = "crosstech.technician"

    visited_count = fields.Integer(string="Jobs Visited", compute="_compute_figures", help="In the last 12 months.")
    first_fix_percent = fields.Float(
        string="Solved at the First Visit (%)", compute="_compute_figures", digits=(5, 1),
        help="Of the jobs he visited first in the last 12 months. The trade solves 77 of 100.",
    )  # fmt: skip
    revisit_count = fields.Integer(
        string="Second Visits", compute="_compute_figures", help="Visits after the first of a job, last 12 months."
    )
    turn_around_days = fields.Float(
        string="Days to Solve", compute="_compute_figures", digits=(6, 1),
        help="From the request to the visit that solved it, on average of the last 12 months.",
    )  # fmt: skip
    open_count = fields.Integer(string="In Hand", compute="_compute_open_count", help="Jobs and unanswered offers.")

    def _compute_figures(self):
        figures = self._get_figures()
        for technician in self:
            found = figures.get(technician.id, NOTHING)
            technician.visited_count = found["jobs"]
            technician.first_fix_percent = 100 * found["first_fixes"] / found["jobs"] if found["jobs"] else 0
            technician.revisit_count = found["revisits"]
            technician.turn_around_days = found["turn_around_days"]

    def _compute_open_count(self):
        loads = self._get_loads()
        for technician in self:
            technician.open_count = loads.get(technician.id, 0)

    def _get_loads(self):
        """:return: dict of id -> jobs in hand and offers not answered"""
        orders = self.env["crosstech.work.order"].sudo()._read_group(
            [("technician_id", "in", self.ids), ("state", "in", IN_HAND)], ["technician_id"], ["__count"]
        )  # fmt: skip
        offers = self.env["crosstech.work.order.offer"].sudo()._read_group(
            [("technician_id", "in", self.ids), ("state", "=", "offered")], ["technician_id"], ["__count"]
        )  # fmt: skip
        loads = {technician.id: count for technician, count in orders}
        for technician, count in offers:
            loads[technician.id] = loads.get(technician.id, 0) + count
        return loads

    def _get_figures(self):
        """Count the visits of the last 12 months; those at which nobody was there count for nobody.

        :return: dict of id -> dict(jobs, first_fixes, revisits, turn_around_days, last_datetime)
        """
        self.env["crosstech.work.order.visit"].flush_model()
        self.env["crosstech.work.order"].flush_model(["create_date"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH counted AS (
                    SELECT visit.technician_id, visit.outcome, visit.ended_datetime, job.create_date,
                           row_number() OVER (
                               PARTITION BY visit.order_id ORDER BY visit.ended_datetime, visit.id) AS nth
                      FROM crosstech_work_order_visit visit
                      JOIN crosstech_work_order job ON job.id = visit.order_id
                     WHERE visit.outcome IN ('solved', 'needs_part', 'needs_centre')
                       AND visit.ended_datetime >= (now() AT TIME ZONE 'UTC') - make_interval(days => %(days)s)
                       AND visit.order_id IN (
                           SELECT order_id FROM crosstech_work_order_visit WHERE technician_id = ANY(%(ids)s))
                )
                SELECT technician_id,
                       count(*) FILTER (WHERE nth = 1),
                       count(*) FILTER (WHERE nth = 1 AND outcome = 'solved'),
                       count(*) FILTER (WHERE nth > 1),
                       coalesce(avg(extract(epoch FROM ended_datetime - create_date) / 86400)
                                FILTER (WHERE outcome = 'solved'), 0),
                       max(ended_datetime)
                  FROM counted
                 WHERE technician_id = ANY(%(ids)s)
              GROUP BY technician_id
                """,
                ids=list(self.ids), days=FIGURES_DAYS,
            )
        )  # fmt: skip
        found = {row[0]: dict(zip(NOTHING, (*row[1:4], float(row[4]), row[5]), strict=True)) for row in rows}
        return {technician_id: found.get(technician_id, NOTHING) for technician_id in self.ids}
