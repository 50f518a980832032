"""What resellers' databases really hold: wrong encodings, dates that are none, late commits, ties, a million rows."""

# ruff: noqa: F401, F811, S608 – fixtures; statements of our own

import contextlib
import resource
import time
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from odoo.addons.crosstech_reseller_sync.lib.entities import PRODUCT, STOCK
from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import Source
from odoo.addons.crosstech_reseller_sync.lib.pull import plan, pulling

from tests.engines import toko as shop
from tests.engines.database_servers import server, toko
from tests.engines.pull_shop import SOURCE, as_of, ask, counts, database, ours

NOW = datetime(2027, 1, 1)  # noqa: DTZ001 – naive UTC
CADENCE = plan.Cadence(overlap=timedelta(minutes=5), overlap_numbers=100, keys_every=0, everything_every=0)
ROWS = {"firebird": 100_000}
SERIES = {
    "postgresql": "SELECT g, g, 'Utama', g %% 90 FROM generate_series(1, {0}) g",
    "mysql": "SELECT seq, seq, 'Utama', seq %% 90 FROM seq_1_to_{0}",
    "sqlite": "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {0}) "
    "SELECT n, n, 'Utama', n % 90 FROM s",
}


def pull(toko, ours, *entities, hours=0, mapping=shop.MAPPING):
    reader = shop.open_reader(toko, mapping)
    with reader.session:
        settings = pulling.Settings(zone=ZoneInfo(mapping.timezone), cadence=CADENCE)
        return pulling.pull(ours, SOURCE, reader, entities, now=NOW + timedelta(hours=hours), settings=settings)


def of_products(**fields):
    product = replace(shop.PRODUCT, fields={**shop.PRODUCT.fields, **fields})
    return replace(shop.MAPPING, entities={"product": product})


def test_a_transaction_that_commits_late_and_a_tie_are_read_by_the_next_pull(toko, ours):
    if toko.key == "sqlite":
        pytest.skip("one writer at a time, and always read whole")
    shop.create(toko, *shop.TABLES)
    shop.put_stock(toko, [(1, 5, 100)])
    with contextlib.closing(toko.admin()) as late, contextlib.closing(late.cursor()) as cursor:
        marks = ", ".join([toko.mark] * 4)
        moment = shop.START + timedelta(seconds=90)
        cursor.execute(f"INSERT INTO stok (id, barang_id, jumlah, ubah) VALUES ({marks})", (2, 2, 6, moment))
        pull(toko, ours, "stock")
        late.commit()
    shop.put_stock(toko, [(3, 7, 100)])  # the same moment as the watermark
    toko.run("INSERT INTO stok (id, barang_id, jumlah) VALUES (4, 4, 8)")  # no moment at all
    pull(toko, ours, "stock", hours=1)
    assert counts(ours, STOCK)[0] == "since"
    assert as_of(ours, STOCK, "key, quantity") == [("1", 5), ("2", 6), ("3", 7), ("4", 8)]


def test_dates_that_are_none_are_read_as_none_and_never_lost(toko, ours):
    if toko.key != "mysql":
        pytest.skip("only MySQL has them")
    shop.create(toko)
    shop.put_stock(toko, [(1, 5, 1)])
    pull(toko, ours, "stock")
    toko.run("INSERT INTO stok (id, barang_id, jumlah, ubah) VALUES (2, 2, 6, '0000-00-00 00:00:00')")
    pull(toko, ours, "stock", hours=1)
    assert counts(ours, STOCK)[0] == "since"
    assert as_of(ours, STOCK, "key, quantity, changed IS NULL") == [("1", 5, False), ("2", 6, True)]


def test_a_number_that_is_none_is_set_aside_and_the_rest_goes_on(toko, ours):
    if toko.key != "postgresql":
        pytest.skip("the others refuse it themselves")
    shop.create(toko)
    toko.run(
        "ALTER TABLE stok ALTER jumlah TYPE numeric", "INSERT INTO stok (id, barang_id, jumlah) VALUES (1, 1, 'NaN')"
    )
    shop.put_stock(toko, [(2, -3, 1)])
    pull(toko, ours, "stock")
    assert as_of(ours, STOCK, "key, quantity") == [("2", -3)]
    assert ask(ours, "SELECT field, reason FROM crosstech_sync_quarantine WHERE source_id = 7") == [
        ("quantity", "not_a_number")
    ]


def test_wrong_encodings_and_nul_characters_become_readable_text(toko, ours):
    shop.create(toko, "barang")
    rows = [(1, "A\0B" if toko.key != "postgresql" else "AB", "Kertas CafÃ©"), (2, "C", "Café 😀")]
    toko.fill("barang", "id, kode, nama", rows)
    pull(toko, ours, "product", mapping=of_products(name=Source("base.nama", reading="latin1_in_utf8")))
    assert as_of(ours, PRODUCT, "key, sku, name") == [("1", "AB", "Kertas Café"), ("2", "C", "Café 😀")]


def test_bytes_of_an_old_file_that_are_no_utf_8_lose_no_row(toko, ours):
    if toko.key != "sqlite":
        pytest.skip("a server does not keep them")
    shop.create(toko, "barang")
    toko.run("INSERT INTO barang (id, kode, nama) VALUES (1, 'x', CAST(x'436166e9' AS text))")
    pull(toko, ours, "product", mapping=of_products())
    assert as_of(ours, PRODUCT, "name") == [("Café",)]


def test_times_without_a_zone_are_those_of_the_shop(toko, ours):
    shop.create(toko)
    shop.put_stock(toko, [(1, 5, 0)])
    pull(toko, ours, "stock", mapping=replace(shop.MAPPING, timezone="Asia/Jakarta"))
    assert as_of(ours, STOCK, "changed") == [(shop.START - timedelta(hours=7),)]


def test_a_table_without_a_key_is_read_whole(toko, ours):
    toko.run(f"CREATE TABLE stok (id integer, barang_id integer, gudang {toko.words['text']}, "
             f"jumlah {toko.words['number']}, ubah {toko.words['moment']})")  # fmt: skip
    shop.put_stock(toko, [(1, 5, 1), (2, 6, 2)])
    stock = replace(shop.STOCK, cursor="")
    pull(toko, ours, "stock", mapping=replace(shop.MAPPING, entities={"stock": stock}))
    assert counts(ours, STOCK)[:2] == ("everything", 2)


def test_a_million_rows_pass_through_little_memory(toko, capsys):
    shop.create(toko, "stok")
    count = ROWS.get(toko.key, 1_000_000)
    if toko.key == "firebird":
        toko.run(
            f"EXECUTE BLOCK AS DECLARE n INTEGER = 0; BEGIN WHILE (n < {count}) DO BEGIN n = n + 1; INSERT INTO stok "
            "(id, barang_id, gudang, jumlah) VALUES (:n, :n, 'Utama', MOD(:n, 90)); END END"
        )
    else:
        series = SERIES[toko.key].format(count)
        toko.run(f"INSERT INTO stok (id, barang_id, gudang, jumlah) {series.replace('%%', '%')}")
    reader = shop.open_reader(toko, replace(shop.MAPPING, entities={"stock": shop.STOCK}))
    with reader.session:
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        rows = sum(len(batch) for batch in reader.rows(STOCK, plan.Step(plan.EVERYTHING)))
        seconds = time.monotonic() - begun
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    with capsys.disabled():
        print(f"\n{toko.key}: {rows / seconds:,.0f} rows a second, {grown:.0f} MB more")  # noqa: T201 – a measurement
    assert rows == reader.receipt.rows == count
    assert grown < 150
