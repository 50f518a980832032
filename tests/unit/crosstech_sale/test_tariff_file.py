"""Price lists as couriers send them: what is read, what is remarked on, what is refused."""

import io
import os
import struct
import zipfile
from datetime import date, datetime, timezone

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import tariff_file as files
from odoo.addons.crosstech_sale.lib import tariff_sheets as sheets

LONG = "Provinsi;Kota;Kecamatan;Layanan;Tarif;ETD\nKalbar;Pontianak;Pontianak Selatan;REG;Rp. 30.000,00;2-3 HARI\n"


def _xlsx(*tables):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for index, rows in enumerate(tables):
        sheet = book.create_sheet(f"Table {index}")
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row, column, value):
    """Write one cell of a BIFF8 sheet: text or number."""
    place = struct.pack("<HHH", row, column, 15)
    if isinstance(value, str):
        return _record(0x0204, place + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
    return _record(0x0203, place + struct.pack("<d", value))


def _xls(rows):
    """Write the smallest old Excel file: a compound document of one stream, one sheet in it."""
    name = b"Tarif"
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    sheet += b"".join(_xls_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    sheet += _record(0x000A)
    begin += _record(0x00E0, bytes(20)) * 16  # the formats cells refer to
    offset = len(begin) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name)
    stream = (begin + bound + _record(0x000A) + sheet).ljust(4096, b"\0")
    sectors = len(stream) // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 432
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    folder = _xls_entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _xls_entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    return header + fat + folder.ljust(512, b"\0") + stream


def _xls_entry(name, kind, child, start, size):
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)


def _read(content):
    sheet = sheets.read_sheets(content)[0]
    return files.read_rows(sheet, files.guess_layout(sheet))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_in_any_encoding_and_with_any_delimiter_is_read(encoding, delimiter):
    text = LONG.replace("30.000,00", "30000").replace(";", delimiter).replace("Kalbar", "Kalbar é")
    rows, remarks = _read(text.encode(encoding))
    assert [(r.city, r.district, r.service, int(r.price), r.etd) for r in rows] == [
        ("Pontianak", "Pontianak Selatan", "REG", 30_000, (2, 3))
    ]
    assert rows[0].province == "Kalbar é"
    assert not remarks


def test_excel_own_delimiter_line_and_title_lines_are_skipped():
    rows, _remarks = _read(f"sep=;\nPT KURIR UJI;;;;;\nDAFTAR TARIF 2026;;;;;\n;;;;;\n{LONG}".encode())
    assert int(rows[0].price) == 30_000
    assert rows[0].line == 5


def test_merged_headings_over_two_rows_are_read_together():
    content = _xlsx(
        [
            ["TARIF DARI JAKARTA"],
            ["Kota", "Kecamatan", "Tarif (Rp/Kg)", None, "Estimasi", None],
            [None, None, "REG", "OKE", "REG", "OKE"],
            ["Kota Pontianak", "Pontianak Selatan", "Rp. 10,000.00", 9000, "2-3", "4-5"],
        ]
    )
    rows, _remarks = _read(content)
    assert [(r.service, int(r.price), r.etd) for r in rows] == [("REG", 10_000, (2, 3)), ("OKE", 9_000, (4, 5))]


def test_every_visible_table_of_a_workbook_is_offered():
    content = _xlsx([["Kota", "REG"], ["Pontianak", 1000]], [["Catatan"]], [])
    assert [sheet.name for sheet in sheets.read_sheets(content)] == ["Table 0", "Table 1"]


def test_an_old_excel_file_is_read():
    rows, remarks = _read(_xls([["Kota", "REG", "ETD"], ["Pontianak", 30_000.0, "2-3"], ["Makassar", "Rp 9.500", "1"]]))
    assert [(row.city, int(row.price), row.etd) for row in rows] == [
        ("Pontianak", 30_000, (2, 3)),
        ("Makassar", 9_500, (1, 1)),
    ]
    assert not remarks


def test_a_formula_counts_by_its_saved_result_and_is_said_without_one():
    content = _xlsx([["Kota", "REG", "OKE"], ["Pontianak", "=5000*2", 9000]])
    sheet = sheets.read_sheets(content)[0]
    assert sheet.formulas == 1
    assert sheet.rows[1] == ("Pontianak", "", "9000")


