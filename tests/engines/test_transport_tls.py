"""Certificates of real servers: PostgreSQL, MariaDB and vsftpd show them, each in its own way."""

import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pymysql
import pytest

from odoo.addons.crosstech_reseller_sync.lib.transport import ftp_in_vpn, ftps, tls, trust
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError
from odoo.addons.crosstech_reseller_sync.lib.transport.ftp_store import FtpLogin

from tests.engines import self_signed
from tests.engines import transfer_servers as servers

NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []}


@dataclass
class Secured:
    """A server with TLS, and a client of it."""

    port: int
    protocol: str
    log_in: Callable  # (tls.Trust) -> anything, once it is in


@contextmanager
def _own_folder():
    folder = Path(tempfile.mkdtemp(prefix="crosstech-tls-"))
    shutil.chown(folder, "nobody", "nogroup")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _running(folder, port, *command):
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, cwd="/", **NOBODY)
    try:
        servers.wait_for(port, process, folder / "log")
        yield
    finally:
        process.terminate()
        process.wait(20)


def _postgresql_programs():
    """A PostgreSQL with TLS: the embedded one was built without."""
    for programs in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (programs / "initdb").exists():
            return programs
    return pytest.skip("no PostgreSQL with TLS on this machine: install the package postgresql")


def _owned(folder, made):
    """Copies of a certificate and its key that the server's user owns."""
    paths = []
    for number, source in enumerate((made.certificate_file, made.key_file)) if made else ():
        path = folder / ("server.crt", "server.key")[number]
        shutil.copy(source, path)
        shutil.chown(path, "nobody", "nogroup")
        path.chmod(0o600)
        paths.append(path)
    return paths


@contextmanager
def _postgresql(made):
    programs, port = _postgresql_programs(), servers.free_port()
    with _own_folder() as folder:
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "toko", "--no-sync"],
            check=True, capture_output=True, cwd="/", **NOBODY,
        )  # fmt: skip
        options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
        for name, path in zip(("ssl_cert_file", "ssl_key_file"), _owned(folder, made), strict=False):
            options |= {"ssl": "on", name: path}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

        def log_in(expected):
            where = {"host": "127.0.0.1", "port": port, "user": "toko", "dbname": "postgres"}
            with (
                tls.libpq_options(expected, "127.0.0.1", port) as options,
                closing(psycopg2.connect(**where, **options)) as connection,
            ):
                assert connection.info.ssl_in_use
                return True

        with _running(folder, port, programs / "postgres", "-D", folder / "data", *settings):
            _wait_until_started(port)
            yield Secured(port, "postgresql", log_in)


def _wait_until_started(port, seconds=20):
    """PostgreSQL listens before it lets anybody in."""
    end = time.monotonic() + seconds
    while _is_starting(port) and time.monotonic() < end:
        time.sleep(0.05)


def _is_starting(port):
    try:
        psycopg2.connect(host="127.0.0.1", port=port, user="toko", dbname="postgres").close()
    except psycopg2.OperationalError as error:
        return "starting up" in str(error)
    return False


@contextmanager
def _mysql(made):
    port = servers.free_port()
    with _own_folder() as folder:
        paths = _owned(folder, made)
        secured = [f"--ssl-cert={paths[0]}", f"--ssl-key={paths[1]}"] if made else ["--skip-ssl"]

        def log_in(expected):
            with closing(
                pymysql.connect(host="127.0.0.1", port=port, user="toko", password="", ssl=expected.context())
            ) as connection:
                cursor = connection.cursor()
                cursor.execute("SHOW STATUS LIKE 'Ssl_cipher'")
                assert cursor.fetchone()[1]
                return True

        with _running(
            folder, port, servers.program("mariadbd"), "--no-defaults", f"--datadir={folder}", "--skip-grant-tables",
            f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/s", "--innodb-buffer-pool-size=8M",
            "--innodb-log-file-size=4M", "--skip-networking=0", *secured,
        ):  # fmt: skip
            yield Secured(port, "mysql", log_in)


