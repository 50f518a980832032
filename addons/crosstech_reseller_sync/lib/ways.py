"""The ways to a reseller's server, put together from ``lib.transport``: for the connection test and for reading."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from .connection_test import FAILED, Step
from .source.address import Tls
from .transport import ftp_in_vpn, ftps, sftp, ssh, tls, trust
from .transport.errors import TransportError, dial
from .transport.files import FileStore, newest
from .transport.ftp_store import FtpLogin
from .transport.ssh import SshLogin
from .transport.tls import Trust

PROTOCOLS = {"postgresql": "postgresql", "mysql": "mysql", "oracle": "tls"}  # how an engine's certificate is asked for
LOG_IN_CODES = frozenset({"refused_login", "bad_key", "denied", "outside_vpn"})
TRUST_CODES = frozenset({"not_trusted", "changed_key", "expired_certificate", "needs_authority", "no_tls"})
VPN_TRANSPORTS = ("wireguard", "ftp_vpn")
SECONDS = 15


@dataclass(frozen=True)
class Tunnelled:
    """Through an SSH server: a ``connection_test.Transport``.

    :param target: (host, port) of the database as the SSH server knows it
    """

    login: SshLogin
    target: tuple[str, int]

    @property
    def endpoint(self) -> tuple[str, int]:
        return self.login.host, self.login.port

    def trust(self) -> dict:
        """Compare the host key; whether the log-in works is for the next step to tell."""
        try:
            with ssh.connect(self.login, SECONDS):
                pass
        except TransportError as error:
            if error.code not in LOG_IN_CODES:
                raise
        return {"fingerprint": self.login.pinned}

    @contextmanager
    def open(self) -> Iterator[tuple[str, int]]:
        with ssh.tunnel(self.login, *self.target, SECONDS) as opened:
            yield opened.address


@dataclass(frozen=True)
class InsideVpn:
    """Through the VPN, which encrypts: a ``connection_test.Transport`` that never leaves it.

    :param target: (host, port) of the database
    :param network: of the VPN
    """

    target: tuple[str, int]
    network: str

    @property
    def endpoint(self) -> tuple[str, int]:
        """:raises TransportError: ``not_in_vpn``, as nothing else would protect what is sent"""
        host, port = self.target
        return address_in_vpn(host, self.network), port

    def trust(self) -> dict:
        return {}

    @contextmanager
    def open(self) -> Iterator[tuple[str, int]]:
        yield self.endpoint


def address_in_vpn(host: str, network: str) -> str:
    """Return the address of a host of the VPN.

    :raises TransportError: ``not_in_vpn`` or ``name_unknown``

    >>> address_in_vpn("10.77.0.5", "10.77.0.0/16")
    '10.77.0.5'
    """
    try:
        return ftp_in_vpn.address_inside(host, network)
    except TransportError as error:
        if error.code != "outside_vpn":
            raise
        raise TransportError("not_in_vpn", f"{host} / {network}") from None


@contextmanager
def secured(engine: str, host: str, port: int, pinned: str) -> Iterator[tuple[Tls, Callable[[], dict]]]:
    """Give how a direct connection is protected, and what compares the certificate before it is made.

    :param pinned: fingerprint; empty before the first trust
    :return: the settings, which hold once the comparison has been made, and the comparison; of an engine whose
        certificate cannot be asked for, an authority known to everybody must have signed it
    """
    protocol = PROTOCOLS.get(engine)
    if protocol is None:
        yield Tls(), dict
    elif engine == "postgresql":
        with tempfile.NamedTemporaryFile("w", prefix="crosstech-", suffix=".pem") as file:
            yield Tls(file.name, check_name=False), lambda: _checked(host, port, protocol, pinned, file)
    else:
        yield Tls(context=Trust(pinned).context()), lambda: _checked(host, port, protocol, pinned)


def _checked(host: str, port: int, protocol: str, pinned: str, file=None) -> dict:
    shown = tls.peek(host, port, protocol, SECONDS)
    trust.check_certificate(pinned, shown.der)
    if file:
        if shown.issuer != shown.subject:  # libpq pins only what has signed itself
            raise TransportError("needs_authority", shown.issuer)
        file.seek(0)
        file.truncate()
        file.write(shown.pem)
        file.flush()
    return {"fingerprint": shown.fingerprint, "expires": shown.expires.date().isoformat()}


@dataclass(frozen=True)
class FileServer:
    """Where files lie, and how to get in.

    :param transport: ``sftp``, ``ftps`` or ``ftp_vpn``
    :param pinned: host key for SFTP, certificate for FTPS
    :param is_vpn_only: the switch without which plain FTP is refused
    :param network: of the VPN
    """

    transport: str
    host: str
    user: str
    port: int = 0
    password: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    pinned: str = ""
    is_vpn_only: bool = False
    network: str = ""

    @property
    def endpoint(self) -> tuple[str, int]:
        return self.host, self.port or (22 if self.transport == "sftp" else 21)

    def connect(self) -> AbstractContextManager[FileStore]:
        """Log in.

        :raises TransportError: when that does not work
        """
        host, port = self.endpoint
        if self.transport == "sftp":
            login = SshLogin(host, self.user, port, self.pinned, self.password, self.private_key)
            return sftp.connect(login, SECONDS)
        if self.transport == "ftps":
            return ftps.connect(FtpLogin(host, self.user, port, self.password, Trust(self.pinned)))
        login = FtpLogin(host, self.user, port, self.password)
        return ftp_in_vpn.connect(login, is_allowed=self.is_vpn_only, network=self.network)


def file_steps(server: FileServer, folder: str, pattern: str) -> Iterator[Step]:
    """Test a way to files; a generator of steps that ends with the first one that failed."""
    host, port = server.endpoint
    try:
        if server.transport == "ftp_vpn":
            host = address_in_vpn(host, server.network)
        dial(host, port, SECONDS).close()
    except TransportError as error:
        yield _failed("reach" if error.code == "unreachable" else "resolve", error)
        return
    yield Step("reach", facts={"host": host, "port": port})
    try:
        with server.connect() as store:
            if server.pinned:
                yield Step("trust", facts={"fingerprint": server.pinned})
            yield Step("log_in", facts={"account": server.user})
            found = newest(store, folder, pattern)
            yield Step("file", facts={"name": found.name, "size": found.size})
    except TransportError as error:
        step = "trust" if error.code in TRUST_CODES else "log_in" if error.code in LOG_IN_CODES else "file"
        yield _failed(step, error)


def _failed(step: str, error: TransportError) -> Step:
    names = ("detail", "fingerprint", "pinned", "found")
    return Step(step, FAILED, error.code, {one: getattr(error, one) for one in names if getattr(error, one, "")})
