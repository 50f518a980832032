"""One suite for every way to fetch files, at the real servers."""

import hashlib
import os
import subprocess
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from odoo.addons.crosstech_reseller_sync.lib.source import arrival
from odoo.addons.crosstech_reseller_sync.lib.transport import files, ftp_in_vpn, ftps, sftp, ssh, tls, trust
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError
from odoo.addons.crosstech_reseller_sync.lib.transport.ftp_store import FtpLogin

from tests.engines import self_signed
from tests.engines import transfer_servers as servers

MEGABYTE = 1 << 20
LIMIT = 100 * MEGABYTE


@dataclass
class Shop:
    """A reseller's server with a folder of backups."""

    server: servers.Server
    connect: object  # opens a store; keywords change the login
    folder: Path  # on the disk of the server

    def put(self, name, content=b"isi", *, modified=1_800_000_000):
        """Lay a file into the folder."""
        path = self.folder / name
        path.write_bytes(content)
        os.utime(path, (modified, modified))
        return path

    def find(self, store, pattern="*"):
        return files.newest(store, "backup", pattern)


def _fingerprint(key):
    return subprocess.run(
        ["ssh-keygen", "-lf", f"{key}.pub"], capture_output=True, text=True, check=True
    ).stdout.split()[1]


def _sftp(base):
    key = servers.make_host_key(base)
    with servers.sshd(base, key) as server:
        login = ssh.SshLogin("127.0.0.1", servers.USER, server.port, _fingerprint(key), servers.PASSWORD)
        yield server, lambda **changes: sftp.connect(replace(login, **changes))


def _ftps(base):
    made = self_signed.make(base, "toko")
    with servers.vsftpd(base, made) as server:
        pinned = tls.Trust(trust.certificate_fingerprint(made.der))
        login = FtpLogin("127.0.0.1", servers.USER, server.port, servers.PASSWORD, pinned)
        yield server, lambda **changes: ftps.connect(replace(login, **changes))


def _ftp_in_vpn(base):
    with servers.vsftpd(base) as server:
        login = FtpLogin("127.0.0.1", servers.USER, server.port, servers.PASSWORD)
        inside = {"is_allowed": True, "network": "127.0.0.0/8"}
        yield server, lambda **changes: ftp_in_vpn.connect(replace(login, **changes), **inside)


WAYS = {"sftp": _sftp, "ftps": _ftps, "ftp_in_vpn": _ftp_in_vpn}


@pytest.fixture(scope="module", params=WAYS)
def running(request):
    with servers.home() as base:
        (base / "files" / "backup").mkdir()
        for server, connect in WAYS[request.param](base):
            yield Shop(server, connect, base / "files" / "backup")


@pytest.fixture
def shop(running):
    for path in running.folder.iterdir():
        path.unlink()
    return running


@pytest.fixture(scope="module")
def big():
    """Content in which no part is like another."""
    return os.urandom(24 * MEGABYTE)


def _code(action, *arguments, **options):
    with pytest.raises(TransportError) as caught:
        action(*arguments, **options)
    return caught.value.code


def _fetch(store, file, folder, report=None):
    return files.fetch(store, file, folder / "a", limit_bytes=LIMIT, report=report)


def test_a_file_arrives_whole_with_its_hash(shop, tmp_path, big):
    shop.put("toko.sql", big)
    seen = []
    with shop.connect() as store:
        file = shop.find(store)
        digest = _fetch(store, file, tmp_path, lambda *both: seen.append(both))
    assert (tmp_path / "a").read_bytes() == big
    assert digest == hashlib.sha256(big).hexdigest()
    assert seen[-1] == (len(big), len(big))
    assert seen == sorted(seen)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"\r\n\x00\n\r" * 1000, b"x" * files.CHUNK, b"y"], ids=["binary", "chunk", "byte"])
def test_bytes_arrive_as_they_are(shop, tmp_path, content):
    shop.put("toko.sql", content)
    with shop.connect() as store:
        _fetch(store, shop.find(store), tmp_path)
    assert (tmp_path / "a").read_bytes() == content


