"""From staging to the current values and their history: what is new, what is different, what is gone.

Everything is decided inside PostgreSQL by one statement, and once more gives nothing more to do.
"""

# ruff: noqa: S608 – table and column names are those of lib.entities; values are parameters

import json
from dataclasses import dataclass
from datetime import datetime

from psycopg2.errors import UniqueViolation
from psycopg2.extras import execute_values

from ..entities import PURCHASE_LINE, SALE_LINE, STOCK, Entity
from . import activity, history, names
from .rows import BadRow

DOUBLED = "doubled_key"


@dataclass(frozen=True)
class Run:
    """One pull of one source.

    :param recorded_at: naive UTC; later than that of every run of the source before
    :param place: of rows that have none of their own
    """

    source_id: int
    run_id: int
    recorded_at: datetime
    place: str = ""

    @property
    def parameters(self) -> dict:
        return {"source": self.source_id, "run": self.run_id, "at": self.recorded_at, "place": self.place or None}


@dataclass(frozen=True)
class Outcome:
    """How many rows an entity's merge wrote."""

    added: int = 0
    changed: int = 0
    gone: int = 0


def first_part(cursor, entity: Entity, run: Run) -> str | None:
    """Make the part of the current table for a source that has none yet; rows go straight into it.

    :return: the part, not attached yet; None where the source has one already, or tables have no parts
    """
    table = names.current(entity)
    part = names.partition(table, run.source_id)
    if not history.is_partitioned(cursor, table) or history.is_attached(cursor, part):
        return None
    cursor.execute(f"DROP TABLE IF EXISTS {part}")  # of a first load that never ended
    cursor.execute(f"CREATE TABLE {part} (LIKE {table} INCLUDING DEFAULTS)")
    constants = {
        "source_id": "%(source)s", "recorded_at": "%(at)s", "run_id": "%(run)s",
        "activity": f"'{activity.born(entity)}'",
    }  # fmt: skip
    if run.place and "place" not in entity.field_names:
        constants["place"] = "%(place)s"
    changes = ", ".join(f"ALTER {name} SET DEFAULT {value}" for name, value in constants.items())
    known = "ADD CONSTRAINT one_source CHECK (source_id = %(source)s)"  # or attaching would read all rows again
    cursor.execute(f"ALTER TABLE {part} {known}, {changes}", run.parameters)
    return part


def attach_first(cursor, entity: Entity, run: Run, part: str, read: int) -> tuple[Outcome, list[BadRow]]:
    """Make the filled part one of the current table: its index comes after the rows.

    :param read: how many rows are in it
    :return: with the rows whose key the source gave more than once
    """
    constants = ("source_id", "recorded_at", "run_id", "activity", "place")
    drops = ", ".join(f"ALTER {name} DROP DEFAULT" for name in constants)
    cursor.execute(f"ALTER TABLE {part} {drops}")
    doubled = make_unique(cursor, entity, part, "key, source_id")
    cursor.execute(f"ALTER TABLE {names.current(entity)} ATTACH PARTITION {part} FOR VALUES IN ({int(run.source_id)})")
    cursor.execute(f"ALTER TABLE {part} DROP CONSTRAINT one_source")
    cursor.execute(f"ANALYZE {part} (source_id, key)")  # or the next pull would scan it all
    return Outcome(added=read - len(doubled)), doubled


def make_unique(cursor, entity: Entity, table: str, key: str = "key") -> list[BadRow]:
    """Give a table its primary key; of rows with the same key one stays, the same one in every pull.

    :return: the rows that had to go
    """
    cursor.execute("SAVEPOINT make_unique")
    try:
        cursor.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key})")
        return []
    except UniqueViolation:
        cursor.execute("ROLLBACK TO SAVEPOINT make_unique")
    shown = ", ".join(f"'{name}', d.{name}::text" for name in entity.field_names)
    fields = ", ".join(entity.field_names)
    cursor.execute(
        "WITH numbered AS (SELECT ctid AS place_in_table, row_number() OVER "
        f"(PARTITION BY key ORDER BY ({fields})::text) AS number FROM {table}) "
        f"DELETE FROM {table} d USING numbered n WHERE d.ctid = n.place_in_table AND n.number > 1 "
        f"RETURNING d.key, jsonb_build_object({shown})::text"
    )
    doubled = [BadRow("key", DOUBLED, key, json.loads(original)) for key, original in cursor]
    cursor.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key})")
    return doubled


def merge(cursor, entity: Entity, run: Run) -> Outcome:
    """Take the rows of the staging table over: archive the versions they replace, write the new ones."""
    history.add_part(cursor, names.current(entity), run.source_id)
    cursor.execute(f"ANALYZE {names.staging(entity)}")
    cursor.execute(_merge_statement(entity, documents=_has_documents(cursor, entity, run)), run.parameters)
    added, changed = cursor.fetchone()
    return Outcome(added=added, changed=changed)


