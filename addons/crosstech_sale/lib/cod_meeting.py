"""A COD meeting: buyer and Marketing Manager meet, money and goods change hands (S0.25 to S0.28).

One table says who may do what in which state; code, tests and docs read it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

STATES = ("proposed", "confirmed", "done", "no_show", "cancelled")
# Nobody can come sooner, and nobody plans further.
SHORTEST_NOTICE = timedelta(hours=1)
LONGEST_NOTICE = timedelta(days=30)
PLACE_LENGTH = range(5, 201)


class MeetingError(ValueError):
    """An action that is refused.

    :ivar str code: ``role``, ``state``, ``own_proposal``, ``place``, ``too_soon``, ``too_late``, ``no_time``,
        ``not_yet``, ``amount``
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Action:
    """One row of the table.

    :ivar guards: names of functions of this module, asked in this order
    """

    sources: tuple[str, ...]
    roles: tuple[str, ...]
    target: str
    guards: tuple[str, ...] = ()


ACTIONS = {
    # Either side proposes place and time; a new proposal after a confirmation asks the other side again.
    "propose": Action(
        ("proposed", "confirmed", "no_show"),
        ("customer", "marketing_manager"),
        "proposed",
        ("has_place", "is_in_reach"),
    ),
    # Marketing confirms; the buyer can agree to Marketing's proposal, not to his own.
    "confirm": Action(
        ("proposed",),
        ("customer", "marketing_manager"),
        "confirmed",
        ("has_place", "has_time", "is_others_proposal"),
    ),
    "complete": Action(("confirmed",), ("marketing_manager",), "done", ("is_whole_amount",)),
    "miss": Action(("confirmed",), ("marketing_manager",), "no_show", ("is_past",)),
    "cancel": Action(
        ("proposed", "confirmed", "no_show"),
        ("customer", "marketing_manager", "system"),
        "cancelled",
    ),
}


@dataclass(frozen=True)
class Facts:
    """What the guards look at; times are aware UTC, money whole rupiah."""

    state: str
    roles: frozenset[str]
    now: datetime
    place: str = ""
    moment: datetime | None = None
    proposed_by: str = "customer"
    amount_due: Decimal = Decimal(0)
    amount_collected: Decimal = Decimal(0)


def apply(action: str, facts: Facts) -> str:
    """Return the state an action leads to.

    :raises MeetingError: when role, state or a guard refuses

    >>> from datetime import timezone
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
    >>> apply("miss", Facts("confirmed", frozenset({"marketing_manager"}), now=noon, moment=noon - timedelta(hours=1)))
    'no_show'
    """
    row = ACTIONS[action]
    if not facts.roles & set(row.roles):
        raise MeetingError("role")
    if facts.state not in row.sources:
        raise MeetingError("state")
    for guard in row.guards:
        GUARDS[guard](facts)
    return row.target


def has_place(facts: Facts) -> None:
    """Refuse a place nobody could find: fewer than 5 or more than 200 characters."""
    if len(" ".join(facts.place.split())) not in PLACE_LENGTH:
        raise MeetingError("place")


def has_time(facts: Facts) -> None:
    """Refuse to confirm what has no time or whose time is over."""
    if facts.moment is None:
        raise MeetingError("no_time")
    if facts.moment <= facts.now:
        raise MeetingError("too_soon")


def is_in_reach(facts: Facts) -> None:
    """Refuse a proposal for less than an hour or more than 30 days ahead; both borders are allowed."""
    if facts.moment is None:
        raise MeetingError("no_time")
    if facts.moment - facts.now < SHORTEST_NOTICE:
        raise MeetingError("too_soon")
    if facts.moment - facts.now > LONGEST_NOTICE:
        raise MeetingError("too_late")


def is_others_proposal(facts: Facts) -> None:
    """Refuse a buyer who confirms his own proposal; staff may, after talking to him."""
    if "marketing_manager" not in facts.roles and facts.proposed_by == "customer":
        raise MeetingError("own_proposal")


def is_past(facts: Facts) -> None:
    """Refuse to call somebody missing before the meeting has begun."""
    if facts.moment is None or facts.now < facts.moment:
        raise MeetingError("not_yet")


def is_whole_amount(facts: Facts) -> None:
    """Refuse to hand over goods for less, or to keep more, than what is due."""
    if facts.amount_collected != facts.amount_due:
        raise MeetingError("amount")


GUARDS = {
    guard.__name__: guard
    for guard in (
        has_place,
        has_time,
        is_in_reach,
        is_others_proposal,
        is_past,
        is_whole_amount,
    )
}


def is_allowed(kind: str, total: Decimal, limit: Decimal) -> bool:
    """Whether an order may be paid at a meeting: buyers only (X16), up to the company's limit, 0 for none.

    >>> is_allowed("buyer", Decimal(5_000_000), Decimal(5_000_000)), is_allowed("reseller", Decimal(1), Decimal(0))
    (True, False)
    """
    return kind == "buyer" and (not limit or total <= limit)
