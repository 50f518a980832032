"""Technicians as the rules of routing see them, and why one fits a job, in words."""

from odoo import api, fields, models

from ..lib import routing


class Technician(models.Model):
    _inherit = "crosstech.technician"

    def _lineage(self, region):
        """:return: tuple of ids of a region and those above it, widest first"""
        return tuple(int(part) for part in (region.parent_path or "").strip("/").split("/") if part)

    @api.model
    def _router(self, company):
        """Read all partner technicians of a company into the rules.

        :rtype: routing.Router
        """
        technicians = self.sudo().search([("company_id", "=", company.id), ("is_central", "=", False)])
        figures, loads = technicians._get_figures(), technicians._get_loads()
        now = fields.Datetime.now()
        return routing.Router(
            routing.Technician(
                key=technician.id,
                places=tuple(map(self._lineage, technician.region_ids)),
                skills=frozenset(technician.categ_ids.ids),
                capacity=technician.capacity,
                open_jobs=loads.get(technician.id, 0),
                jobs=figures[technician.id]["jobs"],
                first_fixes=figures[technician.id]["first_fixes"],
                idle_days=_days(now, figures[technician.id]["last_datetime"]),
            )
            for technician in technicians
        )

    def _reason_text(self, ranked):
        """Say in words why somebody fits a job, or why not; as the plain values :meth:`_reason_facts` keeps."""
        if ranked["refused"]:
            return {
                routing.FAR: self.env._("Works in no region near the place."),
                routing.UNSKILLED: self.env._("Does not repair this kind of product."),
                routing.FULL: self.env._("Has as many jobs as he can take."),
            }[ranked["refused"]]
        covers = {
            3: self.env._("covers the district"),
            2: self.env._("covers the city or regency"),
            1: self.env._("covers the province"),
        }
        beside = {
            3: self.env._("works in the same district"),
            2: self.env._("works in the same city or regency"),
            1: self.env._("works in the same province"),
        }
        parts = ranked["parts"]
        return self.env._(
            "%(place)s (%(place_points)d of 40); free for more jobs (%(load)d of 20); skill (%(skill)d of 15); solves "
            "%(first_fix)d %% at the first visit (%(fix_points)d of 15); his turn (%(turn)d of 10)",
            place=(covers if ranked["covers"] else beside)[ranked["level"]],
            place_points=round(parts["place"]), load=round(parts["load"]), skill=round(parts["skill"]),
            first_fix=round(100 * ranked["first_fix"]), fix_points=round(parts["first_fix"]),
            turn=round(parts["turn"]),
        )  # fmt: skip

    @api.model
    def _reason_facts(self, ranked):
        """The reasons of a rank as plain values, to be kept."""
        names = ("level", "covers", "first_fix", "refused", "parts")
        return {name: getattr(ranked, name) for name in names}


def _days(now, moment):
    return None if moment is None else (now - moment).total_seconds() / 86400
