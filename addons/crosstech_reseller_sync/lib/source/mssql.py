"""SQL Server, through python-tds. Not proven against a running server: there was none to try it on."""

from ..dump.sql_words import type_of
from . import errors
from .introspection import Found
from .session import Session

_CODES = {
    18456: errors.LOGIN_REFUSED,
    18452: errors.LOGIN_REFUSED,
    4060: errors.NO_DATABASE,
    229: errors.DENIED_TABLE,
    230: errors.DENIED_TABLE,
    262: errors.DENIED_TABLE,
    3906: errors.READ_ONLY,
    208: errors.CHANGED,
    207: errors.CHANGED,
    3961: errors.CHANGED,
    1222: errors.TIMEOUT,
}
_COLUMNS = """
SELECT CASE WHEN c.TABLE_SCHEMA = SCHEMA_NAME() THEN '' ELSE c.TABLE_SCHEMA END, c.TABLE_NAME, c.COLUMN_NAME,
    c.DATA_TYPE + CASE WHEN c.DATA_TYPE IN ('decimal', 'numeric')
        THEN '(' + CAST(c.NUMERIC_PRECISION AS varchar(3)) + ',' + CAST(c.NUMERIC_SCALE AS varchar(3)) + ')'
        WHEN c.CHARACTER_MAXIMUM_LENGTH > 0 THEN '(' + CAST(c.CHARACTER_MAXIMUM_LENGTH AS varchar(10)) + ')'
        ELSE '' END,
    CASE WHEN c.IS_NULLABLE = 'YES' THEN 1 ELSE 0 END, CASE WHEN t.TABLE_TYPE = 'VIEW' THEN 1 ELSE 0 END, NULL
FROM INFORMATION_SCHEMA.COLUMNS c JOIN INFORMATION_SCHEMA.TABLES t
    ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION
"""
_KEYS = """
SELECT CASE WHEN k.TABLE_SCHEMA = SCHEMA_NAME() THEN '' ELSE k.TABLE_SCHEMA END, k.TABLE_NAME, k.COLUMN_NAME
FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS t JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
    ON k.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = t.CONSTRAINT_NAME
WHERE t.CONSTRAINT_TYPE = 'PRIMARY KEY' ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.ORDINAL_POSITION
"""
_RELATIONS = """
SELECT f.name, CASE WHEN f.schema_id = SCHEMA_ID() THEN '' ELSE SCHEMA_NAME(f.schema_id) END,
    OBJECT_NAME(f.parent_object_id), COL_NAME(c.parent_object_id, c.parent_column_id),
    CASE WHEN o.schema_id = SCHEMA_ID() THEN '' ELSE SCHEMA_NAME(o.schema_id) END, o.name,
    COL_NAME(c.referenced_object_id, c.referenced_column_id)
FROM sys.foreign_keys f JOIN sys.foreign_key_columns c ON c.constraint_object_id = f.object_id
JOIN sys.objects o ON o.object_id = f.referenced_object_id ORDER BY f.object_id, c.constraint_column_id
"""


class MssqlSession(Session):
    """Cannot be made read-only by the session: the account must be, and the proof says whether it is."""

    url = "mssql+pytds://"
    clock_sql = "SELECT DATEDIFF(second, '1970-01-01', GETUTCDATE())"
    _account_sql = (
        "SELECT COUNT(*) FROM sys.objects o CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE')) AS r (name) "
        "WHERE o.type = 'U' AND HAS_PERMS_BY_NAME(QUOTENAME(SCHEMA_NAME(o.schema_id)) + '.' + QUOTENAME(o.name), "
        "'OBJECT', r.name) = 1"
    )

    def _connect(self):
        address, tls = self.address, self.address.tls
        secured = {"cafile": tls.trusted_file, "validate_host": tls.check_name} if tls else {}
        return self.driver.connect(
            dsn=address.host, port=address.port, database=address.database, user=address.user,
            password=address.password, timeout=self.guard.reading_seconds, login_timeout=self.guard.connect_seconds,
            appname="crosstech", readonly=True, disable_connect_retry=True, **secured,
        )  # fmt: skip

    def _begin(self) -> None:
        allowed = self.ask("SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()")
        self.has_snapshot = bool(allowed and allowed[0][0] == 1)
        if self.has_snapshot:
            self.raw.isolation_level = self.driver.extensions.ISOLATION_LEVEL_SNAPSHOT
        self.raw.rollback()  # the next statement begins with it
        self.ask(f"SET LOCK_TIMEOUT {self.guard.statement_seconds * 1000}; SELECT 1")

    def _probe(self) -> str:
        """Nothing: a write would be refused only if the account may not, and would be a write if it may."""
        return ""

    def _code(self, error: Exception) -> str:
        words = str(error).lower()
        if isinstance(error, getattr(self.driver, "LoginError", ())):
            return errors.LOGIN_REFUSED
        if "certificate" in words:
            return errors.CERTIFICATE
        if isinstance(error, getattr(self.driver, "TimeoutError", ())) or "timeout" in words:
            return errors.TIMEOUT
        if isinstance(error, getattr(self.driver, "ClosedConnectionError", ())) or "closed" in words:
            return errors.LOST
        return _CODES.get(getattr(error, "number", 0), errors.UNKNOWN)

    def _introspect(self) -> Found:
        return Found(self.ask(_COLUMNS), self.ask(_KEYS), self.ask(_RELATIONS), type_of)
