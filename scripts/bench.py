"""``make bench``: measure, and write bench/results.json; ``make bench-report`` puts it into docs/benchmarks.md.

A figure in seconds is scaled to the reference machine: one whose ``psql COPY out | psql COPY in`` moves 700,000
rows a second. That pipe is measured first, in the same run, so figures of two machines can be compared.
"""

import csv
import json
import statistics
import subprocess
import time

from . import odoo, paths, postgres, setup, test
from .console import Failure, run, step

BENCH = paths.ROOT / "tests" / "bench"
RESULTS = paths.ROOT / "bench" / "results.json"
REPORT = paths.ROOT / "docs" / "benchmarks.md"
REFERENCE_ROWS_PER_SECOND = 700_000
DATABASE = "crosstech-bench"
_SOURCE_ROWS = 1_000_000
_SOURCE = """
CREATE TABLE source AS
SELECT
    g AS id, 'SKU-' || g AS sku, 'Product number ' || g AS name,
    g % 997 AS quantity, g * 1.5 AS price, now() AS changed
FROM generate_series(1, 1000000) g
"""
_BEGIN, _END = "<!-- results: written by make bench-report -->", "<!-- end of results -->"


def main() -> None:
    """Measure everything under tests/bench, one file after the other, each in a process of its own."""
    setup.everything(tests=True)
    postgres.start()
    with step("baseline: COPY through a pipe"):
        rows_per_second = pipe_rows_per_second()
        print(f" {rows_per_second:,.0f} rows/s,", end="")
    scale = rows_per_second / REFERENCE_ROWS_PER_SECOND
    entries = [
        {"name": "pipe", "value": round(rows_per_second), "unit": "rows/s", "baseline": "psql COPY out | psql COPY in",
         "goal": None, "better": "higher", "runs": 3},
    ]  # fmt: skip
    failed = []
    for file in sorted(BENCH.glob("bench_*.py")):
        with step(file.stem.removeprefix("bench_").replace("_", " ")):
            try:
                entries += [_scaled(entry, scale) for entry in _measure(file)]
            except Failure:
                failed.append(file.name)
    entries += _to_come()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(entries, indent=1) + "\n")
    for entry in entries:
        print(f"  {_verdict(entry):<7} {entry['name']}: {entry['value']} {entry['unit']} (goal {entry['goal']})")
    if failed:
        raise Failure(f"Not measured: {', '.join(failed)}")


def pipe_rows_per_second(runs: int = 3) -> float:
    """Rows per second that plain PostgreSQL moves from one table to another through a pipe; median of some runs."""
    postgres.drop_database(DATABASE)
    postgres.query(f'CREATE DATABASE "{DATABASE}"')
    postgres.query(_SOURCE, DATABASE)
    postgres.query("CREATE UNLOGGED TABLE target (LIKE source)", DATABASE)
    psql = [str(postgres.binaries() / "psql"), "-X", "-q", "-d", DATABASE, "-c"]
    speeds = []
    for _ in range(runs):
        postgres.query("TRUNCATE target", DATABASE)
        start = time.monotonic()
        out = subprocess.Popen([*psql, "COPY source TO STDOUT"], stdout=subprocess.PIPE, env=postgres.environment())
        subprocess.run([*psql, "COPY target FROM STDIN"], stdin=out.stdout, env=postgres.environment(), check=True)
        out.wait()
        speeds.append(_SOURCE_ROWS / (time.monotonic() - start))
    postgres.drop_database(DATABASE)
    return statistics.median(speeds)


def _measure(file) -> list[dict]:
    """Run one bench file; those with ``run(env)`` inside Odoo on a copy of the demo company, others as they are."""
    output = paths.LOCAL / "bench.json"
    output.unlink(missing_ok=True)
    if "def run(env)" in file.read_text():
        postgres.copy_database(test.template(demo=True), DATABASE)
        code = (
            f"import json, runpy, sys; sys.path[:0] = [{str(paths.ROOT)!r}, {str(BENCH)!r}]\n"
            f"open({str(output)!r}, 'w').write(json.dumps(runpy.run_path({str(file)!r})['run'](env)))\n"
        )
        with (paths.LOGS / f"{file.stem}.log").open("wb") as log:
            done = subprocess.run(
                [str(part) for part in odoo.command("shell", *odoo.options(DATABASE, 0), "--no-http")],
                input=code.encode(), stdout=log, stderr=subprocess.STDOUT, cwd=paths.ROOT, check=False,
                env={**odoo.environment(), "CROSSTECH_DATA": str(paths.DATA)},
            )  # fmt: skip
        postgres.drop_database(DATABASE)
        if done.returncode or not output.is_file():
            raise Failure(f"{file.name} failed; see {paths.LOGS / file.stem}.log")
    else:
        environment = {**odoo.environment(), "PYTHONPATH": str(paths.ROOT)}
        run([paths.PYTHON, file, output], log=file.stem, cwd=paths.ROOT, env=environment)
    return json.loads(output.read_text())


def _to_come() -> list[dict]:
    """Goals of addons that are not built yet: they stand in the table without a value, so that none is forgotten."""
    with (BENCH / "goals_of_addons_to_come.csv").open(newline="") as file:
        return [{**row, "goal": float(row["goal"]), "value": None, "runs": 0} for row in csv.DictReader(file)]


def _scaled(entry: dict, scale: float) -> dict:
    """Express seconds as seconds of the reference machine; the clock's own figure stays as ``measured``."""
    if entry["unit"] in ("s", "ms") and entry["value"] is not None:
        return {**entry, "measured": entry["value"], "value": round(entry["value"] * scale, 3)}
    return entry


def _verdict(entry: dict) -> str:
    goal, value = entry["goal"], entry["value"]
    if goal is None:
        return ""
    if value is None:
        return "open"
    return "met" if (value <= goal if entry["better"] == "lower" else value >= goal) else "MISSED"


def report() -> None:
    """Write the last measurement into docs/benchmarks.md, missed goals included."""
    if not RESULTS.is_file():
        raise Failure("Nothing was measured yet: make bench")
    lines = ["| what | value | unit | goal | | against | runs |", "|---|---:|---|---:|---|---|---:|"]
    for entry in json.loads(RESULTS.read_text()):
        cells = (
            entry["name"],
            entry["value"],
            entry["unit"],
            entry["goal"],
            _verdict(entry),
            entry["baseline"],
            entry["runs"],
        )
        lines.append("| " + " | ".join("" if cell is None else str(cell).replace("|", r"\|") for cell in cells) + " |")
    text = REPORT.read_text()
    head, rest = text.split(_BEGIN)
    REPORT.write_text("\n".join([f"{head}{_BEGIN}", "", *lines, "", f"{_END}{rest.split(_END)[1]}"]))
    print(f"Written: {REPORT.relative_to(paths.ROOT)}")
