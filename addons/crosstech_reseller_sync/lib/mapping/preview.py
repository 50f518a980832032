"""What a mapping would give: its first rows, as they would be kept, and its totals."""

from dataclasses import dataclass

from ..entities import ENTITIES
from ..source.schema import Schema
from .compile import select_of
from .measure import measured
from .readings import readers
from .spec import EntityMapping

ROWS = 5


@dataclass(frozen=True)
class Preview:
    """First rows and totals of an entity.

    :param fields: those that are read, in the entity's order
    """

    fields: tuple[str, ...]
    rows: tuple[tuple, ...]
    totals: dict[str, float]


def preview(mapping: EntityMapping, schema: Schema, reader) -> Preview:
    """Look at the first rows of a mapping.

    :param reader: ``lib.source.reader.Reader`` of all that may be looked at
    :raises MappingError: when the schema lacks what the mapping names
    """
    select = select_of(mapping, schema)
    functions = readers(mapping)
    names = tuple(select.selected_columns.keys())
    rows = tuple(
        tuple(_read(functions.get(name), value) for name, value in zip(names, row, strict=True))
        for row in reader.session.ask(select.limit(ROWS))
    )
    totals, _doubts = measured(mapping, schema, reader)
    order = [name for name in ENTITIES[mapping.entity].field_names if name in names]
    places = [names.index(name) for name in order]
    return Preview(tuple(order), tuple(tuple(row[place] for place in places) for row in rows), totals)


def _read(reader, value):
    """A value as it would be kept; one that a reading does not fit is shown as it is stored."""
    try:
        return reader(value) if reader else value
    except ValueError:
        return value
