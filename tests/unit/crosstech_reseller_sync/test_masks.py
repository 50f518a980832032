"""A mask is possible where what is read still makes sense with it."""

import pytest

from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import Condition, EntityMapping, Join, Mapping, Source
from odoo.addons.crosstech_reseller_sync.lib.masks import bad_masks, possible_masks, uses

SALES = EntityMapping(
    "sale_line",
    "item",
    {
        "key": Source("base.id"),
        "product_key": Source(columns=("base.a", "base.b")),
        "quantity": Source("base.qty", minus="base.back", times="base.pack"),
        "sold_at": Source("nota.tgl"),
        "order_ref": Source("nota.nomor"),
        "place": Source(constant="Toko"),
    },
    joins=(Join("nota", "nota", (("base.nota_id", "id"),), (("jenis", "jual"),)),),
    conditions=(Condition("nota.status", "in", ("ok",)),),
    cursor="base.changed",
)
MAPPING = Mapping({"sale_line": SALES})


def test_every_column_an_agreement_names_says_what_it_is_for():
    found = uses(MAPPING)
    assert set(found) == MAPPING.columns()
    assert all(found.values())
    assert found[("item", "pack")] == ("sale_line.quantity",)
    assert found[("item", "a")] == ("sale_line.product_key",)
    assert found[("nota", "jenis")] == found[("nota", "status")] == found[("item", "changed")] == ("sale_line.link",)


def test_what_is_united_counts_too():
    returns = EntityMapping(
        "sale_line", "retur",
        {"key": Source("base.id"), "product_key": Source("base.kode"), "quantity": Source("base.qty")},
    )  # fmt: skip
    both = Mapping({"sale_line": EntityMapping("sale_line", "item", SALES.fields, SALES.joins, union=(returns,))})
    assert set(uses(both)) == both.columns()


@pytest.mark.parametrize(
    ("read_for", "possible"),
    [
        (["product.category"], {"hash", "blank"}),
        (["product.name"], {"hash"}),
        (["sale_line.sold_at"], {"year", "blank"}),
        (["sale_line.unit_price"], {"blank"}),
        (["sale_line.quantity"], set()),
        (["product.active"], {"blank"}),
        (["product.key"], set()),
        (["stock.product_key"], set()),
        (["sale_line.link"], set()),
        (["product.category", "stock.link"], set()),
        (["product.category", "sale_line.sold_at"], {"blank"}),
    ],
)
def test_a_column_bears_the_masks_that_all_its_uses_bear(read_for, possible):
    assert possible_masks(read_for) == possible


def test_masks_that_would_spoil_what_is_read_are_named():
    masks = {("nota", "nomor"): "hash", ("nota", "tgl"): "year", ("item", "qty"): "blank", ("nota", "id"): "hash"}
    assert bad_masks(MAPPING, masks) == [("item", "qty"), ("nota", "id")]


def test_an_unknown_mask_is_bad():
    assert bad_masks(MAPPING, {("nota", "nomor"): "rot13"}) == [("nota", "nomor")]