def test_days_that_a_spreadsheet_took_for_a_date_come_back():
    content = _xlsx(
        [["Kota", "REG", "ETD"], ["Pontianak", 9000, date(2026, 3, 2)], ["Makassar", 9000, date(2026, 4, 3)]]
    )
    rows, _remarks = _read(content)
    assert [row.etd for row in rows] == [(2, 3), (3, 4)]


def test_a_list_of_one_column_of_destinations_is_split():
    rows, _remarks = _read(b"Tujuan;REG\nPontianak Selatan, Kota Pontianak, Kalbar;30000\nMakassar;9000\n")
    assert [row[1:4] for row in rows] == [("Kalbar", "Kota Pontianak", "Pontianak Selatan"), ("", "Makassar", "")]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Rp. 10,000.00", 10_000), ("10.000", 10_000), ("10.000,00", 10_000), ("10000.0", 10_000), ("10,000", 10_000),
        ("Rp10.000,-", 10_000), ("IDR 1,250,000", 1_250_000), ("1.250.000", 1_250_000), ("9 500", 9_500),
        ("12.500/kg", 12_500), ("0", 0), ("-5000", -5_000), ("7.5", 8), ("7,49", 7), ("1.234.567,89", 1_234_568),
        ("1,234,567.4", 1_234_567),
    ],
)  # fmt: skip
def test_prices_are_read_as_people_write_them(text, price):
    assert files.parse_price(text) == price


@pytest.mark.parametrize("text", ["", "-", "--", " ", "x"])
def test_an_empty_price_is_no_price(text):
    assert files.parse_price(text) is None


@pytest.mark.parametrize(
    "text", ["gratis", "call", "1e9", "10.000.00.0.", "999999999999", "#REF!", "=A1*2", "(5000)", "٣"]
)
def test_an_unreadable_price_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        files.parse_price(text)


@given(st.integers(1, 99_999_999), st.sampled_from(["{}", "{:,}", "{:_}", "Rp {:,}.00"]))
def test_a_price_written_in_any_grouping_reads_back(price, form):
    text = form.format(price)
    assert files.parse_price(text.replace("_", ".")) == price


@given(st.text(max_size=30))
def test_any_text_is_a_price_none_or_refused(text):
    try:
        price = files.parse_price(text)
    except ValueError:
        return
    assert price is None or price == price.to_integral_value()


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Provinsi", ("province", "")), ("KOTA/KABUPATEN", ("city", "")), ("Kecamatan", ("district", "")),
        ("Kota Tujuan", ("city", "")), ("Tujuan", ("destination", "")), ("Kode", ("code", "")),
        ("Asal", ("origin", "")),
        ("Layanan", ("service", "")), ("Service", ("service", "")), ("Tarif/kg", ("price", "")),
        ("price_idr_per_kg", ("price", "")), ("etd_min", ("etd_min", "")), ("ETD Max", ("etd_max", "")),
        ("Lama Hari", ("etd", "")), ("Lead Time", ("etd", "")), ("Min. Berat (kg)", ("minimum_weight", "")),
        ("REG", ("price", "REG")), ("Tarif YES", ("price", "YES")), ("OKE etd", ("etd", "OKE")), ("No", ("ignore", "")),
        ("Kode Pos", ("ignore", "")), ("", ("ignore", "")), ("Catatan", ("ignore", "")),
    ],
)  # fmt: skip
def test_headings_are_guessed_in_both_languages(heading, expected):
    assert files.guess_meaning(heading) == expected


