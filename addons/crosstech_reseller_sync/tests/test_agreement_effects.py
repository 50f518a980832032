"""What follows from an agreement by itself: expiry, reminders, forgetting, the document, the timeline; and by click."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from ..lib.entities import ENTITIES
from ..lib.pull import history, names
from .agreement_common import AgreementCommon


@tagged("post_install", "-at_install")
class TestAgreementClock(AgreementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_today()

    def _watch(self):
        self.env["crosstech.reseller.agreement"]._cron_watch_periods()
        self.agreement.invalidate_recordset()

    def _told(self):
        return self.env["crosstech.notification"].search([("partner_id", "=", self.shop.id)])

    def test_it_expires_the_day_after_its_last_one_and_nothing_is_read_any_more(self):
        self.agreement.date_to = self.today
        self._activate()
        self._watch()
        self.assertEqual(self.agreement.state, "active")
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self._watch()
        self.assertEqual(self.agreement.state, "expired")
        self.assertFalse(self.agreement._is_readable())
        self.assertEqual(self.source.pull_ids.mapped("state"), ["cancelled"])

    def test_both_sides_are_reminded_once_two_weeks_before_the_end(self):
        self.agreement.date_to = self.today + timedelta(days=15)
        self._activate()
        before = self._told()
        self._watch()
        self.assertEqual(self._told(), before)
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self._watch()
            self._watch()
        self.assertEqual(len(self._told() - before), 1)
        self.assertTrue(self.agreement.activity_ids)

    def _close_version(self, key, ended):
        entity = ENTITIES["product"]
        history.add_source(self.env.cr._cnx, self.source.id)
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (source_id, key, name, valid_from, recorded_at, run_id, activity, recorded_until,"
                " until_run_id) VALUES (%s, %s, 'Mouse', %s, %s, 1, 'first_seen', %s, 2)",
                SQL.identifier(names.history(entity)), self.source.id, key, ended, ended, ended,
            )
        )  # fmt: skip

    def _versions(self):
        table = SQL.identifier(names.history(ENTITIES["product"]))
        self.env.cr.execute(SQL("SELECT key FROM %s WHERE source_id = %s", table, self.source.id))
        return [key for (key,) in self.env.cr.fetchall()]

    def test_values_older_than_agreed_are_forgotten_and_no_others(self):
        self.agreement.retention_months = 6
        self._activate()
        now = fields.Datetime.now()
        self._close_version("old", now - timedelta(days=200))
        self._close_version("new", now - timedelta(days=100))
        self.env["crosstech.reseller.agreement"]._cron_forget_old_values()
        self.assertEqual(self._versions(), ["new"])

    def test_without_a_limit_nothing_is_forgotten(self):
        self.agreement.retention_months = 0
        self._activate()
        self._close_version("old", fields.Datetime.now() - timedelta(days=2000))
        self.env["crosstech.reseller.agreement"]._cron_forget_old_values()
        self.assertEqual(self._versions(), ["old"])

    def test_the_document_names_columns_masks_and_both_signatures(self):
        self._activate()
        report = self.env["ir.actions.report"].with_user(self.manager)
        html = report._render_qweb_html("crosstech_reseller_sync.reseller_agreement_report", self.agreement.ids)[0]
        text = html.decode()
        for words in ("golongan", "id_barang", "Budi Data", "192.0.2.1", "192.0.2.2", self.manager.name):
            self.assertIn(words, text)
        self.assertIn(self.agreement.sudo().signed_fingerprint, text)

    def test_the_timeline_of_the_customer_tells_when_he_signed_and_ended_it(self):
        self._activate()
        self.agreement._apply("revoke", member=self._member(self.boss), has_consented=True)
        hooks = self.env["crosstech.hooks"].with_user(self.manager)
        events = [one for one in hooks._customer_timeline(self.shop) if one["res_id"] == self.agreement.id]
        self.assertEqual(len([one for one in events if one["res_model"] == self.agreement._name]), 2)

    def test_the_steps_of_the_screen_lead_to_the_signature(self):
        agreement = self.agreement
        self.assertEqual(agreement.next_step, "ask")
        agreement.action_ask_look()
        self.assertEqual(agreement.next_step, "wait_look")
        self._permit()
        self.assertEqual(agreement.next_step, "take")
        agreement.action_take_columns()
        self.assertEqual(agreement.next_step, "offer")
        agreement.action_offer()
        self.assertEqual(agreement.next_step, "wait_sign")
        agreement.action_withdraw()
        self.assertEqual(agreement.next_step, "offer")
        agreement.action_offer()
        self._sign()
        self.assertEqual(agreement.next_step, "in_force")
        action = agreement.action_amend()
        self.assertEqual(agreement.browse(action["res_id"]).state, "looking")
        wizard = self.env["crosstech.reseller.agreement.end"].with_user(self.manager)
        wizard.create({"agreement_id": agreement.id, "reason": "Toko tutup"}).action_end()
        self.assertEqual((agreement.state, agreement.next_step), ("revoked", "over"))


@tagged("post_install", "-at_install")
class TestAgreementTourPhone(AgreementCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_reseller_permits_signs_pauses_and_revokes_on_a_phone(self):
        self.source.transport = "sftp"
        self.agreement._apply("ask_look")
        self.start_tour("/my/reseller", "crosstech_reseller_permit", login=self.boss.login)
        self.assertEqual(self.agreement.state, "looking")
        self._offer()
        self.start_tour(
            f"/my/reseller/data/{self.source.id}", "crosstech_reseller_sign_pause_revoke", login=self.boss.login
        )
        self.assertEqual(self.agreement.state, "revoked")
        self.assertEqual(self.agreement.sudo().reseller_signed_name, "Budi Data")
        self.assertFalse(self.source.mapping_json)
