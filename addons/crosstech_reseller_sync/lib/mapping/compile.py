"""From a mapping to SELECTs that any engine understands: SQLAlchemy writes and quotes them, nothing is pasted."""

from collections.abc import Callable

import sqlalchemy as sa

from ..entities import ENTITIES, MOMENT, NUMBER, TEXT
from ..source import schema as words
from ..source.schema import Column, Schema, Table
from .spec import Condition, EntityMapping, Mapping, MappingError, Source

KEY_LENGTH = 300
KEY_SEPARATOR = "|"
_TEXT = sa.String(KEY_LENGTH).with_variant(sa.Unicode(KEY_LENGTH), "mssql")
_NUMBER = sa.Numeric(24, 8)
WHOLE_DIGITS = 12  # of a number written as text that SQL has to understand: what every engine can cast
_TRUE = ("1", "t", "true", "T", "True", "TRUE", "Y", "-1")
_FALSE = ("0", "f", "false", "F", "False", "FALSE", "N")


def mapped(mapping: EntityMapping) -> list[str]:
    """Return the fields that a mapping fills, in their order: the columns of its SELECT."""
    return [field.name for field in ENTITIES[mapping.entity].fields if _has(mapping, field.name)]


def cursors(mapping: EntityMapping, schema: Schema) -> list[tuple[Column, sa.Select]]:
    """Return, for each table whose rows are read, its cursor and the SELECT of the cursor's largest value."""
    return [branch.largest() for branch in _branches(mapping, schema)]


def select_of(
    mapping: EntityMapping, schema: Schema, names: list[str] | None = None, since: Callable | None = None
) -> sa.Select:
    """Return the SELECT of an entity: one column per mapped field, labelled with the field's name.

    :param names: fields to be read; all that are mapped, if not given
    :param since: makes of the cursor's column the condition which rows are read

    Keys come as text. Readings that no two engines share (``epoch``, ``text_date``, ``latin1_in_utf8``) are left to
    :mod:`.readings`: the stored value is returned as it is.

    :raises MappingError: ``no_table`` or ``no_column`` where the schema lacks what the mapping names

    >>> stock = EntityMapping("stock", "t", {"key": Source("base.id"), "product_key": Source("base.id"),
    ...     "quantity": Source("base.q")})
    >>> schema = Schema((words.Table("t", (Column("id", words.INTEGER), Column("q", words.INTEGER))),))
    >>> print(str(select_of(stock, schema)).replace("\\n", ""))
    SELECT CAST(base.id AS VARCHAR(300)) AS key, CAST(base.id AS VARCHAR(300)) AS product_key, base.q AS quantity \
FROM t AS base
    """
    names = names or mapped(mapping)
    branches = [branch.select(names, since) for branch in _branches(mapping, schema)]
    if len(branches) == 1 and not mapping.total:
        return branches[0]
    rows = (branches[0] if len(branches) == 1 else sa.union_all(*branches)).subquery("movement")
    return _summed(mapping, rows, names) if mapping.total else sa.select(*(rows.c[name] for name in names))


def _branches(mapping: EntityMapping, schema: Schema) -> list["_Branch"]:
    return [_Branch(one, schema, mapping) for one in (mapping, *mapping.union)]


def is_counted(mapping: EntityMapping) -> bool:
    """Tell whether SQL itself has to understand the numbers: to sum them, or to put tables below each other."""
    return bool(mapping.total or mapping.union)


def _has(mapping: EntityMapping, name: str) -> bool:
    return any(name in one.fields for one in (mapping, *mapping.union))


def _summed(mapping: EntityMapping, rows, names: list[str]) -> sa.Select:
    kinds = {field.name: field.kind for field in ENTITIES[mapping.entity].fields}
    groups = [name for name in names if name != mapping.total and kinds[name] != MOMENT]
    columns = (
        rows.c[name] if name in groups
        else (_sum if name == mapping.total else sa.func.max)(rows.c[name]).label(name)
        for name in names
    )  # fmt: skip
    return sa.select(*columns).group_by(*(rows.c[name] for name in groups))


def _sum(column: sa.ColumnElement) -> sa.ColumnElement:
    """A sum that is none where a part of it is no number."""
    return sa.case((sa.func.count() == sa.func.count(column), sa.func.sum(column)))


