"""Keys, addresses and configurations of a WireGuard tunnel."""

from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.transport import wireguard
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError

OURS, HIS, OTHERS = wireguard.make_keys(), wireguard.make_keys(), wireguard.make_keys()
HUB = wireguard.Hub("vpn.crosstech.example", OURS.public, "10.77.0.0/16")
PEER = wireguard.Peer("Toko Pontianak", HIS.public, "10.77.0.2")


def _code(action, *arguments):
    with pytest.raises(TransportError) as caught:
        action(*arguments)
    return caught.value.code


def test_every_pair_is_another_and_shows_no_private_key():
    assert len({pair.private for pair in (OURS, HIS, OTHERS)}) == 3
    assert OURS.private not in repr(OURS)
    assert wireguard.keys_of(OURS.private) == OURS


def test_both_ends_fit_together():
    ours = wireguard.hub_config(HUB, OURS.private, [PEER])
    his = wireguard.peer_config(HUB, PEER, HIS.private)
    assert ours.splitlines() == [
        "[Interface]", "Address = 10.77.0.1/16", "ListenPort = 51820", f"PrivateKey = {OURS.private}",
        "PostUp = iptables -I FORWARD -i %i -o %i -j REJECT", "PostDown = iptables -D FORWARD -i %i -o %i -j REJECT",
        "", "# Toko Pontianak", "[Peer]", f"PublicKey = {HIS.public}", "AllowedIPs = 10.77.0.2/32",
    ]  # fmt: skip
    assert his.splitlines() == [
        "[Interface]", "Address = 10.77.0.2/32", f"PrivateKey = {HIS.private}", "", "[Peer]",
        f"PublicKey = {OURS.public}", "Endpoint = vpn.crosstech.example:51820", "AllowedIPs = 10.77.0.1/32",
        "PersistentKeepalive = 25",
    ]  # fmt: skip


def test_nobodys_private_key_is_in_the_others_configuration():
    assert HIS.private not in wireguard.hub_config(HUB, OURS.private, [PEER])
    assert OURS.private not in wireguard.peer_config(HUB, PEER, HIS.private)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "Toko\n[Peer]"}, "bad_name"),
        ({"public_key": "short"}, "bad_key"),
        ({"public_key": "AAAA"}, "bad_key"),
        ({"public_key": OURS.public}, "bad_key"),
        ({"address": "10.78.0.2"}, "bad_address"),
        ({"address": "10.77.0.1"}, "bad_address"),
        ({"address": "10.77.0.0"}, "bad_address"),
        ({"address": "10.77.255.255"}, "bad_address"),
        ({"address": "10.77.0.2/0"}, "bad_address"),
        ({"address": ""}, "bad_address"),
    ],
    ids=str,
)
def test_a_peer_that_would_spoil_the_configuration_is_refused(change, code):
    peer = replace(PEER, **change)
    assert _code(wireguard.hub_config, HUB, OURS.private, [peer]) == code
    assert _code(wireguard.peer_config, HUB, peer, HIS.private) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"host": "vpn example"}, "bad_address"),
        ({"host": "vpn\nPostUp = rm"}, "bad_address"),
        ({"host": ""}, "bad_address"),
        ({"host": "-vpn"}, "bad_address"),
        ({"host": "a" * 64}, "bad_address"),
        ({"port": 0}, "bad_address"),
        ({"port": 65_536}, "bad_address"),
        ({"network": "8.8.8.0/24"}, "bad_address"),
        ({"network": "10.77.0.5/16"}, "bad_address"),
        ({"network": "10.77.0.0/31"}, "bad_address"),
        ({"network": "nowhere"}, "bad_address"),
        ({"public_key": ""}, "bad_key"),
    ],
    ids=str,
)
def test_a_hub_that_cannot_be_is_refused(change, code):
    hub = replace(HUB, **change)
    assert _code(wireguard.peer_config, hub, PEER, HIS.private) == code


def test_a_key_of_another_pair_is_refused():
    assert _code(wireguard.hub_config, HUB, HIS.private, [PEER]) == "bad_key"
    assert _code(wireguard.peer_config, HUB, PEER, OTHERS.private) == "bad_key"


def test_no_two_resellers_share_an_address_or_a_key():
    twin = wireguard.Peer("Toko Kembar", OTHERS.public, PEER.address)
    assert _code(wireguard.hub_config, HUB, OURS.private, [PEER, twin]) == "bad_address"
    twin = wireguard.Peer("Toko Kembar", PEER.public_key, "10.77.0.3")
    assert _code(wireguard.hub_config, HUB, OURS.private, [PEER, twin]) == "bad_key"


def test_addresses_run_out_and_it_is_said():
    taken = []
    for _turn in range(5):
        taken.append(wireguard.next_address("10.77.0.0/29", taken))
    assert taken == [f"10.77.0.{number}" for number in range(2, 7)]
    assert _code(wireguard.next_address, "10.77.0.0/29", taken) == "no_address"


@given(st.sets(st.integers(1, 254), max_size=200))
def test_a_new_address_is_free_and_inside(numbers):
    taken = {f"10.77.3.{number}" for number in numbers}
    found = wireguard.next_address("10.77.3.0/24", taken)
    assert found not in taken | {"10.77.3.0", "10.77.3.1", "10.77.3.255"}
    assert ip_address(found) in ip_network("10.77.3.0/24")
