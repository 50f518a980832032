"""Where a reseller's server never is: on our own machine, beside our database, or where a provider keeps our keys."""

import ipaddress
import re
import socket
from collections.abc import Iterable

from .errors import TransportError

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9a-fA-F:]+")
_NUMBER = re.compile(r"[0-9.]+|0x[0-9a-fA-F.x]+")  # other ways to write an address, such as 127.1
_METADATA = frozenset({"100.100.100.200", "fd00:ec2::254"})  # of providers that use no link-local address


def means_us(host: str) -> bool:
    """Tell whether a name or address, as it is written, leads to our own machine or its provider's keys.

    >>> means_us("localhost"), means_us("127.1"), means_us("::ffff:7f00:1"), means_us("db.toko.co.id")
    (True, True, True, False)
    """
    try:
        return _is_ours(host)
    except ValueError:
        name = host.lower().rstrip(".")
        return name == "localhost" or name.endswith(".localhost") or bool(_NUMBER.fullmatch(name))


def check_elsewhere(host: str, own_hosts: Iterable[str] = ()) -> None:
    """Refuse what is no name or address (a folder would be a socket of our own), and every name that leads to us.

    :param own_hosts: further servers of ours, such as that of our database
    :raises TransportError: ``own_host``; a name nobody knows is for the connection to tell
    """
    if not HOST.fullmatch(host) or means_us(host):
        raise TransportError("own_host", host)
    found = _addresses(host)
    if any(map(_is_ours, found)) or any(found & _addresses(own) for own in own_hosts):
        raise TransportError("own_host", host)


def _addresses(host: str) -> set[str]:
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return set()
    return {entry[4][0].partition("%")[0] for entry in entries}


def _is_ours(text: str) -> bool:
    address = ipaddress.ip_address(text)
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast:
        return True
    return str(address) in _METADATA or _is_of_this_machine(address)


def _is_of_this_machine(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Only an address of our own can be bound to."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as trial:
            trial.bind((str(address), 0))
    except OSError:
        return False
    return True
