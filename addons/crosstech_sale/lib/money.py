"""Rupiah: whole numbers, rounded half up."""

from decimal import ROUND_HALF_UP, Decimal

RUPIAH_ROUNDING = 1


def rupiah(amount) -> Decimal:
    """Round an amount to whole rupiah, half up.

    :param amount: anything ``Decimal`` takes, in rupiah; floats are read by their shortest text

    >>> rupiah("10000.5")
    Decimal('10001')
    >>> rupiah(-0.5)
    Decimal('-1')
    """
    return Decimal(str(amount)).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def exact(amount: float, places: int = 0) -> Decimal:
    """Read an amount of the database, a float there, as the exact number it stands for.

    :param places: decimals of its currency

    >>> exact(100123.0), exact(0.1 + 0.2, 2)
    (Decimal('100123'), Decimal('0.30'))
    """
    return Decimal(f"{amount:.{places}f}")