def test_the_newest_that_matches_is_found_with_size_and_time(shop):
    shop.put("toko-1.sql.gz", b"1", modified=1_800_000_100)
    shop.put("Toko-2.SQL.GZ", b"22", modified=1_800_000_200)
    shop.put("toko-3.sql.gz", b"333", modified=1_800_000_000)
    shop.put("lain.txt", b"4444", modified=1_800_000_300)
    with shop.connect() as store:
        file = shop.find(store, "toko-*.sql.gz")
        assert {file.name for file in store.list("backup", "*")} == {path.name for path in shop.folder.iterdir()}
    assert (file.name, file.size) == ("Toko-2.SQL.GZ", 2)
    assert file.modified == datetime.fromtimestamp(1_800_000_200, timezone.utc)


def test_names_with_blanks_and_letters_of_any_alphabet_are_fetched(shop, tmp_path):
    for name in ("cadangan toko 1.sql", "データ.sql", "é😀.sql"):
        shop.put(name, name.encode())
        with shop.connect() as store:
            file = shop.find(store, name)
            files.fetch(store, file, tmp_path / name, limit_bytes=LIMIT)
        assert (tmp_path / name).read_bytes() == name.encode()


def test_a_name_in_an_old_encoding_does_not_hide_the_others(shop):
    shop.put("toko.sql")
    old = os.fsencode(shop.folder) + b"/caf\xe9.sql"
    with open(old, "wb") as sink:
        sink.write(b"x")
    with shop.connect() as store:
        assert [file.name for file in store.list("backup", "*")] == ["toko.sql"]


def test_only_plain_files_are_offered(shop):
    shop.put("toko.sql")
    (shop.folder / "folder.sql").mkdir()
    shop.put("back\\slash.sql")
    shop.put("line\nbreak.sql")
    try:
        with shop.connect() as store:
            assert [file.name for file in store.list("backup", "*.sql")] == ["toko.sql"]
    finally:
        (shop.folder / "folder.sql").rmdir()


@pytest.mark.parametrize("name", ["../passwd", "..", "a/b", "a\\b", "a\r\nDELE b", "", "\x00"])
def test_a_name_that_leads_elsewhere_is_never_fetched(shop, tmp_path, name):
    shop.put("toko.sql")
    with shop.connect() as store:
        file = replace(shop.find(store), name=name)
        assert _code(_fetch, store, file, tmp_path) == "bad_name"
        assert _code(files.newest, store, "backup\r\nDELE toko.sql", "*") == "bad_name"
    assert not list(tmp_path.iterdir())
    assert (shop.folder / "toko.sql").exists()


def test_a_folder_or_file_that_is_not_there_is_told(shop, tmp_path):
    shop.put("toko.sql")
    with shop.connect() as store:
        assert _code(files.newest, store, "backup", "lain-*") == "no_file"
        assert _code(files.newest, store, "nowhere", "*") == "no_file"
        file = shop.find(store)
        (shop.folder / "toko.sql").unlink()
        assert _code(_fetch, store, file, tmp_path) == "no_file"
    assert not list(tmp_path.iterdir())


def test_a_file_the_account_may_not_read_is_told_apart(shop, tmp_path):
    shop.put("toko.sql").chmod(0)
    with shop.connect() as store:
        file = shop.find(store)
        assert _code(_fetch, store, file, tmp_path) == "denied"
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_too_big_is_not_begun(shop, tmp_path):
    shop.put("toko.sql", b"x" * 1001)
    with shop.connect() as store:
        file = shop.find(store)
        assert _code(files.fetch, store, file, tmp_path / "a", limit_bytes=1000) == "too_big"
        assert not list(tmp_path.iterdir())
        files.fetch(store, file, tmp_path / "a", limit_bytes=1001)


def _append(path, content=b"more"):
    with path.open("ab") as sink:
        sink.write(content)


def test_a_file_still_being_written_is_left_for_later(shop):
    path = shop.put("toko.sql")
    with shop.connect() as store:
        file = shop.find(store)
        files.wait_until_whole(store, file, sleep=lambda seconds: None)
        assert _code(files.wait_until_whole, store, file, sleep=lambda seconds: _append(path)) == "growing_file"
        shop.put("kosong.sql", b"", modified=1_900_000_000)
        empty = shop.find(store)
        assert empty.name == "kosong.sql"
        assert _code(files.wait_until_whole, store, empty, sleep=lambda seconds: None) == "growing_file"


