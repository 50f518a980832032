"""Pulling a million rows into the history against the bare pipe; then one in a hundred changed; then looking back.

Everything is measured in one run on one server: the pipe moves the very rows that are pulled.
"""

# ruff: noqa: S608 – names of our own tables

import json
import resource
import statistics
import subprocess
import sys
import time
from datetime import datetime, timedelta

import tests.conftest  # noqa: F401 – makes our addons importable without Odoo

from odoo.addons.crosstech_reseller_sync.lib.entities import STOCK
from odoo.addons.crosstech_reseller_sync.lib.pull import history, names, plan, pulling

from scripts import postgres
from tests.engines import pull_source

DATABASE = "crosstech-bench-pull"
ROWS, RUNS = 1_000_000, 3
SOURCES, KEYS, VERSIONS = 40, 25_000, 9  # and the current one: ten million
NOW = datetime(2026, 6, 1)  # noqa: DTZ001 – naive UTC
SHOP = f"""
CREATE SCHEMA shop;
CREATE TABLE shop.product AS
SELECT
    g::text AS key, 'SKU-' || g AS sku, NULL::text AS barcode, 'Product number ' || g AS name,
    'Category ' || g % 50 AS category, NULL::text AS brand, 'pcs' AS unit, g * 1.5 AS price, true AS active,
    '2026-01-01'::timestamptz + g * interval '1 second' AS changed
FROM generate_series(1, {ROWS}) g;
CREATE INDEX ON shop.product (changed);
ANALYZE shop.product
"""


def pipe_seconds() -> float:
    """Move the same rows through ``psql COPY out | psql COPY in``; median."""
    psql = [str(postgres.binaries() / "psql"), "-X", "-q", "-d", DATABASE, "-c"]
    postgres.query("CREATE UNLOGGED TABLE IF NOT EXISTS target (LIKE shop.product)", DATABASE)
    seconds = []
    for _ in range(RUNS):
        postgres.query("TRUNCATE target", DATABASE)
        start = time.monotonic()
        out = subprocess.Popen(
            [*psql, "COPY shop.product TO STDOUT"], stdout=subprocess.PIPE, env=postgres.environment()
        )
        subprocess.run([*psql, "COPY target FROM STDIN"], stdin=out.stdout, env=postgres.environment(), check=True)
        out.wait()
        seconds.append(time.monotonic() - start)
    postgres.query("DROP TABLE target", DATABASE)
    return statistics.median(seconds)


def pull(ours, number: int, source_id: int, *, direct: bool) -> tuple[float, int]:
    """Pull once.

    :return: seconds; rows read
    """
    start = time.monotonic()
    with pull_source.Snapshot(DATABASE, "shop", cursors={"product": "changed"}, direct=direct) as source:
        cadence = plan.Cadence(overlap=timedelta(seconds=1), keys_every=0, everything_every=0)
        settings = pulling.Settings(cadence=cadence)
        now = NOW + timedelta(hours=number)
        run = pulling.pull(ours, source_id, source, ["product"], now=now, settings=settings)
    seconds = time.monotonic() - start
    with ours.cursor() as cursor:
        cursor.execute(
            f"SELECT read FROM {names.CHECKPOINT} WHERE source_id = %s AND run_id = %s", [source_id, run.run_id]
        )
        return seconds, cursor.fetchone()[0]


