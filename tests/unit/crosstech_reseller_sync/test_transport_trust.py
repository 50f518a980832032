"""Fingerprints and errors, without any server."""

import ipaddress
import socket
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.transport import errors, ftp_in_vpn, ssh, trust
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError
from odoo.addons.crosstech_reseller_sync.lib.transport.ftp_store import FtpLogin


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_certificate_is_known_by_its_fingerprint_and_no_other(one, other):
    found = trust.certificate_fingerprint(one)
    for spelling in (found, found.lower(), found.replace(":", ""), f"SHA256:{found}", f"  {found} "):
        trust.check(spelling, found)
    if one != other:
        with pytest.raises(trust.TrustChanged):
            trust.check(found, trust.certificate_fingerprint(other))


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_host_key_is_known_by_its_fingerprint_and_no_other(one, other):
    prefix = (11).to_bytes(4, "big") + b"ssh-ed25519"
    found = trust.ssh_fingerprint(prefix + one)
    trust.check(found.partition(" ")[2], found)
    if one != other:
        with pytest.raises(trust.TrustChanged):
            trust.check(found, trust.ssh_fingerprint(prefix + other))


def test_base64_keeps_upper_and_lower_case_apart():
    with pytest.raises(trust.TrustChanged):
        trust.check("SHA256:" + "a" * 43, "SHA256:" + "A" * 43)


@pytest.mark.parametrize("pinned", ["", "  "])
def test_nothing_pinned_is_never_a_yes(pinned):
    with pytest.raises(trust.NotYetTrusted) as caught:
        trust.check(pinned, "AB:CD")
    assert (caught.value.fingerprint, caught.value.permanent) == ("AB:CD", True)


@pytest.mark.parametrize("found", ["", "SHA256:"])
def test_a_server_that_shows_nothing_is_not_the_pinned_one(found):
    with pytest.raises(trust.TrustChanged):
        trust.check("AB:CD", found)


@pytest.mark.parametrize(
    ("error", "code", "permanent"),
    [
        (socket.gaierror(-2, "unknown"), "name_unknown", False),
        (TimeoutError(), "lost", False),
        (ConnectionResetError(), "lost", False),
        (EOFError(), "lost", False),
        (ssl.SSLError(1, "x"), "lost", False),
    ],
    ids=repr,
)
def test_what_the_system_raises_gets_a_code(error, code, permanent):
    with pytest.raises(TransportError) as caught, errors.told("toko:22"):
        raise error
    assert (caught.value.code, caught.value.detail, caught.value.permanent) == (code, "toko:22", permanent)


@pytest.mark.parametrize(
    ("addresses", "network", "is_inside"),
    [
        (["10.77.0.5"], "10.77.0.0/16", True),
        (["10.77.0.5", "10.77.0.6"], "10.77.0.0/16", True),
        (["10.77.0.5", "93.184.216.34"], "10.77.0.0/16", False),
        (["10.78.0.5"], "10.77.0.0/16", False),
        (["93.184.216.34"], "93.184.216.0/24", False),
        (["93.184.216.34"], "0.0.0.0/0", False),
        (["fd00::5"], "10.77.0.0/16", False),
        (["fd00::5"], "fd00::/8", True),
    ],
    ids=str,
)
def test_plain_ftp_goes_only_where_every_address_is_inside_the_vpn(monkeypatch, addresses, network, is_inside):
    entries = [(None, None, None, "", (address, 0)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: entries)
    if is_inside:
        assert ipaddress.ip_address(ftp_in_vpn.address_inside("toko", network)) in ipaddress.ip_network(network)
    else:
        with pytest.raises(TransportError, match="outside_vpn"):
            ftp_in_vpn.address_inside("toko", network)


def test_no_login_shows_its_secrets():
    secrets = {"password": "rahasia-1", "private_key": "rahasia-2", "passphrase": "rahasia-3"}
    assert "rahasia" not in repr(ssh.SshLogin("toko", "kita", **secrets))
    assert "rahasia" not in repr(FtpLogin("toko", "kita", password="rahasia-4"))
