"""What each agreed column is read for, and which masks it can bear (S0.63).

A mask is put on before anything is kept. What joins tables, picks rows or says where to go on must stay as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .entities import ENTITIES, FLAG, MOMENT, NUMBER, TEXT
from .mapping.spec import EntityMapping, Mapping

LINK = "link"  # joins tables, picks rows, or tells where to go on
KEYS = ("key", "product_key")
BY_KIND = {TEXT: {"hash", "blank"}, MOMENT: {"year", "blank"}, NUMBER: {"blank"}, FLAG: {"blank"}}

Column = tuple[str, str]


def uses(mapping: Mapping) -> dict[Column, tuple[str, ...]]:
    """Return what every column is read for.

    :return: (table, column) -> sorted ``entity.field``, or ``entity.link``

    >>> spec = {"entity": "stock", "table": "t", "cursor": "base.at", "fields": {"key": {"column": "base.id"},
    ...     "product_key": {"column": "base.id"}, "quantity": {"column": "base.q"}}}
    >>> found = uses(Mapping.from_json({"entities": {"stock": spec}}))
    >>> found[("t", "id")], found[("t", "at")]
    (('stock.key', 'stock.product_key'), ('stock.link',))
    """
    found = defaultdict(set)
    for spec in mapping.entities.values():
        for column, use in _uses(spec):
            found[column].add(use)
    return {column: tuple(sorted(names)) for column, names in sorted(found.items())}


def _uses(spec: EntityMapping) -> Iterator[tuple[Column, str]]:
    tables = {"base": spec.table, **{join.alias: join.table for join in spec.joins}}
    for name, source in spec.fields.items():
        for column in _pairs(tables, (source.column, source.minus, source.times, *source.columns)):
            yield column, f"{spec.entity}.{name}"
    for column in _links(spec, tables):
        yield column, f"{spec.entity}.{LINK}"
    for other in spec.union:
        yield from _uses(other)


def _links(spec: EntityMapping, tables: dict[str, str]) -> Iterator[Column]:
    yield from _pairs(tables, (spec.cursor, *(condition.column for condition in spec.conditions)))
    for join in spec.joins:
        yield from _pairs(tables, (mine for mine, _theirs in join.on))
        yield from ((join.table, theirs) for _mine, theirs in join.on)
        yield from ((join.table, name) for name, _value in join.where)


def _pairs(tables: dict[str, str], columns: Iterable[str]) -> Iterator[Column]:
    """Turn ``alias.column`` into (table, column); empty ones are left out."""
    for column in filter(None, columns):
        alias, _dot, name = column.partition(".")
        yield tables[alias], name


def possible_masks(column_uses: Iterable[str]) -> set[str]:
    """Return the masks a column can bear, given everything it is read for.

    >>> sorted(possible_masks(["product.category"])), possible_masks(["stock.key"]), possible_masks(["stock.link"])
    (['blank', 'hash'], set(), set())
    """
    possible = {"hash", "year", "blank"}
    for use in column_uses:
        name, _dot, field_name = use.partition(".")
        if field_name == LINK or field_name in KEYS:
            return set()
        field = next(field for field in ENTITIES[name].fields if field.name == field_name)
        possible &= BY_KIND[field.kind]
        if field.required:
            possible -= {"blank"}
    return possible


def bad_masks(mapping: Mapping, masks: dict[Column, str]) -> list[Column]:
    """Return the columns whose mask would make what is read for them useless."""
    read_for = uses(mapping)
    return [column for column, mask in sorted(masks.items()) if mask not in possible_masks(read_for.get(column, ()))]
