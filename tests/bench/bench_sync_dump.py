"""How fast dumps are read into a throw-away file, and how much memory a gigabyte takes."""

import json
import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
import conftest  # noqa: E402, F401 – makes the addons importable without Odoo

from odoo.addons.crosstech_reseller_sync.lib.dump import load  # noqa: E402

MEGABYTE = 1_000_000
SPEED_BYTES, MEMORY_BYTES = 100 * MEGABYTE, 1_000 * MEGABYTE
ROWS = 5_000
_COLUMNS = "(id int, kode varchar(20), nama varchar(80), jumlah int, harga numeric(12,2), waktu timestamp, catatan text)"
_WANTED = {"jual": ("id", "kode", "jumlah", "harga", "waktu")}


def _mysql_rows(number):
    rows = (
        f"({number + place},'KB-{place:06}','Kabel data \\'panjang\\' {place}',{place % 50},{place}.50,"
        f"'2026-11-25 10:{place % 60:02}:00',NULL)" for place in range(ROWS)
    )  # fmt: skip
    return f"INSERT INTO `jual` VALUES {','.join(rows)};\n"


def _pg_rows(number):
    return "".join(
        f"{number + place}\tKB-{place:06}\tKabel data 'panjang' {place}\t{place % 50}\t{place}.50"
        f"\t2026-11-25 10:{place % 60:02}:00\t\\N\n" for place in range(ROWS)
    )  # fmt: skip


_KINDS = {
    "mysqldump": (f"/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `jual` {_COLUMNS};\n", _mysql_rows, ""),
    "pg_dump": (f"SET standard_conforming_strings = on;\nCREATE TABLE jual {_COLUMNS};\nCOPY jual FROM stdin;\n",
                _pg_rows, "\\.\n"),
    "CSV": ("id;kode;nama;jumlah;harga;waktu;catatan\n", lambda number: _pg_rows(number).replace("\t", ";"), ""),
}  # fmt: skip


def _write(path: Path, kind: str, size: int) -> None:
    head, rows, end = _KINDS[kind]
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        number = 0
        while file.tell() < size:
            file.write(rows(number))
            number += ROWS
        file.write(end)


def _measure(path: str, target: str, queue) -> None:
    """Load a file in a process of its own: seconds, and memory above what the process had to begin with."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    rows = load.load(Path(path), _WANTED, Path(target)).rows["jual"]
    seconds = time.perf_counter() - start
    queue.put((seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1_000, rows))


def _of(folder: str, kind: str, size: int):
    path, target = Path(folder, "jual.csv"), Path(folder, "target.sqlite")
    _write(path, kind, size)
    context = get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_measure, args=(str(path), str(target), queue))
    process.start()
    seconds, megabytes, rows = queue.get(timeout=600)
    process.join()
    if not rows:
        raise AssertionError("no row was read")
    size = path.stat().st_size / MEGABYTE
    path.unlink()
    target.unlink()
    return size / seconds, megabytes


def main(output: str) -> None:
    """Measure; files are made on the fly and removed."""
    entries = []
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # noqa: S108 – on disk: /tmp may be memory
        for kind in _KINDS:
            speed, _megabytes = _of(folder, kind, SPEED_BYTES)
            entries.append(
                {"name": f"dump: {kind} into a throw-away file, five of seven columns", "value": round(speed, 1),
                 "unit": "MB/s", "baseline": "issue 4", "goal": 20.0, "better": "higher", "runs": 1}
            )  # fmt: skip
        speed, megabytes = _of(folder, "mysqldump", MEMORY_BYTES)
        entries.append(
            {"name": "dump: memory of a mysqldump of 1 GB above the idle process", "value": round(megabytes), "unit": "MB",
             "baseline": f"issue 4; {speed:.1f} MB/s", "goal": 150.0, "better": "lower", "runs": 1}
        )  # fmt: skip
    Path(output).write_text(json.dumps(entries))


if __name__ == "__main__":
    main(sys.argv[1])
