"""The package lists agree with each other and name no index: a clone installs the same everywhere."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINNED = ("", "-addons", "-drivers", "-oca", "-test")
FILES = (*(f"requirements{part}.txt" for part in PINNED), "constraints.txt")


def _lines(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _name(line):
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>;\[ ]", line, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("name", FILES)
def test_no_index_and_no_address_is_named(name):
    assert [line for line in _lines(name) if "://" in line or "index" in line or "find-links" in line] == []


@pytest.mark.parametrize("name", FILES[:-1])
def test_every_package_is_pinned(name):
    packages = [line for line in _lines(name) if not line.startswith("-")]
    assert [
        line for line in packages if not re.match(r"^[\w.-]+==[\w.]+(; python_version [<>=]+ \"3\.\d+\")?$", line)
    ] == []


def test_the_image_gets_the_versions_that_are_tested():
    assert set(_lines("requirements-addons.txt")) <= set(_lines("requirements.txt"))


def test_whatever_an_addon_imports_is_installed():
    installed = {_name(line) for line in _lines("requirements.txt")}
    for manifest in ROOT.glob("addons/crosstech_*/__manifest__.py"):
        wanted = ast.literal_eval(manifest.read_text(encoding="utf-8")).get("external_dependencies", {})
        assert {_name(package) for package in wanted.get("python", [])} <= installed


def test_pypdf2_3_is_kept_out():
    assert "PyPDF2<3" in _lines("constraints.txt")
