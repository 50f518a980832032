"""How a source is pulled: jobs, connections of their own, stopping, and how old its values are."""

import contextlib
from zoneinfo import ZoneInfo

import psycopg2
from babel.dates import format_timedelta
from psycopg2.errors import LockNotAvailable

from odoo import api, fields, models, sql_db
from odoo.tools import hmac
from odoo.tools.misc import get_lang

from ..lib.local_moment import hour_of_day, on_clock
from ..lib.pull import plan, pulling, run_log, run_states
from ..lib.source.guard import Guard, Pace

LOCK_TIMEOUT = "10s"
GOOD = [("state", "=", "done"), "|", ("error_code", "=", False), ("error_code", "!=", "no_news")]
PULLS_A_DAY = {"hourly": 24, "daily": 1}


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    pull_ids = fields.One2many("crosstech.reseller.pull", "source_id", string="Pulls")
    last_pull_datetime = fields.Datetime(
        string="Last Read On", compute="_compute_last_pull_datetime", compute_sudo=True
    )
    last_pull_text = fields.Char(string="Last Read", compute="_compute_last_pull_text")
    is_reading = fields.Boolean(compute="_compute_is_reading", compute_sudo=True)

    # === COMPUTE METHODS === #

    def _compute_last_pull_datetime(self):
        last = dict(
            self.env["crosstech.reseller.pull"]._read_group(
                [("source_id", "in", self.ids), *GOOD], ["source_id"], ["ended_datetime:max"]
            )
        )
        for source in self:
            source.last_pull_datetime = last.get(source)

    @api.depends("last_pull_datetime")
    @api.depends_context("lang")
    def _compute_last_pull_text(self):
        locale = get_lang(self.env).code
        for source in self:
            moment = source.last_pull_datetime
            age = moment and format_timedelta(moment - fields.Datetime.now(), add_direction=True, locale=locale)
            source.last_pull_text = age or self.env._("not yet")

    def _compute_is_reading(self):
        reading = self.env["crosstech.reseller.pull"].search(
            [("source_id", "in", self.ids), ("state", "in", run_states.OPEN)]
        ).source_id  # fmt: skip
        for source in self:
            source.is_reading = source in reading

    # === ACTION METHODS === #

    def action_pull_now(self):
        """Read the source now and show how it goes."""
        self.ensure_one()
        self.check_access("write")
        self._readable_columns()
        pull = self._pull_now("person")
        return {
            "type": "ir.actions.act_window",
            "res_model": pull._name,
            "res_id": pull.id,
            "views": [[False, "form"]],
        }

    def action_view_pulls(self):
        """Show how reading this source went."""
        return self._list_of("crosstech_reseller_sync.reseller_pull_action")

    def action_view_quarantine(self):
        """Show what did not fit."""
        return self._list_of("crosstech_reseller_sync.reseller_quarantine_action")

    def _list_of(self, action):
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "domain": [("source_id", "=", self.id)],
            "context": {},
        }

    # === BUSINESS METHODS === #

    def _pull_key(self):
        return f"crosstech_sync_{self.id}"

    def _pull_now(self, reason="person"):
        """Put a pull into the queue of this source; one that waits or runs already is enough.

        :param str reason: one of the keys of ``crosstech.reseller.pull.reason``
        :return: ``crosstech.reseller.pull``
        """
        self.ensure_one()
        pulls = self.env["crosstech.reseller.pull"].sudo()
        is_open = [("source_id", "=", self.id), ("state", "in", run_states.OPEN)]
        pull = pulls.search(is_open, limit=1)
        if pull:
            return pull
        before = pulls.search([("source_id", "=", self.id), *GOOD], limit=1)
        pull = pulls.create(
            {
                "source_id": self.id, "reason": reason, "user_id": self.env.uid, "place": self._pull_place(),
                "rows_expected": before.rows_read,
            }
        )  # fmt: skip
        pull._enqueue()
        return pull

    def _pull_place(self):
        """Name where the rows come from, without a secret."""
        return " / ".join(filter(None, (self.host, self.database_name or self.folder))) or self.name

    def _stop_pulls(self):
        """Stop every pull and keep others from beginning until this transaction ends.

        What waits is taken out of the queue. What runs is told over another connection, is given ten seconds for the
        rows it has in hand, and loses its connection if it has not let go by then.
        """
        for source in self.sudo():
            pulls = self.env["crosstech.reseller.pull"].sudo()
            pulls.search([("source_id", "=", source.id), ("state", "=", run_states.QUEUED)])._cancel_queued()
            with source._pull_connection(autocommit=True) as other:
                run_log.stop(other, source.id)
                if not source._lock_pulls():
                    pulling.break_off(other, source.id)
                    source._lock_pulls()

    def _lock_pulls(self):
        """Keep pulls from running until the transaction ends.

        :return: whether the one that runs has let go in time
        """
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
                lock = [pulling.LOCK_CLASS, self.id]
                self.env.cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock, log_exceptions=False)
                self.env.cr.execute("SELECT set_config('lock_timeout', '0', true)")
        except LockNotAvailable:
            return False
        return True

    @contextlib.contextmanager
    def _pull_connection(self, *, autocommit=False):
        """Open a connection to our database for rows alone: what is committed there stays, whatever becomes of a job.

        Nobody who waits for a lock of ours waits longer than ``LOCK_TIMEOUT``, and neither do we.
        """
        _name, information = sql_db.connection_info_for(self.env.cr.dbname)
        connection = psycopg2.connect(**information, options=f"-c lock_timeout={LOCK_TIMEOUT}")
        connection.autocommit = autocommit
        try:
            yield connection
        finally:
            connection.close()

    def _guard(self):
        """Tell how gently the reseller's server is read."""
        when = self._get_schedule()
        return Guard(
            statement_seconds=self.timeout_seconds,
            rows_per_second=self.max_rows_per_second or None,
            window=(hour_of_day(when.first), hour_of_day(when.last)) if when.has_window else None,
        )

    def _pace(self, stop):
        zone = ZoneInfo(self.timezone)
        return Pace(self._guard(), stop=stop, now=lambda: on_clock(fields.Datetime.now(), zone))

    def _mask_key(self):
        """The secret of this source that makes its hashes: the same value of two resellers looks different."""
        return hmac(self.env(su=True), "crosstech_sync_mask", self.id).encode()

    def _pull_settings(self, anew, begun):
        """Make the settings of a pull: keys are compared every day, everything is read every week.

        :param bool anew: whether rows set aside get another try
        """
        a_day = PULLS_A_DAY[self.agreement_id.interval]
        return pulling.Settings(
            zone=ZoneInfo(self.timezone),
            place=self.place_name or self.partner_id.name or "",
            cadence=plan.Cadence(keys_every=a_day, everything_every=7 * a_day),
            anew=frozenset(self._quarantined_entities() if anew else ()),
            begun=begun,
        )
