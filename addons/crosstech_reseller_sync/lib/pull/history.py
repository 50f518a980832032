"""Tables that remember: the newest version of every row in one, the versions it replaced in the other.

A version is written once. It stands in the current table until another one replaces it; then it is appended to the
history with the moment of its end. ``valid_from`` is the reseller's time, ``recorded_at`` ours; all times are UTC.
At a pair of moments that version counts which was recorded last of those recorded and valid by then: what a source
says later about an earlier time corrects what it said before.

Why so, with measurements: docs/adr/0020-pull-path.md.
"""

# ruff: noqa: S608 – table and column names are those of lib.entities; values are parameters

from ..entities import ENTITIES, Entity
from . import names

_CLOSED = "recorded_until timestamp NOT NULL, until_run_id bigint NOT NULL"


def ddl(*, distributed: bool = False) -> list[str]:
    """Write the statements that make all tables; running them again changes nothing.

    :param distributed: for Citus: no partitions, every table spread over its nodes by ``source_id``
    """
    statements = [*_bookkeeping(), f"CREATE SEQUENCE IF NOT EXISTS {names.ROW_ID} CACHE 100"]
    tables = [names.RUN, names.CHECKPOINT, names.QUARANTINE]
    split = "" if distributed else " PARTITION BY LIST (source_id)"
    for entity in ENTITIES.values():
        now, then = names.current(entity), names.history(entity)
        body = _body(entity)
        statements += [
            f"CREATE TABLE IF NOT EXISTS {now} ({body}, PRIMARY KEY (key, source_id)){split}",
            f"CREATE TABLE IF NOT EXISTS {then} ({body}, {_CLOSED}, "
            f"PRIMARY KEY (key, source_id, recorded_at, run_id)){split}",
            f"CREATE INDEX IF NOT EXISTS {then}_period ON {then} USING brin (recorded_at, recorded_until) "
            "WITH (pages_per_range = 16, autosummarize = on)",
            *_numbered(now),
            _view(entity),
        ]
        tables += [now, then]
    if distributed:
        statements += [_distribute(table) for table in tables]
    return statements


def _distribute(table: str) -> str:
    return (
        f"SELECT create_distributed_table('{table}', 'source_id') "
        f"WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = '{table}'::regclass)"
    )


def _body(entity: Entity) -> str:
    kinds = {field.name: names.SQL_TYPE[field.kind] for field in entity.fields} | {"key": 'text COLLATE "C"'}
    fields = (
        f"{name} {kinds.get(name, 'text')}{' NOT NULL' if name in entity.required else ''}"
        for name in names.values(entity)
    )
    return ", ".join(
        [
            "source_id integer NOT NULL", *fields,
            "valid_from timestamp NOT NULL", "recorded_at timestamp NOT NULL", "run_id bigint NOT NULL",
            "activity text NOT NULL", "is_deleted boolean NOT NULL DEFAULT false",
        ]
    )  # fmt: skip


def _numbered(table: str) -> list[str]:
    """Give every row a number that stays its own as long as it stands in the table, for readers who ask by number.

    A tree of numbers would cost a first load a sixth of its time; this index costs it next to nothing.
    """
    return [
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS id bigint NOT NULL DEFAULT nextval('{names.ROW_ID}')",
        f"CREATE INDEX IF NOT EXISTS {table}_number ON {table} USING brin (id int8_minmax_multi_ops) "
        "WITH (pages_per_range = 32, autosummarize = on)",
    ]


def _view(entity: Entity) -> str:
    """Every version, the newest ones with an open end."""
    listed = ", ".join(names.columns(entity))
    return (
        f"CREATE OR REPLACE VIEW {names.current(entity)}_version AS "
        f"SELECT {listed}, {', '.join(names.ENDED)} FROM {names.history(entity)} UNION ALL "
        f"SELECT {listed}, 'infinity'::timestamp, NULL::bigint FROM {names.current(entity)}"
    )


def _bookkeeping() -> list[str]:
    return [
        f"CREATE TABLE IF NOT EXISTS {names.RUN} (source_id integer NOT NULL, run_id bigint NOT NULL, "
        "recorded_at timestamp NOT NULL, state text NOT NULL DEFAULT 'running', PRIMARY KEY (source_id, run_id))",
        f"CREATE TABLE IF NOT EXISTS {names.CHECKPOINT} (source_id integer NOT NULL, run_id bigint NOT NULL, "
        "entity text NOT NULL, mode text NOT NULL, watermark text, read bigint NOT NULL, added bigint NOT NULL, "
        "changed bigint NOT NULL, gone bigint NOT NULL, quarantined bigint NOT NULL, "
        "PRIMARY KEY (source_id, run_id, entity))",
        f"CREATE TABLE IF NOT EXISTS {names.QUARANTINE} (source_id integer NOT NULL, run_id bigint NOT NULL, "
        "entity text NOT NULL, number bigint NOT NULL, field text NOT NULL, reason text NOT NULL, "
        "original jsonb NOT NULL, PRIMARY KEY (source_id, run_id, entity, number))",
    ]


def create(connection, *, distributed: bool = False) -> None:
    """Make all tables that are not there yet; the caller commits."""
    with connection.cursor() as cursor:
        for statement in ddl(distributed=distributed):
            cursor.execute(statement)


