"""When a source is read by itself, how old its values are, and who is told when something is wrong with it."""

from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..lib.local_moment import on_clock
from ..lib.pull import schedule
from .reseller_pull import TODO

GOES_ON = ("died", "outside_window")  # ends that nobody has to do anything about


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    freshness = fields.Selection(
        [("fresh", "Fresh"), ("late", "Late"), ("never", "Not Read Yet")],
        compute="_compute_freshness", search="_search_freshness", compute_sudo=True,
    )  # fmt: skip

    # === COMPUTE METHODS === #

    @api.depends("agreement_id.interval", "agreement_id.window_from", "agreement_id.window_to")
    def _compute_freshness(self):
        for source in self:
            source.freshness = schedule.freshness(
                source._get_schedule(), fields.Datetime.now(), source.last_pull_datetime or None
            )

    def _search_freshness(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self.sudo().search([]).filtered(lambda source: source.freshness in value).ids)]

    # === BUSINESS METHODS === #

    def _get_schedule(self):
        agreement = self.agreement_id
        return schedule.Schedule(agreement.interval or schedule.DAILY, agreement.window_from, agreement.window_to)

    def _is_pull_due(self):
        """Tell whether it is the source's turn to be read by itself."""
        if self.transport == "upload" and self.upload_sha256 == self.last_read_sha256:
            return False
        newest = self.env["crosstech.reseller.pull"].search([("source_id", "=", self.id)], limit=1)
        zone = ZoneInfo(self.timezone)
        return schedule.is_due(
            self._get_schedule(),
            on_clock(fields.Datetime.now(), zone),
            self.id,
            on_clock(newest.create_date, zone) if newest else None,
            failed=newest.state == "failed" and newest.error_code not in GOES_ON,
        )

    @api.model
    def _cron_pull_due(self):
        """Queue the pulls whose turn it is."""
        sources = self.search([("agreement_state", "=", "active"), ("mapping_json", "!=", False)])
        self.env["ir.cron"]._work_on_each(sources, lambda source: source._pull_if_due())

    def _pull_if_due(self):
        if self._is_pull_due():
            self._pull_now("schedule")

    @api.model
    def _cron_watch_pulls(self):
        """Take up pulls whose job is gone, and tell the Operational Manager what is late."""
        self.env["crosstech.reseller.pull"].search([("state", "in", ("queued", "running"))])._take_up()
        late = self.search([("agreement_state", "=", "active"), ("freshness", "=", "late")])
        for source in late:
            lang = source._in_manager_language()
            source._leave_todo(lang.env._("The data of %(reseller)s are late", reseller=source.partner_id.name))

    def _get_manager(self):
        return self.env["res.users"].sudo().with_company(self.company_id)._with_role("operational_manager")

    def _in_manager_language(self):
        return self.with_context(lang=self._get_manager().lang)

    def _leave_todo(self, summary, note=""):
        """Leave one to-do about reading for the Operational Manager; while it is there, no second one is left."""
        self.ensure_one()
        manager = self._get_manager()
        if manager and not self.activity_search([TODO]):
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO, self.company_id._get_today(), summary=summary, note=note, user_id=manager.id
            )

    def _clear_todo(self):
        """Nobody has to see to the reading any more."""
        self.activity_unlink([TODO])
