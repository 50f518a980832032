"""docs/business-rules.md: every number stands once, and every place that is said to decide exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = [ROOT / "addons" / name for name in ("crosstech_sale", "crosstech_reseller_sync", "crosstech_warranty")]
TEXT = (ROOT / "docs" / "business-rules.md").read_text(encoding="utf-8")
RULES = re.findall(r"(?m)^\| ([a-z]+-\d+) \| (.+) \| ([^|]+) \| ([^|]+) \|$", TEXT)


def _exists(name: str) -> bool:
    return any(
        (addon / name).exists() or (addon / "lib" / f"{name}.py").is_file() or (addon / "lib" / name).is_dir()
        for addon in ADDONS
    )


def test_every_number_stands_once():
    numbers = [rule[0] for rule in RULES]
    assert len(numbers) > 30
    assert len(numbers) == len(set(numbers))


def test_every_place_that_decides_exists():
    places = {number: re.findall(r"`([\w./]+)`", decided) for number, _rule, _origin, decided in RULES}
    wrong = {number: [name for name in names if not _exists(name)] for number, names in places.items()}
    assert {number: names for number, names in wrong.items() if names} == {}


def test_every_origin_is_a_line_of_the_requirements():
    requirements = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    origins = {origin for rule in RULES for origin in re.findall(r"S\d\.\d+", rule[2])}
    assert [origin for origin in sorted(origins) if f"| {origin} |" not in requirements] == []