def add_source(connection, source_id: int) -> None:
    """Give a source its own parts of the history tables; those of current values come with its first rows."""
    with connection.cursor() as cursor:
        for entity in ENTITIES.values():
            add_part(cursor, names.history(entity), source_id)


def add_part(cursor, table: str, source_id: int) -> None:
    """Give a source its own part of a table, where tables have parts."""
    if is_partitioned(cursor, table):
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {names.partition(table, source_id)} "
            f"PARTITION OF {table} FOR VALUES IN ({int(source_id)})"
        )


def is_partitioned(cursor, table: str) -> bool:
    """Tell whether a table has a part of its own for each source."""
    cursor.execute("SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(%s)", [table])
    found = cursor.fetchone()
    return bool(found and found[0])


def remove_source(connection, source_id: int) -> int:
    """Delete everything that was ever read from a source: its parts are dropped, its other rows deleted.

    :return: how many parts and rows went
    """
    removed = 0
    with connection.cursor() as cursor:
        for entity in ENTITIES.values():
            for table in (names.history(entity), names.current(entity)):
                if is_partitioned(cursor, table):
                    cursor.execute(f"DROP TABLE IF EXISTS {names.partition(table, source_id)}")
                    removed += 1
                else:
                    cursor.execute(f"DELETE FROM {table} WHERE source_id = %s", [source_id])
                    removed += cursor.rowcount
        for table in (names.QUARANTINE, names.CHECKPOINT, names.RUN):
            cursor.execute(f"DELETE FROM {table} WHERE source_id = %s", [source_id])
            removed += cursor.rowcount
    return removed


def remove_before(connection, source_id: int, moment) -> int:
    """Delete the versions of a source that ended before a moment, rows that were gone by then, and old quarantine.

    :return: how many versions went
    """
    removed = 0
    with connection.cursor() as cursor:
        for entity in ENTITIES.values():
            for table, ended in ((names.history(entity), ""), (names.current(entity), "is_deleted AND ")):
                column = "recorded_at" if ended else "recorded_until"
                cursor.execute(
                    f"DELETE FROM {table} WHERE source_id = %s AND {ended}{column} < %s",
                    [source_id, moment],
                )
                removed += cursor.rowcount
        cursor.execute(
            f"DELETE FROM {names.QUARANTINE} q USING {names.RUN} r WHERE q.source_id = %s "
            "AND r.source_id = q.source_id AND r.run_id = q.run_id AND r.recorded_at < %s",
            [source_id, moment],
        )
    return removed


def as_of(entity: Entity, *, where: str = "true") -> str:
    """Write the query of what we knew at a moment.

    :param where: conditions on any column, as ``c.…``
    :return: SQL with the parameter ``system``: naive UTC, or ``infinity`` for what is known now
    """
    listed = _of("c", names.columns(entity))
    known = f"({where}) AND c.recorded_at <= %(system)s AND NOT c.is_deleted"
    return (
        f"SELECT {listed} FROM {names.current(entity)} c WHERE {known} UNION ALL "
        f"SELECT {listed} FROM {names.history(entity)} c WHERE {known} AND c.recorded_until > %(system)s"
    )


def valid_as_of(entity: Entity, *, where: str = "true") -> str:
    """Write the query of what was so in the reseller's world at one moment, as far as we knew at another.

    :param where: conditions on ``c.source_id`` and ``c.key`` alone: other columns were different then
    :return: SQL with the parameters ``valid`` and ``system``: naive UTC, or ``infinity``
    """
    then, listed = "{0}.recorded_at <= %(system)s AND {0}.valid_from <= %(valid)s", names.columns(entity)
    return (
        f"SELECT {_of('r', listed)} FROM {names.current(entity)} c CROSS JOIN LATERAL ("
        f"SELECT {_of('c', listed)} WHERE {then.format('c')} UNION ALL (SELECT {_of('v', listed)} "
        f"FROM {names.history(entity)} v WHERE v.source_id = c.source_id AND v.key = c.key "
        f"AND NOT ({then.format('c')}) AND {then.format('v')} "
        f"ORDER BY v.recorded_at DESC, v.run_id DESC LIMIT 1)) r WHERE ({where}) AND NOT r.is_deleted"
    )


def _of(alias: str, listed) -> str:
    return ", ".join(f"{alias}.{name}" for name in listed)


def story(cursor, entity: Entity, source_id: int, key: str, *, limit: int | None = None) -> list[dict]:
    """Tell how a row came to be what it is: its versions, the oldest first.

    :param limit: only that many, the newest ones
    :return: list of dict(every column, recorded_until, until_run_id)
    """
    wanted = (*names.columns(entity), *names.ENDED)
    cursor.execute(
        f"SELECT {', '.join(wanted[:-2])}, nullif(recorded_until, 'infinity'), until_run_id "
        f"FROM {names.current(entity)}_version WHERE source_id = %s AND key = %s "
        "ORDER BY recorded_at DESC, run_id DESC LIMIT %s",
        [source_id, key, limit],
    )
    return [dict(zip(wanted, row, strict=True)) for row in reversed(cursor.fetchall())]
