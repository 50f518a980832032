"""``make test``: lint, rules, Odoo with the browser, engines, journeys; two at once, one closing line.

Odoo's tests are dealt out like cards to several runs, each in a database of its own: a copy of one in which our addons
were installed. So whatever is next always finds a free processor core.
"""

import ast
import os
import signal
import subprocess
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress

from . import database, debian, lint, odoo, paths, postgres, setup
from .outcome import Outcome, read_junit, read_odoo_log

PORT = int(os.environ.get("CROSSTECH_TEST_PORT") or "8079")
TEST_DATABASE = "crosstech-test"
JOURNEY_DATABASE = "crosstech-journey"
AT_ONCE = 2
ODOO_RUNS = 4
_ONE_RUN = ("--stop-after-init", "--max-cron-threads", 0)
_MAKE_ASSETS = b"env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"
_running: set[subprocess.Popen] = set()
_stopped = threading.Event()


def main(*, unit_only: bool) -> int:
    """Run the layers and print the closing line.

    :return: the exit code: 0 when nothing failed and something passed
    """
    start = time.monotonic()
    print("Crosstech tests", flush=True)
    setup.everything(tests=True)
    if not unit_only:
        postgres.start()
        template()
    total = Outcome()
    try:
        with _workers() as workers:
            for layer in as_completed(_begin(workers, unit_only=unit_only)):
                total += layer.result()
    except KeyboardInterrupt:
        print("Stopped.")
        return 130
    if not unit_only:
        postgres.drop_database(TEST_DATABASE)
    for skip in total.skipped:
        print(f"    skipped {skip}")
    print(f"  in {(time.monotonic() - start) / 60:.1f} minutes; logs in {paths.LOGS}")
    print(f"{total.passed} passed, {len(total.failed)} failed, {len(total.skipped)} skipped")
    return 1 if total.failed or not total.passed else 0


@contextmanager
def _workers():
    """Threads for the layers. When one breaks or the user interrupts, what runs is ended and nothing more begins."""
    for each in (signal.SIGINT, signal.SIGTERM):  # also where a shell without a terminal lets SIGINT be ignored
        signal.signal(each, signal.default_int_handler)
    with ThreadPoolExecutor(AT_ONCE) as workers:
        try:
            yield workers
        except BaseException:
            _stopped.set()
            workers.shutdown(wait=False, cancel_futures=True)
            for process in list(_running):
                with suppress(ProcessLookupError):  # pytest then stops the servers it started, Odoo its browser
                    os.killpg(process.pid, signal.SIGINT)
            raise


def _begin(workers: ThreadPoolExecutor, *, unit_only: bool) -> list[Future]:
    """Queue the layers, the quick answers first; what needs the installed database waits for it."""
    layers = [] if unit_only else [workers.submit(_report, "Odoo installs our addons", _install)]
    layers += [workers.submit(_report, "lint", _lint), workers.submit(_report, "rules", _pytest, "unit")]
    if unit_only:
        return layers
    installed = layers[0]
    layers.append(workers.submit(_report, "engines", _pytest, "engines"))
    for number in range(1, ODOO_RUNS + 1):
        title = f"Odoo and browser, {number} of {ODOO_RUNS}"
        layers.append(workers.submit(_report, title, _odoo, number, after=installed))
    return [*layers, workers.submit(_report, "journeys", _journeys)]


def _report(title: str, layer, *arguments, after: Future | None = None) -> Outcome:
    """Run one layer, when another is done, and print what it found."""
    if after:
        after.result()
    start = time.monotonic()
    outcome = layer(*arguments)
    lines = [f"  {title}: {outcome.passed} passed, {len(outcome.failed)} failed, {time.monotonic() - start:.1f} s"]
    print("\n".join([*lines, *(f"    FAILED {failure}" for failure in outcome.failed)]), flush=True)
    return outcome


