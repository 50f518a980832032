"""What a reseller's database looks like, whatever engine it runs on or file it came in."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

INTEGER, DECIMAL, FLOAT, TEXT, DATE, DATETIME, BOOLEAN, BINARY, OTHER = (
    "integer", "decimal", "float", "text", "date", "datetime", "boolean", "binary", "other",
)  # fmt: skip
NUMERIC = frozenset({INTEGER, DECIMAL, FLOAT})
TEMPORAL = frozenset({DATE, DATETIME})


@dataclass(frozen=True)
class Column:
    """A column as the engine declares it.

    :param type: one of the constants above
    :param declared: the engine's own words, such as ``numeric(38,10)``
    """

    name: str
    type: str
    declared: str = ""
    nullable: bool = True


@dataclass(frozen=True)
class ForeignKey:
    """Columns that point to a row of another table; pairs by position."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table or view.

    :param name: with its schema where that is not the default one: ``shop.orders``
    :param rows: how many, ``None`` where the engine did not say
    :param estimate: about how many, where a running server tells without counting
    """

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    rows: int | None = None
    is_view: bool = False
    estimate: int | None = None

    def column(self, name: str) -> Column | None:
        """Return a column by its name, upper and lower case alike."""
        return next((column for column in self.columns if column.name.lower() == name.lower()), None)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Schema:
    """All tables that may be looked at.

    >>> orders = Table("orders", (Column("id", INTEGER),), ("id",))
    >>> Schema((orders,)).table("ORDERS").name
    'orders'
    """

    tables: tuple[Table, ...]
    engine: str = ""

    def table(self, name: str) -> Table | None:
        """Return a table by its name, upper and lower case alike."""
        return next((table for table in self.tables if table.name.lower() == name.lower()), None)

    def only(self, allowed: Iterable[tuple[str, str]]) -> "Schema":
        """Return the part of the schema that an agreement names.

        :param allowed: pairs (table, column); keys and relations that lose a column are lost, too

        >>> both = Table("t", (Column("a", TEXT), Column("b", TEXT)), ("a",))
        >>> Schema((both,)).only([("t", "b")]).table("t")
        Table(name='t', columns=(Column(name='b', type='text', declared='', nullable=True),), primary_key=(), \
foreign_keys=(), rows=None, is_view=False, estimate=None)
        """
        names = {(table.lower(), column.lower()) for table, column in allowed}
        tables = (_only(table, names) for table in self.tables)
        return Schema(tuple(table for table in tables if table.columns), self.engine)

    def as_json(self) -> dict:
        """Return plain dicts and lists, for storage."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Schema":
        """Read what :meth:`as_json` wrote, also after a database made lists of the tuples.

        >>> schema = Schema((Table("t", (Column("a", TEXT),), ("a",), (ForeignKey(("a",), "u", ("b",)),), 7),), "mysql")
        >>> Schema.from_json(schema.as_json()) == schema
        True
        """
        return cls(tuple(map(_table_from_json, stored["tables"])), stored.get("engine") or "")


def _table_from_json(stored: dict) -> Table:
    keys = (
        ForeignKey(tuple(key["columns"]), key["table"], tuple(key["targets"])) for key in stored["foreign_keys"]
    )  # fmt: skip
    columns = tuple(Column(**column) for column in stored["columns"])
    return Table(
        stored["name"], columns, tuple(stored["primary_key"]), tuple(keys), stored["rows"], stored["is_view"]
    )  # fmt: skip


def _only(table: Table, names: set[tuple[str, str]]) -> Table:
    columns = tuple(column for column in table.columns if (table.name.lower(), column.name.lower()) in names)
    kept = {column.name for column in columns}
    relations = (
        key for key in table.foreign_keys
        if set(key.columns) <= kept and all((key.table.lower(), target.lower()) in names for target in key.targets)
    )  # fmt: skip
    key = table.primary_key if set(table.primary_key) <= kept else ()
    return Table(table.name, columns, key, tuple(relations), table.rows, table.is_view, table.estimate)
