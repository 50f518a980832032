"""What an agreement hides of a column before its values leave the reseller's server, or at the latest this process.

``blank`` is never selected. ``year``: the server is asked for nothing else where the column is a date; the year is cut
from other values here. ``hash`` is made here: no two engines hash alike, and its key must not stand in a server's log.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from ..mapping.spec import EntityMapping

HASH, YEAR, BLANK = "hash", "year", "blank"
_YEAR = re.compile(r"(?<!\d)(1[89]|2[01])\d\d(?!\d)")
Masks = Mapping[tuple[str, str], str]


def of_column(masks: Masks, table: str, column: str) -> str:
    """Return the mask of a column, upper and lower case alike; empty for none."""
    wanted = (table.lower(), column.lower())
    return next((mask for (one, other), mask in masks.items() if (one.lower(), other.lower()) == wanted), "")


def of_fields(mapping: EntityMapping, masks: Masks) -> dict[str, str]:
    """Return the mask of every field that comes from a masked column; of several the strictest."""
    found: dict[str, str] = {}
    for one in (mapping, *mapping.union) if masks else ():
        tables = {"base": one.table, **{join.alias: join.table for join in one.joins}}
        for name, source in one.fields.items():
            columns = filter(None, (source.column, source.minus, source.times, *source.columns))
            pairs = (column.partition(".") for column in columns)
            listed = [found.get(name, ""), *(of_column(masks, tables[alias], column) for alias, _dot, column in pairs)]
            found[name] = max(listed, key=("", YEAR, HASH, BLANK).index)
    return {name: mask for name, mask in found.items() if mask}


def without_blank(mapping: EntityMapping, fields: Mapping[str, str]) -> EntityMapping:
    """Return the mapping without the fields that are to stay blank.

    :raises MappingError: ``required`` when a row cannot be without one
    """
    kept = {name: source for name, source in mapping.fields.items() if fields.get(name) != BLANK}
    return replace(mapping, fields=kept, union=tuple(without_blank(other, fields) for other in mapping.union))


def maker(mask: str, key: bytes) -> Callable:
    """Return the function that hides a value.

    :param key: of the hashes: the same value of the same source gives the same hash, and nobody else can make it

    >>> maker(YEAR, b"")("17 Agustus 1998"), maker(YEAR, b"")(datetime(2024, 5, 1)), maker(BLANK, b"")("x")
    (datetime.datetime(1998, 1, 1, 0, 0), datetime.datetime(2024, 1, 1, 0, 0), None)
    >>> maker(HASH, b"k")("0812"), maker(HASH, b"k")(None)
    ('acacc1c77505c85fa3516c7909e5ae07', None)
    """
    return {HASH: lambda value: _hashed(value, key), YEAR: _year, BLANK: lambda _value: None}[mask]


def _hashed(value, key: bytes) -> str | None:
    if value is None or value == "":
        return None
    content = (
        bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else str(value).encode("utf-8", "replace")
    )
    return hmac.new(key, content, hashlib.sha256).hexdigest()[:32]


def _year(value) -> datetime | None:
    if isinstance(value, date):
        return datetime(value.year, 1, 1)  # noqa: DTZ001 – as naive as what is read
    found = _YEAR.search(str(value)) if value is not None else None
    return datetime(int(found.group()), 1, 1) if found else None  # noqa: DTZ001
