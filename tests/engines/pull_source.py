"""A reseller's database on our test server: a schema with one table per entity, read in one snapshot."""

# ruff: noqa: S608 – names of our own tables

import psycopg2

from odoo.addons.crosstech_reseller_sync.lib.pull import plan, stage

from scripts import postgres


def connect(database: str):
    """Open a connection to the embedded PostgreSQL."""
    where = postgres.environment()
    return psycopg2.connect(host=where["PGHOST"], port=where["PGPORT"], user=where["PGUSER"], dbname=database)


class Snapshot:
    """The source as it is at one moment.

    :param cursors: entity -> column that grows
    :param direct: whether rows may pass as bytes
    """

    def __init__(self, database, schema, *, cursors=None, direct=False, batch=2_000):
        self.connection = connect(database)
        self.connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        self.schema, self.cursors, self.direct, self.batch = schema, cursors or {}, direct, batch
        self.read = 0
        with self.connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute("SELECT 1")  # here the snapshot begins

    def __enter__(self):
        return self

    def __exit__(self, *_details):
        self.connection.close()

    def select(self, entity, where="true"):
        """Write the SELECT a mapping would become."""
        return f"SELECT {', '.join(entity.field_names)} FROM {self.schema}.{entity.name} WHERE {where}"

    def has_cursor(self, entity):
        return entity.name in self.cursors

    def upper(self, entity):
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT max({self.cursors[entity.name]}) FROM {self.schema}.{entity.name}")
            return cursor.fetchone()[0]

    def _where(self, entity, step):
        if step.mode != plan.SINCE:
            return "true"
        name = self.cursors[entity.name]
        with self.connection.cursor() as cursor:
            return cursor.mogrify(
                f"({name} IS NULL OR {name} >= %s AND {name} <= %s)", [step.lower, step.upper]
            ).decode()

    def passing(self, entity, step):
        select = self.select(entity, self._where(entity, step))
        cursor = self.connection.cursor()
        return (cursor, select) if self.direct and stage.can_pass(cursor, entity, select) else None

    def _batches(self, select, parameters=()):
        with self.connection.cursor("reading") as cursor:
            cursor.itersize = self.batch
            cursor.execute(select, parameters or None)
            while batch := cursor.fetchmany(self.batch):
                self.read += len(batch)
                yield batch

    def rows(self, entity, step):
        yield from self._batches(self.select(entity, self._where(entity, step)))

    def keys(self, entity):
        yield from self._batches(f"SELECT key FROM {self.schema}.{entity.name}")

    def rows_of(self, entity, keys):
        yield from self._batches(self.select(entity, "key = ANY(%s)"), [keys])