def _merge_statement(entity: Entity, *, documents: bool) -> str:
    now, fields, listed = names.current(entity), entity.field_names, names.columns(entity)
    differs = f"{_row('c', names.compared(entity))} IS DISTINCT FROM {_row('s', names.compared(entity))}"
    place = "" if "place" in fields else "%(place)s AS place, "
    new = "source_id", *names.values(entity), "valid_from", "recorded_at", "run_id", "activity", "is_deleted"
    old = ", ".join(f"c.{name} AS old_{name}" for name in listed)
    updates = ", ".join(f"{name} = excluded.{name}" for name in listed if name not in ("source_id", "key"))
    return (
        f"WITH {_DOCUMENTS if documents else ''}different AS MATERIALIZED ("
        f"SELECT %(source)s::integer AS source_id, {_of('s', fields)}, {place}s.valid_from, "
        "%(at)s::timestamp AS recorded_at, %(run)s::bigint AS run_id, "
        f"{activity.sql(entity, 'c', 's', 'coalesce(d.quantity, 0)' if documents else 'NULL::numeric')} AS activity, "
        f"false AS is_deleted, c.key IS NOT NULL AS known, {old} FROM {names.staging(entity)} s "
        f"LEFT JOIN {now} c ON c.source_id = %(source)s AND c.key = s.key {_JOIN_DOCUMENTS if documents else ''}"
        f"WHERE c.key IS NULL OR c.is_deleted OR {differs}), "
        f"archived AS ({_archive(entity, ', '.join(f'old_{name}' for name in listed))} FROM different WHERE known), "
        f"written AS (INSERT INTO {now} AS t ({', '.join(new)}) SELECT {', '.join(new)} FROM different "
        f"ON CONFLICT (source_id, key) DO UPDATE SET {updates}) "
        "SELECT count(*) FILTER (WHERE NOT known), count(*) FILTER (WHERE known) FROM different"
    )


def _archive(entity: Entity, version: str) -> str:
    """Append versions that end now to the history; the rest of the SELECT follows."""
    listed = ", ".join((*names.columns(entity), *names.ENDED))
    return f"INSERT INTO {names.history(entity)} ({listed}) SELECT {version}, %(at)s, %(run)s"


def mark_gone(cursor, entity: Entity, run: Run, seen: str, spared: list[str]) -> int:
    """Mark the rows as gone whose key a complete reading did not have.

    :param seen: the table with all keys that were read
    :param spared: keys of rows that were read and set aside
    :return: how many
    """
    cursor.execute(
        f"WITH n AS MATERIALIZED (SELECT {_of('c', names.columns(entity))} FROM "
        f"{names.current(entity)} c WHERE c.source_id = %(source)s AND NOT c.is_deleted "
        f"AND c.key <> ALL(%(spared)s::text[]) AND NOT EXISTS (SELECT FROM {seen} s WHERE s.key = c.key)), "
        f"archived AS ({_archive(entity, _of('n', names.columns(entity)))} FROM n), "
        f"ended AS (UPDATE {names.current(entity)} c SET is_deleted = true, activity = '{activity.GONE}', "
        "valid_from = %(at)s, recorded_at = %(at)s, run_id = %(run)s FROM n "
        "WHERE c.source_id = %(source)s AND c.key = n.key) SELECT count(*) FROM n",
        {**run.parameters, "spared": spared},
    )
    return cursor.fetchone()[0]


def missing_keys(cursor, entity: Entity, run: Run, seen: str) -> list[str]:
    """List keys the source has and we do not: rows a watermark could not see."""
    cursor.execute(
        f"SELECT s.key FROM {seen} s LEFT JOIN {names.current(entity)} c "
        "ON c.source_id = %(source)s AND c.key = s.key AND NOT c.is_deleted WHERE c.key IS NULL",
        run.parameters,
    )
    return [key for (key,) in cursor]


def _has_documents(cursor, entity: Entity, run: Run) -> bool:
    """Whether the source has lines that can tell why a level changed."""
    if entity is not STOCK:
        return False
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM {names.current(SALE_LINE)} WHERE source_id = %s)",
        [run.source_id],
    )
    return cursor.fetchone()[0]


def release(cursor, entity: Entity, run: Run) -> None:
    """Take rows out of quarantine that could be read now."""
    cursor.execute(
        f"DELETE FROM {names.QUARANTINE} q USING {names.staging(entity)} s "
        "WHERE q.source_id = %s AND q.entity = %s AND q.original ->> 'key' = s.key",
        [run.source_id, entity.name],
    )


def write_bad(cursor, entity: Entity, run: Run, bad: list[BadRow], *, complete=False) -> None:
    """Put the rows of this pull that were set aside into quarantine.

    They replace those of an attempt before and older ones with the same key; after a complete reading, all older ones.
    """
    again = [row.key for row in bad if row.key is not None]
    cursor.execute(
        f"DELETE FROM {names.QUARANTINE} WHERE source_id = %s AND entity = %s "
        "AND (%s OR run_id = %s OR original ->> 'key' = ANY(%s::text[]))",
        [run.source_id, entity.name, complete, run.run_id, again],
    )
    execute_values(
        cursor,
        f"INSERT INTO {names.QUARANTINE} (source_id, run_id, entity, number, field, reason, original) VALUES %s",
        [
            (run.source_id, run.run_id, entity.name, number, row.field, row.reason, json.dumps(row.original))
            for number, row in enumerate(bad)
        ],
    )


def _of(alias: str, listed) -> str:
    return ", ".join(f"{alias}.{name}" for name in listed)


def _row(alias: str, listed) -> str:
    return f"({_of(alias, listed)})"


def _lines(entity: Entity, sign: str) -> str:
    return (
        f"SELECT product_key, place, {sign}quantity AS quantity FROM {names.current(entity)} "
        f"WHERE source_id = %(source)s AND run_id = %(run)s AND activity = '{activity.born(entity)}'"
    )


_DOCUMENTS = (
    "documents AS MATERIALIZED (SELECT product_key, place, sum(quantity) AS quantity FROM ("
    f"{_lines(SALE_LINE, '-')} UNION ALL {_lines(PURCHASE_LINE, '')}) l GROUP BY product_key, place), "
)
_JOIN_DOCUMENTS = (
    "LEFT JOIN LATERAL (SELECT sum(l.quantity) AS quantity FROM documents l WHERE l.product_key = s.product_key "
    "AND (l.place IS NULL OR l.place = s.place)) d ON true "
)
