"""``make test`` leaves no test out and lets no failure through."""

import pytest

from scripts import database, paths, setup, test
from scripts.outcome import Outcome, read_odoo_log

STAMP = "2026-03-02 10:00:00,000 7"
RESULT = f"{STAMP} INFO shop odoo.tests.result: 0 failed, 0 error(s) of 3 tests when loading database 'shop'"


def test_every_file_of_odoo_tests_is_in_exactly_one_run():
    *runs, last = [test._odoo_tags(number) for number in range(1, test.ODOO_RUNS + 1)]
    named = [file for run in runs for file in run]
    assert len(named) == len(set(named))
    assert all((paths.ADDONS / file[1:]).is_file() for file in named)
    assert {tag for tag in last if tag[0] == "/"} == {f"/{addon}" for addon in database.our_addons()}
    assert sorted(tag for tag in last if tag[0] == "-") == sorted(f"-{file}" for file in named)
    files = len(list(paths.ADDONS.glob("*/tests/test_*.py")))
    assert {len(run) for run in runs} <= {files // test.ODOO_RUNS, files // test.ODOO_RUNS + 1}


@pytest.mark.parametrize(
    ("line", "failed"),
    [
        (f"{STAMP} WARNING shop odoo.http: something odd", ["log line, 1 times: shop odoo.http: something odd"]),
        (f"{STAMP} ERROR shop odoo.addons.crosstech_sale.tests.x: FAIL: TestX.test_y", ["FAIL: TestX.test_y"]),
        (f"{STAMP} WARNING ? odoo.service.db: Unable to create PostgreSQL extensions : no", []),
        (f"{STAMP} INFO shop odoo.http: all is well", []),
    ],
)
def test_a_failing_test_and_a_warning_of_the_log_fail_a_run(line, failed):
    outcome = read_odoo_log(f"{line}\n{RESULT}")
    assert outcome.failed == failed
    assert outcome.passed == 3 - sum(one.startswith("FAIL") for one in failed)


def test_a_run_that_ended_before_its_tests_is_no_success():
    assert read_odoo_log(f"{STAMP} INFO shop odoo: begins").failed == ["no Odoo test ran"]
    assert read_odoo_log(f"{STAMP} INFO shop odoo: installs", tests=False).failed == []


@pytest.mark.parametrize(("found", "code"), [(Outcome(passed=1), 0), (Outcome(failed=["one"]), 1), (Outcome(), 1)])
def test_one_layer_that_fails_fails_the_whole(monkeypatch, capsys, found, code):
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(setup, "everything", lambda **_: None)
    monkeypatch.setattr(test, "_lint", Outcome)
    monkeypatch.setattr(test, "_pytest", lambda layer: found)
    assert test.main(unit_only=True) == code
    assert f"{found.passed} passed, {len(found.failed)} failed, 0 skipped" in capsys.readouterr().out
