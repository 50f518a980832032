"""From the bytes of an upload to a proven statement; the kind of file is known by its content, never by its name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from .balance import in_order
from .csv_profile import CsvProfile, header_row, read_csv, rows_of
from .line import Statement, StatementError
from .mt940_file import is_mt940, read_mt940
from .ofx_file import is_ofx, read_ofx

MAX_BYTES = 5 * 1024 * 1024
_FOREIGN = (
    (b"PK\x03\x04", "spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)


def decode(content: bytes) -> str:
    """Turn an upload into text, refusing at once what cannot be a statement.

    :raises StatementError: ``empty``, ``too_big``, ``spreadsheet``, ``pdf``, ``picture``, ``archive``, ``web_page``,
        ``binary``

    >>> decode(b"\\xef\\xbb\\xbfTanggal;Keterangan")
    'Tanggal;Keterangan'
    """
    if len(content) > MAX_BYTES:
        raise StatementError("too_big", size=len(content), limit=MAX_BYTES)
    if not content.strip(b"\x00 \t\r\n"):
        raise StatementError("empty")
    for start, code in _FOREIGN:
        if content.startswith(start):
            raise StatementError(code)
    text = _text(content)
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        raise StatementError("web_page")
    odd = sum(1 for character in text[:20_000] if character < " " and character not in "\t\r\n\x1a\x01\x03")
    if odd > 2 or "\x00" in text or "\ufffd" in text:
        raise StatementError("binary")
    return text.strip("\ufeff\x1a")


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def file_kind(text: str) -> str:
    """Return ``mt940``, ``ofx`` or ``csv``.

    >>> file_kind("Tanggal,Keterangan,Jumlah")
    'csv'
    """
    if is_mt940(text):
        return "mt940"
    return "ofx" if is_ofx(text) else "csv"


def _matching_profile(text: str, profiles: Sequence[CsvProfile]) -> CsvProfile:
    """The profile with most headings found in the file; the first of equals.

    A file that went through a spreadsheet may have another delimiter than the bank's.
    """
    for delimiter in (None, ",", ";", "\t", "|"):
        rows, best = {}, None
        for profile in profiles:
            parted = replace(profile, delimiter=delimiter or profile.delimiter)
            if parted.delimiter not in rows:
                rows[parted.delimiter] = rows_of(text[:100_000], parted.delimiter)
            if header_row(rows[parted.delimiter], parted) is not None and (
                best is None or len(parted.header) > len(best.header)
            ):
                best = parted
        if best:
            return best
    raise StatementError("unknown_layout")


def read_statement(content: bytes, profiles: Sequence[CsvProfile], today: date) -> Statement:
    """Read, order and prove a statement.

    :param today: local date; a line later than the day after is refused
    :raises StatementError: see ``decode``, ``read_csv``, ``read_mt940``, ``read_ofx`` and ``in_order``; ``future_date``
    """
    text = decode(content)
    kind = file_kind(text)
    if kind == "mt940":
        statement = read_mt940(text)
    elif kind == "ofx":
        statement = read_ofx(text)
    else:
        statement = read_csv(text, _matching_profile(text, profiles))
    for line in statement.lines:
        if line.date > today + timedelta(days=1):
            raise StatementError("future_date", row=line.row, text=line.date.isoformat())
        if line.date.year < 2000:
            raise StatementError("bad_date", row=line.row, text=line.date.isoformat())
    return in_order(statement)
