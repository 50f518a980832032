"""docs/requirements.md lists every line of the sources once, and each proof it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_PER_SOURCE = {"S0": 96, "S1": 37, "S2": 75, "S3": 48, "S4": 49}
NUMBERS = [f"{source}.{line}" for source, count in LINES_PER_SOURCE.items() for line in range(1, count + 1)]
OWNERS = {"all", "sale", "sync", "warranty", "barter", "ecrm"}
ROW = re.compile(r"^\| (S\d\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")


def read_rows(text: str) -> list[tuple[str, str, str, str]]:
    """The rows of the table: number, owners, what, proof."""
    return [match.groups() for line in text.splitlines() if (match := ROW.match(line))]


@cache
def named_tests(path: Path) -> frozenset[str]:
    """The names of the tests in a file: functions, ``Class.method``, or the tours of a JavaScript file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return frozenset(re.findall(r"""category\("web_tour\.tours"\)\s*\.add\(\s*["']([\w.]+)["']""", text))
    names = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names.update(f"{node.name}.{item.name}" for item in node.body if isinstance(item, ast.FunctionDef))
    return frozenset(name for name in names if name.rpartition(".")[2].startswith("test_"))


def proof_problems(proof: str) -> list[str]:
    """What is wrong with the proof of one row; nothing for ``open``."""
    if proof == "open":
        return []
    problems = []
    for name in proof.split("<br>"):
        match = re.fullmatch(r"`([\w./-]+)::([\w.]+)`", name.strip())
        if not match:
            problems.append(f"{name} is not `file::test`")
        elif not (ROOT / match[1]).is_file():
            problems.append(f"{match[1]} does not exist")
        elif match[2] not in named_tests(ROOT / match[1]):
            problems.append(f"{match[1]} has no test {match[2]}")
    return problems


ROWS = read_rows((ROOT / "docs" / "requirements.md").read_text(encoding="utf-8"))


def test_every_line_stands_once_and_in_order():
    assert [row[0] for row in ROWS] == NUMBERS


def test_every_owner_is_an_addon():
    assert [row for row in ROWS if not set(row[1].split(", ")) <= OWNERS] == []


def test_every_named_test_exists():
    problems = {number: proof_problems(proof) for number, _owners, _what, proof in ROWS}
    assert {number: found for number, found in problems.items() if found} == {}


@pytest.mark.parametrize(
    ("_case", "proof", "problem"),
    [
        ("open", "open", ""),
        ("exists", "`tests/unit/test_requirements.py::test_every_line_stands_once_and_in_order`", ""),
        ("no such test", "`tests/unit/test_requirements.py::test_nothing`", "has no test"),
        ("a helper is no test", "`tests/unit/test_requirements.py::read_rows`", "has no test"),
        ("no such file", "`tests/unit/test_nowhere.py::test_nothing`", "does not exist"),
        ("prose", "looked at by hand", "is not"),
    ],
)
def test_a_wrong_proof_is_found(_case, proof, problem):
    problems = proof_problems(proof)
    assert bool(problems) == bool(problem)
    assert problem in " ".join(problems)
