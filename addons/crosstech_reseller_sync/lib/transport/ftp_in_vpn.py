"""Files by plain FTP, for old programs that know nothing else: only inside a VPN, and only when someone said so.

Plain FTP shows password and files to everybody on the way.
"""

import ftplib
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from ipaddress import ip_address, ip_network

from .errors import TransportError, told
from .ftp_store import WIRE, FtpLogin, FtpStore, log_in, open_connection


@contextmanager
def connect(login: FtpLogin, *, is_allowed: bool, network: str, timeout: float = 30) -> Iterator[FtpStore]:
    """Log in at an address inside the VPN.

    :param is_allowed: the switch "inside VPN" of the source
    :param network: the VPN's addresses, such as ``10.77.0.0/16``
    :raises TransportError: ``outside_vpn`` before anything is sent; else as ``ftps.connect``
    """
    if not is_allowed:
        raise TransportError("outside_vpn", "switch")
    # The address that was looked at is the one that is used: a name may mean another the next moment.
    inside = replace(login, host=address_inside(login.host, network))
    with closing(ftplib.FTP(timeout=timeout, encoding=WIRE)) as client:  # noqa: S321 - the tunnel around it encrypts
        open_connection(client, inside)
        yield log_in(client, inside)


def address_inside(host: str, network: str) -> str:
    """Return the address of a host, when all it has are inside a private network.

    :raises TransportError: ``outside_vpn`` or ``name_unknown``

    >>> address_inside("10.77.0.5", "10.77.0.0/16")
    '10.77.0.5'
    """
    inside = ip_network(network)
    with told(host):
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    if not inside.is_private or not all(ip_address(address.partition("%")[0]) in inside for address in found):
        raise TransportError("outside_vpn", host)
    return min(found)
