"""Pulls of files that are fetched from a real SFTP server: an unchanged one is not fetched again."""

import os
import shutil
import unittest
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.crosstech_sale.lib import secrets

from ..lib.source import arrival
from ..models import reseller_source_safety
from .pull_common import MAPPING, PullCase

try:
    from tests.engines import transfer_servers
except ImportError:  # run without the repository's own tests
    transfer_servers = None

STOCK = "SELECT key, quantity::int FROM crosstech_sync_stock WHERE source_id = %(source)s AND NOT is_deleted ORDER BY 1"


@tagged("post_install", "-at_install")
class TestPullFetched(PullCase):
    @classmethod
    def setUpClass(cls):
        if transfer_servers is None or os.geteuid() or not shutil.which("sshd", path="/usr/sbin:/usr/bin"):
            raise unittest.SkipTest("an SFTP server needs tests/engines, root and the package openssh-server")
        cls.enterClassContext(patch.dict(os.environ, {"CROSSTECH_SECRET_KEY": secrets.new_key()}))
        base = cls.enterClassContext(transfer_servers.home())
        cls.port, cls.folder = transfer_servers.free_port(), base / "files"
        # The server stands on this machine, where no reseller's may be.
        cls.enterClassContext(patch.object(reseller_source_safety, "check_elsewhere"))
        super().setUpClass()
        key = transfer_servers.make_host_key(base)
        cls.enterClassContext(transfer_servers.sshd(base, key, port=cls.port))
        with cls.source() as source:
            found = source.action_test()["res_id"]
            source.env["crosstech.reseller.connection.test"].browse(found).action_trust()

    @classmethod
    def _create_source(cls, env, **values):
        return super()._create_source(
            env, transport="sftp", host="127.0.0.1", port=cls.port, user_name=transfer_servers.USER,
            password=transfer_servers.PASSWORD, folder=str(cls.folder), file_pattern="*.sqlite", **values,
        )  # fmt: skip

    def setUp(self):
        super().setUp()
        self.fetch = self.startPatcher(patch.object(arrival.files, "fetch", wraps=arrival.files.fetch))
        with self.source() as source:
            source.write({"mapping_json": MAPPING.as_json(), "drift_json": False})
        self.put_stock(("A", 5))

    def _bring(self):
        """The server offers the file as the shop wrote it, with its time."""
        offered = Path(self.folder, "toko.sqlite")
        shutil.copy2(self.path, offered)
        offered.chmod(0o644)

    def _pulled(self, reason):
        """:return: tuple(state, error code, how often a file was fetched)"""
        self.fetch.reset_mock()
        log = self.pull(reason)
        return log["state"], log["error_code"], self.fetch.call_count

    def _kept(self):
        with self.source() as source:
            return source.last_file

    def test_an_unchanged_file_is_fetched_once_and_has_no_news_after_that(self):
        self.assertEqual(self._pulled("agreement"), ("done", False, 1))
        self.assertEqual(self._kept()["name"], "toko.sqlite")
        for reason in ("schedule", "person"):
            self.assertEqual(self._pulled(reason), ("done", "no_news", 0))
        self.assertEqual(self.values(STOCK), [("A", 5)])
        self.put_stock(("A", 1))
        self.assertEqual(self._pulled("schedule"), ("done", False, 1))
        self.assertEqual(self.values(STOCK), [("A", 1)])

    def test_a_file_written_anew_with_the_same_content_is_fetched_and_known_by_its_digest(self):
        self._pulled("agreement")
        os.utime(self.path, (1_700_000_000, 1_700_000_000))
        self.assertEqual(self._pulled("schedule"), ("done", "no_news", 1))
        self.assertEqual(self._pulled("schedule"), ("done", "no_news", 0), "its new time is known now")

    def test_what_is_read_in_another_way_is_read_again(self):
        self._pulled("agreement")
        self.assertEqual(self._pulled("replay"), ("done", False, 1))
        self.assertEqual(self._pulled("schedule"), ("done", "no_news", 0))
        with self.source() as source:
            source.place_name = "Toko Baru"
        self.assertEqual(self._pulled("person"), ("done", False, 1))

    def test_a_file_that_could_not_be_read_is_not_the_one_read_last(self):
        self._pulled("agreement")
        kept = self._kept()
        whole = self.path.read_bytes()
        self.path.write_bytes(b"nonsense" * 100)
        self.assertEqual(self._pulled("schedule")[0], "failed")
        self.assertEqual(self._kept(), kept)
        self.path.write_bytes(whole)
        self.assertEqual(self._pulled("schedule")[::2], ("done", 1), "after a failure it is fetched to be sure")

    def test_it_is_forgotten_with_everything_else(self):
        self._pulled("agreement")
        self.assertTrue(self._kept())
        with self.source() as source:
            source._forget_upload()
        self.assertFalse(self._kept())
