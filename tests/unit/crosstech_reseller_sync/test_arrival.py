"""From a server's folder to a private file: which one, whole, once."""

import contextlib
import hashlib
import os
import stat
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.source import arrival
from odoo.addons.crosstech_reseller_sync.lib.transport import files
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError
from odoo.addons.crosstech_reseller_sync.lib.transport.files import RemoteFile

MOMENT = datetime(2026, 1, 15, 1, 30, tzinfo=timezone.utc)


class Shelf:
    """A store in memory whose line breaks after given numbers of bytes, one for each time it is opened."""

    def __init__(self, content=b"isi", *, cuts=(), chunk=7, modified=MOMENT):
        self.files = {"toko.sql": (content, modified)}
        self.cuts, self.chunk, self.opened, self.given = list(cuts), chunk, 0, 0

    @contextlib.contextmanager
    def connect(self):
        self.opened += 1
        yield self

    def list(self, folder, pattern):
        return tuple(
            RemoteFile(folder, name, len(content), modified)
            for name, (content, modified) in self.files.items()
            if files.is_match(name, pattern)
        )

    def look(self, file):
        content, modified = self.files[file.name]
        return replace(file, size=len(content), modified=modified)

    def chunks(self, file, offset):
        content = self.files[file.name][0]
        left = self.cuts.pop(0) if self.cuts else len(content)
        for start in range(offset, len(content), self.chunk):
            data = content[start : start + self.chunk][:left]
            left -= len(data)
            self.given += len(data)
            if data:
                yield data
            if left <= 0 and start + self.chunk < len(content):
                raise TransportError("lost")


def _fetched(shelf, *, report=None, sleep=lambda seconds: None, **options):
    wanted = arrival.Wanted("backup", "*.sql", **{"limit_bytes": 10_000, **options})
    return arrival.fetched(shelf.connect, wanted, report=report, sleep=sleep)


def _code(context):
    with pytest.raises(TransportError) as caught, context:
        pass
    return caught.value.code


@pytest.fixture(autouse=True)
def _temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_file_lies_in_a_private_folder_while_it_is_needed(tmp_path):
    with _fetched(Shelf(b"isi")) as arrived:
        assert arrived.path.read_bytes() == b"isi"
        assert arrived.path.name == "toko.sql"
        assert stat.S_IMODE(arrived.path.parent.stat().st_mode) == 0o700
        assert arrived.receipt == arrival.Receipt("toko.sql", 3, hashlib.sha256(b"isi").hexdigest(), MOMENT)
    assert not list(tmp_path.iterdir())


def test_an_error_while_the_file_is_read_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), _fetched(Shelf()):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


@given(st.binary(min_size=1, max_size=300), st.lists(st.integers(0, 300), max_size=2), st.integers(1, 50))
def test_wherever_the_line_is_cut_the_file_is_whole(content, cuts, chunk):
    shelf = Shelf(content, cuts=cuts, chunk=chunk)
    with _fetched(shelf) as arrived:
        assert arrived.path.read_bytes() == content
        assert arrived.receipt.sha256 == hashlib.sha256(content).hexdigest()
        assert [path.name for path in arrived.path.parent.iterdir()] == ["toko.sql"]
    assert shelf.given == len(content)


def test_a_line_that_is_always_cut_is_given_up_after_three_tries(tmp_path):
    shelf, pauses = Shelf(b"x" * 100, cuts=[7, 7, 7, 7]), []
    assert _code(_fetched(shelf, sleep=pauses.append)) == "lost"
    assert (shelf.opened, pauses) == (3, [5, 1, 2])
    assert not list(tmp_path.iterdir())


def test_what_needs_a_person_is_not_tried_again():
    shelf = Shelf()

    @contextlib.contextmanager
    def refuse():
        shelf.opened += 1
        raise TransportError("refused_login")
        yield

    shelf.connect = refuse
    assert _code(_fetched(shelf)) == "refused_login"
    assert shelf.opened == 1


def test_the_same_file_is_not_fetched_twice():
    shelf = Shelf(b"isi")
    with _fetched(shelf) as arrived:
        receipt = arrived.receipt
    with pytest.raises(arrival.NothingNew) as caught, _fetched(shelf, previous=receipt):
        pass
    assert caught.value.receipt == receipt
    assert shelf.given == 3


