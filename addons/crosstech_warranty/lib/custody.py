"""Who holds a unit, and from whom it may go to whom: exactly one holder at any time.

Source: S1.13, S1.21, S0.79 in docs/requirements.md.
"""

from dataclasses import dataclass

CUSTOMER, TECHNICIAN, COURIER, WORKSHOP, SUPPLIER, STOCK, SCRAP = (
    "customer", "technician", "courier", "workshop", "supplier", "stock", "scrap",
)  # fmt: skip
KINDS = (CUSTOMER, TECHNICIAN, COURIER, WORKSHOP, SUPPLIER, STOCK, SCRAP)

# Giver → takers. What is scrapped goes nowhere; parcels are not handed from one courier to another.
WAYS = {
    CUSTOMER: (TECHNICIAN, COURIER, WORKSHOP),
    TECHNICIAN: (CUSTOMER, TECHNICIAN, COURIER, WORKSHOP),
    COURIER: (CUSTOMER, TECHNICIAN, WORKSHOP, SUPPLIER),
    WORKSHOP: (CUSTOMER, TECHNICIAN, COURIER, SUPPLIER, STOCK, SCRAP),
    SUPPLIER: (COURIER, WORKSHOP),
    STOCK: (CUSTOMER, TECHNICIAN, COURIER, WORKSHOP, SUPPLIER, SCRAP),
    SCRAP: (),
}
# Somebody in person answers for it; couriers are known by their consignment number.
NAMED_KINDS = (TECHNICIAN, SUPPLIER)
# Days after which somebody should ask what became of it.
OVERDUE_DAYS = {TECHNICIAN: 7, COURIER: 5, WORKSHOP: 14, SUPPLIER: 30}


class CustodyError(ValueError):
    """A hand-over that may not be.

    :ivar str code: ``giver`` (somebody else holds it), ``same`` (he has it already), ``way`` (not from him to him),
        ``name`` (nobody is named), ``reason`` (a correction without one)
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Holder:
    """Who has a unit.

    :ivar kind: one of ``KINDS``
    :ivar partner: any key of the person or company, None where the kind says enough
    """

    kind: str
    partner: object = None


def hand_over(holder: Holder, taker: Holder, *, giver: str | None = None) -> Holder:
    """Return who has the unit after a hand-over.

    :param giver: the kind of holder the caller believes it is with
    :raises CustodyError: when the unit may not go this way

    >>> hand_over(Holder("customer", 7), Holder("technician", 3)).kind
    'technician'
    """
    if giver and giver != holder.kind:
        raise CustodyError("giver")
    if taker.kind in NAMED_KINDS and not taker.partner:
        raise CustodyError("name")
    if taker.kind == holder.kind and (taker.kind not in NAMED_KINDS or taker.partner == holder.partner):
        raise CustodyError("same")
    if taker.kind not in WAYS[holder.kind]:
        raise CustodyError("way")
    return taker


def correct(holder: Holder, previous: Holder, reason: str) -> Holder:
    """Return who has the unit after the last hand-over is taken back; the record of it stays.

    :raises CustodyError: ``reason`` when none is given, ``same`` when nothing would change

    >>> correct(Holder("scrap"), Holder("workshop"), "The wrong printer was scanned.").kind
    'workshop'
    """
    if not reason.strip():
        raise CustodyError("reason")
    if holder == previous:
        raise CustodyError("same")
    return previous


def is_overdue(kind: str, days: int) -> bool:
    """Tell whether a unit is with somebody for longer than it should.

    >>> is_overdue("courier", 5), is_overdue("courier", 6), is_overdue("customer", 4000)
    (False, True, False)
    """
    return kind in OVERDUE_DAYS and days > OVERDUE_DAYS[kind]