def pulls(ours) -> list[dict]:
    """Measure first loads, memory, and the pulls after one row in a hundred changed."""
    idle = _peak_mb()
    pipe = pipe_seconds()
    first, changed, read = [], [], 0
    for number in range(RUNS):
        history.remove_source(ours, 1)
        ours.commit()
        first.append(pull(ours, 0, 1, direct=True)[0])
    direct_mb = _peak_mb() - idle
    for number in range(1, RUNS + 1):
        postgres.query(
            f"UPDATE shop.product SET price = price + 1, changed = '2026-02-01'::timestamptz + {number} * interval "
            f"'30 days' + key::int * interval '1 second' WHERE key::int % 100 = {number}", DATABASE,
        )  # fmt: skip
        seconds, read = pull(ours, number, 1, direct=True)
        changed.append(seconds)
    batches, _read = pull(ours, 0, 2, direct=False)
    load, change = statistics.median(first), statistics.median(changed)
    pipe_text = f"psql COPY out | psql COPY in of the same rows: {pipe:.2f} s"
    return [
        _entry("first load of 1 M rows with history", pipe / load, "ratio", 0.5, pipe_text, better="higher"),
        _entry("first load of 1 M rows through Python", pipe / batches, "ratio", 0.2, pipe_text, better="higher", runs=1),
        _entry("peak memory above the idle process", max(direct_mb, _peak_mb() - idle), "MB", 150, "none", runs=1),
        _entry("1 % of 1 M rows changed", change / load, "ratio", 0.1, f"the first load: {load:.2f} s"),
        _entry("rows read for the rows changed", read / (ROWS / 100), "ratio", 1.1, "rows changed at the source"),
    ]


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill_history(ours) -> None:
    """Write ten million versions of stock levels: forty sources, twenty-five thousand keys, ten versions each."""
    now, then, listed = names.current(STOCK), names.history(STOCK), ", ".join(names.columns(STOCK))
    version = (
        "{source}, k::text, 'P' || k, NULL, (k * 7 + v) % 500, NULL, {at}, {at}, v + 1, 'count', false"
    )
    with ours.cursor() as cursor:
        for source in range(101, 101 + SOURCES):
            for table, tail in ((then, ", {end}, v + 2"), (now, "")):
                at, end = (f"timestamp '2026-01-01' + ({step}) * interval '10 days' + (k % 240) * interval '1 hour'"
                           for step in ("v", "v + 1"))  # fmt: skip
                part = names.partition(table, source)
                cursor.execute(f"CREATE TABLE {part} PARTITION OF {table} FOR VALUES IN ({source})")
                ended = "" if table == now else f", {', '.join(names.ENDED)}"
                series = f"generate_series(0, {VERSIONS - 1})" if table == then else f"generate_series({VERSIONS}, {VERSIONS})"
                cursor.execute(
                    f"INSERT INTO {part} ({listed}{ended}) SELECT {(version + tail).format(source=source, at=at, end=end)} "
                    f"FROM {series} v, generate_series(1, {KEYS}) k"
                )
            ours.commit()
    ours.autocommit = True
    with ours.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {now}")
        cursor.execute(f"VACUUM ANALYZE {then}")


ONE_PAGE = (
    "c.source_id = {source} AND c.key IN (SELECT p.key FROM crosstech_sync_stock p WHERE p.source_id = {source} "
    "AND p.key >= '{key}' ORDER BY p.key LIMIT 80)"
)
QUESTIONS = {
    "one product at all 40 resellers": ("c.key = '{key}'", "sum(quantity)", 2),
    "a page of 80 products of one reseller": (ONE_PAGE, "*", 2),
    "all stock of one reseller": ("c.source_id = {source}", "sum(quantity)", 2),
    "all stock of all resellers": ("true", "sum(quantity)", 2),
}


def looking_back(ours) -> list[dict]:
    """Ask the same questions of the current values and as of moments all over the history."""
    entries = []
    for question, (where, wanted, goal) in QUESTIONS.items():
        current, known, valid = [], [], []
        for number in range(20 if where == "true" else 60):
            asked = where.format(source=101 + number * 7 % SOURCES, key=str(1 + number * 9_973 % KEYS))
            moment = datetime(2026, 1, 12) + timedelta(days=number * 37 % 90)  # noqa: DTZ001
            now = f"SELECT * FROM {names.current(STOCK)} c WHERE NOT is_deleted AND ({asked})"
            for times, query in (
                (current, now), (known, history.as_of(STOCK, where=asked)), (valid, history.valid_as_of(STOCK, where=asked))
            ):  # fmt: skip
                if times is valid and where == "true":
                    continue
                parameters = {"system": "infinity" if times is valid else moment, "valid": moment}
                times.append(_seconds(ours, f"SELECT {wanted} FROM ({query}) x", parameters))
        against = f"the same query on current values: {_p95(current):.1f} ms"
        name = "AS OF over 10 M rows of 40 resellers p95"
        for kind, times in (("system", known), ("valid", valid)):
            if times:
                entries.append(
                    _entry(f"{name}, {kind} time: {question}", _p95(times) / _p95(current), "ratio", goal, against,
                           subject="history", runs=len(times))
                )  # fmt: skip
    return entries


def _p95(seconds: list[float]) -> float:
    return 1000 * statistics.quantiles(seconds, n=20)[-1]


def _seconds(ours, query: str, parameters: dict) -> float:
    with ours.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(query, parameters)
        cursor.fetchall()
        return time.perf_counter() - start


def _entry(name, value, unit, goal, baseline, *, better="lower", subject="reseller pull", runs=RUNS) -> dict:
    return {
        "name": f"{subject}: {name}", "value": round(value, 3), "unit": unit, "goal": goal, "better": better,
        "baseline": baseline, "runs": runs,
    }  # fmt: skip


def main(output: str) -> None:
    """Measure on a database of its own, which is dropped."""
    postgres.drop_database(DATABASE)
    postgres.query(f'CREATE DATABASE "{DATABASE}"')
    try:
        postgres.query(SHOP, DATABASE)
        ours = pull_source.connect(DATABASE)
        history.create(ours)
        ours.commit()
        entries = pulls(ours)
        fill_history(ours)
        entries += looking_back(ours)
        ours.close()
    finally:
        postgres.drop_database(DATABASE)
    with open(output, "w") as file:
        json.dump(entries, file)


if __name__ == "__main__":
    main(sys.argv[1])
