"""SSH: log in at a server whose key is pinned, and reach through it what only it can reach."""

import io
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from . import trust
from .errors import TransportError, dial

KEEPALIVE_SECONDS = 30
# paramiko tells the log of every break, with a traceback; the callers hear of it as ``TransportError``.
_QUIET = logging.getLogger(__name__)
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False
_KEY_CLASSES = (
    (ed25519.Ed25519PrivateKey, paramiko.Ed25519Key),
    (rsa.RSAPrivateKey, paramiko.RSAKey),
    (ec.EllipticCurvePrivateKey, paramiko.ECDSAKey),
)


@dataclass(frozen=True)
class SshLogin:
    """Where to log in, as whom, and which host key is expected.

    :param pinned: as ``trust.ssh_fingerprint`` writes it; empty before the first trust
    :param password: used when there is no private key
    :param private_key: the text of an OpenSSH or PEM file
    :param passphrase: of the private key
    """

    host: str
    user: str
    port: int = 22
    pinned: str = ""
    password: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)


@contextmanager
def connect(login: SshLogin, timeout: float = 15) -> Iterator[paramiko.Transport]:
    """Log in. Neither an agent nor any file of the user we run as is asked.

    :raises TransportError: ``unreachable``, ``name_unknown``, ``not_trusted``, ``changed_key``, ``bad_key``,
        ``refused_login`` or ``lost``
    """
    key = _private_key(login) if login.private_key else None
    with closing(dial(login.host, login.port, timeout)) as connection:
        transport = paramiko.Transport(connection)
        try:
            _shake_hands(transport, login.pinned, timeout)
            _log_in(transport, login, key)
            transport.set_keepalive(KEEPALIVE_SECONDS)
            yield transport
        finally:
            transport.close()


def _shake_hands(transport: paramiko.Transport, pinned: str, timeout: float) -> None:
    transport.set_log_channel(_QUIET.name)
    transport.banner_timeout = transport.auth_timeout = timeout
    _prefer(transport, pinned)
    try:
        transport.start_client(timeout=timeout)
        found = trust.ssh_fingerprint(transport.get_remote_server_key().asbytes())
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise TransportError("lost", "handshake") from error
    trust.check(pinned, found)


def _prefer(transport: paramiko.Transport, pinned: str) -> None:
    """Ask for the pinned type of key, so that a server with several shows the one we know."""
    kind = pinned.partition(" ")[0].removeprefix("ssh-")
    options = transport.get_security_options()
    options.key_types = sorted(options.key_types, key=lambda name: not kind or kind not in name)


def _log_in(transport: paramiko.Transport, login: SshLogin, key: paramiko.PKey | None) -> None:
    way = "key" if key else "password"
    try:
        prove = transport.auth_publickey if key else transport.auth_password
        left = prove(login.user, key or login.password)
    except paramiko.AuthenticationException:
        raise TransportError("refused_login", way) from None
    except (paramiko.SSHException, OSError, EOFError):
        # OpenSSH hangs up after too many refusals
        raise TransportError("lost", "login") from None
    if left:  # the server wants a second proof, which we have not got
        raise TransportError("refused_login", ", ".join(left))


def _private_key(login: SshLogin) -> paramiko.PKey:
    """Read a private key of any usual format.

    :raises TransportError: ``bad_key`` with ``putty``, ``passphrase`` or ``format``
    """
    text = login.private_key.strip().replace("\r\n", "\n") + "\n"
    if text.startswith("PuTTY-User-Key-File"):
        raise TransportError("bad_key", "putty")
    openssh = "BEGIN OPENSSH PRIVATE KEY" in text
    read = serialization.load_ssh_private_key if openssh else serialization.load_pem_private_key
    password = login.passphrase.encode() or None
    try:
        key = read(text.encode(), password if "ENCRYPTED" in text or openssh else None)
    except TypeError:
        raise TransportError("bad_key", "passphrase") from None
    except Exception:
        raise TransportError("bad_key", "passphrase" if password else "format") from None
    return _for_paramiko(key)


def _for_paramiko(key) -> paramiko.PKey:
    for kind, cls in _KEY_CLASSES:
        if isinstance(key, kind):
            plain = key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
            )
            return cls.from_private_key(io.StringIO(plain.decode()))
    raise TransportError("bad_key", "format")


class Tunnel:
    """A port on this machine behind which lies a port beyond the server.

    :ivar tuple address: ``("127.0.0.1", port)``; any number of connections at once
    """

    def __init__(self, transport: paramiko.Transport, target: tuple[str, int]):
        self._transport, self._target = transport, target
        self._refusal: TransportError | None = None
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.address: tuple[str, int] = self._listener.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def check(self) -> None:
        """Tell why a connection through the tunnel broke, if it was the tunnel.

        :raises TransportError: ``lost`` when the server has gone, ``denied`` when it forbids tunnels,
            ``unreachable`` when it could not reach the target at the last connection
        """
        if not self._transport.is_active():
            raise TransportError("lost", "tunnel")
        if self._refusal:
            raise self._refusal

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                near, source = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near, source), daemon=True).start()

    def _join(self, near: socket.socket, source: tuple[str, int]) -> None:
        with closing(near):
            try:
                far = self._transport.open_channel("direct-tcpip", self._target, source, timeout=60)
            except (paramiko.SSHException, OSError, EOFError) as error:
                self._refusal = _refusal(error, self._target)
                return
            self._refusal = None
            with closing(far):
                back = threading.Thread(target=_pour, args=(far, near), daemon=True)
                back.start()
                _pour(near, far)
                back.join()


def _refusal(error: Exception, target: tuple[str, int]) -> TransportError:
    code = getattr(error, "code", None)  # of a ChannelException: 1 = forbidden, 2 = could not connect
    known = {1: "denied", 2: "unreachable"}.get(code, "lost")
    return TransportError(known, f"{target[0]}:{target[1]}")


def _pour(source, sink) -> None:
    """Pass on bytes until one side ends, then end the other side's reading."""
    with suppress(OSError, EOFError):
        while data := source.recv(65_536):
            sink.sendall(data)
    with suppress(OSError, EOFError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def tunnel(login: SshLogin, target_host: str, target_port: int, timeout: float = 15) -> Iterator[Tunnel]:
    """Open a tunnel for as long as the block lasts.

    :param target_host: as the server knows it, often ``127.0.0.1``
    :raises TransportError: as ``connect``
    """
    with connect(login, timeout) as transport, closing(Tunnel(transport, (target_host, target_port))) as opened:
        yield opened
