"""The log of pulls: who read what, when, from where, and what came of it; each pull is a job of its own."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.queue_job.exception import RetryableJobError

from ..lib.pull import failures, pulling, run_states
from ..lib.pull.progress import Progress
from ..lib.pull.run_log import RunLog
from ..lib.source.arrival import NothingNew
from ..lib.source.guard import OUTSIDE_WINDOW, Cancelled

BUSY_SECONDS = 60
TODO = "crosstech_reseller_sync.mail_activity_reading"
WAITING_JOBS = ("wait_dependencies", "pending", "enqueued", "started")
CHANNEL = "root.crosstech_sync"


class ResellerPull(models.Model):
    _name = "crosstech.reseller.pull"
    _description = "Pull of Reseller Data"
    _order = "id desc"

    source_id = fields.Many2one("crosstech.reseller.source", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="source_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    run_number = fields.Integer(string="Run", readonly=True, help="Of this source; a stopped run is gone on with.")
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Reading"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued", required=True, index=True, readonly=True,
    )  # fmt: skip
    reason = fields.Selection(
        [
            ("agreement", "Agreement Came into Force"),
            ("schedule", "On Schedule"),
            ("person", "A Person Asked"),
            ("upload", "A File Arrived"),
            ("replay", "Rows Tried Again"),
        ],
        required=True, default="person", readonly=True,
    )  # fmt: skip
    user_id = fields.Many2one("res.users", string="Asked By", readonly=True, ondelete="restrict")
    place = fields.Char(string="Read From", readonly=True)
    started_datetime = fields.Datetime(string="Started On", readonly=True)
    ended_datetime = fields.Datetime(string="Ended On", readonly=True)
    heartbeat_datetime = fields.Datetime(string="Last Sign of Life", readonly=True)
    attempts = fields.Integer(readonly=True)
    is_stopping = fields.Boolean(readonly=True)
    rows_read = fields.Integer(readonly=True)
    rows_expected = fields.Integer(readonly=True)
    rows_added = fields.Integer(string="New", readonly=True)
    rows_changed = fields.Integer(string="Changed", readonly=True)
    rows_gone = fields.Integer(string="Gone", readonly=True)
    rows_quarantined = fields.Integer(string="Set Aside", readonly=True)
    bytes_read = fields.Float(string="Bytes", digits=(20, 0), readonly=True)
    checksum = fields.Char(readonly=True, help="SHA-256 of everything that was read, in the order it came.")
    agreement_id = fields.Many2one("crosstech.reseller.agreement", readonly=True, index=True, ondelete="restrict")
    columns_read = fields.Json(readonly=True, help="Pairs of table and column.")
    signature = fields.Char(string="Receipt Code", readonly=True, help="Proves that the receipt is ours, unchanged.")
    error_code = fields.Char(readonly=True)
    error_facts = fields.Json(readonly=True)
    message = fields.Text(compute="_compute_message")
    progress = fields.Float(compute="_compute_progress", help="In percent; an estimate from the pull before.")
    line_ids = fields.One2many("crosstech.reseller.pull.line", "pull_id", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(source_id) WHERE state IN ('queued', 'running')", "This source is being read already."
    )
    _ended_idx = models.Index("(source_id, ended_datetime DESC) WHERE state = 'done'")

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "run_number")
    def _compute_display_name(self):
        for pull in self:
            pull.display_name = self.env._(
                "%(reseller)s, reading %(number)s", reseller=pull.partner_id.name or "", number=pull.id or ""
            )

    @api.depends("state", "rows_read", "rows_expected")
    def _compute_progress(self):
        for pull in self:
            share = 100 * pull.rows_read / pull.rows_expected if pull.rows_expected else 0
            pull.progress = 100 if pull.state == "done" else min(share, 99)

    @api.depends("error_code", "error_facts")
    @api.depends_context("lang")
    def _compute_message(self):
        for pull in self:
            pull.message = pull._get_words_of(pull.error_code, pull.error_facts or {}) if pull.error_code else False

    # === ACTION METHODS === #

    def action_cancel(self):
        """Stop reading: at once where it waits, after the rows being read where it runs."""
        for source in self.source_id:
            source.check_access("write")
            source._stop_pulls()

    # === BUSINESS METHODS === #

    def _enqueue(self):
        """Give the pull a job in the channel of its source. How often it is tried is decided by the pull itself."""
        source = self.source_id
        self.with_user(SUPERUSER_ID).with_delay(
            identity_key=source._pull_key(), channel=f"{CHANNEL}.{source.id}", max_retries=0,
            description=self.display_name,
        )._run()  # fmt: skip

    def _take_up(self):
        """Give pulls a job again whose job is gone; what they had read stays, and they go on from there."""
        keys = {pull.source_id._pull_key(): pull for pull in self}
        jobs = self.env["queue.job"].sudo().search(
            [("identity_key", "in", list(keys)), ("state", "in", WAITING_JOBS)]
        )  # fmt: skip
        for key in keys.keys() - set(jobs.mapped("identity_key")):
            keys[key]._enqueue()

    def _run(self):
        """Pull: the job. A failure that may pass puts it back into the queue, any other one ends it.

        The log is written over connections of its own; a job that dies leaves what was read until then.
        """
        self.ensure_one()
        source = self.source_id
        with source._pull_connection(autocommit=True) as log_connection:
            log = RunLog(log_connection, self.id)
            if not log.start(fields.Datetime.now()):
                return self.env._("Nobody wants this pull any more.")
            if log.attempts > failures.MOST_ATTEMPTS:
                return self._fail(log, failures.DIED)
            try:
                self._read(log, *source._readable_columns())
            except NothingNew as known:
                log.finish(fields.Datetime.now(), "", "no_news")
                source._remember_file(known.receipt)
            except Cancelled as cancelled:
                self._take_stop(log, cancelled.reason)
            except pulling.Busy as busy:
                log.wait("busy", {})
                raise RetryableJobError("busy", seconds=BUSY_SECONDS, ignore_retry=True) from busy
            except Exception as error:
                self._take_failure(log, error)
            log.sign(self._receipt_key())
        self.invalidate_recordset()
        return self.env._("See the log of this pull.")

    def _read(self, log, agreed, masks):
        """Read what the agreement names into the history.

        :param agreed: set of (table, column)
        :param masks: dict of (table, column) to mask
        """
        source = self.source_id
        with source._open(look=False, previous=source._previous_file(self.reason)) as opened:
            if self.reason == "schedule" and not getattr(opened.arrival, "is_new", True):
                log.finish(fields.Datetime.now(), "", "no_news")
                return
            prepared = source._prepare_pull(opened.schema, agreed)
            waiting = {"waiting": sorted(prepared.waiting)}
            log.prepared(source.agreement_id.id, prepared.mapping.columns(), _rows_of(opened.schema, prepared.mapping))
            if not prepared.mapping.entities:
                self._fail(log, failures.Failure("waiting", True, waiting))
                source._keep_drift(prepared)
                return
            checksum = self._take_over(log, opened, prepared.mapping, {"agreed": agreed, "masks": masks})
        log.finish(fields.Datetime.now(), checksum, *(("waiting", waiting) if prepared.waiting else ()))
        source._after_reading(opened, prepared)
        source._after_pull(self)

    def _take_over(self, log, opened, mapping, limits):
        """:return: the checksum of all that was read"""
        source = self.source_id
        progress = Progress(lambda rows, size: log.progress(fields.Datetime.now(), rows, size))
        settings = source._pull_settings(self.reason == "replay", lambda run: log.begun(run.run_id))
        with source._pull_connection() as ours:
            reader = opened.reader(mapping, mask_key=source._mask_key(), pace=source._pace(progress.stop), **limits)
            progress.receipt = reader.receipt
            pulling.pull(ours, source.id, reader, mapping.entities, now=fields.Datetime.now(), settings=settings)
        progress.now()
        return reader.receipt.checksum

    def _take_stop(self, log, reason):
        """Write down that it ended before its end; outside the reseller's hours it goes on in the next ones."""
        if reason == OUTSIDE_WINDOW:
            log.fail(fields.Datetime.now(), reason, {})
        else:
            log.cancel(fields.Datetime.now())

    def _take_failure(self, log, error):
        """Write a failure down.

        :raises RetryableJobError: when trying again may help
        """
        failure = failures.of(error) or (failures.REFUSED if isinstance(error, UserError) else None)
        if not failure:
            log.fail(fields.Datetime.now(), "unknown", {"kind": type(error).__name__})
            raise error
        seconds = None if failure.permanent else failures.pause(log.attempts)
        if seconds is None:
            self._fail(log, failure)
            return
        log.wait(failure.code, failure.facts)
        raise RetryableJobError(failure.code, seconds=seconds, ignore_retry=True) from None

    def _fail(self, log, failure):
        """End the pull and ask the Operational Manager to see to it."""
        log.fail(fields.Datetime.now(), failure.code, failure.facts)
        source = self.source_id._in_manager_language()
        words = self.with_env(source.env)._get_words_of(failure.code, failure.facts)
        source._leave_todo(
            source.env._("Reading the data of %(reseller)s failed", reseller=source.partner_id.name), words
        )

    def _cancel_queued(self):
        """Take pulls that wait out of the queue."""
        jobs = self.env["queue.job"].sudo().search(
            [("identity_key", "in", [pull.source_id._pull_key() for pull in self]),
             ("state", "in", ("pending", "enqueued", "failed"))]
        )  # fmt: skip
        jobs.button_cancelled()
        self.write({"state": run_states.CANCELLED, "ended_datetime": fields.Datetime.now()})


def _rows_of(schema, mapping):
    """Guess how many rows a first reading gives, from what the engine says of its tables."""
    tables = (schema.table(entity.table) for entity in mapping.entities.values())
    return sum(table.rows or 0 for table in tables if table)


class ResellerPullLine(models.Model):
    _name = "crosstech.reseller.pull.line"
    _description = "Pull of One Kind of Data"
    _order = "pull_id desc, id"
    _rec_name = "entity"

    pull_id = fields.Many2one("crosstech.reseller.pull", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="pull_id.company_id", store=False)
    entity = fields.Selection(
        [
            ("product", "Products"),
            ("stock", "Stock"),
            ("sale_line", "Sales"),
            ("price", "Prices"),
            ("purchase_line", "Purchases"),
        ],
        string="Kind", required=True, readonly=True,
    )  # fmt: skip
    mode = fields.Char(string="How", readonly=True)
    rows_read = fields.Integer(string="Read", readonly=True)
    rows_added = fields.Integer(string="New", readonly=True)
    rows_changed = fields.Integer(string="Changed", readonly=True)
    rows_gone = fields.Integer(string="Gone", readonly=True)
    rows_quarantined = fields.Integer(string="Set Aside", readonly=True)
