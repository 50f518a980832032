"""Technicians whose figures stand out among their colleagues: parts per job, and their share of all jobs."""

from odoo import api, fields, models

from ..lib import claim_signals


class Technician(models.Model):
    _inherit = "crosstech.technician"

    signal_text = fields.Char(
        string="What Stands Out", compute="_compute_signal_text", groups="base.group_user",
        help="A second look, no verdict: figures of a year, compared with those of all technicians.",
    )  # fmt: skip

    @api.depends("order_ids")
    def _compute_signal_text(self):
        jobs, parts = self._yearly_figures()
        job_counts, part_counts = _histogram(jobs), _histogram(parts)
        for technician in self:
            found = []
            if claim_signals.is_outlier(parts.get(technician.id, 0), part_counts):
                found.append(self.env._("%(number).1f parts per job", number=parts[technician.id]))
            if claim_signals.is_outlier(jobs.get(technician.id, 0), job_counts):
                found.append(self.env._("%(number)s jobs within a year", number=jobs[technician.id]))
            technician.signal_text = ", ".join(found) or False

    def _yearly_figures(self):
        """:return: jobs within a year, and parts per job, by id of the technician"""
        since = fields.Datetime.subtract(fields.Datetime.now(), years=1)
        domain = [("create_date", ">", since), ("technician_id", "!=", False)]
        jobs = dict(self.env["crosstech.work.order"].sudo()._read_group(domain, ["technician_id"], ["__count"]))
        lines = (
            self.env["crosstech.work.order.line"]
            .sudo()
            ._read_group(
                [("order_id.create_date", ">", since), ("order_id.technician_id", "!=", False), ("kind", "=", "part")],
                ["order_id"],
                ["quantity:sum"],
            )
        )
        parts = dict.fromkeys(jobs, 0.0)
        for order, quantity in lines:
            parts[order.technician_id] += quantity
        return (
            {technician.id: count for technician, count in jobs.items()},
            {technician.id: round(parts[technician] / count, 1) for technician, count in jobs.items()},
        )


def _histogram(values):
    counts = {}
    for value in values.values():
        counts[value] = counts.get(value, 0) + 1
    return counts
