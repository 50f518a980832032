"""Unique amounts: a few rupiah on top of the price tell one transfer from another on the bank statement."""

from collections.abc import Collection

CODE_MIN = 1
CODE_MAX = 999
_STRIDE = 617  # near 999 / golden ratio and prime: neighbours in time get codes far apart, every code is reached


class CodesExhausted(Exception):
    """Every code is in use for this account and amount."""


def colliding_codes(amount: int, open_totals: Collection[int], high: int = CODE_MAX) -> frozenset[int]:
    """The codes that would make ``amount`` equal to a total somebody is already asked to pay on the same account.

    :param amount: the price in the smallest unit of the currency (rupiah)
    :param open_totals: totals (price + code) of the transfers that are open on the account

    >>> sorted(colliding_codes(100_000, [100_007, 100_999, 101_000, 99_000]))
    [7, 999]
    """
    return frozenset(total - amount for total in open_totals if CODE_MIN <= total - amount <= high)


def choose_code(
    open_codes: Collection[int], seed: int, recent_codes: Collection[int] = (), high: int = CODE_MAX
) -> int:
    """A free code between 1 and ``high``, far from the one the previous seed gives.

    :param open_codes: codes that are taken; never returned
    :param seed: anything that grows or varies (a record id, a random number)
    :param recent_codes: codes of transfers closed lately; avoided while others are free, so that a late transfer
        is not taken for somebody else's
    :raises CodesExhausted: when no code is left
    :raises ValueError: when ``high`` is not between 1 and 999

    >>> choose_code([], seed=0), choose_code([], seed=1)
    (1, 618)
    >>> choose_code({1}, seed=0, high=2)
    2
    """
    if not CODE_MIN <= high <= CODE_MAX:
        raise ValueError(f"the highest code must be between {CODE_MIN} and {CODE_MAX}, not {high}")
    free = None
    for step in range(CODE_MAX):
        code = (seed * _STRIDE + step * _STRIDE) % CODE_MAX + CODE_MIN
        if code > high or code in open_codes:
            continue
        if code not in recent_codes:
            return code
        free = free or code
    if free is None:
        raise CodesExhausted(f"all {high} codes are in use")
    return free
