from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.crosstech_sale.lib import secrets

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSecretRotation(SourceCommon):
    def setUp(self):
        super().setUp()
        self.old, self.new = secrets.new_key(), secrets.new_key()
        for model, field in self.company._secret_fields():
            self.env[model].with_context(active_test=False).search([]).sudo().write({field: False})

    def _with_keys(self, keys):
        return patch.dict("os.environ", {"CROSSTECH_SECRET_KEY": keys})

    def test_every_secret_of_sources_and_companies_gets_the_first_key(self):
        with self._with_keys(self.old):
            source = self._create_source(engine="mysql", transport="ssh", password="p1", ssh_password="p2", ssh_key="k")
            source.active = False
            self.company.sms_gateway_key = "g"
        with self._with_keys(f"{self.new},{self.old}"):
            found = self.env["res.company"]._rotate_secrets()
        self.assertEqual(found, {"changed": 4, "kept": 0, "unreadable": []})
        with self._with_keys(self.new):
            kept = [source._secret(name) for name in ("password", "ssh_password", "ssh_key")]
            self.assertEqual(kept, ["p1", "p2", "k"])
            self.assertEqual(self.company._decrypt_secret(self.company.sms_gateway_key_encrypted), "g")

    def test_a_second_run_changes_nothing(self):
        with self._with_keys(self.old):
            self._create_source(engine="mysql", transport="direct", password="p1")
        with self._with_keys(f"{self.new},{self.old}"):
            self.env["res.company"]._rotate_secrets()
            self.assertEqual(
                self.env["res.company"]._rotate_secrets(), {"changed": 0, "kept": 1, "unreadable": []}
            )  # fmt: skip

    def test_a_secret_that_no_key_fits_is_told_and_stays(self):
        with self._with_keys(secrets.new_key()):
            source = self._create_source(engine="mysql", transport="direct", password="p1")
        before = source.sudo().password_encrypted
        with self._with_keys(f"{self.new},{self.old}"):
            found = self.env["res.company"]._rotate_secrets()
        self.assertEqual(found["unreadable"], [f"crosstech.reseller.source,{source.id} password_encrypted"])
        self.assertEqual(source.sudo().password_encrypted, before)

    def test_without_a_key_nothing_is_touched(self):
        without = patch.object(type(self.company), "_secret_keys", return_value="")
        with without, self.assertRaises(secrets.SecretError):
            self.env["res.company"]._rotate_secrets()


@tagged("post_install", "-at_install")
class TestSourceSecrets(SourceCommon):
    def test_a_secret_is_kept_encrypted_and_never_given_back(self):
        source = self._create_source(engine="mysql", transport="ssh", password="hunter2", ssh_key="-----KEY-----")
        self.assertNotIn("hunter2", source.sudo().password_encrypted)
        self.assertEqual(source._secret("password"), "hunter2")
        source.invalidate_recordset()
        names = ["password", "ssh_password", "ssh_key", "has_password", "has_ssh_secret"]
        self.assertEqual(source.read(names)[0], {
            "id": source.id, "password": False, "ssh_password": False, "ssh_key": False, "has_password": True,
            "has_ssh_secret": True,
        })  # fmt: skip
        exported = source.sudo().export_data(names[:3])
        self.assertEqual(exported["datas"], [["", "", ""]])
        copied = source.copy()
        self.assertFalse(copied.has_password or copied.has_ssh_secret)

    def test_an_empty_field_leaves_the_secret_and_a_new_one_replaces_it(self):
        source = self._create_source(engine="mysql", transport="direct", password="hunter2")
        source.write({"password": False, "host": "db.example"})
        self.assertEqual(source._secret("password"), "hunter2")
        source.password = "hunter3"
        self.assertEqual(source._secret("password"), "hunter3")

    def test_no_secret_is_tracked_or_in_the_chatter(self):
        source = self._create_source(engine="mysql", transport="direct", password="hunter2")
        source.with_context(tracking_disable=False).write({"host": "db.example", "password": "hunter3"})
        self.env.flush_all()
        self.env.cr.flush()
        messages = self.env["mail.message"].search([("model", "=", source._name), ("res_id", "=", source.id)])
        texts = " ".join(messages.mapped("body")) + str(messages.tracking_value_ids.read())
        self.assertNotIn("hunter", texts)
        tracked = source._track_get_fields()
        self.assertIn("host", tracked)
        self.assertFalse(tracked & {name for name in source._fields if "password" in name or "ssh_key" in name})

    def test_another_server_or_account_was_not_tested_yet(self):
        source = self._create_source(engine="mysql", transport="direct", host="db.example")
        source.tested_datetime = "2026-05-01 10:00:00"
        source.name = "Kasir utama"
        self.assertTrue(source.tested_datetime)
        source.password = "hunter2"
        self.assertFalse(source.tested_datetime)
