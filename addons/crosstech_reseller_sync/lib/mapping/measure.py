"""The totals of a mapping, to be compared with the reseller's own books, and what makes them doubtful.

Numbers stored as text are read here exactly as a pull reads them (``lib.pull.rows``), not by the engine: SQLite takes
"banyak" for 0 and "1.234,50" for 1, others refuse the whole SELECT.
"""

from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa

from ..entities import ENTITIES, NUMBER
from ..pull import rows
from ..source import schema as words
from ..source.errors import UNKNOWN, SourceError
from ..source.schema import Schema
from ..written_numbers import Notation, notation
from .compile import entity_totals, is_counted, select_of
from .readings import written_number
from .remarks import Remark, remark
from .spec import EntityMapping, Source

VALUES = 50_000


def spoken(mapping: EntityMapping, schema: Schema, reader) -> tuple[EntityMapping, list[Remark]]:
    """Find out how each column of numbers in text is written, by all of its values.

    :param reader: ``lib.source.reader.Reader``
    :return: the mapping with the notation of each such field, and why it may be read wrong
    """
    doubts: list[Remark] = []
    whole, *others = (_spoken(one, mapping, schema, reader, doubts) for one in (mapping, *mapping.union))
    return replace(whole, union=tuple(others)), doubts


def _spoken(one: EntityMapping, whole: EntityMapping, schema: Schema, reader, doubts: list[Remark]) -> EntityMapping:
    fields = dict(one.fields)
    for name, source in _numbers(one):
        for column in filter(None, (source.column, source.minus, source.times)):
            label = f"{_table(one, column)}.{column.partition('.')[2]}"
            kind = _kind(one, column, schema)
            if kind in words.NUMERIC and reader.session.address.engine == "sqlite":
                doubts += _misfits(_stored(one, name, column, schema), label, reader)
            if kind != words.TEXT:
                continue
            found = _notation(_stored(one, name, column, schema), label, reader, doubts)
            by_sql = is_counted(whole) or source.minus or source.times
            if found.name and by_sql:
                doubts.append(remark("numbers_not_summed", column=label))
            elif found.name:
                fields[name] = replace(source, format=found.name)
    return replace(one, fields=fields)


def _numbers(mapping: EntityMapping) -> list[tuple[str, Source]]:
    kinds = {field.name: field.kind for field in ENTITIES[mapping.entity].fields}
    return [(name, source) for name, source in mapping.fields.items() if kinds[name] == NUMBER and source.column]


def _table(mapping: EntityMapping, column: str) -> str:
    tables = {"base": mapping.table, **{join.alias: join.table for join in mapping.joins}}
    return tables.get(column.partition(".")[0], "")


def _kind(mapping: EntityMapping, column: str, schema: Schema) -> str:
    table = schema.table(_table(mapping, column))
    described = table and table.column(column.partition(".")[2])
    return described.type if described else ""


def _stored(mapping: EntityMapping, name: str, column: str, schema: Schema) -> sa.Subquery:
    """The values of one column as they are stored, of the rows that count."""
    alone = replace(mapping, total="", union=(), fields={**mapping.fields, name: Source(column)})
    return select_of(alone, schema, [name]).subquery("stored")


def _values(stored: sa.Subquery, reader) -> list[tuple]:
    """Values in text with how often each occurs, at most ``VALUES`` and one."""
    value = sa.cast(stored.c[0], sa.String(rows.TEXT_LIMIT).with_variant(sa.Unicode(rows.TEXT_LIMIT), "mssql"))
    kept = sa.select(value.label("value")).where(stored.c[0].is_not(None)).subquery("kept")
    select = sa.select(kept.c.value, sa.func.count()).group_by(kept.c.value).limit(VALUES + 1)
    return reader.ask(select)


def _notation(stored: sa.Subquery, label: str, reader, doubts: list[Remark]) -> Notation:
    values = _values(stored, reader)
    found = notation(rows.text(value) or "" for value, _count in values)
    if found.bad:
        doubts.append(remark("not_numbers", column=label, value=found.bad[0][:40]))
    elif not found.is_sure:
        doubts.append(remark("points_unclear", column=label))
    if len(values) > VALUES:
        doubts.append(remark("too_many_texts", column=label))
    return found


def _misfits(stored: sa.Subquery, label: str, reader) -> list[Remark]:
    """SQLite keeps in a column of numbers what was no number as the text it is."""
    text = stored.c[0]
    is_text = sa.and_(sa.func.typeof(text) == "text", sa.func.trim(text) != "")
    found = reader.ask(sa.select(text).where(is_text).limit(1))
    return [remark("not_numbers", column=label, value=str(found[0][0])[:40])] if found else []


def measured(mapping: EntityMapping, schema: Schema, reader) -> tuple[dict[str, float], list[Remark]]:
    """Measure the totals of an entity.

    :return: totals, without those that could not be computed; why a total is missing
    """
    selects = entity_totals(mapping, schema)
    found = {name: _total(name, select, mapping, schema, reader) for name, select in selects.items()}
    missing = [name for name, total in found.items() if total is None]
    doubts = [remark("not_computed", table=mapping.table)] if missing else []
    return {name: total for name, total in found.items() if total is not None}, doubts


def _total(name: str, select: sa.Select, mapping: EntityMapping, schema: Schema, reader) -> float | None:
    try:
        if name in _OF_QUANTITIES and _is_read_here(mapping, schema):
            return _read_total(mapping, schema, reader)
        return reader.scalar(select) or 0
    except SourceError as error:
        if error.code != UNKNOWN:
            raise
        return None


_OF_QUANTITIES = frozenset({"stock_units", "quantity_sold"})


def _is_read_here(mapping: EntityMapping, schema: Schema) -> bool:
    source = mapping.fields["quantity"]
    by_sql = is_counted(mapping) or source.minus or source.times
    return not by_sql and _kind(mapping, source.column, schema) == words.TEXT


def _read_total(mapping: EntityMapping, schema: Schema, reader) -> Decimal | int:
    source = mapping.fields["quantity"]
    read = written_number(source)
    values = _values(_stored(mapping, "quantity", source.column, schema), reader)
    return sum((_number(read(value)) or 0) * count for value, count in values)


def _number(value) -> Decimal | int | None:
    """A number as a pull reads it; of a row that a pull sets aside, none."""
    try:
        return rows.number(value)
    except rows.BadValue:
        return None
