"""Reading a reseller's database as the agreement and the mapping say: for proposals, previews and pulls."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import sqlalchemy as sa

from ..entities import FLAG, MOMENT, NUMBER, TEXT, Entity
from ..mapping import compile as compiler
from ..mapping import readings
from ..mapping.spec import EntityMapping, Mapping, MappingError, Source
from ..pull import plan, rows, stage
from . import masks as masking
from . import schema as words
from .engines import file_address, open_source
from .guard import Pace
from .schema import Schema
from .session import Session
from .tap import Tap

KEYS_AT_ONCE, KEYS_TO_ASK_FOR = 500, 2_000
OLDEST = datetime(1000, 1, 1)  # noqa: DTZ001 – MySQL's 0000-00-00 lies before it
_AS_STORED = frozenset({"plain", "negated", "join_keys"})  # readings that the SELECT itself does
_UNREADABLE = (ValueError, OverflowError, OSError)
_TYPES = {TEXT: sa.Text, NUMBER: sa.Numeric, MOMENT: sa.DateTime, FLAG: sa.Boolean}


@dataclass
class Receipt:
    """What was read, for the receipt both sides can see.

    :ivar rows: read from the server, also those that were there already
    :ivar bytes: of their values, written out
    """

    rows: int = 0
    bytes: int = 0

    def __post_init__(self):
        self._hash = hashlib.sha256()

    def add(self, content: bytes, count: int = 0) -> None:
        """Count what was read, in the form in which it came."""
        self._hash.update(content)
        self.rows += count
        self.bytes += len(content)

    @property
    def checksum(self) -> str:
        """SHA-256 of everything read so far, in the order in which the server gave it."""
        return self._hash.hexdigest()


class Reader:
    """The rows of a database in the shape of our entities; fits ``pulling.Rows`` and is a sampler of ``propose``.

    :param schema: as introspected; with ``agreed``, only the part that it names is ever seen
    :param mapping: None while there is none: the reader then only samples and counts
    :param agreed: pairs (table, column); None where nobody but the reseller's own file has a say
    :param masks: (table, column) -> ``hash``, ``year`` or ``blank``; see ``lib.source.masks``
    :param mask_key: secret of the source, for hashes: without one everybody could find out what was hashed
    :param pace: how fast to read and when to stop
    :raises MappingError: ``not_agreed`` when the mapping touches anything else
    """

    def __init__(
        self,
        session: Session,
        schema: Schema,
        mapping: Mapping | None = None,
        *,
        agreed: Iterable[tuple[str, str]] | None = None,
        masks: masking.Masks | None = None,
        mask_key: bytes = b"",
        pace: Pace | None = None,
    ):
        self.session, self.mapping, self.receipt = session, mapping or Mapping(), Receipt()
        self._agreed = None if agreed is None else {(table.lower(), column.lower()) for table, column in agreed}
        self.schema = schema if self._agreed is None else schema.only(self._agreed)
        self._masks, self._mask_key = masks or {}, mask_key
        if masking.HASH in self._masks.values() and not mask_key:
            raise ValueError("a hash needs a key")
        self._pace = pace or Pace(session.guard)
        self._check_agreed(self.mapping.columns())
        self._entities = {
            name: _Plan(entity, self.schema, self._masks, mask_key) for name, entity in self.mapping.entities.items()
        }
        self._uppers: dict[str, object] = {}
        session.set_zone(self.mapping.timezone)

    def _check_agreed(self, columns: Iterable[tuple[str, str]]) -> None:
        if self._agreed is None:
            return
        for table, column in sorted(columns):
            if (table.lower(), column.lower()) not in self._agreed:
                raise MappingError("not_agreed", f"{table}.{column}")

    # === SAMPLES === #

    def sample(self, table: str, columns: Sequence[str], limit: int) -> list[tuple]:
        """Return the first rows of a table, masked."""
        self._check_agreed((table, column) for column in columns)
        hidden = {column: masking.of_column(self._masks, table, column) for column in columns}
        asked = [column for column in columns if hidden[column] != masking.BLANK]
        if not asked:
            return [(None,) * len(columns)] * min(limit, self.count(table))
        found = self.ask(sa.select(self._table(table, asked)).limit(limit))
        makers = {column: masking.maker(mask, self._mask_key) for column, mask in hidden.items() if mask}
        if not makers:
            return found
        named = (dict(zip(asked, row, strict=True)) for row in found)
        return [tuple(makers.get(name, _same)(row.get(name)) for name in columns) for row in named]

    def scalar(self, select: sa.Select):
        """Return the one value of a SELECT made of this reader's schema."""
        found = self.ask(select)
        return found[0][0] if found else None

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return self.scalar(sa.select(sa.func.count()).select_from(self._table(table)))

    def _table(self, name: str, columns: Sequence[str] = ()) -> sa.TableClause:
        """A table by the names under which it is stored: some engines write them in capitals."""
        table = self.schema.table(name)
        place, _dot, bare = (table.name if table else name).rpartition(".")
        stored = (table.column(column) if table else None for column in columns)
        names = (found.name if found else column for found, column in zip(stored, columns, strict=True))
        return sa.table(bare, *map(sa.column, names), schema=place or None)

    def ask(self, select) -> list[tuple]:
        """Return the few rows of a SELECT made of this reader's schema."""
        self._pace.check()
        return self.session.ask(select)

    # === PULL === #

    def has_cursor(self, entity: Entity) -> bool:
        """Tell whether there is a column that grows when a row is new or changed, and that can be compared."""
        return self.upper(entity) is not None

    def upper(self, entity: Entity):
        """Give the largest cursor value of the snapshot, or None."""
        if entity.name not in self._uppers:
            self._uppers[entity.name] = self._upper(self._entities[entity.name].mapping)
        return self._uppers[entity.name]

    def _upper(self, mapping: EntityMapping):
        if mapping.total or not all(one.cursor for one in (mapping, *mapping.union)):
            return None  # a sum over new movements alone would not be the level
        asked = compiler.cursors(mapping, self.schema)
        kinds = {column.type for column, _select in asked}
        if not (kinds <= words.TEMPORAL or (kinds <= words.NUMERIC and len(asked) == 1)):
            return None  # numbers of two tables do not grow alike
        found = [_comparable(self.scalar(select)) for _column, select in asked]
        return max((value for value in found if value is not None), default=None)

    def _select(self, entity: Entity, step: plan.Step) -> sa.Select:
        since = None if step.mode != plan.SINCE else lambda column: self._since(column, step)
        return self._entities[entity.name].select(since)

    def _since(self, column: sa.ColumnElement, step: plan.Step) -> sa.ColumnElement:
        inside = sa.and_(
            sa.true() if step.lower is None else column >= step.lower,
            sa.true() if step.upper is None else column <= step.upper,
        )
        is_none = column.is_(None)
        if self.session.address.engine == "mysql" and isinstance(step.upper or step.lower, datetime):
            is_none = sa.or_(is_none, column < sa.literal(OLDEST.isoformat(" ")))
        return sa.or_(is_none, inside)

    def rows(self, entity: Entity, step: plan.Step) -> Iterator[list[tuple]]:
        """Give the rows of a step in batches, values in the order of the entity's fields."""
        return self._read(entity, self._select(entity, step))

    def keys(self, entity: Entity) -> Iterator[list[tuple]]:
        """Give the keys of all rows in batches of tuples of one."""
        prepared = self._entities[entity.name]
        for batch in self._batches(compiler.select_of(prepared.mapping, self.schema, ["key"])):
            yield prepared.shaped(batch, ("key",), ("key",))

    def rows_of(self, entity: Entity, keys: list[str]) -> Iterator[list[tuple]]:
        """Give the rows with these keys in batches: asked for by key when they are few, else picked from all rows."""
        select = self._entities[entity.name].select()
        if len(keys) > KEYS_TO_ASK_FOR or "key" in self._entities[entity.name].functions:
            wanted, place = set(keys), entity.field_names.index("key")
            for batch in self._read(entity, select):
                yield [row for row in batch if rows.text(row[place]) in wanted]
            return
        found = select.subquery("found")
        for start in range(0, len(keys), KEYS_AT_ONCE):
            some = keys[start : start + KEYS_AT_ONCE]
            yield from self._read(entity, sa.select(found).where(found.c.key.in_(some)))

    def passing(self, entity: Entity, step: plan.Step) -> tuple | None:
        """Give a cursor and a SELECT as text where the rows may go as bytes from one PostgreSQL to another."""
        prepared = self._entities[entity.name]
        if self.session.address.engine != "postgresql" or prepared.needs_python or self._pace.guard.rows_per_second:
            return None
        read = self._select(entity, step).subquery("read")
        columns = (
            read.c[field.name] if field.name in read.c else sa.cast(sa.null(), _TYPES[field.kind]).label(field.name)
            for field in entity.fields
        )
        tap = Tap(self.session, self.receipt, self._pace)
        select = self.session.mogrified(sa.select(*columns))
        return (tap, select) if stage.can_pass(tap, entity, select) else None

    def _read(self, entity: Entity, select) -> Iterator[list[tuple]]:
        prepared = self._entities[entity.name]
        for batch in self._batches(select):
            yield prepared.shaped(batch, prepared.names, entity.field_names)

    def _batches(self, select) -> Iterator[list[tuple]]:
        self._pace.check()
        with contextlib.closing(self.session.stream(select, stage.BATCH)) as batches:
            for batch in batches:
                self.receipt.add(repr(batch).encode("utf-8", "surrogateescape"), len(batch))
                yield batch
                self._pace.after(len(batch))


