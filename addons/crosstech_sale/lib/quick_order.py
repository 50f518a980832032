"""Orders typed, pasted or sent as a file: "SKU quantity" line by line; errors stay with their line, to be mended.

Source: docs/business-rules.md#reseller-10.
"""

import csv
import difflib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from . import tariff_sheets

MAX_LINES = 1_000
MAX_QUANTITY = 100_000
MAX_TEXT = 200_000
MAX_KEY = 120
MAX_SUGGESTED = 30  # so many unknown lines get a suggestion
_QUANTITY = re.compile(r"\+?\d{1,9}(?:[.,]0{1,2})?")
_AMBIGUOUS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_KEY_WORDS = {
    "sku", "kode", "kode barang", "kode produk", "code", "product code", "item", "item code", "barcode", "produk",
    "product", "nama", "name", "barang", "internal reference", "part number",
}  # fmt: skip
_QUANTITY_WORDS = {"qty", "quantity", "jumlah", "jml", "kuantitas", "banyak", "pcs", "unit"}


class QuickOrderError(ValueError):
    """The input as a whole cannot be taken.

    :ivar str code: ``empty``, ``too_many``, ``too_big``, or one of ``tariff_sheets.TariffFileError.CODES``
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Line:
    """One line as the customer gave it.

    :param number: where it stood, from 1
    :param key: SKU, barcode or name
    :param quantity: whole pieces; 0 where ``error`` says why
    :param error: ``quantity``, ``ambiguous`` (1.000 is one or a thousand), ``too_much``, ``missing`` (no SKU),
        ``unknown``, ``several`` or empty
    """

    number: int
    key: str
    quantity: int
    error: str = ""
    raw_quantity: str = ""
    product: int = 0
    suggestion: int = 0


def _read_quantity(text: str) -> tuple[int, str]:
    """Read a number of pieces; nothing written means one.

    >>> _read_quantity("12"), _read_quantity(""), _read_quantity("3,00"), _read_quantity("1.000")
    ((12, ''), (1, ''), (3, ''), (0, 'ambiguous'))
    >>> _read_quantity("0"), _read_quantity("-2"), _read_quantity("=1+1")
    ((0, 'quantity'), (0, 'quantity'), (0, 'quantity'))
    """
    text = text.strip()
    if not text:
        return 1, ""
    if _AMBIGUOUS.fullmatch(text):
        return 0, "ambiguous"
    if not text.isascii() or not _QUANTITY.fullmatch(text):
        return 0, "quantity"
    number = int(re.split("[.,]", text)[0])
    if number < 1:
        return 0, "quantity"
    return (number, "") if number <= MAX_QUANTITY else (0, "too_much")


def line(number: int, key: str, quantity: str) -> Line:
    """Make a line of what was written."""
    key = " ".join(key.replace("\u00a0", " ").replace("\x00", "").split()).removeprefix("'")[:MAX_KEY]
    quantity = quantity.strip()[:20]
    pieces, error = _read_quantity(quantity)
    return Line(number, key, pieces, error if key else "missing", quantity)


def _split(text: str) -> tuple[str, str]:
    """Part a line into SKU and quantity, by tab, semicolon, comma or the last blank.

    >>> _split("KB-3001;10"), _split("KB-3001 10"), _split('"Papan Ketik, hitam",3'), _split("Kabel HDMI 2 m")
    (('KB-3001', '10'), ('KB-3001', '10'), ('Papan Ketik, hitam', '3'), ('Kabel HDMI 2 m', ''))
    """
    for delimiter in ("\t", ";", ","):
        if delimiter in text:
            cells = next(csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True), [])
            cells = [cell.strip() for cell in cells]
            if delimiter == "," and len(cells) == 3 and re.fullmatch(r"\d{3}", cells[2]):
                return cells[0], f"{cells[1]},{cells[2]}"  # KB-3001,1,000: a thousand, or one and something else
            return (cells[0], cells[1]) if len(cells) > 1 else ((cells or [""])[0], "")
    head, _blank, tail = text.strip().rpartition(" ")
    is_number = bool(re.fullmatch(r"[-+]?[\d.,]+", tail))
    return (head, tail) if head and is_number else (text, "")


def parse_text(text: str) -> list[Line]:
    """Read pasted lines; empty ones are left out.

    :raises QuickOrderError: ``empty``, ``too_many``, ``too_big``

    >>> [(one.key, one.quantity) for one in parse_text("SKU;qty\\nKB-3001;10\\n\\nMS-3101\\t5")]
    [('KB-3001', 10), ('MS-3101', 5)]
    """
    if len(text) > MAX_TEXT:
        raise QuickOrderError("too_big")
    rows = [(number, row) for number, row in enumerate(text.lstrip("\ufeff").splitlines(), 1) if row.strip()]
    if len(rows) > MAX_LINES + 1:
        raise QuickOrderError("too_many")
    try:
        return _lines([(number, *_split(row)) for number, row in rows])
    except csv.Error as error:
        raise QuickOrderError("not_a_table") from error


def parse_file(content: bytes) -> list[Line]:
    """Read a CSV, XLSX or XLS file: SKU and quantity stand in the columns of that heading, else in the first two.

    :raises QuickOrderError: see there
    """
    try:
        sheet = tariff_sheets.read_sheets(content, max_rows=MAX_LINES + 2)[0]
    except tariff_sheets.TariffFileError as error:
        raise QuickOrderError(error.code) from error
    if len(sheet.rows) > MAX_LINES + 1:
        raise QuickOrderError("too_many")
    key, quantity = _columns(sheet.rows[0])
    cells = [
        (number, row[key] if key < len(row) else "", row[quantity] if quantity < len(row) else "")
        for number, row in enumerate(sheet.rows, 1)
        if any(row)
    ]
    return _lines(cells)


def _word(cell: str) -> str:
    return re.sub(r"[\s_.:*-]+", " ", cell).strip().lower()


def _columns(row: tuple[str, ...]) -> tuple[int, int]:
    """Find the columns by their headings, whatever else the file holds."""
    words = [_word(cell) for cell in row]
    quantity = next((place for place, word in enumerate(words) if word in _QUANTITY_WORDS), None)
    key = next((place for place, word in enumerate(words) if word in _KEY_WORDS), None)
    if quantity is None or key is None:
        return 0, 1
    return key, quantity


def _lines(cells: list[tuple[int, str, str]]) -> list[Line]:
    """Make lines, without a heading; a line that repeats what it was given before stays a line of its own."""
    if cells and _word(cells[0][1]) in _KEY_WORDS and not any(letter.isdigit() for letter in cells[0][2]):
        cells = cells[1:]
    if not cells:
        raise QuickOrderError("empty")
    if len(cells) > MAX_LINES:
        raise QuickOrderError("too_many")
    return [line(*one) for one in cells]


def _flat(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", text.lower())


@dataclass
class Catalogue:
    """What can be ordered, found by SKU, barcode or name, whatever the case; by SKU also without its hyphens.

    >>> catalogue = Catalogue([(7, "KB-3001", "899123", "Papan Ketik")])
    >>> catalogue.find("kb 3001"), catalogue.find("899123"), catalogue.find("papan ketik"), catalogue.find("x")
    ([7], [7], [7], [])
    """

    products: Iterable[tuple[int, str, str, str]]
    _exact: dict[str, list[int]] = field(default_factory=dict, init=False)
    _flat: dict[str, list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self):
        for product, sku, barcode, name in self.products:
            for key in {(sku or "").lower(), (barcode or "").lower(), (name or "").lower()} - {""}:
                self._exact.setdefault(key, []).append(product)
            if sku and _flat(sku):
                self._flat.setdefault(_flat(sku), []).append(product)

    def find(self, key: str) -> list[int]:
        """Return the ids of what a key names; more than one where it is not clear."""
        return self._exact.get(key.lower()) or self._flat.get(_flat(key)) or []

    def nearest(self, key: str) -> int:
        """Return the id of the product with the most similar SKU or name, 0 where nothing is similar."""
        for index, text in ((self._flat, _flat(key)), (self._exact, key.lower())):
            close = difflib.get_close_matches(text, list(index), n=1, cutoff=0.72) if text else []
            if close:
                return index[close[0]][0]
        return 0


def match(lines: Iterable[Line], catalogue: Catalogue) -> list[Line]:
    """Find the product of each line; what is unknown or not clear says so, the first of them with a suggestion."""
    matched, left = [], MAX_SUGGESTED
    for one in lines:
        found = catalogue.find(one.key) if one.key else []
        if len(found) == 1:
            matched.append(replace(one, product=found[0]))
            continue
        suggestion = found[0] if found else 0
        if one.key and not found and left:
            suggestion, left = catalogue.nearest(one.key), left - 1
        error = one.error or ("several" if found else "unknown")
        matched.append(replace(one, error=error, suggestion=suggestion))
    return matched


def totals(lines: Iterable[Line]) -> dict[int, int]:
    """Sum the quantities of the lines without errors, by product.

    >>> totals([Line(1, "a", 2, product=7), Line(2, "A", 3, product=7), Line(3, "b", 0, "quantity", product=8)])
    {7: 5}
    """
    summed: dict[int, int] = {}
    for one in lines:
        if one.product and not one.error:
            summed[one.product] = summed.get(one.product, 0) + one.quantity
    return summed
