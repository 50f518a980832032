"""Known software is recognised by its tables, whatever their prefix, and read as its makers mean it."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql

from odoo.addons.crosstech_reseller_sync.lib.dump.load import load, read_schema
from odoo.addons.crosstech_reseller_sync.lib.mapping.compile import select_of
from odoo.addons.crosstech_reseller_sync.lib.mapping.profiles import profiles, recognise
from odoo.addons.crosstech_reseller_sync.lib.mapping.propose import propose
from odoo.addons.crosstech_reseller_sync.lib.source.reader import file_reader
from odoo.addons.crosstech_reseller_sync.lib.source.schema import INTEGER, TEXT, Column, Schema, Table

NAMES = ("products", "stock_units", "sale_orders", "sale_lines", "quantity_sold")


def lookups(prefix: str = "wp_") -> dict:
    """The tables of WooCommerce's own statistics."""
    return {
        f"{prefix}wc_product_meta_lookup": (
            "product_id sku min_price stock_quantity",
            [(1, "A", 10, 7), (2, "B", 5, 4)],
        ),
        f"{prefix}wc_order_stats": ("order_id parent_id status", [(9, 0, "wc-completed"), (10, 0, "wc-cancelled")]),
        f"{prefix}wc_order_product_lookup": (
            "order_item_id order_id product_id variation_id product_qty date_created",
            [(1, 9, 1, 0, 3, "2024-01-01"), (2, 10, 1, 0, 50, "2024-01-01")],
        ),
    }


def woo(prefix: str = "wp_") -> dict:
    posts = [(1, "Tinta", "product", "publish"), (2, "Kertas", "product", "publish"), (3, "x", "product", "trash")]
    posts += [
        (9, "o", "shop_order", "wc-completed"),
        (10, "o", "shop_order", "wc-cancelled"),
        (11, "h", "page", "publish"),
    ]
    posts = [(*row, "2024-01-01 00:00:00") for row in posts]
    meta = [
        (1, "_sku", "A"),
        (1, "_price", "10"),
        (1, "_stock", "7"),
        (2, "_stock", "4"),
        (2, "_color", "red"),
        (3, "_stock", "99"),
    ]
    items = [(1, "Tinta", "line_item", 9), (2, "Tinta", "line_item", 10), (3, "JNE", "shipping", 9)]
    values = [(1, "_product_id", "1"), (1, "_qty", "3"), (2, "_product_id", "1"), (2, "_qty", "50"), (3, "cost", "9")]
    return {
        f"{prefix}posts": ("ID post_title post_type post_status post_date", posts),
        f"{prefix}postmeta": ("post_id meta_key meta_value", meta),
        f"{prefix}woocommerce_order_items": ("order_item_id order_item_name order_item_type order_id", items),
        f"{prefix}woocommerce_order_itemmeta": ("order_item_id meta_key meta_value", values),
    }


def hpos() -> dict:
    """Orders in tables of their own; the old posts are placeholders."""
    tables = woo("toko_")
    names, posts = tables["toko_posts"]
    kept = [(*row[:2], "shop_order_placehold", "draft", *row[4:]) if row[2] == "shop_order" else row for row in posts]
    tables["toko_posts"] = (names, kept)
    orders = [(9, "wc-completed", "shop_order", "2024-01-01"), (10, "wc-cancelled", "shop_order", "2024-01-01")]
    tables["toko_wc_orders"] = ("id status type date_created_gmt", orders)
    return tables


def prestashop() -> dict:
    return {
        "ps_product": ("id_product reference ean13 price active", [(1, "A", "899", 10, 1), (2, "B", "", 5, 0)]),
        "ps_product_lang": (
            "id_product id_shop id_lang name",
            [(n, 1, lang, f"{n}-{lang}") for n in (1, 2) for lang in (1, 2)],
        ),
        "ps_stock_available": (
            "id_stock_available id_product id_product_attribute id_shop quantity",
            [(1, 1, 0, 1, 7), (2, 2, 0, 1, 4), (3, 1, 5, 1, 3), (4, 1, 6, 1, 4)],
        ),
        "ps_orders": ("id_order current_state date_add", [(9, 5, "2024-01-01"), (10, 6, "2024-01-01")]),
        "ps_order_detail": (
            "id_order_detail id_order product_id product_quantity product_price product_quantity_refunded",
            [(1, 9, 1, 3, 10, 0), (2, 10, 1, 50, 10, 0)],
        ),
    }


