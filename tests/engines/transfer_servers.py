"""Real OpenSSH and vsftpd servers on loopback, with users of their own.

The servers see their own ``/etc/passwd``, ``/etc/shadow`` and ``/etc/pam.d`` by mounts that only they have: passwords
are checked by the real programs, and the machine's users stay as they are. That takes root, and a machine that allows
``unshare``; elsewhere the tests are skipped, with the reason.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

USER, PASSWORD = "toko", "rahasia-Toko-7"  # may do all a reseller's account may
BARE_USER = "kasir"  # same password, no tunnels
_SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
_UID = 23_450
_MOUNTS = """
set -e
mount -t tmpfs none /run
mkdir /run/sshd
mount --bind "$0/passwd" /etc/passwd
mount --bind "$0/group" /etc/group
mount --bind "$0/shadow" /etc/shadow
mount --bind "$0/pam.d" /etc/pam.d
exec "$@"
"""
_SSHD = """
ListenAddress 127.0.0.1
Port {port}
HostKey {host_key}
PidFile none
AuthorizedKeysFile {base}/keys/%u
StrictModes no
UsePAM no
PasswordAuthentication yes
Subsystem sftp internal-sftp
MaxStartups 100
MaxAuthTries 3
Match User kasir
    AllowTcpForwarding no
"""
_VSFTPD = """
listen=YES
listen_address=127.0.0.1
listen_port={port}
background=NO
anonymous_enable=NO
local_enable=YES
secure_chroot_dir={base}/empty
pam_service_name=ftp
seccomp_sandbox=NO
isolate_network=NO
vsftpd_log_file={base}/vsftpd.log
xferlog_enable=YES
use_localtime=NO
"""
_VSFTPD_TLS = """
ssl_enable=YES
force_local_logins_ssl=YES
force_local_data_ssl=YES
require_ssl_reuse=YES
rsa_cert_file={certificate}
rsa_private_key_file={key}
"""


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def program(name: str) -> str:
    """Return the path of a server program, or skip the test."""
    found = shutil.which(name, path=_SYSTEM_PATH)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def need_own_users() -> None:
    """Skip where servers cannot have users of their own."""
    if os.geteuid():
        pytest.skip("servers with users of their own need root")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        pytest.skip("this machine does not let root unshare mounts")


@contextmanager
def home():
    """Give a folder with the files of the servers' users; ``files`` in it is what they offer."""
    need_own_users()
    base = Path(tempfile.mkdtemp(prefix="crosstech-transfer-"))
    base.chmod(0o755)
    try:
        for name in ("files", "keys", "pam.d", "empty"):
            (base / name).mkdir()
        secret = subprocess.run(["openssl", "passwd", "-6", PASSWORD], capture_output=True, text=True, check=True)
        users = {USER: _UID, BARE_USER: _UID + 1}
        entries = "".join(f"{name}:x:{uid}:{uid}::{base}/files:/bin/sh\n" for name, uid in users.items())
        (base / "passwd").write_text(Path("/etc/passwd").read_text() + entries)
        (base / "group").write_text(Path("/etc/group").read_text() + f"{USER}:x:{_UID}:\n{BARE_USER}:x:{_UID + 1}:\n")
        (base / "shadow").write_text("".join(f"{name}:{secret.stdout.strip()}:19000:0:99999:7:::\n" for name in users))
        (base / "shadow").chmod(0o600)
        (base / "pam.d" / "ftp").write_text("auth required pam_unix.so\naccount required pam_permit.so\n")
        yield base
    finally:
        shutil.rmtree(base)


class Server:
    """A server program in front, with what it started behind it."""

    def __init__(self, base: Path, port: int, *command: str):
        self.base, self.port, self._command = base, port, command
        self.start()

    def start(self) -> None:
        with (self.base / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["unshare", "-m", "sh", "-c", _MOUNTS, str(self.base), *self._command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        wait_for(self.port, self._process, self.base / "server.log")

    def sessions(self) -> list[int]:
        """Return the processes that serve somebody, children before parents' children."""
        found, parents = [], {self._process.pid}
        while parents:
            parents = {pid for pid, parent in _processes() if parent in parents}
            found += parents
        return found

    def cut(self) -> None:
        """Kill whoever serves somebody: the connection breaks with no farewell."""
        for pid in self.sessions():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        self.cut()
        self._process.terminate()
        self._process.wait(10)


def _processes():
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # the name in brackets may hold anything
            yield int(entry.parent.name), int(entry.read_text().rpartition(")")[2].split()[1])


def wait_for(port: int, process: subprocess.Popen, log: Path, seconds: float = 10) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError(f"no server on {port}: {log.read_text(errors='replace')[-2000:]}")


def make_host_key(base: Path, name: str = "host", kind: str = "ed25519") -> Path:
    """Make a key by the real ``ssh-keygen``; the public part lies beside it."""
    path = base / f"{name}-{kind}"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "", "-f", str(path)], check=True)
    return path


@contextmanager
def sshd(base: Path, *host_keys: Path, port: int = 0):
    """Run OpenSSH."""
    port = port or free_port()
    settings = base / f"sshd-{port}.conf"
    lines = "\nHostKey ".join(map(str, host_keys))
    settings.write_text(_SSHD.format(base=base, port=port, host_key=lines))
    server = Server(base, port, program("sshd"), "-D", "-e", "-f", str(settings))
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def vsftpd(base: Path, made=None, *, port: int = 0):
    """Run vsftpd, with TLS when a certificate is given."""
    port = port or free_port()
    settings = base / f"vsftpd-{port}.conf"
    text = _VSFTPD.format(base=base, port=port)
    if made:
        text += _VSFTPD_TLS.format(certificate=made.certificate_file, key=made.key_file)
    settings.write_text(text)
    server = Server(base, port, program("vsftpd"), str(settings))
    try:
        yield server
    finally:
        server.stop()
