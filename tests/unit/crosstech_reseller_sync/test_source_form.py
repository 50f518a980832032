"""The form in which a reseller connects himself: what is asked, what is refused, and that no secret gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.source_form import SECRETS, WAYS, fields_of, read

GOOD = {
    "name": "Kasir", "place_name": "Toko", "engine": "mysql", "host": "db.toko.co.id", "port": "3306",
    "database_name": "toko", "user_name": "baca", "password": " dengan spasi ", "folder": "/backup",
    "file_pattern": "*.sql.gz", "ssh_host": "toko.co.id", "ssh_port": "", "ssh_user": "baca",
    "ssh_password": "rahasia", "ssh_key": "",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_each_way_takes_what_it_asks_for_and_nothing_else(way):
    form = read(way, {**GOOD, "partner_id": "7", "pinned_host_key": "x"})
    assert form.errors == {}
    assert set(form.values) - {"transport", "engine"} <= set(fields_of(way))
    assert form.values["transport"] == way
    assert (form.values["engine"] == "file") == (way in ("upload", "sftp", "ftps"))


def test_a_password_stays_as_it_was_typed():
    assert read("direct", GOOD).values["password"] == " dengan spasi "


@pytest.mark.parametrize(
    ("way", "wrong", "errors"),
    [
        ("upload", {"name": " "}, {"name": "missing"}),
        ("direct", {"host": ""}, {"host": "missing"}),
        ("direct", {"password": ""}, {"password": "missing"}),
        ("ssh", {"ssh_password": ""}, {"ssh_password": "missing"}),
        ("direct", {"engine": "dbase"}, {"engine": "choice"}),
        ("direct", {"port": "0x50"}, {"port": "port"}),
        ("direct", {"port": "65536"}, {"port": "port"}),
        ("direct", {"port": "٣٣"}, {"port": "port"}),
        ("direct", {"host": "http://toko.co.id"}, {"host": "host"}),
        ("direct", {"host": "toko.co.id; rm"}, {"host": "host"}),
        ("direct", {"host": "-oProxyCommand=x"}, {"host": "host"}),
        ("direct", {"name": "x" * 121}, {"name": "long"}),
        ("sftp", {"ssh_key": "x" * 20_001}, {"ssh_key": "long"}),
        *(
            ("direct", {"host": host}, {"host": "own_host"})
            for host in (
                "localhost",
                "LOCALHOST",
                "x.localhost",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f.1",
                "::1",
                "::ffff:7f00:1",
            )
        ),
        ("direct", {"host": "169.254.169.254"}, {"host": "own_host"}),
        ("direct", {"host": "::ffff:7f00:1"}, {"host": "own_host"}),
        ("ssh", {"ssh_host": "127.0.0.1"}, {"ssh_host": "own_host"}),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(way, wrong, errors):
    assert read(way, {**GOOD, **wrong}).errors == errors


def test_behind_the_tunnel_the_database_may_be_the_reseller_s_own_machine():
    assert read("ssh", {**GOOD, "host": "127.0.0.1"}).errors == {}


def test_a_key_stands_for_a_password():
    form = read("sftp", {**GOOD, "password": "", "ssh_key": "-----BEGIN\r\nKEY-----"})
    assert form.errors == {}
    assert form.values["ssh_key"] == "-----BEGIN\nKEY-----\n"
    assert "password" not in form.values


def test_secrets_left_empty_are_not_overwritten():
    form = read("ssh", {**GOOD, "password": "", "ssh_password": ""}, frozenset({"password", "ssh_key"}))
    assert form.errors == {}
    assert not SECRETS & set(form.values)


@given(st.sampled_from(sorted(WAYS)), st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=200)))
def test_whatever_is_typed_every_field_is_taken_or_named_as_wrong(way, post):
    form = read(way, post)
    assert not set(form.errors) & set(form.values) - {"engine"}
    assert set(form.errors) <= set(fields_of(way))
    assert all(len(str(value)) <= 20_001 for value in form.values.values())
