"""Statements of Indonesian banks as files: what is read, and what is refused with which reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.demo import statement_files
from odoo.addons.crosstech_sale.lib import bank_statement
from odoo.addons.crosstech_sale.lib.bank_statement import CsvProfile, Statement, StatementError, StatementLine

DATA = Path(__file__).parents[3] / "addons/crosstech_sale/data/statement_profile.xml"
_LISTS = {"header": "header", "description_columns": "description"}


def load_profiles() -> list[CsvProfile]:
    profiles = []
    for record in ElementTree.parse(DATA).getroot().iter("record"):  # noqa: S314 our own file
        values = {}
        for field in record.iter("field"):
            name, text = field.get("name"), field.text
            if name in _LISTS:
                values[_LISTS[name]] = tuple(text.split("|"))
            elif name.endswith("_column"):
                values[name.removesuffix("_column")] = text
            elif field.get("eval"):
                values[name] = field.get("eval") == "True"
            elif name != "sequence":
                values[name] = text
        profiles.append(CsvProfile(**values))
    return profiles


PROFILES = load_profiles()
TODAY = date(2026, 11, 21)
ACCOUNT = "8240123456"
MOVEMENTS = [
    statement_files.Movement(date(2026, 11, 2), Decimal("1250123"), "TRSF E-BANKING CR 0211/FTSCY/WS95051 BUDI S00012"),
    statement_files.Movement(date(2026, 11, 2), Decimal("-6500"), "BIAYA ADM"),
    statement_files.Movement(date(2026, 11, 3), Decimal("830077.25"), "SWITCHING CR DR 014 SITI AMINAH"),
]


def read(content, today=TODAY):
    content = content.encode() if isinstance(content, str) else content
    return bank_statement.read_statement(content, PROFILES, today)


def refusal(content, today=TODAY):
    with pytest.raises(StatementError) as caught:
        read(content, today)
    return caught.value


def facts(statement):
    return [(line.date, line.amount) for line in statement.lines]


EXPECTED = [(item.date, item.amount) for item in MOVEMENTS]

BCA_BUSINESS = """"No. Rekening","=","'8240123456"
"Nama","=","PD CROSS TECH"
"Periode","=","28/12/2025 - 03/01/2026"
"Kode Mata Uang","=","Rp"
"Tanggal","Keterangan","Cabang","Mutasi","Saldo"
"'29/12","TRSF E-BANKING CR BUDI","'0000","1,250,123.00 CR","2,250,123.00"
"'02/01","BIAYA ADM","'0000","6,500.00 DB","2,243,623.00"
"Saldo Awal","=","1,000,000.00"
"Mutasi Debet","=","6,500.00","1"
"Mutasi Kredit","=","1,250,123.00","1"
"Saldo Akhir","=","2,243,623.00"
"""
LIVIN = """Nomor Rekening;1230004567890
No;Tanggal;Keterangan;Dana Masuk (IDR);Dana Keluar (IDR);Saldo (IDR)
1;03 Nov 2026 09:15:02;Transfer dari SITI;830.077,25;-;1.830.077,25
2;02 Nov 2026 10:00:00;Biaya;-;6.500,00;1.000.000,00
"""
BNI = """Post Date,Value Date,Branch,Journal No.,Description,Debit,Credit,
02/11/26 09.15.01,02/11/26 09.15.01,0258,123456,TRANSFER DARI | BUDI SANTOSO,.00,"1,250,123.00",
02/11/26 09.16.01,02/11/26 09.16.01,0258,123457,BY ADM,"6,500.00",.00,
"""
BNI_SIGNS = """Account Number : 0123456789
Posting Date,Effective Date,Branch,Journal,Transaction Description,Amount,DB/CR,Balance
02/11/2026 09:15:01,02/11/2026,JKT,123456,TRF/PAY BUDI,"1,250,123.00",K,"1,250,123.00"
02/11/2026 09:16:01,02/11/2026,JKT,123457,ADM,"6,500.00",D,"1,243,623.00"
"""
BRI = """ID,NOREK,TGL_TRAN,DESK_TRAN,SALDO_AWAL_MUTASI,MUTASI_DEBET,MUTASI_KREDIT,SALDO_AKHIR_MUTASI,REMARK_CUSTOM
1,034101000743303,2026-11-02 09:15:01,NBMB BUDI TO CROSS TECH,1000.00,0.00,1250123.00,1251123.00,S00012
2,034101000743303,2026-11-02 09:16:01,BIAYA ADM,1251123.00,6500.00,0.00,1244623.00,
"""
CIMB = """Account No: 800123456700
Post Date,Eff Date,Cheque No,Description,Debit,Credit,Balance,Transaction Code,Ref No.
02/11/26,02/11/26,,TRF BUDI,0.00,"1,250,123.00","1,250,123.00",1001,FT01
02/11/26,02/11/26,,ADM FEE,"6,500.00",0.00,"1,243,623.00",1002,FT02
"""
PERMATA = """Nomor Rekening;=;"0701234567"
Mata Uang;=;IDR
Tanggal;Uraian Transaksi;No. Referensi;D/K;Nominal;Saldo
02-11-2026;TRF BIFAST BUDI;RF1;K;1.250.123,00;1.250.123,00
02-11-2026;BIAYA;RF2;D;6.500,00;1.243.623,00
"""
OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>IDR
<BANKACCTFROM><BANKID>014<ACCTID>8240123456<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261101<DTEND>20261130
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261102<TRNAMT>1250123.00<FITID>A1<NAME>BUDI SANTOSO<MEMO>S00012</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261103<TRNAMT>-6500.00<FITID>A2<NAME>BIAYA</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>5000000.00<DTASOF>20261130</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


@pytest.mark.parametrize("writer", [statement_files.bca_csv, statement_files.mandiri_csv, statement_files.mt940])
def test_what_a_bank_prints_is_read_back_whole(writer):
    statement = read(writer(MOVEMENTS, ACCOUNT, Decimal(1000)))
    assert facts(statement) == EXPECTED
    assert statement.account_number == ACCOUNT
    assert statement.currency == "IDR"
    assert (statement.opening, statement.closing) == (Decimal(1000), Decimal("2074700.25"))
    assert "S00012" in statement.lines[0].description


@pytest.mark.parametrize(
    ("content", "layout", "account", "amounts"),
    [
        (BCA_BUSINESS, "BCA (KlikBCA Bisnis)", "8240123456", ["1250123.00", "-6500.00"]),
        (LIVIN, "Bank Mandiri (Livin')", "1230004567890", ["-6500.00", "830077.25"]),
        (BNI, "BNI (BNIDirect)", "", ["1250123.00", "-6500.00"]),
        (BNI_SIGNS, "BNI (account statement)", "0123456789", ["1250123.00", "-6500.00"]),
        (BRI, "BRI (CMS, Qlola)", "034101000743303", ["1250123.00", "-6500.00"]),
        (CIMB, "CIMB Niaga (BizChannel)", "800123456700", ["1250123.00", "-6500.00"]),
        (PERMATA, "Permata (PermataNet)", "0701234567", ["1250123.00", "-6500.00"]),
        (OFX, "OFX", "8240123456", ["1250123.00", "-6500.00"]),
    ],
)
def test_each_layout_is_known_by_its_content(content, layout, account, amounts):
    statement = read(content)
    assert statement.layout == layout
    assert statement.account_number == account
    assert [line.amount for line in statement.lines] == [Decimal(amount) for amount in amounts]


def test_days_without_a_year_take_it_from_a_period_over_new_year():
    assert [line.date for line in read(BCA_BUSINESS).lines] == [date(2025, 12, 29), date(2026, 1, 2)]


def test_days_without_a_year_and_without_a_period_are_refused():
    assert refusal(BCA_BUSINESS.replace("Periode", "Masa")).code == "no_period"


def test_newest_first_is_turned_around():
    statement = read(LIVIN)
    assert [line.date.day for line in statement.lines] == [2, 3]
    assert statement.opening == Decimal("1006500.00")


def test_pending_lines_are_left_for_the_day_they_are_booked():
    content = statement_files.bca_csv(MOVEMENTS, ACCOUNT).decode()
    pending = content.replace('"Saldo Awal', 'PEND,"TRSF CR ANI",\'0000,"500.00",CR,"0.00"\r\n"Saldo Awal', 1)
    statement = read(pending)
    assert (len(statement.lines), statement.skipped_pending) == (3, 1)


BCA = statement_files.bca_csv(MOVEMENTS, ACCOUNT, Decimal(1000)).decode()
MANDIRI = statement_files.mandiri_csv(MOVEMENTS, ACCOUNT, Decimal(1000)).decode()
MT940 = statement_files.mt940(MOVEMENTS, ACCOUNT, Decimal(1000)).decode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\x00" * 5000, "empty"),
        (bytes(range(256)) * 40, "binary"),
        (b"x" * (10 * 1024 * 1024), "too_big"),
        (b"PK\x03\x04" + b"0" * 200, "spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 200, "spreadsheet"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08", "archive"),
        (b"<!DOCTYPE html><html><body>Sesi berakhir</body></html>", "web_page"),
        ("lorem ipsum dolor sit amet\n" * 50, "unknown_layout"),
        (MANDIRI + "x" * 200_000, "unreadable"),
        (BCA.replace("TRSF E-BANKING", '=cmd|"/C calc"!A0').replace('"=cmd', "=cmd", 1), "formula"),
        (BRI.replace("NBMB BUDI TO CROSS TECH", '"=HYPERLINK(""http://x"",""y"")"'), "formula"),
        (MANDIRI.replace("830077.25;0.00", "=1+1;0.00"), "formula"),
        (MANDIRI.replace("830077.25;0.00", "delapan ratus;0.00"), "bad_amount"),
        (MANDIRI.replace("830077.25;0.00", "830077.25;12.00"), "two_amounts"),
        (MANDIRI.replace("830077.25;0.00", "9999999999999999.00;0.00"), "bad_amount"),
        (MANDIRI.replace("830077.25;0.00", "NaN;0.00"), "bad_amount"),
        (MANDIRI.replace("03 November 2026", "31 November 2026"), "bad_date"),
        (MANDIRI.replace("03 November 2026", "03 November 2027"), "future_date"),
        (MANDIRI.replace("03 November 2026", "03 November 1899"), "bad_date"),
        (MANDIRI.replace("03 November 2026 09:15:00", "kemarin"), "bad_date"),
        (MANDIRI.replace(ACCOUNT, "1", 1), "several_accounts"),
        (MANDIRI.split("\n")[0] + "\n", "no_lines"),
        (BCA.replace(",CR,", ",,"), "no_sign"),
        (BCA.replace(",CR,", ",#,").replace(",DB,", ",CR,").replace(",#,", ",DB,"), "wrong_sign"),
        (BCA.split('"Saldo Awal')[0], "truncated"),
        (BCA.replace("TRSF E-BANKING", "TRSF").split("'02/11")[0] + BCA[BCA.index("'03/11") :], "chain"),
        (MANDIRI.replace(MANDIRI.split("\n")[2] + "\n", ""), "chain"),
        (MANDIRI[:-60], "cut_row"),
        (MT940.split(":62F:")[0], "truncated"),
        (MT940.replace(":62F:C261103IDR2074700,25", ":62F:C261103IDR2074701,25"), "sum"),
        (MT940 + MT940.replace(ACCOUNT, "999"), "several_accounts"),
        (MT940 + MT940, "chain"),
        (OFX[:-40], "truncated"),
        (OFX.replace("1250123.00", "banyak"), "unreadable"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(content, code):
    assert refusal(content).code == code


def test_a_break_in_the_balances_names_the_row():
    error = refusal(MANDIRI.replace(MANDIRI.split("\n")[2] + "\n", ""))
    assert (error.code, error.values["row"]) == ("chain", 3)


@pytest.mark.parametrize(
    ("found", "ours", "code"),
    [
        (Statement((), "8240123456", "IDR"), "824-0123456", None),
        (Statement((), "824xxx3456", "IDR"), "8240123456", None),
        (Statement((), "008240123456", "IDR"), "8240123456", None),
        (Statement((), "", ""), "8240123456", None),
        (Statement((), "8240123457", "IDR"), "8240123456", "other_account"),
        (Statement((), "824xxx3457", "IDR"), "8240123456", "other_account"),
        (Statement((), "8240123456", "USD"), "8240123456", "other_currency"),
    ],
)
def test_a_statement_of_another_account_or_currency_is_refused(found, ours, code):
    if code is None:
        bank_statement.check_destination(found, ours, "IDR")
        return
    with pytest.raises(StatementError) as caught:
        bank_statement.check_destination(found, ours, "IDR")
    assert caught.value.code == code


def test_an_unknown_bank_gets_a_proposal_that_reads_its_file():
    content = "Bank Uji\nTgl;Berita;Keluar;Masuk;Saldo\n02-11-2026;BUDI;;1.250.123,00;1.250.123,00\n"
    assert refusal(content).code == "unknown_layout"
    profile = bank_statement.guess_profile(content)
    assert bank_statement.read_csv(content, profile).lines[0].amount == Decimal("1250123.00")


def test_no_proposal_is_made_for_a_text_without_headings():
    assert bank_statement.guess_profile("lorem ipsum\ndolor\n") is None


LINES = st.lists(
    st.builds(
        StatementLine,
        st.dates(date(2026, 1, 1), date(2026, 1, 3)),
        st.integers(-3, 3).map(Decimal),
        st.sampled_from(["BUDI", "SITI"]),
    ),
    max_size=30,
)


@given(LINES)
def test_keys_of_one_file_never_repeat_and_stay_the_same(lines):
    keys = bank_statement.import_keys("1", lines)
    assert len(set(keys)) == len(lines)
    assert keys == bank_statement.import_keys("1", lines)
    assert not set(keys) & set(bank_statement.import_keys("2", lines))


@given(st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=40), st.integers(0, 10**9))
def test_any_movements_survive_printing_and_reading(amounts, opening):
    movements = [
        statement_files.Movement(date(2026, 11, 1 + number * 20 // len(amounts)), Decimal(amount), f"BARIS {number}")
        for number, amount in enumerate(amounts)
    ]
    for writer in (statement_files.bca_csv, statement_files.mandiri_csv, statement_files.mt940):
        statement = read(writer(movements, ACCOUNT, Decimal(opening)))
        assert [line.amount for line in statement.lines] == [Decimal(amount) for amount in amounts]
        assert statement.closing == opening + sum(amounts)


@given(st.binary(max_size=2000))
def test_garbage_never_raises_anything_but_a_refusal(content):
    with pytest.raises(StatementError):
        read(content)
