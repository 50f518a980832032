"""How far a purchase has come, from what core knows of it: never typed (S0.49, X18)."""

from dataclasses import dataclass

STAGES = ("requested", "ordered", "partly_received", "received", "billed", "paid", "cancelled")


@dataclass(frozen=True)
class PurchaseFacts:
    """What is known of a purchase.

    :param is_closed: no goods are on their way any more (all receipts done or cancelled)
    :param is_billed: everything received is on posted bills
    :param is_paid: every bill is paid
    """

    is_confirmed: bool
    is_cancelled: bool = False
    has_arrivals: bool = False
    is_closed: bool = False
    is_billed: bool = False
    is_paid: bool = False


def stage(facts: PurchaseFacts) -> str:
    """Return the stage of a purchase; goods come before bills, bills before money.

    >>> stage(PurchaseFacts(is_confirmed=True, has_arrivals=True))
    'partly_received'
    >>> stage(PurchaseFacts(is_confirmed=True, has_arrivals=True, is_closed=True, is_billed=True, is_paid=True))
    'paid'
    """
    if facts.is_cancelled:
        return "cancelled"
    if not facts.is_confirmed:
        return "requested"
    if not facts.has_arrivals:
        return "ordered"
    if not facts.is_closed:
        return "partly_received"
    if not facts.is_billed:
        return "received"
    return "paid" if facts.is_paid else "billed"
