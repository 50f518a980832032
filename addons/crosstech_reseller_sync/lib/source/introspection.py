"""From the rows of an engine's catalogue to a schema."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..dump.sql_words import type_of
from .schema import Column, ForeignKey, Schema, Table


@dataclass(frozen=True)
class Found:
    """What an engine's catalogue says; the default schema is given as empty text.

    :param columns: (schema, table, column, declared, is nullable, is view, about how many rows) in their order
    :param keys: (schema, table, column) of primary keys in their order
    :param relations: (name, schema, table, column, other schema, other table, other column) in their order
    :param type_of: what a declared type is, see ``lib.source.schema``
    """

    columns: Iterable[tuple]
    keys: Iterable[tuple] = ()
    relations: Iterable[tuple] = ()
    type_of: Callable[[str], str] = type_of


def schema_of(engine: str, found: Found) -> Schema:
    """Put the schema together; names with a point in them cannot be told from a schema's and are left out.

    >>> found = Found([("", "orders", "id", "int", False, False, 7), ("hr", "staff", "id", "int", False, False, None)],
    ...     [("", "orders", "id")])
    >>> [(table.name, table.primary_key, table.estimate) for table in schema_of("mysql", found).tables]
    [('orders', ('id',), 7), ('hr.staff', (), None)]
    """
    columns, facts, keys = defaultdict(list), {}, defaultdict(list)
    for place, table, name, declared, nullable, is_view, rows in found.columns:
        columns[place, table].append(Column(name, found.type_of(declared), declared, bool(nullable)))
        facts[place, table] = (bool(is_view), None if rows is None else int(rows))
    for place, table, name in found.keys:
        keys[place, table].append(name)
    relations = _relations(found.relations)
    tables = (
        Table(
            _name(*pair), tuple(listed), tuple(keys[pair]), tuple(relations[pair]),
            is_view=facts[pair][0], estimate=facts[pair][1],
        )
        for pair, listed in columns.items() if "." not in "".join(pair)
    )  # fmt: skip
    return Schema(tuple(tables), engine)


def _name(place: str, table: str) -> str:
    return f"{place}.{table}" if place else table


def _relations(rows: Iterable[tuple]) -> dict[tuple, list[ForeignKey]]:
    pairs = defaultdict(list)
    for name, place, table, column, other_place, other, target in rows:
        pairs[name, place, table, other_place, other].append((column, target))
    found = defaultdict(list)
    for (_name_of_key, place, table, other_place, other), listed in pairs.items():
        mine, theirs = zip(*listed, strict=True)
        found[place, table].append(ForeignKey(mine, _name(other_place, other), theirs))
    return found
