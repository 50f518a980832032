"""A purchase somebody wants to give back (S3.11): the same document; the staff decide, the money goes by a refund."""

from datetime import timedelta

from odoo import models
from odoo.tools import format_date


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _get_return_deadline(self):
        """:return: the last day a return is taken without a reason; None while the delivery is unknown"""
        self.ensure_one()
        delivered = self.sudo().unit_id.move_line_id.date
        return delivered.date() + timedelta(days=self.company_id.sudo().return_days) if delivered else None

    def _get_return_text(self) -> str:
        """What a customer may expect of his return, in the language of the context."""
        deadline = self._get_return_deadline()
        if not deadline:
            return self.env._("We first look up when you got it.")
        day = format_date(self.env, deadline)
        if (self.failure_date or self.company_id._get_today()) <= deadline:
            return self.env._("You may return it until %(day)s. We answer within a working day.", day=day)
        return self.env._(
            "The time for returns ended on %(day)s. We look at it all the same: what is broken may be under warranty.",
            day=day,
        )