def test_the_same_content_under_another_time_is_nothing_new():
    shelf = Shelf(b"isi")
    with _fetched(shelf) as arrived:
        receipt = arrived.receipt
    later = MOMENT.replace(hour=5)
    shelf.files = {"toko-2.sql": (b"isi", later)}
    with pytest.raises(arrival.NothingNew) as caught, _fetched(shelf, previous=receipt):
        pass
    assert caught.value.receipt == replace(receipt, name="toko-2.sql", modified=later)


@pytest.mark.parametrize("modified", [MOMENT.replace(hour=2), datetime.fromtimestamp(0, timezone.utc)], ids=str)
def test_other_content_of_the_same_size_arrives(modified):
    """Also where the server tells no times, and the two look alike."""
    shelf = Shelf(b"lama", modified=modified.replace(hour=0))
    with _fetched(shelf) as arrived:
        receipt = arrived.receipt
    shelf.files = {"toko.sql": (b"baru", modified)}
    with _fetched(shelf, previous=receipt) as arrived:
        assert arrived.path.read_bytes() == b"baru"


def test_a_file_that_grows_while_we_wait_is_for_the_next_time(tmp_path):
    shelf = Shelf(b"isi")

    def grow(seconds):
        assert seconds == 9
        shelf.files["toko.sql"] = (b"isi lagi", MOMENT)

    assert _code(_fetched(shelf, sleep=grow, settle_seconds=9)) == "growing_file"
    assert not list(tmp_path.iterdir())


def test_too_big_for_the_limit_and_too_big_for_our_disk_are_two_things(monkeypatch):
    assert _code(_fetched(Shelf(b"x" * 101), limit_bytes=100)) == "too_big"
    monkeypatch.setattr(arrival.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 50}))
    assert _code(_fetched(Shelf(b"x" * 51), limit_bytes=100)) == "no_room"
    with _fetched(Shelf(b"x" * 50), limit_bytes=100) as arrived:
        assert arrived.receipt.size == 50


def test_a_store_that_gives_more_than_it_said_is_stopped(tmp_path):
    shelf = Shelf(b"x" * 100)
    shelf.chunks = lambda file, offset: iter([b"x" * 60, b"x" * 60])
    assert _code(_fetched(shelf)) == "growing_file"
    assert not list(tmp_path.iterdir())


def test_an_upload_is_read_where_it_lies_under_its_own_name(tmp_path):
    kept = tmp_path / "0a1b2c"
    kept.write_bytes(b"isi")
    with arrival.uploaded(kept, "stok.csv", limit_bytes=3) as arrived:
        assert (arrived.path.name, arrived.path.read_bytes()) == ("stok.csv", b"isi")
        assert arrived.receipt == arrival.Receipt("stok.csv", 3, hashlib.sha256(b"isi").hexdigest())
    assert [path.name for path in tmp_path.iterdir()] == ["0a1b2c"]
    with pytest.raises(arrival.NothingNew):
        arrival.uploaded(kept, "lain.csv", limit_bytes=3, previous=arrived.receipt).__enter__()
    assert _code(arrival.uploaded(kept, "stok.csv", limit_bytes=2)) == "too_big"
    assert _code(arrival.uploaded(kept, "../stok.csv", limit_bytes=3)) == "bad_name"


def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path):
    old, fresh, other = (tmp_path / name for name in (f"{arrival.PREFIX}old", f"{arrival.PREFIX}new", "crosstech-x"))
    for folder in (old, fresh, other):
        folder.mkdir()
        (folder / "toko.sql").write_text("isi")
    yesterday = time.time() - 90_000
    for folder in (old, other):
        os.utime(folder, (yesterday, yesterday))
    (tmp_path / f"{arrival.PREFIX}link").symlink_to(other)
    assert arrival.sweep() == 1
    assert {path.name for path in tmp_path.iterdir()} == {fresh.name, other.name, f"{arrival.PREFIX}link"}
    assert (other / "toko.sql").exists()


@given(st.text(max_size=30))
def test_a_plain_name_stays_in_its_folder(name):
    if files.is_plain(name):
        path = Path("/private") / name
        assert path.parent == Path("/private")
        assert path.name == name
        assert Path(os.path.normpath(path)) == path