def opencart() -> dict:
    return {
        "oc_product": (
            "product_id model ean quantity price status stock_status_id",
            [(1, "A", "", 7, 10, 1, 5), (2, "B", "", 4, 5, 1, 5)],
        ),
        "oc_product_description": ("product_id language_id name", [(1, 1, "Tinta"), (1, 2, "Ink"), (2, 1, "Kertas")]),
        "oc_order": ("order_id order_status_id date_added", [(9, 5, "2024-01-01"), (10, 7, "d"), (11, 0, "d")]),
        "oc_order_product": (
            "order_product_id order_id product_id quantity price",
            [(1, 9, 1, 3, 10), (2, 10, 1, 50, 10), (3, 11, 2, 9, 1)],
        ),
    }


def zencart(prefix: str = "zen_") -> dict:
    return {
        f"{prefix}products": (
            "products_id products_quantity products_model products_price products_status",
            [(1, 7, "A", 10, 1), (2, 4, "B", 5, 1)],
        ),
        f"{prefix}products_description": ("products_id language_id products_name", [(1, 1, "Tinta"), (2, 1, "Kertas")]),
        f"{prefix}orders": ("orders_id date_purchased orders_status", [(9, "2024-01-01", 3)]),
        f"{prefix}orders_products": (
            "orders_products_id orders_id products_id products_quantity final_price",
            [(1, 9, 1, 3, 10)],
        ),
    }


def odoo() -> dict:
    return {
        "ir_module_module": ("name state", [("sale", "installed")]),
        "product_template": ("id name list_price", [(1, '{"en_US": "Ink"}', 10), (2, '{"en_US": "Paper"}', 5)]),
        "product_product": ("id product_tmpl_id default_code active", [(11, 1, "A", 1), (12, 2, "B", 1)]),
        "stock_location": ("id usage complete_name", [(8, "internal", "WH/Stock"), (5, "customer", "Customers")]),
        "stock_quant": ("id product_id location_id quantity", [(1, 11, 8, 7), (2, 12, 8, 4), (3, 11, 5, 3)]),
        "sale_order": (
            "id state date_order",
            [(9, "sale", "2024-01-01"), (10, "cancel", "2024-01-01"), (8, "draft", "d")],
        ),
        "sale_order_line": (
            "id order_id product_id product_uom_qty price_unit",
            [(1, 9, 11, 3, 10), (2, 10, 11, 50, 10), (3, 8, 12, 9, 1)],
        ),
    }


SHOPS = {
    "woocommerce": (woo, {**woo("x9_"), **lookups("x9_")}, hpos),
    "prestashop": (prestashop,),
    "opencart": (opencart,),
    "oscommerce": (zencart, lambda: zencart("")),
    "odoo": (odoo,),
}
CASES = [(key, form() if callable(form) else form) for key, forms in SHOPS.items() for form in forms]


def written(tables: dict, path) -> Schema:
    made = []
    with closing(sqlite3.connect(path)) as connection:
        for name, (listed, rows) in tables.items():
            kinds = [INTEGER if isinstance(value, int) else TEXT for value in rows[0]]
            columns = tuple(Column(column, kind) for column, kind in zip(listed.split(), kinds, strict=True))
            made.append(Table(name, columns, (), (), len(rows)))
            described = ", ".join(f'"{column.name}" {column.type}' for column in columns)
            connection.execute(f'CREATE TABLE "{name}" ({described})')
            connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', rows)  # noqa: S608
        connection.commit()
    return Schema(tuple(made))


