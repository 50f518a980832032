"""Oracle, through oracledb without Oracle's own client. Not proven against a running server: there was none."""

from ..dump.sql_words import type_of
from . import errors, schema
from .introspection import Found
from .session import Session

_CODES = {
    "ORA-01017": errors.LOGIN_REFUSED,
    "ORA-28000": errors.LOGIN_REFUSED,
    "ORA-28001": errors.LOGIN_REFUSED,
    "ORA-01045": errors.LOGIN_REFUSED,
    "ORA-12514": errors.NO_DATABASE,
    "ORA-12505": errors.NO_DATABASE,
    "DPY-6001": errors.NO_DATABASE,
    "DPY-6003": errors.NO_DATABASE,
    "ORA-01031": errors.DENIED_TABLE,
    "ORA-01456": errors.READ_ONLY,
    "ORA-00942": errors.CHANGED,
    "ORA-00904": errors.CHANGED,
    "ORA-01466": errors.CHANGED,
    "DPY-4024": errors.TIMEOUT,
    "ORA-01013": errors.TIMEOUT,
    "ORA-03113": errors.LOST,
    "ORA-03114": errors.LOST,
    "DPY-4011": errors.LOST,
    "DPY-1001": errors.LOST,
    "DPY-6005": errors.UNREACHABLE,
    "DPY-6000": errors.UNREACHABLE,
}
_PLACE = "CASE WHEN {0} = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') THEN NULL ELSE {0} END"
_OURS = "IN (SELECT username FROM all_users WHERE oracle_maintained = 'N')"
_COLUMNS = f"""
SELECT {_PLACE.format("c.owner")}, c.table_name, c.column_name, c.data_type || CASE
    WHEN c.data_type = 'NUMBER' AND c.data_precision IS NOT NULL
        THEN '(' || c.data_precision || ',' || c.data_scale || ')'
    WHEN c.char_length > 0 THEN '(' || c.char_length || ')' END,
    CASE WHEN c.nullable = 'Y' THEN 1 ELSE 0 END, CASE WHEN v.view_name IS NULL THEN 0 ELSE 1 END, t.num_rows
FROM all_tab_columns c
LEFT JOIN all_views v ON v.owner = c.owner AND v.view_name = c.table_name
LEFT JOIN all_tables t ON t.owner = c.owner AND t.table_name = c.table_name
WHERE c.owner {_OURS} AND c.table_name NOT LIKE 'BIN$%' ORDER BY c.owner, c.table_name, c.column_id
"""  # noqa: S608 – parts of our own
_CONSTRAINTS = f"""
SELECT k.constraint_name, {_PLACE.format("k.owner")}, k.table_name, c.column_name,
    {_PLACE.format("o.owner")}, o.table_name, o.column_name
FROM all_constraints k
JOIN all_cons_columns c ON c.owner = k.owner AND c.constraint_name = k.constraint_name
LEFT JOIN all_cons_columns o ON o.owner = k.r_owner AND o.constraint_name = k.r_constraint_name
    AND o.position = c.position
WHERE k.constraint_type IN ('P', 'R') AND k.owner {_OURS} ORDER BY k.owner, k.table_name, k.constraint_name, c.position
"""  # noqa: S608 – parts of our own


class OracleSession(Session):
    url = "oracle+oracledb://"
    clock_sql = "SELECT (CAST(SYS_EXTRACT_UTC(SYSTIMESTAMP) AS DATE) - DATE '1970-01-01') * 86400 FROM dual"
    _account_sql = (
        "SELECT (SELECT COUNT(*) FROM session_privs WHERE privilege NOT IN "
        "('CREATE SESSION', 'SELECT ANY TABLE', 'READ ANY TABLE', 'SELECT ANY DICTIONARY')) + "
        "(SELECT COUNT(*) FROM user_tables) + (SELECT COUNT(*) FROM user_tab_privs "
        "WHERE grantee = USER AND privilege IN ('INSERT', 'UPDATE', 'DELETE')) FROM dual"
    )

    def _connect(self):
        address, tls = self.address, self.address.tls
        secured = {}
        if tls:
            secured = {"protocol": "tcps", "ssl_context": tls.as_context(), "ssl_server_dn_match": tls.check_name}
        connection = self.driver.connect(
            host=address.host, port=address.port, service_name=address.database, user=address.user,
            password=address.password, tcp_connect_timeout=self.guard.connect_seconds, **secured,
        )  # fmt: skip
        connection.outputtypehandler = self._read_whole
        return connection

    def _read_whole(self, cursor, metadata):
        """Read long texts with their rows."""
        known = self.driver
        types = dict.fromkeys((known.DB_TYPE_CLOB, known.DB_TYPE_NCLOB), known.DB_TYPE_LONG)
        types[known.DB_TYPE_BLOB] = known.DB_TYPE_LONG_RAW
        wanted = types.get(metadata.type_code)
        return cursor.var(wanted, arraysize=cursor.arraysize) if wanted else None

    def _begin(self) -> None:
        with self.raw.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")

    def _limit(self, seconds: int) -> None:
        self.raw.call_timeout = seconds * 1000

    def _probe(self) -> str:
        """Nothing: a CREATE would end the transaction and be done by an account that may."""
        return ""

    def _code(self, error: Exception) -> str:
        code = getattr(error.args[0], "full_code", "") if error.args else ""
        words = str(error)
        if "certificate" in words.lower():
            return errors.CERTIFICATE
        return _CODES.get(code, errors.UNKNOWN)

    def _introspect(self) -> Found:
        constraints = [_without_none(row) for row in self.ask(_CONSTRAINTS)]
        return Found(
            [("" if row[0] is None else row[0], *row[1:]) for row in self.ask(_COLUMNS)],
            [row[1:4] for row in constraints if row[5] is None],
            [row for row in constraints if row[5] is not None],
            _type_of,
        )


def _without_none(row: tuple) -> tuple:
    """To Oracle, an empty text is none."""
    return (row[0], row[1] or "", row[2], row[3], row[4] or "", *row[5:])


def _type_of(declared: str) -> str:
    """Tell what Oracle's words mean: a DATE has a time, a NUMBER without decimals is an integer.

    >>> [_type_of(one) for one in ("DATE", "NUMBER(10,0)", "NUMBER(10,2)", "NUMBER", "VARCHAR2(20)", "CLOB", "BLOB")]
    ['datetime', 'integer', 'decimal', 'decimal', 'text', 'text', 'binary']
    """
    if declared == "DATE":
        return schema.DATETIME
    return schema.INTEGER if declared.startswith("NUMBER(") and declared.endswith(",0)") else type_of(declared)