def test_a_file_that_grows_under_our_hands_is_not_taken(shop, tmp_path, big):
    path = shop.put("toko.sql", big)
    grown = []

    def grow(done, _total):
        if done > MEGABYTE and not grown:
            grown.append(_append(path))

    with shop.connect() as store:
        file = shop.find(store)
        assert _code(_fetch, store, file, tmp_path, grow) == "growing_file"
    assert not list(tmp_path.iterdir())


def test_cut_in_the_middle_it_goes_on_where_it_was(shop, tmp_path, big):
    shop.put("toko.sql", big)
    cut_at, resumed_at = [], []

    def cut(done, _total):
        if done > 4 * MEGABYTE and not cut_at:
            cut_at.append(done)
            shop.server.cut()

    with shop.connect() as store:
        file = shop.find(store)
        assert _code(_fetch, store, file, tmp_path, cut) == "lost"
    assert not (tmp_path / "a").exists()
    (part,) = tmp_path.iterdir()
    assert 4 * MEGABYTE < part.stat().st_size < len(big)
    with shop.connect() as store:
        digest = _fetch(store, file, tmp_path, lambda done, _total: resumed_at.append(done))
    assert resumed_at[0] > 4 * MEGABYTE
    assert digest == hashlib.sha256(big).hexdigest()
    assert (tmp_path / "a").read_bytes() == big
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_was_cut_is_not_joined_to_another_backup(shop, tmp_path, big):
    shop.put("toko.sql", big)

    def cut(done, _total):
        if done > MEGABYTE:
            shop.server.cut()

    with shop.connect() as store:
        file = shop.find(store)
        assert _code(_fetch, store, file, tmp_path, cut) == "lost"
    shop.put("toko.sql", big[::-1], modified=1_800_000_999)
    with shop.connect() as store:
        digest = _fetch(store, shop.find(store), tmp_path)
    assert digest == hashlib.sha256(big[::-1]).hexdigest()


def test_the_newest_backup_arrives_though_the_line_is_cut_and_comes_once(shop, tmp_path, big, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shop.put("toko-1.sql", b"lama", modified=1_800_000_000)
    shop.put("toko-2.sql", big, modified=1_800_000_100)
    cuts, pauses = [4 * MEGABYTE, 9 * MEGABYTE], []
    wanted = arrival.Wanted("backup", "toko-*.sql", LIMIT)

    def cut(done, _total):
        if cuts and done > cuts[0]:
            cuts.pop(0)
            shop.server.cut()

    with arrival.fetched(shop.connect, wanted, report=cut, sleep=pauses.append) as arrived:
        assert arrived.path.read_bytes() == big
        receipt = arrived.receipt
    moment = datetime.fromtimestamp(1_800_000_100, timezone.utc)
    assert receipt == arrival.Receipt("toko-2.sql", len(big), hashlib.sha256(big).hexdigest(), moment)
    assert not cuts
    assert pauses in ([5, 1], [5, 1, 2])  # what was under way still arrives, and may reach the second cut
    with pytest.raises(arrival.NothingNew), arrival.fetched(shop.connect, replace(wanted, previous=receipt)):
        pass
    assert not list(tmp_path.iterdir())


class Cancelled(Exception):
    """What a caller's progress report may raise."""


def test_who_cancels_leaves_nothing_behind(shop, tmp_path, big):
    shop.put("toko.sql", big)

    def cancel(_done, _total):
        raise Cancelled

    with shop.connect() as store:
        file = shop.find(store)
        with pytest.raises(Cancelled):
            _fetch(store, file, tmp_path, cancel)
    assert not list(tmp_path.iterdir())


def test_a_wrong_password_is_refused_and_named_in_no_log(shop, caplog):
    caplog.set_level(0)
    with pytest.raises(TransportError) as caught, shop.connect(password="kata-rahasia"):
        pass
    assert (caught.value.code, caught.value.permanent) == ("refused_login", True)
    with shop.connect() as store:
        store.list("backup", "*")
    said = repr(caught.value) + repr(caught.value.__cause__) + caplog.text
    assert "kata-rahasia" not in said
    assert servers.PASSWORD not in said


def test_nobody_there_is_told(shop):
    with pytest.raises(TransportError, match="unreachable"), shop.connect(port=servers.free_port()):
        pass
    with pytest.raises(TransportError, match="name_unknown"), shop.connect(host="toko.invalid"):
        pass
