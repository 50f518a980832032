"""The guarantee behind the word ``lib``: no rule imports Odoo, so every rule runs and is tested without it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(ROOT.glob("addons/crosstech_*/lib/**/*.py"))


def _imported(tree: ast.Module, depth: int):
    """Yield the top name of each import; a relative import that climbs out of ``lib`` counts as ``odoo``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            outside = node.level > depth
            yield ("odoo" if outside else (node.module or "").partition(".")[0] if not node.level else "", node.lineno)


def test_there_are_rules_to_look_at():
    assert MODULES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_rule_imports_odoo(path):
    depth = len(path.relative_to(ROOT).parts) - 3  # lib/x.py may say "from .", lib/sub/x.py also "from .."
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    assert [line for name, line in _imported(tree, depth) if name == "odoo"] == []
