"""Rows of a reseller's database become rows of ours: cleaned where that loses nothing, set aside where it would.

Cleaned: NUL characters and blanks around a text, bytes and wrongly decoded characters, ``0000-00-00``, times without a
time zone, decimals after the tenth. Set aside, with the reason and the row as it was: all else that does not fit.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timezone, tzinfo
from decimal import Context, Decimal, InvalidOperation

from ..entities import FLAG, MOMENT, NUMBER, TEXT, Entity

TEXT_LIMIT = 300
DIGITS = 28  # of a number, before the point
STEP = Decimal(1).scaleb(-10)
FIRST_YEAR, LAST_YEAR = 1900, 2199
BLANKS = " \t\r\n"
REASONS = ("required", "too_long", "not_a_number", "too_large", "not_a_moment", "far_moment", "not_a_flag", "columns")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_NO_MOMENT = re.compile(r"0{4}-00-00.*|0{2,4}[-/]00[-/]0{2,4}.*")
_TRUE = frozenset({"1", "t", "true", "y", "yes", "ya", "aktif", "on", "\x01"})
_FALSE = frozenset({"0", "f", "false", "n", "no", "tidak", "nonaktif", "off", "\x00"})


class BadValue(ValueError):
    """A value that does not fit its field.

    :ivar str reason: one of ``REASONS``
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class BadRow:
    """A row set aside.

    :param key: its identity where at least that could be read, so that the row is not taken for gone
    :param original: the values as they came, by field, each as readable text or None
    """

    field: str
    reason: str
    key: str | None
    original: dict


def text(value) -> str | None:
    """Read a text.

    >>> text(" SKU-1\\0\\0 "), text(b"Caf\\xe9"), text(Decimal("12.0")), text("  ")
    ('SKU-1', 'Café', '12', None)
    """
    if value is None:
        return None
    if type(value) is not str:
        value = _written(value)
    if "\0" in value:
        value = value.replace("\0", "")
    value = value.strip(BLANKS)
    if not value.isascii() and _SURROGATE.search(value):
        value = _SURROGATE.sub(_single_byte, value)
    if len(value) > TEXT_LIMIT:
        raise BadValue("too_long")
    return value or None


def _written(value) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        content = bytes(value)
        try:
            return content.decode()
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() < DIGITS and value == int(value):
        return str(int(value))
    return str(value)


def _single_byte(found: re.Match) -> str:
    """A byte that was no UTF-8 and was kept as a half character."""
    code = ord(found.group())
    return bytes([code - 0xDC00]).decode("cp1252", "replace") if 0xDC80 <= code <= 0xDCFF else "\ufffd"


def number(value) -> Decimal | int | None:
    """Read a number of at most 28 digits before and 10 after the point.

    >>> number("1.50"), number(0.1 + 0.2), number("  ")
    (Decimal('1.50'), Decimal('0.3000000000'), None)
    """
    if value is None or (type(value) is int and -(10**18) < value < 10**18):
        return value
    try:
        found = value if type(value) is Decimal else _decimal(value)
    except InvalidOperation:
        raise BadValue("not_a_number") from None
    if found is None:
        return None
    if not found.is_finite():
        raise BadValue("not_a_number")
    if found and found.adjusted() >= DIGITS:
        raise BadValue("too_large")
    written = str(found)  # quicker than to ask for the exponent
    is_short = len(written) - written.find(".") <= 11 and "E" not in written
    return found if is_short or found.as_tuple().exponent >= -10 else found.quantize(STEP, context=_WIDE)


_WIDE = Context(prec=60)


def _decimal(value) -> Decimal | None:
    if isinstance(value, (bool, int)):
        return Decimal(int(value))
    if isinstance(value, float):
        return Decimal(repr(value))
    written = text(value)
    if written is None:
        return None
    if not _PLAIN_NUMBER.fullmatch(written):
        raise BadValue("not_a_number")
    return Decimal(written)


