"""What an agreement masks is never kept as it is, also where it cannot be read."""

import sqlite3

import pytest

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES
from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import EntityMapping, Mapping, Source
from odoo.addons.crosstech_reseller_sync.lib.pull import plan
from odoo.addons.crosstech_reseller_sync.lib.source import engines, reader

SALES = EntityMapping(
    "sale_line", "jual",
    {"key": Source("base.id"), "product_key": Source("base.id"), "quantity": Source("base.id"),
     "sold_at": Source("base.tgl", reading="text_date", format="%d/%m/%Y")},
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kept"), [("17/08/1998", "1998-01-01 00:00:00"), ("lahir 17 Agustus 1998", "1998-01-01 00:00:00"),
                          ("rahasia", "None")]
)  # fmt: skip
def test_a_date_that_cannot_be_read_is_masked_all_the_same(tmp_path, written, kept):
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as shop:
        shop.execute("CREATE TABLE jual (id INTEGER PRIMARY KEY, tgl TEXT)")
        shop.execute("INSERT INTO jual VALUES (1, ?)", [written])
    sale = ENTITIES["sale_line"]
    with engines.open_source(engines.file_address(path)) as session:
        shop = reader.Reader(
            session, session.introspect(), Mapping({"sale_line": SALES}), masks={("jual", "tgl"): "year"}
        )
        ((row,),) = shop.rows(sale, plan.Step(plan.EVERYTHING))
    assert str(row[sale.field_names.index("sold_at")]) == kept
