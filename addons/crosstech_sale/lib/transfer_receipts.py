"""How money received for a transfer is divided between price, unique code and excess."""

from collections.abc import Sequence
from dataclasses import dataclass


class ReceiptError(Exception):
    """The money received is not what was asked for."""


@dataclass(frozen=True)
class Part:
    """What one bank line pays: the price, the unique code, and what is more than asked."""

    price: float = 0
    code: float = 0
    excess: float = 0

    def scaled(self, unit: float) -> "Part":
        """The same in the currency, given its smallest unit.

        >>> Part(100, 5).scaled(0.01)
        Part(price=1.0, code=0.05, excess=0.0)
        """
        return Part(*(round(value * unit, 6) for value in (self.price, self.code, self.excess)))


def split_receipt(received: Sequence[int], price: int, code: int, *, accept_difference: bool = False) -> list[Part]:
    """Divide bank lines: first the price is paid, then the code, the rest is excess.

    :param received: amounts of the bank lines in the smallest unit of the currency
    :param accept_difference: a person decided to take a sum without the code, or one that is more than asked
    :return: one part per line, in their order
    :raises ReceiptError: for another sum than asked (always when it is less than the price), or a line that is
        no income

    >>> split_receipt([60_000, 40_123], 100_000, 123)
    [Part(price=60000, code=0, excess=0), Part(price=40000, code=123, excess=0)]
    """
    total = sum(received)
    if not received or any(amount <= 0 for amount in received):
        raise ReceiptError("every bank line must be income")
    if total != price + code and not (accept_difference and total >= price):
        raise ReceiptError("the sum differs from what was asked")
    parts, price_left, code_left = [], price, code
    for amount in received:
        for_price = min(amount, price_left)
        for_code = min(amount - for_price, code_left)
        parts.append(Part(for_price, for_code, amount - for_price - for_code))
        price_left -= for_price
        code_left -= for_code
    return parts
