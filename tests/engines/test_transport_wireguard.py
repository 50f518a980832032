"""What we write for WireGuard, read by WireGuard's own tools."""

import shutil
import socket
import subprocess

import pytest

from odoo.addons.crosstech_reseller_sync.lib.transport import wireguard
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError

from tests.engines.transfer_servers import free_port


def _tool(name):
    return shutil.which(name) or pytest.skip(f"{name} is not installed: package wireguard-tools")


def test_our_public_key_is_the_one_wireguard_finds():
    for _turn in range(20):
        keys = wireguard.make_keys()
        found = subprocess.run([_tool("wg"), "pubkey"], input=keys.private, capture_output=True, text=True, check=True)
        assert found.stdout.strip() == keys.public


def test_wireguard_reads_both_configurations(tmp_path):
    ours, his = wireguard.make_keys(), wireguard.make_keys()
    hub = wireguard.Hub("vpn.crosstech.example", ours.public, "10.77.0.0/16")
    peer = wireguard.Peer("Toko Pontianak – Jl. Gajah Mada", his.public, "10.77.0.2")
    texts = {
        "hub": wireguard.hub_config(hub, ours.private, [peer]),
        "peer": wireguard.peer_config(hub, peer, his.private),
    }
    for name, text in texts.items():
        path = tmp_path / f"{name}.conf"
        path.write_text(text)
        path.chmod(0o600)
        read = subprocess.run([_tool("wg-quick"), "strip", str(path)], capture_output=True, text=True, check=True)
        assert read.stderr == ""
        # what is left is for the tunnel itself: every key of ours is known to the tool, or it would have been kept
        kept = {line.partition(" =")[0] for line in read.stdout.splitlines() if " = " in line}
        assert (
            kept
            == {
                "hub": {"ListenPort", "PrivateKey", "PublicKey", "AllowedIPs"},
                "peer": {"PrivateKey", "PublicKey", "Endpoint", "AllowedIPs", "PersistentKeepalive"},
            }[name]
        )


def test_reach_is_told_by_a_connection():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wireguard.check_reach("127.0.0.1", listener.getsockname()[1])
    with pytest.raises(TransportError, match="unreachable"):
        wireguard.check_reach("127.0.0.1", free_port())
