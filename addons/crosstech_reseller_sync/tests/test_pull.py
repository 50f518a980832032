"""The job of a pull, from the queue to the log."""

import threading
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.tests import tagged

from odoo.addons.queue_job.exception import RetryableJobError

from ..lib.pull import failures, pulling, run_log
from ..lib.source import engines, guard, reader
from ..models import reseller_source_pull
from .pull_common import MAPPING, PullCase

STOCK = "SELECT key, quantity::int FROM crosstech_sync_stock WHERE source_id = %(source)s AND NOT is_deleted ORDER BY 1"


class TemporaryError(Exception):
    code, permanent, detail = "unreachable", False, "timed out"


class PermanentError(Exception):
    code, permanent, detail = "login_refused", True, ""


@tagged("post_install", "-at_install")
class TestPull(PullCase):
    def test_the_first_pull_reads_everything_and_the_second_what_changed(self):
        self.put_stock(("A", 5), ("B", 7))
        first = self.pull("agreement")
        self.assertEqual(first["state"], "done")
        self.assertEqual((first["rows_read"], first["rows_added"]), (2, 2))
        self.put_stock(("A", 4), ("C", 1))
        self.shop("DELETE FROM stock WHERE key = 'B'")
        second = self.pull("schedule")
        counted = [second[f"rows_{name}"] for name in ("added", "changed", "gone")]
        self.assertEqual(counted, [1, 1, 1])
        self.assertEqual(self.values(STOCK), [("A", 4), ("C", 1)])

    def test_the_log_says_who_when_where_and_what_of_each_kind(self):
        self.put_stock(("A", 5))
        self.shop("INSERT INTO stock (key, product_key, quantity) VALUES ('B', 'B', 'banyak')")
        pull_id = self.queue()
        self.run_job(pull_id)
        with self.real() as env:
            pull = env["crosstech.reseller.pull"].browse(pull_id)
            self.assertTrue(pull.started_datetime <= pull.ended_datetime)
            self.assertEqual((pull.user_id, pull.place, pull.run_number), (env.user, "Pull Test", 1))
            counted = {line.entity: (line.rows_read, line.rows_quarantined) for line in pull.line_ids}
            self.assertEqual(counted, {"product": (0, 0), "sale_line": (0, 0), "stock": (1, 1)})
            self.assertEqual(pull.rows_quarantined, 1)
            self.assertEqual(pull.source_id.last_pull_datetime, pull.ended_datetime)

    def test_a_pull_that_waits_is_enough(self):
        self.assertEqual(self.queue(), self.queue())
        with self.real() as env:
            key = env["crosstech.reseller.source"].browse(self.source_id)._pull_key()
            job = env["queue.job"].search([("identity_key", "=", key)])
            self.assertEqual((len(job), job.channel), (1, f"root.crosstech_sync.{self.source_id}"))

    def test_a_failure_that_may_pass_is_tried_again_and_goes_on_where_it_was(self):
        self.put_stock(("A", 5))
        pull_id, self.between = self.queue(), self._raiser(TemporaryError)
        with self.assertRaises(RetryableJobError) as refusal:
            self.run_job(pull_id)
        self.assertEqual(refusal.exception.seconds, failures.PAUSES_SECONDS[0])
        self.assertEqual(self.log(pull_id, "state", "error_code"), {"state": "queued", "error_code": "unreachable"})
        self.between = lambda: None
        self.run_job(pull_id)
        self.assertEqual(
            self.log(pull_id, "state", "attempts", "rows_added", "error_code"),
            {"state": "done", "attempts": 2, "rows_added": 1, "error_code": False},
        )

    def test_a_failure_that_may_pass_is_given_up_after_some_attempts(self):
        self.put_stock(("A", 5))
        pull_id, self.between = self.queue(), self._raiser(TemporaryError)
        for _attempt in failures.PAUSES_SECONDS:
            with self.assertRaises(RetryableJobError):
                self.run_job(pull_id)
        self.run_job(pull_id)
        self.assertEqual(self.log(pull_id)["state"], "failed")

    def test_a_failure_that_stays_ends_the_pull_with_words_and_no_secret(self):
        self.put_stock(("A", 5))
        pull_id, self.between = self.queue(), self._raiser(PermanentError)
        self.run_job(pull_id)
        log = self.log(pull_id, "state", "message")
        self.assertEqual(log["state"], "failed")
        self.assertIn("type them again", log["message"])
        self.assertEqual(self.values(STOCK), [])
        self.between = lambda: None
        self.assertEqual(self.pull()["state"], "done")

    def test_a_mistake_of_our_own_is_logged_and_not_hidden(self):
        self.put_stock(("A", 5))
        pull_id, self.between = self.queue(), self._raiser(ZeroDivisionError)
        with self.assertRaises(ZeroDivisionError):
            self.run_job(pull_id)
        self.assertEqual(self.log(pull_id, "state", "error_code"), {"state": "failed", "error_code": "unknown"})

    def test_a_pull_stopped_in_the_middle_keeps_nothing_of_what_it_was_reading(self):
        self.put_stock(("A", 5))
        pull_id = self.queue()

        def stop():
            with (
                self.real() as env,
                env["crosstech.reseller.source"].browse(self.source_id)._pull_connection(autocommit=True) as other,
            ):
                run_log.stop(other, self.source_id)

        self.between = stop
        self.run_job(pull_id)
        self.assertEqual(self.log(pull_id)["state"], "cancelled")
        self.assertEqual(self.values(STOCK), [])

    def test_stopping_takes_a_waiting_pull_out_of_the_queue_and_its_job_does_nothing(self):
        pull_id = self.queue()
        with self.real() as env:
            source = env["crosstech.reseller.source"].browse(self.source_id)
            source._stop_pulls()
            job = env["queue.job"].search([("identity_key", "=", source._pull_key())])
            self.assertEqual(job.state, "cancelled")
        self.assertEqual(self.log(pull_id)["state"], "cancelled")
        self.run_job(pull_id)
        self.assertEqual(self.log(pull_id, "state", "attempts"), {"state": "cancelled", "attempts": 0})

    def test_whoever_stops_a_running_pull_waits_until_it_has_let_go_and_keeps_the_next_one_away(self):
        self.put_stock(("A", 5))
        pull_id, reading, go_on = self.queue(), threading.Event(), threading.Event()

        def wait():
            reading.set()
            go_on.wait(10)

        self.between = wait
        with self.real() as env:
            source = env["crosstech.reseller.source"].browse(self.source_id)
            worker = threading.Thread(target=self._pull_without_odoo, args=(pull_id,))
            with (
                source._pull_connection() as self.ours,
                source._pull_connection(autocommit=True) as self.log_one,
            ):
                worker.start()
                self.assertTrue(reading.wait(10))
                threading.Timer(0.3, go_on.set).start()
                source._stop_pulls()
                worker.join(10)
                self.assertEqual(self.log(pull_id)["state"], "cancelled")
                with self.assertRaises(pulling.Busy), pulling.locked(self.ours, self.source_id):
                    self.fail("somebody pulls while the agreement ends")

    def _pull_without_odoo(self, pull_id):
        """Do what the job does, in a thread that may not touch the registry."""
        log = run_log.RunLog(self.log_one, pull_id)
        log.start(fields.Datetime.now())
        pace = guard.Pace(guard.Guard(), stop=lambda: self.between() or log.progress(fields.Datetime.now(), 0, 0))
        with engines.open_source(engines.file_address(self.path)) as session:
            rows = reader.Reader(session, session.introspect(), MAPPING, pace=pace)
            try:
                pulling.pull(self.ours, self.source_id, rows, ["stock"], now=fields.Datetime.now())
            except guard.Cancelled:
                log.cancel(fields.Datetime.now())

    def test_a_pull_that_does_not_let_go_in_time_loses_its_connection(self):
        self.put_stock(("A", 5))
        with self.real() as env:
            source = env["crosstech.reseller.source"].browse(self.source_id)
            with (
                source._pull_connection() as hanging,
                patch.object(reseller_source_pull, "LOCK_TIMEOUT", "200ms"),
                pulling.locked(hanging, self.source_id),
            ):
                source._stop_pulls()
                with self.assertRaises(psycopg2.OperationalError):
                    hanging.cursor().execute("SELECT 1")
                hanging.close()

    def test_two_pulls_at_once_do_not_meet(self):
        pull_id = self.queue()
        with self.real() as env:
            source = env["crosstech.reseller.source"].browse(self.source_id)
            with (
                source._pull_connection() as other,
                pulling.locked(other, self.source_id),
                self.assertRaises(RetryableJobError),
            ):
                self.run_job(pull_id)
        self.assertEqual(self.log(pull_id, "state", "error_code"), {"state": "queued", "error_code": "busy"})
        self.run_job(pull_id)
        self.assertEqual(self.log(pull_id)["state"], "done")

    def test_without_an_agreement_in_force_nothing_is_read(self):
        self.put_stock(("A", 5))
        pull_id = self.queue()
        with self.real() as env:
            env["crosstech.reseller.source"].browse(self.source_id).agreement_id.state = "paused"
        self.run_job(pull_id)
        with self.real() as env:
            env["crosstech.reseller.source"].browse(self.source_id).agreement_id.state = "active"
        self.assertEqual(self.log(pull_id)["state"], "failed")
        self.assertEqual(self.log(pull_id)["error_code"], "not_agreed")
        self.assertEqual(self.values(STOCK), [])

    def _raiser(self, error):
        def fail():
            raise error

        return fail
