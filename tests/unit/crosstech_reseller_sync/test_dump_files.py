"""Files that are tables: CSV, spreadsheets, dBase, SQLite; packed, broken, hostile, wrongly named."""

import gzip
import io
import os
import sqlite3
import struct
import zipfile

import openpyxl
import pytest
import zstandard

from odoo.addons.crosstech_reseller_sync.lib.dump import load
from odoo.addons.crosstech_reseller_sync.lib.dump.limits import DumpError, Limits

MYSQL = b"/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `t` (`a` int, `b` text);\nINSERT INTO `t` VALUES (1,'a');\n"
STOCK = "kode;nama;harga;stok\n001;Mouse;1.250.000,50;12\n002;Kabel é;75.000,00;3\n"
ROWS = [("001", "Mouse", 1250000.5, 12), ("002", "Kabel é", 75000, 3)]


@pytest.fixture
def write(tmp_path):
    def _write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


def _load(path, bounds=None):
    """Load every table of a file; dict of table -> rows."""
    schema = load.read_schema(path, bounds)
    target = path.parent / "target.sqlite"
    target.unlink(missing_ok=True)
    load.load(path, {table.name: table.column_names for table in schema.tables}, target, bounds)
    connection = sqlite3.connect(target)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
    found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608
    connection.close()
    assert {table.name: table.rows for table in schema.tables} == {name: len(rows) for name, rows in found.items()}
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_indonesian_price_list_is_read_in_any_encoding(write, encoding):
    assert _load(write("stok.csv", STOCK.encode(encoding))) == {"stok": ROWS}


@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_the_separator_is_found(write, separator):
    text = "kode;nama;stok\nA1;Mouse;12\nB2;Kabel;3\n".replace(";", separator)
    assert _load(write("stok.csv", text)) == {"stok": [("A1", "Mouse", 12), ("B2", "Kabel", 3)]}


def test_a_header_in_the_third_row_is_found(write):
    assert _load(write("stok.csv", "Toko Maju;;;\nper 25 November;;;\n" + STOCK)) == {"stok": ROWS}


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.500", "12.000"], [1500, 12000]),
        (["1.500", "2.5"], [1.5, 2.5]),
        (["1,500.25", "2,000.00"], [1500.25, 2000]),
        (["Rp 15.000", "Rp. 1.250.000"], [15000, 1250000]),
        (["-5", "7"], [-5, 7]),
        (["0012", "0100"], ["0012", "0100"]),
        (["12", "kosong"], ["12", "kosong"]),
        (["", "7"], [None, 7]),
    ],
)
def test_numbers_are_read_as_they_were_meant(write, cells, values):
    text = "nama;nilai\n" + "".join(f"x{place};{cell}\n" for place, cell in enumerate(cells))
    assert [row[1] for row in _load(write("n.csv", text))["n"]] == values


def test_quotes_line_ends_nul_and_four_byte_characters_in_cells(write):
    text = 'nama;catatan\n"A;b";"satu\ndua"\n"C ""d""";\U0001f600\x00!\n'
    assert _load(write("c.csv", text)) == {"c": [("A;b", "satu\ndua"), ('C "d"', "\U0001f600!")]}


def test_short_and_long_rows_do_not_move_cells(write):
    text = "a;b;c\nx;y;z\nx;y\nx;y;z;too much\n"
    assert _load(write("r.csv", text)) == {"r": [("x", "y", "z"), ("x", "y", None), ("x", "y", "z")]}


def test_a_workbook_gives_a_table_for_each_sheet(write, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Stok"
    for row in (["Toko Maju"], [], ["Kode", "Nama", "Stok"], ["A1", "Mouse", 12], ["B2", "Kabel", 3.5]):
        sheet.append(row)
    book.create_sheet("Kosong")
    book.save(tmp_path / "book.xlsx")
    assert _load(tmp_path / "book.xlsx") == {"Stok": [("A1", "Mouse", 12), ("B2", "Kabel", 3.5)]}


def _dbase(rows):
    """A dBase III file with a text, a number and a day; the first character of a row marks the deleted."""
    fields = [(b"KODE", b"C", 6, 0), (b"STOK", b"N", 6, 0), (b"TGL", b"D", 8, 0)]
    size = 1 + sum(field[2] for field in fields)
    head = struct.pack("<BBBBIHH20x", 3, 126, 11, 25, len(rows), 32 + 32 * len(fields) + 1, size)
    described = b"".join(struct.pack("<11sc4xBB14x", *field) for field in fields)
    return head + described + b"\r" + b"".join(rows) + b"\x1a"


def test_a_dbase_table_is_read_without_its_deleted_rows(write):
    rows = [b" A1        1220261125", b"*B2         320261125", b" C3        -1        "]
    found = _load(write("barang.dbf", _dbase(rows)))
    assert found == {"barang": [("A1", 12, "2026-11-25"), ("C3", -1, None)]}


def test_an_sqlite_file_is_read_whatever_its_name(write, tmp_path):
    made = sqlite3.connect(tmp_path / "made.sqlite")
    made.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
    made.execute("INSERT INTO t VALUES (1, 'x'), (2, NULL)")
    made.execute("CREATE VIEW v AS SELECT load_extension('x') FROM t")
    made.commit()
    made.close()
    assert _load((tmp_path / "made.sqlite").rename(tmp_path / "backup.csv")) == {"t": [(1, "x"), (2, None)]}


def _zip(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(MYSQL), zstandard.compress(MYSQL), _zip(dump__sql=MYSQL), gzip.compress(gzip.compress(MYSQL))],
)
def test_packed_files_are_read(write, packed):
    assert _load(write("backup.bin", packed)) == {"t": [(1, "a")]}


