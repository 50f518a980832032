"""Pulls into the history on a real PostgreSQL: what is kept, what a moment looked like, and that nothing gets lost."""

# ruff: noqa: F401, F811, S311, S608 – fixtures; seeded draws; names of our own tables

import itertools
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.entities import PRICE, PRODUCT, SALE_LINE, STOCK
from odoo.addons.crosstech_reseller_sync.lib.pull import activity, history, merge, names, plan, pulling, rows, stage

from tests.engines.pull_shop import (
    SOURCE,
    START,
    as_of,
    ask,
    counts,
    database,
    ours,
    pull,
    put_sale,
    put_stock,
    shop,
    story,
)


def test_making_the_tables_twice_changes_nothing(ours):
    before = ask(ours, "SELECT count(*), max(oid) FROM pg_class WHERE relname LIKE 'crosstech_sync%%'")
    history.create(ours)
    assert ask(ours, "SELECT count(*), max(oid) FROM pg_class WHERE relname LIKE 'crosstech_sync%%'") == before


def test_every_unique_index_holds_the_source_so_that_tables_could_be_spread(ours):
    indexes = ask(
        ours,
        "SELECT indexdef FROM pg_indexes JOIN pg_class ON relname = tablename "
        "WHERE tablename LIKE 'crosstech_sync%%' AND indexdef LIKE '%%UNIQUE%%'",
    )
    assert len(indexes) > 10
    assert all("source_id" in definition for (definition,) in indexes)
    spread = history.ddl(distributed=True)
    assert not any("PARTITION BY" in statement for statement in spread)
    assert sum("create_distributed_table" in statement for statement in spread) == 13


@pytest.mark.parametrize("direct", [False, True])
def test_a_value_knows_its_time_place_and_activity(ours, shop, direct):
    put_stock(shop, "1", 10, changed=START - timedelta(days=2), place="Manado")
    put_sale(shop, "s1", "P1", 1)
    run, _ = pull(ours, direct=direct)
    with ours.cursor() as cursor:
        (version,) = history.story(cursor, STOCK, SOURCE, "1")
    assert version["quantity"] == 10
    assert (version["place"], version["activity"]) == ("Manado", activity.FIRST_SEEN)
    assert (version["valid_from"], version["recorded_at"]) == (START - timedelta(days=2), START)
    assert (version["run_id"], version["recorded_until"]) == (run.run_id, None)


@pytest.mark.parametrize("direct", [False, True])
def test_how_a_level_came_to_be_is_told_with_the_lines_of_the_pull(ours, shop, direct):
    put_stock(shop, "1", 10)
    put_sale(shop, "s1", "P1", 1)
    pull(ours, direct=direct)
    put_stock(shop, "1", 7)
    put_sale(shop, "s2", "P1", 3)
    pull(ours, hours=1, direct=direct)
    put_stock(shop, "1", 5)
    pull(ours, hours=2, direct=direct)
    shop.execute("INSERT INTO shop.purchase_line (key, product_key, quantity) VALUES ('b1', 'P1', 20)")
    put_stock(shop, "1", 25)
    pull(ours, hours=3, direct=direct)
    shop.execute("DELETE FROM shop.stock")
    pull(ours, hours=4, direct=direct)
    put_stock(shop, "1", 25)
    pull(ours, hours=5, direct=direct)
    assert story(ours, STOCK, "1", "quantity", "activity", "recorded_at") == [
        (10, "first_seen", START),
        (7, "sale", START + timedelta(hours=1)),
        (5, "count", START + timedelta(hours=2)),
        (25, "restock", START + timedelta(hours=3)),
        (25, "gone", START + timedelta(hours=4)),
        (25, "back", START + timedelta(hours=5)),
    ]


def test_without_sale_lines_a_fall_is_a_presumed_sale(ours, shop):
    put_stock(shop, "1", 10)
    pull(ours)
    put_stock(shop, "1", 8)
    pull(ours, hours=1)
    put_stock(shop, "1", 9)
    pull(ours, hours=2)
    assert story(ours, STOCK, "1", "activity") == [("first_seen",), ("sale_presumed",), ("restock_presumed",)]


