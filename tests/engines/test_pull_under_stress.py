"""Pulls while others write, while others pull, while the source fails and while the process is killed."""

# ruff: noqa: F401, F811, S311, S608 – fixtures; seeded draws; names of our own tables

import contextlib
import os
import random
import signal
import threading
import time

import psycopg2
import pytest

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES, PRODUCT, SALE_LINE, STOCK
from odoo.addons.crosstech_reseller_sync.lib.pull import names, plan, pulling

from tests.engines import pull_source
from tests.engines.pull_shop import NAME, SOURCE, as_of, ask, counts, database, ours, pull, put_sale, put_stock, shop


def test_two_pulls_of_one_source_do_not_meet(ours, shop, database):
    put_stock(shop, "1", 10)
    other = pull_source.connect(database)
    with pulling.locked(other, SOURCE), pytest.raises(pulling.Busy):
        pull(ours)
    assert ask(ours, f"SELECT count(*) FROM {names.RUN} WHERE source_id = 7") == [(0,)]
    pull(ours)
    with pulling.locked(other, SOURCE):
        pull(ours, source_id=SOURCE + 1)  # another source is nobody's business
    other.close()
    assert as_of(ours, STOCK, "quantity") == [(10,)]


@pytest.mark.parametrize("direct", [False, True])
def test_a_source_that_fails_in_the_middle_of_its_rows_changes_nothing_and_is_read_again(ours, shop, direct):
    for number in range(3_000):
        put_stock(shop, str(number), number)
    shop.execute("ALTER TABLE shop.stock RENAME TO level")
    broken = (
        "CREATE VIEW shop.stock AS SELECT key, product_key, place, quantity / {} AS quantity, changed FROM shop.level"
    )
    shop.execute(broken.format("(CASE WHEN key = '2900' THEN 0 ELSE 1 END)"))
    with pytest.raises(psycopg2.errors.DivisionByZero):
        pull(ours, "product", "stock", direct=direct)
    ours.rollback()
    assert ask(ours, "SELECT count(*) FROM crosstech_sync_stock_version") == [(0,)]
    assert ask(ours, f"SELECT entity FROM {names.CHECKPOINT}") == [("product",)]
    shop.execute("DROP VIEW shop.stock;" + broken.format("1"))
    run, _ = pull(ours, "product", "stock", hours=1, direct=direct)
    assert run.run_id == 1  # the same one, ended now
    assert counts(ours, STOCK) == ("everything", 3_000, 3_000, 0, 0, 0)
    assert len(as_of(ours, STOCK, "key")) == 3_000


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
        pull(ours, "stock", hours=number, cursors={"stock": "beat"}, cadence=cadence, direct=number % 2 == 0)
    assert counts(ours, STOCK)[0] == "since"
    shop.execute('SELECT key, quantity FROM shop.stock ORDER BY key COLLATE "C"')
    truth = shop.fetchall()
    assert len(truth) > 100
    assert as_of(ours, STOCK, 'key COLLATE "C", quantity') == truth
    assert _broken_histories(ours, STOCK) == []


@pytest.mark.parametrize("direct", [False, True])
def test_a_first_pull_waits_for_nobody_who_reads_and_nobody_waits_for_it(ours, shop, database, direct):
    put_stock(shop, "1", 10)
    put_sale(shop, "1", "1", 2)
    pull(ours, source_id=SOURCE + 1)
    reader = pull_source.connect(database)  # a long pivot over all resellers
    for entity in ENTITIES.values():
        ask(reader, f"SELECT count(*) FROM {names.current(entity)}_version")
    ours.cursor().execute("SET lock_timeout = '2s'")
    ours.commit()
    for hours in range(2):
        pull(ours, direct=direct, hours=hours)
    assert as_of(ours, STOCK, "quantity") == [(10,)]
    assert ask(reader, f"SELECT count(*) FROM {names.current(STOCK)}_version")
    reader.close()


def _broken_histories(ours, entity):
    """Versions that do not begin where the one before ended, or say the same as it."""
    compared = (*names.compared(entity), "is_deleted")
    now, before = (", ".join(f"{alias}.{name}" for name in compared) for alias in "vb")
    return ask(
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
                pull(connection, "product", "sale_line", "stock", hours=hours, direct=hours % 3 == 0)
    finally:
        os._exit(3)


@pytest.mark.parametrize("seed", [int(os.environ.get("KILL_SEED") or 1)])
def test_killed_at_a_hundred_random_points_it_ends_with_the_source_and_one_history(ours, shop, seed):
    draw, interrupted = random.Random(seed), 0
    shop.execute(
        "INSERT INTO shop.product (key, name, price) SELECT g, 'N' || g, g FROM generate_series(1, 3000) g;"
        "INSERT INTO shop.stock SELECT g, g, NULL, g, NULL FROM generate_series(1, 3000) g"
    )
    started = time.monotonic()
    pull(ours, "product", "sale_line", "stock")
    longest = min(0.5, 3 * (time.monotonic() - started))
    for number in range(100):
        child = os.fork()
        if not child:
            _pull_until_killed(number)
        time.sleep(draw.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"the pull failed before the kill: {status}"
        interrupted += ask(ours, f"SELECT count(*) FROM {names.RUN} WHERE state = 'running'")[0][0]
        ours.rollback()
        put_sale(shop, str(number), str(number), 1)
        shop.execute("UPDATE shop.stock SET quantity = quantity - 1 WHERE key::int %% 100 = %s", [number % 50])
        shop.execute("DELETE FROM shop.product WHERE key = %s", [str(draw.randrange(1, 3000))])
        shop.execute("UPDATE shop.product SET price = price + 1 WHERE key::int %% 100 = %s", [number % 30])
    assert interrupted > 50  # most were hit in the middle of a pull
    _wait_and_pull(ours)
    for entity in (PRODUCT, SALE_LINE, STOCK):
        fields = ", ".join(("key", *names.compared(entity)))
        shop.execute(f'SELECT {fields} FROM shop.{entity.name} ORDER BY key COLLATE "C"')
        truth = shop.fetchall()
        assert ask(
            ours, f"SELECT {fields} FROM {names.current(entity)} WHERE source_id = 7 AND NOT is_deleted ORDER BY key"
        ) == truth  # fmt: skip
        assert _broken_histories(ours, entity) == []
    assert ask(ours, "SELECT count(*) FROM crosstech_sync_stock_version WHERE source_id = 7")[0][0] > 3000
    assert ask(ours, "SELECT count(*) FROM crosstech_sync_run WHERE source_id = 7 AND state <> 'done'") == [(0,)]


def _wait_and_pull(ours):
    while ask(ours, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")[0][0]:
        ours.rollback()
        time.sleep(0.01)  # until PostgreSQL has noticed that the last one is dead
    for hours in (1_000, 1_001):  # the first finishes what the last one left
        pull(ours, "product", "sale_line", "stock", hours=hours)