@contextlib.contextmanager
def file_reader(path, schema: Schema, mapping: Mapping | None = None, **settings) -> Iterator[Reader]:
    """Read a SQLite file, such as ``lib.dump.load`` makes; see :class:`Reader` for the settings."""
    with open_source(file_address(path)) as session:
        yield Reader(session, schema, mapping, **settings)


class _Plan:
    """How one entity is read."""

    def __init__(self, mapping: EntityMapping, schema: Schema, masks: masking.Masks, mask_key: bytes):
        hidden = masking.of_fields(mapping, masks)
        self.mapping, self.schema = masking.without_blank(mapping, hidden), schema
        self.names = tuple(compiler.mapped(self.mapping))
        sources = [source for one in (self.mapping, *self.mapping.union) for source in one.fields.values()]
        self.needs_python = bool(hidden) or any(_is_read(source) for source in sources)
        self.functions = _functions(self.mapping)
        for name in self.names:
            if name in hidden:
                self.functions[name] = _after(self.functions.get(name), masking.maker(hidden[name], mask_key))
        self._years = {name for name, mask in hidden.items() if mask == masking.YEAR and self._is_date(name)}

    def _is_date(self, field: str) -> bool:
        """Whether a field comes from a real date in every table."""
        columns = (
            self.schema.table(one.table).column(one.fields[field].column.removeprefix("base."))
            for one in (self.mapping, *self.mapping.union)
            if field in one.fields
        )
        return all(column is not None and column.type in words.TEMPORAL for column in columns)

    def select(self, since: Callable | None = None) -> sa.Select:
        """Write the SELECT of all fields; of a date whose year alone is agreed only that is asked for."""
        select = compiler.select_of(self.mapping, self.schema, since=since)
        if not self._years:
            return select
        read = select.subquery("read")
        return sa.select(
            *(
                sa.extract("year", read.c[name]).label(name) if name in self._years else read.c[name]
                for name in self.names
            )
        )

    def shaped(self, batch: list[tuple], names: Sequence[str], wanted: Sequence[str]) -> list[tuple]:
        """Bring rows into the order of the wanted fields, every value read as its column says."""
        functions = [(place, self.functions[name]) for place, name in enumerate(names) if name in self.functions]
        if functions:
            batch = [_applied(row, functions) for row in batch]
        if tuple(names) == tuple(wanted):
            return batch
        places = [names.index(name) if name in names else None for name in wanted]
        return [tuple([None if place is None else row[place] for place in places]) for row in batch]


def _is_read(source: Source) -> bool:
    return source.reading not in _AS_STORED or bool(source.format)


def _functions(mapping: EntityMapping) -> dict[str, Callable]:
    """What is done to the values of each field."""
    found = {}
    for one in (mapping, *mapping.union):
        found |= readings.readers(one)
    return found


def _after(first: Callable | None, mask: Callable) -> Callable:
    """Hide what was read, and also what cannot be read: it would be set aside as it is."""
    if not first:
        return mask

    def hidden(value):
        with contextlib.suppress(*_UNREADABLE):
            value = first(value)
        return mask(value)

    return hidden


def _applied(row: tuple, functions: list[tuple[int, Callable]]) -> tuple:
    values = list(row)
    for place, function in functions:
        with contextlib.suppress(*_UNREADABLE):  # what cannot be read is set aside as it is
            values[place] = function(values[place])
    return tuple(values)


def _same(value):
    return value


def _comparable(value):
    """A cursor's value that can be remembered and compared, or None."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return value if is_number or isinstance(value, datetime) else None
