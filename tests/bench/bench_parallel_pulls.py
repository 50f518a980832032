"""The shop's page while forty resellers are pulled, two at once, by a server of jobs beside the shop's; and at rest.

Real jobs of real sources: files that resellers sent, agreements in force, jobs in a process of their own, as in
``docker-compose.yml``. A pull that
ends otherwise than well fails the measurement.
"""

import json
import os
import statistics
import subprocess
import sys
import time

import requests

from scripts import odoo, paths, postgres, test

DATABASE, NAME = "crosstech-bench-parallel", "bench-parallel"
PORT, JOBS_PORT = 8089, 8090
SOURCES, ROUNDS, QUIET_REQUESTS = 40, 2, 30
PAGE = "/shop"
_FILL = """
import sqlite3, tempfile
from pathlib import Path
from odoo.addons.crosstech_reseller_sync.lib.mapping.propose import propose
env["queue.job"].search([("state", "in", ("pending", "enqueued", "started", "wait_dependencies"))]).button_cancelled()
env["crosstech.reseller.pull"].search([("state", "in", ("queued", "running"))]).write({{"state": "cancelled"}})
env["ir.cron"].search([]).write({{"active": False}})
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "kasir.sqlite"
    with sqlite3.connect(path) as till:
        till.executescript('''
            CREATE TABLE barang (kode_barang TEXT PRIMARY KEY, nama_barang TEXT, harga_jual NUMERIC, stok INTEGER);
            CREATE TABLE jual (no_nota TEXT PRIMARY KEY, tgl_jual TEXT);
            CREATE TABLE jual_detail (id INTEGER PRIMARY KEY, no_nota TEXT REFERENCES jual,
                kode_barang TEXT REFERENCES barang, qty INTEGER, harga NUMERIC);
            WITH RECURSIVE n (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < 500)
            INSERT INTO barang SELECT 'B' || g, 'Barang ' || g, g * 1000, g % 90 FROM n;
            WITH RECURSIVE n (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < 1000)
            INSERT INTO jual SELECT 'N' || g, date('2026-01-01', (g / 10) || ' days') FROM n;
            WITH RECURSIVE n (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < 3000)
            INSERT INTO jual_detail SELECT g, 'N' || (1 + g % 1000), 'B' || (1 + g % 500), 1 + g % 4, g FROM n;
        ''')
    till.close()
    content = path.read_bytes()
mapping = None
for number in range({sources}):
    partner = env["res.partner"].create({{"name": f"Bench {{number}}", "is_company": True}})
    source = env["crosstech.reseller.source"].create(
        {{"name": "Bench", "partner_id": partner.id, "engine": "file", "transport": "upload"}})
    source._receive_upload("kasir.sqlite", content)
    agreement = env["crosstech.reseller.agreement"].create({{"source_id": source.id, "state": "looking"}})
    source._read_structure()
    if not mapping:
        with source._open(look=True) as opened:
            mapping = propose(opened.schema, opened.sampler).mapping
    source.mapping_json = mapping.as_json()
    agreement._take_columns()
    agreement.state = "active"
env.cr.commit()
"""
_PULL = """
for source in env["crosstech.reseller.source"].search([("name", "=", "Bench")]):
    source._pull_now()
env.cr.commit()
"""
_OPEN_JOBS = """
SELECT count(*) FROM queue_job
WHERE state IN ('pending', 'enqueued', 'started', 'wait_dependencies') AND coalesce(eta, now()) <= now()
"""
_GOOD_PULLS = """
SELECT count(*) FROM crosstech_reseller_pull p JOIN crosstech_reseller_source s ON s.id = p.source_id
WHERE s.name = 'Bench' AND p.state = 'done' AND p.rows_read > 0
"""


def main(output: str, sources: int = SOURCES, template: str = "") -> None:
    """Measure on a copy of the demo company, which is dropped.

    :param template: another database to be copied, to measure small while working on it
    """
    postgres.copy_database(template or test.template(demo=True), DATABASE)
    try:
        _shell(_FILL.format(sources=sources))
        os.environ["ODOO_QUEUE_JOB_CHANNELS"] = "root:0"
        odoo.start(DATABASE, port=PORT, name=NAME)
        os.environ["ODOO_QUEUE_JOB_CHANNELS"] = "root:2"
        odoo.start(DATABASE, port=JOBS_PORT, name=f"{NAME}-jobs")
        quiet, busy, seconds = _measured(sources)
    finally:
        odoo.stop(f"{NAME}-jobs")
        odoo.stop(NAME)
        postgres.drop_database(DATABASE)
    ratio = statistics.median(busy) / statistics.median(quiet)
    entry = {
        "name": f"reseller pull: page {PAGE} while {sources} resellers are pulled, two at once", "unit": "ratio",
        "value": round(ratio, 3), "goal": 1.3, "better": "lower", "runs": len(busy),
        "baseline": f"the same page of the same server at rest: {1000 * statistics.median(quiet):.0f} ms; "
        f"all pulls in {seconds:.0f} s",
    }  # fmt: skip
    with open(output, "w") as file:
        json.dump([entry], file)


def _shell(code: str) -> None:
    command = [str(part) for part in odoo.command("shell", *odoo.options(DATABASE, 0), "--no-http")]
    with (paths.LOGS / f"{NAME}-shell.log").open("wb") as log:
        subprocess.run(command, input=code.encode(), env=odoo.environment(), check=True, stdout=log, stderr=log)


def _measured(sources: int) -> tuple[list[float], list[float], float]:
    """Ask for the page at rest and while everything is pulled, in turn.

    The jobs that follow a pull (matching, outlooks) count as part of it: the first round is a first load.

    :return: seconds of each request at rest; of each during pulls; median seconds of all pulls of a round
    """
    visitor = requests.Session()
    quiet, busy, rounds = [], [], []
    for number in range(ROUNDS):
        for turn in range(QUIET_REQUESTS + 5):
            is_open, seconds = _count(_OPEN_JOBS), _page(visitor)
            quiet += [] if is_open or turn < 5 else [seconds]
        _shell(_PULL)
        start = time.monotonic()
        while _count(_OPEN_JOBS):
            busy.append(_page(visitor))
        rounds.append(time.monotonic() - start)
        if _count(_GOOD_PULLS) != (number + 1) * sources:
            raise RuntimeError("a pull did not end well")
    return quiet, busy, statistics.median(rounds)


def _page(visitor: requests.Session) -> float:
    start = time.perf_counter()
    visitor.get(f"http://127.0.0.1:{PORT}{PAGE}", timeout=120).raise_for_status()
    return time.perf_counter() - start


def _count(question: str) -> int:
    return int(postgres.query(question, DATABASE)[0])


if __name__ == "__main__":
    main(sys.argv[1], int(os.environ.get("BENCH_SOURCES", SOURCES)), os.environ.get("BENCH_TEMPLATE", ""))