def test_every_member_of_a_zip_is_read_and_what_nobody_knows_is_passed_over(write):
    packed = _zip(dump__sql=MYSQL, stok__csv=STOCK, foto__jpg=b"\xff\xd8\xff\xe0" + bytes(100))
    assert _load(write("backup.zip", packed)) == {"t": [(1, "a")], "stok": ROWS}


def test_names_that_climb_out_of_an_archive_write_nothing_anywhere(write, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("../../evil.csv", "/etc/evil2.csv", "..\\..\\evil3.csv", "C:\\evil4.csv"):
            archive.writestr(name, STOCK)
    found = _load(write("backup.zip", packed.getvalue()))
    assert set(found) == {"evil", "evil2", "evil3", "evil4"}
    assert sorted(os.listdir(tmp_path)) == ["backup.zip", "target.sqlite"]
    assert not [name for name in os.listdir(tmp_path.parent) if "evil" in name]


def _overlapping_zip():
    """Many names for one packed part: the trick of the zip bomb that needs no archive in an archive."""
    packed = bytearray(_zip(a__csv=b"a;b\n" + b"0;0\n" * 3_000_000))
    start = packed.rindex(b"PK\x01\x02")
    end = packed.rindex(b"PK\x05\x06")
    entry, tail = bytes(packed[start:end]), bytearray(packed[end:])
    count = 2_000
    tail[8:12] = struct.pack("<HH", count, count)
    tail[12:16] = struct.pack("<I", len(entry) * count)
    return bytes(packed[:start]) + entry * count + bytes(tail)


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(MYSQL + b" " * 80_000_000),
        zstandard.compress(MYSQL + b"\n" * 80_000_000),
        _zip(dump__sql=MYSQL + b" " * 80_000_000),
        _overlapping_zip(),
        gzip.compress(gzip.compress(gzip.compress(MYSQL))),
        _zip(inner__zip=_zip(dump__sql=MYSQL)),
        _zip(**{"xl/workbook__xml": b"<workbook/>", "xl/sharedStrings__xml": b" " * 80_000_000}),
    ],
    ids=[
        "gzip bomb",
        "zstandard bomb",
        "zip bomb",
        "overlapping zip bomb",
        "three layers",
        "zip in a zip",
        "workbook bomb",
    ],
)
def test_bombs_and_nests_are_refused(write, tmp_path, packed):
    path, target = write("backup.gz", packed), tmp_path / "target.sqlite"
    with pytest.raises(DumpError) as refusal:
        load.load(path, {"t": ("a",), "a": ("a", "b")}, target, Limits(seconds=60))
    assert refusal.value.code in ("bomb", "unknown", "broken", "too_wide")
    assert os.listdir(tmp_path) == ["backup.gz"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: gzip.compress(MYSQL * 50),
        lambda: zstandard.compress(MYSQL * 50),
        lambda: _zip(d__sql=MYSQL),
    ],
    ids=["gzip", "zstandard", "zip"],
)
def test_a_packed_file_cut_at_any_hundredth_is_refused(write, tmp_path, make):
    whole = make()
    for percent in range(1, 100):
        path = write("backup.bin", whole[: len(whole) * percent // 100])
        target = tmp_path / f"{percent}.sqlite"
        try:
            report = load.load(path, {"t": ("a", "b")}, target)
        except DumpError:
            assert not target.exists()
        else:  # a byte or three that are no archive yet
            assert (percent < 4, report.missing) == (True, ("t",))


@pytest.mark.parametrize("name", ["book.xlsx", "barang.dbf", "shop.sqlite"])
def test_a_table_file_cut_anywhere_gives_no_foreign_error(write, tmp_path, name):
    made = tmp_path / "made"
    if name == "book.xlsx":
        book = openpyxl.Workbook()
        for number in range(200):
            book.active.append([f"K{number}", "Mouse", number])
        book.save(made)
    elif name == "shop.sqlite":
        connection = sqlite3.connect(made)
        connection.execute("CREATE TABLE t (a, b)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(number, "x" * 50) for number in range(1_000)])
        connection.commit()
        connection.close()
    else:
        made.write_bytes(_dbase([b" A1        1220261125"] * 50))
    whole = made.read_bytes()
    for percent in range(1, 100):
        path = write(name, whole[: len(whole) * percent // 100])
        try:
            rows = sum(map(len, _load(path).values()))
        except DumpError:
            continue
        assert (name, percent, rows) == ("barang.dbf", 99, 50)  # only the mark of the end is missing


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(200), b"%PDF-1.7\n\x00\x01\x02" + bytes(50), bytes(5_000)]
)
def test_what_is_no_table_is_refused(write, tmp_path, content):
    with pytest.raises(DumpError) as refusal:
        load.load(write("stok.csv", content), {"stok": ("a",)}, tmp_path / "target.sqlite")
    assert refusal.value.code == "unknown"


def test_one_cell_of_twenty_megabytes_is_refused(write, tmp_path):
    with pytest.raises(DumpError):
        load.load(write("c.csv", "a;b\nx;" + "y" * 20_000_000), {"c": ("a", "b")}, tmp_path / "target.sqlite")


@pytest.mark.parametrize(
    ("name", "table", "rows"),
    [
        ("northwind.sqlite", "Products", 77),
        ("northwind_pg.sql", "products", 77),
        ("Chinook_Sqlite.sqlite", "InvoiceLine", 2_240),
        ("mysqlsampledatabase.sql", "orderdetails", 2_996),
    ],
)
def test_known_databases_have_the_known_number_of_rows(shared_data, name, table, rows):
    assert load.read_schema(shared_data(f"resellers/{name}")).table(table).rows == rows
