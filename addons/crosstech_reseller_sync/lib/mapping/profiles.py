"""Known software, recognised by its tables whatever their prefix; what is known of each is data in ``profiles/``."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from ..source.schema import Schema, Table
from .compile import matches
from .remarks import Remark, remark
from .spec import Condition, EntityMapping, Join, Mapping, Source

FOLDER = Path(__file__).parent / "profiles"
FIRST = "$first"


@dataclass(frozen=True)
class Profile:
    """What is known of one software.

    :param prefix: whether its tables may have a prefix of the shop's own
    :param requires: table -> columns that must be there
    :param entities: entity -> its forms in several versions, the first that fits is taken
    :param doubts: rows that, where they exist, make an entity unsure, and why
    """

    key: str
    label: str
    prefix: bool
    requires: dict[str, list[str]]
    entities: dict[str, list[dict]]
    doubts: list[dict]


@dataclass(frozen=True)
class Recognised:
    """A software found in a schema.

    :param doubts: by entity
    """

    profile: Profile
    mapping: Mapping
    doubts: dict[str, tuple[Remark, ...]]


@cache
def profiles() -> tuple[Profile, ...]:
    """Return every profile, by name of its file.

    >>> sorted(profile.key for profile in profiles())[:3]
    ['chinook', 'classicmodels', 'northwind']
    """
    return tuple(Profile(**json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json")))


def recognise(schema: Schema, sampler) -> Recognised | None:
    """Return the software whose tables are there; the one with most required columns where several are."""
    fitting = [
        (sum(map(len, profile.requires.values())), profile, prefix)
        for profile in profiles()
        for prefix in _prefixes(profile, schema)
    ]
    if not fitting:
        return None
    most = max(size for size, _profile, _prefix in fitting)
    best = [(profile, prefix) for size, profile, prefix in fitting if size == most]
    profile, prefix = max(best, key=lambda pair: _Names(schema, pair[1]).rows(pair[0], sampler))
    return _fill(profile, _Names(schema, prefix), sampler, is_alone=len(best) == 1)


def plain(name: str) -> str:
    """The letters and digits of a name: ``Order Details`` and ``order_details`` are the same.

    >>> plain("Order Details"), plain("shop.ps_product")
    ('orderdetails', 'psproduct')
    """
    return re.sub(r"[^a-z0-9]", "", name.rpartition(".")[2].lower())


class _Names:
    """The tables of a schema under one prefix."""

    def __init__(self, schema: Schema, prefix: str):
        self.schema = schema
        self._tables = {plain(table.name): table for table in reversed(schema.tables) if not table.is_view}
        self._prefix = prefix

    def table(self, name: str) -> Table | None:
        return self._tables.get(self._prefix + plain(name))

    def column(self, table: str, name: str) -> str | None:
        found = self.table(table)
        return next((one.name for one in found.columns if plain(one.name) == plain(name)), None) if found else None

    def fits(self, profile: Profile) -> bool:
        return all(self.column(table, name) for table, names in profile.requires.items() for name in names)

    def rows(self, profile: Profile, sampler) -> int:
        tables = [self.table(name) for name in profile.requires]
        return sum(sampler.count(table.name) if table.rows is None else table.rows for table in tables)


def _prefixes(profile: Profile, schema: Schema) -> list[str]:
    anchor = plain(next(iter(profile.requires)))
    names = {plain(table.name) for table in schema.tables}
    found = {name.removesuffix(anchor) for name in names if name.endswith(anchor)} if profile.prefix else {""}
    return sorted(prefix for prefix in found if _Names(schema, prefix).fits(profile))


def _fill(profile: Profile, names: _Names, sampler, *, is_alone: bool) -> Recognised:
    entities, doubts = {}, {}
    for entity, forms in profile.entities.items():
        made = next((one for form in forms for one in [_entity(entity, form, names, sampler)] if one), None)
        doubts[entity] = () if is_alone else (remark("several_shops"),)
        if made:
            entities[entity] = made
    for doubt in profile.doubts:
        if _is_met(doubt, names, sampler):
            doubts[doubt["entity"]] = (*doubts[doubt["entity"]], remark(doubt["why"]))
    return Recognised(profile, Mapping(entities, software=profile.key), doubts)


def _is_met(doubt: dict, names: _Names, sampler) -> bool:
    table, column = names.table(doubt["table"]), names.column(doubt["table"], doubt["column"])
    if not table or not column:
        return False
    condition = Condition(f"base.{column}", doubt["operator"], tuple(doubt["values"]))
    return bool(sampler.scalar(matches(table, condition)))


def _entity(entity: str, form: dict, names: _Names, sampler) -> EntityMapping | None:
    """One form of an entity with the names of this schema; ``None`` where something it needs is not there."""
    needed = [form["table"], *form.get("needs", ())]
    if not all(names.table(name) for name in needed):
        return None
    if form.get("unless_empty") and not all(sampler.count(names.table(name).name) for name in needed):
        return None
    tables = {"base": form["table"]}
    joins = []
    for join in form.get("joins", ()):
        if names.table(join["table"]):
            tables[join["alias"]] = join["table"]
            joins.append(_join(join, names, tables, sampler))
    fields = {name: _source(stored, names, tables) for name, stored in form["fields"].items()}
    conditions = [
        Condition(_column(one["column"], names, tables), one["operator"], tuple(one["values"]))
        for one in form.get("conditions", ())
    ]
    if not all(condition.column for condition in conditions) or not fields["key"]:
        return None
    kept = {name: source for name, source in fields.items() if source}
    return EntityMapping(entity, names.table(form["table"]).name, kept, tuple(joins), tuple(conditions))


def _join(join: dict, names: _Names, tables: dict, sampler) -> Join:
    table = names.table(join["table"])
    on = tuple((_column(mine, names, tables), names.column(join["table"], theirs)) for mine, theirs in join["on"])
    where = []
    for name, value in join.get("where", ()):
        column = names.column(join["table"], name)
        if column:
            where.append((column, _first(table, column, sampler) if value == FIRST else value))
    return Join(table.name, join["alias"], on, tuple(where))


def _first(table: Table, column: str, sampler) -> str:
    """The smallest value: the shop's first language, its first branch."""
    place, _dot, bare = table.name.rpartition(".")
    listed = sa.table(bare, sa.column(column), schema=place or None)
    value = sampler.scalar(sa.select(sa.func.min(listed.c[column])))
    return str(value if value is not None else 0)


def _source(stored: str | dict, names: _Names, tables: dict) -> Source | None:
    stored = {"column": stored} if isinstance(stored, str) else stored
    columns = tuple(_column(name, names, tables) for name in stored.get("columns", ()))
    column = _column(stored["column"], names, tables) if "column" in stored else ""
    if "" in columns or ("column" in stored and not column):
        return None
    return Source(column, reading=stored.get("reading", "plain"), columns=columns)


def _column(name: str, names: _Names, tables: dict) -> str:
    alias, _dot, column = name.partition(".")
    found = names.column(tables[alias], column) if alias in tables else None
    return f"{alias}.{found}" if found else ""
