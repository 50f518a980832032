"""WireGuard for resellers: our end in the settings, his on his page; no private key is kept readable or shown twice."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from odoo.addons.crosstech_sale.lib import secrets

from ..lib.transport import wireguard
from .test_agreement_portal import URL, PortalCommon


def _read(text):
    """:return: dict of the lines of a configuration with one peer at most"""
    return dict(re.findall(r"^(\w+) = (.+)$", text, re.MULTILINE))


class VpnCommon(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(patch.dict(os.environ, {"CROSSTECH_SECRET_KEY": secrets.new_key()}))
        cls.company._vpn_sources([("vpn_address", "!=", False)])._forget_vpn()  # whoever is in already
        cls.company.write({"vpn_host": "vpn.crosstech.example", "vpn_network": "10.99.0.0/16"})
        cls.company._make_vpn_keys()
        cls.vpn = cls._create_vpn_source()
        cls.vpn_agreement = cls._create_agreement(source_id=cls.vpn.id)

    @classmethod
    def _create_vpn_source(cls, **values):
        defaults = {"engine": "mysql", "transport": "wireguard", "database_name": "toko", "user_name": "baca"}
        return cls._create_source(**{**defaults, **values})

    def _download(self, source=None):
        return self._post(f"{URL}/{(source or self.vpn).id}/vpn")

    def _make(self, source=None):
        return (source or self.vpn)._make_vpn_configuration(self._member(self.boss))

    def _strip(self, text):
        """Let WireGuard's own tool read a configuration."""
        tool = shutil.which("wg-quick") or self.skipTest("wg-quick is not installed: package wireguard-tools")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "crosstech.conf")
            path.write_text(text, encoding="utf-8")
            path.chmod(0o600)
            read = subprocess.run([tool, "strip", str(path)], capture_output=True, text=True, check=True)
        self.assertEqual(read.stderr, "")
        return read.stdout


@tagged("post_install", "-at_install")
class TestVpn(VpnCommon):
    def test_each_source_in_the_vpn_gets_an_address_of_its_own_once(self):
        second = self._create_vpn_source()
        self.assertEqual([self.vpn.vpn_address, second.vpn_address], ["10.99.0.2", "10.99.0.3"])
        self.assertEqual(second.host, "10.99.0.3")
        second.write({"transport": "direct", "host": "db.example.com"})
        second.transport = "wireguard"
        self.assertEqual((second.vpn_address, second.host), ("10.99.0.3", "db.example.com"))
        self.assertFalse(self._create_source().vpn_address, "an upload needs none")
        files = self._create_source(transport="ftp_vpn")
        self.assertEqual(files.vpn_address, "10.99.0.4")

    def test_no_two_sources_share_an_address_or_a_key(self):
        second = self._create_vpn_source()
        self._make()
        for values in ({"vpn_address": self.vpn.vpn_address}, {"vpn_public_key": self.vpn.vpn_public_key}):
            refused = self.assertRaises(psycopg2.errors.UniqueViolation)
            with refused, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                second.write(values)
                self.env.flush_all()
            second.invalidate_recordset()

    def test_when_all_addresses_are_taken_a_person_is_told(self):
        self.vpn._forget_vpn()
        self.company.vpn_network = "10.99.0.0/30"
        self._create_vpn_source()
        with self.assertRaisesRegex(UserError, "taken"):
            self._create_vpn_source()

    def test_both_configurations_fit_together_and_wireguard_reads_them(self):
        his = self._make()
        ours = self.company._vpn_configuration()
        his_lines, our_lines = _read(his), _read(ours)
        self.assertEqual(his_lines["Address"], f"{self.vpn.vpn_address}/32")
        self.assertEqual(his_lines["Endpoint"], "vpn.crosstech.example:51820")
        self.assertEqual(his_lines["PublicKey"], wireguard.keys_of(our_lines["PrivateKey"]).public)
        self.assertEqual(our_lines["PublicKey"], wireguard.keys_of(his_lines["PrivateKey"]).public)
        self.assertEqual(our_lines["AllowedIPs"], f"{self.vpn.vpn_address}/32")
        self.assertEqual(
            {len(lines[name]) for lines in (his_lines, our_lines) for name in ("PrivateKey", "PublicKey")},
            {44}, "32 bytes each in base64",
        )  # fmt: skip
        self.assertIn("Endpoint", self._strip(his))
        self.assertIn(self.vpn.vpn_public_key, self._strip(ours))

    def test_only_who_has_a_key_and_is_in_the_vpn_gets_in(self):
        self.assertNotIn("[Peer]", self.company._vpn_configuration())
        self._make()
        self.assertIn("[Peer]", self.company._vpn_configuration())
        self.vpn.active = False
        self.assertNotIn("[Peer]", self.company._vpn_configuration())
        self.vpn.write({"active": True, "transport": "direct"})
        self.assertNotIn("[Peer]", self.company._vpn_configuration())

    def test_a_name_with_a_line_break_begins_no_line(self):
        self.shop.name = "Toko\nPostUp = reboot"
        self._make()
        self.assertNotIn("\nPostUp = reboot", self.company._vpn_configuration())

    def test_the_state_is_told_in_one_sentence(self):
        self.assertFalse(self.source.vpn_note)
        self.assertIn("No key yet", self.vpn.vpn_note)
        self._make()
        self.assertIn("Ready", self.vpn.vpn_note)
        self.company.vpn_host = False
        self.assertIn("administrator", self.vpn.vpn_note)

    def test_revoking_forgets_key_and_address(self):
        self._make()
        self.vpn._forget(keeps_values=True)
        self.assertFalse(self.vpn.vpn_public_key or self.vpn.vpn_address or self.vpn.vpn_key_datetime or self.vpn.host)
        self.assertNotIn("[Peer]", self.company._vpn_configuration())

    def test_a_source_of_another_company_has_none_of_ours(self):
        self._make()
        other = self.env["res.company"].create({"name": "Crosstech Dua", "vpn_network": "10.98.0.0/16"})
        self.vpn.company_id = other
        self.assertEqual((self.vpn.vpn_address, self.vpn.vpn_public_key), ("10.98.0.2", False))

    def test_a_server_outside_the_vpn_is_not_called(self):
        for values in ({}, {"engine": "file", "transport": "ftp_vpn", "is_vpn_only": True}):
            source = self._create_vpn_source(host="192.0.2.10", **values)
            source.password = "rahasia"
            found = self.env["crosstech.reseller.connection.test"].browse(source.action_test()["res_id"])
            self.assertEqual((found.code, [step[0] for step in found.steps]), ("not_in_vpn", ["resolve"]))
            self.assertIn("outside our VPN", found.steps_html)
            self.assertFalse(source.tested_datetime)

    def test_a_server_outside_the_vpn_is_not_read(self):
        self.vpn.host = "192.0.2.10"
        self.vpn_agreement._apply("permit_look", member=self._member(self.boss))
        with self.assertRaisesRegex(UserError, "outside our VPN"), self.vpn._open(look=True):
            self.fail("it was opened")


