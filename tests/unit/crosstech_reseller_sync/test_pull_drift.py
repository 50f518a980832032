"""A reseller's tables change under our feet: what is noticed and what becomes of it."""

import pytest

from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import EntityMapping, Mapping, Source
from odoo.addons.crosstech_reseller_sync.lib.pull import drift
from odoo.addons.crosstech_reseller_sync.lib.source.schema import Column, Schema, Table

STOCK = (
    Column("id", "integer", "integer"), Column("kode", "text", "varchar(20)"),
    Column("stok", "decimal", "numeric(10,2)"), Column("gudang", "text", "varchar(50)"),
)  # fmt: skip
MAPPING = Mapping(
    {
        "stock": EntityMapping(
            "stock", "barang",
            {"key": Source("base.id"), "product_key": Source("base.kode"), "quantity": Source("base.stok"),
             "place": Source("base.gudang")},
        )
    }
)  # fmt: skip


def _schema(*columns, name="barang"):
    return Schema((Table(name, columns),))


def _kinds(after, before=STOCK):
    return [(change.kind, change.column) for change in drift.changes(_schema(*before), _schema(*after))]


def _action(after, policy, name="barang"):
    found = drift.changes(_schema(*STOCK), _schema(*after, name=name))
    return [verdict.action for verdict in drift.verdicts(found, MAPPING, policy)]


def test_nothing_changed_is_no_change():
    assert _kinds(STOCK) == []
    assert _kinds(reversed(STOCK)) == []  # nor is another order
    assert _kinds([Column(column.name.upper(), column.type, column.declared) for column in STOCK]) == []


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("numeric(12,2)", "widened"),
        ("numeric(12,4)", "widened"),
        ("numeric(8,2)", "narrowed"),
        ("numeric(10,4)", "narrowed"),
    ],
)
def test_digits_before_and_after_the_point_both_count(declared, kind):
    assert _kinds([*STOCK[:2], Column("stok", "decimal", declared), STOCK[3]]) == [(kind, "stok")]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (("integer", "int"), ("integer", "bigint"), "widened"),
        (("integer", "bigint"), ("integer", "smallint"), "narrowed"),
        (("integer", "int"), ("text", "text"), "widened"), (("datetime", ""), ("date", ""), "narrowed"),
        (("text", "varchar(9)"), ("text", "varchar(99)"), "widened"), (("date", ""), ("binary", ""), "retyped"),
    ],
)  # fmt: skip
def test_another_type_is_wider_narrower_or_just_another(before, after, kind):
    assert _kinds([Column("x", *after)], [Column("x", *before)]) == [(kind, "x")]


def test_a_new_name_is_recognised_by_its_likeness_and_type():
    renamed = [*STOCK[:2], Column("stok_akhir", "decimal", "numeric(10,2)"), STOCK[3]]
    assert _kinds(renamed) == [("renamed", "stok_akhir")]
    other_type = [*STOCK[:2], Column("stok_akhir", "datetime"), STOCK[3]]
    assert sorted(_kinds(other_type)) == [("added", "stok_akhir"), ("dropped", "stok")]


def test_a_table_with_a_new_name_is_recognised_by_its_columns():
    (change,) = drift.changes(_schema(*STOCK), _schema(*STOCK, name="tb_barang"))
    assert (change.kind, change.before, change.table) == ("renamed", "barang", "tb_barang")


@pytest.mark.parametrize(
    ("after", "add", "stop", "ignore"),
    [
        ([*STOCK, Column("harga", "decimal")], "offer", "go_on", "go_on"),
        (STOCK[:3], "without", "halt", "without"),  # the place, which a row does not need
        ([STOCK[0], *STOCK[2:]], "halt", "halt", "halt"),  # the product's key, which it does
        ([*STOCK[:2], Column("stok_akhir", "decimal", "numeric(10,2)"), STOCK[3]], "confirm", "halt", "halt"),
        ([*STOCK[:3], Column("gudang2", "text", "varchar(50)")], "confirm", "halt", "without"),
        ([*STOCK[:2], Column("stok", "decimal", "numeric(12,2)"), STOCK[3]], "go_on", "halt", "go_on"),
        ([*STOCK[:2], Column("stok", "decimal", "numeric(8,2)"), STOCK[3]], "go_on", "halt", "go_on"),
    ],
)
def test_the_policy_of_the_agreement_decides(after, add, stop, ignore):
    assert _action(after, drift.ADD) == [add]
    assert _action(after, drift.STOP) == [stop]
    assert _action(after, drift.IGNORE) == [ignore]


def test_what_is_not_read_may_change_as_it_likes():
    before = _schema(*STOCK, Column("gambar", "binary"))
    found = drift.changes(before, _schema(*STOCK))
    assert [verdict.action for verdict in drift.verdicts(found, MAPPING, drift.STOP)] == ["go_on"]


def test_a_table_that_is_gone_stops_what_came_from_it():
    found = drift.changes(_schema(*STOCK), Schema(()))
    for policy in (drift.ADD, drift.STOP, drift.IGNORE):
        (verdict,) = drift.verdicts(found, MAPPING, policy)
        assert (verdict.action, verdict.entities) == ("halt", ("stock",))
