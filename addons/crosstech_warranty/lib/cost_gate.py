"""What a repair costs its customer: asked before the work, settled before the goods go back (S1.19 to S1.22).

A quote holds the billable lines of a work order that were not quoted before. What is found later is a quote of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .work_order import CUSTOMER, REPAIR, SYSTEM

QUOTE_STATES = ("offered", "accepted", "declined", "expired", "superseded")
PAID_STATES = frozenset({"paid", "in_payment", "reversed"})


class CostGateError(ValueError):
    """An answer that cannot be taken.

    :ivar str code: ``role``, ``answered``, ``expired``, ``superseded`` or ``reason``
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Quote:
    """One quote of a work order, oldest first.

    :ivar state: one of :data:`QUOTE_STATES`
    :ivar is_paid: its invoice is paid, or was taken back
    """

    state: str
    is_paid: bool = False


ANSWERS = {"accept": "accepted", "decline": "declined"}
ANSWERING_ROLES = frozenset({CUSTOMER, REPAIR, SYSTEM})


def answer(action: str, state: str, *, roles: Iterable[str], valid_until: date, today: date, reason: str = "") -> str:
    """Return the state a quote has after an answer; the same answer given twice changes nothing.

    :param action: ``accept`` or ``decline``
    :param roles: who answers: the customer, staff for him (with a reason: who said so, and how), or our automation
    :raises CostGateError: when he may not, or the quote no longer waits for an answer

    >>> answer("accept", "offered", roles={"customer"}, valid_until=date(2026, 3, 9), today=date(2026, 3, 9))
    'accepted'
    """
    roles = set(roles)
    if not roles & ANSWERING_ROLES:
        raise CostGateError("role")
    target = ANSWERS[action]
    if state == target:
        return target
    if state in ("superseded", "expired"):
        raise CostGateError(state)
    if state != "offered":
        raise CostGateError("answered")
    if today > valid_until:
        raise CostGateError("expired")
    if REPAIR in roles and not roles & {CUSTOMER, SYSTEM} and not reason.strip():
        raise CostGateError("reason")
    return target


def is_within_limit(amount: Decimal, limit: Decimal) -> bool:
    """Tell whether the customer allowed this much without being asked; 0 means that he wants to be asked.

    >>> is_within_limit(Decimal(50_000), Decimal(50_000)), is_within_limit(Decimal(1), Decimal(0))
    (True, False)
    """
    return 0 < amount <= limit


def quote_state(unquoted: Decimal, quotes: Iterable[Quote]) -> str:
    """Return where the asking stands: ``none``, ``draft`` (something is not asked yet), or the last quote's state.

    :param unquoted: billable lines that are in no quote, in rupiah

    >>> quote_state(Decimal(0), [Quote("accepted"), Quote("superseded"), Quote("offered")])
    'offered'
    """
    if unquoted > 0:
        return "draft"
    valid = [quote.state for quote in quotes if quote.state != "superseded"]
    return valid[-1] if valid else "none"


def cost_state(unquoted: Decimal, quotes: Iterable[Quote]) -> str:
    """Return ``free`` (nothing to pay), ``open`` or ``settled``; a declined quote is not owed.

    >>> cost_state(Decimal(0), [Quote("declined")]), cost_state(Decimal(0), [Quote("accepted", is_paid=True)])
    ('free', 'settled')
    """
    quotes = [quote for quote in quotes if quote.state not in ("superseded", "declined")]
    if unquoted > 0 or any(not quote.is_paid for quote in quotes):
        return "open"
    return "settled" if quotes else "free"


def may_begin(quote: str, *, is_on_site: bool = False) -> bool:
    """Tell whether work may begin or, at the customer's place, be finished: nothing is charged, or he agreed.

    On site he stands beside it: what was not asked in writing yet is asked as soon as the technician notes it.

    >>> may_begin("offered"), may_begin("none"), may_begin("draft"), may_begin("draft", is_on_site=True)
    (False, True, False, True)
    """
    return quote in ("none", "accepted") or (is_on_site and quote == "draft")


def may_go_back(cost: str, quote: str, *, pays_on_delivery: bool) -> bool:
    """Tell whether goods may go back: their cost is settled (S1.21).

    Cash on delivery is settled by the hand-over itself: then the goods go, if all of it was agreed to (S1.20, X16).

    >>> may_go_back("open", "accepted", pays_on_delivery=True), may_go_back("open", "draft", pays_on_delivery=True)
    (True, False)
    """
    return cost in ("free", "settled") or (pays_on_delivery and quote == "accepted")
