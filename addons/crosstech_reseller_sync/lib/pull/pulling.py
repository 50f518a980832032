"""One pull of one source, from its rows to the history; stopped at any point, the next attempt goes on.

A pull finishes entity by entity. Rows are read into staging while nothing is locked and no transaction waits; then
one short transaction merges them and writes the checkpoint. An entity with a checkpoint is not read again.
"""

# ruff: noqa: S608 – table and column names are those of lib.entities; values are parameters

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Protocol

from ..entities import ENTITIES, Entity
from . import history, merge, names, plan, stage
from .merge import Outcome, Run
from .rows import Cleaner

LOCK_CLASS = 0x43545359
ORDER = ("product", "price", "sale_line", "purchase_line", "stock")  # lines tell why a level changed


class Busy(Exception):
    """Somebody else is pulling this source right now."""


class Rows(Protocol):
    """What is read from: all readings of one pull see the same snapshot."""

    def has_cursor(self, entity: Entity) -> bool:
        """Tell whether there is a column that grows when a row is new or changed."""

    def upper(self, entity: Entity):
        """Give the largest cursor value, or None."""

    def rows(self, entity: Entity, step: plan.Step) -> Iterable[list[tuple]]:
        """Give the rows of a step in batches, values in the order of the entity's fields."""

    def keys(self, entity: Entity) -> Iterable[list[tuple]]:
        """Give the keys of all rows in batches of tuples of one."""

    def rows_of(self, entity: Entity, keys: list[str]) -> Iterable[list[tuple]]:
        """Give the rows with these keys in batches."""


@dataclass(frozen=True)
class Settings:
    """How a source is pulled.

    :param zone: of times written without one
    :param place: of rows that have none of their own
    :param anew: entities of which everything is read, so that rows set aside get another try
    :param begun: told the run before its first row is read
    """

    zone: tzinfo = timezone.utc
    place: str = ""
    anew: frozenset[str] = frozenset()
    begun: Callable[[Run], None] = lambda run: None
    cadence: plan.Cadence = field(default_factory=plan.Cadence)


@contextlib.contextmanager
def locked(connection, source_id: int) -> Iterator[None]:
    """Keep others from pulling the same source.

    :raises Busy: at once, when somebody does
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, source_id])
        got = cursor.fetchone()[0]
    connection.commit()
    if not got:
        raise Busy(source_id)
    try:
        yield
    finally:
        if not connection.closed:
            connection.rollback()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, source_id])
            connection.commit()


def break_off(connection, source_id: int) -> int:
    """End the session that holds the lock of a source; what it had not committed is undone.

    :return: how many sessions
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(l.pid, 5000) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database() "
            "AND l.classid = %s AND l.objid = %s AND l.objsubid = 2",
            [LOCK_CLASS, source_id],
        )
        return cursor.rowcount


def pull(connection, source_id: int, source: Rows, entities: Iterable[str], *, now: datetime, settings=None) -> Run:
    """Pull the entities of one source, or finish the pull that was stopped.

    :param connection: of our database, without a transaction; this function commits
    :param now: naive UTC
    :raises Busy: when the source is being pulled
    """
    settings = settings or Settings()
    wanted = set(entities)
    with locked(connection, source_id):
        run = begin(connection, source_id, now, settings.place)
        settings.begun(run)
        for name in ORDER:
            if name in wanted and not _is_done(connection, run, name):
                pull_entity(connection, ENTITIES[name], run, source, settings)
        _end(connection, run)
    return run


def begin(connection, source_id: int, now: datetime, place: str = "") -> Run:
    """Go on with the run that was not ended, or begin a new one; what it reads is recorded later than all before."""
    history.add_source(connection, source_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT run_id, recorded_at, state FROM {names.RUN} WHERE source_id = %s ORDER BY run_id DESC LIMIT 1",
            [source_id],
        )
        number, before, state = cursor.fetchone() or (0, None, "done")
        at = max(now, before + timedelta(microseconds=1)) if before else now
        number += state == "done"
        cursor.execute(
            f"INSERT INTO {names.RUN} (source_id, run_id, recorded_at) VALUES (%s, %s, %s) "
            "ON CONFLICT (source_id, run_id) DO UPDATE SET recorded_at = excluded.recorded_at",
            [source_id, number, at],
        )
    connection.commit()
    return Run(source_id, number, at, place)


def _end(connection, run: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {names.RUN} SET state = 'done' WHERE source_id = %s AND run_id = %s",
            [run.source_id, run.run_id],
        )
    connection.commit()


def _is_done(connection, run: Run, entity: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT FROM {names.CHECKPOINT} WHERE source_id = %s AND run_id = %s AND entity = %s",
            [run.source_id, run.run_id, entity],
        )
        return bool(cursor.rowcount)


