"""What of a mapping can be read now: within the agreement, and with the tables as they are today."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..mapping.spec import Mapping
from ..masks import bad_masks
from ..source.schema import Schema
from . import drift

UNSIGNED, CHANGED = "unsigned", "changed"


@dataclass(frozen=True)
class Preparation:
    """What is read, and what waits.

    :param mapping: without what waits
    :param waiting: entity -> ``unsigned`` (needs a column the agreement does not name, or names but masks) or
        ``changed`` (its tables are different, and a person has to look)
    :param verdicts: about every change of the tables, also those that need nobody
    """

    mapping: Mapping
    waiting: dict[str, str]
    verdicts: tuple[drift.Verdict, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the tables as they are can be taken for the known ones: nothing waits for a person."""
        return all(verdict.action in (drift.GO_ON, drift.OFFER) for verdict in self.verdicts)


def prepare(
    mapping: Mapping,
    agreed: Iterable[tuple[str, str]],
    known: Schema | None,
    fresh: Schema,
    policy: str,
    *,
    masks: dict[tuple[str, str], str] | None = None,
) -> Preparation:
    """Decide what is read.

    :param agreed: the (table, column) the agreement in force names
    :param known: the tables as they were when they were mapped; None when nobody kept them
    :param fresh: the tables as they are
    :param policy: of the agreement, see :func:`drift.verdicts`
    :param masks: (table, column) -> mask of the agreement; a mapping that came later may need such a column as it is
    """
    verdicts = drift.verdicts(drift.changes(known, fresh), mapping, policy) if known else ()
    entities, waiting = dict(mapping.entities), {}
    names = {(table.lower(), column.lower()) for table, column in agreed}
    for verdict in verdicts:
        for name in verdict.entities:
            if verdict.action in (drift.CONFIRM, drift.HALT):
                waiting[name] = CHANGED
            elif verdict.action == drift.WITHOUT:
                entities[name] = drift.without(entities[name], verdict.change.table, _old_name(verdict.change))
    for name, spec in entities.items():
        if any((table.lower(), column.lower()) not in names for table, column in spec.columns()) or bad_masks(
            Mapping({name: spec}), masks or {}
        ):
            waiting.setdefault(name, UNSIGNED)
    read = {name: spec for name, spec in entities.items() if name not in waiting}
    return Preparation(replace(mapping, entities=read), waiting, verdicts)


def _old_name(change: drift.Change) -> str:
    return change.before if change.kind == drift.RENAMED else change.column
