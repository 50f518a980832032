"""A PostgreSQL source's cursor for rows that pass as bytes: counted, stopped and refused like all others."""

from ..pull.stage import CHUNK


class Tap:
    """What ``lib.pull.stage`` needs of a cursor.

    :param receipt: counts what passes
    :param pace: ends the reading
    """

    def __init__(self, session, receipt, pace, cursor=None):
        self._session, self._receipt, self._pace = session, receipt, pace
        self._cursor = cursor or session.raw.cursor()
        self.connection = self

    def cursor(self, name: str) -> "Tap":
        return Tap(self._session, self._receipt, self._pace, self._session.raw.cursor(name))

    @property
    def description(self):
        return self._cursor.description

    def execute(self, sql: str) -> None:
        self._pace.check()
        session = self._session
        with session.translated(), session.within(session.guard.reading_seconds):
            self._cursor.execute(sql)

    def fetchone(self) -> tuple:
        with self._session.translated():
            return self._cursor.fetchone()

    def fetchmany(self, size: int) -> list[tuple]:
        self._pace.check()
        with self._session.translated():
            batch = self._cursor.fetchmany(size)
        self._receipt.add(repr(batch).encode("utf-8", "surrogateescape"), len(batch))
        return batch

    def copy_expert(self, sql: str, pipe) -> None:
        with self._session.translated():
            self._cursor.copy_expert(sql, _Counted(pipe, self._receipt, self._pace), CHUNK)
        self._receipt.add(b"", max(0, self._cursor.rowcount))

    def __enter__(self):
        return self

    def __exit__(self, *_details):
        if not self._session.raw.closed:
            self._cursor.close()


class _Counted:
    def __init__(self, pipe, receipt, pace):
        self._pipe, self._receipt, self._pace = pipe, receipt, pace

    def write(self, content: bytes) -> int:
        self._pace.check()
        self._receipt.add(content)
        return self._pipe.write(content)
