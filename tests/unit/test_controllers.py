"""Odoo makes one class of all controllers that extend the same one: two helpers of one name would call each other."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _helpers():
    """Yield (base class, name of the method, where) of every method that does not go on to the one it overrides."""
    for path in sorted(ROOT.glob("addons/crosstech_*/controllers/*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and "super()" not in ast.unparse(method):
                    for base in node.bases:
                        yield ast.unparse(base).rpartition(".")[2], method.name, f"{path.name}: {node.name}"


def test_no_two_controllers_of_one_family_share_the_name_of_a_helper():
    places = defaultdict(list)
    for base, name, where in _helpers():
        if base != "Controller":
            places[base, name].append(where)
    assert places
    assert {key: found for key, found in places.items() if len(found) > 1} == {}
