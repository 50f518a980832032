"""How gently a reseller's server is read: time-outs, rows per second, hours of the day, and when to stop."""

import time as clocks
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

STOPPED, OUTSIDE_WINDOW = "stopped", "outside_window"


class Cancelled(Exception):
    """A reading that ended before its end, because somebody or the agreement wanted so.

    :ivar str reason: ``stopped`` or ``outside_window``
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Guard:
    """The load a reseller allows.

    :param connect_seconds: to reach the server and log in
    :param statement_seconds: for one question
    :param reading_seconds: for one whole reading of rows, where the engine counts the time it waits for us, too
    :param rows_per_second: None for as fast as it goes
    :param window: from and until, in the reseller's time; until may lie on the next day

    >>> night = Guard(window=(time(22), time(5)))
    >>> night.allows(time(23)), night.allows(time(4, 59)), night.allows(time(12)), Guard().allows(time(12))
    (True, True, False, True)
    """

    connect_seconds: int = 10
    statement_seconds: int = 60
    reading_seconds: int = 3_600
    rows_per_second: float | None = None
    window: tuple[time, time] | None = None

    def allows(self, moment: time) -> bool:
        """Tell whether the server may be read at a time of the reseller's day."""
        if not self.window:
            return True
        first, last = self.window
        return first <= moment < last if first <= last else moment >= first or moment < last


class Pace:
    """Keeps a reading within its guard, asked after every batch.

    :param stop: tells whether somebody wants the reading to end
    :param now: gives the moment in the reseller's time
    :param clock: seconds that only grow

    >>> slept = []
    >>> pace = Pace(Guard(rows_per_second=100), clock=lambda: 0.0, sleep=slept.append)
    >>> pace.after(50), pace.after(100), slept
    (None, None, [0.5, 1.5])
    """

    def __init__(
        self,
        guard: Guard,
        *,
        stop: Callable[[], bool] = lambda: False,
        now: Callable[[], datetime] | None = None,
        clock: Callable[[], float] = clocks.monotonic,
        sleep: Callable[[float], None] = clocks.sleep,
    ):
        self.guard, self._stop, self._now, self._clock, self._sleep = guard, stop, now, clock, sleep
        self._free_at = clock()

    def check(self) -> None:
        """Go on or not.

        :raises Cancelled: when the reading has to end
        """
        if self._stop():
            raise Cancelled(STOPPED)
        if self.guard.window and self._now and not self.guard.allows(self._now().time()):
            raise Cancelled(OUTSIDE_WINDOW)

    def after(self, rows: int) -> None:
        """Wait until that many rows more may have been read."""
        self.check()
        if not self.guard.rows_per_second:
            return
        moment = self._clock()
        self._free_at = max(self._free_at, moment) + rows / self.guard.rows_per_second
        self._sleep(self._free_at - moment)
