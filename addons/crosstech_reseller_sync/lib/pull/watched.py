"""A source that is watched while it is read: what came is counted, and somebody may stop it between two batches."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator

from ..entities import Entity
from . import plan
from .run_log import Cancelled

EVERY_SECONDS = 1.0


class Watched:
    """Stands before a :class:`pulling.Rows` and tells how far the reading is.

    :param tell: called with (rows, bytes) at most once a second; gives whether the reading is to stop
    :param clock: seconds that only grow
    """

    def __init__(self, source, tell: Callable[[int, int], bool], clock: Callable[[], float] = time.monotonic):
        self.source, self.tell, self.clock = source, tell, clock
        self.rows_read, self.bytes_read, self._digest = 0, 0, hashlib.sha256()
        self._next = clock()

    @property
    def checksum(self) -> str:
        """Of all that was read, in its order."""
        return self._digest.hexdigest()

    def has_cursor(self, entity: Entity) -> bool:
        return self.source.has_cursor(entity)

    def upper(self, entity: Entity):
        self.check()
        return self.source.upper(entity)

    def rows(self, entity: Entity, step: plan.Step) -> Iterable[list[tuple]]:
        return self._watch(self.source.rows(entity, step))

    def keys(self, entity: Entity) -> Iterable[list[tuple]]:
        return self._watch(self.source.keys(entity))

    def rows_of(self, entity: Entity, keys: list[str]) -> Iterable[list[tuple]]:
        return self._watch(self.source.rows_of(entity, keys))

    def check(self) -> None:
        """Tell how far it is, if that was not told just now.

        :raises Cancelled: when it is to stop
        """
        if self.clock() < self._next:
            return
        self._next = self.clock() + EVERY_SECONDS
        if self.tell(self.rows_read, self.bytes_read):
            raise Cancelled

    def _watch(self, batches: Iterable[list[tuple]]) -> Iterator[list[tuple]]:
        for batch in batches:
            written = repr(batch).encode("utf-8", "surrogatepass")
            self._digest.update(written)
            self.rows_read += len(batch)
            self.bytes_read += len(written)
            self.check()
            yield batch
