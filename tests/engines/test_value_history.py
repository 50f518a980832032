"""Pulls into the history on a real PostgreSQL: what is kept, what a moment looked like, and that nothing gets lost."""

# ruff: noqa: S311, S608 – seeded draws; names of our own tables

import contextlib
import itertools
import os
import random
import signal
import threading
import time
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES, PRICE, PRODUCT, SALE_LINE, STOCK
from odoo.addons.crosstech_reseller_sync.lib.pull import activity, history, merge, names, plan, pulling, rows, stage

from scripts import postgres
from tests.engines import pull_source

NAME = "crosstech-value-history"
SOURCE = 7
START = datetime(2026, 3, 1, 8, 0)  # noqa: DTZ001 – naive UTC, as in the tables


@pytest.fixture(scope="module")
def database():
    """A database of its own with our tables and an empty shop."""
    postgres.start()
    postgres.drop_database(NAME)
    postgres.query(f'CREATE DATABASE "{NAME}"')
    connection = pull_source.connect(NAME)
    history.create(connection)
    connection.commit()
    connection.close()
    yield NAME
    postgres.drop_database(NAME)


@pytest.fixture
def ours(database):
    """A connection to our tables, without any source in them."""
    connection = pull_source.connect(database)
    for source_id in (SOURCE, SOURCE + 1):
        history.remove_source(connection, source_id)
    connection.commit()
    yield connection
    connection.close()


@pytest.fixture
def shop(database):
    """A connection to an empty reseller's shop; every statement is committed at once."""
    connection = pull_source.connect(database)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop")
    for entity in ENTITIES.values():
        fields = ", ".join(f"{field.name} {names.SQL_TYPE[field.kind]}" for field in entity.fields)
        cursor.execute(f"CREATE TABLE shop.{entity.name} ({fields})")
    yield cursor
    connection.close()


def _stock(shop, key, quantity, *, changed=None, place=None):
    shop.execute("DELETE FROM shop.stock WHERE key = %s", [key])
    shop.execute("INSERT INTO shop.stock VALUES (%s, %s, %s, %s, %s)", [key, f"P{key}", place, quantity, changed])


def _sale(shop, key, product, quantity, sold_at=START):
    shop.execute(
        "INSERT INTO shop.sale_line (key, product_key, sold_at, quantity) VALUES (%s, %s, %s, %s)",
        [key, product, sold_at, quantity],
    )


def _pull(ours, *entities, hours=0, direct=False, source_id=SOURCE, **settings):
    cursors = settings.pop("cursors", {})
    with pull_source.Snapshot(NAME, "shop", cursors=cursors, direct=direct) as source:
        run = pulling.pull(
            ours, source_id, source, entities or ENTITIES, now=START + timedelta(hours=hours),
            settings=pulling.Settings(**settings),
        )  # fmt: skip
    return run, source.read


def _all(ours, sql, parameters=None):
    with ours.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _story(ours, entity, key, *columns):
    return [tuple(version[name] for name in columns) for version in history.story(ours, entity, SOURCE, key)]


def _as_of(ours, entity, columns, *, system="infinity", valid="infinity"):
    """Ask both ways where both must say the same."""
    parameters = {"system": system, "valid": valid}
    writers = [history.valid_as_of] if valid != "infinity" else [history.valid_as_of, history.as_of]
    queries = [f"SELECT {columns} FROM ({write(entity, where='c.source_id = 7')}) x ORDER BY 1" for write in writers]
    answers = [_all(ours, query, parameters) for query in queries]
    assert answers[0] == answers[-1]
    return answers[0]


def _counts(ours, entity):
    return _all(
        ours,
        f"SELECT mode, read, added, changed, gone, quarantined FROM {names.CHECKPOINT} "
        "WHERE source_id = 7 AND entity = %s ORDER BY run_id DESC LIMIT 1",
        [entity.name],
    )[0]


