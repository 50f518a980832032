"""Before a pull: nothing that was not signed, nothing whose table changed under it; the rest is read."""

import pytest

from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import Condition, EntityMapping, Join, Mapping, Source
from odoo.addons.crosstech_reseller_sync.lib.pull import drift, preparation
from odoo.addons.crosstech_reseller_sync.lib.source.schema import Column, Schema, Table

PRODUCT = EntityMapping(
    "product", "barang",
    {"key": Source("base.kode"), "name": Source("base.nama"), "brand": Source("m.nama")},
    joins=(Join("merk", "m", (("base.merk_id", "id"),), (("jenis", "aktif"),)),),
    conditions=(Condition("base.hapus", "in", ("0",)),),
)  # fmt: skip
STOCK = EntityMapping(
    "stock", "stok",
    {"key": Source("base.kode"), "product_key": Source("base.kode"), "quantity": Source("base.sisa"),
     "place": Source("base.gudang")},
    cursor="base.waktu",
)  # fmt: skip
MAPPING = Mapping({"product": PRODUCT, "stock": STOCK})
AGREED = MAPPING.columns()


def _table(name, *columns):
    return Table(name, tuple(Column(column, "text") for column in columns))


BARANG = _table("barang", "kode", "nama", "merk_id", "hapus")
MERK = _table("merk", "id", "nama", "jenis")
STOK = _table("stok", "kode", "sisa", "gudang", "waktu")
KNOWN = Schema((BARANG, MERK, STOK))


def _prepare(fresh, policy, agreed=AGREED, known=KNOWN):
    return preparation.prepare(MAPPING, agreed, known, fresh, policy)


def test_nothing_changed_and_everything_signed_is_read_as_it_is():
    found = _prepare(KNOWN, drift.STOP)
    assert (found.mapping, found.waiting, found.is_settled) == (MAPPING, {}, True)


@pytest.mark.parametrize("missing", sorted(STOCK.columns()))
def test_an_entity_that_needs_a_column_nobody_signed_waits_and_the_other_is_read(missing):
    found = _prepare(KNOWN, drift.IGNORE, agreed=AGREED - {missing})
    assert found.waiting == {"stock": preparation.UNSIGNED}
    assert set(found.mapping.entities) == {"product"}


def test_without_the_tables_of_before_only_the_agreement_decides():
    assert _prepare(Schema(()), drift.STOP, known=None).mapping == MAPPING


@pytest.mark.parametrize(
    ("policy", "waiting", "has_place"),
    [(drift.ADD, set(), False), (drift.STOP, {"stock"}, None), (drift.IGNORE, set(), False)],
)
def test_a_column_no_row_needs_is_done_without_unless_the_agreement_says_stop(policy, waiting, has_place):
    found = _prepare(Schema((BARANG, MERK, _table("stok", "kode", "sisa", "waktu"))), policy)
    assert set(found.waiting) == waiting
    assert not found.is_settled
    if has_place is not None:
        assert ("place" in found.mapping.entities["stock"].fields) is has_place


@pytest.mark.parametrize("policy", [drift.ADD, drift.STOP, drift.IGNORE])
def test_a_column_every_row_needs_stops_its_entity_alone(policy):
    found = _prepare(Schema((BARANG, MERK, _table("stok", "kode", "gudang", "waktu"))), policy)
    assert found.waiting == {"stock": preparation.CHANGED}
    assert set(found.mapping.entities) == {"product"}


def test_a_new_name_waits_for_a_person_and_can_be_followed():
    found = _prepare(Schema((BARANG, MERK, _table("stok", "kode", "sisa_akhir", "gudang", "waktu"))), drift.ADD)
    (verdict,) = found.verdicts
    assert (verdict.action, found.waiting) == (drift.CONFIRM, {"stock": preparation.CHANGED})
    assert drift.Verdict.from_json(verdict.as_json()) == verdict
    followed = drift.renamed(STOCK, verdict.change)
    assert followed.columns() == (STOCK.columns() - {("stok", "sisa")}) | {("stok", "sisa_akhir")}


def test_a_new_name_is_followed_in_joins_conditions_and_cursors():
    changes = [
        drift.Change(drift.RENAMED, "merk", "kode_merk", "id", "kode_merk"),
        drift.Change(drift.RENAMED, "merk", "tipe", "jenis", "tipe"),
        drift.Change(drift.RENAMED, "barang", "merk_kode", "merk_id", "merk_kode"),
        drift.Change(drift.RENAMED, "barang", "dihapus", "hapus", "dihapus"),
        drift.Change(drift.RENAMED, "brand", before="merk", after="brand"),
    ]
    spec = PRODUCT
    for change in changes:
        spec = drift.renamed(spec, change)
    assert spec.columns() == {
        ("barang", "kode"), ("barang", "nama"), ("barang", "merk_kode"), ("barang", "dihapus"),
        ("brand", "kode_merk"), ("brand", "nama"), ("brand", "tipe"),
    }  # fmt: skip
    assert drift.renamed(STOCK, drift.Change(drift.RENAMED, "stok", "jam", "waktu", "jam")).cursor == "base.jam"


def test_what_is_new_is_offered_and_never_read():
    found = _prepare(Schema((BARANG, MERK, _table("stok", "kode", "sisa", "gudang", "waktu", "catatan"))), drift.ADD)
    assert ([verdict.action for verdict in found.verdicts], found.mapping) == ([drift.OFFER], MAPPING)
    assert found.is_settled


def test_a_mapping_that_came_later_needs_a_masked_column_as_it_is_and_waits():
    masks = {("stok", "waktu"): "year", ("barang", "nama"): "hash"}
    found = preparation.prepare(MAPPING, AGREED, KNOWN, KNOWN, drift.IGNORE, masks=masks)
    assert found.waiting == {"stock": preparation.UNSIGNED}
    assert set(found.mapping.entities) == {"product"}
