"""The weekly manager report: its weeks, who may do what with it and its sections, and how weeks are compared.

Source: S0.51 to S0.55 in docs/requirements.md. A week is the one of ISO 8601, Monday to Sunday, on the company's clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from . import duties

REPORT_STATES = ("open", "submitted", "read", "closed")
SECTION_STATES = ("to_do", "submitted", "sent_back")
# Whoever contributes something to the report; the Director reads and decides.
CONTRIBUTORS = (duties.OPERATIONAL, duties.MARKETING, duties.FINANCE, duties.INVENTORY, duties.REPAIR)
OWNER = "owner"  # of a section: the role that answers for it
DAY = timedelta(days=1)


class ReportError(ValueError):
    """A step that may not be taken now, or not by this person.

    :ivar str code: ``role``, ``state``, ``report`` (the report is with the Director already), ``note`` or ``missing``
    """

    def __init__(self, code: str, message: str = ""):
        super().__init__(message or code)
        self.code = code


# === WEEKS === #


@dataclass(frozen=True, order=True)
class Week:
    """A week by its Monday."""

    monday: date

    def __post_init__(self):
        if self.monday.weekday():
            raise ValueError(f"{self.monday} is no Monday")

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week a day lies in.

        >>> Week.of(date(2027, 1, 1)).name
        '2026-W53'
        """
        return cls(day - timedelta(days=day.weekday()))

    @property
    def sunday(self) -> date:
        return self.monday + 6 * DAY

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def year(self) -> int:
        """The year the week counts for, which is not always that of its Monday."""
        return self.monday.isocalendar().year

    @property
    def name(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + number * DAY for number in range(7))

    def shift(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Return the first moment of the week and the first after it, aware UTC.

        >>> Week(date(2026, 3, 2)).bounds("Asia/Jakarta")[0].isoformat()
        '2026-03-01T17:00:00+00:00'
        """
        return tuple(
            datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(timezone.utc)
            for day in (self.monday, self.monday + 7 * DAY)
        )


def due_week(now: datetime, zone: str, weekday: int = 0, hour: int = 6) -> Week:
    """Return the latest week whose report is to be there: it has ended, and the company's day and hour have come.

    :param now: aware
    :param weekday: day after the week on which its report is made, Monday is 0
    :param hour: of the company's clock, 0 to 23

    >>> monday = datetime(2026, 3, 8, 23, 0, tzinfo=timezone.utc)  # 6 o'clock on Monday in Jakarta
    >>> due_week(monday, "Asia/Jakarta").name, due_week(monday - timedelta(minutes=1), "Asia/Jakarta").name
    ('2026-W10', '2026-W09')
    """
    moment = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(days=weekday, hours=hour)
    return Week.of(moment.date()).shift(-1)


def ended_week(now: datetime, zone: str) -> Week:
    """Return the latest week that is over, whatever the company's day and hour.

    >>> ended_week(datetime(2026, 3, 8, 17, 0, tzinfo=timezone.utc), "Asia/Jakarta").name
    '2026-W10'
    """
    return due_week(now, zone, 0, 0)


# === WHO MAY DO WHAT === #


@dataclass(frozen=True)
class Step:
    """One row of the tables below: who may take which action, from which states, and where it leads."""

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]


def _table(*steps: Step) -> dict[str, Step]:
    return {step.action: step for step in steps}


REPORT_STEPS = _table(
    Step("submit", ("open",), "submitted", (duties.OPERATIONAL,)),
    Step("read", ("submitted",), "read", (duties.DIRECTOR,)),
    Step("close", ("read",), "closed", (duties.DIRECTOR,)),
)
# A section moves only while its report is open.
SECTION_STEPS = _table(
    Step("write", ("to_do", "sent_back"), "", (OWNER,)),
    Step("submit", ("to_do", "sent_back"), "submitted", (OWNER,)),
    Step("send_back", ("submitted",), "sent_back", (duties.OPERATIONAL,)),
)


def check_report(action: str, state: str, roles: Iterable[str], *, missing: int = 0, confirmed: bool = False) -> str:
    """Return the state an action leads the report to.

    :param missing: number of sections that are not submitted
    :param confirmed: whether the Operational Manager wants to submit without them
    :raises ReportError: ``role``, ``state``, or ``missing``

    >>> check_report("submit", "open", ["operational_manager"], missing=1, confirmed=True)
    'submitted'
    """
    step = REPORT_STEPS[action]
    if not set(step.roles) & set(roles):
        raise ReportError("role", f"{action} is not open to {sorted(roles)}")
    if state not in step.sources:
        raise ReportError("state", f"{action} is not possible when {state}")
    if action == "submit" and missing and not confirmed:
        raise ReportError("missing", f"{missing} sections are missing")
    return step.target


def check_section(action: str, state: str, owner: str, roles: Iterable[str], report_state: str, note: str = "") -> str:
    """Return the state an action leads a section to; writing leaves it where it is.

    :param owner: the role that answers for the section
    :param note: why it is sent back
    :raises ReportError: ``role``, ``report``, ``state``, or ``note``

    >>> check_section("submit", "to_do", "inventory", ["inventory"], "open")
    'submitted'
    """
    step = SECTION_STEPS[action]
    allowed = {owner if role == OWNER else role for role in step.roles}
    if not allowed & set(roles):
        raise ReportError("role", f"{action} is not open to {sorted(roles)}")
    if report_state != "open":
        raise ReportError("report", f"the report is {report_state}")
    if state not in step.sources:
        raise ReportError("state", f"{action} is not possible when {state}")
    if action == "send_back" and not note.strip():
        raise ReportError("note", "a section is sent back with a reason")
    return step.target or state


# === COMPLETENESS AND CHASING === #


@dataclass(frozen=True)
class Completeness:
    """How much of a report is there."""

    done: int
    total: int
    missing_roles: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 means that nothing is missing.

        >>> Completeness(2, 3).percent, Completeness(0, 0).percent
        (66, 100)
        """
        return 100 * self.done // self.total if self.total else 100


def completeness(sections: Iterable[tuple[str, str]]) -> Completeness:
    """Count what is submitted.

    :param sections: pairs of role and state
    :return: with the roles that are missing, each once, in the order of the sections

    >>> completeness([("inventory", "to_do"), ("finance_manager", "submitted")])
    Completeness(done=1, total=2, missing_roles=('inventory',))
    """
    sections = list(sections)
    missing = dict.fromkeys(role for role, state in sections if state != "submitted")
    return Completeness(sum(state == "submitted" for _role, state in sections), len(sections), tuple(missing))


def is_chase_due(now: datetime, asked: datetime, hours: int, *, last: datetime | None = None) -> bool:
    """Whether to remind of a missing section: so many hours after it was asked for, then again, at most once a day.

    :param asked: when the section was asked for, or sent back
    :param hours: the company's; 0 never reminds
    :param last: the last reminder after that

    >>> start = datetime(2026, 3, 9)
    >>> is_chase_due(start + timedelta(hours=9), start, 8, last=start + timedelta(hours=8))
    False
    """
    if hours <= 0:
        return False
    if last and last > asked:
        return now - last >= max(timedelta(hours=hours), DAY)
    return now - asked >= timedelta(hours=hours)


# === FIGURES === #


@dataclass(frozen=True)
class Change:
    """How a figure moved against the week before.

    :ivar direction: ``up``, ``down``, ``same``, or ``none`` where last week has no figure
    :ivar percent: of last week's figure, rounded half away from zero; None where that was 0 or is not there
    """

    direction: str
    difference: float | None = None
    percent: int | None = None


def compare(now: float, before: float | None) -> Change:
    """Compare a figure with that of the week before.

    >>> compare(150, 100)
    Change(direction='up', difference=50, percent=50)
    >>> compare(5, 0).percent is None, compare(5, None).direction
    (True, 'none')
    """
    if before is None or before is False:
        return Change("none")
    difference = now - before
    if not difference:
        return Change("same", 0, 0 if before else None)
    share = abs(100 * difference / before) if before else 0
    percent = int(share + 0.5) * (1 if difference > 0 else -1) if before else None
    return Change("up" if difference > 0 else "down", difference, percent)


def has_figures(figures: Iterable[float | None], cells: Iterable[object] = ()) -> bool:
    """Whether anything happened: one number that is not zero.

    :param cells: of the rows of a section's table; texts do not count

    >>> has_figures([0, None], ["Web", 0]), has_figures([], ["Web", 3])
    (False, True)
    """
    numbers = [cell for cell in (*figures, *cells) if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    return any(numbers)


# === DECISIONS === #


def decision_status(*, is_done: bool, due: date | None, today: date) -> str:
    """Tell how a decision stands: ``done``, ``overdue`` or ``not_done``; on its last day it is not late yet.

    >>> decision_status(is_done=False, due=date(2026, 3, 9), today=date(2026, 3, 9))
    'not_done'
    """
    if is_done:
        return "done"
    return "overdue" if due and due < today else "not_done"
