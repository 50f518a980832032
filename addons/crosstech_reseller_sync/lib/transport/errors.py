"""What goes wrong on the way to a reseller, in words that carry no secret."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

# What the next try may mend by itself; all else waits for a person.
_PASSING = frozenset({"unreachable", "name_unknown", "lost", "no_file", "growing_file", "no_room"})


class TransportError(Exception):
    """Something on the way failed.

    :ivar str code: ``name_unknown``, ``unreachable``, ``lost``; ``not_trusted``, ``changed_key``,
        ``expired_certificate``, ``needs_authority``, ``no_tls``; ``refused_login``, ``bad_key``, ``denied``,
        ``outside_vpn``, ``not_in_vpn``; ``no_file``, ``growing_file``, ``too_big``, ``too_many``, ``bad_name``,
        ``no_room``; ``bad_address``, ``no_address``, ``own_host``
    :ivar str detail: a name, a number or a date; never a secret and never a server's own words

    >>> TransportError("lost").permanent, TransportError("refused_login", "password").permanent
    (False, True)
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail

    @property
    def permanent(self) -> bool:
        """Whether trying again is useless until a person has changed something."""
        return self.code not in _PASSING


@contextmanager
def told(detail: str = "", *, otherwise: str = "lost", is_handshake: bool = False) -> Iterator[None]:
    """Turn what sockets and TLS raise into ``TransportError``.

    :param detail: such as ``host:port``
    :param otherwise: the code for an error that tells nothing more: ``unreachable`` before there is a connection
    :param is_handshake: whether TLS begins here, so that nonsense means a server without it; later, a cut line
    """
    try:
        yield
    except socket.gaierror as error:
        raise TransportError("name_unknown", detail) from error
    except ssl.SSLCertVerificationError as error:
        code = "expired_certificate" if getattr(error, "verify_code", 0) == _EXPIRED else "not_trusted"
        raise TransportError(code, getattr(error, "verify_message", detail)) from error
    except ssl.SSLError as error:
        has_none = is_handshake and getattr(error, "reason", "") in _NOT_TLS
        raise TransportError("no_tls" if has_none else otherwise, detail) from error
    except (OSError, EOFError) as error:
        raise TransportError(otherwise, detail) from error


_EXPIRED = 10  # OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL", "UNKNOWN_PROTOCOL", "NO_PROTOCOLS_AVAILABLE"})


def dial(host: str, port: int, timeout: float) -> socket.socket:
    """Connect, and notice within a minute or so when the other side has gone without a word.

    :raises TransportError: ``name_unknown`` or ``unreachable``
    """
    with told(f"{host}:{port}", otherwise="unreachable"):
        connection = socket.create_connection((host, port), timeout=timeout)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 60_000)
    return connection
