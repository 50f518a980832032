"""A first guess at the layout of a bank we do not know; a person confirms it on the mapping screen."""

import re

from . import cells
from .csv_profile import CsvProfile, heading, rows_of

_WORDS = {
    "date": ("tanggal", "tgl", "date", "waktu"),
    "description": ("keterangan", "uraian", "deskripsi", "description", "remark", "rincian", "narrative", "berita"),
    "debit": ("debet", "debit", "keluar", "withdrawal"),
    "credit": ("kredit", "credit", "masuk", "deposit"),
    "amount": ("jumlah", "nominal", "amount", "mutasi", "nilai"),
    "sign": ("db cr", "d k", "d c", "cr db", "dc", "dk", "jenis", "type", "tipe"),
    "balance": ("saldo", "balance"),
    "reference": ("referensi", "reference", "ref", "jurnal", "journal"),
}
_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %m %Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%Y%m%d", "%d/%m")


def guess_delimiter(text: str) -> str:
    """Return the delimiter by which most of the first rows fall into the same number of cells.

    >>> guess_delimiter("a;b;c\\n1,5;2;3\\n")
    ';'
    """
    best = (0, ",")
    for delimiter in ",;\t|":
        counts = [len(row) for _number, row in rows_of("\n".join(text.splitlines()[:40]), delimiter) if len(row) > 1]
        common = max(set(counts), key=counts.count) if counts else 0
        best = max(best, (counts.count(common) * (common - 1), delimiter), key=lambda pair: pair[0])
    return best[1]


def guess_decimal_mark(samples: list[str]) -> str:
    """Return ``,`` where the numbers read as 1.250.123,00, else ``.``.

    >>> guess_decimal_mark(["1.250.123,00"]), guess_decimal_mark(["1250123.00"])
    (',', '.')
    """
    votes = 0
    for text in samples:
        if re.search(r"\.\d{3}(?:\D|$)", text) or re.search(r",\d{1,2}$", text):
            votes += 1
        if re.search(r",\d{3}(?:\D|$)", text) or re.search(r"\.\d{1,2}$", text):
            votes -= 1
    return "," if votes > 0 else "."


def _columns(headings: list[str]) -> dict[str, str]:
    """Give each meaning the first heading that names it; a heading serves once."""
    found, taken = {}, set()
    for meaning, words in _WORDS.items():
        for name in headings:
            key = heading(name)
            if key and key not in taken and any(re.search(rf"\b{word}", key) for word in words):
                found[meaning] = name.strip()
                taken.add(key)
                break
    return found


def guess_profile(text: str) -> CsvProfile | None:
    """Propose a layout from the headings and the first rows; None where no row looks like headings.

    >>> profile = guess_profile("Tgl;Uraian;Debet;Kredit;Saldo\\n02-11-2026;TRSF;;1.250.123,00;2.000.000,00\\n")
    >>> profile.delimiter, profile.date_format, profile.decimal_mark, profile.credit
    (';', '%d-%m-%Y', ',', 'Kredit')
    """
    delimiter = guess_delimiter(text)
    rows = rows_of(text, delimiter)
    for position, (_number, row) in enumerate(rows[:60]):
        columns = _columns(row)
        has_money = "amount" in columns or {"debit", "credit"} <= set(columns)
        if "date" in columns and "description" in columns and has_money:
            return _proposal(columns, row, [cells_of for _n, cells_of in rows[position + 1 : position + 30]], delimiter)
    return None


def _proposal(columns: dict[str, str], headings: list[str], rows: list[list[str]], delimiter: str) -> CsvProfile:
    place = {name: [cell.strip() for cell in headings].index(name) for name in columns.values()}

    def samples(meaning):
        index = place.get(columns.get(meaning))
        found = [cells.plain(row[index]) for row in rows if index is not None and index < len(row)]
        return [cell for cell in found if any(character.isdigit() for character in cell)]

    money = samples("amount") + samples("debit") + samples("credit") + samples("balance")
    days = samples("date")
    formats = [form for form in _FORMATS if days and _reads(days[0], form)]
    is_signed = not any(re.search("[A-Za-z]$", cell) for cell in samples("amount")) and "sign" not in columns
    if "debit" in columns and "credit" in columns:
        columns.pop("amount", None)
        columns.pop("sign", None)
    return CsvProfile(
        name="",
        header=tuple(dict.fromkeys(columns.values())),
        description=(columns["description"],),
        date_format=formats[0] if formats else "%d/%m/%Y",
        decimal_mark=guess_decimal_mark(money),
        delimiter=delimiter,
        is_signed=is_signed and "amount" in columns,
        **{key: columns.get(key, "") for key in ("date", "amount", "sign", "debit", "credit", "balance", "reference")},
    )


def _reads(cell: str, form: str) -> bool:
    if form == "%d/%m":
        return bool(re.fullmatch(r"\d{1,2}/\d{1,2}", cell))
    return cells.calendar_date(cell, form) is not None
