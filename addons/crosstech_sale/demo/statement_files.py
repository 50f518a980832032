"""Makes statement files as banks would print them: for the demo company and for tests, not part of the product."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober")
_MONTHS += ("November", "Desember")


@dataclass(frozen=True)
class Movement:
    """One line to print; money in is positive."""

    date: date
    amount: Decimal
    text: str


def _money(amount: Decimal) -> str:
    return f"{abs(amount):,.2f}"


def _with_balance(movements: Iterable[Movement], opening: Decimal):
    balance = opening
    for movement in sorted(movements, key=lambda item: item.date):
        balance += movement.amount
        yield movement, balance


def bca_csv(movements: Iterable[Movement], account: str, opening=Decimal(0), owner="PD CROSS TECH") -> bytes:
    """A KlikBCA list of movements: days without a year, CR or DB after the amount, totals below."""
    rows = list(_with_balance(movements, opening))
    first, last = rows[0][0].date, rows[-1][0].date
    credit = sum((item.amount for item, _balance in rows if item.amount > 0), Decimal(0))
    debit = -sum((item.amount for item, _balance in rows if item.amount < 0), Decimal(0))
    text = [
        "Informasi Rekening - Mutasi Rekening",
        f"No. rekening : {account}",
        f"Nama : {owner}",
        f"Periode : {first:%d/%m/%Y} - {last:%d/%m/%Y}",
        "Kode Mata Uang : Rp",
        "",
        "Tanggal Transaksi,Keterangan,Cabang,Jumlah,,Saldo",
    ]
    for item, balance in rows:
        sign = "CR" if item.amount > 0 else "DB"
        text.append(f'\'{item.date:%d/%m},"{item.text}",\'0000,"{_money(item.amount)}",{sign},"{balance:,.2f}"')
    text += [
        f'"Saldo Awal : {opening:,.2f}"',
        f'"Mutasi Kredit : {credit:,.2f}"',
        f'"Mutasi Debet : {debit:,.2f}"',
        f'"Saldo Akhir : {opening + credit - debit:,.2f}"',
    ]
    return ("\r\n".join(text) + "\r\n").encode()


def mandiri_csv(movements: Iterable[Movement], account: str, opening=Decimal(0)) -> bytes:
    """A list of movements of Mandiri Cash Management: semicolons, month names, two columns of money."""
    text = ["AccountNo;Ccy;PostDate;Remarks;AdditionalDesc;Credit Amount;Debit Amount;Close Balance"]
    for item, balance in _with_balance(movements, opening):
        day = f"{item.date.day:02d} {_MONTHS[item.date.month - 1]} {item.date.year} 09:15:00"
        credit, debit = (item.amount, 0) if item.amount > 0 else (0, -item.amount)
        text.append(f"{account};IDR;{day};{item.text};MCM InhouseTrf;{credit:.2f};{debit:.2f};{balance:.2f}")
    return ("\n".join(text) + "\n").encode()


def mt940(movements: Iterable[Movement], account: str, opening=Decimal(0)) -> bytes:
    """An MT940 message with one :61: and :86: per movement."""
    rows = list(_with_balance(movements, opening))

    def money(amount):
        return f"{abs(amount):.2f}".replace(".", ",")

    def mark(amount):
        return "C" if amount >= 0 else "D"

    first, last = rows[0][0].date, rows[-1][0].date
    text = [
        ":20:CROSSTECH",
        f":25:{account}",
        ":28C:00001/001",
        f":60F:{mark(opening)}{first:%y%m%d}IDR{money(opening)}",
    ]
    for number, (item, _balance) in enumerate(rows, 1):
        text.append(f":61:{item.date:%y%m%d%m%d}{mark(item.amount)}{money(item.amount)}NTRFNONREF//FT{number:08d}")
        text.append(f":86:{item.text[:65]}")
    closing = rows[-1][1]
    text += [f":62F:{mark(closing)}{last:%y%m%d}IDR{money(closing)}", "-"]
    return ("\n".join(text) + "\n").encode()
