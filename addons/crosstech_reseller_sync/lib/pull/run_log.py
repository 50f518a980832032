"""The log of a pull, written at once and apart from the rows: it survives whatever becomes of them.

The log's row is that of the document ``crosstech.reseller.pull``. A row somebody else is changing is passed over: what
is known of the progress is written a second later, and nobody waits for anybody.
"""

# ruff: noqa: S608 – names of our own tables

from collections.abc import Iterable, Mapping
from datetime import datetime

from psycopg2.extras import Json

from . import names, receipt, run_states
from .receipt import COUNTS, LINE, TABLE

_ENTITY_COUNTS = ("read", "added", "changed", "gone", "quarantined")


class RunLog:
    """The log of one pull.

    :param connection: in autocommit, apart from that of the rows
    :ivar int attempts: how often the pull was started
    """

    def __init__(self, connection, pull_id: int):
        self.connection, self.pull_id, self.attempts = connection, pull_id, 0

    def start(self, now: datetime) -> bool:
        """Write that somebody began to work on it.

        :return: whether it is still wanted
        """
        found = self._move(
            run_states.START,
            "started_datetime = coalesce(started_datetime, %(now)s), heartbeat_datetime = %(now)s, "
            "attempts = coalesce(attempts, 0) + 1, error_code = NULL, error_facts = NULL",
            {"now": now},
            "attempts",
        )
        if found:
            (self.attempts,) = found
        return bool(found)

    def begun(self, run_number: int) -> None:
        """Write which run of the source it is: a run that was stopped is gone on with."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"UPDATE {TABLE} SET run_number = %s WHERE id = %s", [run_number, self.pull_id])

    def prepared(self, agreement_id: int, columns: Iterable[tuple[str, str]], expected: int) -> None:
        """Write what is about to be read.

        :param columns: every (table, column)
        :param expected: how many rows, where no pull before can tell
        """
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {TABLE} SET agreement_id = %s, columns_read = %s, "
                "rows_expected = coalesce(nullif(rows_expected, 0), %s) WHERE id = %s",
                [agreement_id, Json(sorted(map(list, columns))), min(expected, 2**31 - 1), self.pull_id],
            )

    def progress(self, now: datetime, rows: int, size: int) -> bool:
        """Write how far it is.

        :param size: bytes read
        :return: whether somebody wants it stopped
        """
        row = {"pull": self.pull_id, "now": now, "rows": rows, "size": size}
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {TABLE} SET rows_read = %(rows)s, bytes_read = %(size)s, heartbeat_datetime = %(now)s "
                f"WHERE id = (SELECT id FROM {TABLE} WHERE id = %(pull)s FOR NO KEY UPDATE SKIP LOCKED)",
                row,
            )
            cursor.execute(f"SELECT is_stopping OR state <> 'running' FROM {TABLE} WHERE id = %(pull)s", row)
            found = cursor.fetchone()
        return not found or bool(found[0])

    def wait(self, code: str, facts: Mapping) -> None:
        """Put it back into the queue after a failure that may pass."""
        self._move(run_states.WAIT, "error_code = %(code)s, error_facts = %(facts)s", _error(code, facts))

    def fail(self, now: datetime, code: str, facts: Mapping) -> None:
        """End it with the reason; what its entities read until then stays and is listed."""
        self._end(run_states.FAIL, now, "error_code = %(code)s, error_facts = %(facts)s", _error(code, facts))

    def cancel(self, now: datetime) -> None:
        """End it because somebody wanted so."""
        self._end(run_states.CANCEL, now, "is_stopping = false", {})

    def finish(self, now: datetime, checksum: str, code: str | None = None, facts: Mapping | None = None) -> None:
        """End it well.

        :param code: of a remark, such as on what had to wait
        """
        changes = "checksum = %(checksum)s, error_code = %(code)s, error_facts = %(facts)s"
        self._end(run_states.FINISH, now, changes, {"checksum": checksum, **_error(code, facts or {})})

    def sign(self, key: bytes) -> None:
        """Put the signature of the receipt beside the log, which is not written any more after that."""
        with self.connection.cursor() as cursor:
            code = receipt.signature(receipt.facts(cursor, self.pull_id), key)
            cursor.execute(f"UPDATE {TABLE} SET signature = %s WHERE id = %s", [code, self.pull_id])

    def _end(self, action: str, now: datetime, changes: str, values: dict) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(_LINES, {"pull": self.pull_id})
            cursor.execute(_SUMS, {"pull": self.pull_id})
        self._move(action, f"ended_datetime = %(now)s, {changes}", {"now": now, **values})

    def _move(self, action: str, changes: str, values: dict, returned: str = "id"):
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {TABLE} SET state = %(state)s, {changes} WHERE id = %(pull)s AND state IN %(before)s "
                f"RETURNING {returned}",
                {
                    "state": run_states.target(action), "before": run_states.sources(action), "pull": self.pull_id,
                    **values,
                },
            )  # fmt: skip
            return cursor.fetchone()


def _error(code: str | None, facts: Mapping) -> dict:
    return {"code": code, "facts": Json(dict(facts))}


# What the run has checked off and no attempt before has listed.
_LINES = (
    f"INSERT INTO {LINE} (pull_id, entity, mode, {', '.join(COUNTS)}) "
    f"SELECT p.id, c.entity, c.mode, {', '.join(f'c.{name}' for name in _ENTITY_COUNTS)} "
    f"FROM {TABLE} p JOIN {names.CHECKPOINT} c ON c.source_id = p.source_id AND c.run_id = p.run_number "
    "WHERE p.id = %(pull)s AND NOT EXISTS ("
    f"SELECT FROM {LINE} l JOIN {TABLE} o ON o.id = l.pull_id "
    "WHERE o.source_id = p.source_id AND o.run_number = p.run_number AND l.entity = c.entity)"
)
_SUMS = (
    f"UPDATE {TABLE} p SET {', '.join(f'{name} = s.{name}' for name in COUNTS)} FROM ("
    f"SELECT {', '.join(f'coalesce(sum({name}), 0) AS {name}' for name in COUNTS)} FROM {LINE} "
    "WHERE pull_id = %(pull)s) s WHERE p.id = %(pull)s"
)


def stop(connection, source_id: int) -> None:
    """Tell the pull of a source that is running to stop, at once and for good.

    :param connection: in autocommit
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET is_stopping = true WHERE id IN (SELECT id FROM {TABLE} "
            "WHERE source_id = %s AND state = 'running' FOR NO KEY UPDATE SKIP LOCKED)",
            [source_id],
        )
