"""PostgreSQL, through psycopg2."""

import itertools

from ..dump.sql_words import type_of
from . import errors, schema
from .introspection import Found
from .session import Session

_CODES = {
    "28": errors.LOGIN_REFUSED,
    "3D": errors.NO_DATABASE,
    "08": errors.LOST,
    "57P": errors.LOST,
    "57014": errors.TIMEOUT,
    "55P03": errors.TIMEOUT,
    "42501": errors.DENIED_TABLE,
    "25006": errors.READ_ONLY,
    "42P01": errors.CHANGED,
    "42703": errors.CHANGED,
    "3F000": errors.CHANGED,
    "22021": errors.UNREADABLE,
}
_WORDS = (  # libpq gives no code for what fails before the log-in; it tells in English
    ("certificate", errors.CERTIFICATE),
    ("SSL error", errors.CERTIFICATE),
    ("root.crt", errors.CERTIFICATE),
    ("server does not support SSL", errors.NO_TLS),
    ("no password supplied", errors.LOGIN_REFUSED),
    ("authentication failed", errors.LOGIN_REFUSED),
    ("no pg_hba.conf entry", errors.LOGIN_REFUSED),
    ("does not exist", errors.NO_DATABASE),
    ("statement timeout", errors.TIMEOUT),
    ("closed the connection", errors.LOST),
    ("connection already closed", errors.LOST),
    ("could not receive data", errors.LOST),
)
_COLUMNS = """
SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname END, c.relname, a.attname,
    pg_catalog.format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, c.relkind IN ('v', 'm'),
    CASE WHEN c.reltuples >= 0 AND c.relkind <> 'v' THEN c.reltuples END
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid)
ORDER BY 1, 2, a.attnum
"""
_CONSTRAINTS = """
SELECT con.conname, CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname END, c.relname, a.attname,
    CASE WHEN fn.nspname = current_schema() THEN '' ELSE fn.nspname END, fc.relname, fa.attname
FROM pg_catalog.pg_constraint con
CROSS JOIN LATERAL unnest(con.conkey, con.confkey) WITH ORDINALITY AS pair (mine, theirs, place)
JOIN pg_catalog.pg_class c ON c.oid = con.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = pair.mine
LEFT JOIN pg_catalog.pg_class fc ON fc.oid = con.confrelid
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
LEFT JOIN pg_catalog.pg_attribute fa ON fa.attrelid = con.confrelid AND fa.attnum = pair.theirs
WHERE con.contype IN ('p', 'f') ORDER BY con.oid, pair.place
"""


class PostgresqlSession(Session):
    url = "postgresql+psycopg2://"
    clock_sql = "SELECT extract(epoch FROM clock_timestamp())"
    _account_sql = (
        "SELECT (SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = current_user AND rolsuper) + count(*) "
        "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' "
        "AND (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') "
        "OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE'))"
    )

    def _connect(self):
        address, tls = self.address, self.address.tls
        secured = {"sslmode": "disable"}
        if tls:
            mode = "verify-full" if tls.check_name else "verify-ca"
            secured = {"sslmode": mode, "sslrootcert": tls.trusted_file}
        self._numbers = itertools.count()
        connection = self.driver.connect(
            host=address.host, port=address.port, dbname=address.database, user=address.user,
            password=address.password, connect_timeout=self.guard.connect_seconds, application_name="crosstech",
            client_encoding="UTF8", **secured,
        )  # fmt: skip
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        return connection

    def _begin(self) -> None:
        self._limited = None
        self._run(f"SET LOCAL lock_timeout = {self.guard.statement_seconds * 1000}")
        self._run("SELECT 1")  # here the snapshot begins

    def _limit(self, seconds: int) -> None:
        self._run(f"SET LOCAL statement_timeout = {seconds * 1000}")

    def set_zone(self, name: str) -> None:
        with self.translated():
            self._run("SELECT set_config('TimeZone', %s, true)", [name])

    def _run(self, sql: str, parameters=None) -> None:
        with self.raw.cursor() as cursor:
            cursor.execute(sql, parameters)

    def _stream(self):
        return self.raw.cursor(f"crosstech_{next(self._numbers)}")

    def _abandon(self, cursor) -> None:
        """Nothing: closing it would fail in a transaction that failed, and it ends with the transaction."""

    def mogrified(self, select) -> str:
        """Write a SELECT with its values in it."""
        with self.raw.cursor() as cursor:
            return cursor.mogrify(*self.compiled(select)).decode()

    def _code(self, error: Exception) -> str:
        state, words = getattr(error, "pgcode", None) or "", str(error)
        if "certificate" in words and not state:
            return errors.CERTIFICATE
        for start in (state, state[:3], state[:2]):
            if start in _CODES:
                return _CODES[start]
        return next((code for text, code in _WORDS if text in words), errors.UNKNOWN)

    def _introspect(self) -> Found:
        constraints = self.ask(_CONSTRAINTS)
        return Found(
            self.ask(_COLUMNS),
            [row[1:4] for row in constraints if row[5] is None],
            [row for row in constraints if row[5] is not None],
            _type_of,
        )


def _type_of(declared: str) -> str:
    """What PostgreSQL's words mean; those that only look like others are none of ours.

    >>> _type_of("interval"), _type_of("integer[]"), _type_of("numeric(38,10)"), _type_of("daterange")
    ('other', 'other', 'decimal', 'other')
    """
    is_other = declared.startswith(("interval", "point", "time ")) or declared.endswith(("[]", "range"))
    return schema.OTHER if is_other else type_of(declared)