@contextmanager
def _ftps(made):
    with servers.home() as base, servers.vsftpd(base, made) as server:

        def log_in(expected):
            with ftps.connect(FtpLogin("127.0.0.1", servers.USER, server.port, servers.PASSWORD, expected)) as store:
                return store.list("", "*") == ()

        yield Secured(server.port, "", log_in)


KINDS = {"postgresql": _postgresql, "mysql": _mysql, "ftps": _ftps}


@pytest.fixture(autouse=True)
def _root():
    servers.need_own_users()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module", params=KINDS)
def own_signed(request, folder):
    """A server with a certificate that it signed itself, as most have, and that certificate."""
    servers.need_own_users()
    made = self_signed.make(folder, f"own-{request.param}")
    with KINDS[request.param](made) as server:
        yield server, made


@pytest.fixture(scope="module", params=KINDS)
def expired(request, folder):
    servers.need_own_users()
    made = self_signed.make(folder, f"expired-{request.param}", days=-3)
    with KINDS[request.param](made) as server:
        yield server, made


@pytest.fixture(scope="module")
def authority(folder):
    return self_signed.make(folder, "authority", is_authority=True)


@pytest.fixture(scope="module", params=KINDS)
def vouched(request, folder, authority):
    """A server whose certificate an authority signed."""
    servers.need_own_users()
    made = self_signed.make(folder, f"signed-{request.param}", issuer=authority)
    with KINDS[request.param](made) as server:
        yield server, made


def _pinned(made):
    return tls.Trust(trust.certificate_fingerprint(made.der))


def _code(action, *arguments):
    with pytest.raises(TransportError) as caught:
        action(*arguments)
    return caught.value.code


def test_a_look_shows_what_openssl_shows(own_signed):
    server, made = own_signed
    line = ["openssl", "x509", "-in", made.certificate_file, "-noout", "-fingerprint", "-sha256"]
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip().partition("=")[2]
    assert trust.certificate_fingerprint(made.der) == told
    if server.protocol:
        shown = tls.peek("127.0.0.1", server.port, server.protocol)
        assert (shown.fingerprint, shown.expires) == (told, made.certificate.not_valid_after_utc)
        assert shown.subject == shown.issuer == made.certificate.subject.rfc4514_string()


def test_a_certificate_signed_by_itself_is_accepted_once_pinned(own_signed):
    server, made = own_signed
    with pytest.raises(trust.NotYetTrusted) as caught:
        server.log_in(tls.Trust())
    assert caught.value.fingerprint == trust.certificate_fingerprint(made.der)
    assert server.log_in(tls.Trust(caught.value.fingerprint))
    assert server.log_in(tls.Trust(caught.value.fingerprint.replace(":", "").lower()))


def test_another_certificate_than_the_pinned_one_stops_everything(own_signed, folder):
    server, made = own_signed
    other = self_signed.make(folder, "other")
    with pytest.raises(trust.TrustChanged) as caught:
        server.log_in(_pinned(other))
    assert (caught.value.pinned, caught.value.found) == tuple(map(trust.certificate_fingerprint, (other.der, made.der)))


def test_an_expired_certificate_is_refused_even_when_it_is_pinned(expired):
    server, made = expired
    with pytest.raises(TransportError) as caught:
        server.log_in(_pinned(made))
    day = made.certificate.not_valid_after_utc.date().isoformat()
    assert (caught.value.code, caught.value.detail, caught.value.permanent) == ("expired_certificate", day, True)


def test_an_authority_vouches_for_its_own_and_for_nobody_else(vouched, authority, folder):
    server, _made = vouched
    assert server.log_in(tls.Trust(authority=authority.certificate_file.read_text()))
    stranger = self_signed.make(folder, "stranger", is_authority=True)
    for word in (stranger.certificate_file.read_text(), tls.PUBLIC):
        with pytest.raises(
            (TransportError, pymysql.OperationalError, psycopg2.OperationalError), match=r"verify|trust"
        ):
            server.log_in(tls.Trust(authority=word))


