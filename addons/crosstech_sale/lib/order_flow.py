"""How an order goes from ordered to received: one table of steps, read by code, tests and docs.

Source: S0.15, S0.20 to S0.24, S0.30, S0.32 in docs/requirements.md.
"""

import re
from dataclasses import dataclass
from datetime import datetime

BUYER, RESELLER = "buyer", "reseller"
STAGES = ("ordered", "claimed", "paid", "released", "shipped", "received", "cancelled")
# Who answers to a customer of this kind (S0.15); both may read the other's orders.
ANSWERS_TO = {BUYER: "marketing_manager", RESELLER: "operational_manager"}
# A courier's consignment number: letters and digits, sometimes with a hyphen, point or slash.
_AWB = re.compile(r"[A-Z0-9][A-Z0-9./-]{4,34}")


class OrderFlowError(ValueError):
    """A step that may not be taken now, or not by this person.

    :ivar str code: ``role`` or ``stage``
    """

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class AwbError(ValueError):
    """A consignment number nobody could track a parcel with."""


@dataclass(frozen=True)
class Step:
    """One row of the table: who may take which action, from which stages, and where it leads."""

    action: str
    sources: tuple[str, ...]
    target: str
    by: dict[str, tuple[str, ...]]

    def roles(self, kind: str) -> tuple[str, ...]:
        """Return who may take this step on an order of this kind of customer."""
        return self.by[kind]


def _both(*roles: str) -> dict[str, tuple[str, ...]]:
    return {BUYER: roles, RESELLER: roles}


# "system" is the company's own automation: a matched bank line, a cron. "customer" proves it by login or token.
STEPS = {
    step.action: step
    for step in (
        Step("claim_payment", ("ordered", "claimed"), "claimed", _both("customer")),
        Step(
            "confirm_payment",
            ("ordered", "claimed"),
            "paid",
            _both("finance_manager", "system"),
        ),
        Step("release", ("paid",), "released", _both("operational_manager", "system")),
        Step("ship", ("released",), "shipped", _both("inventory", "system")),
        Step(
            "confirm_arrival",
            ("shipped",),
            "received",
            {
                BUYER: ("customer", "marketing_manager", "inventory", "system"),
                RESELLER: ("customer", "operational_manager", "inventory", "system"),
            },
        ),
        Step(
            "cancel",
            ("ordered", "claimed"),
            "cancelled",
            {
                BUYER: ("marketing_manager", "system"),
                RESELLER: ("operational_manager", "system"),
            },
        ),
    )
}


@dataclass(frozen=True)
class OrderFacts:
    """What is known of an order; the stage follows from it."""

    is_placed: bool
    is_cancelled: bool = False
    is_claimed: bool = False
    is_paid: bool = False
    is_released: bool = False
    is_shipped: bool = False
    is_received: bool = False


def stage(facts: OrderFacts) -> str | None:
    """Return the stage of an order, or None for a cart or a draft.

    Money comes before goods: an order that lost its payment is not released any more, whatever was clicked before.

    >>> stage(OrderFacts(is_placed=True, is_claimed=True))
    'claimed'
    >>> stage(OrderFacts(is_placed=True, is_released=True))
    'ordered'
    """
    if facts.is_cancelled:
        return "cancelled"
    if not facts.is_placed:
        return None
    if facts.is_shipped:
        return "received" if facts.is_received else "shipped"
    if facts.is_paid:
        return "released" if facts.is_released else "paid"
    return "claimed" if facts.is_claimed else "ordered"


def check(action: str, current: str | None, kind: str, roles) -> str:
    """Return the stage that an action leads to.

    :param roles: the roles of who acts, such as ``{"inventory"}``
    :raises OrderFlowError: when the action is not open to these roles (code ``role``) or not now (``stage``)

    >>> check("release", "paid", "buyer", {"operational_manager"})
    'released'
    """
    step = STEPS[action]
    if not set(step.roles(kind)) & set(roles):
        raise OrderFlowError("role", f"{action} is not open to {sorted(roles)}")
    if current not in step.sources:
        raise OrderFlowError("stage", f"{action} is not possible when {current}")
    return step.target


def awb(text: str | None) -> str:
    """Return a consignment number as couriers print it: upper case, no spaces.

    :raises AwbError: when it is too short, too long (5 to 35 characters) or holds other signs

    >>> awb(" jne 0123 4567 ")
    'JNE01234567'
    """
    number = re.sub(r"\s+", "", text or "").upper()
    if not _AWB.fullmatch(number) or not re.search(r"\d", number):
        raise AwbError(f"{text!r} is not a consignment number")
    return number


def is_awb(text: str | None) -> bool:
    """Whether a text can be a consignment number.

    >>> is_awb("JNE01234567"), is_awb("soon")
    (True, False)
    """
    try:
        return bool(awb(text))
    except AwbError:
        return False


@dataclass(frozen=True)
class Milestone:
    """One point of a customer's timeline; times are aware or naive UTC as the caller has them."""

    key: str
    reached: bool
    when: datetime | None = None


# What a customer follows: courier orders show every stage, a meeting hands over money and goods at once.
COURIER_WAY = STAGES[:-1]
MEETING_WAY = ("ordered", "paid", "received")


def timeline(current: str, times: dict[str, datetime | None], way=COURIER_WAY) -> list[Milestone]:
    """Return what the customer sees of an order, in order of time.

    A cancelled order shows what happened before, then the cancellation, nothing that will not come any more.

    :param times: moment by stage; missing or None where unknown
    :param way: the stages this order goes through
    :return: one milestone per stage of the way

    >>> [m.key for m in timeline("paid", {}) if m.reached]
    ['ordered', 'claimed', 'paid']
    """
    if current == "cancelled":
        seen = [key for key in way if key == "ordered" or times.get(key)]
        return [Milestone(key, True, times.get(key)) for key in (*seen, "cancelled")]
    done = STAGES.index(current)
    return [
        Milestone(key, STAGES.index(key) <= done, times.get(key) if STAGES.index(key) <= done else None) for key in way
    ]
