"""What stands in one cell of a statement: numbers, dates, signs, as Indonesian banks write them."""

import re
from datetime import date, datetime
from decimal import Decimal

from .line import StatementError

CREDIT_WORDS = ("CR", "C", "K", "KR", "KREDIT", "CREDIT")
DEBIT_WORDS = ("DB", "D", "DR", "DEBET", "DEBIT")
MAX_AMOUNT = Decimal(10) ** 15

_NUMBER = {
    ".": re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,4})?|\.\d{1,4}"),
    ",": re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,4})?|,\d{1,4}"),
}
_FORMULA = re.compile(r"=(?!$|\"[^\"]*\"$)|@\w+\s*\(|[+-]\w+\s*[(|!]")
_TIME = re.compile(r"[ T]+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\.\d+)?\s*(?:WIB|WITA|WIT|[AP]M)?$", re.IGNORECASE)
_MONTHS = (
    ("JANUARI", "JANUARY", "JAN"),
    ("FEBRUARI", "FEBRUARY", "PEBRUARI", "FEB", "PEB"),
    ("MARET", "MARCH", "MAR"),
    ("APRIL", "APR"),
    ("MEI", "MAY"),
    ("JUNI", "JUNE", "JUN"),
    ("JULI", "JULY", "JUL"),
    ("AGUSTUS", "AUGUST", "AGU", "AGS", "AGT", "AUG"),
    ("SEPTEMBER", "SEP", "SEPT"),
    ("OKTOBER", "OCTOBER", "OKT", "OCT"),
    ("NOVEMBER", "NOPEMBER", "NOV", "NOP"),
    ("DESEMBER", "DECEMBER", "DES", "DEC"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


def plain(cell: str | None) -> str:
    """A cell without what only a spreadsheet needs: blanks, a leading apostrophe, ``="…"`` around a number.

    >>> plain(" '01/11 "), plain('="8240123456"')
    ('01/11', '8240123456')
    """
    text = " ".join((cell or "").replace("\u00a0", " ").split())
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.removeprefix("'").strip()


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run this cell instead of showing it.

    >>> is_formula('=HYPERLINK("x")'), is_formula("+62 812 0000"), is_formula('="0812"')
    (True, False, False)
    """
    return bool(_FORMULA.match(cell.strip()))


def amount(cell: str, decimal_mark: str, row: int) -> tuple[Decimal | None, int]:
    """Read an amount and the sign written with it.

    :param decimal_mark: ``.`` for 1,250,123.00 or ``,`` for 1.250.123,00
    :return: the number without sign (None for an empty cell) and +1, -1, or 0 where no sign is written
    :raises StatementError: ``bad_amount``

    >>> amount("Rp 1.250.123,00 CR", ",", 1)
    (Decimal('1250123.00'), 1)
    >>> amount("(5,000.00)", ".", 1), amount("-", ".", 1)
    ((Decimal('5000.00'), -1), (None, 0))
    """
    text = plain(cell).upper()
    if text in ("", "-"):
        return None, 0
    body, sign = re.sub(r"^(?:RP\.?|IDR)\s*", "", text), 0
    word = re.search(r"[A-Z]+$", body)
    if word and (sign := sign_of(word.group())):
        body = body[: word.start()].strip()
    if body.startswith("(") and body.endswith(")"):
        body, sign = body[1:-1], -1
    elif body[:1] in "+-":
        body, sign = body[1:].strip(), -1 if body[0] == "-" else 1
    elif body.endswith("-"):
        body, sign = body[:-1], -1
    body = re.sub(r"^(?:RP\.?|IDR)\s*", "", body)
    if not _NUMBER[decimal_mark].fullmatch(body):
        raise StatementError("bad_amount", row=row, text=text[:60])
    thousands = "," if decimal_mark == "." else "."
    number = Decimal(body.replace(thousands, "").replace(",", "."))
    if number > MAX_AMOUNT:
        raise StatementError("bad_amount", row=row, text=text[:60])
    return number, sign


def sign_of(word: str) -> int:
    """Return +1 for a word that means money in, -1 for money out, 0 for any other.

    >>> sign_of("CR"), sign_of("db"), sign_of("0000")
    (1, -1, 0)
    """
    word = plain(word).upper().rstrip(".")
    return (word in CREDIT_WORDS) - (word in DEBIT_WORDS)


def first_amount(text: str, decimal_mark: str) -> Decimal | None:
    """Return the first number in a heading, such as ``= 1,250,123.00, 3``, with its sign; None where there is none.

    >>> first_amount("1,250,123.00,3", ".")
    Decimal('1250123.00')
    """
    found = re.search(rf"-?(?:{_NUMBER[decimal_mark].pattern})", text)
    if not found:
        return None
    thousands = "," if decimal_mark == "." else "."
    return Decimal(found.group().replace(thousands, "").replace(",", "."))


def calendar_date(cell: str, formats: str, period: tuple[date, date] | None = None) -> date | None:
    """Read a date; None where the cell holds none.

    :param formats: ``strptime`` formats of numbers only, parted by ``|``; names of months, Indonesian or English, are
        read where the format has %m; a format without a year takes it from ``period``
    :param period: first and last day the statement covers

    >>> calendar_date("2 November 2026 14:24:27", "%d %m %Y")
    datetime.date(2026, 11, 2)
    >>> calendar_date("'31/12", "%d/%m", (date(2026, 12, 20), date(2027, 1, 10)))
    datetime.date(2026, 12, 31)
    """
    text = _TIME.sub("", plain(cell).upper())
    text = re.sub(r"[A-Z]{3,}", lambda word: str(MONTHS.get(word.group(), word.group())), text)
    for pattern in formats.split("|"):
        found = _parsed(text, pattern) if "%y" in pattern.lower() else _without_year(text, pattern, period)
        if found:
            return found
    return None


def _parsed(text: str, pattern: str) -> date | None:
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None


def _without_year(text: str, pattern: str, period: tuple[date, date] | None) -> date | None:
    """Take the latest year of the period in which the day is not after its end."""
    if not period:
        return None
    for year in range(period[1].year, period[0].year - 1, -1):
        found = _parsed(f"{text} {year}", f"{pattern} %Y")
        if found and period[0] <= found <= period[1]:
            return found
    return None
