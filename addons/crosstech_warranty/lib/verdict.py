"""Who pays for a failure: the company's warranty, the supplier's, or nobody's (S0.77 to S0.81).

Source: docs/business-rules.md, warranty-6 to warranty-13.
"""

from dataclasses import dataclass, field
from datetime import date

from .warranty_terms import Cover

COMPANY, SUPPLIER, NONE = "company", "supplier", "none"
ENDED_STATES = ("replaced", "refunded", "written_off", "returned")


@dataclass(frozen=True)
class Unit:
    """What is known of a unit.

    :ivar start: None where no warranty ever began
    :ivar state: ``active``, or how it ended
    :ivar is_ours: we delivered it, or it replaces one we delivered
    :ivar has_terms: its product had terms when it was sold
    :ivar has_proof: the purchase from us is proved, so we may act for the customer at the supplier
    """

    cover: Cover = field(default_factory=Cover)
    start: date | None = None
    state: str = "active"
    is_ours: bool = True
    has_terms: bool = True
    has_proof: bool = True


@dataclass(frozen=True)
class Failure:
    """What is known of a failure.

    :ivar is_excluded: the terms name this fault as not covered
    :ivar is_outside: the terms hold in certain regions, and this is none of them
    """

    on: date
    has_physical_damage: bool = False
    is_excluded: bool = False
    is_outside: bool = False


@dataclass(frozen=True)
class Verdict:
    """Who covers what, until when, and why.

    :ivar coverage: ``company``, ``supplier`` or ``none``
    :ivar until: last day of the longest cover meant; where it has ended, the day it did
    :ivar reason: ``company``, ``supplier``; or why nobody covers it: ``unknown_unit``, ``not_ours``, ``no_terms``,
        ``before_start``, ``physical_damage``, ``excluded_fault``, ``outside_region``, ``ended``, ``no_proof``, or the
        state the unit ended in
    :ivar company_reason: beside ``supplier`` and ``no_proof``: why the company does not cover it itself
    """

    coverage: str
    reason: str
    parts: bool = False
    labour: bool = False
    travel: bool = False
    until: date | None = None
    start: date | None = None
    company_reason: str = ""


def judge(unit: Unit | None, failure: Failure) -> Verdict:
    """Return who covers a failure.

    The supplier decides about parts and labour himself (S0.80); travel to the customer he never pays.

    >>> judge(None, Failure(date(2026, 3, 1))).reason
    'unknown_unit'
    >>> judge(Unit(Cover(supplier=date(2027, 1, 1)), date(2026, 1, 1)), Failure(date(2026, 3, 1))).coverage
    'supplier'
    """
    if reason := _barred(unit, failure):
        return Verdict(NONE, reason, start=unit.start if unit else None)
    company_reason = _company_bar(unit, failure)
    if not company_reason:
        parts, labour, travel = (_lasts(until, failure.on) for until in _company_ends(unit))
        until = max(filter(None, _company_ends(unit)))
        return Verdict(COMPANY, COMPANY, parts, labour, travel, until, unit.start)
    if _lasts(unit.cover.supplier, failure.on):
        if not unit.has_proof:
            return Verdict(NONE, "no_proof", until=unit.cover.supplier, start=unit.start, company_reason=company_reason)
        return Verdict(SUPPLIER, SUPPLIER, True, True, False, unit.cover.supplier, unit.start, company_reason)
    ends = [end for end in (*_company_ends(unit), unit.cover.supplier) if end]
    if company_reason == "no_company_cover":
        company_reason = "ended" if ends else "no_terms"
    return Verdict(NONE, company_reason, until=max(ends, default=None), start=unit.start)


def _barred(unit: Unit | None, failure: Failure) -> str:
    """Why neither the company nor the supplier comes into question, or an empty text."""
    if unit is None:
        return "unknown_unit"
    if unit.state in ENDED_STATES:
        return unit.state
    if not unit.is_ours:
        return "not_ours"
    if not unit.has_terms or not unit.start:
        return "no_terms"
    if failure.on < unit.start:
        return "before_start"
    return "physical_damage" if failure.has_physical_damage else ""


def _company_bar(unit: Unit, failure: Failure) -> str:
    ends = [end for end in _company_ends(unit) if end]
    if not ends:
        return "no_company_cover"
    if failure.on > max(ends):
        return "ended"
    if failure.is_excluded:
        return "excluded_fault"
    return "outside_region" if failure.is_outside else ""


def _company_ends(unit: Unit) -> tuple[date | None, date | None, date | None]:
    return unit.cover.parts, unit.cover.labour, unit.cover.travel


def _lasts(until: date | None, day: date) -> bool:
    return until is not None and day <= until
