"""How far a reading is: told now and then, and whether somebody wants it stopped."""

import time
from collections.abc import Callable
from typing import Protocol

EVERY_SECONDS = 1.0


class Receipt(Protocol):
    """What a reading counts of itself."""

    rows: int
    bytes: int
    checksum: str


class Progress:
    """Asked by the reader between two batches.

    :param tell: called with (rows, bytes), at most once a second; gives whether the reading is to stop
    :param clock: seconds that only grow
    :ivar receipt: of the reader, from when there is one
    """

    def __init__(self, tell: Callable[[int, int], bool], clock: Callable[[], float] = time.monotonic):
        self.tell, self.clock = tell, clock
        self.receipt: Receipt | None = None
        self._next = clock()

    def stop(self) -> bool:
        """Tell whether the reading is to stop.

        >>> progress = Progress(lambda rows, size: True, clock=iter([0.0, 0.1, 0.1, 0.9]).__next__)
        >>> progress.stop(), progress.stop()
        (True, False)
        """
        if self.clock() < self._next:
            return False
        self._next = self.clock() + EVERY_SECONDS
        return self.now()

    def now(self) -> bool:
        """Tell how far it is at once."""
        return self.tell(self.receipt.rows, self.receipt.bytes) if self.receipt else self.tell(0, 0)
