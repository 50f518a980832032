"""Every engine does the same: what is seen of a database, how it is read, and what happens when that fails."""

# ruff: noqa: F401, F811, S608 – fixtures; statements of our own

import contextlib
import logging
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from odoo.addons.crosstech_reseller_sync.lib.entities import PRODUCT, SALE_LINE, STOCK
from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import Condition, EntityMapping, Join, MappingError, Source
from odoo.addons.crosstech_reseller_sync.lib.pull import plan, pulling
from odoo.addons.crosstech_reseller_sync.lib.source import schema as words
from odoo.addons.crosstech_reseller_sync.lib.source.engines import Tls, open_source
from odoo.addons.crosstech_reseller_sync.lib.source.errors import SourceError
from odoo.addons.crosstech_reseller_sync.lib.source.guard import Cancelled, Guard, Pace
from odoo.addons.crosstech_reseller_sync.lib.source.reader import Reader

from tests.engines import pull_source
from tests.engines import toko as shop
from tests.engines.database_servers import PASSWORD, server, toko
from tests.engines.pull_shop import SOURCE, as_of, ask, counts, database, ours

LONGEST = {"sqlite": Decimal("-12.5"), "firebird": Decimal("-12345678901234.5678")}  # numbers these can keep
EVERYTHING = plan.Step(plan.EVERYTHING)


@contextlib.contextmanager
def reading(toko, *more, **settings):
    reader = shop.open_reader(toko, *more, **settings)
    with reader.session:
        yield reader


def all_rows(batches) -> list[tuple]:
    return [tuple(row) for batch in batches for row in batch]


def refused(make) -> SourceError:
    with pytest.raises(SourceError) as refusal:
        make()
    return refusal.value


# === WHAT IS SEEN === #


