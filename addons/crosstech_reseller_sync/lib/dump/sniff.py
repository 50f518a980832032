"""What kind of file this is, by its content: names lie."""

import codecs
import re

SQLITE, PG_CUSTOM, PG_PLAIN, MYSQL, SQL, CSV, XLSX, XLS, DBASE, UNKNOWN = (
    "sqlite", "pg_custom", "pg_plain", "mysql", "sql", "csv", "xlsx", "xls", "dbase", "unknown",
)  # fmt: skip
# Dumps in words of SQL: read by ``lib.dump.sql``.
SQL_KINDS = frozenset({PG_PLAIN, MYSQL, SQL})

_MAGIC = (
    (b"SQLite format 3\x00", SQLITE),
    (b"PGDMP", PG_CUSTOM),
    (b"PK\x03\x04", XLSX),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", XLS),
)
_PG = re.compile(rb"PostgreSQL database (cluster )?dump|^COPY .* FROM stdin;|standard_conforming_strings", re.M)
_MYSQL = re.compile(
    rb"MySQL dump|MariaDB dump|phpMyAdmin|HeidiSQL|/\*!\d{5}|ENGINE\s*="
    rb"|^\s*(INSERT INTO|CREATE TABLE)\s+(IF NOT EXISTS\s+)?`",
    re.I | re.M,
)
_SQLITE_DUMP = re.compile(rb"\A\s*(PRAGMA foreign_keys\s*=\s*\w+;\s*)?BEGIN TRANSACTION;")
_SQL = re.compile(rb"^\s*(CREATE TABLE|INSERT INTO|BEGIN TRANSACTION|PRAGMA )|\A\s*(--|/\*)", re.I | re.M)
# Papers, pages, pictures and other archives: text or not, they are no tables.
_OTHER = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF")
_PAGE = re.compile(rb"\A\s*<(!DOCTYPE html|html|\?xml|svg)", re.I)
# First byte of a dBase file: dBase III and IV, FoxPro, Visual FoxPro, with and without memo file.
_DBASE = frozenset(b"\x02\x03\x30\x31\x32\x43\x63\x83\x8b\x8c\x8e\xcb\xe5\xf5\xfb")
_CONTROL = bytes({*range(32)} - set(b"\t\n\r\f\v"))


def kind(head: bytes) -> str:
    """Tell the kind of a file from its beginning.

    :param head: some kilobytes, unpacked

    >>> kind(b"SQLite format 3" + bytes(20)), kind(b"-- MySQL dump 10.13"), kind(b"kode;nama;harga")
    ('sqlite', 'mysql', 'csv')
    """
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if _is_dbase(head):
        return DBASE
    if _is_binary(head) or head.startswith(_OTHER):
        return UNKNOWN
    head = _plain(head)
    if _PAGE.match(head):
        return UNKNOWN
    if _SQLITE_DUMP.match(head):
        return SQL
    if _PG.search(head):
        return PG_PLAIN
    if _MYSQL.search(head):
        return MYSQL
    if _SQL.search(head):
        return SQL
    return CSV if head.strip() else UNKNOWN


def _plain(head: bytes) -> bytes:
    """Text without its mark, and UTF-16 as UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(codecs.BOM_UTF8)


def _is_dbase(head: bytes) -> bool:
    """A dBase header: known first byte, a date that can be one, lengths that fit each other."""
    if len(head) < 32 or head[0] not in _DBASE:
        return False
    month, day = head[2], head[3]
    header_bytes = int.from_bytes(head[8:10], "little")
    record_bytes = int.from_bytes(head[10:12], "little")
    return 0 < month <= 12 and 0 < day <= 31 and header_bytes >= 33 and record_bytes > 0


def _is_binary(head: bytes) -> bool:
    """Text has hardly any NUL bytes and other control characters, unless it is UTF-16 with its mark."""
    if b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > max(4, len(head) // 50)
