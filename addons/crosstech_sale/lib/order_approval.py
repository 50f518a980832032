"""How an order of a reseller's team member gets its approval: one table, read by code, tests and docs.

Source: docs/business-rules.md#reseller-4, #reseller-6 and #reseller-7.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

NONE, WAITING, APPROVED, REFUSED = "none", "waiting", "approved", "refused"
STATES = (NONE, WAITING, APPROVED, REFUSED)


class ApprovalError(ValueError):
    """A step of the approval that is not open.

    :ivar str code: ``state`` or ``limit``
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Step:
    """One row of the table: from which states, to which, and whether the limit of the acting person must cover it."""

    action: str
    sources: tuple[str, ...]
    target: str
    needs_limit: bool = False


STEPS = {
    step.action: step
    for step in (
        Step("ask", (NONE, REFUSED), WAITING),
        Step("approve", (WAITING,), APPROVED, needs_limit=True),
        Step("refuse", (WAITING,), REFUSED, needs_limit=True),
        Step("take_back", (WAITING, REFUSED), NONE),
        Step("lapse", (APPROVED,), WAITING),
    )
}


def target(action: str, state: str, *, is_covered: bool = False) -> str:
    """Tell where a step leads.

    :param is_covered: whether the limit of the acting person covers the order
    :raises ApprovalError: when the step is not open from this state or to this person

    >>> target("approve", "waiting", is_covered=True)
    'approved'
    """
    step = STEPS[action]
    if state not in step.sources:
        raise ApprovalError("state")
    if step.needs_limit and not is_covered:
        raise ApprovalError("limit")
    return step.target


def fingerprint(lines: Iterable[tuple], total: str, destination: int) -> str:
    """Say what exactly was approved: another product, quantity, price, total or destination gives another one.

    :param lines: (product id, quantity, unit price, discount), in any order; ``Decimal`` or ``str``, no float

    >>> fingerprint([(1, "2", "10", "0"), (2, "1", "5", "0")], "25", 7) == fingerprint(
    ...     [(2, "1", "5", "0"), (1, "2", "10", "0")], "25", 7)
    True
    """
    text = repr((sorted(tuple(map(str, line)) for line in lines), str(total), destination))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
