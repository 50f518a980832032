"""Firebird, through its own client library."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timezone
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from . import errors, schema
from .introspection import Found
from .session import PROBE, Session

_CODES = {
    335544472: errors.LOGIN_REFUSED,
    335545106: errors.LOGIN_REFUSED,
    335544794: errors.TIMEOUT,
    335544361: errors.READ_ONLY,
    335544765: errors.READ_ONLY,
    335544352: errors.DENIED_TABLE,
    335544580: errors.CHANGED,
    335544578: errors.CHANGED,
    335544849: errors.UNREADABLE,
    335544565: errors.UNREADABLE,
    335544344: errors.NO_DATABASE,
    335544375: errors.NO_DATABASE,
    335544726: errors.LOST,
    335544727: errors.LOST,
    335544741: errors.LOST,
    335544856: errors.LOST,
    335544721: errors.LOST,
}
TEXT_LENGTH = 1_000
_CANCEL = 3  # fb_cancel_raise
# Field type -> the word and what it is; numbers with a scale are decimals
_TYPES = {
    7: ("smallint", schema.INTEGER),
    8: ("integer", schema.INTEGER),
    16: ("bigint", schema.INTEGER),
    26: ("int128", schema.INTEGER),
    10: ("float", schema.FLOAT),
    27: ("double precision", schema.FLOAT),
    24: ("decfloat(16)", schema.DECIMAL),
    25: ("decfloat(34)", schema.DECIMAL),
    12: ("date", schema.DATE),
    13: ("time", schema.OTHER),
    28: ("time with time zone", schema.OTHER),
    29: ("timestamp with time zone", schema.DATETIME),
    35: ("timestamp", schema.DATETIME),
    14: ("char", schema.TEXT),
    37: ("varchar", schema.TEXT),
    40: ("cstring", schema.TEXT),
    23: ("boolean", schema.BOOLEAN),
    261: ("blob", schema.BINARY),
}
_BY_WORD = dict(_TYPES.values())
_COLUMNS = """
SELECT TRIM(r.rdb$relation_name), TRIM(c.rdb$field_name), f.rdb$field_type, COALESCE(f.rdb$field_sub_type, 0),
    COALESCE(f.rdb$field_scale, 0), f.rdb$field_precision, f.rdb$character_length,
    COALESCE(c.rdb$null_flag, f.rdb$null_flag, 0), IIF(r.rdb$view_blr IS NULL, 0, 1)
FROM rdb$relations r JOIN rdb$relation_fields c ON c.rdb$relation_name = r.rdb$relation_name
JOIN rdb$fields f ON f.rdb$field_name = c.rdb$field_source
WHERE COALESCE(r.rdb$system_flag, 0) = 0 ORDER BY r.rdb$relation_name, c.rdb$field_position
"""
_CONSTRAINTS = """
SELECT TRIM(k.rdb$constraint_name), '', TRIM(k.rdb$relation_name), TRIM(s.rdb$field_name),
    '', TRIM(o.rdb$relation_name), TRIM(t.rdb$field_name)
