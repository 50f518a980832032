"""Whatever is written the way the tools write it comes back as it was."""
# ruff: noqa: S608 – texts to be read, never run

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.dump import load

# No surrogates: they are no text. No lone \r in a COPY: the tools escape it.
_TEXT = st.one_of(st.none(), st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
                  st.text("'\"\\`;,()\n\r\t\x00\x1a%_-#/*$NEexu0019 ", max_size=30))  # fmt: skip
_ROWS = st.lists(st.tuples(st.integers(-(2**62), 2**62), _TEXT, _TEXT), min_size=1, max_size=12)
_MYSQL_ESCAPES = {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\x00": "\\0", "\x1a": "\\Z"}
_COPY_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v"}


def _escaped(text, escapes):
    return "".join(escapes.get(character, character) for character in text)


def _mysql(value):
    return "NULL" if value is None else str(value) if isinstance(value, int) else f"'{_escaped(value, _MYSQL_ESCAPES)}'"


def _standard(value):
    return "NULL" if value is None else str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _copy(value):
    return "\\N" if value is None else _escaped(str(value), _COPY_ESCAPES)


def _inserts(rows, literal, *, many):
    tuples = ["(" + ",".join(map(literal, row)) + ")" for row in rows]
    return (
        f"INSERT INTO t VALUES {','.join(tuples)};\n"
        if many
        else "".join(f"INSERT INTO t VALUES {one};\n" for one in tuples)
    )


_COLUMNS = "(a bigint, b text, c text)"
_WRITERS = {
    "mysqldump": lambda rows: f"/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `t` {_COLUMNS};\n"
    + _inserts(rows, _mysql, many=True),
    "mysqldump --skip-extended-insert": lambda rows: f"/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `t` {_COLUMNS};\n"
    + _inserts(rows, _mysql, many=False),
    "pg_dump --inserts": lambda rows: f"SET standard_conforming_strings = on;\nCREATE TABLE t {_COLUMNS};\n"
    + _inserts(rows, _standard, many=False),
    "pg_dump": lambda rows: f"SET standard_conforming_strings = on;\nCREATE TABLE t {_COLUMNS};\nCOPY t FROM stdin;\n"
    + "".join("\t".join(map(_copy, row)) + "\n" for row in rows) + "\\.\n",
}  # fmt: skip


@pytest.mark.parametrize("tool", _WRITERS)
@given(rows=_ROWS)
@example(rows=[(1, "\\'", "\\"), (2, "'), (3, 'x", "';--"), (3, "E'", "e''\\")])
@example(rows=[(1, "\x000", "\x001"), (2, "\x00x41", "\\x41")])
@example(rows=[(1, "\\.", "\\N"), (2, "", " "), (3, "NULL", "DEFAULT")])
@settings(max_examples=150, deadline=None)
def test_rows_come_back_as_they_were(tool, rows):
    # PostgreSQL holds no NUL; its tools cannot write one.
    if tool.startswith("pg_dump"):
        rows = [tuple(one.replace("\x00", "") if isinstance(one, str) else one for one in row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "dump.sql"), Path(folder, "target.sqlite")
        source.write_bytes(_WRITERS[tool](rows).encode())
        report = load.load(source, {"t": ("a", "b", "c")}, target)
        connection = sqlite3.connect(target)
        found = connection.execute("SELECT a, b, c FROM t ORDER BY rowid").fetchall()
        connection.close()
    assert found == rows
    assert not report.bad


@given(rows=_ROWS)
@settings(max_examples=100, deadline=None)
def test_what_sqlite_dumps_itself_comes_back(rows):
    rows = [tuple(one.replace("\x00", "") if isinstance(one, str) else one for one in row) for row in rows]
    made = sqlite3.connect(":memory:")
    made.execute(f"CREATE TABLE t {_COLUMNS}")
    made.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "dump.sql"), Path(folder, "target.sqlite")
        source.write_bytes("\n".join(made.iterdump()).encode())
        made.close()
        load.load(source, {"t": ("a", "b", "c")}, target)
        connection = sqlite3.connect(target)
        found = connection.execute("SELECT a, b, c FROM t ORDER BY rowid").fetchall()
        connection.close()
    assert found == rows
