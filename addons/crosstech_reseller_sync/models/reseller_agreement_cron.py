"""What the clock does about agreements: expiry, the reminder before it, and forgetting what is too old."""

from odoo import models

from ..lib import agreement


class ResellerAgreement(models.Model):
    _inherit = "crosstech.reseller.agreement"

    def _cron_watch_periods(self):
        """Let agreements expire whose time is over, and remind both sides of those that end soon."""
        dated = self.search([("state", "in", agreement.SIGNED_STATES), ("date_to", "!=", False)])
        self.env["ir.cron"]._work_on_each(dated, lambda one: one._watch_period())

    def _watch_period(self):
        today = self.company_id._get_today()
        if self.date_to < today:
            self._apply("expire")
        elif agreement.is_reminder_due(today, self.date_to, self.is_end_reminded):
            self.is_end_reminded = True
            self._notify("remind")

    def _cron_forget_old_values(self):
        """Delete what is older than agreed; the agreement signed last about a source counts, ended ones too."""
        sources = self.env["crosstech.reseller.source"].with_context(active_test=False).search([])
        self.env["ir.cron"]._work_on_each(sources, lambda source: source._forget_old_values())
