"""Dumps in words of SQL: every way of writing them gives the same rows, and no trick in them becomes a row."""
# ruff: noqa: E501, S608 – texts to be read, never run

import sqlite3
from collections.abc import Callable

import pytest

from odoo.addons.crosstech_reseller_sync.lib.dump import limits, load
from odoo.addons.crosstech_reseller_sync.lib.dump.limits import DumpError, Limits

MYSQL = "/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `t` (`a` int, `b` text, PRIMARY KEY (`a`)) ENGINE=InnoDB;\n"
PG = "SET standard_conforming_strings = on;\nCREATE TABLE public.t (a integer NOT NULL, b text);\n"
SQLITE = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t (a integer, b text);\n"
ONE = [(1, "a")]


@pytest.fixture
def read(tmp_path) -> Callable:
    """Load table t of a text, as bytes or str; with the report."""

    def _read(content, *, name="dump.sql", wanted=("a", "b"), bounds=None):
        source, target = tmp_path / name, tmp_path / "target.sqlite"
        source.write_bytes(content if isinstance(content, bytes) else content.encode())
        target.unlink(missing_ok=True)
        report = load.load(source, {"t": wanted}, target, bounds)
        connection = sqlite3.connect(target)
        has_table = connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        rows = connection.execute("SELECT * FROM t").fetchall() if has_table else []
        connection.close()
        return rows, report

    return _read


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (MYSQL + "INSERT INTO `t` VALUES (1,'a'),(2,NULL);\n", [(1, "a"), (2, None)]),
        (MYSQL + "INSERT INTO `t` (`b`, `a`) VALUES\n\t('a', 1),\n\t('b', 2);\n", [(1, "a"), (2, "b")]),
        ("USE `shop`;\n" + MYSQL + "INSERT IGNORE INTO `shop`.`t` VALUES (1 , 'a' );\nREPLACE INTO t VALUES (2,'b');",
         [(1, "a"), (2, "b")]),
        (MYSQL + r"INSERT INTO `t` VALUES (1,'it\'s'),(2,'it''s'),(3,'\\'),(4,'a\nb\0c\%\x');",
         [(1, "it's"), (2, "it's"), (3, "\\"), (4, "a\nb\x00c\\%x")]),
        (MYSQL + 'INSERT INTO `t` VALUES (1,"a ""b"" \\"c\\" it\'s");', [(1, 'a "b" "c" it\'s')]),
        (MYSQL + "INSERT INTO `t` VALUES (1,_utf8mb4'x'),(2,_binary 'y'),(3,x'41'),(4,0x4142),(5,0x4),(6,x'zz');",
         [(1, "x"), (2, "y"), (3, "A"), (4, "AB"), (5, "\x04"), (6, None)]),
        (MYSQL + "INSERT INTO `t` VALUES (1,'--x'),(2,'/* '),(3,'# '); -- done\n", [(1, "--x"), (2, "/* "), (3, "# ")]),
        (MYSQL + "INSERT INTO `t` VALUES (1,concat('a',(select upper('x')))),(2,'b');", [(1, None), (2, "b")]),
        (MYSQL + "INSERT INTO t VALUES (1,'a') ON DUPLICATE KEY UPDATE b='(9,9)';INSERT INTO t VALUES(2,'b');",
         [(1, "a"), (2, "b")]),
        (PG + "COPY public.t (a, b) FROM stdin;\n1\ta\\tb\\\\\n2\t\\N\n3\t\\\\N\n4\t\\\\.\n5\t\n\\.\n",
         [(1, "a\tb\\"), (2, None), (3, "\\N"), (4, "\\."), (5, "")]),
        (PG + "INSERT INTO public.t VALUES (1, 'it''s'), (2, 'C:\\'), (3, 'x'::text);",
         [(1, "it's"), (2, "C:\\"), (3, "x")]),
        (PG + "INSERT INTO public.t VALUES (1, E'it\\'s\\n''\\101\\u00e9'), (2, '\\n');", [(1, "it's\n'Aé"), (2, "\\n")]),
        (PG + "INSERT INTO t (b, a) OVERRIDING SYSTEM VALUE VALUES ('a', 1);", ONE),
        (SQLITE + "INSERT INTO t VALUES(1,replace('a\\nb','\\n',char(10)));\nCOMMIT;\n", [(1, "a\nb")]),
        (SQLITE + "INSERT INTO t VALUES(1,replace(replace('a\\r\\nb','\\r',char(13)),'\\n',char(10)));\nCOMMIT;\n",
         [(1, "a\r\nb")]),
        (SQLITE + "INSERT INTO \"t\" VALUES(1,unistr('a\\u000ab'));\nCOMMIT;\n", [(1, "a\nb")]),
    ],
)  # fmt: skip
def test_every_way_of_writing_gives_its_values(read, text, rows):
    assert read(text)[0] == rows


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "trick",
    [
        MYSQL + "DROP DATABASE x;\nDROP TABLE `t`;\nTRUNCATE t;\nDELETE FROM t;\nUPDATE t SET b='z';\n",
        MYSQL + "DELIMITER ;;\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN INSERT INTO t VALUES (9,'x'); END;;\n"
        "DELIMITER ;\n",
        MYSQL + "DELIMITER //\nCREATE PROCEDURE p() BEGIN\nINSERT INTO t VALUES (9,'x');\nEND//\nDELIMITER ; \n",
        MYSQL + "delimiter $$\nCREATE FUNCTION f() RETURNS int BEGIN INSERT INTO t VALUES (9,'x'); RETURN 1; END$$\n"
        "delimiter ;\n",
        MYSQL + "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`l`*/ /*!50003 TRIGGER g BEFORE INSERT ON t FOR EACH"
        " ROW BEGIN INSERT INTO t VALUES (9,'x'); END */;;\nDELIMITER ;\n",
        MYSQL + "/*!50003 CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW INSERT INTO t VALUES (9,'x') */;\n",
        MYSQL + "SELECT 'x; INSERT INTO t VALUES (9,9);';\n-- INSERT INTO t VALUES (9,9);\n# INSERT INTO t VALUES (9,9);\n",
        MYSQL + "LOAD DATA INFILE '/etc/passwd' INTO TABLE t;\nSELECT 1 INTO OUTFILE '/tmp/x';\nsystem rm x;\n\\! rm x\n",
        PG + "COPY public.t FROM PROGRAM 'rm -rf /';\nCOPY public.t TO PROGRAM 'x';\n\\! rm x\n\\copy t from x\n",
        PG + "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $_$ INSERT INTO t VALUES (9,'x'); $_$;\n",
        PG + "CREATE FUNCTION f() RETURNS void AS $$\nBEGIN\nCOPY public.t (a, b) FROM stdin;\n9\tx\n\\.\nEND $$;\n",
        PG + "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT 1; INSERT INTO t VALUES (9,'x'); END;\n",
        PG + "DO $x$ BEGIN EXECUTE 'INSERT INTO t VALUES (9,9)'; END $x$;\n",
        SQLITE + "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a=1; INSERT INTO t VALUES(9,'x'); END;\nCOMMIT;\n",
        SQLITE + "ATTACH DATABASE '/tmp/x' AS x;\nPRAGMA writable_schema=ON;\nSELECT load_extension('x');\nCOMMIT;\n",
    ],
)  # fmt: skip
def test_no_trick_becomes_a_row_or_loses_one(read, trick, line_end):
    """The one true row follows the trick directly, or after 100 kB, so that windows end in other places."""
    for between in ("", "-- " + "x" * 100 + "\n", ("-- " + "x" * 97 + "\n") * 1_000):
        text = (trick + between + "INSERT INTO t VALUES (1,'a');\n").replace("\n", line_end)
        assert read(text)[0] == ONE