def test_oddities_are_told_and_nothing_is_corrected():
    table = [["Kota", "Layanan", "Tarif", "ETD"]]
    table += [["Pontianak", "REG", 20_000, "2"], ["Pontianak", "OKE", 21_000, ""], ["Pontianak", "REG", 20_000, "2"]]
    table += [["Makassar", "REG", 30_000, "?"], ["Makassar", "REG", 31_000, "3"], ["Makassar", "YES", "murah", "1"]]
    table += [["Ambon", "REG", 0, "1"], ["", "REG", 5_000, "1"], ["Ambon", "", 5_000, "1"], ["Ambon", "REG", None, "1"]]
    table += [["Ambon", "REG", 12, "1"]]
    rows, remarks = _read(_xlsx(table))
    conflicts = files.find_oddities(rows, lambda row: row.city, remarks)
    assert conflicts == {("Makassar", "REG")}
    assert {kind: remark.count for kind, remark in remarks.items()} == {
        "slower_is_dearer": 1, "duplicate_same": 1, "duplicate_conflict": 1, "etd_missing": 1, "etd_unreadable": 1,
        "unreadable_price": 1, "price_not_positive": 1, "no_destination": 1, "no_service": 1, "no_price": 1,
        "price_very_low": 1,
    }  # fmt: skip
    assert [int(row.price) for row in rows] == [20_000, 21_000, 20_000, 30_000, 31_000, 12]


def test_the_same_days_everywhere_look_like_a_fill_in():
    rows = [files.Row(i, "", f"Kota {i}", "", "YES", 9, (1, 1)) for i in range(files.FILL_IN_ROWS)]
    remarks = files.Remarks()
    files.find_oddities(rows, lambda row: row.city, remarks)
    assert "etd_all_the_same" in remarks
    remarks = files.Remarks()
    files.find_oddities(rows[1:], lambda row: row.city, remarks)
    assert not remarks


def _bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (sheets.MAX_UNPACKED_BYTES + 1))
    return buffer.getvalue()


def _truncated():
    content = _xlsx([["Kota", "REG"], *[[f"Kota {i}", i] for i in range(2000)]])
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: b" \n\n", "empty"),
        (lambda: b"a" * (sheets.MAX_BYTES + 1), "too_big"),
        (lambda: os.urandom(10_000_000), "not_a_table"),
        (lambda: b"x" * 9_000_000, "not_a_table"),
        (lambda: b"a,b\n" * 300_000, "too_many_rows"),
        (lambda: b"PK\x03\x04" + b"x" * 100, "damaged"),
        (_truncated, "damaged"),
        (_bomb, "too_big"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5000, "damaged"),
        (lambda: b"<!DOCTYPE html><html><table></table></html>", "web_page"),
        (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 10, "not_a_table"),
    ],
)  # fmt: skip
def test_what_is_no_price_list_is_refused_with_a_reason(make, code):
    with pytest.raises(sheets.TariffFileError) as caught:
        sheets.read_sheets(make())
    assert caught.value.code == code
    assert code in sheets.TariffFileError.CODES


def test_text_without_a_heading_has_no_layout():
    assert files.guess_layout(sheets.read_sheets(b"halo\napa kabar\n")[0]) is None
    with pytest.raises(sheets.TariffFileError):
        files.read_rows(sheets.Sheet("", (("a", "b"),)), files.Layout(0, ()))


@given(st.binary(max_size=3000))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        tables = sheets.read_sheets(content)
    except sheets.TariffFileError:
        return
    for table in tables:
        assert len({len(row) for row in table.rows}) == 1
        layout = files.guess_layout(table)
        if layout:
            files.read_rows(table, layout, "REG")


def test_a_time_in_a_cell_is_no_price_and_a_date_time_is_days():
    assert sheets.cell_text(datetime(2026, 3, 2, 5, tzinfo=timezone.utc)) == "2-3"
    assert sheets.cell_text(datetime(2026, 3, 2, 5, tzinfo=timezone.utc).time()) == ""


def test_the_real_list_is_read_whole(shared_data):
    rows, remarks = _read(shared_data("courier/jne_tangerang_2015.csv").read_bytes())
    assert len(rows) == 11_342
    files.find_oddities(rows, lambda row: (row.city, row.district), remarks)
    assert {kind: remark.count for kind, remark in remarks.items()} == {"duplicate_same": 2, "etd_all_the_same": 1}


def test_the_list_of_sixteen_origins_is_read_whole(shared_data):
    rows, remarks = _read(shared_data("courier/jne_matrix_16_origins_2011.csv").read_bytes())
    assert len({row.origin for row in rows}) == 16
    assert remarks["etd_missing"].count == len(rows) == 2_515
