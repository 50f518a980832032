"""Claims at a supplier: the states, the window to file within, what to do while he is silent, what comes back.

Source: S0.78 to S0.81 in docs/requirements.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

STATES = ("draft", "filed", "at_supplier", "decided", "closed", "missed")
OUTCOMES = ("repaired", "replaced", "credited", "refused")
# After these the piece that went to him comes back; the others he keeps.
COMES_BACK = ("repaired", "refused")
# Where the terms say nothing of a window.
WINDOW_DAYS = 30
ALARMS = (50, 80, 95)
REMIND_DAYS = 7
ESCALATE_DAYS = 21
REPAIR, SYSTEM = "repair_team", "system"


class ClaimError(ValueError):
    """A step that may not be taken.

    :ivar str code: ``role``, ``state``, ``damage``, ``purchase``, ``diagnosis``, ``ended``, ``outcome``, ``words``,
        ``serial`` or ``amount``
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Step:
    """One row of the table: from which states, to which, by whom."""

    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...] = (REPAIR, SYSTEM)


# A supplier may be asked after the window, too; he alone says whether that was too late.
STEPS = {
    "file": Step(("draft", "missed"), "filed"),
    "miss": Step(("draft",), "missed", (SYSTEM,)),
    "send": Step(("filed",), "at_supplier"),
    "decide": Step(("filed", "at_supplier"), "decided"),
    "close": Step(("decided",), "closed"),
}


@dataclass(frozen=True)
class Evidence:
    """What a claim rests on.

    :ivar has_damage: caused from outside: no official warranty covers it (S0.81)
    :ivar has_purchase: it is on record, or proved by paper, that the customer bought it from us
    """

    has_damage: bool = False
    has_purchase: bool = False
    has_diagnosis: bool = False


@dataclass(frozen=True)
class Answer:
    """What the supplier decided; it is his to decide, so nothing here is checked against the terms (S0.80)."""

    outcome: str
    words: str = ""
    serial: str = ""
    amount: Decimal = Decimal(0)


def apply(action: str, state: str, roles: Iterable[str]) -> str:
    """Return the state a step leads to.

    :raises ClaimError: ``role`` or ``state``

    >>> apply("file", "draft", {"repair_team"})
    'filed'
    """
    step = STEPS[action]
    if not set(roles) & set(step.roles):
        raise ClaimError("role")
    if state not in step.sources:
        raise ClaimError("state")
    return step.target


def check_evidence(evidence: Evidence) -> None:
    """Refuse a claim nobody would accept, before it costs a shipment.

    :raises ClaimError: ``damage``, ``purchase`` or ``diagnosis``
    """
    if evidence.has_damage:
        raise ClaimError("damage")
    if not evidence.has_purchase:
        raise ClaimError("purchase")
    if not evidence.has_diagnosis:
        raise ClaimError("diagnosis")


def check_answer(answer: Answer) -> None:
    """Refuse an answer that lacks what its kind needs.

    :raises ClaimError: ``outcome``, ``words`` (a refusal without its reason), ``serial`` or ``amount``
    """
    if answer.outcome not in OUTCOMES:
        raise ClaimError("outcome")
    if answer.outcome == "refused" and not answer.words.strip():
        raise ClaimError("words")
    if answer.outcome == "replaced" and not answer.serial.strip():
        raise ClaimError("serial")
    if answer.outcome == "credited" and answer.amount <= 0:
        raise ClaimError("amount")


def deadline(reported: date, window_days: int) -> date:
    """Return the last day to file.

    >>> deadline(date(2026, 2, 27), 2)
    datetime.date(2026, 3, 1)
    """
    return reported + timedelta(days=max(window_days, 0))


def alarm(reported: date, last_day: date, today: date) -> int:
    """Tell how much of the window is used up: 0, the highest of ``ALARMS`` reached, or 100 when it has passed.

    >>> alarm(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 16))
    50
    """
    if today > last_day:
        return 100
    window = (last_day - reported).days
    used = (today - reported).days
    reached = [level for level in ALARMS if used * 100 >= level * window]
    return max(reached, default=0)


def next_word(filed: date, last_word: date | None, today: date) -> str:
    """Tell what to do about a supplier who has not answered: nothing, ``remind`` him, or ``escalate``.

    :param last_word: when he was reminded last

    >>> next_word(date(2026, 1, 1), None, date(2026, 1, 8)), next_word(date(2026, 1, 1), None, date(2026, 1, 7))
    ('remind', '')
    """
    if (today - (last_word or filed)).days < REMIND_DAYS:
        return ""
    return "escalate" if (today - filed).days >= ESCALATE_DAYS else "remind"


def recovered(answer: Answer, claimed: Decimal, price: Decimal) -> Decimal:
    """Return what an answer is worth to us: money as it is, a repair what we claimed, a new piece what it costs us.

    >>> recovered(Answer("repaired"), Decimal(200_000), Decimal(5_000_000))
    Decimal('200000')
    """
    return {
        "repaired": claimed,
        "replaced": price,
        "credited": answer.amount,
    }.get(answer.outcome, Decimal(0))


def recovery_rate(claimed: Decimal, back: Decimal) -> float | None:
    """Return the share of what was claimed that came back, or None where nothing was claimed.

    >>> recovery_rate(Decimal(200), Decimal(50)), recovery_rate(Decimal(0), Decimal(0))
    (0.25, None)
    """
    return float(back / claimed) if claimed else None
