"""A courier's price list as people send it: find the heading, say what each column is, read prices and days.

Nothing is repaired. What cannot be read, or looks wrong, becomes a :class:`Remark` for a person.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from .courier_rates import grams, parse_etd
from .money import rupiah
from .tariff_sheets import Sheet, TariffFileError

HEADING_ROWS = 40
MAX_PRICE = Decimal(100_000_000)
LOW_PRICE = Decimal(100)  # rupiah per kg; below it a list is probably in thousands
EXAMPLES = 20
FILL_IN_ROWS = 20  # so many equal days of one service look like a fill-in

PLACES = ("province", "city", "district", "destination")
MEANINGS = (
    *PLACES, "code", "origin", "service", "price", "etd", "etd_min", "etd_max", "minimum_weight", "ignore",
)  # fmt: skip

# Headings as Indonesian and English lists write them; the first pattern that fits wins.
_HEADINGS = [
    (meaning, re.compile(pattern))
    for meaning, pattern in (
        ("ignore", r"^(no|nomor|kode ?pos|postal ?code|zip( code)?|effective|berlaku.*|tanggal.*|date|remarks?)$"),
        ("etd_min", r"(etd|lead ?time|hari|days?|estimasi|sla)\W*(min|from|dari|awal)|\bmin\w*\W*(etd|hari|days?)\b"),
        ("etd_max", r"(etd|lead ?time|hari|days?|estimasi|sla)\W*(ma[kx]|to\b)|\bma[kx]\w*\W*(etd|hari|days?)\b"),
        ("etd", r"\b(etd|eta|sla|lead ?time|leadtime|estimasi|estimate\w*|lama|durasi|hari|days?|waktu)\b"),
        ("minimum_weight", r"\bmin(imum|imal)?\b.*\b(kg|berat|weight|charge)?|\b(berat|weight)\W*min"),
        ("origin", r"\b(asal|origin|dari|from)\b"),
        ("service", r"\b(layanan|service|servis|produk|product|jenis|paket|type)\b"),
        ("code", r"\b(kode|code|tlc|id)\b"),
        ("district", r"\b(kecamatan|kec|sub ?district|district|distrik)\b"),
        ("city", r"\b(kota|kabupaten|kab|city|regency|kotamadya)\b"),
        ("province", r"\b(provinsi|propinsi|prov|province)\b"),
        ("destination", r"\b(tujuan|destination|destinasi|daerah|wilayah|area|lokasi|location)\b"),
        ("price", r"\b(tarif|tariff|harga|price|rate|rates|ongkir|ongkos|biaya|cost|rp|idr|per ?kg|kg)\b"),
    )
]  # fmt: skip
SERVICES = (
    "CTCYES", "CTCOKE", "CTC", "REGULER", "REGULAR", "REG", "OKE", "YES", "SPS", "SS", "JTR", "ONS", "ECO", "HDS",
    "SDS", "TDS", "EZ", "ECONOMY", "EKONOMI", "CARGO", "KARGO", "EXPRESS", "BIG", "BOSSPACK", "REGPACK", "ONEPACK",
)  # fmt: skip


_GROUPED = re.compile(r"(-?)([0-9]{1,3}([.,])[0-9]{3}(?:\3[0-9]{3})*)(?:(?!\3)[.,]([0-9]+))?")
_UNGROUPED = re.compile(r"(-?)([0-9]+)(?:[.,]([0-9]+))?")
_NUMBER = re.compile(r"\d[\d.,]{2,}")


@dataclass(frozen=True)
class Column:
    """What one column holds. ``service`` is set where a column belongs to one service only (a wide list)."""

    index: int
    title: str
    meaning: str
    service: str = ""


@dataclass(frozen=True)
class Layout:
    """Where the table starts and what its columns are. ``first_row`` is the index of the first row of prices."""

    first_row: int
    columns: tuple[Column, ...]

    @property
    def services(self) -> tuple[str, ...]:
        """The services that have columns of their own."""
        return tuple(dict.fromkeys(column.service for column in self.columns if column.service))

    def problem(self) -> str:
        """Say what is missing to read prices: ``place``, ``price``, or nothing."""
        meanings = {column.meaning for column in self.columns}
        if not meanings & set(PLACES):
            return "place"
        return "" if "price" in meanings else "price"


class Row(NamedTuple):
    """One price as written. ``line`` is the row in the file, from 1."""

    line: int
    province: str
    city: str
    district: str
    service: str
    price: Decimal
    etd: tuple | None
    minimum_weight_kg: Decimal = Decimal(0)
    origin: str = ""


@dataclass
class Remark:
    """Something a person should look at: how often, and the first places (line, text)."""

    kind: str
    count: int = 0
    examples: list = field(default_factory=list)

    def add(self, line, text):
        """Count one more, keeping the first few as examples."""
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append((line, text))


class Remarks(dict):
    """Remarks by kind."""

    def add(self, kind, line, text):
        """Note one more of a kind."""
        if kind not in self:
            self[kind] = Remark(kind)
        self[kind].add(line, text)


def plain_heading(text) -> str:
    """Bring a heading to the form it is compared in.

    >>> plain_heading("Tarif_REG (Rp/Kg)")
    'tarif reg rp kg'
    """
    return re.sub(r"[^a-z0-9]+", " ", str(text).lower()).strip()


def guess_meaning(title, services=SERVICES) -> tuple[str, str]:
    """Say what a column of this heading holds, and for which service.

    >>> guess_meaning("Kecamatan"), guess_meaning("ETD REG (hari)"), guess_meaning("OKE"), guess_meaning("Catatan")
    (('district', ''), ('etd', 'REG'), ('price', 'OKE'), ('ignore', ''))
    """
    heading = plain_heading(title)
    words = heading.upper().split()
    service = next((code for code in services if code.upper() in words), "")
    meaning = next((meaning for meaning, pattern in _HEADINGS if pattern.search(heading)), "")
    if service:
        return (meaning if meaning.startswith("etd") or meaning == "minimum_weight" else "price"), service
    return (meaning or "ignore"), ""


def heading_rows(rows, index) -> list[tuple[int, list[str]]]:
    """Return the headings row ``index`` may stand for: alone, or as the upper of two rows with merged cells."""
    upper = list(rows[index])
    found = [(index + 1, upper)]
    if index + 1 < len(rows) and not any(_NUMBER.search(cell) for cell in rows[index + 1]):
        lower, filled, last = rows[index + 1], [], ""
        for top, below in zip(upper, lower, strict=True):
            last = top or (last if below else "")
            filled.append(f"{last} {below}".strip() if last != below else below)
        found.append((index + 2, filled))
    return found


def guess_layout(sheet: Sheet, services=SERVICES) -> Layout | None:
    """Find the heading of a table and what its columns hold; None where there is no heading to be found.

    Title lines above are skipped, merged headings over two rows are read together.

    >>> table = Sheet("", (("TARIF 2026", "", ""), ("Kota", "Harga", ""), ("", "REG", "OKE"), ("Pontianak", "9", "8")))
    >>> layout = guess_layout(table)
    >>> layout.first_row, [(c.meaning, c.service) for c in layout.columns]
    (3, [('city', ''), ('price', 'REG'), ('price', 'OKE')])
    """
    best, best_score = None, 0
    for index in range(min(len(sheet.rows), HEADING_ROWS)):
        for first_row, titles in heading_rows(sheet.rows, index):
            if any(_NUMBER.fullmatch(title) for title in titles):
                continue  # prices, not headings
            layout = Layout(first_row, _columns(titles, services))
            score = _score(layout) - 0.1 * first_row
            if not layout.problem() and score > best_score:
                best, best_score = layout, score
    return best


def _score(layout) -> float:
    return sum(column.meaning != "ignore" for column in layout.columns) + 2 * len(layout.services)


def _columns(titles, services) -> tuple[Column, ...]:
    """Give each heading a meaning; of two columns with the same one, the first keeps it."""
    seen, columns = set(), []
    for index, title in enumerate(titles):
        meaning, service = guess_meaning(title, services) if title else ("ignore", "")
        if (meaning, service) in seen:
            meaning, service = "ignore", ""
        if meaning != "ignore":
            seen.add((meaning, service))
        columns.append(Column(index, title, meaning, service))
    return tuple(columns)


def parse_price(text) -> Decimal | None:
    """Read a price in rupiah; None for an empty cell.

    Points and commas are told apart by place: the last of two kinds is decimal, a lone one before three digits is not.

    :raises ValueError: when there is no price to be read, or it is beyond any price per kg

    >>> [int(parse_price(text)) for text in ("Rp. 10,000.00", "10.000", "10.000,00", "10000", "Rp 1.250.000,-")]
    [10000, 10000, 10000, 10000, 1250000]
    """
    raw = re.sub(r"(?i)\b(rp|idr)(?![a-z])\.?|/\s*kgs?\b|\bper kg\b|\s|,-+$|'", "", str(text)).strip(".")
    if raw in ("", "-", "--", "–", "x", "X"):
        return None
    match = _GROUPED.fullmatch(raw) or _UNGROUPED.fullmatch(raw)
    if not match or len(raw) > 20:
        raise ValueError(f"no price in {text!r}")
    sign, whole, *_mark, decimals = match.groups()
    price = rupiah(Decimal(sign + re.sub(r"[.,]", "", whole) + "." + (decimals or "0")))
    if price > MAX_PRICE:
        raise ValueError(f"beyond any price: {text!r}")
    return price


def split_destination(text) -> tuple[str, str, str]:
    """Split a destination in one cell into (province, city, district): "district, city, province" or a city alone.

    >>> split_destination("Pontianak Selatan, Kota Pontianak"), split_destination("BALIKPAPAN")
    (('', 'Kota Pontianak', 'Pontianak Selatan'), ('', 'BALIKPAPAN', ''))
    """
    parts = [part.strip() for part in re.split(r"[,;/]|\s-\s", str(text)) if part.strip()]
    if len(parts) < 2:
        return "", parts[0] if parts else "", ""
    return (parts[2] if len(parts) > 2 else ""), parts[1], parts[0]


class _Reader:
    """Reads the rows of one table by its layout."""

    def __init__(self, layout: Layout, default_service: str):
        self.place = {c.meaning: c.index for c in layout.columns if c.meaning in PLACES}
        self.service = next((c.index for c in layout.columns if c.meaning == "service"), None)
        self.origin = next((c.index for c in layout.columns if c.meaning == "origin"), None)
        by_service = defaultdict(dict)
        for column in layout.columns:
            if column.meaning in ("price", "etd", "etd_min", "etd_max", "minimum_weight"):
                by_service[column.service][column.meaning] = column.index
        shared = by_service.pop("", {})
        wide = {service: {**shared, **columns} for service, columns in by_service.items() if "price" in columns}
        self.by_service = wide or {default_service: shared}
        self.is_wide = bool(wide)
        self.remarks = Remarks()
        self._prices, self._etds = {}, {}

    def rows(self, table, first_row):
        """Yield the prices of a table; what cannot be read is remarked on."""
        for line, cells in enumerate(table[first_row:], first_row + 1):
            if not any(cells):
                continue
            place = self._place(cells)
            if not any(place):
                if any(re.search(r"\d", cell) for cell in cells):
                    self.remarks.add("no_destination", line, " | ".join(filter(None, cells))[:80])
                continue
            for service, columns in self.by_service.items():
                row = self._row(line, cells, place, service, columns)
                if row:
                    yield row

    def _place(self, cells):
        province, city, district = (
            cells[self.place[name]] if name in self.place else "" for name in ("province", "city", "district")
        )
        if "destination" in self.place and not district:
            found = split_destination(cells[self.place["destination"]])
            return found if not city else (province or found[0], city, found[2] or found[1])
        return province, city, district

    def _row(self, line, cells, place, service, columns):
        if not self.is_wide and self.service is not None:
            service = cells[self.service]
        where = ", ".join(part for part in reversed(place) if part)
        price = self._price(line, cells[columns["price"]], where) if "price" in columns else None
        if price is None:
            return None
        if not service:
            self.remarks.add("no_service", line, where)
            return None
        etd = self._etd(line, cells, columns, f"{service.upper()} {where}")
        origin = cells[self.origin] if self.origin is not None else ""
        return Row(line, *place, service.upper(), price, etd, self._minimum(line, cells, columns, where), origin)

    def _price(self, line, text, where):
        if text not in self._prices:
            try:
                self._prices[text] = parse_price(text)
            except (ValueError, InvalidOperation):
                self._prices[text] = "unreadable_price"
        price = self._prices[text]
        if price is None:
            if not self.is_wide:
                self.remarks.add("no_price", line, where)
            return None
        if price == "unreadable_price" or price <= 0:
            kind = price if isinstance(price, str) else "price_not_positive"
            self.remarks.add(kind, line, f"{where}: {text}"[:120])
            return None
        if price < LOW_PRICE:
            self.remarks.add("price_very_low", line, f"{where}: {text}")
        return price

    def _etd(self, line, cells, columns, where):
        if "etd" in columns:
            text = cells[columns["etd"]]
        else:
            ends = (cells[columns[name]] for name in ("etd_min", "etd_max") if name in columns)
            text = "-".join(end for end in ends if end)
        if text not in self._etds:
            self._etds[text] = parse_etd(text)
        etd = self._etds[text]
        if etd is None:
            self.remarks.add(
                "etd_unreadable" if text.strip("- ") else "etd_missing", line, f"{where}: {text}".rstrip(": ")
            )
        return etd

    def _minimum(self, line, cells, columns, where):
        text = cells[columns["minimum_weight"]] if "minimum_weight" in columns else ""
        match = re.search(r"\d+(?:[.,]\d+)?", text)
        if text and (not match or len(match[0]) > 8):
            self.remarks.add("minimum_unreadable", line, f"{where}: {text}"[:120])
            return Decimal(0)
        return grams(match[0].replace(",", ".")) if match else Decimal(0)


def read_rows(sheet: Sheet, layout: Layout, default_service: str = "") -> tuple[list[Row], Remarks]:
    """Read all prices of a table.

    :param default_service: the service of a list with one price column and no column of services
    :raises TariffFileError: when the layout names no place or no price

    >>> table = Sheet("", (("Kota", "REG", "ETD"), ("Pontianak", "Rp 30.000", "2-3 hari")))
    >>> rows, remarks = read_rows(table, guess_layout(table))
    >>> rows[0].city, rows[0].service, int(rows[0].price), rows[0].etd
    ('Pontianak', 'REG', 30000, (2, 3))
    """
    if layout.problem():
        raise TariffFileError("no_header", layout.problem())
    reader = _Reader(layout, default_service)
    rows = list(reader.rows(sheet.rows, layout.first_row))
    return rows, reader.remarks


def find_oddities(rows, key, remarks: Remarks) -> set:
    """Remark on what looks wrong among read prices, and return the keys that stand more than once with other prices.

    :param rows: list of :class:`Row`
    :param key: function row -> key of its destination
    :return: set of (destination key, service)

    >>> rows = [Row(1, "", "Pontianak", "", "REG", 9, None), Row(2, "", "Pontianak", "", "REG", 8, None)]
    >>> find_oddities(rows, lambda row: row.city, Remarks())
    {('Pontianak', 'REG')}
    """
    first, conflicts = {}, set()
    for row in rows:
        place = (key(row), row.service)
        other = first.setdefault(place, row)
        if other is row:
            continue
        differs = (other.price, other.minimum_weight_kg) != (row.price, row.minimum_weight_kg)
        text = f"{row.service} {row.district or row.city}: {other.price} ({other.line}), {row.price}"
        remarks.add("duplicate_conflict" if differs else "duplicate_same", row.line, text)
        if differs:
            conflicts.add(place)
    _remark_on_order(first, remarks)
    _remark_on_fill_ins(first.values(), remarks)
    return conflicts


def _remark_on_order(first, remarks):
    """A slower service should not be dearer than a faster one: OKE, then REG, then YES."""
    for (place, service), row in first.items():
        faster = {"OKE": "REG", "REG": "YES"}.get(service)
        other = first.get((place, faster))
        if other and row.price > other.price:
            text = f"{row.district or row.city}: {service} {row.price} > {faster} {other.price}"
            remarks.add("slower_is_dearer", row.line, text)


def _remark_on_fill_ins(rows, remarks):
    """The same days for every destination were probably filled in, not measured."""
    days = defaultdict(Counter)
    for row in rows:
        days[row.service][row.etd] += 1
    for service, counts in days.items():
        (etd, count), *others = counts.most_common()
        if etd and not others and count >= FILL_IN_ROWS:
            remarks.add("etd_all_the_same", 0, f"{service}: {etd[0]}-{etd[1]} ({count})")