@pytest.mark.parametrize("before", range(0, 400, 7))
def test_the_end_of_a_routine_is_found_wherever_a_window_ends(read, before):
    filler = "-- " + "x" * before + "\n"
    text = MYSQL + "DELIMITER ;;\nCREATE TRIGGER g BEGIN END;;\nDELIMITER ;\nINSERT INTO t VALUES (1,'a');\n" + filler
    assert read(text)[0] == ONE


def test_rows_with_too_many_or_too_few_values_are_counted_and_move_nothing(read):
    rows, report = read(MYSQL + "INSERT INTO `t` VALUES (1,'a'),(2,'b','c'),(3),(4,'d');")
    assert rows == [(1, "a"), (4, "d")]
    assert report.bad == {"t": 2}


def test_only_what_is_wanted_is_kept(read):
    rows, _report = read(MYSQL + "CREATE TABLE u (s text);\nINSERT INTO t VALUES (1,'secret');\nINSERT INTO u VALUES ('x');",
                         wanted=("a",))  # fmt: skip
    assert rows == [(1,)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (MYSQL.encode() + b"INSERT INTO `t` VALUES (1,'caf\xe9 \xf0\x9f\x98\x80 \xc3\xa9');", "café 😀 é"),
        (b"SET NAMES latin1;\n" + MYSQL[30:].encode() + b"INSERT INTO `t` VALUES (1,'\x80 caf\xe9');", "€ café"),
        (("\ufeff" + MYSQL + "INSERT INTO `t` VALUES (1,'é');").encode("utf-16"), "é"),
        (("\ufeff" + MYSQL + "INSERT INTO `t` VALUES (1,'é');").encode(), "é"),
        (PG.encode() + b"INSERT INTO t VALUES (1, 'a\x00b');", "a\x00b"),
        (b"SET client_encoding = 'WIN1252';\n" + PG.encode() + b"INSERT INTO t VALUES (1, '\x93');", "“"),
    ],
)  # fmt: skip
def test_text_of_any_encoding_is_read(read, content, text):
    assert read(content)[0] == [(1, text)]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".zip", ".dbf", ".exe", ""])
