"""How a work order goes from requested to closed: one table of steps, read by code, tests and docs.

Source: S0.72 to S0.74, S1.13 to S1.23, S1.32, X5 in docs/requirements.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

STATES = (
    "requested", "assigned", "visiting", "solved", "shipped", "received", "diagnosed", "at_supplier", "in_repair",
    "done", "settled", "returning", "closed", "cancelled",
)  # fmt: skip
END_STATES = ("closed", "cancelled")
OPEN_STATES = tuple(state for state in STATES if state not in END_STATES)
# What is done about the unit: nothing was wrong; repaired; a new one; the supplier decides; money back; not repaired.
DECISIONS = ("return", "repair", "replace", "supplier", "refund", "unrepaired")
# What costs the company a product or money is not decided by one person alone (S0.75, X5).
DECISIONS_TO_APPROVE = ("replace", "refund")

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
class Facts:
    """What the guards look at; the defaults hinder nothing but what every step has to name.

    :ivar approval: ``none``, ``asked``, ``approved`` or ``refused``
    :ivar has_parts: all parts of the repair are on the shelf
    :ivar is_agreed: nothing is to be paid, or the customer accepted the quote
    :ivar is_settled: nothing is to be paid, it is paid, or it is paid when the goods are handed over
    :ivar is_paid: nothing is to be paid, or it is paid
    :ivar is_claim_open: the supplier has not decided yet
    :ivar holder: who has the unit: ``customer``, ``technician``, ``courier``, ``workshop``, ``supplier`` …
    """

    has_technician: bool = False
    has_resolution: bool = False
    has_replacement: bool = False
    decision: str = ""
    approval: str = "none"
    has_parts: bool = True
    is_agreed: bool = True
    is_settled: bool = True
    is_paid: bool = True
    is_claim_open: bool = False
    holder: str = "customer"


Guard = Callable[[str, Facts], str]


@dataclass(frozen=True)
class Step:
    """One row of the table.

    :ivar sources: states it may be taken from
    :ivar target: the state it leads to
    :ivar roles: who may take it; ``technician`` is the one the order is assigned to, ``system`` our own automation
    :ivar guards: each returns the code of its objection, or nothing
    """

    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[Guard, ...] = ()


def _technician(_state: str, facts: Facts) -> str:
    return "" if facts.has_technician else "technician"


def _resolution(_state: str, facts: Facts) -> str:
    return "" if facts.has_resolution else "resolution"


def _agreed(_state: str, facts: Facts) -> str:
    return "" if facts.is_agreed else "agreed"


def _to_repair(_state: str, facts: Facts) -> str:
    return "" if facts.decision in ("", "repair", "supplier") else "other_decision"


def _for_supplier(_state: str, facts: Facts) -> str:
    return "" if facts.decision in ("", "supplier") else "other_decision"


def _decided(_state: str, facts: Facts) -> str:
    """A decision, approved where that is needed, and what it says was begun."""
    if facts.decision not in DECISIONS:
        return "decision"
    if facts.decision in DECISIONS_TO_APPROVE and facts.approval != "approved":
        return "approval"
    if facts.decision == "replace" and not facts.has_replacement:
        return "replacement"
    return ""


def _begun(state: str, facts: Facts) -> str:
    if state == "diagnosed" and facts.decision == "repair":
        return "start_repair"
    if state == "diagnosed" and facts.decision == "supplier":
        return "send_to_supplier"
    return ""


def _parts(state: str, facts: Facts) -> str:
    return "parts" if state == "in_repair" and not facts.has_parts else ""


def _answered(state: str, facts: Facts) -> str:
    return "claim" if state == "at_supplier" and facts.is_claim_open else ""


def _settled(_state: str, facts: Facts) -> str:
    return "" if facts.is_settled else "cost"


def _paid(_state: str, facts: Facts) -> str:
    return "" if facts.is_paid else "unpaid"


def _keeps_nothing(_state: str, facts: Facts) -> str:
    """Where a unit is kept for good, there is none to send back: after a refund."""
    return "kept" if facts.decision == "refund" else ""


def _not_final(state: str, facts: Facts) -> str:
    """A new unit or money that was given cannot be taken back by looking at the old unit again."""
    return "final" if state == "done" and facts.decision in DECISIONS_TO_APPROVE else ""


def _home(_state: str, facts: Facts) -> str:
    return "" if facts.holder in ("", "customer") else "away"


CANCELLABLE = ("requested", "assigned", "visiting", "shipped", "received", "diagnosed", "in_repair", "at_supplier")

# On site: requested, assigned, visiting, solved, settled, closed. At the centre: … shipped, received, diagnosed,
# in_repair or at_supplier, done, settled, returning, closed. Walk-ins and parcels go from requested to received.
STEPS = {
    "assign": Step(("requested", "assigned", "visiting"), "assigned", (REPAIR, SYSTEM), (_technician,)),
    "unassign": Step(("assigned",), "requested", (REPAIR, SYSTEM)),
    "visit": Step(("assigned", "solved"), "visiting", (TECHNICIAN, REPAIR)),
    "postpone": Step(("visiting",), "assigned", (TECHNICIAN, REPAIR)),
    "solve": Step(("visiting",), "solved", (TECHNICIAN, REPAIR), (_resolution,)),
    "ship": Step(("requested", "assigned", "visiting"), "shipped", (TECHNICIAN, REPAIR)),
    "receive": Step(("requested", "assigned", "visiting", "shipped"), "received", (REPAIR,)),
    "diagnose": Step(("received", "at_supplier", "in_repair", "done"), "diagnosed", (REPAIR,), (_not_final,)),
    "send_to_supplier": Step(("diagnosed",), "at_supplier", (REPAIR,), (_for_supplier,)),
    "start_repair": Step(("diagnosed",), "in_repair", (REPAIR,), (_to_repair, _agreed)),
    "finish": Step(
        ("diagnosed", "in_repair", "at_supplier"), "done", (REPAIR,),
        (_decided, _begun, _answered, _parts, _resolution),
    ),
    "settle": Step(("solved", "done"), "settled", (REPAIR, SYSTEM), (_settled,)),
    "send_back": Step(("settled",), "returning", (REPAIR,), (_settled, _keeps_nothing)),
    "come_back": Step(("returning",), "settled", (REPAIR,)),
    "close": Step(("settled", "returning"), "closed", (TECHNICIAN, REPAIR, CUSTOMER, SYSTEM), (_settled, _paid)),
    "cancel": Step(CANCELLABLE, "cancelled", (REPAIR, CUSTOMER), (_home,)),
}  # fmt: skip

# Which of the steps that are possible is the obvious one, first match first.
_NEXT = {
    "requested": ("assign",),
    "assigned": ("visit",),
    "visiting": ("solve",),
    "shipped": ("receive",),
    "received": ("diagnose",),
    "at_supplier": ("finish",),
    "in_repair": ("finish",),
    "settled": ("send_back",),
    "returning": ("close",),
}
_NEXT_OF_DECISION = {"": "decide", "repair": "start_repair", "supplier": "send_to_supplier"}


def apply(action: str, state: str, roles: Iterable[str], facts: Facts | None = None) -> str:
    """Return the state a step leads to.

    :raises WorkOrderError: ``role``, ``state`` or the code of a guard when it may not be taken

    >>> apply("solve", "visiting", {"technician"}, Facts(has_resolution=True))
    'solved'
    """
    step = STEPS[action]
    if not set(roles) & set(step.roles):
        raise WorkOrderError("role")
    if state not in step.sources:
        raise WorkOrderError("state")
    for guard in step.guards:
        if code := guard(state, facts or Facts()):
            raise WorkOrderError(code)
    return step.target


def actions(state: str, roles: Iterable[str]) -> list[str]:
    """List the steps that the table has for these people at a state, guards aside.

    >>> actions("solved", {"technician"})
    ['visit']
    """
    roles = set(roles)
    return [action for action, step in STEPS.items() if state in step.sources and roles & set(step.roles)]


def next_action(state: str, facts: Facts, *, arrival_way: str = "on_site", was_here: bool = False) -> str:
    """Name the one obvious step of the Repair Team.

    :param arrival_way: ``on_site``, ``parcel`` or ``walk_in``
    :param was_here: the unit was at the centre, so that it has to go back
    :return: an action of the table, ``decide``, ``approve``, ``agree`` or ``pay`` (the customer does), or nothing

    >>> next_action("diagnosed", Facts(decision="repair"))
    'start_repair'
    """
    if state == "requested" and arrival_way != "on_site":
        return "receive"
    if state == "diagnosed":
        return _next_of_decision(facts)
    if state in ("solved", "done"):
        return "settle" if facts.is_settled else "pay"
    if state == "settled" and (not was_here or facts.decision == "refund"):
        return "close"
    return next(iter(_NEXT.get(state, ())), "")


def _next_of_decision(facts: Facts) -> str:
    if facts.approval == "asked":
        return "approve"
    if facts.approval == "refused":
        return "decide"
    if facts.decision == "repair" and not facts.is_agreed:
        return "agree"
    return _NEXT_OF_DECISION.get(facts.decision, "finish")


# What the customer is told, in order; several of our states are one of his.
CUSTOMER_STAGES = ("reported", "planned", "visit", "on_the_way", "examined", "in_work", "ready", "going_back", "closed")
_CUSTOMER_STAGE = {
    "requested": "reported", "assigned": "planned", "visiting": "visit", "solved": "ready", "shipped": "on_the_way",
    "received": "examined", "diagnosed": "examined", "at_supplier": "in_work", "in_repair": "in_work", "done": "ready",
    "settled": "ready", "returning": "going_back", "closed": "closed", "cancelled": "cancelled",
}  # fmt: skip


def customer_stage(state: str) -> str:
    """Name what a customer sees of a state: one of ``CUSTOMER_STAGES`` or ``cancelled``.

    >>> customer_stage("in_repair")
    'in_work'
    """
    return _CUSTOMER_STAGE[state]


# Whoever has the unit while an order is at a state, where no hand-over was recorded.
_HOLDERS = {
    "shipped": "courier", "received": "workshop", "diagnosed": "workshop", "in_repair": "workshop",
    "at_supplier": "supplier", "done": "workshop", "returning": "courier",
}  # fmt: skip


def holder_of(state: str) -> str:
    """Name who has the unit by the state of its order alone.

    >>> holder_of("shipped"), holder_of("visiting")
    ('courier', 'customer')
    """
    return _HOLDERS.get(state, "customer")


# The stage of the service request, by the names of helpdesk_mgmt's own stages.
_WAITING = ("at_supplier", "solved", "done")


def ticket_stage(states: Iterable[str]) -> str:
    """Name the stage of a request whose work orders are at these states; the one furthest from its end decides.

    >>> ticket_stage(["closed", "assigned"]), ticket_stage(["closed", "cancelled"])
    ('in_progress', 'done')
    """
    states = set(states)
    running = states - set(END_STATES)
    if running:
        if running == {"requested"}:
            return "new"
        return "awaiting" if running <= set(_WAITING) else "in_progress"
    if "closed" in states:
        return "done"
    return "cancelled" if states else "new"
