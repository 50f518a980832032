"""What a reseller lets us read: the states of an agreement and who moves it (S0.63, S0.64, S0.85).

The reseller first permits to *look* (structure and first rows, nothing is kept), so that a mapping can be prepared. The
columns of that mapping are what is then offered to him, and nothing else is ever selected. Another mapping needs
another agreement: it is prepared beside the one in force, which goes on as it is until both have signed the new one.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

STATES = ("draft", "looking", "offered", "active", "paused", "replaced", "revoked", "expired")
LOOK_STATES = ("looking", "offered", "active")  # structure and first rows may be read
PREPARED_STATES = ("draft", "looking", "offered")
SIGNED_STATES = ("active", "paused")
OPEN_STATES = PREPARED_STATES + SIGNED_STATES
EDITABLE_STATES = ("draft", "looking")
MASKS = ("", "hash", "year", "blank")  # as is, a one-way hash, the year alone, nothing
REASON_LENGTH = range(5, 501)
NAME_LENGTH = range(3, 121)
MAX_RETENTION_MONTHS = 120
REMINDER_DAYS = 14

COMPANY, SIGNER, MEMBER, SYSTEM = "operational_manager", "reseller_signer", "reseller_member", "system"


class AgreementError(ValueError):
    """An action that is refused.

    :ivar str code: ``role``, ``state``, or what the guard of the table is called
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Action:
    """One row of the table.

    :ivar target: the state it leads to; empty where the state stays
    :ivar guards: names of functions of this module, asked in this order
    """

    sources: tuple[str, ...]
    roles: tuple[str, ...]
    target: str = ""
    guards: tuple[str, ...] = ()


TERMS_GUARDS = ("names_columns", "fits_mapping", "masks_fit", "period", "retention")
ACTIONS = {
    "ask_look": Action(("draft",), (COMPANY,)),
    "permit_look": Action(("draft",), (SIGNER,), "looking"),
    # A change of an agreement in force: looking is permitted by that one.
    "amend": Action(("draft",), (COMPANY, SYSTEM), "looking", ("has_one_in_force",)),
    "offer": Action(("looking",), (COMPANY,), "offered", TERMS_GUARDS),
    "withdraw": Action(("offered",), (COMPANY,), "looking"),
    "decline": Action(("offered",), (SIGNER,), "looking", ("reason",)),
    "sign": Action(
        ("offered",), (SIGNER,), "active", ("consent", "signed_name", "same_terms", "two_signers", *TERMS_GUARDS)
    ),
    "pause": Action(("active",), (SIGNER,), "paused"),
    "resume": Action(("paused",), (SIGNER,), "active", ("period",)),
    "revoke": Action(OPEN_STATES, (SIGNER,), "revoked", ("consent",)),
    "end": Action(OPEN_STATES, (COMPANY,), "revoked", ("reason",)),
    "replace": Action(SIGNED_STATES, (SYSTEM,), "replaced"),
    "expire": Action(SIGNED_STATES, (SYSTEM,), "expired", ("over",)),
}


@dataclass(frozen=True)
class Facts:
    """What the guards look at.

    :ivar agreed: pairs (table, column) the agreement names
    :ivar mapped: pairs (table, column) the mapping reads
    :ivar bad_masks: how many masks the mapping cannot do with
    :ivar signer: who acts; ``company_signer``: who signed for the company
    :ivar terms: fingerprint of what is agreed now; ``seen_terms``: of what the signer was shown
    """

    state: str
    roles: frozenset[str]
    today: date
    agreed: frozenset[tuple[str, str]] = frozenset()
    mapped: frozenset[tuple[str, str]] = frozenset()
    bad_masks: int = 0
    date_from: date | None = None
    date_to: date | None = None
    retention_months: int = 0
    reason: str = ""
    has_consented: bool = False
    signed_name: str = ""
    signer: int = 0
    company_signer: int = 0
    terms: str = ""
    seen_terms: str = ""
    has_one_in_force: bool = False


def apply(action: str, facts: Facts) -> str:
    """Return the state an action leads to.

    :raises AgreementError: when role, state or a guard refuses

    >>> apply("permit_look", Facts("draft", frozenset({SIGNER}), date(2026, 12, 1)))
    'looking'
    >>> apply("offer", Facts("looking", frozenset({COMPANY}), date(2026, 12, 1)))
    Traceback (most recent call last):
    ...
    odoo.addons.crosstech_reseller_sync.lib.agreement.AgreementError: names_columns
    """
    row = ACTIONS[action]
    if not facts.roles & set(row.roles):
        raise AgreementError("role")
    if facts.state not in row.sources:
        raise AgreementError("state")
    for guard in row.guards:
        if not GUARDS[guard](facts):
            raise AgreementError(guard)
    return row.target or facts.state


def is_in_period(today: date, date_from: date | None, date_to: date | None) -> bool:
    """Tell whether a day lies in the agreed period; the first and the last day belong to it.

    >>> first = date(2026, 12, 1)
    >>> is_in_period(first, first, None), is_in_period(first, None, date(2026, 11, 30))
    (True, False)
    """
    return (date_from is None or date_from <= today) and (date_to is None or today <= date_to)


def is_readable(state: str, today: date, date_from: date | None = None, date_to: date | None = None) -> bool:
    """Tell whether values may be read and kept now.

    >>> is_readable("active", date(2026, 12, 1)), is_readable("offered", date(2026, 12, 1))
    (True, False)
    """
    return state == "active" and is_in_period(today, date_from, date_to)


def fingerprint(terms: dict) -> str:
    """Return what identifies the terms: whoever signs, signs this and nothing else.

    >>> fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(terms, sort_keys=True, default=str).encode()).hexdigest()


def kept_since(today: date, retention_months: int) -> date | None:
    """Return the first day whose values are kept; ``None`` where nothing is too old.

    >>> kept_since(date(2026, 3, 31), 1), kept_since(date(2026, 3, 31), 0)
    (datetime.date(2026, 2, 28), None)
    """
    return today - relativedelta(months=retention_months) if retention_months else None


def is_reminder_due(today: date, date_to: date | None, reminded: bool) -> bool:
    """Tell whether to say that an agreement ends soon: once, in its last ``REMINDER_DAYS`` days.

    >>> is_reminder_due(date(2026, 12, 1), date(2026, 12, 15), False)
    True
    >>> is_reminder_due(date(2026, 12, 1), date(2026, 12, 16), False)
    False
    """
    return not reminded and date_to is not None and 0 <= (date_to - today).days <= REMINDER_DAYS


def _words(text: str) -> str:
    return " ".join(text.split())


GUARDS = {
    "names_columns": lambda facts: bool(facts.agreed),
    "fits_mapping": lambda facts: facts.agreed == facts.mapped,
    "masks_fit": lambda facts: not facts.bad_masks,
    "period": lambda facts: (
        (facts.date_to is None or facts.date_to >= facts.today)
        and (facts.date_from is None or facts.date_to is None or facts.date_from <= facts.date_to)
    ),
    "retention": lambda facts: 0 <= facts.retention_months <= MAX_RETENTION_MONTHS,
    "reason": lambda facts: len(_words(facts.reason)) in REASON_LENGTH,
    "consent": lambda facts: facts.has_consented,
    "signed_name": lambda facts: len(_words(facts.signed_name)) in NAME_LENGTH,
    "same_terms": lambda facts: facts.terms == facts.seen_terms,
    "two_signers": lambda facts: bool(facts.company_signer) and facts.company_signer != facts.signer,
    "has_one_in_force": lambda facts: facts.has_one_in_force,
    "over": lambda facts: facts.date_to is not None and facts.date_to < facts.today,
}
