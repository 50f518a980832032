"""The tills of the demo resellers: the same each time, and read right without a correction."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from odoo.addons.crosstech_reseller_sync.demo.till import OWN_GOODS, Good, Till, write
from odoo.addons.crosstech_reseller_sync.lib.dump.load import read_schema
from odoo.addons.crosstech_reseller_sync.lib.mapping.propose import propose
from odoo.addons.crosstech_reseller_sync.lib.source.reader import file_reader

GOODS = [
    Good(f"NB-{n}", f"89900000{n:05}", f"Laptop Nusatek Lembah {n}, 8 GB", "Nusatek", "Laptop", 90_000 * n)
    for n in range(1, 61)
]
TODAY = date(2026, 11, 28)


@pytest.fixture(
    params=[Till("CLB", 0.8, 1.3), Till("CDW", 0.5, 0.6, keeps_barcodes=False)], ids=lambda till: till.prefix
)
def till(request, tmp_path):
    path = tmp_path / "till.sqlite"
    write(path, request.param, GOODS, TODAY)
    return path, request.param


def _ask(path, question):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def test_the_same_shop_has_the_same_till(till, tmp_path):
    path, shop = till
    write(tmp_path / "again.sqlite", shop, GOODS, TODAY)
    for table in ("barang", "nota", "nota_rincian"):
        assert _ask(path, f"SELECT * FROM {table}") == _ask(tmp_path / "again.sqlite", f"SELECT * FROM {table}")  # noqa: S608


def test_it_sells_until_yesterday_and_not_on_sundays(till):
    days = {date.fromisoformat(moment[:10]) for (moment,) in _ask(till[0], "SELECT tanggal FROM nota")}
    assert max(days) == date(2026, 11, 27)
    assert 6 not in {day.weekday() for day in days}
    assert len(days) > 80


def test_it_has_goods_of_its_own_and_barcodes_only_where_they_are_scanned(till):
    path, shop = till
    assert _ask(path, "SELECT count(*) FROM barang WHERE kategori = 'Lain-lain'") == [(len(OWN_GOODS),)]
    assert (_ask(path, "SELECT count(barcode) FROM barang") == [(0,)]) is not shop.keeps_barcodes


def test_it_is_understood_without_a_correction(till):
    path = till[0]
    schema = read_schema(path)
    with file_reader(path, schema) as reader:
        proposal = propose(schema, reader)
    assert proposal.is_sure
    lines, sold = _ask(path, "SELECT count(*), sum(jumlah) FROM nota_rincian")[0]
    assert proposal.totals == {
        "products": _ask(path, "SELECT count(*) FROM barang")[0][0],
        "stock_units": _ask(path, "SELECT sum(stok) FROM barang")[0][0],
        "sale_orders": _ask(path, "SELECT count(*) FROM nota")[0][0],
        "sale_lines": lines,
        "quantity_sold": sold,
    }
