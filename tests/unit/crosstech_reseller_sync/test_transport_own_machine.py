"""No name and no address a person may type leads into our own machine."""

import socket

import pytest

from odoo.addons.crosstech_reseller_sync.lib.transport import own_machine
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError


def _resolves(monkeypatch, **names):
    def getaddrinfo(host, *_args, **_options):
        if host not in names:
            raise socket.gaierror(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names[host], 0))]

    monkeypatch.setattr(own_machine.socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "host",
    [
        "", "/var/run/postgresql", "db host", "db=x", "-oProxyCommand", "localhost", "x.localhost.",
        "127.0.0.1", "127.8.8.8", "127.1", "0x7f.1", "0", "224.0.0.1", "169.254.169.254", "100.100.100.200",
        "::1", "::", "::ffff:7f00:1", "::ffff:a9fe:a9fe", "fe80::1", "fd00:ec2::254",
    ],
)  # fmt: skip
def test_what_is_written_as_our_own_is_refused(monkeypatch, host):
    _resolves(monkeypatch)
    with pytest.raises(TransportError, match="own_host"):
        own_machine.check_elsewhere(host)


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1"])
def test_a_name_that_leads_to_us_is_refused(monkeypatch, address):
    _resolves(monkeypatch, toko=address)
    with pytest.raises(TransportError, match="own_host"):
        own_machine.check_elsewhere("toko")


def test_the_server_of_our_database_is_refused_under_each_of_its_names(monkeypatch):
    _resolves(monkeypatch, toko="192.0.2.7", database="192.0.2.7", other="192.0.2.8")
    with pytest.raises(TransportError, match="own_host"):
        own_machine.check_elsewhere("toko", ["database"])
    own_machine.check_elsewhere("other", ["database"])


@pytest.mark.parametrize("host", ["db.toko.co.id", "10.77.0.5", "192.168.1.20", "2001:db8::5"])
def test_servers_of_resellers_are_not(monkeypatch, host):
    _resolves(monkeypatch)
    own_machine.check_elsewhere(host)
