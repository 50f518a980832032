"""Trust, log-in and tunnel at a real OpenSSH server."""

import socket
import socketserver
import subprocess
import threading
from contextlib import closing
from dataclasses import replace

import paramiko
import pytest

from odoo.addons.crosstech_reseller_sync.lib.transport import ssh, trust
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError

from tests.engines import transfer_servers as servers


@pytest.fixture(scope="module")
def base():
    with servers.home() as folder:
        yield folder


@pytest.fixture(scope="module")
def host_key(base):
    return servers.make_host_key(base)


@pytest.fixture(scope="module")
def server(base, host_key):
    with servers.sshd(base, host_key) as running:
        yield running


def _shown(key):
    """The fingerprint as OpenSSH itself tells it."""
    line = subprocess.run(["ssh-keygen", "-lf", f"{key}.pub"], capture_output=True, text=True, check=True).stdout
    return line.split()[1]


@pytest.fixture
def login(server, host_key):
    return ssh.SshLogin("127.0.0.1", servers.USER, server.port, _shown(host_key), servers.PASSWORD)


def _refusal(login):
    with pytest.raises(TransportError) as caught, ssh.connect(login):
        pass
    return caught.value


def test_the_first_time_the_fingerprint_is_shown_and_no_password_is_sent(login, host_key, base):
    error = _refusal(replace(login, pinned=""))
    assert isinstance(error, trust.NotYetTrusted)
    assert error.fingerprint == f"ssh-ed25519 {_shown(host_key)}"
    assert "password for toko" not in (base / "server.log").read_text()[-500:]
    with ssh.connect(replace(login, pinned=error.fingerprint)) as transport:
        assert transport.is_authenticated()


def test_another_host_key_at_the_same_address_stops_everything(base, login):
    other = servers.make_host_key(base, "other")
    with servers.sshd(base, other) as changed:
        error = _refusal(replace(login, port=changed.port))
    assert isinstance(error, trust.TrustChanged)
    assert (error.code, error.permanent) == ("changed_key", True)
    assert (error.pinned, error.found) == (login.pinned, f"ssh-ed25519 {_shown(other)}")


def test_a_server_that_gets_a_further_key_is_still_known_by_the_old_one(base, login):
    rsa, newer = servers.make_host_key(base, "old", "rsa"), servers.make_host_key(base, "newer")
    with servers.sshd(base, rsa, newer) as server:
        known = replace(login, port=server.port, pinned=f"ssh-rsa {_shown(rsa)}")
        with ssh.connect(known) as transport:
            assert transport.get_remote_server_key().get_name() == "ssh-rsa"


@pytest.mark.parametrize("change", [{"password": "salah"}, {"password": ""}, {"user": "nobody-here"}], ids=str)
def test_a_wrong_login_is_refused_for_good(login, change):
    error = _refusal(replace(login, **change))
    assert (error.code, error.permanent) == ("refused_login", True)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("ed25519", "OPENSSH"),
        ("ecdsa", "OPENSSH"),
        ("ecdsa", "PEM"),
        ("rsa", "OPENSSH"),
        ("rsa", "PEM"),
        ("rsa", "PKCS8"),
    ],
)
@pytest.mark.parametrize("passphrase", ["", "kata sandi"], ids=["bare", "locked"])
def test_a_key_of_any_usual_form_opens_the_door(base, login, tmp_path, kind, form, passphrase):
    path = tmp_path / "key"
    how = [] if form == "OPENSSH" else ["-m", form]
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *how, "-N", passphrase, "-f", str(path)], check=True)
    (base / "keys" / servers.USER).write_text((tmp_path / "key.pub").read_text())
    keyed = replace(login, password="", private_key=path.read_text(), passphrase=passphrase)
    with ssh.connect(keyed) as transport:
        assert transport.is_authenticated()
    if passphrase:
        assert _refusal(replace(keyed, passphrase="salah")).code == "bad_key"
        assert _refusal(replace(keyed, passphrase="")).detail == "passphrase"


