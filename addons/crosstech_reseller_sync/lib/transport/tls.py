"""TLS: look at a server's certificate before trusting it, then accept that one and no other.

A pinned certificate needs no authority, for many a reseller's server has signed its own; an expired one is refused all
the same. Where an authority is named, its word and the host's name count instead.
"""

import socket
import ssl
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from . import trust
from .errors import TransportError, dial, told

PUBLIC = "public"
_PG_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_MYSQL_SSL = 0x0800
# Protocol 4.1, TLS, authentication by challenge; packets of 16 MB; utf8mb4; padding
_MYSQL_SSL_REQUEST = struct.pack("<IIB23x", 0x0200 | _MYSQL_SSL | 0x8000, 1 << 24, 45)


@dataclass(frozen=True)
class Trust:
    """Which certificate is accepted.

    :param pinned: as ``trust.certificate_fingerprint`` writes it; empty before the first trust
    :param authority: ``PUBLIC`` for the authorities that browsers know, or the PEM text of another one; then nothing
        is pinned, and the host's name must be in the certificate
    """

    pinned: str = ""
    authority: str = ""

    def context(self) -> ssl.SSLContext:
        """Make a context for any client that takes one: PyMySQL, ftplib, http.

        Its handshake raises ``NotYetTrusted``, ``TrustChanged`` or ``TransportError`` (``expired_certificate``) before
        a password is sent; with an authority, ``ssl.SSLCertVerificationError``, which ``errors.told`` translates.
        """
        if self.authority:
            return _verifying(self.authority)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # judged below, by the fingerprint
        context.sslsocket_class = _judging(ssl.SSLSocket, self.pinned)
        context.sslobject_class = _judging(ssl.SSLObject, self.pinned)
        return context


def _verifying(authority: str) -> ssl.SSLContext:
    known = {"cafile": certifi.where()} if authority == PUBLIC else {"cadata": authority}
    with told("authority", otherwise="not_trusted"):
        context = ssl.create_default_context(**known)
    # From 3.13 on Python asks for key identifiers, which home-made authorities leave out; it checks all else as before.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _judging(base: type, pinned: str) -> type:
    """A connection that looks at the certificate once the handshake is done."""

    class Judging(base):
        def do_handshake(self, *arguments, **options):
            super().do_handshake(*arguments, **options)
            try:
                trust.check_certificate(pinned, self.getpeercert(binary_form=True))
            except TransportError:
                if base is ssl.SSLSocket:
                    self.close()
                raise

    return Judging


@dataclass(frozen=True)
class Shown:
    """A certificate as a server shows it to anybody."""

    der: bytes

    @property
    def fingerprint(self) -> str:
        return trust.certificate_fingerprint(self.der)

    @property
    def subject(self) -> str:
        return self._certificate.subject.rfc4514_string()

    @property
    def issuer(self) -> str:
        return self._certificate.issuer.rfc4514_string()

    @property
    def expires(self) -> datetime:
        return self._certificate.not_valid_after_utc

    @property
    def pem(self) -> str:
        return self._certificate.public_bytes(Encoding.PEM).decode()

    @property
    def _certificate(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.der)


def peek(host: str, port: int, protocol: str = "tls", timeout: float = 15) -> Shown:
    """Fetch a server's certificate, trusting nothing and sending nothing but greetings.

    :param protocol: ``tls``, ``postgresql`` or ``mysql``: how the server is asked for TLS
    :raises TransportError: ``name_unknown``, ``unreachable``, ``no_tls`` where the server offers none, ``lost``
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with closing(dial(host, port, timeout)) as plain, told(f"{host}:{port}", is_handshake=True):
        _ASK[protocol](plain)
        with context.wrap_socket(plain, server_hostname=host) as secured:
            return Shown(secured.getpeercert(binary_form=True))


def _ask_postgresql(plain: socket.socket) -> None:
    plain.sendall(_PG_SSL_REQUEST)
    if _read(plain, 1) != b"S":
        raise TransportError("no_tls", "postgresql")


def _ask_mysql(plain: socket.socket) -> None:
    header = _read(plain, 4)
    greeting = _read(plain, int.from_bytes(header[:3], "little"))
    if greeting[:1] == b"\xff":  # such as: too many connections, host is blocked
        raise TransportError("denied", "mysql")
    after_version = greeting[1:].partition(b"\0")[2]
    capabilities = after_version[13:15]  # behind connection, challenge and filler
    if not int.from_bytes(capabilities, "little") & _MYSQL_SSL:
        raise TransportError("no_tls", "mysql")
    plain.sendall(len(_MYSQL_SSL_REQUEST).to_bytes(3, "little") + b"\x01" + _MYSQL_SSL_REQUEST)


def _read(plain: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = plain.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


_ASK = {"tls": lambda plain: None, "postgresql": _ask_postgresql, "mysql": _ask_mysql}


@contextmanager
def libpq_options(expected: Trust, host: str, port: int, timeout: float = 15) -> Iterator[dict[str, str]]:
    """Give the options with which libpq (psycopg2) accepts just what is expected; it takes files only.

    libpq can pin a certificate that has signed itself. Of one that an authority signed it wants the authority's
    certificate: ``Trust(authority=…)``.

    :return: ``sslmode`` and ``sslrootcert``; the file is there while the block lasts
    :raises TransportError: as ``peek`` and ``trust.check_certificate``; ``needs_authority``, with its name
    """
    mode, roots = "verify-full", expected.authority
    shown = peek(host, port, "postgresql", timeout)
    trust.check_day(shown.der)  # libpq would refuse it without saying why
    if not roots:
        trust.check(expected.pinned, shown.fingerprint)
        if shown.issuer != shown.subject:
            raise TransportError("needs_authority", shown.issuer)
        mode, roots = "verify-ca", shown.pem
    with root_file(roots) as path:
        yield {"sslmode": mode, "sslrootcert": str(path)}


@contextmanager
def root_file(authority: str) -> Iterator[Path]:
    """Give a file for clients that take no context, such as python-tds.

    :param authority: as in ``Trust``
    """
    if authority == PUBLIC:
        yield Path(certifi.where())
        return
    with tempfile.NamedTemporaryFile("w", prefix="crosstech-", suffix=".pem") as file:
        file.write(authority)
        file.flush()
        yield Path(file.name)
