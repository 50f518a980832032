"""Cash between a COD meeting and the bank: at every moment it is somebody's (S0.27, S0.28)."""

from dataclasses import dataclass
from decimal import Decimal


class CustodyError(ValueError):
    """A hand-over that cannot be acknowledged.

    :ivar str code: ``self`` (nobody receives from himself), ``negative``, ``reason`` (a difference without one)
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cash:
    """Cash of one meeting, in whole rupiah."""

    amount: Decimal
    holder: str
    is_acknowledged: bool = False


def held(cash) -> dict[str, Decimal]:
    """Return what each person still has to hand over.

    :param cash: an iterable of :class:`Cash`

    >>> held([Cash(Decimal(5), "Dewi"), Cash(Decimal(2), "Dewi"), Cash(Decimal(9), "Budi", is_acknowledged=True)])
    {'Dewi': Decimal('7')}
    """
    sums: dict[str, Decimal] = {}
    for one in cash:
        if not one.is_acknowledged:
            sums[one.holder] = sums.get(one.holder, Decimal(0)) + one.amount
    return sums


def difference(expected: Decimal, counted: Decimal, *, giver, receiver, reason: str = "") -> Decimal:
    """Return counted minus expected, in rupiah: below 0 is a shortage.

    :raises CustodyError: when receiver and giver are one, the count is negative, or a difference has no reason

    >>> difference(Decimal(100), Decimal(90), giver=1, receiver=2, reason="counterfeit note")
    Decimal('-10')
    """
    if giver == receiver:
        raise CustodyError("self")
    if counted < 0:
        raise CustodyError("negative")
    gap = counted - expected
    if gap and not reason.strip():
        raise CustodyError("reason")
    return gap