class _Branch:
    """One table with what is joined to it.

    :param whole: the mapping it belongs to
    """

    def __init__(self, mapping: EntityMapping, schema: Schema, whole: EntityMapping):
        self._total, self._is_counted = whole.total, is_counted(whole)
        self._mapping, self._schema = mapping, schema
        self._kinds = {field.name: field.kind for field in ENTITIES[mapping.entity].fields}
        self._tables, self._columns = {}, {}
        self._from = self._add("base", mapping.table)
        for join in mapping.joins:
            self._join(join)

    def select(self, names: list[str], since: Callable | None = None) -> sa.Select:
        columns = [self._field(name, self._mapping.fields.get(name)).label(name) for name in names]
        chosen = sa.select(*columns).select_from(self._from)
        conditions = [self._condition(one) for one in self._mapping.conditions]
        conditions += [since(self._described(self._mapping.cursor)[1])] if since else []
        return chosen.where(*conditions) if conditions else chosen

    def largest(self) -> tuple[Column, sa.Select]:
        described, column = self._described(self._mapping.cursor)
        return described, sa.select(sa.func.max(column)).select_from(self._from)

    def _add(self, alias: str, name: str):
        table = self._schema.table(name)
        if table is None:
            raise MappingError("no_table", name)
        place, _dot, bare = table.name.rpartition(".")
        columns = [sa.column(column.name) for column in table.columns]
        self._tables[alias] = sa.table(bare, *columns, schema=place or None).alias(alias)
        self._columns[alias] = table
        return self._tables[alias]

    def _join(self, join) -> None:
        right = self._add(join.alias, join.table)
        clauses = [self._equal(mine, f"{join.alias}.{theirs}") for mine, theirs in join.on]
        clauses += [self._condition(Condition(f"{join.alias}.{name}", "in", (value,))) for name, value in join.where]
        self._from = self._from.outerjoin(right, sa.and_(*clauses))

    def _described(self, name: str) -> tuple[Column, sa.ColumnElement]:
        alias, _dot, column = name.partition(".")
        if alias not in self._tables:
            raise MappingError("bad_join", name)
        described = self._columns[alias].column(column)
        if described is None:
            raise MappingError("no_column", f"{self._columns[alias].name}.{column}")
        return described, self._tables[alias].c[described.name]

    def _equal(self, mine: str, theirs: str) -> sa.ColumnElement:
        (left, one), (right, other) = self._described(mine), self._described(theirs)
        alike = left.type == right.type or {left.type, right.type} <= words.NUMERIC
        return one == other if alike else sa.cast(one, _TEXT) == sa.cast(other, _TEXT)

    def _field(self, name: str, source: Source | None) -> sa.ColumnElement:
        kind = self._kinds[name]
        if source is None:
            empty = {TEXT: _TEXT, NUMBER: _NUMBER}.get(kind)
            return sa.type_coerce(sa.cast(sa.null(), empty), sa.types.NULLTYPE) if empty else sa.null()
        if source.reading == "join_keys":
            return self._joined(source.columns)
        if not source.column:
            return sa.literal(source.constant, _TEXT)
        if kind == NUMBER:
            return self._number(source, 0 if source.minus or name == self._total else None)
        column = self._described(source.column)[1]
        return sa.cast(column, _TEXT) if name in ("key", "product_key", "order_ref") else column

    def _joined(self, names: tuple[str, ...]) -> sa.ColumnElement:
        key = None
        for name in names:
            part = sa.func.coalesce(sa.cast(self._described(name)[1], _TEXT), "")
            key = part if key is None else key + sa.literal(KEY_SEPARATOR, _TEXT) + part
        return key

    def _number(self, source: Source, empty: int | None) -> sa.ColumnElement:
        described, column = self._described(source.column)
        if described.type == words.TEXT and not (self._is_counted or source.minus or source.times):
            return column if source.reading != "negated" else sa.cast(column, _TEXT)
        number = self._numeric(source.column, empty)
        if source.minus:
            number = number - self._numeric(source.minus, 0)
        if source.times:
            number = number * self._numeric(source.times, 1)
        return -number if source.reading == "negated" else number

    def _numeric(self, name: str, empty: int | None) -> sa.ColumnElement:
        """A number; a text that is none becomes NULL, which no engine raises for and no sum hides."""
        described, column = self._described(name)
        if described.type != words.TEXT:
            return column if empty is None else sa.func.coalesce(column, empty)
        written = sa.func.trim(sa.cast(column, _TEXT))
        nothing = sa.or_(column.is_(None), written.is_(None), written == "")
        number = sa.case(
            (nothing, sa.cast(sa.null() if empty is None else sa.literal(empty), _NUMBER)),
            (_is_plain(written), sa.cast(written, _NUMBER)),
        )
        return sa.type_coerce(number, sa.types.NULLTYPE)

    def _condition(self, condition: Condition) -> sa.ColumnElement:
        described, column = self._described(condition.column)
        if condition.operator == "is_null":
            return column.is_(None)
        if condition.operator == "not_null":
            return column.is_not(None)
        column, values = _comparable(described, column, condition.values)
        inside = column.in_(values)
        return inside if condition.operator == "in" else sa.or_(column.is_(None), ~inside)


