"""A small shop on any engine, with its mapping: what the tests of the engines read."""

from datetime import datetime, timedelta

from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import EntityMapping, Mapping, Source
from odoo.addons.crosstech_reseller_sync.lib.source.engines import open_source
from odoo.addons.crosstech_reseller_sync.lib.source.reader import Reader

START = datetime(2026, 3, 1, 8, 0)  # noqa: DTZ001 – the shop's own time
TABLES = {
    "barang": "id integer NOT NULL PRIMARY KEY, kode {text}, nama {text}, harga {number}, aktif {flag}, ubah {moment}",
    "stok": "id integer NOT NULL PRIMARY KEY, barang_id integer, gudang {text}, jumlah {number}, ubah {moment}",
    "jual": "id integer NOT NULL PRIMARY KEY, barang_id integer, nota {text}, tanggal {moment}, jumlah {number}, "
    "harga {number}",
}


def _fields(**columns) -> dict:
    return {name: Source(f"base.{column}") for name, column in columns.items()}


PRODUCT = EntityMapping(
    "product", "barang", _fields(key="id", sku="kode", name="nama", price="harga", active="aktif", changed="ubah"),
    cursor="base.ubah",
)  # fmt: skip
STOCK = EntityMapping(
    "stock", "stok", _fields(key="id", product_key="barang_id", place="gudang", quantity="jumlah", changed="ubah"),
    cursor="base.ubah",
)  # fmt: skip
SALE_LINE = EntityMapping(
    "sale_line", "jual",
    _fields(key="id", product_key="barang_id", order_ref="nota", sold_at="tanggal", quantity="jumlah",
            unit_price="harga"),
    cursor="base.id",
)  # fmt: skip
MAPPING = Mapping({"product": PRODUCT, "stock": STOCK, "sale_line": SALE_LINE}, timezone="UTC")


def create(server, *tables) -> None:
    """Make the empty tables."""
    server.run(*(f"CREATE TABLE {name} ({TABLES[name].format(**server.words)})" for name in tables or TABLES))


def moment(server, value: datetime):
    return str(value) if server.key == "sqlite" else value


def put_products(server, numbers, price=None, name="Barang {}") -> None:
    rows = [
        (number, f"SKU-{number}", name.format(number), number if price is None else price, True,
         moment(server, START + timedelta(seconds=number)))
        for number in numbers
    ]  # fmt: skip
    server.fill("barang", "id, kode, nama, harga, aktif, ubah", rows)


def put_stock(server, rows) -> None:
    """Insert (number, quantity, seconds after the start)."""
    server.fill(
        "stok", "id, barang_id, gudang, jumlah, ubah",
        [(number, number, "Utama", quantity, moment(server, START + timedelta(seconds=seconds)))
         for number, quantity, seconds in rows],
    )  # fmt: skip


def open_reader(server, mapping=MAPPING, guard=None, **settings) -> Reader:
    """Open the shop as its reader; the caller closes ``session``."""
    session = open_source(server.address(), guard)
    return Reader(session, session.introspect(), mapping, **settings)
