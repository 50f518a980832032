"""What a buyer's order means to the reseller of its territory: a credit, or an offer to deliver it (S0.36, S0.69)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from .money import rupiah
from .territories import HAND_OVER, KEEP

WAITING, EARNED, SETTLED, VOID = "waiting", "earned", "settled", "void"


class HandoverError(ValueError):
    """An answer that is refused.

    :ivar str code: ``role``, ``state``, ``late`` (the time to accept is over) or ``early`` (it is not over yet)
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Step:
    """One row of the table: from which states, by whom, to which state, before or after the deadline."""

    sources: tuple[str, ...]
    roles: tuple[str, ...]
    target: str
    when: str = "any"


OFFERED, ACCEPTED = "offered", "accepted"
OPEN = (OFFERED, ACCEPTED)
STEPS = {
    "accept": Step((OFFERED,), ("reseller",), ACCEPTED, "before"),
    "decline": Step((OFFERED,), ("reseller",), "declined", "before"),
    "expire": Step((OFFERED,), ("system",), "expired", "after"),
    # An order that is cancelled, goes elsewhere, or that the Operational Manager takes back.
    "withdraw": Step(OPEN, ("operational_manager", "system"), "withdrawn"),
    "finish": Step((ACCEPTED,), ("reseller", "inventory", "system"), "done"),
}


def check(action: str, state: str, roles, now: datetime, deadline: datetime) -> str:
    """Return the state that a step leads to.

    :param roles: of who acts, such as ``{"reseller"}``
    :raises HandoverError: when the step is not open to him, not in this state, too late or too early

    >>> start = datetime(2026, 1, 1)
    >>> check("accept", "offered", {"reseller"}, start, start + timedelta(hours=24))
    'accepted'
    """
    step = STEPS[action]
    if not set(roles) & set(step.roles):
        raise HandoverError("role")
    if state not in step.sources:
        raise HandoverError("state")
    if step.when == "before" and now > deadline:
        raise HandoverError("late")
    if step.when == "after" and now <= deadline:
        raise HandoverError("early")
    return step.target


def deadline(now: datetime, hours: int) -> datetime:
    """Until when a reseller can accept."""
    return now + timedelta(hours=hours)


def applied_policy(policy: str | None, *, is_reseller: bool, can_hand_over: bool) -> str:
    """Return what is done with an order, which can be less than what the territory says.

    Who is no reseller any more gets nothing.

    :param can_hand_over: the order is sent by courier, and still in the warehouse

    >>> applied_policy("hand_over", is_reseller=True, can_hand_over=False)
    'keep'
    """
    if not policy or not is_reseller:
        return KEEP
    return KEEP if policy == HAND_OVER and not can_hand_over else policy


def credit_amount(goods: Decimal, percent: Decimal) -> Decimal:
    """Return what a reseller is credited, in whole rupiah (half up); never below zero.

    :param goods: price of the goods without taxes, delivery and what was given back

    >>> credit_amount(Decimal(1_000_010), Decimal(5))
    Decimal('50001')
    """
    return max(rupiah(goods * percent / 100), Decimal(0))


@dataclass(frozen=True)
class CreditFacts:
    """What is known of a credit; its state follows from it."""

    amount: Decimal
    is_posted: bool = False
    is_void: bool = False
    is_cancelled: bool = False
    is_paid: bool = False
    is_delivered: bool = True


def credit_state(facts: CreditFacts) -> str:
    """Return the state of a credit.

    What is booked stays booked; before that, money first, then (where the reseller delivers) goods.

    >>> credit_state(CreditFacts(Decimal(5), is_paid=True)), credit_state(CreditFacts(Decimal(5)))
    ('earned', 'waiting')
    """
    if facts.is_posted:
        return SETTLED
    if facts.is_void or facts.is_cancelled:
        return VOID
    if not facts.is_paid or not facts.is_delivered:
        return WAITING
    return EARNED if facts.amount > 0 else VOID