def test_what_a_file_is_its_content_says(read, ending):
    rows, report = read(MYSQL + "INSERT INTO t VALUES (1,'a');", name="dump" + ending)
    assert rows == ONE
    assert set(report.kinds.values()) == {"mysql"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (MYSQL + "".join(f"CREATE TABLE `x{number}` (`a` int);\n" for number in range(5_001)), "too_wide"),
        (MYSQL + "CREATE TABLE `w` (" + ",".join(f"c{number} int" for number in range(2_001)) + ");", "too_wide"),
        (MYSQL + "INSERT INTO `t` VALUES (1,'" + "x" * 20_000_000 + "');", "too_wide"),
        (PG + "COPY public.t (a, b) FROM stdin;\n1\t" + "x" * 20_000_000 + "\n\\.\n", "too_wide"),
        (MYSQL + "/*" + "x" * 20_000_000, "too_wide"),
        (MYSQL + "INSERT INTO `t` VALUES " + "(" * 100_000, "broken"),
        (MYSQL + "INSERT INTO `t` VALUES " + "('" * 100_000, "broken"),
        (MYSQL + "INSERT INTO `t` VALUES (1,'a'),", "broken"),
        (PG + "COPY public.t (a, b) FROM stdin;\n1\ta\n", "broken"),
        (PG + "CREATE FUNCTION f() AS $$ never ends", "broken"),
        (SQLITE + "INSERT INTO t VALUES(1,'a');\n", "broken"),
        ("", "unknown"),
        ("\x00\x01\x02" * 100, "unknown"),
    ],
)
def test_what_cannot_be_read_is_refused_soon_and_leaves_no_file(read, tmp_path, text, code):
    with pytest.raises(DumpError) as refusal:
        read(text, bounds=Limits(seconds=20))
    assert refusal.value.code == code
    assert not (tmp_path / "target.sqlite").exists()


def test_a_file_that_takes_too_long_or_is_too_large_is_refused(read):
    text = MYSQL + "INSERT INTO t VALUES (1,'a');\n" * 1_000
    for bounds, code in ((Limits(seconds=-1), "too_slow"), (Limits(bytes=1_000), "too_big")):
        with pytest.raises(DumpError) as refusal:
            read(text, bounds=bounds)
        assert refusal.value.code == code


_TOOLS = {
    "mysqldump": "-- MySQL dump 10.13  Distrib 8.0\n" + MYSQL + "".join(
        f"INSERT INTO `t` VALUES ({number},'a''b\\n;'),({number + 1000},NULL);\n" for number in range(40)
    ) + "-- Dump completed on 2026-11-25\n",
    "pg_dump": "--\n-- PostgreSQL database dump\n--\n" + PG + "COPY public.t (a, b) FROM stdin;\n" + "".join(
        f"{number}\tx\\ny\n" for number in range(80)
    ) + "\\.\nSELECT 1;\n--\n-- PostgreSQL database dump complete\n--\n",
    "sqlite": SQLITE + "".join(f"INSERT INTO t VALUES({number},'x');\n" for number in range(80)) + "COMMIT;\n",
}  # fmt: skip


@pytest.mark.parametrize("tool", _TOOLS)
def test_a_file_cut_at_any_hundredth_is_refused_or_its_table_told_missing(read, tmp_path, tool):
    text = _TOOLS[tool]
    assert len(read(text)[0]) == 80
    for percent in range(1, 100):
        try:
            _rows, report = read(text[: len(text) * percent // 100])
        except DumpError:  # noqa: PERF203
            assert not (tmp_path / "target.sqlite").exists()
        else:
            assert report.missing == ("t",)
            assert percent < 10


def test_keys_and_types_are_told(tmp_path):
    source = tmp_path / "dump.sql"
    source.write_text(
        PG + "CREATE TABLE public.u (x numeric(38,10), t integer);\n"
        "ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a);\n"
        "ALTER TABLE ONLY public.u ADD CONSTRAINT u_fkey FOREIGN KEY (t) REFERENCES public.t(a);\n"
        "INSERT INTO public.u VALUES (1.5, 1), (2, 1);\n"
    )
    schema = load.read_schema(source)
    assert schema.table("t").primary_key == ("a",)
    assert schema.table("u").foreign_keys[0].table == "t"
    assert (schema.table("u").rows, schema.table("u").column("x").type) == (2, "decimal")
    assert limits.Limits().tables == 5_000
