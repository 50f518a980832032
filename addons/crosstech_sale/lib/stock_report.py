"""A stock check on its way: who may do what to it, and when (S0.43). Declared here once; models and tests read it."""

from dataclasses import dataclass

from .duties import DIRECTOR, INVENTORY, OPERATIONAL

DRAFT, SUBMITTED, PASSED, ORDERED, CLOSED = "draft", "submitted", "passed", "ordered", "closed"
STATES = (DRAFT, SUBMITTED, PASSED, ORDERED, CLOSED)


class StockReportError(ValueError):
    """Somebody may not do this, or not now.

    :ivar str code: ``role`` or ``state``
    :ivar tuple roles: who may
    """

    def __init__(self, code: str, roles: tuple[str, ...] = ()):
        super().__init__(code)
        self.code = code
        self.roles = roles


@dataclass(frozen=True)
class Step:
    """One row of the table: who may take the step from which state, and where it leads."""

    action: str
    source: str
    target: str
    role: str


STEPS = {
    step.action: step
    for step in (
        Step("submit", DRAFT, SUBMITTED, INVENTORY),
        Step("count_again", SUBMITTED, DRAFT, OPERATIONAL),
        Step("pass_on", SUBMITTED, PASSED, OPERATIONAL),
        Step("ask_again", PASSED, SUBMITTED, DIRECTOR),
        Step("order", PASSED, ORDERED, DIRECTOR),
        Step("close", PASSED, CLOSED, DIRECTOR),
    )
}

# Who has the paper on his desk, and what he may write on its lines.
DESKS = {DRAFT: INVENTORY, SUBMITTED: OPERATIONAL, PASSED: DIRECTOR}
EDITS = {
    DRAFT: frozenset({"counted_quantity", "count_note"}),
    SUBMITTED: frozenset({"proposed_quantity", "supplier_id", "offered_price", "offer_note", "comment"}),
    PASSED: frozenset({"decided_quantity", "decision_reason", "supplier_id", "offered_price"}),
}
ADDS_LINES = frozenset({DRAFT, SUBMITTED})


def check_step(action: str, state: str, roles) -> str:
    """Return the state a step leads to.

    :param roles: the roles of who acts
    :raises StockReportError: when it is not his step (``role``) or not its time (``state``)

    >>> check_step("order", "passed", {"director"})
    'ordered'
    >>> check_step("submit", "draft", {"inventory"})
    'submitted'
    """
    step = STEPS[action]
    if step.role not in roles:
        raise StockReportError("role", (step.role,))
    if state != step.source:
        raise StockReportError("state", (step.role,))
    return step.target


def check_edit(names, state: str, roles) -> None:
    """Refuse what this person may not write on a line now.

    :param names: the fields written
    :raises StockReportError: naming whose desk the paper is on; ``state`` when it is on nobody's any more

    >>> check_edit({"count_note"}, "draft", {"inventory"})
    """
    if state not in DESKS:
        raise StockReportError("state")
    if DESKS[state] not in roles or not set(names) <= EDITS[state]:
        raise StockReportError("role", (DESKS[state],))


def check_lines(state: str, roles) -> None:
    """Refuse new lines, and lines taken off, except where the paper is made.

    :raises StockReportError: as :func:`check_edit`

    >>> check_lines("draft", {"inventory"})
    """
    if state not in ADDS_LINES:
        raise StockReportError("state")
    if DESKS[state] not in roles:
        raise StockReportError("role", (DESKS[state],))
