"""A mapping becomes a SELECT that runs, and that every engine's dialect can write."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite

from odoo.addons.crosstech_reseller_sync.lib.mapping.compile import select_of, totals
from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import (
    Condition,
    EntityMapping,
    Join,
    Mapping,
    MappingError,
    Source,
)
from odoo.addons.crosstech_reseller_sync.lib.source.schema import (
    BOOLEAN,
    DATETIME,
    INTEGER,
    TEXT,
    Column,
    Schema,
    Table,
)

DIALECTS = [postgresql, mysql, mssql, oracle, sqlite]
SCHEMA = Schema(
    (
        Table("Barang", (Column("Kode", TEXT), Column("Nama Barang", TEXT), Column("id_kat", INTEGER))),
        Table("kategori", (Column("id", INTEGER), Column("nama", TEXT))),
        Table("mutasi", (Column("kode", TEXT), Column("masuk", INTEGER), Column("keluar", INTEGER))),
        Table("toko.nota", (Column("no", INTEGER), Column("tgl", DATETIME), Column("batal", BOOLEAN))),
        Table("nota_d", (Column("no", TEXT), Column('k"ode', TEXT), Column("qty", TEXT), Column("isi", INTEGER))),
        Table("retur", (Column("id", INTEGER), Column("kode", TEXT), Column("qty", INTEGER))),
    )
)
PRODUCT = EntityMapping(
    "product",
    "barang",
    {"key": Source("base.kode"), "name": Source("base.nama barang"), "category": Source("k.nama")},
    joins=(Join("kategori", "k", (("base.id_kat", "id"),)),),
)
STOCK = EntityMapping(
    "stock",
    "mutasi",
    {
        "key": Source("base.kode"),
        "product_key": Source("base.kode"),
        "place": Source(constant="Toko"),
        "quantity": Source("base.masuk", minus="base.keluar"),
    },
    total="quantity",
)
SALE = EntityMapping(
    "sale_line",
    "nota_d",
    {
        "key": Source(reading="join_keys", columns=("base.no", 'base.k"ode')),
        "product_key": Source('base.k"ode'),
        "order_ref": Source("base.no"),
        "sold_at": Source("n.tgl"),
        "quantity": Source("base.qty", times="base.isi"),
    },
    joins=(Join("toko.nota", "n", (("base.no", "no"),)),),
    conditions=(Condition("n.batal", "not_in", ("1",)),),
    union=(
        EntityMapping(
            "sale_line",
            "retur",
            {
                "key": Source("base.id"),
                "product_key": Source("base.kode"),
                "quantity": Source("base.qty", reading="negated"),
            },
        ),
    ),
)  # fmt: skip
MAPPING = Mapping({"product": PRODUCT, "stock": STOCK, "sale_line": SALE})


@pytest.fixture
def shop(tmp_path):
    """A shop with one cancelled order, one return, one carton of 12 and one empty quantity."""
    other = tmp_path / "toko.sqlite"
    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as connection:
        connection.execute("ATTACH ? AS toko", [str(other)])
        connection.executescript("""
            CREATE TABLE "Barang" ("Kode" TEXT, "Nama Barang" TEXT, id_kat INTEGER);
            INSERT INTO "Barang" VALUES ('A', 'Tinta', 1), ('B', 'Kertas', 9);
            CREATE TABLE kategori (id INTEGER, nama TEXT); INSERT INTO kategori VALUES (1, 'Habis pakai');
            CREATE TABLE mutasi (kode TEXT, masuk INTEGER, keluar INTEGER);
            INSERT INTO mutasi VALUES ('A', 10, 0), ('A', NULL, 3), ('B', 5, NULL);
            CREATE TABLE toko.nota (no INTEGER, tgl TEXT, batal INTEGER);
            INSERT INTO toko.nota VALUES (1, '2024-01-02', 0), (2, '2024-01-03', 1), (3, '2024-01-03', NULL);
            CREATE TABLE nota_d (no TEXT, "k""ode" TEXT, qty TEXT, isi INTEGER);
            INSERT INTO nota_d VALUES ('1', 'A', '2', 1), ('2', 'A', '50', 1), ('3', 'B', '1', 12), ('3', 'A', '', 1);
            CREATE TABLE retur (id INTEGER, kode TEXT, qty INTEGER); INSERT INTO retur VALUES (7, 'A', 1);
        """)
        connection.commit()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shop.sqlite'}", poolclass=sa.pool.StaticPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("ATTACH ? AS toko", (str(other),))
        yield connection
    engine.dispose()


def test_names_with_spaces_and_other_case_are_found_and_a_missing_category_loses_no_product(shop):
    rows = shop.execute(select_of(PRODUCT, SCHEMA)).mappings().all()
    assert [dict(row) for row in rows] == [
        {"key": "A", "name": "Tinta", "category": "Habis pakai"},
        {"key": "B", "name": "Kertas", "category": None},
    ]


def test_a_ledger_is_summed_per_product_and_nothing_counts_as_zero(shop):
    rows = shop.execute(select_of(STOCK, SCHEMA)).all()
    assert sorted(tuple(row) for row in rows) == [("A", "A", "Toko", 7), ("B", "B", "Toko", 5)]


def test_cancelled_orders_stay_out_cartons_are_pieces_and_returns_are_negative(shop):
    rows = shop.execute(select_of(SALE, SCHEMA)).mappings().all()
    assert {row["key"]: row["quantity"] for row in rows} == {"1|A": 2, "3|A": None, "3|B": 12, "7": -1}


def test_totals_are_single_numbers(shop):
    found = {name: shop.scalar(select) for name, select in totals(MAPPING, SCHEMA).items()}
    assert found == {"products": 2, "stock_units": 12, "sale_orders": 2, "sale_lines": 4, "quantity_sold": 13}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_dialect_can_write_every_select(dialect):
    for entity in MAPPING.entities.values():
        text = str(select_of(entity, SCHEMA).compile(dialect=dialect.dialect()))
        assert " JOIN " not in text or "LEFT OUTER JOIN" in text
        for name in entity.fields:
            assert f"AS {name}" in text or f'AS "{name}"' in text or f"AS [{name}]" in text or f"AS `{name}`" in text
    for select in totals(MAPPING, SCHEMA).values():
        assert str(select.compile(dialect=dialect.dialect())).startswith("SELECT ")


def test_a_hostile_name_stays_a_name(shop):
    name = 'x" FROM sqlite_master; DROP TABLE retur; --'
    schema = Schema((Table("retur", (Column("id", INTEGER), Column(name, TEXT))),))
    fields = {"key": Source("base.id"), "name": Source(f"base.{name}")}
    text = str(select_of(EntityMapping("product", "retur", fields), schema).compile(dialect=sqlite.dialect()))
    assert 'base."x"" FROM sqlite_master; DROP TABLE retur; --"' in text
    with pytest.raises(sa.exc.OperationalError):
        shop.execute(select_of(EntityMapping("product", "retur", fields), schema))
    assert shop.exec_driver_sql("SELECT count(*) FROM retur").scalar() == 1


@pytest.mark.parametrize(
    ("table", "column", "code"),
    [("tidak_ada", "base.id", "no_table"), ("retur", "base.zz", "no_column"), ("retur", "lain.id", "bad_join")],
)
def test_what_the_schema_lacks_is_refused(table, column, code):
    fields = {"key": Source(column), "name": Source("base.kode")}
    with pytest.raises(MappingError) as refused:
        select_of(EntityMapping("product", table, fields), SCHEMA)
    assert refused.value.code == code


def test_a_mapping_with_everything_survives_storage():
    assert Mapping.from_json(MAPPING.as_json()) == MAPPING
    assert {("mutasi", "keluar"), ("nota_d", "isi"), ("retur", "qty")} <= MAPPING.columns()
