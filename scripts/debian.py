"""Debian packages without root: Odoo 19, its fonts and JavaScript, unpacked into a folder of ours.

Apt is given a private state, cache and source list, so the system's own apt is neither read nor touched, save for
one thing: the mirror is the machine's own, taken from its apt configuration. See docs/adr/0001-odoo-from-debian.md.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import paths
from .console import Failure, run

FROM_SID = (
    "odoo-19",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
# sid's newer releases no longer have the file names that Odoo's style sheets ask for
FROM_BOOKWORM = ("fonts-font-awesome", "fonts-inconsolata")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def mirror() -> str:
    """The Debian mirror this machine uses.

    :raises Failure: on a machine whose apt has no Debian archive (Ubuntu): say how to go on
    """
    if override := os.environ.get("CROSSTECH_DEBIAN_MIRROR"):
        return override.rstrip("/")
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN)"], capture_output=True, text=True
    ).stdout
    for line in listed.splitlines():
        uri, _, origin = line.partition(" ")
        if origin.strip() == "Debian" and "security" not in uri:
            return uri.rstrip("/")
    for source in [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]:
        if source.is_file() and source.suffix in (".list", ".sources"):
            for uri in re.findall(r"(?m)^(?:URIs:|deb(?: \[.*?\])?) *(\S+)", source.read_text(errors="replace")):
                if uri.rstrip("/").endswith("/debian"):
                    return uri.rstrip("/")
    raise Failure(
        "No Debian mirror found in this machine's apt configuration.\n"
        "Either name one:            make run CROSSTECH_DEBIAN_MIRROR=<address of a Debian mirror>\n"
        "or use your Odoo checkout:  make run ODOO_HOME=<folder with odoo-bin>"
    )


def _fetch(packages, suite: str) -> list[Path]:
    """Download packages of one suite and give their files."""
    home = paths.LOCAL / "apt" / suite
    for folder in ("state/lists/partial", "cache/archives/partial", "debs"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    source = home / "sources.list"
    signed = f"[signed-by={KEYRING}] " if KEYRING.is_file() else ""
    source.write_text(f"deb {signed}{mirror()} {suite} main\n")
    # A configuration file, because a path with spaces cannot be given with -o
    configuration = home / "apt.conf"
    options = {
        "Dir::State": home / "state",
        "Dir::State::status": "/dev/null",
        "Dir::Cache": home / "cache",
        "Dir::Etc::sourcelist": source,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Debug::NoLocking": "true",
    }
    configuration.write_text("".join(f'{key} "{value}";\n' for key, value in options.items()))
    environment = {**os.environ, "APT_CONFIG": str(configuration)}
    run(["apt-get", "update"], log="debian", env=environment)
    run(["apt-get", "download", *packages], log="debian", env=environment, cwd=home / "debs")
    return sorted((home / "debs").glob("*.deb"))


def fetch_odoo() -> None:
    """Unpack Odoo, its fonts and JavaScript into ``.local/debian``, all or nothing."""
    unpacked = paths.DEBIAN.with_suffix(".new")
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir(parents=True)
    for deb in _fetch(FROM_SID, "sid") + _fetch(FROM_BOOKWORM, "bookworm"):
        run(["dpkg-deb", "-x", deb, unpacked], log="debian")
    shutil.rmtree(paths.DEBIAN, ignore_errors=True)
    unpacked.rename(paths.DEBIAN)
    shutil.rmtree(paths.LOCAL / "apt", ignore_errors=True)


def fetch_pip() -> Path:
    """Debian splits pip off its venv module: bring it as a wheel. Gives the wheel's file."""
    folder = paths.LOCAL / "pip-wheel"
    for deb in _fetch(["python3-pip-whl"], "bookworm"):
        run(["dpkg-deb", "-x", deb, folder], log="debian")
    return next(folder.glob("usr/share/python-wheels/pip-*.whl"))


def dangling_links() -> list[Path]:
    """Links of the unpacked Odoo that point nowhere: each would be a missing icon or script on a page."""
    odoo = paths.ODOO_PACKAGES / "odoo"
    return [link for link in odoo.rglob("*") if link.is_symlink() and not link.exists()]
