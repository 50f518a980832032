"""A reseller's till as a SQLite file: goods, what is left of them, receipts of four months. Plain Python, no Odoo.

The goods are the distributor's own under the reseller's names and codes, and some the distributor does not have.
"""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

DAYS = 120
TABLES = """
CREATE TABLE barang (kode TEXT PRIMARY KEY, barcode TEXT, nama TEXT NOT NULL, merk TEXT, kategori TEXT,
    satuan TEXT, harga_jual NUMERIC, stok INTEGER NOT NULL);
CREATE TABLE nota (no_nota TEXT PRIMARY KEY, tanggal TEXT NOT NULL, kasir TEXT);
CREATE TABLE nota_rincian (id INTEGER PRIMARY KEY, no_nota TEXT NOT NULL REFERENCES nota (no_nota),
    kode TEXT NOT NULL REFERENCES barang (kode), jumlah INTEGER NOT NULL, harga NUMERIC NOT NULL);
"""
OWN_GOODS = (  # what a shop sells beside the distributor's goods
    ("JASA01", "Jasa Instal Ulang Windows", 100_000),
    ("TNT05", "Tinta Isi Ulang Hitam 100 ml", 35_000),
    ("KRT80", "Kertas A4 80 gram 1 rim", 58_000),
    ("TAS02", "Tas Laptop Kain Lurik", 145_000),
)


@dataclass(frozen=True)
class Good:
    """One article of the distributor.

    :param price: rupiah, what buyers pay there
    """

    sku: str
    barcode: str
    name: str
    brand: str
    category: str
    price: int


@dataclass(frozen=True)
class Till:
    """How one shop differs from another.

    :param prefix: of its own codes
    :param share: of the distributor's goods it carries, 0..1
    :param pace: how much it sells: 1 is usual
    :param keeps_barcodes: whether barcodes are scanned there
    """

    prefix: str
    share: float
    pace: float
    keeps_barcodes: bool = True


def write(path: Path, till: Till, goods: Iterable[Good], today: date) -> None:
    """Write the till of a shop; the same arguments give the same file.

    :param today: the last day with receipts is the one before
    """
    draw = random.Random(till.prefix)  # noqa: S311 – goods of a demo
    stocked = [good for good in goods if draw.random() < till.share]
    shelf = [_row(till, number, good, draw) for number, good in enumerate(stocked, 1)]
    shelf += [
        (code, None, name, None, "Lain-lain", "pcs", price, draw.randrange(3, 40)) for code, name, price in OWN_GOODS
    ]
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(TABLES)
        database.executemany("INSERT INTO barang VALUES (?, ?, ?, ?, ?, ?, ?, ?)", shelf)
        for number, (moment, lines) in enumerate(_receipts(till, shelf, draw, today), 1):
            receipt = f"N{number:06}"
            database.execute("INSERT INTO nota VALUES (?, ?, 'Kasir 1')", (receipt, moment.isoformat(" ")))
            database.executemany(
                "INSERT INTO nota_rincian (no_nota, kode, jumlah, harga) VALUES (?, ?, ?, ?)",
                [(receipt, *line) for line in lines],
            )


def _row(till: Till, number: int, good: Good, draw: random.Random) -> tuple:
    """An article as this shop calls it: its own code, words shortened, a price of its own."""
    name = good.name.replace("Laptop ", "LPT ").replace(", ", " ") if draw.random() < 0.3 else good.name
    barcode = good.barcode if till.keeps_barcodes and draw.random() < 0.9 else None
    price = round(good.price * draw.uniform(1.02, 1.12) / 1000) * 1000
    left = draw.choice((0, 1, 2, 4, 7, 12, 18, 25))
    return f"{till.prefix}{number:03}", barcode, name, good.brand, good.category, "pcs", price, left


def _receipts(till: Till, shelf: list[tuple], draw: random.Random, today: date) -> Iterator[tuple]:
    """Sales of every open day: cheap goods often, dear ones seldom, more on Saturdays, none on Sundays.

    :return: iterator of (moment, list of (code, quantity, price))
    """
    daily = {row[0]: till.pace * min(1.2, 250_000 / row[6]) for row in shelf}
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() == 6:
            continue
        busy = 1.6 if day.weekday() == 5 else 1
        sold = [(code, price) for code, *_names, price, _left in shelf if draw.random() < daily[code] * busy]
        while sold:
            lines = [sold.pop() for _ in range(min(len(sold), draw.randrange(1, 4)))]
            moment = datetime.combine(day, time(draw.randrange(9, 20), draw.randrange(60)))
            yield moment, [(code, 1 if price > 500_000 else draw.randrange(1, 4), price) for code, price in lines]