def state_of(connection, source_id: int, entity: Entity) -> plan.State:
    """Tell what the checkpoints know of an entity."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce((array_agg(watermark ORDER BY run_id DESC))[1], ''), count(*) FROM {names.CHECKPOINT} "
            "WHERE source_id = %s AND entity = %s",
            [source_id, entity.name],
        )
        return plan.State(*cursor.fetchone())


def pull_entity(connection, entity: Entity, run: Run, source: Rows, settings: Settings) -> Outcome:
    """Read, stage, merge and check off one entity."""
    state = state_of(connection, run.source_id, entity)
    has_cursor = source.has_cursor(entity)
    upper = source.upper(entity) if has_cursor else None
    anew = entity.name in settings.anew
    steps = plan.steps(state, has_cursor=has_cursor, upper=upper, cadence=settings.cadence, anew=anew)
    done = _Entity(connection, entity, run, source, settings)
    for step in steps:
        if step.mode == plan.KEYS:
            done.keys()
        else:
            done.rows(step)
    done.check_off("+".join(step.mode for step in steps), plan.after(state, upper).watermark)
    return done.outcome


class _Entity:
    """The work on one entity; its last transaction stays open until the checkpoint is in it."""

    def __init__(self, connection, entity: Entity, run: Run, source: Rows, settings: Settings):
        self.connection, self.entity, self.run, self.source = connection, entity, run, source
        self.cleaner = Cleaner(entity, zone=settings.zone, read_at=run.recorded_at)
        self.bad, self.read, self.outcome = [], 0, Outcome()

    def rows(self, step: plan.Step) -> None:
        """Read the rows of a step and merge them."""
        with self.connection.cursor() as cursor:
            part = merge.first_part(cursor, self.entity, self.run) if step.mode == plan.EVERYTHING else None
            table = part or stage.staging_table(cursor, self.entity)
            self.connection.commit()
            read = self._copy(cursor, table, step, frozen=bool(part))
            self.read += read
            self.connection.commit()
            if part:
                outcome, doubled = merge.attach_first(cursor, self.entity, self.run, part, read)
                self.bad += doubled
            else:
                outcome = self._merge(cursor)
                merge.release(cursor, self.entity, self.run)
            self._add(outcome)
            if step.mode == plan.EVERYTHING and not part:
                self._gone(cursor, table)

    def _copy(self, cursor, table: str, step: plan.Step, *, frozen: bool) -> int:
        columns, entity, read = names.staged(self.entity), self.entity, 0
        if frozen:
            cursor.execute(f"TRUNCATE {table}")  # a table emptied in this transaction takes rows that need no vacuum
        passing = getattr(self.source, "passing", None)
        passed = passing and passing(entity, step)
        if passed:
            source_cursor, select = passed
            good = stage.passed_select(entity, select, self.run.recorded_at)
            read = stage.pass_rows(source_cursor, good, cursor, table, columns, frozen=frozen)
            batches = stage.doubtful_rows(source_cursor, entity, select, read)
        else:
            batches = self.source.rows(entity, step)
        clean = stage.clean_batches(self.cleaner, batches, self.bad)
        return read + stage.copy_rows(cursor, table, columns, clean, frozen=frozen)

    def _merge(self, cursor) -> Outcome:
        self.bad += merge.make_unique(cursor, self.entity, names.staging(self.entity))
        return merge.merge(cursor, self.entity, self.run)

    def keys(self) -> None:
        """Compare the set of keys: end what is gone, read what was missed."""
        with self.connection.cursor() as cursor:
            self.connection.commit()
            table = stage.keys_table(cursor, self.entity)
            stage.copy_rows(cursor, table, ("key",), stage.clean_keys(self.source.keys(self.entity)))
            cursor.execute(f"ANALYZE {table}")
            self.connection.commit()
            missed = merge.missing_keys(cursor, self.entity, self.run, table)
            if missed:
                staging = stage.staging_table(cursor, self.entity)
                batches = self.source.rows_of(self.entity, missed)
                clean = stage.clean_batches(self.cleaner, batches, self.bad)
                self.read += stage.copy_rows(cursor, staging, names.staged(self.entity), clean)
                self._add(self._merge(cursor))
            self._gone(cursor, table)

    def _gone(self, cursor, table: str) -> None:
        if any(row.key is None for row in self.bad):
            return  # a row without a readable key could be any of ours
        gone = merge.mark_gone(cursor, self.entity, self.run, table, [row.key for row in self.bad])
        self._add(Outcome(gone=gone))

    def _add(self, more: Outcome) -> None:
        self.outcome = replace(
            self.outcome,
            added=self.outcome.added + more.added,
            changed=self.outcome.changed + more.changed,
            gone=self.outcome.gone + more.gone,
        )

    def check_off(self, mode: str, watermark: str) -> None:
        """Write quarantine and checkpoint, and end the transaction that merged."""
        with self.connection.cursor() as cursor:
            stage.drop_tables(cursor, self.entity)
            merge.write_bad(cursor, self.entity, self.run, self.bad, complete=plan.EVERYTHING in mode)
            cursor.execute(
                f"INSERT INTO {names.CHECKPOINT} (source_id, run_id, entity, mode, watermark, read, added, changed, "
                "gone, quarantined) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [self.run.source_id, self.run.run_id, self.entity.name, mode, watermark, self.read,
                 self.outcome.added, self.outcome.changed, self.outcome.gone, len(self.bad)],
            )  # fmt: skip
        self.connection.commit()