def test_a_key_the_server_does_not_know_is_refused(login, tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    assert _refusal(replace(login, private_key=(tmp_path / "key").read_text())).code == "refused_login"


@pytest.mark.parametrize(
    ("text", "detail"), [("PuTTY-User-Key-File-3: ssh-ed25519", "putty"), ("ssh-ed25519 AAAA", "format")]
)
def test_what_is_no_private_key_is_named(login, text, detail):
    error = _refusal(replace(login, private_key=text))
    assert (error.code, error.detail) == ("bad_key", detail)


def test_a_place_where_nobody_listens_and_a_name_nobody_has(login):
    assert _refusal(replace(login, port=servers.free_port())).code == "unreachable"
    assert _refusal(replace(login, host="toko.invalid")).code == "name_unknown"


def test_a_server_that_speaks_no_ssh_is_no_reason_to_hang(login):
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        mute = replace(login, port=silent.getsockname()[1])
        with pytest.raises(TransportError) as caught, ssh.connect(mute, timeout=0.5):
            pass
    assert caught.value.code == "lost"


class _Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65_536):
            self.request.sendall(data)


@pytest.fixture
def echo():
    """A little server that only the SSH server is meant to reach."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Echo) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_address[1]
        running.shutdown()


def _said_back(address, text):
    """Send a text, end, and read until the other side ends."""
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_a_tunnel_carries_many_connections_whole(login, echo):
    texts = [bytes([number]) * 300_000 for number in range(12)]
    answers = {}
    with ssh.tunnel(login, "127.0.0.1", echo) as tunnel:
        assert tunnel.address[0] == "127.0.0.1"

        def talk(number):
            answers[number] = _said_back(tunnel.address, texts[number])

        threads = [threading.Thread(target=talk, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        tunnel.check()
    assert [answers[number] for number in range(12)] == texts


def test_a_tunnel_leaves_nothing_open(login, echo, server):
    with ssh.tunnel(login, "127.0.0.1", echo) as tunnel:
        address = tunnel.address
        open_one = socket.create_connection(address, timeout=10)
        open_one.sendall(b"x")
        assert open_one.recv(1) == b"x"
    with open_one:
        assert open_one.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)


def test_a_tunnel_that_broke_says_so(base, host_key, login, echo):
    with (
        servers.sshd(base, host_key) as own,
        ssh.tunnel(replace(login, port=own.port), "127.0.0.1", echo) as tunnel,
        socket.create_connection(tunnel.address, timeout=10) as connection,
    ):
        connection.sendall(b"x")
        assert connection.recv(1) == b"x"
        own.cut()
        assert connection.recv(1) == b""
        with pytest.raises(TransportError, match="lost"):
            tunnel.check()


def test_a_forbidden_tunnel_and_a_target_that_is_not_there_are_told_apart(base, login, echo):
    with ssh.tunnel(replace(login, user=servers.BARE_USER), "127.0.0.1", echo) as tunnel:
        assert _said_back(tunnel.address, b"") == b""
        with pytest.raises(TransportError, match="denied"):
            tunnel.check()
    with ssh.tunnel(login, "127.0.0.1", servers.free_port()) as tunnel:
        assert _said_back(tunnel.address, b"") == b""
        with pytest.raises(TransportError, match="unreachable"):
            tunnel.check()


def test_no_agent_and_no_file_of_the_user_is_asked(login, monkeypatch, tmp_path):
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
    monkeypatch.setattr(paramiko.Agent, "__init__", lambda self: pytest.fail("the agent was asked"))
    monkeypatch.setattr("builtins.open", lambda *_a, **_k: pytest.fail("a file was opened"))
    with ssh.connect(login) as transport:
        assert transport.is_authenticated()


def test_no_secret_is_in_any_text(login, caplog, tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "kunci", "-f", str(tmp_path / "key")], check=True)
    secret = replace(login, private_key=(tmp_path / "key").read_text(), passphrase="frasa-rahasia")
    caplog.set_level(0)
    texts = [repr(secret), str(secret)]
    for wrong in (secret, replace(login, password="kata-rahasia")):
        error = _refusal(wrong)
        texts += [repr(error), str(error), repr(error.__cause__)]
    texts += [record.getMessage() for record in caplog.records]
    for word in ("frasa-rahasia", "kata-rahasia", servers.PASSWORD, secret.private_key.splitlines()[1]):
        assert not [text for text in texts if word in text]
