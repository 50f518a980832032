"""A mapping proposed for a home-made schema of 300 tables."""

from contextlib import closing
import random
import sqlite3
import tempfile
import time
from pathlib import Path

from odoo.addons.crosstech_reseller_sync.lib.mapping.propose import propose
from odoo.addons.crosstech_reseller_sync.lib.source.schema import DATE, INTEGER, TEXT, Column, Schema, Table
from odoo.addons.crosstech_reseller_sync.lib.source.reader import file_reader

TABLES, PRODUCTS, LINES, OTHERS = 300, 20_000, 300_000, 1_000


def run(env) -> list[dict]:
    """Measure on a throw-away SQLite file; the database given is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.sqlite"
        schema = _shop(path)
        with file_reader(path, schema) as sampler:
            started = time.monotonic()
            proposal = propose(schema, sampler)
            seconds = time.monotonic() - started
    if proposal.totals.get("sale_lines") != LINES or proposal.totals.get("products") != PRODUCTS:
        raise AssertionError(f"wrong totals: {proposal.totals}")
    return [
        {
            "name": f"mapping: proposal for {TABLES} tables, {LINES:,} sale lines, totals included",
            "value": round(seconds, 2),
            "unit": "s",
            "baseline": f"SQLite file, {PRODUCTS:,} products",
            "goal": 10,
            "better": "lower",
            "runs": 1,
        }
    ]


def _shop(path: Path) -> Schema:
    """A shop without declared keys, amid tables that point to its products and orders, too."""
    dice = random.Random(1)
    goods = [(f"B{n:06d}", f"Barang {n}", "pcs", n * 100, n % 50) for n in range(PRODUCTS)]
    heads = [(f"F{n:06d}", f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d}", "Budi", n % 40 == 0) for n in range(LINES // 3)]
    lines = [(n + 1, f"F{n // 3:06d}", goods[n * 7 % PRODUCTS][0], n % 5 + 1, 1_000) for n in range(LINES)]
    parts = {
        "barang": ("kode_barang nama_barang satuan harga_jual stok", goods),
        "penjualan": ("no_faktur tgl pelanggan dicetak", heads),
        "detail_penjualan": ("id no_faktur kode_barang qty harga", lines),
    }
    for number in range(TABLES - len(parts)):
        rows = [(n, f"catatan {n}", dice.randint(1, 9), "2024-01-01", dice.choice("ab")) for n in range(OTHERS)]
        parts[f"lain_{'abcdefghij'[number % 10]}{number}"] = ("id nama_lain angka tanggal tipe", rows)
    return _written(path, parts)


def _written(path: Path, parts: dict) -> Schema:
    tables = []
    with closing(sqlite3.connect(path)) as connection:
        for name, (listed, rows) in parts.items():
            kinds = [INTEGER if isinstance(value, int) else TEXT for value in rows[0]]
            columns = [
                Column(column, DATE if column.startswith(("tgl", "tanggal")) else kind)
                for column, kind in zip(listed.split(), kinds, strict=True)
            ]
            connection.execute(f"CREATE TABLE {name} ({', '.join(column.name for column in columns)})")
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608
            tables.append(Table(name, tuple(columns), (), (), len(rows)))
        connection.commit()
    return Schema(tuple(tables))
