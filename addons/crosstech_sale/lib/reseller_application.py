"""An application to become a reseller: who may do what in which state, and what is looked at (S0.10, S3.28).

One table says who may do what in which state; code, tests and docs read it.
"""

from dataclasses import dataclass

STATES = ("submitted", "asked_back", "approved", "refused", "withdrawn")
OPEN_STATES = ("submitted", "asked_back")
REASON_LENGTH = range(5, 1001)
MEMBERSHIP_MONTHS = range(1, 61)
MAX_DOCUMENTS = 12

# New applications within a day; many share one address of a mobile network.
MAX_PER_ADDRESS = 20
MAX_PER_EMAIL = 3


class ApplicationError(ValueError):
    """An action that is refused; ``code`` is ``role``, ``state``, ``text``, ``months``, ``npwp``, ``region``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Action:
    """One row of the table.

    :ivar guards: names of functions of this module, asked in this order
    """

    sources: tuple[str, ...]
    roles: tuple[str, ...]
    target: str
    guards: tuple[str, ...] = ()


ACTIONS = {
    "ask": Action(OPEN_STATES, ("operational_manager",), "asked_back", ("has_text",)),
    "answer": Action(("asked_back",), ("applicant",), "submitted", ("has_text",)),
    # What comes unasked, such as a document that was forgotten.
    "add": Action(("submitted",), ("applicant",), "submitted", ("has_text",)),
    "approve": Action(OPEN_STATES, ("operational_manager",), "approved", ("is_legal", "is_located", "has_months")),
    "refuse": Action(OPEN_STATES, ("operational_manager",), "refused", ("has_text",)),
    "withdraw": Action(OPEN_STATES, ("applicant",), "withdrawn"),
}


@dataclass(frozen=True)
class Facts:
    """What the guards look at.

    :ivar text: the question, answer or reason
    """

    state: str
    roles: frozenset[str]
    text: str = ""
    months: int = 0
    has_valid_npwp: bool = True
    has_region: bool = True


def apply(action: str, facts: Facts) -> str:
    """Return the state an action leads to.

    :raises ApplicationError: when role, state or a guard refuses

    >>> apply("withdraw", Facts("submitted", frozenset({"applicant"})))
    'withdrawn'
    """
    row = ACTIONS[action]
    if not facts.roles & set(row.roles):
        raise ApplicationError("role")
    if facts.state not in row.sources:
        raise ApplicationError("state")
    for guard in row.guards:
        GUARDS[guard](facts)
    return row.target


def has_text(facts: Facts) -> None:
    """Refuse a question, answer or reason nobody could use: fewer than 5 or more than 1000 characters."""
    if len(" ".join(facts.text.split())) not in REASON_LENGTH:
        raise ApplicationError("text")


def is_legal(facts: Facts) -> None:
    """Refuse members without a valid tax number: only legal businesses trade as resellers."""
    if not facts.has_valid_npwp:
        raise ApplicationError("npwp")


def is_located(facts: Facts) -> None:
    """Refuse members of whom nobody knows the district: couriers and territories go by it."""
    if not facts.has_region:
        raise ApplicationError("region")


def has_months(facts: Facts) -> None:
    """Refuse a membership of less than a month or more than five years."""
    if facts.months not in MEMBERSHIP_MONTHS:
        raise ApplicationError("months")


GUARDS = {guard.__name__: guard for guard in (has_text, is_legal, is_located, has_months)}


@dataclass(frozen=True)
class Findings:
    """What was found out about an application; each says True when it holds."""

    has_valid_npwp: bool
    has_region: bool
    has_documents: bool
    is_npwp_taken: bool = False
    is_account_taken: bool = False
    is_email_known: bool = False
    is_applied_again: bool = False


CHECKS = (  # code, what must hold, how grave it is when it does not
    ("npwp", lambda findings: findings.has_valid_npwp, "danger"),
    ("npwp_taken", lambda findings: not findings.is_npwp_taken, "danger"),
    ("account_taken", lambda findings: not findings.is_account_taken, "danger"),
    ("region", lambda findings: findings.has_region, "danger"),
    ("documents", lambda findings: findings.has_documents, "warning"),
    ("email_known", lambda findings: not findings.is_email_known, "warning"),
    ("applied_again", lambda findings: not findings.is_applied_again, "warning"),
)


def check(findings: Findings) -> dict[str, str]:
    """Return how each check came out: ``success``, ``warning`` or ``danger`` by its code.

    >>> check(Findings(True, True, False))["documents"]
    'warning'
    """
    return {code: "success" if holds(findings) else gravity for code, holds, gravity in CHECKS}


def worst(results: dict[str, str]) -> str:
    """Return the gravest result.

    >>> worst({"npwp": "success", "email_known": "warning"})
    'warning'
    """
    return max(results.values(), key=("success", "warning", "danger").index, default="success")


def is_too_many(of_address: int, of_email: int) -> bool:
    """Whether one more application of today is one too many.

    >>> is_too_many(19, 2), is_too_many(20, 0), is_too_many(0, 3)
    (False, True, True)
    """
    return of_address >= MAX_PER_ADDRESS or of_email >= MAX_PER_EMAIL
