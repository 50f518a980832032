"""Proposals for schemas nobody has seen: right, or unsure; never wrong and sure."""

from collections import Counter

import pytest

from odoo.addons.crosstech_reseller_sync.lib.dump.load import load, read_schema
from odoo.addons.crosstech_reseller_sync.lib.mapping.propose import propose
from odoo.addons.crosstech_reseller_sync.lib.source.reader import file_reader

from tests.unit.crosstech_reseller_sync.home_made_shops import HomeMade

TOTALS = {
    "product": ("products",),
    "stock": ("stock_units",),
    "sale_line": ("sale_orders", "sale_lines", "quantity_sold"),
}
TUNED, KEPT_ASIDE = range(0, 160, 2), range(1, 160, 2)


def outcome(proposal, truth: dict, entity: str) -> str:
    """``right``/``wrong`` and ``sure``/``unsure``, in one word."""
    proposed = proposal.entities[entity]
    compared = [name for name in TOTALS[entity] if name != "sale_orders" or name in proposed.totals]
    right = all(proposed.totals.get(name, 0) == truth.get(name, 0) for name in compared)
    return f"{'right' if right else 'wrong'}-{'sure' if proposed.is_sure else 'unsure'}"


def judged(seed: int, folder) -> tuple[HomeMade, object]:
    shop = HomeMade(seed)
    path = folder / f"{seed}.sqlite"
    schema = shop.write(path)
    with file_reader(path, schema) as sampler:
        return shop, propose(schema, sampler)


def rates(seeds, folder) -> tuple[Counter, dict, list]:
    """Count outcomes by entity; shops right in everything, of the plain ones and of the riddles; what went wrong."""
    by_entity, whole, wrong = Counter(), {False: Counter(), True: Counter()}, []
    for seed in seeds:
        shop, proposal = judged(seed, folder)
        found = {entity: outcome(proposal, shop.truth, entity) for entity in TOTALS}
        by_entity.update(f"{'riddle' if shop.is_riddle else 'plain'} {entity} {found[entity]}" for entity in found)
        whole[shop.is_riddle]["shops"] += 1
        whole[shop.is_riddle]["right"] += all(result.startswith("right") for result in found.values())
        whole[shop.is_riddle]["right and sure"] += all(result == "right-sure" for result in found.values())
        wrong += [(seed, entity, shop.traits) for entity, result in found.items() if result == "wrong-sure"]
    return by_entity, whole, wrong


@pytest.mark.parametrize("seeds", [TUNED, KEPT_ASIDE], ids=["tuned", "kept aside"])
def test_home_made_shops_are_never_wrong_and_sure_and_plain_ones_mostly_right(seeds, tmp_path, record_property):
    by_entity, whole, wrong = rates(seeds, tmp_path)
    record_property("outcomes", dict(by_entity))
    assert wrong == []
    assert whole[False]["right"] >= 0.7 * whole[False]["shops"]
    assert whole[False]["right and sure"] >= 0.5 * whole[False]["shops"], "honesty is not doubting everything"


@pytest.mark.parametrize(
    ("file", "expected", "sure"),
    [
        ("northwind.sqlite", (77, 3_119, 830, 2_155, 51_317), True),
        ("northwind_pg.sql", (77, 3_119, 830, 2_155, 51_317), True),
        ("mysqlsampledatabase.sql", (110, 555_131, 326, 2_996, 105_516), False),
        ("Chinook_Sqlite.sqlite", (3_503, None, 412, 2_240, 2_240), False),
    ],
)
def test_sample_shops_are_read_without_knowing_them(file, expected, sure, shared_data, tmp_path):
    path = shared_data(f"resellers/{file}")
    schema = read_schema(path)
    load(path, {table.name: table.column_names for table in schema.tables}, tmp_path / "shop.sqlite")
    with file_reader(tmp_path / "shop.sqlite", schema) as sampler:
        proposal = propose(schema, sampler, use_profiles=False)
    names = ("products", "stock_units", "sale_orders", "sale_lines", "quantity_sold")
    assert tuple(proposal.totals.get(name) for name in names) == expected
    assert proposal.is_sure == sure
    assert all(entity.is_sure or entity.doubts for entity in proposal.entities.values())
