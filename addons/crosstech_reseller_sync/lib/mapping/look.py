"""What can be seen of a schema before judging it: words of names, sampled values, who points to whom."""

from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa

from ..source import schema as words
from ..source.schema import Column, Schema, Table
from ..written_numbers import NOTATIONS, fits, notation, plain
from .vocabulary import concepts, tokens

SAMPLE = 200
_GENERIC = frozenset({"id", "kode", "no", "nomor", "code", "nama", "name", "key", "kd"})


@dataclass
class Facts:
    """A table with what its name says and its first rows."""

    table: Table
    rows: int
    values: dict[str, list] = field(default_factory=dict)

    @cached_property
    def concepts(self) -> frozenset[str]:
        return concepts(self.table.name)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(tokens(self.table.name))

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def is_set_aside(self) -> bool:
        """Whether the name says that this is a copy, an archive, a trial, a log, or one of several years."""
        return bool(self.concepts & {"copy", "log"}) or any(word.isdigit() for word in self.words)

    def columns(self, *wanted: str, without: frozenset[str] | set[str] = frozenset()) -> list[Column]:
        """Return columns whose name means one of the concepts and none of the others."""
        return [
            column
            for column in self.table.columns
            if concepts(column.name) & set(wanted) and not concepts(column.name) & without
        ]

    def is_number(self, column: Column) -> bool:
        if column.type in words.NUMERIC:
            return True
        values = [value for value in self.values.get(column.name, ()) if value not in (None, "")]
        if column.type not in (words.TEXT, words.OTHER) or not values:
            return False
        good = sum(
            _is_number(value) or (isinstance(value, str) and any(fits(value, one) for one in NOTATIONS))
            for value in values
        )
        return good > len(values) / 2  # the others are looked at before anything is called sure

    def is_text(self, column: Column) -> bool:
        return column.type in (words.TEXT, words.OTHER)

    def is_date(self, column: Column) -> bool:
        if column.type in words.TEMPORAL:
            return True
        return "date" in concepts(column.name) and not concepts(column.name) & {"code", "person"} and bool(self.rows)

    def numbers(self, column: Column) -> list[float]:
        values = self.values.get(column.name, ())
        if column.type == words.TEXT:
            way = notation(value for value in values if isinstance(value, str)).name
            values = [plain(value, way) if isinstance(value, str) else value for value in values]
        return [float(value) for value in values if _is_number(value)]

    def distinct(self, column: str) -> set:
        return {value for value in self.values.get(column, ()) if value not in (None, "")}


def _is_number(value) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Pointer:
    """A column whose values are keys of another table.

    :param score: how much the names agree; a declared key counts most
    """

    column: str
    table: str
    target: str
    score: int


