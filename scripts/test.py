"""``make test``: lint, rules, engines, Odoo with the browser, journeys; cheap layers first, one closing line."""

import ast
import os
import re
import subprocess
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field

from . import database, debian, lint, odoo, paths, postgres, setup
from .console import step

PORT = int(os.environ.get("CROSSTECH_TEST_PORT") or "8079")
TEST_DATABASE = "crosstech-test"
JOURNEY_DATABASE = "crosstech-journey"
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


def main(*, unit_only: bool) -> int:
    """Run the layers and print the closing line.

    :return: the exit code: 0 when nothing failed and something passed
    """
    start = time.monotonic()
    print("Crosstech tests", flush=True)
    setup.everything(tests=True)
    total = Outcome()
    layers = [("lint", _lint), ("rules", lambda: _pytest("unit"))]
    if not unit_only:
        layers += [("engines", lambda: _pytest("engines")), ("Odoo and browser", _odoo), ("journeys", _journeys)]
    for title, layer in layers:
        print(f"  {title}", flush=True)
        with step("  "):
            outcome = layer()
            print(f" {outcome.passed} passed, {len(outcome.failed)} failed,", end="", flush=True)
        total += outcome
        for failure in outcome.failed:
            print(f"    FAILED {failure}")
    for skip in total.skipped:
        print(f"    skipped {skip}")
    print(f"  in {(time.monotonic() - start) / 60:.1f} minutes; logs in {paths.LOGS}")
    print(f"{total.passed} passed, {len(total.failed)} failed, {len(total.skipped)} skipped")
    return 1 if total.failed or not total.passed else 0


def _lint() -> Outcome:
    failures = lint.failures()
    return Outcome(passed=lint.COUNT - len(failures), failed=[f"lint {text}" for text in failures])


def _pytest(layer: str, environment: dict | None = None) -> Outcome:
    """Run one folder of tests with pytest and read its JUnit report."""
    folder = paths.ROOT / "tests" / layer
    if not any(folder.rglob("test_*.py")):
        return Outcome()
    report, log = paths.LOGS / f"pytest-{layer}.xml", paths.LOGS / f"pytest-{layer}.log"
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    with log.open("wb") as output:
        code = subprocess.run(
            [paths.PYTHON, "-m", "pytest", "-q", folder, f"--junitxml={report}"],
            stdout=output, stderr=subprocess.STDOUT, cwd=paths.ROOT, check=False,
            env={**os.environ, "CROSSTECH_DATA": str(paths.DATA), **(environment or {})},
        ).returncode  # fmt: skip
    outcome = _read_junit(report) if report.is_file() else Outcome()
    if code and not outcome.failed:
        outcome.failed.append(f"pytest tests/{layer} ended with code {code}; see {log}")
    return outcome


def _read_junit(report) -> Outcome:
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


def template(*, demo: bool = False) -> str:
    """The name of a database to copy: Odoo's modules that ours stand on, without ours; made once per set of them.

    With ``demo``: Crosstech installed and the demo company loaded; made anew when an addon changes.
    """
    depends = sorted(_depends())
    odoo_used = str(setup.odoo_folder())
    name = f"crosstech-template-{setup.digest(*depends, odoo_used, *debian.FROM_SID, *odoo.LANGUAGES)}"
    if name not in postgres.databases():
        database.create_empty(f"{name}-unfinished")
        odoo.install(f"{name}-unfinished", depends, log="database")
        postgres.rename_database(f"{name}-unfinished", name)
    if not demo:
        return name
    with_demo = f"crosstech-demo-{database.addons_digest()}"
    if with_demo not in postgres.databases():
        for old in [old for old in postgres.databases() if old.startswith("crosstech-demo-")]:
            postgres.drop_database(old)
        postgres.copy_database(name, f"{with_demo}-unfinished")
        odoo.install(f"{with_demo}-unfinished", database.our_addons(), log="database")
        database.load_demo(f"{with_demo}-unfinished", paths.LOCAL / "test-statements")
        postgres.rename_database(f"{with_demo}-unfinished", with_demo)
    return with_demo


def _depends() -> set[str]:
    """Odoo's and OCA's modules that our addons name in ``depends``."""
    names = set()
    for addon in database.our_addons():
        manifest = (paths.ADDONS / addon / "__manifest__.py").read_text()
        names.update(ast.literal_eval(manifest)["depends"])
    return names - set(database.our_addons())


def _odoo() -> Outcome:
    """Install our addons in a copy of the template and run their tests, browser tours among them."""
    postgres.start()
    log = paths.LOGS / "odoo-tests.log"
    log.unlink(missing_ok=True)
    postgres.copy_database(template(), TEST_DATABASE)
    addons = database.our_addons()
    tags = ",".join(f"/{addon}" for addon in addons)
    arguments = [*odoo.options(TEST_DATABASE, PORT), "-i", ",".join(addons), "--test-tags", tags]
    arguments += ["--stop-after-init", "--max-cron-threads", 0]
    environment = {**odoo.environment(), "CROSSTECH_REGIONS": str(paths.REGIONS), "CROSSTECH_DATA": str(paths.DATA)}
    with log.open("wb") as output:
        code = subprocess.run(
            [str(part) for part in odoo.command(*arguments)],
            stdout=output, stderr=subprocess.STDOUT, cwd=paths.ROOT, env=environment, check=False,
        ).returncode  # fmt: skip
    outcome = read_odoo_log(log.read_text(errors="replace"))
    if code and not outcome.failed:
        outcome.failed.append(f"Odoo ended with code {code}; see {log}")
    postgres.drop_database(TEST_DATABASE)
    return outcome


def read_odoo_log(text: str) -> Outcome:
    """Count the tests of an Odoo run; a failing test and an unexpected WARNING or ERROR line each count as failed."""
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
    if not run_count:
        outcome.failed.append("no Odoo test ran")
    broken = sum(1 for failure in outcome.failed if failure.startswith(("FAIL", "ERROR")))
    outcome.passed = max(run_count - broken - len(outcome.skipped), 0)
    return outcome


def _journeys() -> Outcome:
    """Business days through the public interface of a running server with the demo company."""
    if not any((paths.ROOT / "tests" / "journeys").rglob("test_*.py")):
        return Outcome()
    postgres.start()
    postgres.copy_database(template(demo=True), JOURNEY_DATABASE)
    database.set_address(JOURNEY_DATABASE, PORT)
    odoo.start(JOURNEY_DATABASE, port=PORT, name="journey")
    try:
        url = f"http://127.0.0.1:{PORT}"
        statements = str(paths.LOCAL / "test-statements")
        return _pytest(
            "journeys",
            {"CROSSTECH_URL": url, "CROSSTECH_JOURNEY_DB": JOURNEY_DATABASE, "CROSSTECH_STATEMENTS": statements},
        )
    finally:
        odoo.stop("journey")
        postgres.drop_database(JOURNEY_DATABASE)