@pytest.mark.parametrize("text", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
def test_what_is_no_authority_vouches_for_nobody(text):
    expected = tls.Trust(authority=text or " ")
    with pytest.raises(TransportError, match="not_trusted"):
        expected.context()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("days", "host"), [(-3, "127.0.0.1"), (30, "127.0.0.9")], ids=["expired", "other_host"])
def test_an_authoritys_word_ends_with_its_day_and_holds_for_one_host(kind, folder, authority, days, host):
    made = self_signed.make(folder, f"bad-{kind}-{days}", issuer=authority, days=days, host=host)
    with KINDS[kind](made) as server:
        with pytest.raises((TransportError, pymysql.OperationalError, psycopg2.OperationalError)) as caught:
            server.log_in(tls.Trust(authority=authority.certificate_file.read_text()))
        assert re.search("expired" if days < 0 else r"mismatch|does not match", str(caught.value))
        if kind == "ftps" or (kind == "postgresql" and days < 0):
            assert caught.value.code == ("expired_certificate" if days < 0 else "not_trusted")


def test_a_certificate_of_an_authority_can_be_pinned_except_with_libpq(vouched):
    server, made = vouched
    if server.protocol == "postgresql":
        assert _code(server.log_in, _pinned(made)) == "needs_authority"
    else:
        assert server.log_in(_pinned(made))


@pytest.mark.parametrize("own_signed", ["postgresql"], indirect=True)
def test_libpq_itself_refuses_whatever_changed_after_the_look(own_signed, folder):
    server, _made = own_signed
    other = self_signed.make(folder, "later")
    options = {"sslmode": "verify-ca", "sslrootcert": str(other.certificate_file)}
    with pytest.raises(psycopg2.OperationalError, match="certificate verify failed"):
        psycopg2.connect(host="127.0.0.1", port=server.port, user="toko", dbname="postgres", **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_without_tls_is_told_and_nothing_is_sent_in_the_open(kind):
    with KINDS[kind](None) as server:
        if server.protocol:
            assert _code(tls.peek, "127.0.0.1", server.port, server.protocol) == "no_tls"
        else:
            assert _code(server.log_in, tls.Trust("AB")) == "no_tls"


class _Answering(threading.Thread):
    """Says one thing to the first who calls, and hangs up."""

    def __init__(self, listener, answer):
        super().__init__(daemon=True)
        self._listener, self._answer = listener, answer

    def run(self):
        with self._listener.accept()[0] as caller:
            caller.sendall(self._answer)


@pytest.mark.parametrize("protocol", ["tls", "postgresql", "mysql"])
def test_what_hangs_up_or_talks_nonsense_is_lost(protocol):
    for answer in (
        b"",
        b"\x05\x00\x00\x00\x0a5.5\x00",
        b"\x04\x00\x00\x00\x0a5.5",
        b"HTTP/1.1 400 Bad Request\r\n\r\n" * 50,
    ):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            subject = _Answering(listener, answer)
            subject.start()
            assert _code(tls.peek, "127.0.0.1", port, protocol, 2) in {"lost", "no_tls"}
            subject.join()


def test_plain_ftp_is_refused_outside_the_vpn_before_anything_is_sent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        login = FtpLogin("127.0.0.1", "toko", listener.getsockname()[1], "rahasia")
        for is_allowed, network in ((False, "127.0.0.0/8"), (True, "10.77.0.0/16"), (True, "0.0.0.0/0")):
            with (
                pytest.raises(TransportError, match="outside_vpn"),
                ftp_in_vpn.connect(login, is_allowed=is_allowed, network=network),
            ):
                pass
        with suppress(TimeoutError):
            listener.accept()
            pytest.fail("somebody called")