def _logged(command, name: str, environment: dict, given: bytes | None = None) -> int:
    """Run a command with its output in a log of its own; gives its exit code.

    :param given: what the command reads from its standard input
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    if _stopped.is_set():
        return 1
    with (paths.LOGS / f"{name}.log").open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT,
            cwd=paths.ROOT, env=environment, start_new_session=True,
        )  # fmt: skip
        _running.add(process)
        process.communicate(given)
        _running.discard(process)
    return process.returncode


def _lint() -> Outcome:
    failures = lint.failures()
    return Outcome(passed=lint.COUNT - len(failures), failed=[f"lint {text}" for text in failures])


def _pytest(layer: str, environment: dict | None = None) -> Outcome:
    """Run one folder of tests with pytest and read its JUnit report."""
    folder = paths.ROOT / "tests" / layer
    if not any(folder.rglob("test_*.py")):
        return Outcome()
    report = paths.LOGS / f"pytest-{layer}.xml"
    report.unlink(missing_ok=True)
    command = [paths.PYTHON, "-m", "pytest", "-q", folder, f"--junitxml={report}"]
    environment = {**os.environ, "CROSSTECH_DATA": str(paths.DATA), **(environment or {})}
    code = _logged(command, f"pytest-{layer}", environment)
    outcome = read_junit(report) if report.is_file() else Outcome()
    if code and not outcome.failed:
        outcome.failed.append(f"pytest tests/{layer} ended with code {code}; see pytest-{layer}.log")
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


def _install() -> Outcome:
    """Install our addons in a copy of the template, with the tests of that moment; make scripts and styles."""
    postgres.copy_database(template(), TEST_DATABASE)
    where = odoo.options(TEST_DATABASE, PORT)
    tags = ",".join([*_odoo_tags(), "-post_install"])
    arguments = ["-i", ",".join(database.our_addons()), "--test-tags", tags, *_ONE_RUN]
    outcome = _run_odoo("odoo-install", *where, *arguments, tests=False)
    outcome += _run_odoo("odoo-assets", "shell", *where, "--no-http", given=_MAKE_ASSETS, tests=False)
    return outcome


def _odoo(number: int) -> Outcome:
    """Run one share of the Odoo tests, browser tours among them."""
    name = f"{TEST_DATABASE}-{number}"
    postgres.copy_database(TEST_DATABASE, name)
    arguments = [*odoo.options(name, PORT + number), "--test-tags", ",".join(_odoo_tags(number)), *_ONE_RUN]
    outcome = _run_odoo(f"odoo-tests-{number}", *arguments)
    postgres.drop_database(name)
    return outcome


def _odoo_tags(number: int = 0) -> list[str]:
    """What ``--test-tags`` takes for one share, or for all tests of ours.

    The last share is put as all but what the others run, so that no test is in none.
    """
    files = sorted(f"/{file.relative_to(paths.ADDONS).as_posix()}" for file in paths.ADDONS.glob("*/tests/test_*.py"))
    if 0 < number < ODOO_RUNS:
        return files[number::ODOO_RUNS]
    ours = [f"/{addon}" for addon in database.our_addons()]
    if number:
        ours += [f"-{file}" for index, file in enumerate(files) if index % ODOO_RUNS]
    return ours


def _run_odoo(log: str, *arguments, given: bytes | None = None, tests: bool = True) -> Outcome:
    """Run Odoo and read its log; see ``_logged`` for what is given, ``read_odoo_log`` for tests."""
    environment = {**odoo.environment(), "CROSSTECH_REGIONS": str(paths.REGIONS), "CROSSTECH_DATA": str(paths.DATA)}
    code = _logged(odoo.command(*arguments), log, environment, given)
    outcome = read_odoo_log((paths.LOGS / f"{log}.log").read_text(errors="replace"), tests=tests)
    if code and not outcome.failed:
        outcome.failed.append(f"Odoo ended with code {code}; see {log}.log")
    return outcome


def _journeys() -> Outcome:
    """Business days through the public interface of a running server with the demo company."""
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