def test_making_the_tables_twice_changes_nothing(ours):
    before = _all(ours, "SELECT count(*), max(oid) FROM pg_class WHERE relname LIKE 'crosstech_sync%%'")
    history.create(ours)
    assert _all(ours, "SELECT count(*), max(oid) FROM pg_class WHERE relname LIKE 'crosstech_sync%%'") == before


def test_every_unique_index_holds_the_source_so_that_tables_could_be_spread(ours):
    indexes = _all(
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
    _stock(shop, "1", 10, changed=START - timedelta(days=2), place="Manado")
    _sale(shop, "s1", "P1", 1)
    run, _ = _pull(ours, direct=direct)
    (version,) = history.story(ours, STOCK, SOURCE, "1")
    assert version["quantity"] == 10
    assert (version["place"], version["activity"]) == ("Manado", activity.FIRST_SEEN)
    assert (version["valid_from"], version["recorded_at"]) == (START - timedelta(days=2), START)
    assert (version["run_id"], version["recorded_until"]) == (run.run_id, None)


@pytest.mark.parametrize("direct", [False, True])
def test_how_a_level_came_to_be_is_told_with_the_lines_of_the_pull(ours, shop, direct):
    _stock(shop, "1", 10)
    _sale(shop, "s1", "P1", 1)
    _pull(ours, direct=direct)
    _stock(shop, "1", 7)
    _sale(shop, "s2", "P1", 3)
    _pull(ours, hours=1, direct=direct)
    _stock(shop, "1", 5)
    _pull(ours, hours=2, direct=direct)
    shop.execute("INSERT INTO shop.purchase_line (key, product_key, quantity) VALUES ('b1', 'P1', 20)")
    _stock(shop, "1", 25)
    _pull(ours, hours=3, direct=direct)
    shop.execute("DELETE FROM shop.stock")
    _pull(ours, hours=4, direct=direct)
    _stock(shop, "1", 25)
    _pull(ours, hours=5, direct=direct)
    assert _story(ours, STOCK, "1", "quantity", "activity", "recorded_at") == [
        (10, "first_seen", START),
        (7, "sale", START + timedelta(hours=1)),
        (5, "count", START + timedelta(hours=2)),
        (25, "restock", START + timedelta(hours=3)),
        (25, "gone", START + timedelta(hours=4)),
        (25, "back", START + timedelta(hours=5)),
    ]


def test_without_sale_lines_a_fall_is_a_presumed_sale(ours, shop):
    _stock(shop, "1", 10)
    _pull(ours)
    _stock(shop, "1", 8)
    _pull(ours, hours=1)
    _stock(shop, "1", 9)
    _pull(ours, hours=2)
    assert _story(ours, STOCK, "1", "activity") == [("first_seen",), ("sale_presumed",), ("restock_presumed",)]


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
        assert _all(ours, query, parameters) == [(activity.of(entity, old, new, lines),)], (entity.name, old, new)


def test_as_of_shows_what_we_knew_and_what_was_so(ours, shop):
    _stock(shop, "1", 10, changed=START - timedelta(days=9))
    _pull(ours)
    _stock(shop, "1", 6, changed=START - timedelta(days=3))
    _pull(ours, hours=1)
    _stock(shop, "1", 8, changed=START - timedelta(days=5))  # a correction of an earlier time
    _pull(ours, hours=2)
    assert _as_of(ours, STOCK, "quantity") == [(8,)]
    known = [
        _as_of(ours, STOCK, "quantity", system=START + timedelta(minutes=minutes)) for minutes in (-1, 0, 59, 60, 120)
    ]
    assert known == [[], [(10,)], [(10,)], [(6,)], [(8,)]]
    held = [_as_of(ours, STOCK, "quantity", valid=START - timedelta(days=days)) for days in (10, 9, 6, 5, 1)]
    assert held == [[], [(10,)], [(10,)], [(8,)], [(8,)]]
    both = {"system": START + timedelta(minutes=61), "valid": START - timedelta(days=4)}
    assert _as_of(ours, STOCK, "quantity", **both) == [(10,)]


def test_a_row_that_is_gone_is_there_as_of_the_time_before(ours, shop):
    _stock(shop, "1", 10)
    _stock(shop, "2", 20)
    _pull(ours)
    shop.execute("DELETE FROM shop.stock WHERE key = '2'")
    _pull(ours, hours=1)
    assert _as_of(ours, STOCK, "key") == [("1",)]
    assert _as_of(ours, STOCK, "key", system=START + timedelta(minutes=1)) == [("1",), ("2",)]


def test_as_of_equals_the_copies_taken_at_that_time(ours, shop):
    draw, copies = random.Random(9), []
    for hours in range(12):
        for _ in range(15):
            key = str(draw.randrange(30))
            if draw.random() < 0.25:
                shop.execute("DELETE FROM shop.stock WHERE key = %s", [key])
            else:
                _stock(shop, key, draw.randrange(-2, 5))
        _pull(ours, "stock", hours=hours, direct=hours % 2 == 0)
        shop.execute('SELECT key, quantity FROM shop.stock ORDER BY key COLLATE "C"')
        copies.append(shop.fetchall())
    for hours, copy in enumerate(copies):
        assert _as_of(ours, STOCK, 'key COLLATE "C", quantity', system=START + timedelta(hours=hours)) == copy


def test_a_second_pull_without_changes_writes_nothing(ours, shop):
    for number in range(50):
        _stock(shop, str(number), number, changed=START)
    _pull(ours)
    before = _all(ours, "SELECT * FROM crosstech_sync_stock_version ORDER BY key")
    _pull(ours, hours=1)
    shop.execute("UPDATE shop.stock SET changed = changed + interval '1 minute'")  # touched, nothing is different
    _pull(ours, hours=2)
    assert _counts(ours, STOCK) == ("everything", 50, 0, 0, 0, 0)
    assert _all(ours, "SELECT * FROM crosstech_sync_stock_version ORDER BY key") == before


def test_two_pulls_of_one_source_do_not_meet(ours, shop, database):
    _stock(shop, "1", 10)
    other = pull_source.connect(database)
    with pulling.locked(other, SOURCE), pytest.raises(pulling.Busy):
        _pull(ours)
    assert _all(ours, f"SELECT count(*) FROM {names.RUN} WHERE source_id = 7") == [(0,)]
    _pull(ours)
    with pulling.locked(other, SOURCE):
        _pull(ours, source_id=SOURCE + 1)  # another source is nobody's business
    other.close()
    assert _as_of(ours, STOCK, "quantity") == [(10,)]


@pytest.mark.parametrize("direct", [False, True])
def test_bad_rows_wait_in_quarantine_and_are_not_taken_for_gone(ours, shop, direct):
    for key in ("1", "2", "3"):
        _stock(shop, key, 10)
    _pull(ours, direct=direct)
    shop.execute("UPDATE shop.stock SET quantity = 'NaN' WHERE key = '2'")
    shop.execute("UPDATE shop.stock SET product_key = repeat('x', 301) WHERE key = '3'")
    shop.execute("UPDATE shop.stock SET quantity = 9 WHERE key = '1'")
    _pull(ours, hours=1, direct=direct)
    assert _counts(ours, STOCK)[2:] == (0, 1, 0, 2)
    waiting = _all(ours, f"SELECT field, reason, original->>'key' FROM {names.QUARANTINE} ORDER BY 3")
    assert waiting == [("quantity", "not_a_number", "2"), ("product_key", "too_long", "3")]
    assert _as_of(ours, STOCK, "key, quantity") == [("1", 9), ("2", 10), ("3", 10)]


@pytest.mark.parametrize("direct", [False, True])
def test_of_rows_with_one_key_the_same_one_stays_in_every_pull(ours, shop, direct):
    for quantity in (3, 1, 2):
        shop.execute("INSERT INTO shop.stock VALUES ('1', 'P1', NULL, %s, NULL)", [quantity])
    _pull(ours, direct=direct)
    shop.execute("UPDATE shop.stock SET place = NULL WHERE quantity = 3")  # moves it to the end of the table
    _pull(ours, hours=1, direct=direct)
    assert _story(ours, STOCK, "1", "quantity") == [(1,)]
    assert _counts(ours, STOCK)[2:] == (0, 0, 0, 2)


def test_what_is_deleted_of_a_source_is_gone_everywhere_and_others_keep_theirs(ours, shop):
    for hours in range(3):
        _stock(shop, "1", hours)
        _pull(ours, hours=hours)
        _pull(ours, hours=hours, source_id=SOURCE + 1)
    history.remove_source(ours, SOURCE)
    ours.commit()
    tables = _all(ours, "SELECT relname FROM pg_class WHERE relname LIKE 'crosstech_sync%%' AND relkind IN ('r', 'p')")
    left = {name: _all(ours, f"SELECT count(*) FROM {name} WHERE source_id = 7") for (name,) in tables}
    assert set(itertools.chain(*left.values())) == {(0,)}
    assert not [name for name in left if name.endswith("_s7")]
    assert _all(ours, "SELECT count(*) FROM crosstech_sync_stock_version WHERE source_id = 8") == [(3,)]


def test_retention_deletes_what_ended_before_and_keeps_what_is_so(ours, shop):
    for hours in range(4):
        _stock(shop, "1", hours)
        _pull(ours, hours=hours)
    removed = history.remove_before(ours, SOURCE, START + timedelta(hours=2, minutes=30))
    assert removed == 2
    assert _story(ours, STOCK, "1", "quantity") == [(2,), (3,)]


def test_a_watermark_reads_little_and_keys_find_the_rest(ours, shop):
    cadence = plan.Cadence(overlap=timedelta(minutes=5), keys_every=3, everything_every=0)
    for number in range(500):
        _stock(shop, str(number), 1, changed=START + timedelta(minutes=number))
    pull = lambda hours: _pull(ours, "stock", hours=hours, cursors={"stock": "changed"}, cadence=cadence)  # noqa: E731
    pull(1)
    shop.execute("UPDATE shop.stock SET quantity = 2, changed = '2026-03-02' WHERE key IN ('3', '4')")
    shop.execute("DELETE FROM shop.stock WHERE key = '9'")
    _run, read = pull(2)
    assert read == 8  # two that changed, six of the overlap
    assert _counts(ours, STOCK) == ("since", 8, 0, 2, 0, 0)
    _stock(shop, "late", 1, changed=START)  # committed long after the overlap
    pull(3)
    pull(4)
    assert _counts(ours, STOCK)[0] == "since+keys"
    assert _counts(ours, STOCK)[2:5] == (1, 0, 1)
    shop.execute("SELECT key, quantity FROM shop.stock ORDER BY key")
    assert _as_of(ours, STOCK, "key, quantity") == shop.fetchall()


def test_writers_at_work_during_the_pulls_lose_and_double_nothing(ours, shop, database):
    """Four writers insert, change and commit late, with a cursor of few different values; one pull follows another."""
    shop.execute("CREATE SEQUENCE shop.clock; ALTER TABLE shop.stock ADD PRIMARY KEY (key), ADD COLUMN beat bigint")
    stop = threading.Event()

    def write(number):
        draw, connection = random.Random(number), pull_source.connect(database)
        cursor = connection.cursor()
        while not stop.is_set():
            for _ in range(draw.randrange(1, 4)):
                key = f"{number}-{draw.randrange(200)}"
                cursor.execute("SELECT nextval('shop.clock') / 5")  # five writes share one value
                cursor.execute(
                    "INSERT INTO shop.stock VALUES (%s, 'P', NULL, %s, NULL, %s) ON CONFLICT (key) DO UPDATE "
                    "SET quantity = excluded.quantity, beat = excluded.beat",
                    [key, draw.randrange(1000), cursor.fetchone()[0]],
                )
                time.sleep(draw.random() / 100)
            connection.commit()
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    cadence = plan.Cadence(overlap_numbers=100, keys_every=0, everything_every=0)
    for number in range(40):
        if number == 39:
            stop.set()
            for writer in writers:
                writer.join()
        _pull(ours, "stock", hours=number, cursors={"stock": "beat"}, cadence=cadence, direct=number % 2 == 0)
    assert _counts(ours, STOCK)[0] == "since"
    shop.execute('SELECT key, quantity FROM shop.stock ORDER BY key COLLATE "C"')
    truth = shop.fetchall()
    assert len(truth) > 100
    assert _as_of(ours, STOCK, 'key COLLATE "C", quantity') == truth
    assert _broken_histories(ours, STOCK) == []


def _broken_histories(ours, entity):
    """Versions that do not begin where the one before ended, or say the same as it."""
    compared = (*names.compared(entity), "is_deleted")
    now, before = (", ".join(f"{alias}.{name}" for name in compared) for alias in "vb")
    return _all(
        ours,
        f"WITH numbered AS (SELECT *, row_number() OVER (PARTITION BY key ORDER BY recorded_at, run_id) AS number "
        f"FROM {names.current(entity)}_version WHERE source_id = 7) "
        f"SELECT v.key FROM numbered v JOIN numbered b ON b.key = v.key AND b.number = v.number - 1 "
        f"WHERE b.recorded_until <> v.recorded_at OR ({now}) IS NOT DISTINCT FROM ({before})",
    )


def _pull_until_killed(hours):
    """Pull again and again in a process of its own."""
    connection = pull_source.connect(NAME)
    try:
        while True:
            with contextlib.suppress(pulling.Busy):  # PostgreSQL has not noticed yet that the one before us is dead
                _pull(connection, "product", "sale_line", "stock", hours=hours, direct=hours % 3 == 0)
    finally:
        os._exit(3)


@pytest.mark.parametrize("seed", [int(os.environ.get("KILL_SEED") or 1)])
def test_killed_at_a_hundred_random_points_it_ends_with_the_source_and_one_history(ours, shop, seed):
    draw, interrupted = random.Random(seed), 0
    shop.execute(
        "INSERT INTO shop.product (key, name, price) SELECT g, 'N' || g, g FROM generate_series(1, 3000) g;"
        "INSERT INTO shop.stock SELECT g, g, NULL, g, NULL FROM generate_series(1, 3000) g"
    )
    for number in range(100):
        child = os.fork()
        if not child:
            _pull_until_killed(number)
        time.sleep(draw.uniform(0, 0.25))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"the pull failed before the kill: {status}"
        interrupted += _all(ours, f"SELECT count(*) FROM {names.RUN} WHERE state = 'running'")[0][0]
        ours.rollback()
        _sale(shop, str(number), str(number), 1)
        shop.execute("UPDATE shop.stock SET quantity = quantity - 1 WHERE key::int %% 100 = %s", [number % 50])
        shop.execute("DELETE FROM shop.product WHERE key = %s", [str(draw.randrange(1, 3000))])
        shop.execute("UPDATE shop.product SET price = price + 1 WHERE key::int %% 100 = %s", [number % 30])
    assert interrupted > 50  # most were hit in the middle of a pull
    _wait_and_pull(ours)
    for entity in (PRODUCT, SALE_LINE, STOCK):
        fields = ", ".join(("key", *names.compared(entity)))
        shop.execute(f'SELECT {fields} FROM shop.{entity.name} ORDER BY key COLLATE "C"')
        truth = shop.fetchall()
        assert _all(
            ours, f"SELECT {fields} FROM {names.current(entity)} WHERE source_id = 7 AND NOT is_deleted ORDER BY key"
        ) == truth  # fmt: skip
        assert _broken_histories(ours, entity) == []
    assert _all(ours, "SELECT count(*) FROM crosstech_sync_stock_version WHERE source_id = 7")[0][0] > 3000
    assert _all(ours, "SELECT count(*) FROM crosstech_sync_run WHERE source_id = 7 AND state <> 'done'") == [(0,)]


def _wait_and_pull(ours):
    while _all(ours, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")[0][0]:
        ours.rollback()
        time.sleep(0.01)  # until PostgreSQL has noticed that the last one is dead
    for hours in (1_000, 1_001):  # the first finishes what the last one left
        _pull(ours, "product", "sale_line", "stock", hours=hours)


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
