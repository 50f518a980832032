"""How a work order goes from requested to closed: one table of steps, read by code, tests and docs.

Source: S1.13 to S1.23, S1.32 in docs/requirements.md.
"""

from dataclasses import dataclass

STATES = (
    "requested", "assigned", "visiting", "solved", "shipped", "received", "diagnosed", "at_supplier", "in_repair",
    "done", "settled", "returning", "closed", "cancelled",
)  # fmt: skip
END_STATES = ("closed", "cancelled")
OPEN_STATES = tuple(state for state in STATES if state not in END_STATES)
# What is done about the unit: nothing was wrong; repaired; a new one; the supplier decides; money back; not repaired.
DECISIONS = ("return", "repair", "replace", "supplier", "refund", "unrepaired")

REPAIR, OPERATIONAL, TECHNICIAN, CUSTOMER, SYSTEM = (
    "repair_team", "operational_manager", "technician", "customer", "system",
)  # fmt: skip


class WorkOrderError(ValueError):
    """A step that may not be taken now, or not by this person.

    :ivar str code: ``role``, ``state``, or what the guard is called
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Step:
    """One row of the table.

    :ivar sources: states it may be taken from
    :ivar target: the state it leads to
    :ivar roles: who may take it; ``technician`` is the one the order is assigned to, ``system`` our own automation
    """

    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]


# On site: requested, assigned, visiting, solved, settled, closed. At the centre: … shipped, received, diagnosed,
# in_repair or at_supplier, done, settled, returning, closed. Walk-ins and parcels begin at received.
STEPS = {
    "assign": Step(("requested", "assigned", "visiting"), "assigned", (REPAIR, SYSTEM)),
    "unassign": Step(("assigned",), "requested", (REPAIR, SYSTEM)),
    "visit": Step(("assigned",), "visiting", (TECHNICIAN, REPAIR)),
    "solve": Step(("visiting",), "solved", (TECHNICIAN, REPAIR)),
    "ship": Step(("requested", "assigned", "visiting"), "shipped", (TECHNICIAN, REPAIR)),
    "receive": Step(("requested", "assigned", "shipped"), "received", (REPAIR,)),
    "diagnose": Step(("received", "at_supplier", "in_repair"), "diagnosed", (REPAIR,)),
    "send_to_supplier": Step(("diagnosed",), "at_supplier", (REPAIR,)),
    "start_repair": Step(("diagnosed",), "in_repair", (REPAIR,)),
    "finish": Step(("diagnosed", "in_repair", "at_supplier"), "done", (REPAIR,)),
    "settle": Step(("solved", "done"), "settled", (SYSTEM,)),
    "send_back": Step(("settled",), "returning", (REPAIR,)),
    "close": Step(("settled", "returning"), "closed", (TECHNICIAN, REPAIR, CUSTOMER, SYSTEM)),
    "cancel": Step(("requested", "assigned", "visiting"), "cancelled", (REPAIR, CUSTOMER)),
}


def apply(action: str, state: str, roles: set[str]) -> str:
    """Return the state a step leads to.

    :raises WorkOrderError: ``role`` or ``state`` when it may not be taken

    >>> apply("solve", "visiting", {"technician"})
    'solved'
    """
    step = STEPS[action]
    if not roles & set(step.roles):
        raise WorkOrderError("role")
    if state not in step.sources:
        raise WorkOrderError("state")
    return step.target