@tagged("post_install", "-at_install")
class TestVpnSettings(VpnCommon):
    def _settings(self, **values):
        return self.env["res.config.settings"].create(values)

    def test_the_private_key_is_kept_encrypted_and_no_field_shows_it(self):
        self.company.flush_recordset()
        private = _read(self.company._vpn_configuration())["PrivateKey"]
        self.env.cr.execute("SELECT to_jsonb(res_company)::text FROM res_company WHERE id = %s", [self.company.id])
        self.assertNotIn(private, self.env.cr.fetchone()[0])
        self.assertNotIn(private, str(self._settings().read()))
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).read(["vpn_private_key_encrypted"])

    def test_a_new_pair_ends_the_keys_that_were_made_for_the_old_one(self):
        self._make()
        before = self.company.vpn_public_key
        self._settings().action_make_vpn_keys()
        self.assertNotEqual(self.company.vpn_public_key, before)
        self.assertFalse(self.vpn.vpn_public_key)
        self.assertTrue(self.vpn.vpn_address, "the address stays his")

    def test_a_key_of_the_installation_is_needed_or_nothing_changes(self):
        before = self.company.vpn_public_key
        with patch.object(type(self.company), "_secret_keys", return_value=""), self.assertRaises(UserError):
            self._settings().action_make_vpn_keys()
        self.assertEqual(self.company.vpn_public_key, before)

    def test_nonsense_is_refused(self):
        bad = (
            {"vpn_host": "vpn crosstech"}, {"vpn_host": "a\nPostUp = x"}, {"vpn_port": 0}, {"vpn_port": 65536},
            {"vpn_network": "8.8.8.0/24"}, {"vpn_network": "10.77.0.1/16"}, {"vpn_network": "nonsense"},
            {"vpn_network": "10.99.0.0/31"},
        )  # fmt: skip
        for values in bad:
            with self.subTest(values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.write(values)

    def test_the_network_keeps_the_addresses_that_were_given(self):
        with self.assertRaisesRegex(ValidationError, "outside"), self.env.cr.savepoint():
            self.company.vpn_network = "10.55.0.0/16"
        self.company.vpn_network = "10.99.0.0/24"

    def test_it_says_what_to_do_when_it_is_not_set_up(self):
        self.company.vpn_host = False
        with self.assertRaisesRegex(UserError, "not set up"):
            self._settings().action_download_vpn()

    def test_who_may_not_see_the_settings_makes_no_keys(self):
        before = self.company.vpn_public_key
        settings = self._settings()
        for user in (self.manager, self.director, self.boss):
            for press in ("action_make_vpn_keys", "action_download_vpn"):
                with self.assertRaises(AccessError):
                    getattr(settings.with_user(user), press)()
        self.assertEqual(self.company.vpn_public_key, before)

    def test_the_administrator_downloads_ours_and_nobody_else_does(self):
        url = self._settings().action_download_vpn()["url"]
        for user in (self.manager, self.director, self.boss, self.rival):
            self._login(user)
            self.assertEqual(self.url_open(url).status_code, 404, user.login)
        self.authenticate("admin", "admin")
        answer = self.url_open(url)
        self.assertEqual(answer.text, self.company._vpn_configuration())
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertIn("crosstech.conf", answer.headers["Content-Disposition"])

    def test_a_neutralized_copy_holds_no_key(self):
        self._make()
        self.env.flush_all()
        with open(file_path("crosstech_reseller_sync/data/neutralize.sql"), encoding="utf-8") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertFalse(self.company.vpn_private_key_encrypted or self.company._has_vpn())
        self.assertFalse(self.vpn.vpn_public_key or self.vpn.vpn_address)

    def test_the_key_of_the_installation_is_changed_for_ours_too(self):
        self.assertIn(("res.company", "vpn_private_key_encrypted"), self.company._secret_fields())
        before = _read(self.company._vpn_configuration())["PrivateKey"]
        old, new = os.environ["CROSSTECH_SECRET_KEY"], secrets.new_key()
        with patch.dict(os.environ, {"CROSSTECH_SECRET_KEY": f"{new},{old}"}):
            self.company._rotate_secrets()
        with patch.dict(os.environ, {"CROSSTECH_SECRET_KEY": new}):
            self.assertEqual(_read(self.company._vpn_configuration())["PrivateKey"], before)


@tagged("post_install", "-at_install")
class TestVpnPortal(VpnCommon):
    def test_the_team_admin_downloads_it_once_and_a_new_one_replaces_the_key(self):
        self._login(self.boss)
        page = self.url_open(f"{URL}/{self.vpn.id}").text
        self.assertIn('name="download_vpn"', page)
        self.assertNotIn("vpn_again", page)
        first = self._download()
        self.assertEqual((first.status_code, first.headers["Cache-Control"]), (200, "no-store"))
        self.assertIn("crosstech.conf", first.headers["Content-Disposition"])
        private = _read(first.text)["PrivateKey"]
        self.vpn.invalidate_recordset()
        public = self.vpn.vpn_public_key
        self.assertEqual(public, wireguard.keys_of(private).public)
        self.env.flush_all()
        self.env.cr.execute("SELECT to_jsonb(s)::text FROM crosstech_reseller_source s WHERE id = %s", [self.vpn.id])
        self.assertNotIn(private, self.env.cr.fetchone()[0])
        page = self.url_open(f"{URL}/{self.vpn.id}").text
        self.assertNotIn(private, page)
        self.assertIn("vpn_again", page, "he is told that the old file stops working")
        self.assertNotIn(private, " ".join(self.vpn.message_ids.mapped("body")))
        second = self._download()
        self.vpn.invalidate_recordset()
        self.assertNotEqual(_read(second.text)["PrivateKey"], private)
        self.assertNotIn(public, self.company._vpn_configuration())
        self.assertIn(self.vpn.vpn_public_key, self.company._vpn_configuration())

    def test_nobody_else_makes_him_a_key(self):
        for user, status in ((self.clerk, 200), (self.rival, 303), (self.manager, 303), (self.director, 303)):
            self._login(user)
            answer = self._download()
            with self.subTest(user.login):
                self.assertEqual(answer.status_code, status)
                self.assertNotIn("PrivateKey", answer.text)
                self.vpn.invalidate_recordset()
                self.assertFalse(self.vpn.vpn_public_key)

    def test_without_csrf_token_nothing_is_made(self):
        self._login(self.boss)
        with mute_logger("odoo.http"):
            answer = self.url_open(f"{URL}/{self.vpn.id}/vpn", data={"x": "1"}, allow_redirects=False)
        self.assertEqual(answer.status_code, 400)
        self.vpn.invalidate_recordset()
        self.assertFalse(self.vpn.vpn_public_key)

    def test_no_key_is_made_where_there_is_no_vpn(self):
        self._login(self.boss)
        self.assertIn('role="alert"', self._download(self.source).text)
        self.company.vpn_host = False
        page = self.url_open(f"{URL}/{self.vpn.id}").text
        self.assertIn('id="vpn"', page)
        self.assertNotIn("download_vpn", page)
        self.assertIn('role="alert"', self._download().text)
        self.vpn.invalidate_recordset()
        self.assertFalse(self.vpn.vpn_public_key)

    def test_after_the_end_no_key_is_made_until_he_begins_again(self):
        self._make()
        self.vpn_agreement._apply("revoke", member=self._member(self.boss), has_consented=True)
        self.assertFalse(self.vpn.vpn_address)
        with self.assertRaises(UserError):
            self._make()
        self.vpn._begin_again(self._member(self.boss))
        self.assertIn("PrivateKey", self._make())
        self.assertTrue(self.vpn.vpn_address)
