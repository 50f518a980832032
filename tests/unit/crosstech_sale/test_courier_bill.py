"""Reading bills of couriers: what they look like on good days, on bad days, and what is no bill at all."""

import contextlib
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import courier_bill as bills
from odoo.addons.crosstech_sale.lib.tariff_sheets import Sheet, TariffFileError, read_sheets


def _read(content: bytes, remembered=None):
    sheet = read_sheets(content, bills.MAX_ROWS + 1, bills.bill_cell)[0]
    return bills.read_bill(sheet, bills.guess_layout(sheet, remembered))


def _xlsx(rows, *, merge=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


TYPICAL = """PT KURIR UJI;;;;;;;;;;
No. Invoice : INV/2026/11/0042;;;;;;;;;;
No;Tgl;No. Resi;Asal;Tujuan;Layanan;Koli;Berat (Kg);Ongkir;Asuransi;Jumlah
1;05/11/2026;nex 0020 1234;Jakarta;Pontianak Selatan, Kota Pontianak;reg;1;2;Rp 60.000;0;Rp 60.000
2;06-Nov-26;'0112345678901;Jakarta;Mariso;OKE;2;3,4;75.000,00;5.100;80.100
;;;;;Sub Total;;;;;140.100
;;TOTAL;;;;;;;;Rp 140.100,-
"""


def test_a_typical_bill_is_read_with_its_dates_numbers_and_total():
    bill = _read(("\ufeff" + TYPICAL).encode())
    assert [(r.awb, r.day, r.service, r.weight_kg, r.freight, r.insurance, r.total) for r in bill.rows] == [
        ("NEX00201234", date(2026, 11, 5), "REG", Decimal(2), 60_000, 0, 60_000),
        ("0112345678901", date(2026, 11, 6), "OKE", Decimal("3.4"), 75_000, 5_100, 80_100),
    ]  # fmt: skip
    assert bill.stated_total == 140_100
    assert not bill.remarks


def test_the_number_of_the_bill_is_found_above_the_table():
    sheet = read_sheets(TYPICAL.encode())[0]
    assert bills.guess_number(sheet, bills.guess_layout(sheet).first_row) == "INV/2026/11/0042"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_bill_reads_the_same_in_every_encoding(encoding):
    assert len(_read(TYPICAL.encode(encoding)).rows) == 2


def test_english_headings_commas_and_american_dates_are_understood():
    content = "AWB,Date,Destination,Service,Weight,Freight,Total\n"
    content += 'JNE0001234,11/25/2026,MARISO,REG,2.0,"60,000.00","60,000.00"\n'
    (row,) = _read(content.encode()).rows
    assert (row.day, row.weight_kg, row.total) == (date(2026, 11, 25), Decimal("2.0"), 60_000)


def test_a_spreadsheet_with_real_dates_numbers_and_merged_headings_is_read():
    content = _xlsx(
        [
            ["Tagihan November"],
            ["Resi", "Tanggal", "Kiriman", "", "Biaya", ""],
            ["", "", "Tujuan", "Berat", "Ongkir", "Asuransi"],
            [112345678901, datetime(2026, 11, 5), "Mariso", 1.5, 60000, 0],  # noqa: DTZ001
        ]
    )
    (row,) = _read(content).rows
    assert (row.awb, row.day, row.weight_kg) == ("112345678901", date(2026, 11, 5), Decimal("1.5"))
    assert (row.freight, row.total) == (60_000, 60_000)


def test_a_heading_repeated_on_the_next_page_is_no_line():
    content = "AWB;Total\nNEX0000001;1000\nAWB;Total\nNEX0000002;2000\n"
    assert [row.total for row in _read(content.encode()).rows] == [1000, 2000]


def test_a_bill_without_a_total_column_adds_its_parts_up():
    (row,) = _read(b"Resi;Ongkir;Packing\nNEX0000001;30000;5000\n").rows
    assert (row.freight, row.packing, row.total) == (30_000, 5_000, 35_000)


def test_a_bill_with_nothing_but_a_total_leaves_the_freight_open():
    (row,) = _read(b"Resi;Total\nNEX0000001;30000\n").rows
    assert (row.freight, row.weight_kg, row.total) == (None, None, 30_000)


def test_what_a_person_said_of_a_heading_comes_before_the_guess():
    content = b"Resi;Bobot;Netto Rp\nNEX0000001;3;30000\n"
    (row,) = _read(content, {"bobot": "weight", "netto rp": "total"}).rows
    assert (row.weight_kg, row.total) == (Decimal(3), 30_000)


@pytest.mark.parametrize(
    ("awb", "clean"),
    [
        (" nex 0020 1234 ", "NEX00201234"),
        ("'0112345678901", "0112345678901"),
        ('="0112345678901"', "0112345678901"),
        ("1.12345678901E+11", "112345678901"),
        ("1,12345678901E+11", "112345678901"),
        ("112345678901.0", "112345678901"),
        ("jne\u00a0001234", "JNE001234"),
    ],
)
def test_a_consignment_number_survives_a_spreadsheet(awb, clean):
    assert bills.clean_awb(awb) == clean


def test_a_number_whose_digits_are_lost_is_remarked_on():
    bill = _read(b"Resi;Total\n1.12346E+11;30000\n")
    assert bill.remarks["awb_damaged"].count == 1


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("NEX0000001;2;-30000", "negative_amount"),
        ("NEX0000001;2;(30.000)", "negative_amount"),
        ("NEX0000001;2;gratis", "unreadable_amount"),
        ("NEX0000001;2;999999999999", "unreadable_amount"),
        (";2;30000", "no_awb"),
        ("NEX0000001;0;30000", "no_weight"),
        ("NEX0000001;berat;30000", "unreadable_weight"),
        ("NEX0000001;-2;30000", "unreadable_weight"),
    ],
)
def test_what_cannot_be_read_is_said_and_never_repaired(line, kind):
    bill = _read(f"Resi;Berat;Total\n{line}\nNEX0000002;1;20000\n".encode())
    assert bill.remarks[kind].count == 1
    assert bill.rows[-1].total == 20_000
    assert len(bill.rows) == (2 if kind.endswith("weight") else 1)


