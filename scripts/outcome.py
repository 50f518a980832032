"""What tests found, read from the reports they leave: pytest's JUnit file, Odoo's log."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field

from . import paths

ALLOWED_LOG_LINES = paths.ROOT / "tests" / "allowed_log_lines.txt"
_RESULT = re.compile(r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests")
_SKIPPED = re.compile(r"skipped (\S+) : (.*)$")
_FAILED = re.compile(r" ERROR \S+ \S+: (FAIL|ERROR): (\S+)")
_BAD = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ")


@dataclass
class Outcome:
    """What one layer found."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Outcome") -> "Outcome":
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self


def read_junit(report) -> Outcome:
    """Count the cases of a pytest run."""
    outcome = Outcome()
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 – our own file
        name = f"{case.get('classname')}::{case.get('name')}"
        problem = case.find("failure") if case.find("failure") is not None else case.find("error")
        skip = case.find("skipped")
        if problem is not None:
            outcome.failed.append(f"{name}: {(problem.get('message') or '')[:300]}")
        elif skip is not None:
            outcome.skipped.append(f"{name}: {skip.get('message')}")
        else:
            outcome.passed += 1
    return outcome


def read_odoo_log(text: str, *, tests: bool = True) -> Outcome:
    """Count the tests of an Odoo run; a failing test and an unexpected WARNING or ERROR line each count as failed.

    :param tests: whether a run without any test is a failure
    """
    outcome = Outcome()
    allowed = [re.compile(line) for line in ALLOWED_LOG_LINES.read_text().splitlines() if line and line[0] != "#"]
    run_count, bad_lines = 0, Counter()
    for line in text.splitlines():
        if found := _RESULT.search(line):
            run_count += int(found[3])
        elif found := _FAILED.search(line):
            outcome.failed.append(f"{found[1]}: {found[2]}")
        elif found := _SKIPPED.search(line):
            outcome.skipped.append(f"{found[1]}: {found[2]}")
        elif _BAD.match(line) and not any(pattern.search(line) for pattern in allowed):
            bad_lines[_BAD.sub("", line)[:300]] += 1
    outcome.failed += [f"log line, {count} times: {line}" for line, count in bad_lines.items()]
    if tests and not run_count:
        outcome.failed.append("no Odoo test ran")
    broken = sum(1 for failure in outcome.failed if failure.startswith(("FAIL", "ERROR")))
    outcome.passed = max(run_count - broken - len(outcome.skipped), 0)
    return outcome
