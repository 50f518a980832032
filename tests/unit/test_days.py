"""Days are those of the company's calendar: a server's own day is yesterday until seven in the morning in Jakarta."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVERS_DAY = re.compile(r"\b[Dd]ate\.today\(|Date\.context_today\(|datetime\.today\(")


def test_no_day_is_the_servers_own():
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in sorted(ROOT.glob("addons/crosstech_*/**/*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SERVERS_DAY.search(line) and "default=" not in line
    ]
    assert found == []
