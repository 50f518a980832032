"""Fixtures for every plain test: our addons without Odoo, and the public data files.

Each addon becomes a bare package, so ``from odoo.addons.crosstech_sale.lib import money`` is the same line here and
inside Odoo, while anything else of ``odoo`` cannot be imported: rules stay plain Python.
"""

import os
import sys
import types
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
DATA = Path(os.environ.get("CROSSTECH_DATA") or ROOT.parent / "shared" / "data")


# Other layers run beside: how long one example takes says nothing of the rule it tries.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def _bare_package(name: str, path: Path | None = None) -> None:
    """Register a package that runs no ``__init__`` of its own; with a path, its submodules import from there."""
    package = types.ModuleType(name)
    package.__path__ = [str(path)] if path else []
    sys.modules[name] = package
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, package)


_bare_package("odoo")
_bare_package("odoo.addons")
for _manifest in sorted(ADDONS.glob("crosstech_*/__manifest__.py")):
    _bare_package(f"odoo.addons.{_manifest.parent.name}", _manifest.parent)


@pytest.fixture(scope="session")
def shared_data():
    """Give the path of a public data file; skip the test, with the reason, where the file is not on this machine."""

    def find(name: str) -> Path:
        path = DATA / name
        if not path.exists():
            pytest.skip(f"{name} is not in CROSSTECH_DATA ({DATA})")
        return path

    return find
