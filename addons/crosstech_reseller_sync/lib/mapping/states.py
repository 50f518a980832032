"""Which rows count: cancelled, deleted and returned ones, read from flags and states."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from ..source import schema as words
from ..source.schema import Column
from . import vocabulary
from .look import Facts, Look
from .spec import Condition
from .vocabulary import concepts

MOST_VALUES = 12
_YES_OR_NO = vocabulary.TRUE | vocabulary.FALSE


@dataclass
class Verdict:
    """Conditions that leave out what does not count, and what a person has to say.

    :ivar doubts: why the conditions may be wrong
    """

    conditions: list[Condition] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def judge(look: Look, facts: Facts, alias: str, *, is_order: bool) -> Verdict:
    """Look at every flag and state of a table.

    :param is_order: whether states of sales are meant (for products only deletion counts)
    """
    verdict = Verdict()
    for column in facts.table.columns:
        meant = concepts(column.name)
        name = f"{alias}.{column.name}"
        if meant & {"delete"} or (is_order and meant & {"cancel"}):
            _flag(look, facts, column, name, verdict)
        elif (
            is_order
            and meant & {"status", "type"}
            and not meant & {"product", "customer", "unit", "category"} - {"category"}
        ):
            _state(look, facts, column, name, verdict)
        elif is_order and "return" in meant and column.type != words.TEXT:
            _returned(look, facts, column, verdict)
        elif is_order and "active" in meant:
            _active(look, facts, column, verdict)
        else:
            _hidden(look, facts, column, verdict, is_order=is_order)
    return verdict


def _hidden(look: Look, facts: Facts, column: Column, verdict: Verdict, *, is_order: bool) -> None:
    """A column whose name says nothing may still hold words of cancelling, or be a yes or no nobody explains."""
    sampled = facts.distinct(column.name)
    if not sampled or len(sampled) > MOST_VALUES:
        return
    long_words = {word for word in vocabulary.CANCELLED if len(word) > 2}
    if column.type == words.TEXT and _lower(distinct(look, facts, column) or ()) & long_words:
        verdict.doubts.append(f"{facts.name}.{column.name} speaks of cancelling")
    unexplained = not concepts(column.name) or "out" in concepts(column.name)
    if is_order and unexplained and _lower(sampled) <= _YES_OR_NO:
        values = distinct(look, facts, column)
        if values is None or len(values) > 1:
            verdict.doubts.append(f"what {facts.name}.{column.name} means is not known")


def distinct(look: Look, facts: Facts, column: Column) -> list | None:
    """Return every value of a column, asked of all rows; ``None`` when they are many."""
    sampled = sorted(facts.distinct(column.name), key=str)
    if len(sampled) > MOST_VALUES:
        return None
    table = look.alias(facts.table)
    name, found = table.c[column.name], list(sampled)
    while len(found) <= MOST_VALUES:
        more = sa.select(sa.func.min(name)).where(name.is_not(None), name != "") if column.type == words.TEXT else (
            sa.select(sa.func.min(name)).where(name.is_not(None)))  # fmt: skip
        value = look.sampler.scalar(more.where(name.not_in(found)) if found else more)
        if value is None:
            return found
        found.append(value)
    return None


def _flag(look: Look, facts: Facts, column: Column, name: str, verdict: Verdict) -> None:
    values = distinct(look, facts, column)
    if facts.is_date(column):
        if values == []:
            return
        verdict.conditions.append(Condition(name, "is_null"))
        verdict.reasons.append(f"rows with {column.name} do not count")
        if any(str(value).startswith("0000") for value in values or facts.distinct(column.name)):
            verdict.doubts.append(f"{column.name} has empty dates")
        return
    plain = {str(value).strip().lower() for value in values or ()}
    if values is None or not plain <= vocabulary.TRUE | vocabulary.FALSE:
        verdict.doubts.append(f"{facts.name}.{column.name} is no plain yes or no")
    elif plain & vocabulary.TRUE:
        true = tuple(str(value) for value in values if str(value).strip().lower() in vocabulary.TRUE)
        verdict.conditions.append(Condition(name, "not_in", true))
        verdict.reasons.append(f"rows with {column.name} do not count")


def _state(look: Look, facts: Facts, column: Column, name: str, verdict: Verdict) -> None:
    values = distinct(look, facts, column)
    if values is not None and len(values) < 2 and not _lower(values) & (vocabulary.CANCELLED | vocabulary.RETURNED):
        return
    if values is None:
        if "status" in concepts(column.name):
            verdict.doubts.append(f"{facts.name}.{column.name} has many states")
        return
    cancelled = tuple(str(value) for value in values if _lower([value]) <= vocabulary.CANCELLED)
    unknown = [value for value in values if not _lower([value]) <= vocabulary.CANCELLED | vocabulary.COUNTED]
    if unknown:
        shown = ", ".join(map(str, unknown[:4]))
        verdict.doubts.append(f"what {facts.name}.{column.name} means by {shown} is not known; everything counts")
    elif cancelled:
        verdict.conditions.append(Condition(name, "not_in", cancelled))
        verdict.reasons.append(f"{column.name} {', '.join(cancelled)} does not count")
    if any(len(str(value)) <= 1 for value in values):
        verdict.doubts.append(f"{facts.name}.{column.name} has states of one letter")


def _lower(values) -> set[str]:
    return {str(value).strip().lower() for value in values}


def _returned(look: Look, facts: Facts, column: Column, verdict: Verdict) -> None:
    table = look.alias(facts.table)
    if facts.is_number(column) and look.number(sa.select(sa.func.max(sa.func.abs(table.c[column.name])))):
        verdict.doubts.append(f"{facts.name}.{column.name} tells of returns")


def _active(look: Look, facts: Facts, column: Column, verdict: Verdict) -> None:
    values = distinct(look, facts, column)
    if values is None or len(values) > 1:
        verdict.doubts.append(f"{facts.name}.{column.name} may mean that some rows do not count")
