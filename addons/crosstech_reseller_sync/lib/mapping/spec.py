"""Where a reseller's database has what we keep: data, not SQL, so that it can be picked, shown, stored and checked.

``lib.mapping.compile`` turns a mapping into a SELECT for any engine; ``lib.mapping.propose`` makes one from a schema.
"""

from dataclasses import asdict, dataclass, field

from ..entities import ENTITIES


class MappingError(ValueError):
    """A mapping that does not fit the schema or the entity.

    :ivar str code: ``no_table``, ``no_column``, ``no_field``, ``required``, ``not_agreed`` or ``bad_join``
    """

    def __init__(self, code: str, what: str):
        super().__init__(f"{code}: {what}")
        self.code, self.what = code, what


@dataclass(frozen=True)
class Source:
    """Where one field comes from.

    :param column: ``alias.column``; empty for a constant
    :param constant: the value where the database has none (a shop with one place)
    :param reading: how the stored value becomes ours: ``plain``, ``negated``, ``epoch`` (seconds since 1970),
        ``text_date`` (with ``format``), ``latin1_in_utf8`` (text stored in the wrong encoding), ``join_keys``
        (several columns make one key: ``columns``), ``translated`` (JSON with a text per language)
    :param format: of a ``text_date``; of a number in text its notation, see ``lib.written_numbers``
    :param minus: ``alias.column`` that is taken off the number (a ledger with what came in and what went out)
    :param times: ``alias.column`` the number is multiplied with (cartons with their pieces)
    """

    column: str = ""
    constant: str | None = None
    reading: str = "plain"
    format: str = ""
    columns: tuple[str, ...] = ()
    minus: str = ""
    times: str = ""


@dataclass(frozen=True)
class Join:
    """Another table beside the base: always a left join, never one that can double a row unless ``may_repeat``.

    :param on: pairs (``alias.column`` of what is there already, column of the joined table)
    :param where: pairs (column, value) that pick one row, such as ``("meta_key", "_sku")`` of a table of attributes
    """

    table: str
    alias: str
    on: tuple[tuple[str, str], ...]
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Condition:
    """Which rows count: ``column operator values``; operators ``in``, ``not_in``, ``is_null``, ``not_null``."""

    column: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntityMapping:
    """Where the rows of one entity come from.

    :param table: the base table, alias ``base``
    :param fields: our field -> its source
    :param total: for a ledger (movements instead of a level): the field to be summed, grouped by all other fields
        (moments: the latest); with ``union``, over the rows of all of them
    :param cursor: column that grows when a row is new or changed; empty where there is none
    :param union: further mappings whose rows belong to the same entity (sales in one table, returns in another)
    """

    entity: str
    table: str
    fields: dict[str, Source]
    joins: tuple[Join, ...] = ()
    conditions: tuple[Condition, ...] = ()
    total: str = ""
    cursor: str = ""
    union: tuple["EntityMapping", ...] = ()

    def __post_init__(self):
        entity = ENTITIES.get(self.entity)
        if not entity:
            raise MappingError("no_field", self.entity)
        for name in self.fields:
            if name not in entity.field_names:
                raise MappingError("no_field", f"{self.entity}.{name}")
        for name in entity.required:
            if name not in self.fields:
                raise MappingError("required", f"{self.entity}.{name}")

    def columns(self) -> frozenset[tuple[str, str]]:
        """Return every (table, column) the mapping touches: what an agreement must name."""
        tables = {"base": self.table, **{join.alias: join.table for join in self.joins}}
        touched = {
            name
            for source in self.fields.values()
            for name in (source.column, source.minus, source.times, *source.columns)
            if name
        }  # fmt: skip
        touched |= {condition.column for condition in self.conditions}
        touched |= {self.cursor} if self.cursor else set()
        pairs = {(tables[name.partition(".")[0]], name.partition(".")[2]) for name in touched}
        for join in self.joins:
            pairs |= {(tables[mine.partition(".")[0]], mine.partition(".")[2]) for mine, _theirs in join.on}
            pairs |= {(join.table, theirs) for _mine, theirs in join.on}
            pairs |= {(join.table, name) for name, _value in join.where}
        return frozenset(pairs).union(*(other.columns() for other in self.union))

    def as_json(self) -> dict:
        """Return plain dicts and lists, for storage."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "EntityMapping":
        """Read what :meth:`as_json` wrote.

        :raises MappingError: ``required`` or ``no_field``
        """
        return _entity_from_json(stored)


@dataclass(frozen=True)
class Mapping:
    """Everything that is read from one source.

    :param software: key of the recognised profile, empty for a home-made schema
    :param place: the name of the place where the source has one only
    :param timezone: of times written without one
    """

    entities: dict[str, EntityMapping] = field(default_factory=dict)
    software: str = ""
    place: str = ""
    timezone: str = "Asia/Jakarta"

    def columns(self) -> frozenset[tuple[str, str]]:
        """Return every (table, column) that is read."""
        return frozenset().union(*(entity.columns() for entity in self.entities.values()))

    def as_json(self) -> dict:
        """Return plain dicts and lists, for storage."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Mapping":
        """Read what :meth:`as_json` wrote.

        >>> spec = {"entity": "stock", "table": "t", "fields": {"key": {"column": "base.id"},
        ...     "product_key": {"column": "base.id"}, "quantity": {"column": "base.q"}}}
        >>> mapping = Mapping.from_json({"entities": {"stock": spec}})
        >>> sorted(mapping.columns()), Mapping.from_json(mapping.as_json()) == mapping
        ([('t', 'id'), ('t', 'q')], True)
        """
        entities = {name: EntityMapping.from_json(spec) for name, spec in (stored.get("entities") or {}).items()}
        rest = {name: stored[name] for name in ("software", "place", "timezone") if stored.get(name)}
        return cls(entities=entities, **rest)


def _entity_from_json(spec: dict) -> EntityMapping:
    pairs = lambda rows: tuple(tuple(pair) for pair in rows or ())  # noqa: E731
    return EntityMapping(
        entity=spec["entity"],
        table=spec["table"],
        fields={
            name: Source(**{**source, "columns": tuple(source.get("columns") or ())})
            for name, source in spec["fields"].items()
        },
        joins=tuple(
            Join(join["table"], join["alias"], pairs(join["on"]), pairs(join.get("where")))
            for join in spec.get("joins") or ()
        ),
        conditions=tuple(
            Condition(one["column"], one["operator"], tuple(one.get("values") or ()))
            for one in spec.get("conditions") or ()
        ),
        total=spec.get("total") or "",
        cursor=spec.get("cursor") or "",
        union=tuple(_entity_from_json(other) for other in spec.get("union") or ()),
    )
