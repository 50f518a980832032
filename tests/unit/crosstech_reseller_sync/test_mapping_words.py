"""Every remark a proposal can make has words, and its facts fit them."""

import ast
import json
import re
from pathlib import Path

ADDON = Path(__file__).resolve().parents[3] / "addons" / "crosstech_reseller_sync"


def words() -> dict[str, str]:
    tree = ast.parse((ADDON / "models" / "mapping_words.py").read_text())
    table = next(node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "REMARKS")
    return {key.value: value.args[0].value for key, value in zip(table.keys, table.values, strict=True)}


def remarks() -> dict[str, set[frozenset[str]]]:
    """Code -> the facts it is made with, at every place."""
    found = {}
    for path in (ADDON / "lib" / "mapping").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_remark = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "remark"
            if is_remark and isinstance(node.args[0], ast.Constant):
                facts = frozenset(keyword.arg for keyword in node.keywords)
                found.setdefault(node.args[0].value, set()).add(facts)
    for path in (ADDON / "lib" / "mapping" / "profiles").glob("*.json"):
        for doubt in json.loads(path.read_text())["doubts"]:
            found.setdefault(doubt["why"], set()).add(frozenset())
    return found


def test_every_remark_has_words_and_no_words_are_left_over():
    assert set(words()) == set(remarks())


def test_the_facts_of_every_remark_fit_its_words():
    wrong = {
        code: facts
        for code, places in remarks().items()
        for facts in places
        if frozenset(re.findall(r"%\((\w+)\)s", words()[code])) != facts
    }
    assert wrong == {}
