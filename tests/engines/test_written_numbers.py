"""Numbers stored as text, on every engine: read right, set aside, or said to be unsure; never wrong and sure."""

# ruff: noqa: F401, F811 – fixtures

from datetime import datetime
from decimal import Decimal

import pytest

from odoo.addons.crosstech_reseller_sync.lib.entities import STOCK
from odoo.addons.crosstech_reseller_sync.lib.mapping.measure import measured, spoken
from odoo.addons.crosstech_reseller_sync.lib.mapping.propose import propose
from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import EntityMapping, Mapping, Source
from odoo.addons.crosstech_reseller_sync.lib.pull import plan, pulling
from odoo.addons.crosstech_reseller_sync.lib.source.engines import open_source
from odoo.addons.crosstech_reseller_sync.lib.source.reader import Reader

from tests.engines import toko as shop
from tests.engines.database_servers import server, toko
from tests.engines.pull_shop import SOURCE, as_of, ask, counts, database, ours

NOW = datetime(2027, 1, 1)  # noqa: DTZ001 – naive UTC
PLAIN_STOCK = {"key": Source("base.id"), "product_key": Source("base.kode"), "quantity": Source("base.stok")}


def create(toko, values, column="stok"):
    text = toko.words["text"]
    toko.run(f"CREATE TABLE barang (id integer NOT NULL PRIMARY KEY, kode {text}, nama {text}, {column} {text})")
    toko.fill(
        "barang", f"id, kode, nama, {column}",
        [(number, f"B{number}", f"Barang {number}", value) for number, value in enumerate(values, 1)],
    )  # fmt: skip


def proposed(toko):
    with open_source(toko.address()) as session:
        reader = Reader(session, session.introspect())
        return propose(reader.schema, reader)


def pulled(toko, ours, mapping):
    with open_source(toko.address()) as session:
        reader = Reader(session, session.introspect(), Mapping({"stock": mapping}, timezone="UTC"))
        if not mapping.total and not mapping.union:
            assert reader.passing(STOCK, plan.Step(plan.EVERYTHING)) is None, "text does not pass as bytes"
        pulling.pull(ours, SOURCE, reader, ["stock"], now=NOW, settings=pulling.Settings())
    return dict(as_of(ours, STOCK, "key, quantity"))


@pytest.mark.parametrize(
    ("values", "total", "first"),
    [
        (["1.234,50", "7", ""], Decimal("1241.5"), Decimal("1234.5")),
        (["Rp 15.000", "Rp 7"], 15007, 15000),
        (["15.000", "7", None], 15007, 15000),
        (["1,234.50", "2"], Decimal("1236.5"), Decimal("1234.5")),
        (["12.5", "-3"], Decimal("9.5"), Decimal("12.5")),
    ],
)
def test_written_numbers_are_proposed_and_pulled_as_they_were_meant(toko, ours, values, total, first):
    create(toko, values)
    stock = proposed(toko).entities["stock"]
    assert stock.totals["stock_units"] == total
    assert not [one for one in stock.doubts if one.code in ("not_numbers", "points_unclear", "not_computed")]
    assert pulled(toko, ours, stock.mapping)[_key(stock, 1)] == first


def _key(stock, number: int) -> str:
    return f"B{number}" if stock.mapping.fields["key"].column.endswith("kode") else str(number)


@pytest.mark.parametrize("values", [["5", "banyak", "7"], ["1.234", "7"], ["15.000", "12.5"], ["9", "1" * 40, "2"]])
def test_what_does_not_speak_for_one_notation_is_unsure(toko, values):
    create(toko, values)
    stock = proposed(toko).entities["stock"]
    assert stock.mapping
    assert not stock.is_sure


def test_a_word_among_numbers_is_set_aside_and_the_rest_is_read(toko, ours):
    create(toko, ["5", "banyak", "1.234,50", "7"])
    mapping = EntityMapping("stock", "barang", PLAIN_STOCK)
    assert pulled(toko, ours, mapping) == {"1": 5, "4": 7}
    with open_source(toko.address()) as session:
        reader = Reader(session, session.introspect())
        assert measured(mapping, reader.schema, reader)[0] == {"stock_units": 12}
        _mapping, doubts = spoken(mapping, reader.schema, reader)
        assert [one.code for one in doubts] == ["not_numbers"]


def test_a_ledger_with_a_word_gives_no_level_of_that_product_and_the_others_are_right(toko, ours):
    text = toko.words["text"]
    toko.run(f"CREATE TABLE mutasi (id integer NOT NULL PRIMARY KEY, kode {text}, masuk {text}, keluar {text})")
    toko.fill(
        "mutasi", "id, kode, masuk, keluar",
        [(1, "A", "10", ""), (2, "A", None, "2.5"), (3, "B", "4", "1"), (4, "B", "banyak", "0"),
         (5, "C", "1.234,5", "0"), (6, "D", "-2", " 3 "),
         (7, "E", "1" * 40, "0"), (8, "F", "-", "."), (9, "G", "2-", "0")],
    )  # fmt: skip
    quantity = Source("base.masuk", minus="base.keluar")
    fields = {"key": Source("base.kode"), "product_key": Source("base.kode"), "quantity": quantity}
    mapping = EntityMapping("stock", "mutasi", fields, total="quantity")
    assert pulled(toko, ours, mapping) == {"A": Decimal("7.5"), "D": -5}
    with open_source(toko.address()) as session:
        reader = Reader(session, session.introspect())
        totals, _doubts = measured(mapping, reader.schema, reader)
        assert totals == {"stock_units": Decimal("2.5")}
        assert spoken(mapping, reader.schema, reader)[1], "whoever proposes this is unsure"


def test_returns_below_sales_are_turned_round_and_words_are_set_aside(toko, ours):
    text = toko.words["text"]
    toko.run(
        f"CREATE TABLE jual (id integer NOT NULL PRIMARY KEY, kode {text}, qty {text})",
        f"CREATE TABLE retur (id integer NOT NULL PRIMARY KEY, kode {text}, qty integer)",
    )
    toko.fill("jual", "id, kode, qty", [(1, "A", "3"), (2, "A", "dua"), (3, "B", "1.5")])
    toko.fill("retur", "id, kode, qty", [(9, "A", 2)])
    fields = {"key": Source("base.id"), "product_key": Source("base.kode"), "quantity": Source("base.qty")}
    back = EntityMapping("stock", "retur", {**fields, "quantity": Source("base.qty", reading="negated")})
    mapping = EntityMapping("stock", "jual", fields, union=(back,))
    assert pulled(toko, ours, mapping) == {"1": 3, "3": Decimal("1.5"), "9": -2}


def test_a_word_in_a_column_of_numbers_makes_sqlite_unsure(toko):
    if toko.key != "sqlite":
        pytest.skip("only SQLite keeps a word in a column of numbers")
    shop.create(toko, "barang", "stok")
    shop.put_products(toko, [1, 2, 3])
    shop.put_stock(toko, [(1, 5, 0), (2, "banyak", 0), (3, 7, 0)])
    with open_source(toko.address()) as session:
        reader = Reader(session, session.introspect())
        assert [one.code for one in spoken(shop.STOCK, reader.schema, reader)[1]] == ["not_numbers"]
