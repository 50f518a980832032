"""Reading by itself: whose turn it is, what is late, what is taken up again."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..lib.pull import failures
from ..models.reseller_pull import TODO
from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestPullSchedule(SourceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_source(transport="direct", engine="mysql", mapping_json={"entities": {}}).sudo()
        cls.agreement = cls._create_agreement(cls.source, "active")
        cls.pulls = cls.env["crosstech.reseller.pull"]

    def _create_pull(self, ago, state="done", **values):
        moment = fields.Datetime.now() - ago
        with patch.object(self.env.cr, "now", lambda: moment):
            return self.pulls.create(
                {"source_id": self.source.id, "state": state, "ended_datetime": moment, **values}
            )  # fmt: skip

    def _due(self):
        before = self.pulls.search([])
        self.env["crosstech.reseller.source"]._cron_pull_due()
        return self.pulls.search([("partner_id", "=", self.reseller.id)]) - before

    def test_a_source_with_an_agreement_in_force_is_read_and_no_other(self):
        self.assertEqual(self._due().reason, "schedule")
        self.assertFalse(self._due(), "it waits already")
        for state in ("draft", "looking", "offered", "paused", "revoked", "expired"):
            self.pulls.search([]).unlink()
            self.agreement.state = state
            self.assertFalse(self._due(), state)

    def test_a_source_without_a_mapping_is_not_read(self):
        self.source.mapping_json = False
        self.assertFalse(self._due())

    def test_it_is_read_every_hour(self):
        self._create_pull(timedelta(minutes=61))
        self.assertEqual(self._due().reason, "schedule")

    def test_it_is_not_read_twice_in_an_hour(self):
        self._create_pull(timedelta())
        self.assertFalse(self._due())

    def test_it_is_not_read_outside_its_window(self):
        source = self._create_source(transport="direct", engine="mysql", mapping_json={"entities": {}}).sudo()
        self._create_agreement(source, "active", window_from=22, window_to=5)
        with freeze_time("2026-03-02 05:00:00"):  # noon in Jakarta
            self.assertFalse(self._due().filtered(lambda pull: pull.source_id == source))
        with freeze_time("2026-03-02 18:00:00"):
            self.assertTrue(self._due().filtered(lambda pull: pull.source_id == source))

    def test_a_refused_login_is_tried_once_a_day(self):
        self._create_pull(timedelta(hours=2), "failed", error_code="login_refused")
        with freeze_time("2026-03-02 16:00:00"):  # late in the evening: the turn of today is over
            self.pulls.search([]).unlink()
            self._create_pull(timedelta(hours=2), "failed", error_code="login_refused")
            self.assertFalse(self._due())
        with freeze_time("2026-03-03 10:00:00"):
            self.assertTrue(self._due())

    def test_an_uploaded_file_is_read_once(self):
        self.source.write({"engine": "file", "transport": "upload", "upload_sha256": "a", "last_read_sha256": "a"})
        self.assertFalse(self._due())
        self.source.upload_sha256 = "b"
        self.assertTrue(self._due())

    def test_freshness_is_told_and_searched(self):
        self.assertEqual(self.source.freshness, "never")
        pull = self._create_pull(timedelta(hours=2))
        self.source.invalidate_recordset()
        self.assertEqual(self.source.freshness, "fresh")
        pull.ended_datetime -= timedelta(hours=2)
        self.source.invalidate_recordset()
        self.assertEqual(self.source.freshness, "late")
        self.assertIn(self.source, self.source.search([("freshness", "=", "late")]))
        self.assertNotIn(self.source, self.source.search([("freshness", "in", ("fresh", "never"))]))

    def test_the_operational_manager_is_told_once_of_what_is_late(self):
        self._create_pull(timedelta(hours=5))
        for _time in range(2):
            self.env["crosstech.reseller.source"]._cron_watch_pulls()
        todo = self.source.activity_search([TODO])
        self.assertEqual(todo.user_id._has_group("crosstech_sale.group_operational_manager"), True)
        self.assertIn("Toko Uji", todo.summary)

    def test_a_pull_whose_job_is_gone_gets_another_one(self):
        pull = self.source._pull_now()
        jobs = self.env["queue.job"].search([("identity_key", "=", self.source._pull_key())])
        jobs.unlink()
        self.env["crosstech.reseller.source"]._cron_watch_pulls()
        job = self.env["queue.job"].search([("identity_key", "=", self.source._pull_key())])
        self.assertEqual((job.records, job.state), (pull, "pending"))
        self.env["crosstech.reseller.source"]._cron_watch_pulls()
        self.assertEqual(self.env["queue.job"].search_count([("identity_key", "=", self.source._pull_key())]), 1)
        self.assertGreater(failures.MOST_ATTEMPTS, len(failures.PAUSES_SECONDS))

    def test_only_the_operational_manager_reads_now_and_stops(self):
        for role, user in self.users.items():
            if role == "operational_manager":
                continue
            with self.assertRaises(Exception) as refusal:
                self.source.with_user(user).action_pull_now()
            self.assertEqual(type(refusal.exception).__name__, "AccessError", role)
        self.assertFalse(self.pulls.search([("source_id", "=", self.source.id)]))
        action = self.source.with_user(self.manager).action_pull_now()
        pull = self.pulls.browse(action["res_id"])
        self.assertEqual((pull.state, pull.user_id), ("queued", self.manager))
        with self.assertRaises(Exception) as refusal:
            pull.with_user(self.users["director"]).action_cancel()
        self.assertEqual(type(refusal.exception).__name__, "AccessError")
        self.assertEqual(pull.state, "queued")
        pull.with_user(self.manager).action_cancel()
        self.assertEqual(pull.state, "cancelled")
