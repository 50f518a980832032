"""When a source is read next, and when its values count as late.

Each source has a place of its own within the hour or the window, so that not all are read at once; a slot that was
missed is made up for as soon as it can be.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOURLY, DAILY = "hourly", "daily"
FRESH, LATE, NEVER = "fresh", "late", "never"
GOLDEN = 0.6180339887  # multiples of it spread evenly, however many sources there are
_DAY = 24.0
_LATE_AFTER = {HOURLY: timedelta(hours=3), DAILY: timedelta(hours=26)}


@dataclass(frozen=True)
class Schedule:
    """How often and at which hours of the reseller's day.

    :param interval: ``hourly`` or ``daily``
    :param first: hour from which he may be read, 8.5 for half past eight
    :param last: hour until which; may lie on the next day; equal to ``first``: any time
    """

    interval: str = HOURLY
    first: float = 0.0
    last: float = 0.0

    @property
    def hours(self) -> float:
        """Length of the window.

        >>> Schedule(first=22, last=5).hours, Schedule().hours
        (7.0, 24.0)
        """
        return (self.last - self.first) % _DAY or _DAY

    @property
    def has_window(self) -> bool:
        return self.hours < _DAY

    def allows(self, moment: datetime) -> bool:
        """Tell whether the source may be read at a moment of the reseller's clock.

        >>> night = Schedule(first=22, last=5)
        >>> [night.allows(datetime(2026, 3, 1, hour)) for hour in (21, 22, 4, 5)]
        [False, True, True, False]
        """
        hour = moment.hour + moment.minute / 60 + moment.second / 3600
        return (hour - self.first) % _DAY < self.hours

    def slot(self, moment: datetime, source_id: int) -> datetime:
        """Give the newest moment until now at which a source's turn came, on the reseller's clock."""
        share = source_id * GOLDEN % 1
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.interval == HOURLY:
            start = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=share)
            return start if start <= moment else start - timedelta(hours=1)
        start = midnight + timedelta(hours=self.first + share * self.hours * 0.5)  # the other half is for making up
        while start > moment:
            start -= timedelta(days=1)
        return start

    @property
    def late_after(self) -> timedelta:
        """Tell how old the newest values may be."""
        return _LATE_AFTER[DAILY if self.has_window else self.interval]


def is_due(schedule: Schedule, moment: datetime, source_id: int, last: datetime | None, *, failed=False) -> bool:
    """Tell whether it is a source's turn.

    :param moment: now, on the reseller's clock, naive
    :param last: when it was tried last, on the same clock
    :param failed: for a reason that stays until somebody does something: then once a day is enough, or a wrong
        password would lock the account

    >>> noon = datetime(2026, 3, 1, 12)
    >>> is_due(Schedule(), noon, 1, None), is_due(Schedule(), noon, 1, datetime(2026, 3, 1, 11, 55))
    (True, False)
    """
    if failed:
        schedule = Schedule(DAILY, schedule.first, schedule.last)
    return schedule.allows(moment) and (last is None or last < schedule.slot(moment, source_id))


def freshness(schedule: Schedule, moment: datetime, last: datetime | None) -> str:
    """Judge the age of a source's values.

    >>> now = datetime(2026, 3, 1, 12)
    >>> [freshness(Schedule(), now, now - timedelta(hours=hours)) for hours in (1, 3, 4)]
    ['fresh', 'fresh', 'late']
    """
    if last is None:
        return NEVER
    return LATE if moment - last > schedule.late_after else FRESH
