"""Clocks of after-sales service that run in working hours only and stand still while others have to act.

Two clocks that know nothing of each other: *answer* runs from the report, and again from each question of the customer,
until one of us answers; *solution* runs from the report until the work is done. Source: S1.35, S1.26.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

MAX_DAYS = 3700  # ten years without enough working hours: the calendar is empty
SOON = 0.25  # of the hours granted, left
NONE, ON_TIME, SOON_LATE, PAUSED, LATE, MET, MISSED = (
    "none", "on_time", "soon", "paused", "late", "met", "missed",
)  # fmt: skip


class ServiceLevelError(ValueError):
    """No deadline can be told: the calendar has no working hours."""


@dataclass(frozen=True)
class WorkingHours:
    """When we work, by the clock of a place.

    :ivar week: weekday (Monday is 0) -> spans of (from, to) in minutes of the day, sorted, not overlapping
    :ivar holidays: days nobody works
    :ivar zone: IANA name of the clock
    """

    week: Mapping[int, tuple[tuple[int, int], ...]]
    zone: str = "Asia/Jakarta"
    holidays: frozenset[date] = field(default_factory=frozenset)

    def after(self, start: datetime, seconds: float) -> datetime:
        """Return the moment at which so many seconds were worked since a start.

        :param start: naive UTC
        :return: naive UTC; the end of a span rather than the begin of the next one
        :raises ServiceLevelError: when the calendar never has them

        >>> hours = WorkingHours({day: ((8 * 60, 17 * 60),) for day in range(5)})
        >>> hours.after(datetime(2026, 3, 6, 9), 2 * 3600)  # Friday, 16:00 WIB
        datetime.datetime(2026, 3, 9, 2, 0)
        """
        left = timedelta(seconds=max(seconds, 0))
        for begin, end in self._spans(start, MAX_DAYS):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        raise ServiceLevelError("no working hours")

    def between(self, start: datetime, end: datetime) -> float:
        """Return the seconds worked between two moments, naive UTC; none where the end is not after the start.

        >>> hours = WorkingHours({0: ((8 * 60, 17 * 60),)}, holidays=frozenset({date(2026, 3, 9)}))
        >>> hours.between(datetime(2026, 3, 2, 9), datetime(2026, 3, 16, 1)) / 3600
        1.0
        """
        days = (end - start).days + 3
        spans = self._spans(start, days) if end > start else ()
        return sum((min(stop, end) - begin).total_seconds() for begin, stop in spans if begin < end)

    def _spans(self, start: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        zone = ZoneInfo(self.zone)
        first = start.replace(tzinfo=timezone.utc).astimezone(zone).date()
        for day in (first + timedelta(days=number) for number in range(days)):
            if day in self.holidays:
                continue
            for minutes in self.week.get(day.weekday(), ()):
                begin, end = (_moment(day, minute, zone) for minute in minutes)
                if end > start:
                    yield max(begin, start), end


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    extra, minute = divmod(minute, 24 * 60)
    local = datetime.combine(day + timedelta(days=extra), time(*divmod(minute, 60)), zone)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


@dataclass(frozen=True)
class Times:
    """What happened so far, naive UTC.

    :ivar reported: when it was reported
    :ivar waiting_since: since when the customer waits for an answer; None: one of us spoke last
    :ivar paused_since: since when others have to act; None: it is our turn
    :ivar paused_seconds: working seconds of earlier pauses
    :ivar solved: when the work was done
    """

    reported: datetime
    waiting_since: datetime | None = None
    paused_since: datetime | None = None
    paused_seconds: float = 0
    solved: datetime | None = None


@dataclass(frozen=True)
class Level:
    """Working hours granted for an answer and for the solution."""

    response_hours: float
    solution_hours: float


@dataclass(frozen=True)
class Deadlines:
    """Naive UTC; None where a clock does not run or has no end yet."""

    response: datetime | None
    solution: datetime | None


def deadlines(level: Level, times: Times, hours: WorkingHours) -> Deadlines:
    """Tell until when an answer and the solution are due.

    The solution's deadline moves when a pause ends (:func:`resumed`), not while it lasts.

    >>> hours = WorkingHours({day: ((8 * 60, 17 * 60),) for day in range(5)})
    >>> monday = datetime(2026, 3, 2, 1)
    >>> deadlines(Level(4, 9), Times(monday, waiting_since=monday), hours)
    Deadlines(response=datetime.datetime(2026, 3, 2, 5, 0), solution=datetime.datetime(2026, 3, 2, 10, 0))
    """
    response = hours.after(times.waiting_since, level.response_hours * 3600) if times.waiting_since else None
    return Deadlines(response, hours.after(times.reported, level.solution_hours * 3600 + times.paused_seconds))


def resumed(times: Times, solution: datetime, now: datetime, hours: WorkingHours) -> float:
    """Return the paused seconds when a pause ends; one that began at the deadline or later excuses nothing.

    :param solution: the deadline as it stood during the pause
    """
    if times.paused_since is None or times.paused_since >= solution:
        return times.paused_seconds
    return times.paused_seconds + hours.between(times.paused_since, now)


def state(level: Level, times: Times, due: Deadlines, now: datetime, hours: WorkingHours) -> str:
    """Tell how a request stands: ``on_time``, ``soon``, ``late``, ``paused``, ``met`` or ``missed``."""
    if times.solved is not None:
        ended = times.paused_since if times.paused_since and times.paused_since < due.solution else times.solved
        return MET if ended <= due.solution else MISSED
    stopped = times.paused_since is not None and times.paused_since < due.solution
    running = [(due.response, level.response_hours)] if due.response else []
    if not stopped:
        running.append((due.solution, level.solution_hours))
    if any(end < now for end, _granted in running):
        return LATE
    if any(hours.between(now, end) <= SOON * granted * 3600 for end, granted in running):
        return SOON_LATE
    return PAUSED if stopped else ON_TIME


def week(attendances: Iterable[tuple[int, float, float]]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Join rows of a calendar to what :class:`WorkingHours` takes; overlapping spans become one.

    :param attendances: (weekday, hour from, hour to), hours as decimal numbers up to 24

    >>> week([(0, 13, 17), (0, 8, 12), (0, 11.5, 12.5), (1, 9, 9)])
    {0: ((480, 750), (780, 1020))}
    """
    days: dict[int, list[tuple[int, int]]] = {}
    for weekday, start, end in sorted(attendances):
        span = (round(start * 60), round(end * 60))
        if span[0] >= span[1]:
            continue
        spans = days.setdefault(weekday, [])
        if spans and spans[-1][1] >= span[0]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], span[1]))
        else:
            spans.append(span)
    return {weekday: tuple(spans) for weekday, spans in days.items()}


def best(levels: Iterable, facts: Mapping[str, str]):
    """Choose the first level whose named facts all fit; one that names more goes first.

    :param levels: (key, dict of fact -> value wanted, empty or missing: any), in order of preference
    :return: its key, or None

    >>> best([("any", {}), ("visit", {"arrival_way": "on_site"})], {"arrival_way": "on_site", "priority": "1"})
    'visit'
    """
    fitting = [
        (key, wanted)
        for key, wanted in levels
        if all(not value or facts.get(name) == value for name, value in wanted.items())
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda one: sum(bool(value) for value in one[1].values()))[0]
