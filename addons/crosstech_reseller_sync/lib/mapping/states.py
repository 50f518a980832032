"""Which rows count: cancelled, deleted and returned ones, read from flags and states."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from ..source import schema as words
from ..source.schema import Column
from . import vocabulary
from .look import Facts, Look
from .remarks import Remark, remark
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
    reasons: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)


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
            _hidden(look, facts, column, name, verdict, is_order=is_order)
    return verdict


def _hidden(look: Look, facts: Facts, column: Column, name: str, verdict: Verdict, *, is_order: bool) -> None:
    """A column whose name says nothing may still hold words of cancelling, or be a yes or no nobody explains."""
    sampled = facts.distinct(column.name)
    if not sampled or len(sampled) > MOST_VALUES:
        return
    long_words = {word for word in vocabulary.CANCELLED if len(word) > 2}
    values = distinct(look, facts, column) if column.type == words.TEXT else None
    gone = tuple(value for value in values or () if _lower([value]) & long_words)
    if gone:
        verdict.conditions.append(Condition(name, "not_in", gone))
        verdict.doubts.append(remark("speaks_of_cancelling", column=f"{facts.name}.{column.name}"))
    if not is_order and column.type == words.TEXT and _lower(sampled) & vocabulary.SERVICES:
        verdict.doubts.append(remark("services", column=f"{facts.name}.{column.name}"))
    unexplained = not concepts(column.name) or "out" in concepts(column.name)
    if is_order and unexplained and _lower(sampled) <= _YES_OR_NO:
        values = distinct(look, facts, column)
        if values is None or len(values) > 1:
            verdict.doubts.append(remark("meaning_unknown", column=f"{facts.name}.{column.name}"))


def distinct(look: Look, facts: Facts, column: Column) -> list | None:
    """Return every value of a column, asked of all rows; ``None`` when they are many."""
    sampled = sorted(facts.distinct(column.name), key=str)
    if len(sampled) > MOST_VALUES:
        return None
    stored, found = look.alias(facts.table).c[column.name], list(sampled)
    if column.type == words.BOOLEAN:  # no engine but SQLite has a smallest truth value
        stored, found = sa.cast(stored, sa.String(5)), []
    more = sa.select(sa.func.min(stored)).where(stored.is_not(None))
    if column.type in (words.TEXT, words.BOOLEAN):
        more = more.where(stored != "")
    while len(found) <= MOST_VALUES:
        value = look.sampler.scalar(more.where(stored.not_in(found)) if found else more)
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
        verdict.reasons.append(remark("flag_not_counted", column=column.name))
        if any(str(value).startswith("0000") for value in values or facts.distinct(column.name)):
            verdict.doubts.append(remark("empty_dates", column=column.name))
        return
    plain = _lower(values or ())
    yes = vocabulary.TRUE - ({"t"} if plain & {"y", "ya"} else set())  # Y and T: ya and tidak
    if values is None or not plain <= vocabulary.TRUE | vocabulary.FALSE or plain == {"t"}:
        verdict.doubts.append(remark("no_yes_or_no", column=f"{facts.name}.{column.name}"))
    elif plain & yes:
        true = tuple(str(value) for value in values if _lower([value]) <= yes)
        verdict.conditions.append(Condition(name, "not_in", true))
        verdict.reasons.append(remark("flag_not_counted", column=column.name))


def _state(look: Look, facts: Facts, column: Column, name: str, verdict: Verdict) -> None:
    values = distinct(look, facts, column)
    if values is None:
        if "status" in concepts(column.name):
            verdict.doubts.append(remark("many_states", column=f"{facts.name}.{column.name}"))
        return
    out = [value for value in values if _lower([value]) <= _OUT]
    bought = [value for value in values if _lower([value]) <= vocabulary.BOUGHT]
    unknown = [value for value in values if not _lower([value]) <= _OUT | vocabulary.COUNTED | vocabulary.SOLD]
    if not out and len(values) < 2:
        return
    if bought and any(_lower([value]) <= vocabulary.SOLD for value in values):
        unknown = [value for value in unknown if value not in bought]
        out += bought
    if unknown:
        shown = ", ".join(map(str, unknown[:4]))
        verdict.doubts.append(remark("states_unknown", column=f"{facts.name}.{column.name}", values=shown))
    elif out:
        verdict.conditions.append(Condition(name, "not_in", tuple(map(str, out))))
        verdict.reasons.append(remark("states_not_counted", column=column.name, values=", ".join(map(str, out))))
    if any(len(str(value)) <= 1 for value in values):
        verdict.doubts.append(remark("letters_of_state", column=f"{facts.name}.{column.name}"))
    for value in out:
        if _lower([value]) <= vocabulary.PENDING | vocabulary.RETURNED - vocabulary.CANCELLED:
            verdict.doubts.append(remark("shop_must_say", column=f"{facts.name}.{column.name}", value=value))


_OUT = vocabulary.CANCELLED | vocabulary.PENDING | vocabulary.RETURNED


def _lower(values) -> set[str]:
    return {str(value).strip().lower().replace(" ", "_") for value in values}


def _returned(look: Look, facts: Facts, column: Column, verdict: Verdict) -> None:
    table = look.alias(facts.table)
    if facts.is_number(column) and look.number(sa.select(sa.func.max(sa.func.abs(table.c[column.name])))):
        verdict.doubts.append(remark("tells_of_returns", column=f"{facts.name}.{column.name}"))


def _active(look: Look, facts: Facts, column: Column, verdict: Verdict) -> None:
    values = distinct(look, facts, column)
    if values is None or len(values) > 1:
        verdict.doubts.append(remark("some_rows_not", column=f"{facts.name}.{column.name}"))
