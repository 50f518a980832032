"""WireGuard: keys, addresses and the two configurations of a tunnel that a reseller's machine opens to ours.

He calls us, so he needs no fixed address and no open port. Each side may reach one address of the other, no more.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from .errors import TransportError, dial

PORT = 51820
KEEPALIVE_SECONDS = 25  # keeps the way through his router open
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
# On a machine that passes on packets, as one with containers does, resellers must not reach each other.
_APART = "FORWARD -i %i -o %i -j REJECT"


@dataclass(frozen=True)
class Keys:
    """A key pair, each key in base64 as WireGuard writes it."""

    private: str = field(repr=False)
    public: str


@dataclass(frozen=True)
class Hub:
    """Our end.

    :param host: the public name or address that resellers call
    :param network: of the VPN, such as ``10.77.0.0/16``; the first address is ours
    """

    host: str
    public_key: str
    network: str
    port: int = PORT

    @property
    def address(self) -> str:
        return str(_network(self.network)[1])


@dataclass(frozen=True)
class Peer:
    """A reseller's end."""

    name: str
    public_key: str
    address: str


def make_keys() -> Keys:
    """Make a new pair."""
    return keys_of(base64.b64encode(X25519PrivateKey.generate().private_bytes_raw()).decode())


def keys_of(private: str) -> Keys:
    """Return the pair that belongs to a private key.

    :raises TransportError: ``bad_key``

    >>> keys_of("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").public
    'L+V9o0fNYkMVKNqsX7spBzD/9oSvxM/C7ZCZX1jLO3Q='
    """
    key = X25519PrivateKey.from_private_bytes(_key_bytes(private))
    return Keys(private, base64.b64encode(key.public_key().public_bytes_raw()).decode())


def _key_bytes(key: str) -> bytes:
    try:
        found = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        raise TransportError("bad_key", "format") from None
    if len(found) != 32:
        raise TransportError("bad_key", "length")
    return found


def next_address(network: str, taken: Iterable[str]) -> str:
    """Return the first free address for a reseller; the first of all is ours.

    :raises TransportError: ``bad_address`` for a network that is none, or is public; ``no_address`` when all are taken

    >>> next_address("10.77.0.0/29", ["10.77.0.2", "10.77.0.4"])
    '10.77.0.3'
    """
    used = {IPv4Address(address) for address in taken}
    whole = _network(network)
    for address in whole.hosts():
        if address != whole[1] and address not in used:
            return str(address)
    raise TransportError("no_address", network)


def _network(text: str) -> IPv4Network:
    try:
        network = IPv4Network(text)
    except ValueError:
        raise TransportError("bad_address", text) from None
    if not network.is_private or network.prefixlen > 30:
        raise TransportError("bad_address", text)
    return network


def hub_config(hub: Hub, private_key: str, peers: Sequence[Peer]) -> str:
    """Write our configuration, for ``/etc/wireguard/crosstech.conf``. It holds our private key.

    :raises TransportError: ``bad_key``, ``bad_address``, ``bad_name``; an address or key that two share is a bad one
    """
    _check_hub(hub)
    if keys_of(private_key).public != hub.public_key:
        raise TransportError("bad_key", "pair")
    for number, peer in enumerate(peers):
        _check_peer(hub, peer)
        for other in peers[:number]:
            if peer.address == other.address:
                raise TransportError("bad_address", peer.address)
            if peer.public_key == other.public_key:
                raise TransportError("bad_key", peer.name)
    own = _section(
        "Interface", Address=f"{hub.address}/{_network(hub.network).prefixlen}", ListenPort=hub.port,
        PrivateKey=private_key, PostUp=f"iptables -I {_APART}", PostDown=f"iptables -D {_APART}",
    )  # fmt: skip
    theirs = (
        f"\n# {peer.name}\n" + _section("Peer", PublicKey=peer.public_key, AllowedIPs=f"{peer.address}/32")
        for peer in peers
    )
    return own + "".join(theirs)


def peer_config(hub: Hub, peer: Peer, private_key: str) -> str:
    """Write a reseller's configuration, to be imported into his WireGuard program as it is.

    :param private_key: his; made by us, it is shown this once and kept nowhere
    :raises TransportError: as ``hub_config``
    """
    _check_hub(hub)
    _check_peer(hub, peer)
    if keys_of(private_key).public != peer.public_key:
        raise TransportError("bad_key", "pair")
    own = _section("Interface", Address=f"{peer.address}/32", PrivateKey=private_key)
    ours = _section(
        "Peer", PublicKey=hub.public_key, Endpoint=f"{hub.host}:{hub.port}", AllowedIPs=f"{hub.address}/32",
        PersistentKeepalive=KEEPALIVE_SECONDS,
    )  # fmt: skip
    return f"{own}\n{ours}"


def _section(name: str, **lines) -> str:
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())


def check_place(host: str, port: int, network: str) -> None:
    """Check where resellers find us, before there are keys.

    :raises TransportError: ``bad_address``
    """
    _network(network)
    if not all(map(_LABEL.fullmatch, host.split("."))) or not 0 < port < 65_536:
        raise TransportError("bad_address", f"{host!r}:{port}")


def _check_hub(hub: Hub) -> None:
    check_place(hub.host, hub.port, hub.network)
    _key_bytes(hub.public_key)


def _check_peer(hub: Hub, peer: Peer) -> None:
    _key_bytes(peer.public_key)
    if peer.public_key == hub.public_key:
        raise TransportError("bad_key", peer.name)
    if not peer.name.isprintable():  # a line break would begin a line of configuration
        raise TransportError("bad_name", "reseller")
    try:
        is_free = is_free_for_peers(peer.address, hub.network)
    except ValueError:
        is_free = False
    if not is_free:
        raise TransportError("bad_address", peer.address)


def is_free_for_peers(address: str, network: str) -> bool:
    """Tell whether a reseller may have an address: one of the network, and not ours.

    >>> is_free_for_peers("10.77.0.2", "10.77.0.0/16"), is_free_for_peers("10.77.0.1", "10.77.0.0/16")
    (True, False)
    """
    inside = _network(network)
    ends = (inside.network_address, inside.broadcast_address, inside[1])
    return IPv4Address(address) in inside and IPv4Address(address) not in ends


def check_reach(address: str, port: int, timeout: float = 5) -> None:
    """Connect to a server behind the tunnel, and hang up.

    :raises TransportError: ``unreachable``
    """
    dial(address, port, timeout).close()