def test_a_consignment_that_stands_twice_and_a_wrong_total_are_remarked_on():
    bill = _read(b"Resi;Total\nNEX0000001;1000\nNEX0000001;1000\nTOTAL;3000\n")
    assert (bill.remarks["awb_twice"].count, bill.remarks["other_total"].count) == (1, 1)
    assert len(bill.rows) == 2


def test_an_unreadable_date_is_remarked_on_and_the_line_kept():
    bill = _read(b"Resi;Tanggal;Total\nNEX0000001;kemarin;1000\n")
    assert bill.remarks["unreadable_date"].count == 1
    assert bill.rows[0].day is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "not_a_table"),
        (b"PK\x03\x04 no zip", "damaged"),
        (b"<html><table><tr><td>AWB</td></tr></table></html>", "web_page"),
    ],
)
def test_what_is_no_bill_is_refused(content, code):
    with pytest.raises(TariffFileError) as caught:
        _read(content)
    assert caught.value.code == code


def test_a_table_without_consignment_numbers_has_no_heading():
    sheet = Sheet("", (("Nama", "Alamat"), ("Budi", "Jalan 1")))
    assert bills.guess_layout(sheet) is None
    with pytest.raises(TariffFileError):
        bills.read_bill(sheet, bills.Layout(0, (bills.Column(0, "Nama", "ignore"),)))


def test_fifty_thousand_lines_are_read():
    lines = "".join(f"NEX{number:010d};2;60.000\n" for number in range(50_000))
    bill = _read(f"Resi;Berat;Total\n{lines}".encode())
    assert (len(bill.rows), bill.rows[-1].awb) == (50_000, "NEX0000049999")


@given(st.integers(0, 99_999_999))
def test_an_amount_reads_the_same_however_it_is_written(amount):
    dots = f"{amount:,}".replace(",", ".")
    for text in (str(amount), dots, f"Rp {dots}", f"{amount:,}", f"{amount:,}.00", f"{dots},00", f"Rp. {dots},-"):
        assert bills.parse_amount(text) == amount


@given(st.text(max_size=40))
def test_no_text_breaks_the_cells(text):
    bills.clean_awb(text)
    bills.parse_day(text)
    with contextlib.suppress(ValueError):
        bills.parse_amount(text)
    with contextlib.suppress(ValueError):
        bills.parse_weight(text)