def test_the_rules_in_sql_and_in_python_say_the_same(ours):
    draw = random.Random(4)
    values = {
        "text": ["a", "b", None], "number": [Decimal(0), Decimal("2.50"), Decimal(-3), None],
        "flag": [True, False, None], "moment": [START, None],
    }  # fmt: skip
    for _ in range(300):
        entity = draw.choice([PRODUCT, PRICE, STOCK, SALE_LINE])
        new = {field.name: draw.choice(values[field.kind]) for field in entity.fields}
        old = {**new, **{field.name: draw.choice(values[field.kind]) for field in entity.fields[1:]}}
        old |= {"is_deleted": draw.random() < 0.1, "key": "k"}
        lines = draw.choice([None, Decimal(0), Decimal(-3), Decimal("2.5")])
        kinds = {field.name: names.SQL_TYPE[field.kind] for field in entity.fields} | {"is_deleted": "boolean"}
        tables = ", ".join(
            f"(SELECT {', '.join(f'%({alias}_{name})s::{kinds[name]} AS {name}' for name in row)}) {alias}"
            for alias, row in (("c", old), ("s", new))
        )
        parameters = {f"c_{name}": value for name, value in old.items()}
        parameters |= {f"s_{name}": value for name, value in new.items()} | {"lines": lines}
        query = f"SELECT {activity.sql(entity, 'c', 's', '%(lines)s::numeric')} FROM {tables}"
        assert ask(ours, query, parameters) == [(activity.of(entity, old, new, lines),)], (entity.name, old, new)


def test_as_of_shows_what_we_knew_and_what_was_so(ours, shop):
    put_stock(shop, "1", 10, changed=START - timedelta(days=9))
    pull(ours)
    put_stock(shop, "1", 6, changed=START - timedelta(days=3))
    pull(ours, hours=1)
    put_stock(shop, "1", 8, changed=START - timedelta(days=5))  # a correction of an earlier time
    pull(ours, hours=2)
    assert as_of(ours, STOCK, "quantity") == [(8,)]
    known = [
        as_of(ours, STOCK, "quantity", system=START + timedelta(minutes=minutes)) for minutes in (-1, 0, 59, 60, 120)
    ]
    assert known == [[], [(10,)], [(10,)], [(6,)], [(8,)]]
    held = [as_of(ours, STOCK, "quantity", valid=START - timedelta(days=days)) for days in (10, 9, 6, 5, 1)]
    assert held == [[], [(10,)], [(10,)], [(8,)], [(8,)]]
    both = {"system": START + timedelta(minutes=61), "valid": START - timedelta(days=4)}
    assert as_of(ours, STOCK, "quantity", **both) == [(10,)]


def test_a_row_that_is_gone_is_there_as_of_the_time_before(ours, shop):
    put_stock(shop, "1", 10)
    put_stock(shop, "2", 20)
    pull(ours)
    shop.execute("DELETE FROM shop.stock WHERE key = '2'")
    pull(ours, hours=1)
    assert as_of(ours, STOCK, "key") == [("1",)]
    assert as_of(ours, STOCK, "key", system=START + timedelta(minutes=1)) == [("1",), ("2",)]


def test_as_of_equals_the_copies_taken_at_that_time(ours, shop):
    draw, copies = random.Random(9), []
    for hours in range(12):
        for _ in range(15):
            key = str(draw.randrange(30))
            if draw.random() < 0.25:
                shop.execute("DELETE FROM shop.stock WHERE key = %s", [key])
            else:
                put_stock(shop, key, draw.randrange(-2, 5))
        pull(ours, "stock", hours=hours, direct=hours % 2 == 0)
        shop.execute('SELECT key, quantity FROM shop.stock ORDER BY key COLLATE "C"')
        copies.append(shop.fetchall())
    for hours, copy in enumerate(copies):
        assert as_of(ours, STOCK, 'key COLLATE "C", quantity', system=START + timedelta(hours=hours)) == copy


def test_a_second_pull_without_changes_writes_nothing(ours, shop):
    for number in range(50):
        put_stock(shop, str(number), number, changed=START)
    pull(ours)
    before = ask(ours, "SELECT * FROM crosstech_sync_stock_version ORDER BY key")
    pull(ours, hours=1)
    shop.execute("UPDATE shop.stock SET changed = changed + interval '1 minute'")  # touched, nothing is different
    pull(ours, hours=2)
    assert counts(ours, STOCK) == ("everything", 50, 0, 0, 0, 0)
    assert ask(ours, "SELECT * FROM crosstech_sync_stock_version ORDER BY key") == before


@pytest.mark.parametrize("direct", [False, True])
def test_bad_rows_wait_in_quarantine_and_are_not_taken_for_gone(ours, shop, direct):
    for key in ("1", "2", "3"):
        put_stock(shop, key, 10)
    pull(ours, direct=direct)
    shop.execute("UPDATE shop.stock SET quantity = 'NaN' WHERE key = '2'")
    shop.execute("UPDATE shop.stock SET product_key = repeat('x', 301) WHERE key = '3'")
    shop.execute("UPDATE shop.stock SET quantity = 9 WHERE key = '1'")
    pull(ours, hours=1, direct=direct)
    assert counts(ours, STOCK)[2:] == (0, 1, 0, 2)
    waiting = ask(ours, f"SELECT field, reason, original->>'key' FROM {names.QUARANTINE} ORDER BY 3")
    assert waiting == [("quantity", "not_a_number", "2"), ("product_key", "too_long", "3")]
    assert as_of(ours, STOCK, "key, quantity") == [("1", 9), ("2", 10), ("3", 10)]


