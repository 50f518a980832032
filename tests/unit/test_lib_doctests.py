"""Examples in the docstrings of rules are run: an example that lies fails."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"


def _module_name(path: Path) -> str:
    parts = path.relative_to(ADDONS).with_suffix("").parts
    return ".".join(("odoo", "addons", *(part for part in parts if part != "__init__")))


MODULES = sorted(_module_name(path) for path in ADDONS.glob("crosstech_*/lib/**/*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_rule_are_true(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