FROM rdb$relation_constraints k JOIN rdb$index_segments s ON s.rdb$index_name = k.rdb$index_name
LEFT JOIN rdb$ref_constraints f ON f.rdb$constraint_name = k.rdb$constraint_name
LEFT JOIN rdb$relation_constraints o ON o.rdb$constraint_name = f.rdb$const_name_uq
LEFT JOIN rdb$index_segments t ON t.rdb$index_name = o.rdb$index_name AND t.rdb$field_position = s.rdb$field_position
WHERE k.rdb$constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')
ORDER BY k.rdb$relation_name, k.rdb$constraint_name, s.rdb$field_position
"""


class FirebirdSession(Session):
    url = "firebird+firebird://"
    _account_sql = (
        "SELECT IIF(CURRENT_USER = 'SYSDBA' OR CURRENT_ROLE = 'RDB$ADMIN', 1, 0) + "
        "(SELECT COUNT(*) FROM rdb$relations r WHERE COALESCE(r.rdb$system_flag, 0) = 0 "
        "AND r.rdb$owner_name = CURRENT_USER) + "
        "(SELECT COUNT(*) FROM rdb$user_privileges p JOIN rdb$relations r ON r.rdb$relation_name = p.rdb$relation_name "
        "WHERE COALESCE(r.rdb$system_flag, 0) = 0 AND p.rdb$user IN (CURRENT_USER, CURRENT_ROLE, 'PUBLIC') "
        "AND p.rdb$privilege IN ('I', 'U', 'D')) + "
        "(SELECT COUNT(*) FROM rdb$user_privileges p WHERE p.rdb$user IN (CURRENT_USER, CURRENT_ROLE, 'PUBLIC') "
        "AND p.rdb$privilege IN ('C', 'L', 'O')) FROM rdb$database"
    )

    @classmethod
    def prepared(cls, dialect: sa.Dialect) -> sa.Dialect:
        """Override: every parameter is cast, and a text needs a length for that; Firebird 3 knows 18 digits."""
        plain = type(dialect.type_compiler_instance)

        class Types(plain):
            def visit_VARCHAR(self, kind, **settings):
                return super().visit_VARCHAR(kind if kind.length else sa.String(TEXT_LENGTH), **settings)

            def visit_NUMERIC(self, kind, **settings):
                return super().visit_NUMERIC(kind if (kind.precision or 0) <= 18 else sa.Numeric(18, 6), **settings)

        dialect.type_compiler_instance = Types(dialect)
        return super().prepared(dialect)

    def _connect(self):
        address = self.address
        self._zone = timezone.utc
        if address.host:  # the library itself waits for minutes
            socket.create_connection((address.host, address.port), self.guard.connect_seconds).close()
        where = f"{address.host}/{address.port}:" if address.host else ""
        return self.driver.connect(
            where + address.database, user=address.user, password=address.password,
            charset=address.options.get("charset", "UTF8"),
        )  # fmt: skip

    def _begin(self) -> None:
        reading = self.driver.tpb(self.driver.Isolation.SNAPSHOT, access_mode=self.driver.TraAccessMode.READ)
        self.raw.main_transaction.default_tpb = reading
        self.raw.begin(reading)

    @contextlib.contextmanager
    def within(self, seconds: int) -> Iterator[None]:
        """Cancel what runs when its time is over: servers before Firebird 4 know no limit."""
        timer = threading.Timer(seconds, self._cancel)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cancel(self) -> None:
        with contextlib.suppress(self.driver.Error):
            self.raw._att.cancel_operation(_CANCEL)

    def _close(self, cursor) -> None:
        try:
            cursor.close()
        except self.driver.Error:  # the server has gone; the driver must not ask it to forget the statement again
            if cursor._stmt:
                cursor._stmt._istmt = cursor._stmt = None

    def set_zone(self, name: str) -> None:
        self._zone = ZoneInfo(name)

    def clock(self, now=time.time) -> float:
        """Override: the server tells its own time without a zone; it is taken for that of the shop."""
        before = now()
        (theirs,) = self.ask("SELECT LOCALTIMESTAMP FROM rdb$database")[0]
        return theirs.replace(tzinfo=self._zone).timestamp() - (before + now()) / 2

    def _undo_probe(self) -> None:
        with contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute(f"DROP TABLE {PROBE}")
        self.raw.commit()

    def _code(self, error: Exception) -> str:
        found = [_CODES[code] for code in getattr(error, "gds_codes", None) or () if code in _CODES]
        if found:
            return found[0]
        words = str(error)
        if "permission" in words.lower() or "no privilege" in words.lower():
            return errors.DENIED_TABLE
        return errors.LOST if "connection" in words.lower() else errors.UNKNOWN

    def _introspect(self) -> Found:
        constraints = self.ask(_CONSTRAINTS)
        columns = [
            ("", table, column, _declared(*kind), not required, is_view, None)
            for table, column, *kind, required, is_view in self.ask(_COLUMNS)
        ]
        return Found(
            columns,
            [row[1:4] for row in constraints if row[5] is None],
            [row for row in constraints if row[5] is not None],
            _type_of,
        )


def _declared(kind: int, sub_type: int, scale: int, precision: int | None, length: int | None) -> str:
    """Write a type down as Firebird's own tools do.

    >>> _declared(16, 1, -4, 18, None), _declared(37, 0, 0, None, 40), _declared(261, 1, 0, None, None)
    ('numeric(18,4)', 'varchar(40)', 'blob sub_type text')
    """
    word = _TYPES.get(kind, ("unknown", ""))[0]
    if scale < 0:
        return f"numeric({precision or 18},{-scale})"
    if kind in (14, 37, 40):
        return f"{word}({length})"
    return "blob sub_type text" if kind == 261 and sub_type == 1 else word


def _type_of(declared: str) -> str:
    """Tell what a type that :func:`_declared` wrote is.

    >>> _type_of("numeric(18,4)"), _type_of("varchar(40)"), _type_of("blob sub_type text"), _type_of("unknown")
    ('decimal', 'text', 'text', 'other')
    """
    if declared == "blob sub_type text":
        return schema.TEXT
    if declared.startswith("numeric"):
        return schema.DECIMAL
    return _BY_WORD.get(declared, _BY_WORD.get(declared.partition("(")[0], schema.OTHER))
