"""Read a national list of regions and say what it changes.

Understood: the folder of three files ``provinces.csv``, ``regencies.csv``, ``districts.csv``, or any single CSV with a
code and a name column; codes with points (61.71.01) or without (617101). Villages are passed over.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

LEVELS = ("province", "regency", "district")
FILES = ("provinces.csv", "regencies.csv", "districts.csv")
CODE_COLUMNS, NAME_COLUMNS = ("code", "kode"), ("name", "nama")
MAX_ROWS = 200_000
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

# national province code : code in ISO 3166-2:ID, by time zone (Keppres 41/1987)
_BY_ZONE = {
    WIB: """
    11:AC 12:SU 13:SB 14:RI 15:JA 16:SS 17:BE 18:LA 19:BB 21:KR 31:JK 32:JB 33:JT 34:YO 35:JI 36:BT 61:KB 62:KT
    """,
    WITA: "51:BA 52:NB 53:NT 63:KS 64:KI 65:KU 71:SA 72:ST 73:SN 74:SG 75:GO 76:SR",
    WIT: "81:MA 82:MU 91:PA 92:PB 93:PS 94:PT 95:PE 96:PD",
}
PROVINCES = {pair[:2]: (pair[3:], zone) for zone, pairs in _BY_ZONE.items() for pair in pairs.split()}
_ZONE_BY_FIRST_DIGIT = {"5": WITA, "7": WITA, "8": WIT, "9": WIT}


def timezone_of(code) -> str:
    """The time zone of a region by its code; a province younger than this table takes that of its island group.

    >>> timezone_of("61.71.01"), timezone_of("73"), timezone_of("97")
    ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')
    """
    known = PROVINCES.get(code[:2])
    return known[1] if known else _ZONE_BY_FIRST_DIGIT.get(code[0], WIB)


class RegionListError(ValueError):
    """The file is not a list of regions; the message says why, with the line where there is one."""


@dataclass(frozen=True)
class Row:
    """One region of a list."""

    code: str
    name: str

    @property
    def level(self) -> str:
        return LEVELS[self.code.count(".")]

    @property
    def parent_code(self) -> str | None:
        return self.code.rpartition(".")[0] or None


@dataclass(frozen=True)
class Changes:
    """What a list changes, each in the order of the codes: ``renamed`` as (row, old name), ``gone`` as codes."""

    new: tuple[Row, ...]
    renamed: tuple[tuple[Row, str], ...]
    back: tuple[Row, ...]
    gone: tuple[str, ...]
    same: int


def dotted(code) -> str | None:
    """Write a national code with its points; None when it is a village or no code.

    >>> dotted("617101"), dotted("61.71"), dotted("6171012001"), dotted("Pontianak")
    ('61.71.01', '61.71', None, None)
    """
    code = str(code or "").strip()
    if re.fullmatch(r"\d{2}(\.\d{2}){0,2}", code):
        return code
    if re.fullmatch(r"\d{2}(\d{2}){0,2}", code):
        return ".".join(code[position : position + 2] for position in range(0, len(code), 2))
    return None


def read_folder(path) -> list[Row]:
    """Read the three files of a folder.

    :raises RegionListError: when one is missing or not such a list
    """
    rows = []
    for name in FILES:
        file = Path(path) / name
        if not file.is_file():
            raise RegionListError(f"{name} is missing")
        rows += _read(file.read_bytes())
    return _checked(rows)


def read_file(content: bytes) -> list[Row]:
    """Read one CSV.

    :raises RegionListError: when it is no CSV of codes and names, or contradicts itself

    >>> read_file(b"kode;nama\\n61;Kalimantan Barat\\n6171;Kota Pontianak\\n")[1]
    Row(code='61.71', name='Kota Pontianak')
    """
    return _checked(_read(content))


def _read(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegionListError("not a text file in UTF-8") from error
    if "\0" in text:
        raise RegionListError("not a text file in UTF-8")
    header = text.partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    rows = []
    try:
        columns = [column.strip().lower() for column in next(reader, [])]
        code_at, name_at = _position(columns, CODE_COLUMNS), _position(columns, NAME_COLUMNS)
        for line in reader:
            if not any(line):
                continue
            if len(rows) >= MAX_ROWS or len(line) <= max(code_at, name_at):
                raise RegionListError(f"line {reader.line_num}: too few columns or too many lines")
            rows.append((reader.line_num, line[code_at], line[name_at]))
    except csv.Error as error:
        raise RegionListError(f"line {reader.line_num}: {error}") from error
    return rows


def _position(columns, wanted):
    for name in wanted:
        if name in columns:
            return columns.index(name)
    raise RegionListError(f"no column {' or '.join(wanted)}")


def _checked(lines) -> list[Row]:
    """Rows without villages, sorted by code."""
    rows, villages = {}, 0
    for number, code, name in lines:
        clean, name = dotted(code), " ".join(name.replace('""', '"').strip('"').split())
        if clean is None:
            if re.fullmatch(r"\d{2}\.?\d{2}\.?\d{2}\.?\d{4}", code.strip()):
                villages += 1
                continue
            raise RegionListError(f"line {number}: {code[:20]!r} is no region code")
        if not name or len(name) > 100:
            raise RegionListError(f"line {number}: the name is empty or too long")
        if rows.get(clean, name) != name:
            raise RegionListError(f"line {number}: {clean} stands twice with different names")
        rows[clean] = name
    if not rows:
        raise RegionListError("no region in this file")
    return [Row(code, rows[code]) for code in sorted(rows, key=lambda code: (code.count("."), code))]


def compare(current: dict, rows, *, complete=True) -> Changes:
    """Say what a list changes.

    :param current: code -> (name, active) of what is stored
    :param complete: whether what the list leaves out is gone; looked at only inside the provinces and at the levels
        the list speaks of, so that a list of one province never ends another

    >>> compare({"61": ("Kalbar", True), "61.01": ("Sambas", True)}, [Row("61", "Kalbar"), Row("61.02", "X")]).gone
    ('61.01',)
    """
    listed = {row.code: row for row in rows}
    known = [row for row in rows if row.code in current]
    covered = {(code[:2], code.count(".")) for code in listed}
    gone = [
        code
        for code, (_name, active) in sorted(current.items())
        if complete and active and code not in listed and (code[:2], code.count(".")) in covered
    ]
    return Changes(
        new=tuple(row for row in rows if row.code not in current),
        renamed=tuple((row, current[row.code][0]) for row in known if current[row.code][0] != row.name),
        back=tuple(row for row in known if not current[row.code][1]),
        gone=tuple(gone),
        same=sum(1 for row in known if current[row.code] == (row.name, True)),
    )


def orphans(current, rows) -> list[Row]:
    """Rows whose wider region is neither in the list nor stored."""
    known = {row.code for row in rows} | set(current)
    return [row for row in rows if row.parent_code and row.parent_code not in known]
