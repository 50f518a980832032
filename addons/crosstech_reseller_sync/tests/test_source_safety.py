"""What a source cannot be turned into, and that nothing of a reseller is left to see when he has revoked."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import config
from odoo.tools.misc import file_path

from ..models.reseller_source_safety import OWN_MACHINE
from .agreement_common import AgreementCommon
from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSourceSafety(AgreementCommon):
    def test_no_default_of_a_caller_makes_an_agreement_that_nobody_signed(self):
        source = self._create_source()
        forged = {"default_state": "active", "default_reseller_signed_datetime": fields.Datetime.now()}
        Agreement = self.env["crosstech.reseller.agreement"].with_user(self.manager)
        made = Agreement.with_context(**forged).create({"source_id": source.id})
        self.assertEqual((made.state, made.reseller_signed_datetime), ("draft", False))
        with self.assertRaises(UserError):
            source._readable_columns()

    def test_an_agreement_about_another_source_lets_nobody_read_this_one(self):
        self._activate()
        other = self._create_source(name="Gudang")
        with self.assertRaises(UserError):
            other.with_user(self.manager).agreement_id = self.agreement
        Source = self.env["crosstech.reseller.source"].with_user(self.manager)
        made = Source.create({"name": "Toko", "partner_id": self.shop.id, "agreement_id": self.agreement.id})
        for source in (made, other):
            with self.assertRaises(UserError):
                source._readable_columns()
            with self.assertRaises(UserError):
                source._check_may_look()

    def test_a_source_stays_the_reseller_s_who_answered_about_it(self):
        source = self.source.with_user(self.manager)
        source.partner_id = self.rival_shop
        source.partner_id = self.shop
        self._permit()
        with self.assertRaises(UserError):
            source.partner_id = self.rival_shop
        self.assertEqual(source.partner_id, self.shop)

    def test_after_its_last_day_nothing_is_looked_at_even_before_the_clock_came_by(self):
        self._activate()
        self.source._check_may_look()
        self.env.cr.execute(
            "UPDATE crosstech_reseller_agreement SET date_to = %s WHERE id = %s",
            [self.company._get_today() - timedelta(days=1), self.agreement.id],
        )
        self.agreement.invalidate_recordset()
        self.assertEqual(self.agreement.state, "active")
        with self.assertRaises(UserError):
            self.source._check_may_look()

    def test_columns_of_another_company_s_agreements_cannot_be_read(self):
        self.agreement.sudo().line_ids = [(0, 0, {"table_name": "barang", "column_name": "nama"})]
        other = self.env["res.company"].create({"name": "Perusahaan Lain"})
        self.source.company_id = other
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self.agreement.line_ids.with_user(self.manager).read(["column_name"])

    def test_of_a_revoked_source_no_screen_and_no_job_shows_anything(self):
        self._activate()
        entity = {"entity": "product", "preview": {"fields": ["name"], "rows": [["Rahasia"]], "totals": {}}}
        mapping = self.env["crosstech.reseller.mapping"].create(
            {"source_id": self.source.id, "entity_ids": [(0, 0, entity)]}
        )
        shown = mapping.entity_ids
        Look = self.env["crosstech.reseller.look.back"]
        other = self._create_source(name="Gudang")
        named, everybody, others = (
            Look.create({"source_ids": [(6, 0, sources.ids)], "result_html": "Rahasia"})
            for sources in (self.source, self.source.browse(), other)
        )
        export = self.env["ir.attachment"].create(
            {"name": "x.csv", "raw": b"Rahasia", "res_model": Look._name, "res_id": named.id}
        )
        self.source.drift_json = [{"change": "Rahasia"}]
        job = self.env["queue.job"].sudo().search([("identity_key", "=", self.source._pull_key())])
        job.write({"exc_info": "Rahasia", "exc_message": "Rahasia"})
        self.agreement._apply("revoke", member=self._member(self.boss), has_consented=True)
        self.assertFalse(mapping.exists() or shown.exists())
        self.assertFalse((named | everybody).exists())
        self.assertTrue(others.exists())
        self.assertFalse(export.exists())
        self.assertFalse(self.source.drift_json)
        self.assertTrue(job)
        self.assertFalse(job.exc_info or job.exc_message)

    def test_what_was_worked_out_while_he_revoked_is_deleted_after_it(self):
        self._activate()
        self.agreement._apply("revoke", member=self._member(self.boss), has_consented=True)
        late = self.env["crosstech.reseller.match"].create({"source_id": self.source.id, "their_key": "B1"})
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.cr.postcommit.run()
        self.env.invalidate_all()
        self.assertFalse(late.exists())

    def test_a_neutralized_copy_reads_nobody_publishes_nothing_and_holds_no_file(self):
        self._activate()
        self.source.sudo().write({"upload": b"eA==", "upload_name": "x", "upload_sha256": "x", "password": "hunter2"})
        feed = self.env["crosstech.reseller.feed"].create(
            {"partner_id": self.shop.id, "company_id": self.company.id, "token_digest": "x"}
        )
        self.env.flush_all()
        with open(file_path("crosstech_reseller_sync/data/neutralize.sql"), encoding="utf-8") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertFalse(self.source.active or self.source.has_password or self.source.upload_sha256)
        self.assertFalse(self.source.upload)
        self.assertEqual(self.source.pull_ids.mapped("state"), ["cancelled"])
        job = self.env["queue.job"].sudo().search([("identity_key", "=", self.source._pull_key())])
        self.assertEqual(job.mapped("state"), ["cancelled"])
        self.assertTrue(feed.revoked_datetime)


@tagged("post_install", "-at_install")
class TestServerSafety(SourceCommon):
    def _create_database(self, **values):
        return self._create_source(
            **{"engine": "mysql", "transport": "direct", "host": "db.example", "database_name": "toko",
               "user_name": "reader", "password": "hunter2", **values}
        )  # fmt: skip

    def test_a_kept_password_is_sent_to_no_other_server(self):
        source = self._create_database(pinned_certificate="SHA256:x")
        source.write({"host": "db.example", "port": 3307})
        self.assertTrue(source.has_password)
        source.host = "thief.example"
        self.assertFalse(source.has_password or source.pinned_certificate)
        source.write({"host": "new.example", "password": "hunter3"})
        self.assertEqual(source._secret("password"), "hunter3")

    def test_no_source_leads_into_our_own_machine(self):
        own = ["localhost", "127.0.0.1", "::1", "::ffff:7f00:1", "0", "169.254.169.254", "/var/run/postgresql"]
        self._create_agreement(source := self._create_database(), "looking")
        for host in filter(None, [*own, config["db_host"]]):
            for values in (
                {"transport": "direct", "engine": "mysql"}, {"transport": "wireguard", "engine": "postgresql"},
                {"transport": "ssh", "engine": "mysql", "ssh_host": host, "ssh_user": "a"},
                {"transport": "sftp", "engine": "file"}, {"transport": "ftp_vpn", "engine": "file"},
            ):  # fmt: skip
                source.write({"host": host, **values})
                with self.assertRaisesRegex(UserError, "our own machine", msg=(host, values)):
                    source.action_test()
                with self.assertRaisesRegex(UserError, "our own machine"), source._open(look=True):
                    pass

    def test_for_a_trial_an_administrator_may_say_that_this_machine_is_a_reseller_s(self):
        source = self._create_database(host="127.0.0.1")
        self.env["ir.config_parameter"].set_param(OWN_MACHINE, "1")
        source._check_elsewhere()
        with self.assertRaises(AccessError):
            self.env["ir.config_parameter"].with_user(self.manager).set_param(OWN_MACHINE, "1")
