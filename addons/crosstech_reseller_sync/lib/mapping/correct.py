"""Correcting a proposal by picking: another table, another column, another reading; never by SQL.

A draft is an entity's mapping as :meth:`.spec.EntityMapping.as_json` stores it; it may lack required fields.
"""

from dataclasses import asdict, replace

from ..entities import ENTITIES, FLAG, MOMENT, NUMBER, TEXT
from ..source import schema as words
from ..source.schema import Schema, Table
from ..written_numbers import COMMA, POINT
from .compile import select_of
from .guess import Guess, Shop, point, product_mapping
from .look import Look
from .measure import spoken
from .sales import line_mapping, lines_of
from .spec import EntityMapping, Mapping, MappingError, Source
from .stock import stock_table

KEYS = frozenset({"key", "product_key", "order_ref"})
TEXT_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d")
READINGS = {
    TEXT: ("plain", "latin1_in_utf8", "translated"),
    NUMBER: ("plain", "negated", *(f"plain {one}" for one in (COMMA, POINT)), f"negated {COMMA}", f"negated {POINT}"),
    MOMENT: ("plain", "epoch", *(f"text_date {form}" for form in TEXT_DATES)),
    FLAG: ("plain",),
}


def readings_of(entity: str, field: str) -> tuple[str, ...]:
    """Return how a field's stored value may become ours; dates in text with their form.

    >>> readings_of("stock", "quantity"), readings_of("stock", "key")
    (('plain', 'negated', 'plain comma', 'plain point', 'negated comma', 'negated point'), ('plain',))
    """
    kinds = {one.name: one.kind for one in ENTITIES[entity].fields}
    return ("plain",) if field in KEYS else READINGS[kinds[field]]


def source_of(column: str, reading: str) -> Source:
    """Return where a field comes from, as picked from lists.

    >>> source_of("base.tgl", "text_date %d/%m/%Y")
    Source(column='base.tgl', constant=None, reading='text_date', format='%d/%m/%Y', columns=(), minus='', times='')
    """
    name, _blank, form = reading.partition(" ")
    return Source(column, reading=name or "plain", format=form)


def reachable(draft: dict, schema: Schema) -> list[str]:
    """Return every column a field of the draft can come from, as ``alias.column``.

    Besides the base table and what is joined already, tables that one of its columns points to.
    """
    tables = {"base": draft["table"], **{join["alias"]: join["table"] for join in draft["joins"]}}
    joined = {name.lower() for name in tables.values()}
    found = [(alias, schema.table(name)) for alias, name in tables.items()]
    base = schema.table(draft["table"])
    found += [
        (other.name, other)
        for _column, other, _target in (relations(base, schema) if base else ())
        if other.name.lower() not in joined and "." not in other.name
    ]
    return list(
        dict.fromkeys(
            f"{alias}.{column.name}"
            for alias, table in found
            if table
            for column in table.columns
            if column.type != words.BINARY
        )
    )


def relations(table: Table, schema: Schema) -> list[tuple[str, Table, str]]:
    """Return the tables a table points to: by a declared key, or by a column named as the other's key.

    :return: list of (column, other table, its key)
    """
    found = [
        (key.columns[0], other, target)
        for key in table.foreign_keys
        for other in [schema.table(key.table)]
        if other and len(key.columns) == 1
        for target in (key.targets or other.primary_key)[:1]
        if other.column(target)
    ]
    known = {other.name for _column, other, _target in found} | {table.name}
    for other in schema.tables:
        key = other.primary_key
        mine = table.column(key[0]) if len(key) == 1 and len(key[0]) > 3 else None
        if mine and other.name not in known:
            found.append((mine.name, other, key[0]))
    return found


def with_sources(draft: dict, sources: dict[str, Source], schema: Schema) -> dict:
    """Return the draft with its fields taken from elsewhere; tables are joined as needed, and let go.

    :param sources: by field; fields left out are not read
    """
    fields = {name: asdict(source) for name, source in sources.items()}
    joins = list(draft["joins"])
    base = schema.table(draft["table"])
    known = {"base", *(join["alias"] for join in joins)}
    for column, other, target in relations(base, schema) if base else ():
        if other.name not in known and any(name.startswith(f"{other.name}.") for name in _named(fields)):
            joins.append({"table": other.name, "alias": other.name, "on": [[f"base.{column}", target]], "where": []})
            known.add(other.name)
    made = {**draft, "fields": fields, "joins": joins}
    return {**made, "joins": _needed(made)}


def _named(fields: dict) -> set[str]:
    return {
        name
        for source in fields.values()
        for name in (source["column"], source["minus"], source["times"], *source["columns"])
        if name
    }


def _needed(draft: dict) -> list[dict]:
    """The joins that something still comes from, and what those hang on."""
    named = _named(draft["fields"]) | {condition["column"] for condition in draft["conditions"]}
    kept = []
    for join in reversed(draft["joins"]):
        if any(name.partition(".")[0] == join["alias"] for name in named):
            kept.insert(0, join)
            named |= {mine for mine, _theirs in join["on"]}
    return kept


def missing(draft: dict) -> tuple[str, ...]:
    """Return the required fields that come from nowhere yet.

    >>> missing({"entity": "stock", "fields": {"key": {}}})
    ('product_key', 'quantity')
    """
    return tuple(name for name in ENTITIES[draft["entity"]].required if name not in draft["fields"])


def on_table(entity: str, table: str, schema: Schema, sampler, product: EntityMapping | None) -> dict:
    """Return a draft for an entity on a table a person picked, as good as its names and values allow.

    :param product: where the products are, which stock and sales point to
    """
    guessed = _guessed(entity, table, schema, sampler, product)
    return spoken(guessed, schema, sampler)[0].as_json() if guessed else {
        "entity": entity, "table": table, "fields": {}, "joins": [], "conditions": [], "total": "", "cursor": "",
        "union": [],
    }  # fmt: skip


def _guessed(entity: str, table: str, schema: Schema, sampler, product: EntityMapping | None) -> EntityMapping | None:
    shop = Shop(Look(_near(table, schema, product), sampler))
    facts = next((one for one in shop.look.tables if one.name == table), None)
    if facts is None:
        return None
    if entity == "product":
        keys = shop.look.keys(facts)
        return product_mapping(shop, facts, keys[0], Guess()) if keys and facts.columns("name") else None
    key = product.fields["key"].column.partition(".")[2] if product else ""
    shop.product = next((one for one in shop.look.tables if product and one.name == product.table), None)
    if not key or not shop.product:
        return None
    point(shop)
    shop.key = key
    if not shop.pointer(facts):
        return None
    if entity == "stock":
        found = stock_table(shop, facts, Guess())
        return found[0][2] if found else None
    lines = lines_of(shop, facts) if entity in ("sale_line", "purchase_line") else None
    return line_mapping(shop, lines, Guess(), entity) if lines else None


def _near(table: str, schema: Schema, product: EntityMapping | None) -> Schema:
    """The table, the products and what the table points to: all that its guess needs."""
    chosen = schema.table(table)
    names = {table, product.table if product else table}
    names |= {other.name for _column, other, _target in relations(chosen, schema)}
    return replace(schema, tables=tuple(one for one in schema.tables if one.name in names))


def check(mapping: Mapping, schema: Schema) -> None:
    """Refuse a mapping that could not be read.

    :raises MappingError: ``required`` when there are no products; ``no_table`` or ``no_column`` where the schema lacks
        what is named; ``bad_join`` where a column of a table that is not joined is named
    """
    if "product" not in mapping.entities:
        raise MappingError("required", "product")
    for entity in mapping.entities.values():
        select_of(entity, schema)
