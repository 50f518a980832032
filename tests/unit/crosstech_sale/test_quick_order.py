"""Lists that customers type, paste or send."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import quick_order, safe_cells
from odoo.addons.crosstech_sale.lib.quick_order import Catalogue, QuickOrderError

CATALOGUE = Catalogue(
    [(1, "KB-3001", "8991", "Papan Ketik"), (2, "MS-3101", "8992", "Tetikus"), (3, "MS-3102", "", "Tetikus")]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KB-3001 10", [("KB-3001", 10, "")]),
        ("KB-3001", [("KB-3001", 1, "")]),
        ("  KB-3001\t10 ", [("KB-3001", 10, "")]),
        ("KB-3001;10;catatan", [("KB-3001", 10, "")]),
        ('"KB-3001","10"', [("KB-3001", 10, "")]),
        ("Kode;Jumlah\nKB-3001;10", [("KB-3001", 10, "")]),
        ("\ufeffSKU,Qty\r\nKB-3001,10\r\n\r\n", [("KB-3001", 10, "")]),
        ("KB-3001 10\nKB-3001 5", [("KB-3001", 10, ""), ("KB-3001", 5, "")]),
        ("KB-3001 0", [("KB-3001", 0, "quantity")]),
        ("KB-3001 -1", [("KB-3001", 0, "quantity")]),
        ("KB-3001;2,5", [("KB-3001", 0, "quantity")]),
        ("KB-3001;1.000", [("KB-3001", 0, "ambiguous")]),
        ("KB-3001,1,000", [("KB-3001", 0, "ambiguous")]),
        ("KB-3001;999999", [("KB-3001", 0, "too_much")]),
        ("KB-3001;٣", [("KB-3001", 0, "quantity")]),
        (";5", [("", 5, "missing")]),
        ("'=1+1;5", [("=1+1", 5, "")]),
        ("Kabel HDMI 2 m", [("Kabel HDMI 2 m", 1, "")]),
    ],
)
def test_lines_as_people_write_them(text, expected):
    assert [(one.key, one.quantity, one.error) for one in quick_order.parse_text(text)] == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n \n", "empty"),
        ("SKU;qty", "empty"),
        ("A 1\n" * 1_001, "too_many"),
        ("A" * 200_001, "too_big"),
    ],
)
def test_what_is_no_list(text, code):
    with pytest.raises(QuickOrderError) as refused:
        quick_order.parse_text(text)
    assert refused.value.code == code


def test_a_list_of_the_greatest_length_is_taken():
    assert len(quick_order.parse_text("A 1\n" * quick_order.MAX_LINES)) == quick_order.MAX_LINES


def _xlsx(*rows):
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        _xlsx(["KB-3001", 10]),
        _xlsx(["No", "Nama Toko", "Kode Barang", "Jml."], [1, "x", "KB-3001", 10.0]),
        "Barcode;Kode;Qty\n1;KB-3001;10\n".encode("utf-16"),
        "Kode\tJumlah\nKB-3001\t10\n".encode("cp1252"),
    ],
)
def test_files_as_people_send_them(content):
    lines = quick_order.parse_file(content)
    assert [one.quantity for one in lines] == [10]
    assert lines[0].key in ("KB-3001", "1")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html></html>", ("A;1\n" * 50_000).encode()])
def test_files_that_are_no_list(content):
    with pytest.raises(QuickOrderError):
        quick_order.parse_file(content)


@pytest.mark.parametrize(
    ("key", "product", "error", "suggestion"),
    [
        ("KB-3001", 1, "", 0), ("kb3001", 1, "", 0), ("8992", 2, "", 0), ("papan ketik", 1, "", 0),
        ("Tetikus", 0, "several", 2), ("KB-301", 0, "unknown", 1), ("zzz", 0, "unknown", 0),
    ],
)  # fmt: skip
def test_products_are_found_or_suggested(key, product, error, suggestion):
    [one] = quick_order.match([quick_order.line(1, key, "2")], CATALOGUE)
    assert (one.product, one.error, one.suggestion) == (product, error, suggestion)


@given(st.text(max_size=400))
def test_any_text_gives_lines_or_a_reason(text):
    try:
        lines = quick_order.parse_text(text)
    except QuickOrderError:
        return
    for one in lines:
        assert 0 <= one.quantity <= quick_order.MAX_QUANTITY
        assert bool(one.quantity) is (one.error in ("", "missing")) or one.error


@given(st.lists(st.tuples(st.sampled_from(["KB-3001", "ms-3101", "8991", "nix"]), st.integers(1, 999)), min_size=1))
def test_no_piece_is_lost_or_added(pairs):
    text = "\n".join(f"{key};{quantity}" for key, quantity in pairs)
    totals = quick_order.totals(quick_order.match(quick_order.parse_text(text), CATALOGUE))
    assert sum(totals.values()) == sum(quantity for key, quantity in pairs if key != "nix")


@given(st.text(max_size=60) | st.integers() | st.floats(allow_nan=False) | st.none())
def test_no_cell_begins_a_formula(value):
    cell = safe_cells.safe(value)
    if isinstance(value, int | float):
        assert cell == value
    else:
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\uff1d1", "\x00=1"])
def test_formulas_become_text(value):
    assert safe_cells.safe(value).startswith("'")


def test_rows_come_in_blocks_and_whole():
    rows = [[f"SKU{n}", n] for n in range(1_234)]
    blocks = list(safe_cells.csv_blocks(rows))
    assert len(blocks) == 3
    assert b"".join(blocks).decode("utf-8-sig").splitlines() == [f"SKU{n};{n}" for n in range(1_234)]


def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers():
    rows = [["AWB", "Rp"], ['=HYPERLINK("http://x")', 5], ["+1\x07", Decimal(7)]]
    content = safe_cells.workbook("Objection", rows)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ('=HYPERLINK("http://x")', "s"), (5, "n"), ("+1", "s"), (7, "n"),
    ]  # fmt: skip