@pytest.mark.parametrize("direct", [False, True])
def test_of_rows_with_one_key_the_same_one_stays_in_every_pull(ours, shop, direct):
    for quantity in (3, 1, 2):
        shop.execute("INSERT INTO shop.stock VALUES ('1', 'P1', NULL, %s, NULL)", [quantity])
    pull(ours, direct=direct)
    shop.execute("UPDATE shop.stock SET place = NULL WHERE quantity = 3")  # moves it to the end of the table
    pull(ours, hours=1, direct=direct)
    assert story(ours, STOCK, "1", "quantity") == [(1,)]
    assert counts(ours, STOCK)[2:] == (0, 0, 0, 2)


def test_what_is_deleted_of_a_source_is_gone_everywhere_and_others_keep_theirs(ours, shop):
    for hours in range(3):
        put_stock(shop, "1", hours)
        pull(ours, hours=hours)
        pull(ours, hours=hours, source_id=SOURCE + 1)
    history.remove_source(ours, SOURCE)
    ours.commit()
    tables = ask(ours, "SELECT relname FROM pg_class WHERE relname LIKE 'crosstech_sync%%' AND relkind IN ('r', 'p')")
    left = {name: ask(ours, f"SELECT count(*) FROM {name} WHERE source_id = 7") for (name,) in tables}
    assert set(itertools.chain(*left.values())) == {(0,)}
    assert not [name for name in left if name.endswith("_s7")]
    assert ask(ours, "SELECT count(*) FROM crosstech_sync_stock_version WHERE source_id = 8") == [(3,)]


def test_retention_deletes_what_ended_before_and_keeps_what_is_so(ours, shop):
    for hours in range(4):
        put_stock(shop, "1", hours)
        pull(ours, hours=hours)
    removed = history.remove_before(ours, SOURCE, START + timedelta(hours=2, minutes=30))
    assert removed == 2
    assert story(ours, STOCK, "1", "quantity") == [(2,), (3,)]


def test_a_watermark_reads_little_and_keys_find_the_rest(ours, shop):
    cadence = plan.Cadence(overlap=timedelta(minutes=5), keys_every=3, everything_every=0)
    for number in range(500):
        put_stock(shop, str(number), 1, changed=START + timedelta(minutes=number))
    again = {"cursors": {"stock": "changed"}, "cadence": cadence}
    pull(ours, "stock", hours=1, **again)
    shop.execute("UPDATE shop.stock SET quantity = 2, changed = '2026-03-02' WHERE key IN ('3', '4')")
    shop.execute("DELETE FROM shop.stock WHERE key = '9'")
    _run, read = pull(ours, "stock", hours=2, **again)
    assert read == 8  # two that changed, six of the overlap
    assert counts(ours, STOCK) == ("since", 8, 0, 2, 0, 0)
    put_stock(shop, "late", 1, changed=START)  # committed long after the overlap
    pull(ours, "stock", hours=3, **again)
    pull(ours, "stock", hours=4, **again)
    assert counts(ours, STOCK)[0] == "since+keys"
    assert counts(ours, STOCK)[2:5] == (1, 0, 1)
    shop.execute("SELECT key, quantity FROM shop.stock ORDER BY key")
    assert as_of(ours, STOCK, "key, quantity") == shop.fetchall()


def test_clean_values_arrive_as_they_are(ours):
    """Whatever the cleaner lets through, PostgreSQL stores and gives back the same."""
    number = st.one_of(st.decimals(allow_nan=True), st.floats(), st.integers(-(10**30), 10**30), st.none())
    row = st.tuples(
        st.one_of(st.text(), st.binary(), st.integers()), st.text(), st.one_of(st.none(), st.text(), st.binary()),
        number, st.one_of(st.none(), st.datetimes()),
    )  # fmt: skip
    cleaner = rows.Cleaner(STOCK, zone=pulling.timezone.utc, read_at=START)

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(row, max_size=20))
    def check(batch):
        bad = []
        good = list(cleaner.rows(batch, bad))
        assert len(good) + len(bad) == len(batch)
        with ours.cursor() as cursor:
            table = stage.staging_table(cursor, STOCK)
            stage.copy_rows(cursor, table, names.staged(STOCK), [good])
            merge.write_bad(cursor, STOCK, merge.Run(SOURCE, 1, START), bad)
            cursor.execute(f"SELECT * FROM {table}")
            assert cursor.fetchall() == good
        ours.rollback()

    check()