def flag(value) -> bool | None:
    """Read a yes or no.

    >>> flag(1), flag("Tidak"), flag(b"\\x01"), flag("")
    (True, False, True, None)
    """
    if value is None or type(value) is bool:
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        value = bytes(value).decode("latin-1")
    written = (str(value) if type(value) is str else _written(value)).strip(BLANKS).lower()
    if written in _TRUE:
        return True
    if written in _FALSE:
        return False
    if written:
        raise BadValue("not_a_flag")
    return None


def moment_reader(zone: tzinfo) -> Callable:
    """Make the function that reads a moment: naive UTC; times without a zone are of the given one.

    >>> from zoneinfo import ZoneInfo
    >>> read = moment_reader(ZoneInfo("Asia/Jakarta"))
    >>> read("2024-05-01 07:00:00"), read(date(2024, 5, 1)), read("0000-00-00")
    (datetime.datetime(2024, 5, 1, 0, 0), datetime.datetime(2024, 4, 30, 17, 0), None)
    """

    def moment(value) -> datetime | None:
        if value is None:
            return None
        if type(value) is not datetime:
            value = _moment(value)
            if value is None:
                return None
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise BadValue("far_moment")
        if value.tzinfo is None:
            value = value.replace(tzinfo=zone)
        return value.astimezone(timezone.utc).replace(tzinfo=None)

    return moment


def _moment(value) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    written = text(value)
    if written is None or _NO_MOMENT.fullmatch(written):
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise BadValue("not_a_moment") from None


class Cleaner:
    """Reads the rows of one entity.

    :param zone: of times written without one
    :param read_at: naive UTC; no value holds from a later moment than that of its reading
    """

    def __init__(self, entity: Entity, *, zone: tzinfo, read_at: datetime):
        readers = {TEXT: text, NUMBER: number, FLAG: flag, MOMENT: moment_reader(zone)}
        self.entity, self.read_at = entity, read_at
        self.readers = [readers[field.kind] for field in entity.fields]
        self.required = [index for index, field in enumerate(entity.fields) if field.required]
        self.moment = entity.field_names.index(entity.moment) if entity.moment else None

    def rows(self, batch: Iterable[tuple], bad: list[BadRow]) -> Iterator[tuple]:
        """Give the good rows with the moment from which each holds; add the others to ``bad``."""
        readers, count = self.readers, len(self.readers)
        for row in batch:
            try:
                if len(row) != count:
                    raise BadValue("columns")
                good = [reader(value) for reader, value in zip(readers, row)]  # noqa: B905 – counted above
                for index in self.required:
                    if good[index] is None:
                        raise BadValue("required")
            except BadValue:
                bad.append(self._bad(row))
                continue
            since = good[self.moment] if self.moment is not None else None
            good.append(since if since is not None and since < self.read_at else self.read_at)
            yield tuple(good)

    def _bad(self, row: tuple) -> BadRow:
        """Find out once more, slowly, what is wrong with a row."""
        fields = self.entity.fields
        original = {field.name: _readable(value) for field, value in zip(fields, row, strict=False)}
        if len(row) != len(fields):
            return BadRow("", "columns", None, original)
        key, problem = None, None
        for field, reader, value in zip(fields, self.readers, row, strict=True):
            good, reason = _tried(reader, value)
            if good is None and not reason and field.required:
                reason = "required"
            if reason and not problem:
                problem = (field.name, reason)
            key = good if field.name == "key" else key
        return BadRow(*problem, key, original)


def _tried(reader: Callable, value) -> tuple:
    try:
        return reader(value), ""
    except BadValue as error:
        return None, error.reason


def _readable(value, limit: int = 2_000) -> str | None:
    if value is None:
        return None
    written = value if isinstance(value, str) else repr(bytes(value) if isinstance(value, memoryview) else value)
    return _SURROGATE.sub("\ufffd", written.replace("\0", "\\0"))[:limit]
