"""What SQL says differently on every engine is done to the values once read: dates in text, wrong encodings."""

import json
from collections.abc import Callable
from datetime import datetime, timezone

from ..entities import ENTITIES, MOMENT, NUMBER
from ..written_numbers import fits, plain
from .spec import EntityMapping, Source

_EMPTY_DATES = ("0000-00-00", "0000-00-00 00:00:00", "0001-01-01", "")


def readers(mapping: EntityMapping) -> dict[str, Callable]:
    """Return what is to be done to the values of each field that are not ours as they are stored.

    >>> from .spec import Source
    >>> sale = EntityMapping("sale_line", "t", {name: Source("base.a") for name in ("key", "product_key", "quantity")}
    ...     | {"sold_at": Source("base.d", reading="epoch")})
    >>> readers(sale)["sold_at"](0)
    datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    kinds = {field.name: field.kind for field in ENTITIES[mapping.entity].fields}
    found = {}
    for name, source in mapping.fields.items():
        if source.reading == "epoch":
            found[name] = _epoch
        elif source.reading == "text_date":
            found[name] = _text_date(source.format)
        elif source.reading == "translated":
            found[name] = untranslated
        elif source.reading == "latin1_in_utf8":
            found[name] = mended
        elif kinds[name] == MOMENT:
            found[name] = _no_empty_date
        elif kinds[name] == NUMBER and (source.format or source.reading == "negated"):
            found[name] = written_number(source)
    return found


def _epoch(value):
    return None if value in (None, "") else datetime.fromtimestamp(float(value), tz=timezone.utc)


def _text_date(form: str) -> Callable:
    def read(value):
        if not isinstance(value, str) or value.strip() in _EMPTY_DATES:
            return value if isinstance(value, datetime) else None
        return datetime.strptime(value.strip(), form)  # noqa: DTZ007 – the zone is the mapping's

    return read


def written_number(source: Source) -> Callable:
    """Make the function that reads a number stored as text; one in another notation than its column's is set aside.

    >>> read = written_number(Source("base.retur", reading="negated", format="comma"))
    >>> read("1.234,50"), read("-7"), read("1.5"), read(5), read("")
    ('-1234.50', '7', '"1.5"', 5, '')
    """

    def read(value):
        if not isinstance(value, str) or not value.strip():
            return value  # numbers were turned round by the SELECT
        if not fits(value, source.format):
            return f'"{value}"'  # which nobody takes for a number of computers
        number = plain(value, source.format).strip()
        return _turned(number) if source.reading == "negated" else number

    return read


def _turned(number: str) -> str:
    return number[1:] if number.startswith("-") else "-" + number.removeprefix("+")


def _no_empty_date(value):
    """``0000-00-00`` and its like stand for no date.

    >>> _no_empty_date("0000-00-00"), _no_empty_date("2024-02-01")
    (None, '2024-02-01')
    """
    return None if isinstance(value, str) and value.strip() in _EMPTY_DATES else value


def mended(value):
    """Undo text that was written as UTF-8, read as Latin-1 and written again; anything else stays.

    >>> mended("CafÃ©"), mended("Café"), mended("biasa"), mended(None)
    ('Café', 'Café', 'biasa', None)
    """
    if not isinstance(value, str) or value.isascii():
        return value
    return _undone(value, "latin-1") or _undone(value, "cp1252") or value


def _undone(value: str, encoding: str) -> str | None:
    try:
        return value.encode(encoding).decode("utf-8")
    except UnicodeError:
        return None


def untranslated(value):
    """Take one language of a name that is kept in several.

    >>> untranslated('{"en_US": "Ink", "id_ID": "Tinta"}'), untranslated({"en_US": "Ink"}), untranslated("Tinta")
    ('Tinta', 'Ink', 'Tinta')
    """
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dict):
        return value.get("id_ID") or value.get("en_US") or next(iter(value.values()), None)
    return value