def test_tables_columns_types_and_keys_are_seen(toko):
    shop.create(toko)
    toko.run(
        f"CREATE TABLE foto (id integer NOT NULL PRIMARY KEY, barang_id integer, isi {toko.words['blob']}, "
        "FOREIGN KEY (barang_id) REFERENCES barang (id))",
        "CREATE VIEW murah AS SELECT id, nama FROM barang WHERE harga < 10",
    )
    with open_source(toko.address()) as session:
        schema = session.introspect()
    assert schema.engine == toko.key
    assert {table.name.lower(): table.is_view for table in schema.tables} == {
        "barang": False, "stok": False, "jual": False, "foto": False, "murah": True,
    }  # fmt: skip
    table = schema.table("barang")
    assert [(column.name.lower(), column.type) for column in table.columns] == [
        ("id", words.INTEGER), ("kode", words.TEXT), ("nama", words.TEXT), ("harga", words.DECIMAL),
        ("aktif", words.BOOLEAN), ("ubah", words.DATETIME),
    ]  # fmt: skip
    assert [name.lower() for name in table.primary_key] == ["id"]
    assert (table.column("id").nullable, table.column("nama").nullable) == (False, True)
    photo = schema.table("foto")
    assert photo.column("isi").type == words.BINARY
    key = photo.foreign_keys[0]
    assert ([*key.columns, key.table, *key.targets]) == [
        table.column("id").name and photo.column("barang_id").name, table.name, table.column("id").name
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Data Barang", "SELECT", "péngiriman_ß", "campur%Aduk", "o'brien", "barang"])
def test_names_of_all_kinds_are_read_as_they_are_stored(toko, name):
    quoted = f"`{name}`" if toko.key == "mysql" else f'"{name}"'
    toko.run(f"CREATE TABLE {quoted} ({quoted} integer)", f"INSERT INTO {quoted} VALUES (7)")
    with open_source(toko.address()) as session:
        reader = Reader(session, session.introspect())
        assert [table.name for table in reader.schema.tables] == [name]
        assert reader.sample(name, [name], 5) == [(7,)]
        assert reader.count(name) == 1


def test_three_hundred_tables_take_a_few_seconds(toko):
    toko.run(*(f"CREATE TABLE t{number} (id integer PRIMARY KEY, a integer, b integer)" for number in range(300)))
    with open_source(toko.address(), Guard(statement_seconds=10)) as session:
        assert len(session.introspect().tables) == 300


# === WHAT IS READ === #


def test_values_of_all_kinds_come_as_they_are(toko):
    shop.create(toko, "barang")
    number = LONGEST.get(toko.key, Decimal("-1234567890123456789012345678.0123456789"))
    values = [
        (1, "😀 4 byte", "it's \"quoted\" \\ %s %% :x ?", number, True),
        (2, "", " spasi ", Decimal("0"), False),
        (3, None, "\t\n", None, None),
    ]  # fmt: skip
    toko.fill(
        "barang", "id, kode, nama, harga, aktif",
        [tuple(float(v) if isinstance(v, Decimal) and toko.key == "sqlite" else v for v in row) for row in values],
    )  # fmt: skip
    with reading(toko, replace(shop.MAPPING, entities={"product": shop.PRODUCT})) as reader:
        rows = sorted(all_rows(reader.rows(PRODUCT, EVERYTHING)))
    found = [(row[0], row[1], row[3], row[7], None if row[8] is None else bool(row[8])) for row in rows]
    assert found == [(str(row[0]), *row[1:]) for row in values]


def test_only_mapped_columns_of_the_agreement_are_selected(toko):
    shop.create(toko)
    shop.put_products(toko, [1])
    agreed = shop.PRODUCT.columns()
    only = replace(shop.MAPPING, entities={"product": shop.PRODUCT})
    with reading(toko, only, agreed=agreed) as reader:
        assert {table.name.lower() for table in reader.schema.tables} == {"barang"}
        assert len(all_rows(reader.rows(PRODUCT, EVERYTHING))) == 1
        with pytest.raises(MappingError, match=r"not_agreed: stok\.jumlah"):
            reader.sample("stok", ["jumlah"], 1)
    with open_source(toko.address()) as session, pytest.raises(MappingError, match="not_agreed"):
        Reader(session, session.introspect(), only, agreed=agreed - {("barang", "harga")})


def test_masked_values_do_not_leave_the_reader(toko):
    shop.create(toko, "barang")
    shop.put_products(toko, [1, 2])
    masks = {("barang", "kode"): "hash", ("Barang", "ubah"): "year", ("barang", "harga"): "blank"}
    only = replace(shop.MAPPING, entities={"product": shop.PRODUCT})
    with reading(toko, only, masks=masks, mask_key=b"secret") as reader:
        rows = sorted(all_rows(reader.rows(PRODUCT, EVERYTHING)))
        sample = reader.sample("barang", ["kode", "harga", "ubah", "nama"], 1)
        assert reader.passing(PRODUCT, EVERYTHING) is None
    assert len(rows) == 2
    for row in rows:
        assert len(row[1]) == 32
        assert "SKU" not in row[1]
        assert row[7] is None
        assert row[9] == datetime(2026, 1, 1)  # noqa: DTZ001
    assert rows[0][1] != rows[1][1]
    assert sample == [(rows[0][1], None, datetime(2026, 1, 1), "Barang 1")]  # noqa: DTZ001


def test_a_mapping_with_everything_is_read_alike_on_every_engine(toko):
    shop.create(toko)
    shop.put_products(toko, [1, 2])
    toko.fill("jual", "id, barang_id, nota, jumlah, harga",
              [(1, 1, "A", 2, 3), (2, 2, "retur", 4, 1), (3, 9, "o'batal %s", 5, 1), (4, 1, None, 6, 1)])  # fmt: skip
    fields = {
        "key": Source(reading="join_keys", columns=("base.id", "base.nota")), "product_key": Source("barang.kode"),
        "order_ref": Source("base.nota"), "quantity": Source("base.jumlah", times="base.harga"),
        "place": Source(constant="Toko ß"),
    }  # fmt: skip
    sold = EntityMapping(
        "sale_line", "jual", fields, (Join("barang", "barang", (("base.barang_id", "id"),)),),
        (Condition("base.nota", "not_in", ("retur", "o'batal %s")),),
    )  # fmt: skip
    returned = replace(
        sold, fields={**fields, "quantity": Source("base.jumlah", minus="base.harga")},
        conditions=(Condition("base.nota", "in", ("retur",)),),
    )  # fmt: skip
    mapping = replace(shop.MAPPING, entities={"sale_line": replace(sold, union=(returned,))})
    with reading(toko, mapping) as reader:
        assert not reader.has_cursor(SALE_LINE)
        rows = sorted(all_rows(reader.rows(SALE_LINE, EVERYTHING)))
        assert sorted(all_rows(reader.keys(SALE_LINE))) == [("1|A",), ("2|retur",), ("4|",)]
        assert [row[4] for row in all_rows(reader.rows_of(SALE_LINE, ["2|retur"]))] == [3]
    assert rows == [
        ("1|A", "SKU-1", "A", None, 6, None, "Toko ß"), ("2|retur", "SKU-2", "retur", None, 3, None, "Toko ß"),
        ("4|", "SKU-1", None, None, 6, None, "Toko ß"),
    ]  # fmt: skip


# === ONE MOMENT === #


def test_all_readings_of_a_pull_see_one_moment_while_others_write(toko):
    shop.create(toko)
    shop.put_products(toko, range(3))
    shop.put_stock(toko, [(1, 5, 1)])
    with reading(toko) as reader:
        assert reader.count("barang") == 3
        shop.put_products(toko, range(3, 6))
        shop.put_stock(toko, [(2, 6, 9)])
        toko.run("UPDATE stok SET jumlah = -1 WHERE id = 1")
        assert reader.count("barang") == 3
        assert [row[3] for row in all_rows(reader.rows(STOCK, EVERYTHING))] == [5]
        assert len(all_rows(reader.keys(STOCK))) == 1
    with reading(toko) as reader:
        assert sorted(row[3] for row in all_rows(reader.rows(STOCK, EVERYTHING))) == [-1, 6]


def test_nothing_stays_behind_on_the_server(toko):
    shop.create(toko)
    shop.put_products(toko, range(5_000))
    with reading(toko) as reader:
        batches = reader.rows(PRODUCT, EVERYTHING)
        next(batches)
        batches.close()
    toko.run("DROP TABLE stok", f"ALTER TABLE barang ADD catatan {toko.words['text']}")
    assert not toko.left_behind()


# === PULLS === #


def pull(toko, ours, *entities, hours=0, guard=None, **settings):
    with reading(toko, guard=guard) as reader:
        now = shop.START.replace(year=2027) + pulling.timedelta(hours=hours)
        run = pulling.pull(ours, SOURCE, reader, entities or shop.MAPPING.entities, now=now,
                           settings=pulling.Settings(**settings))  # fmt: skip
        return run, reader.receipt


NO_EXTRAS = plan.Cadence(overlap=pulling.timedelta(seconds=1), overlap_numbers=0, keys_every=0, everything_every=0)


def test_a_shop_is_pulled_whole_and_then_what_changed(toko, ours):
    shop.create(toko)
    shop.put_products(toko, range(1, 3_001))
    shop.put_stock(toko, [(number, number - 100, number) for number in range(1, 3_001)])
    toko.fill("jual", "id, barang_id, nota, jumlah", [(number, number, "N1", 2) for number in range(1, 11)])
    _run, receipt = pull(toko, ours)
    assert receipt.rows >= 6_010
    assert receipt.bytes > 100_000
    assert len(receipt.checksum) == 64
    assert as_of(ours, STOCK, "count(*), min(quantity), sum(quantity)") == [(3_000, -99, 4_201_500)]
    assert as_of(ours, PRODUCT, "count(*), sum(price)") == [(3_000, 4_501_500)]
    toko.run("UPDATE stok SET jumlah = jumlah + 1 WHERE id <= 30", "DELETE FROM barang WHERE id = 7")
    toko.run("UPDATE stok SET ubah = '2026-05-01 00:00:00' WHERE id <= 30")
    _run, receipt = pull(toko, ours, hours=1, cadence=NO_EXTRAS)
    mode, read, added, changed, _gone, bad = counts(ours, STOCK)
    assert (added, changed, bad) == (0, 30, 0)
    assert (mode, read) == (("everything", 3_000) if toko.key == "sqlite" else ("since", 30 + 2))
    keys = plan.Cadence(keys_every=1, everything_every=0)
    pull(toko, ours, hours=2, cadence=keys)
    assert as_of(ours, PRODUCT, "count(*)") == [(2_999,)]


def test_two_pulls_of_one_source_do_not_meet(toko, ours, database):
    shop.create(toko)
    with contextlib.closing(pull_source.connect(database)) as other:
        with pulling.locked(other, SOURCE), pytest.raises(pulling.Busy):
            pull(toko, ours)
        pull(toko, ours)


def test_a_pull_that_is_stopped_ends_between_two_batches_and_nothing_is_taken_over(toko, ours):
    shop.create(toko)
    shop.put_products(toko, range(1, 9_001))
    for direct in (False, True):
        looks = iter(range(100))
        pace = Pace(Guard(rows_per_second=None if direct else 10**9), stop=lambda looks=looks: next(looks) > 4)
        with reading(toko, pace=pace) as reader, pytest.raises(Cancelled):
            pulling.pull(ours, SOURCE, reader, ["product"], now=shop.START)
        ours.rollback()
        assert as_of(ours, PRODUCT, "count(*)") == [(0,)]
    pull(toko, ours)
    assert as_of(ours, PRODUCT, "count(*)") == [(9_000,)]


# === WHAT DOES NOT WORK === #


def test_nothing_can_be_written_and_it_is_known_whether_the_account_could(toko):
    shop.create(toko)
    with open_source(toko.address()) as session:
        proof = session.prove_read_only()
        assert (proof.session, proof.account) == ("read_only", "read_only")
        assert session.ask(sa.select(sa.func.count()).select_from(sa.table(session.introspect().tables[0].name))) == [
            (0,)
        ]
    if toko.key != "sqlite":
        with open_source(toko.address(user="owner")) as session:
            proof = session.prove_read_only()
        assert (proof.session, proof.account) == ("read_only", "can_write")
    with open_source(toko.address()) as session:
        assert {table.name.lower() for table in session.introspect().tables} == set(shop.TABLES)


def test_a_wrong_password_is_told_and_neither_it_nor_the_right_one_shows(toko, caplog):
    caplog.set_level(logging.DEBUG)
    if toko.key == "sqlite":
        error = refused(lambda: open_source(replace(toko.address(), database="/nowhere/toko.sqlite")))
        assert (error.code, error.permanent) == ("no_database", True)
        return
    wrong = "Salah-sekali-99"
    error = refused(lambda: open_source(toko.address(password=wrong)))
    assert (error.code, error.permanent) == ("login_refused", True)
    with open_source(toko.address()) as session:
        refused(lambda: session.ask("SELECT nothing FROM nowhere"))
        told = f"{session.address!r} {session.address} {session!r} {caplog.text} {error!r} {error.__cause__!r}"
    assert PASSWORD not in told
    assert wrong not in told
    assert "rahasia" not in told.lower()


def test_a_database_that_is_not_there_and_a_port_where_nobody_listens(toko):
    if toko.key == "sqlite":
        pytest.skip("a file has neither")
    assert refused(lambda: open_source(toko.address(user="owner", database="tiada"))).code == "no_database"
    error = refused(lambda: open_source(toko.address(port=1), Guard(connect_seconds=2)))
    assert (error.code, error.permanent) == ("unreachable", False)


def test_a_column_dropped_after_it_was_mapped_is_told(toko):
    shop.create(toko)
    with reading(toko) as reader:
        toko.run("ALTER TABLE barang RENAME COLUMN nama TO judul") if toko.key != "firebird" else toko.run(
            "ALTER TABLE barang ALTER COLUMN nama TO judul")  # fmt: skip
        schema = reader.schema
    with open_source(toko.address()) as session:
        reader = Reader(session, schema, shop.MAPPING)
        assert refused(lambda: all_rows(reader.rows(PRODUCT, EVERYTHING))).code == "changed"


SLOW = """
SELECT count(*) FROM stok a, stok b, stok c, stok d WHERE a.jumlah + b.jumlah + c.jumlah + d.jumlah = -1
"""


def test_a_question_that_takes_too_long_is_given_up(toko):
    shop.create(toko, "stok")
    shop.put_stock(toko, [(number, number, 1) for number in range(300)])
    with open_source(toko.address(), Guard(statement_seconds=1)) as session:
        error = refused(lambda: session.ask(SLOW))
    assert (error.code, error.permanent) == ("timeout", False)


def test_a_server_that_dies_while_its_rows_are_read_is_lost_and_the_next_pull_ends_well(toko, ours):
    if toko.key == "sqlite":
        pytest.skip("nothing runs that could die")
    shop.create(toko)
    number = 5_000 if toko.key == "firebird" else 40_000  # more than the network holds; Firebird sends when asked
    shop.put_products(toko, range(1, number + 1), name="x" * 290)
    with reading(toko) as reader:
        batches = reader.rows(PRODUCT, EVERYTHING)
        next(batches)
        toko.kill()
        error = refused(lambda: all_rows(batches))
        assert (error.code, error.permanent) == ("lost", False)
    toko.start()
    pull(toko, ours, "product")
    assert as_of(ours, PRODUCT, "count(*)") == [(number,)]


def test_the_clock_of_the_server_is_compared_with_ours(toko):
    with open_source(toko.address()) as session:
        offset = session.clock()
        later = session.clock(now=lambda: 0.0)
    if toko.key == "sqlite":
        assert offset is None
    else:
        assert abs(offset) < 5
        assert later > 1e9