@pytest.fixture
def proposed(tmp_path):
    def make(tables: dict):
        schema = written(tables, tmp_path / "shop.sqlite")
        with file_reader(tmp_path / "shop.sqlite", schema) as sampler:
            return schema, propose(schema, sampler)

    return make


@pytest.mark.parametrize(("key", "tables"), CASES)
def test_software_is_recognised_and_cancelled_orders_do_not_count(key, tables, proposed):
    schema, proposal = proposed(tables)
    assert proposal.mapping.software == key
    assert tuple(proposal.totals[name] for name in NAMES) == (2, 11, 1, 1, 3)
    assert proposal.is_sure, [entity.doubts for entity in proposal.entities.values()]
    for dialect in (postgresql, mysql, mssql, oracle):
        for entity in proposal.mapping.entities.values():
            assert str(select_of(entity, schema).compile(dialect=dialect.dialect()))


@pytest.mark.parametrize(
    ("key", "tables", "table", "row", "entity"),
    [
        ("woocommerce", woo(), "wp_posts", (50, "Merah", "product_variation", "publish", "d"), "product"),
        ("woocommerce", woo(), "wp_posts", (51, "Refund", "shop_order_refund", "wc-completed", "d"), "sale_line"),
        ("prestashop", prestashop(), "ps_orders", (12, 77, "2024-01-01"), "sale_line"),
        ("opencart", opencart(), "oc_order", (12, 1, "2024-01-01"), "sale_line"),
        ("oscommerce", zencart(), "zen_orders", (12, "2024-01-01", 100), "sale_line"),
        ("odoo", odoo(), "product_product", (13, 2, "C", 0), "product"),
    ],
)
def test_what_only_the_shop_knows_makes_its_entity_unsure(key, tables, table, row, entity, proposed):
    tables[table] = (tables[table][0], [*tables[table][1], row])
    _schema, proposal = proposed(tables)
    assert proposal.mapping.software == key
    assert not proposal.entities[entity].is_sure
    assert proposal.entities[entity].doubts


def test_two_shops_in_one_database_are_never_sure(proposed):
    _schema, proposal = proposed({**woo("wp_"), **woo("wp2_")})
    assert proposal.mapping.software == "woocommerce"
    assert not any(entity.is_sure for entity in proposal.entities.values())


def test_a_wordpress_without_a_shop_is_no_woocommerce(tmp_path):
    tables = {name: rows for name, rows in woo().items() if "woocommerce" not in name}
    schema = written(tables, tmp_path / "shop.sqlite")
    with file_reader(tmp_path / "shop.sqlite", schema) as sampler:
        assert recognise(schema, sampler) is None


def test_every_profile_names_an_entity_and_what_it_requires():
    assert len(profiles()) >= 8
    for profile in profiles():
        assert {"product", "sale_line"} <= set(profile.entities)
        assert len(profile.requires) >= 3
        assert {doubt["entity"] for doubt in profile.doubts} <= set(profile.entities)


@pytest.mark.parametrize(
    ("file", "key", "expected"),
    [
        ("northwind.sqlite", "northwind", (77, 3_119, 830, 2_155, 51_317)),
        ("northwind_pg.sql", "northwind", (77, 3_119, 830, 2_155, 51_317)),
        ("mysqlsampledatabase.sql", "classicmodels", (110, 555_131, 326, 2_996, 105_516)),
        ("Chinook_Sqlite.sqlite", "chinook", (3_503, None, 412, 2_240, 2_240)),
    ],
)
def test_sample_shops_give_their_known_answers(file, key, expected, shared_data, tmp_path):
    path = shared_data(f"resellers/{file}")
    schema = read_schema(path)
    load(path, {table.name: table.column_names for table in schema.tables}, tmp_path / "shop.sqlite")
    with file_reader(tmp_path / "shop.sqlite", schema) as sampler:
        proposal = propose(schema, sampler)
    assert proposal.mapping.software == key
    assert tuple(proposal.totals.get(name) for name in NAMES) == expected
    assert proposal.is_sure
