"""A reseller's software was updated: what is different in its tables, and what the agreement makes of that.

Whatever the policy says: a field that every row needs and that cannot be read any more stops its entity, and nothing
that is new is read before the agreement names it.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher

from ..entities import ENTITIES
from ..mapping.spec import EntityMapping, Mapping
from ..source import schema as words
from ..source.schema import Column, Schema, Table

ADDED, DROPPED, RENAMED, WIDENED, NARROWED, RETYPED = "added", "dropped", "renamed", "widened", "narrowed", "retyped"
ADD, STOP, IGNORE = "add", "stop", "ignore"  # policies of an agreement
GO_ON, OFFER, CONFIRM, WITHOUT, HALT = "go_on", "offer", "confirm", "without", "halt"
LIKENESS = 0.5
_WIDTH = {words.BOOLEAN: 0, words.INTEGER: 1, words.DECIMAL: 2, words.FLOAT: 2, words.TEXT: 9}
_TIMES = {words.DATE: 1, words.DATETIME: 2, words.TEXT: 9}
_SIZES = {"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "integer": 4, "bigint": 8}


@dataclass(frozen=True)
class Change:
    """One difference between two looks at a database.

    :param column: empty for a whole table
    :param before: the old name of what was renamed, the old type of what was retyped
    """

    kind: str
    table: str
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Verdict:
    """What becomes of a change.

    :param action: ``go_on``; ``offer`` it for mapping; ``confirm`` a new name first, the entity waits; ``without``
        the field, the others are read; ``halt`` the entity until the mapping is mended
    :param entities: whose mapping it touches
    """

    change: Change
    action: str
    entities: tuple[str, ...] = ()

    def as_json(self) -> dict:
        """Return plain dicts and lists, for storage."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Verdict":
        return cls(Change(**stored["change"]), stored["action"], tuple(stored["entities"]))


def changes(before: Schema, after: Schema) -> tuple[Change, ...]:
    """Compare two schemas.

    >>> old = Schema((Table("t", (Column("id", "integer"), Column("stok", "integer"))),))
    >>> new = Schema((Table("t", (Column("id", "integer"), Column("stok_akhir", "integer"), Column("x", "text"))),))
    >>> [(change.kind, change.before, change.column) for change in changes(old, new)]
    [('renamed', 'stok', 'stok_akhir'), ('added', '', 'x')]
    """
    olds = {table.name.lower(): table for table in before.tables}
    news = {table.name.lower(): table for table in after.tables}
    lost = [olds[name] for name in olds.keys() - news.keys()]
    come = [news[name] for name in news.keys() - olds.keys()]
    pairs = _renames(lost, come, _table_likeness)
    found = [Change(RENAMED, new.name, before=old.name, after=new.name) for old, new in pairs]
    found += [Change(DROPPED, table.name) for table in lost if table not in [old for old, _new in pairs]]
    found += [Change(ADDED, table.name) for table in come if table not in [new for _old, new in pairs]]
    pairs += [(olds[name], news[name]) for name in olds.keys() & news.keys()]
    for old, new in sorted(pairs, key=lambda pair: pair[1].name):
        found += _column_changes(old, new)
    return tuple(found)


def _column_changes(before: Table, after: Table) -> list[Change]:
    olds = {column.name.lower(): column for column in before.columns}
    news = {column.name.lower(): column for column in after.columns}
    lost = [column for name, column in olds.items() if name not in news]
    come = [column for name, column in news.items() if name not in olds]
    pairs = _renames(lost, come, _column_likeness)
    renamed = {column for pair in pairs for column in pair}
    found = [Change(RENAMED, after.name, new.name, old.name, new.name) for old, new in pairs]
    found += [Change(DROPPED, after.name, column.name) for column in lost if column not in renamed]
    found += [Change(ADDED, after.name, column.name) for column in come if column not in renamed]
    for old, new in [*pairs, *((olds[name], news[name]) for name in olds if name in news)]:
        if kind := _resized(old, new):
            found.append(Change(kind, after.name, new.name, old.declared or old.type, new.declared or new.type))
    return found


def _renames(lost: list, come: list, likeness) -> list[tuple]:
    """Pair what went with what came, the likest first, each once."""
    ranked = sorted(
        ((likeness(old, new), old.name, new.name, old, new) for old in lost for new in come), key=lambda row: row[:3]
    )
    pairs: list[tuple] = []
    for degree, _old_name, _new_name, old, new in reversed(ranked):
        if degree >= LIKENESS and all(old is not pair[0] and new is not pair[1] for pair in pairs):
            pairs.append((old, new))
    return pairs


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()


def _table_likeness(old: Table, new: Table) -> float:
    """Columns tell more than the name does."""
    ours, theirs = ({name.lower() for name in table.column_names} for table in (old, new))
    return 0.7 * len(ours & theirs) / (len(ours | theirs) or 1) + 0.3 * _likeness(old.name, new.name)


def _column_likeness(old: Column, new: Column) -> float:
    alike = old.type == new.type or {old.type, new.type} <= words.NUMERIC or {old.type, new.type} <= words.TEMPORAL
    return _likeness(old.name, new.name) if alike else 0


def _resized(old: Column, new: Column) -> str:
    if old.type != new.type:
        for scale in (_WIDTH, _TIMES):
            if old.type in scale and new.type in scale and scale[old.type] != scale[new.type]:
                return WIDENED if scale[old.type] < scale[new.type] else NARROWED
        return RETYPED
    before, after = _size(old.declared), _size(new.declared)
    if before == after or len(before) != len(after):
        return ""
    return NARROWED if any(was > now for was, now in zip(before, after, strict=True)) else WIDENED


