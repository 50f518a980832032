"""Who is invited to the shop: everybody is asked once, and nobody who does not want it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

INVITE = "invite"
REASONS = ("not_yours", "no_email", "has_account", "opted_out", "invited", "same_email")


@dataclass(frozen=True)
class Customer:
    """What is known of somebody who may be invited.

    :param email: normalised address, empty where there is none
    :param is_mine: whether the person who invites answers for this customer
    """

    id: int
    email: str
    is_mine: bool = True
    has_account: bool = False
    is_opted_out: bool = False
    is_invited: bool = False


def sort(customers: Iterable[Customer]) -> dict[int, str]:
    """Tell for each customer whether he is invited, or why not; one address is written to once.

    >>> sort([Customer(1, "a@example.com"), Customer(2, "a@example.com"), Customer(3, "")])
    {1: 'invite', 2: 'same_email', 3: 'no_email'}
    """
    decided, seen = {}, set()
    for customer in customers:
        reason = _reason(customer)
        if reason == INVITE:
            reason = "same_email" if customer.email in seen else INVITE
            seen.add(customer.email)
        decided[customer.id] = reason
    return decided


def _reason(customer: Customer) -> str:
    obstacles = {
        "not_yours": not customer.is_mine,
        "no_email": not customer.email,
        "has_account": customer.has_account,
        "opted_out": customer.is_opted_out,
        "invited": customer.is_invited,
    }
    return next((reason for reason, holds in obstacles.items() if holds), INVITE)


def count(decided: dict[int, str]) -> dict[str, int]:
    """Count the customers by what was decided, invitations first.

    >>> count({1: "invite", 2: "no_email", 3: "no_email"})
    {'invite': 1, 'no_email': 2}
    """
    counted = Counter(decided.values())
    return {reason: counted[reason] for reason in (INVITE, *REASONS) if counted[reason]}