class Look:
    """A schema and a sampler; what was asked once is remembered."""

    def __init__(self, schema: Schema, sampler):
        self.schema, self.sampler = schema, sampler
        self._unique: dict[tuple, bool] = {}
        self._contained: dict[tuple, float] = {}
        self.tables = [self._facts(table) for table in schema.tables if not table.is_view]
        self.tables = [facts for facts in self.tables if facts.rows]

    def _facts(self, table: Table) -> Facts:
        rows = self.sampler.count(table.name) if table.rows is None else table.rows
        facts = Facts(table, rows)
        names = [column.name for column in table.columns if column.type != words.BINARY]
        if rows and names:
            sampled = self.sampler.sample(table.name, names, SAMPLE)
            facts.values = {name: [row[place] for row in sampled] for place, name in enumerate(names)}
        return facts

    def get(self, name: str) -> Facts:
        return next(facts for facts in self.tables if facts.name == name)

    def alias(self, table: Table, alias: str = "t"):
        place, _dot, bare = table.name.rpartition(".")
        return sa.table(bare, *map(sa.column, table.column_names), schema=place or None).alias(alias)

    def number(self, select) -> float:
        value = self.sampler.scalar(select)
        return float(value) if _is_number(value) else 0.0

    def is_unique(self, facts: Facts, *columns: str) -> bool:
        """Whether no two rows have the same value, and none has none (asked of all rows)."""
        known = (facts.name, columns)
        if known not in self._unique:
            self._unique[known] = set(columns) == set(facts.table.primary_key) or self._count_unique(facts, columns)
        return self._unique[known]

    def _count_unique(self, facts: Facts, columns: tuple[str, ...]) -> bool:
        sampled = list(zip(*(facts.values.get(name, ()) for name in columns), strict=True))
        if len(set(sampled)) < len(sampled) or any(None in row for row in sampled):
            return False
        table = self.alias(facts.table)
        groups = sa.select(*(table.c[name] for name in columns)).distinct().subquery()
        return self.number(sa.select(sa.func.count()).select_from(groups)) == facts.rows

    def share_found(self, facts: Facts, column: str, other: Facts, target: str) -> float:
        """Return how many of the sampled values of a column are keys of the other table, 0..1."""
        known = (facts.name, column, other.name, target)
        if known not in self._contained:
            self._contained[known] = self._share(facts, column, other, target)
        return self._contained[known]

    def _share(self, facts: Facts, column: str, other: Facts, target: str) -> float:
        described = other.table.column(target)
        values = {_like(value, described) for value in facts.distinct(column)} - {None}
        if not values or len(values) < len(facts.distinct(column)) * 0.9:
            return 0.0
        key = self.alias(other.table).c[described.name]
        found = self.number(sa.select(sa.func.count(sa.distinct(key))).where(key.in_(sorted(values))))
        return min(1.0, found / len(values))

    def keys(self, facts: Facts) -> list[str]:
        """Return columns that identify a row: the declared key, and unique codes."""
        key = facts.table.primary_key
        found = list(key) if len(key) == 1 else []
        for column in facts.table.columns[:8]:
            meant = concepts(column.name)
            likely = meant & {"code", "barcode"} or tokens(column.name)[:1] == ("id",) or meant & {"order"}
            if column.name not in found and likely and column.type in (words.INTEGER, words.TEXT, words.DECIMAL):
                found += [column.name] if self.is_unique(facts, column.name) else []
        return found

    def pointers(self, facts: Facts, other: Facts) -> list[Pointer]:
        """Return columns that point to the other table, best first: declared ones, then by name and values."""
        declared = [
            Pointer(key.columns[0], other.name, target, 20)
            for key in facts.table.foreign_keys
            if key.table.lower() == other.name.lower() and len(key.columns) == 1
            for target in (key.targets or other.table.primary_key)[:1]
            if other.table.column(target)
        ]
        if declared:
            return declared
        found = []
        for target in self.keys(other):
            for column in facts.table.columns:
                score = _names_agree(column.name, target, facts, other)
                if score and self.share_found(facts, column.name, other, target) >= 0.9:
                    found.append(Pointer(column.name, other.name, target, score))
        return sorted(found, key=lambda pointer: -pointer.score)

    def lost(self, facts: Facts, pointer: Pointer) -> float:
        """Return how many rows point to nothing (asked of all rows)."""
        other = self.schema.table(pointer.table)
        mine, theirs = self.alias(facts.table, "a"), self.alias(other, "b")
        one, two = mine.c[pointer.column], theirs.c[other.column(pointer.target).name]
        if facts.table.column(pointer.column).type != other.column(pointer.target).type:
            one, two = sa.cast(one, sa.String(300)), sa.cast(two, sa.String(300))
        known = sa.select(two).where(two.is_not(None))
        return self.number(sa.select(sa.func.count()).select_from(mine).where(sa.or_(one.is_(None), one.not_in(known))))


def _like(value, column: Column):
    """The value as the column's kind would hold it; ``None`` where it cannot be."""
    if column.type in words.NUMERIC:
        return int(float(value)) if _is_number(value) and float(value).is_integer() else None
    return value if isinstance(value, str) else str(value)


def _names_agree(column: str, target: str, facts: Facts, other: Facts) -> int:
    """How well a column's name fits a key of the other table; 0: not at all."""
    mine, theirs = tokens(column), tokens(target)
    meant = concepts(column)
    if meant & {"price", "money", "quantity", "date"} and not meant & {"code"}:
        return 0
    score = 0
    if mine == theirs and (len(mine) > 1 or mine[0] not in _GENERIC):
        score = 8
    singular = {word.rstrip("s") for word in other.words} - {"id", ""}
    if singular & {word.rstrip("s") for word in mine}:
        score += 4
    shared = meant & other.concepts & {"product", "order", "sale", "purchase", "return", "category", "place"}
    if not score and shared and (meant & {"code"} or len(mine) == 1):
        score = 3
    if not score and mine == theirs and mine[0] in _GENERIC - {"id"} and column not in facts.table.primary_key:
        score = 2
    if score and facts.words & other.words - _GENERIC:
        score += 2
    return score