def _size(declared: str) -> tuple[int, ...]:
    """Digits before and after the point, or characters, or bytes.

    >>> _size("numeric(12,2)"), _size("varchar(50)"), _size("bigint"), _size("text")
    ((10, 2), (50,), (8,), ())
    """
    word = re.match(r"[a-z]*", declared.lower()).group()
    if word in _SIZES:
        return (_SIZES[word],)
    numbers = tuple(int(digits) for digits in re.findall(r"\d+", declared.partition("(")[2]))
    return (numbers[0] - numbers[1], numbers[1]) if len(numbers) == 2 else numbers


def verdicts(found: Iterable[Change], mapping: Mapping, policy: str) -> tuple[Verdict, ...]:
    """Tell what the agreement's policy makes of each change.

    :param policy: ``add``: new things are offered, new names proposed · ``stop``: whatever touches what is read waits
        for a person · ``ignore``: as much as possible is read without a word
    """
    return tuple(_verdict(change, mapping, policy) for change in found)


def _verdict(change: Change, mapping: Mapping, policy: str) -> Verdict:
    old_name = change.before if change.kind == RENAMED else change.column
    table = change.before if change.kind == RENAMED and not change.column else change.table
    touched = tuple(sorted(name for name, spec in mapping.entities.items() if _touches(spec, table, old_name)))
    if change.kind == ADDED or not touched:
        return Verdict(change, OFFER if change.kind == ADDED and policy == ADD else GO_ON, touched)
    if policy == STOP:
        return Verdict(change, HALT, touched)
    if change.kind == RENAMED and policy == ADD:
        return Verdict(change, CONFIRM, touched)
    if change.kind in (WIDENED, NARROWED, RETYPED):
        return Verdict(change, GO_ON, touched)  # every value is checked on its way in
    optional = change.column and all(_can_do_without(mapping.entities[name], table, old_name) for name in touched)
    return Verdict(change, WITHOUT if optional else HALT, touched)


def _touches(spec: EntityMapping, table: str, column: str) -> bool:
    pairs = {(one.lower(), name.lower()) for one, name in spec.columns()}
    return any(one == table.lower() and (not column or name == column.lower()) for one, name in pairs)


def _can_do_without(spec: EntityMapping, table: str, column: str) -> bool:
    """Whether only fields that a row does not need come from a column."""
    needed = {name: spec.fields[name] for name in ENTITIES[spec.entity].required}
    bare = EntityMapping(spec.entity, spec.table, needed, spec.joins, spec.conditions, spec.total, spec.cursor)
    return not _touches(bare, table, column) and all(_can_do_without(other, table, column) for other in spec.union)


def without(spec: EntityMapping, table: str, column: str) -> EntityMapping:
    """Leave the fields of an entity out that come from a column and that no row needs.

    >>> from ..mapping.spec import Source
    >>> fields = {name: Source("base.id") for name in ("key", "product_key", "quantity")} | {"place": Source("base.g")}
    >>> sorted(without(EntityMapping("stock", "t", fields), "t", "g").fields)
    ['key', 'product_key', 'quantity']
    """
    needed = {name: spec.fields[name] for name in ENTITIES[spec.entity].required}
    bare = replace(spec, fields=needed, union=())
    kept = {
        name: source
        for name, source in spec.fields.items()
        if name in needed or not _touches(replace(bare, fields=needed | {name: source}), table, column)
    }
    return replace(spec, fields=kept, union=tuple(without(other, table, column) for other in spec.union))


def renamed(spec: EntityMapping, change: Change) -> EntityMapping:
    """Follow a new name of a table or column in an entity's mapping.

    >>> from ..mapping.spec import Source
    >>> stock = EntityMapping("stock", "t", {name: Source("base.sisa") for name in ("key", "product_key", "quantity")})
    >>> renamed(stock, Change(RENAMED, "t", "sisa_akhir", "sisa", "sisa_akhir")).columns()
    frozenset({('t', 'sisa_akhir')})
    >>> renamed(stock, Change(RENAMED, "stok", before="t", after="stok")).columns()
    frozenset({('stok', 'sisa')})
    """
    union = tuple(renamed(other, change) for other in spec.union)
    if not change.column:
        joins = tuple(replace(join, table=_after(join.table, change)) for join in spec.joins)
        return replace(spec, table=_after(spec.table, change), joins=joins, union=union)
    tables = {"base": spec.table, **{join.alias: join.table for join in spec.joins}}
    aliases = {alias for alias, table in tables.items() if table.lower() == change.table.lower()}

    def name(full: str) -> str:
        alias, dot, column = full.partition(".")
        return f"{alias}{dot}{_after(column, change)}" if alias in aliases else full

    joins = tuple(
        replace(
            join,
            on=tuple((name(ours), _of(join.alias, theirs, name)) for ours, theirs in join.on),
            where=tuple((_of(join.alias, column, name), value) for column, value in join.where),
        )
        for join in spec.joins
    )
    fields = {
        field: replace(
            source, column=name(source.column), minus=name(source.minus), times=name(source.times),
            columns=tuple(map(name, source.columns)),
        )
        for field, source in spec.fields.items()
    }  # fmt: skip
    conditions = tuple(replace(one, column=name(one.column)) for one in spec.conditions)
    return replace(spec, fields=fields, joins=joins, conditions=conditions, cursor=name(spec.cursor), union=union)


def _after(word: str, change: Change) -> str:
    return change.after if word.lower() == change.before.lower() else word


def _of(alias: str, column: str, name) -> str:
    return name(f"{alias}.{column}").partition(".")[2]
