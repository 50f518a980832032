"""A report shows what became of earlier decisions, and which were taken on it."""

from odoo import fields, models


class WeeklyReport(models.Model):
    _inherit = "crosstech.weekly.report"

    decision_ids = fields.One2many("crosstech.decision", "weekly_report_id", string="Decisions")
    follow_up = fields.Json(readonly=True, help="How earlier decisions stood when the report was submitted.")

    # === BUSINESS METHODS === #

    def _decisions_to_follow(self):
        """Decisions announced before the week ended that were open in it."""
        start, end = (moment.replace(tzinfo=None) for moment in self._get_week().bounds(self._get_zone()))
        return (
            self.env["crosstech.decision"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "!=", "draft"),
                    "|", ("announced_datetime", "=", False), ("announced_datetime", "<", end),
                    "|", ("state", "=", "announced"), ("done_datetime", ">=", start),
                ],
                order="due_date, id",
            )
        )  # fmt: skip

    def _freeze_follow_up(self):
        """:return: list of dict(id, name, owner, due: ISO day or None, status, answer), as it is now"""
        return [
            {
                "id": decision.id,
                "name": decision.name,
                "owner": decision.owner_id.name or "",
                "due": decision.due_date and fields.Date.to_string(decision.due_date),
                "status": decision.status,
                "answer": decision.answer or "",
            }
            for decision in self._decisions_to_follow()
        ]

    def _get_follow_up(self):
        """As the report was submitted, or as it is now."""
        self.ensure_one()
        return self._freeze_follow_up() if self.state == "open" else self.sudo().follow_up or []
