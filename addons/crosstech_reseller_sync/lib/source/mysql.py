"""MySQL and MariaDB, through PyMySQL."""

from datetime import datetime
from zoneinfo import ZoneInfo

from . import errors
from .introspection import Found
from .session import PROBE, Session

_CODES = {
    1045: errors.LOGIN_REFUSED,
    1698: errors.LOGIN_REFUSED,
    1044: errors.LOGIN_REFUSED,
    1049: errors.NO_DATABASE,
    1142: errors.DENIED_TABLE,
    1143: errors.DENIED_TABLE,
    1227: errors.DENIED_TABLE,
    1370: errors.DENIED_TABLE,
    1792: errors.READ_ONLY,
    1290: errors.READ_ONLY,
    1836: errors.READ_ONLY,
    1146: errors.CHANGED,
    1054: errors.CHANGED,
    1412: errors.CHANGED,
    1356: errors.CHANGED,
    1969: errors.TIMEOUT,
    3024: errors.TIMEOUT,
    1205: errors.TIMEOUT,
    2013: errors.LOST,
    2006: errors.LOST,
    1053: errors.LOST,
    1317: errors.LOST,
    1927: errors.LOST,
    2003: errors.UNREACHABLE,
    1040: errors.UNREACHABLE,
    1203: errors.UNREACHABLE,
}
_TOO_OLD = "1000-01-01"
_COLUMNS = """
SELECT '', t.table_name, c.column_name, c.column_type, c.is_nullable = 'YES', t.table_type LIKE '%%VIEW', t.table_rows
FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
WHERE t.table_schema = database() ORDER BY t.table_name, c.ordinal_position
"""
_KEYS = """
SELECT constraint_name, '', table_name, column_name, CASE WHEN referenced_table_schema = database() THEN ''
    ELSE referenced_table_schema END, referenced_table_name, referenced_column_name
FROM information_schema.key_column_usage
WHERE table_schema = database() AND (constraint_name = 'PRIMARY' OR referenced_table_name IS NOT NULL)
ORDER BY table_name, constraint_name, ordinal_position
"""
_RIGHTS = """
SELECT privilege_type FROM information_schema.user_privileges
UNION ALL SELECT privilege_type FROM information_schema.schema_privileges WHERE database() LIKE table_schema
UNION ALL SELECT privilege_type FROM information_schema.table_privileges WHERE table_schema = database()
"""
_HARMLESS = frozenset({"SELECT", "USAGE", "SHOW VIEW", "SHOW DATABASES", "PROCESS", "REPLICATION CLIENT"})


class MysqlSession(Session):
    url = "mysql+pymysql://"
    clock_sql = "SELECT unix_timestamp(now(6))"

    def _connect(self):
        address = self.address
        return self.driver.connect(
            host=address.host, port=address.port, database=address.database, user=address.user,
            password=address.password.encode(), connect_timeout=self.guard.connect_seconds, charset="utf8mb4",
            read_timeout=self.guard.reading_seconds, write_timeout=self.guard.statement_seconds,
            ssl=address.tls.as_context() if address.tls else None, ssl_disabled=not address.tls, local_infile=False,
            program_name="crosstech",
        )  # fmt: skip

    def _begin(self) -> None:
        self._limited = None
        self._is_maria = "MariaDB" in self.raw.get_server_info()
        for statement in (
            f"SET SESSION net_write_timeout = {self.guard.reading_seconds}",
            f"SET SESSION lock_wait_timeout = {self.guard.statement_seconds}",
            "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "SET SESSION TRANSACTION READ ONLY",
            "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
        ):
            self._run(statement)

    def _limit(self, seconds: int) -> None:
        limit = f"max_statement_time = {seconds}" if self._is_maria else f"max_execution_time = {seconds * 1000}"
        self._run(f"SET SESSION {limit}")

    def set_zone(self, name: str) -> None:
        """Set the zone's difference of today: servers seldom know the names of zones."""
        minutes = int(datetime.now(ZoneInfo(name)).utcoffset().total_seconds() // 60)
        sign, hours = "-" if minutes < 0 else "+", abs(minutes)
        with self.translated():
            self._run(f"SET SESSION time_zone = '{sign}{hours // 60:02d}:{hours % 60:02d}'")

    def _run(self, sql: str) -> None:
        with self.raw.cursor() as cursor:
            cursor.execute(sql)

    def _stream(self):
        return self.raw.cursor(self.driver.cursors.SSCursor)

    def _abandon(self, cursor) -> None:
        """Cut the connection: to close the cursor would read all its rows."""
        if cursor._result:
            cursor._result.unbuffered_active = False
        cursor.connection = None
        self.close()

    def _probe(self) -> str:
        return f"CREATE TABLE {PROBE} (n integer)"

    def _undo_probe(self) -> None:
        self._run(f"DROP TABLE IF EXISTS {PROBE}")

    def _can_write(self) -> bool:
        return not {right for (right,) in self.ask(_RIGHTS)} <= _HARMLESS

    def _code(self, error: Exception) -> str:
        number = error.args[0] if error.args else 0
        words = str(error)
        if "certificate" in words.lower() or "CERTIFICATE" in words:
            return errors.CERTIFICATE
        if "doesn't support SSL" in words or "SSL is required" in words:
            return errors.NO_TLS
        if isinstance(error, self.driver.InterfaceError):
            return errors.LOST
        if number == 2013 and "timed out" in words:
            return errors.TIMEOUT
        return _CODES.get(number, errors.UNKNOWN)

    def _introspect(self) -> Found:
        keys = self.ask(_KEYS)
        return Found(
            self.ask(_COLUMNS),
            [row[1:4] for row in keys if row[5] is None],
            [row for row in keys if row[5] is not None],
        )
