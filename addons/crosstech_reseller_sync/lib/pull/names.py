"""Names, types and columns of the tables that hold what was read, derived from ``lib.entities`` and nothing else."""

from ..entities import FLAG, MOMENT, NUMBER, TEXT, Entity

PREFIX = "crosstech_sync"
ROW_ID = f"{PREFIX}_row_id"  # the sequence that numbers all rows and versions
RUN, CHECKPOINT, QUARANTINE = f"{PREFIX}_run", f"{PREFIX}_checkpoint", f"{PREFIX}_quarantine"
SQL_TYPE = {TEXT: "text", NUMBER: "numeric", MOMENT: "timestamp", FLAG: "boolean"}
STATED = ("valid_from", "recorded_at", "run_id", "activity", "is_deleted")
ENDED = ("recorded_until", "until_run_id")


def current(entity: Entity) -> str:
    """Name the table of the newest version of every key.

    >>> from ..entities import STOCK
    >>> current(STOCK), history(STOCK), partition(history(STOCK), 7)
    ('crosstech_sync_stock', 'crosstech_sync_stock_history', 'crosstech_sync_stock_history_s7')
    """
    return f"{PREFIX}_{entity.name}"


def history(entity: Entity) -> str:
    """Name the table of the versions that were replaced."""
    return f"{current(entity)}_history"


def partition(table: str, source_id: int) -> str:
    """Name the part of a table that belongs to one source."""
    return f"{table}_s{int(source_id)}"


def staging(entity: Entity) -> str:
    """Name the temporary table that takes the rows of one reading."""
    return f"{current(entity)}_staging"


def staged(entity: Entity) -> tuple[str, ...]:
    """Name the columns a reading fills: the fields and the moment from which the row holds."""
    return (*entity.field_names, "valid_from")


def values(entity: Entity) -> tuple[str, ...]:
    """Name the columns of the row's own values; every entity has a place, its own or that of the source.

    >>> from ..entities import PRODUCT
    >>> values(PRODUCT)[-2:]
    ('changed', 'place')
    """
    names = entity.field_names
    return names if "place" in names else (*names, "place")


def columns(entity: Entity) -> tuple[str, ...]:
    """Name all columns of the current table, in their order."""
    return ("source_id", *values(entity), *STATED)


def compared(entity: Entity) -> tuple[str, ...]:
    """Name the fields whose change makes a new version: a touched time stamp alone tells nothing.

    >>> from ..entities import PRICE, SALE_LINE
    >>> compared(PRICE), "sold_at" in compared(SALE_LINE)
    (('product_key', 'price_list', 'price'), True)
    """
    return tuple(name for name in entity.field_names if name not in ("key", "changed"))
