"""A reseller's shop and our tables, side by side on the embedded PostgreSQL, and short words to work with them."""

# ruff: noqa: S608 – names of our own tables

from datetime import datetime, timedelta

import pytest

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES
from odoo.addons.crosstech_reseller_sync.lib.pull import history, names, pulling

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


def put_stock(shop, key, quantity, *, changed=None, place=None):
    shop.execute("DELETE FROM shop.stock WHERE key = %s", [key])
    shop.execute("INSERT INTO shop.stock VALUES (%s, %s, %s, %s, %s)", [key, f"P{key}", place, quantity, changed])


def put_sale(shop, key, product, quantity, sold_at=START):
    shop.execute(
        "INSERT INTO shop.sale_line (key, product_key, sold_at, quantity) VALUES (%s, %s, %s, %s)",
        [key, product, sold_at, quantity],
    )


def pull(ours, *entities, hours=0, direct=False, source_id=SOURCE, **settings):
    cursors = settings.pop("cursors", {})
    with pull_source.Snapshot(NAME, "shop", cursors=cursors, direct=direct) as source:
        run = pulling.pull(
            ours, source_id, source, entities or ENTITIES, now=START + timedelta(hours=hours),
            settings=pulling.Settings(**settings),
        )  # fmt: skip
    return run, source.read


def ask(ours, sql, parameters=None):
    with ours.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def story(ours, entity, key, *columns):
    with ours.cursor() as cursor:
        return [tuple(version[name] for name in columns) for version in history.story(cursor, entity, SOURCE, key)]


def as_of(ours, entity, columns, *, system="infinity", valid="infinity"):
    """Ask both ways where both must say the same."""
    parameters = {"system": system, "valid": valid}
    writers = [history.valid_as_of] if valid != "infinity" else [history.valid_as_of, history.as_of]
    queries = [f"SELECT {columns} FROM ({write(entity, where='c.source_id = 7')}) x ORDER BY 1" for write in writers]
    answers = [ask(ours, query, parameters) for query in queries]
    assert answers[0] == answers[-1]
    return answers[0]


def counts(ours, entity):
    return ask(
        ours,
        f"SELECT mode, read, added, changed, gone, quarantined FROM {names.CHECKPOINT} "
        "WHERE source_id = 7 AND entity = %s ORDER BY run_id DESC LIMIT 1",
        [entity.name],
    )[0]