def _is_plain(written: sa.ColumnElement) -> sa.ColumnElement:
    """Whether a text is digits, perhaps with a minus before and a point in between, and short enough to be cast."""
    rest = written
    for digit in "0123456789":
        rest = sa.func.replace(rest, sa.literal_column(f"'{digit}'"), sa.literal_column("''"))
    rest = sa.literal_column("'x'", _TEXT) + sa.cast(rest, _TEXT)  # Oracle's empty text is NULL, unless joined
    too_long = "_" * (WHOLE_DIGITS + 1) + "%"
    return sa.and_(
        sa.or_(rest.in_(("x", "x.")), sa.and_(rest.in_(("x-", "x-.")), written.like("-%"))),
        written.not_like("%."),
        written.not_like("%-"),
        sa.or_(written.like("%.%"), written.not_like(too_long)),
        written.not_like(f"{too_long}.%"),
        written.not_like("_" * 60 + "%"),
    )


def _comparable(described: Column, column: sa.ColumnElement, values: tuple[str, ...]) -> tuple:
    """Column and values as a kind that all engines compare alike."""
    if described.type == words.TEXT:
        return column, values
    if described.type in words.NUMERIC:
        return column, [int(value) if float(value).is_integer() else float(value) for value in values]
    if described.type == words.BOOLEAN:
        values = [word for value in values for word in _said(value)]
    return sa.cast(column, _TEXT), values


def _said(value: str) -> tuple[str, ...]:
    """Every way to write a truth value; MySQL's ``tinyint(1)`` may hold other numbers, too."""
    return next((listed for listed in (_TRUE, _FALSE) if value in listed), (value,))


def matches(table: Table, condition: Condition) -> sa.Select:
    """Return the SELECT that counts the rows of a table that meet a condition on ``base``."""
    fields = {name: Source(condition.column) for name in ("key", "name")}
    counted = EntityMapping("product", table.name, fields, conditions=(condition,))
    return sa.select(sa.func.count()).select_from(select_of(counted, Schema((table,))).subquery("counted"))


def totals(mapping: Mapping, schema: Schema) -> dict[str, sa.Select]:
    """Return one SELECT of one number for each total a person can compare with his own books.

    :return: among ``products``, ``stock_units``, ``sale_orders``, ``sale_lines``, ``quantity_sold``
    """
    found = {}
    for name, entity in mapping.entities.items():
        if name in TOTALS:
            found |= entity_totals(entity, schema)
    return found


def entity_totals(mapping: EntityMapping, schema: Schema) -> dict[str, sa.Select]:
    """Return the totals of one entity; see :func:`totals`."""
    rows = select_of(mapping, schema).subquery("counted")
    wanted = TOTALS.get(mapping.entity, {})
    return {
        name: sa.select(measure(rows)).select_from(rows)
        for name, (field, measure) in wanted.items()
        if not field or field in rows.c
    }


def _quantity(rows):
    return sa.func.coalesce(sa.func.sum(rows.c.quantity), 0)


TOTALS = {
    "product": {"products": ("", lambda rows: sa.func.count())},
    "stock": {"stock_units": ("quantity", _quantity)},
    "sale_line": {
        "sale_orders": ("order_ref", lambda rows: sa.func.count(sa.distinct(rows.c.order_ref))),
        "sale_lines": ("", lambda rows: sa.func.count()),
        "quantity_sold": ("quantity", _quantity),
    },
}
