"""Names of products as comparable words: how shops write capacities, colours and models, in English and Indonesian."""

import re
from dataclasses import dataclass

_COLOURS = {
    "black": "black hitam blk bk itam", "white": "white putih wht wh", "red": "red merah", "blue": "blue biru blu",
    "green": "green hijau ijo", "silver": "silver perak slv", "gray": "gray grey abu abuabu", "pink": "pink",
    "gold": "gold emas", "purple": "purple ungu violet", "yellow": "yellow kuning", "orange": "orange oranye jingga",
    "brown": "brown coklat cokelat", "beige": "beige krem", "camo": "camo",
}  # fmt: skip
COLOURS = {word: colour for colour, words in _COLOURS.items() for word in words.split()}
# Words that make another product of the same model.
VARIANTS = frozenset(
    [
        "pro",
        "plus",
        "max",
        "mini",
        "lite",
        "ultra",
        "super",
        "ti",
        "xt",
        "xl",
        "se",
        "oc",
        "wifi",
        "wireless",
        "rgb",
        "argb",
        "evo",
        "le",
        "gt",
        "elite",
        "slim",
        "air",
        "duo",
        "core",
        "tkl",
        "sff",
        "home",
        "oem",
        "retail",
        "dvd",
        "usb",
        "download",
        "v",
        "v2",
        "ii",
        "iii",
        "iv",
        "kit",
        "refurbished",
        "bekas",
        "second",
    ]
)
NOISE = frozenset(
    [
        "original",
        "ori",
        "garansi",
        "resmi",
        "new",
        "baru",
        "ready",
        "stok",
        "stock",
        "promo",
        "murah",
        "termurah",
        "asli",
        "segel",
        "garansiresmi",
        "free",
        "gratis",
        "the",
        "for",
        "with",
        "and",
        "dan",
        "untuk",
        "edition",
        "series",
        "internal",
        "external",
        "inch",
        "inci",
        "pcs",
        "unit",
    ]
)
_EXPANDED = {"nirkabel": "wireless", "wl": "wireless", "kbd": "keyboard", "mobo": "motherboard", "mb": "motherboard",
             "hdset": "headset", "vent": "ventus", "w": "", "watt": "", "hz": "", "mhz": "", "va": ""}  # fmt: skip
_GUARANTEE = re.compile(r"\b(?:garansi|grs|warranty)\s*(?:resmi\s*)?\d+\s*(?:tahun|thn|th|bulan|bln|year|yr)s?\b")
_KIT = re.compile(r"\b(\d{1,2})\s*[x×*]\s*(\d{1,4})\s*(?:gb|g)\b")
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*(tb|gb|mb|t|g)\b")
_ATOM = re.compile(r"k\d+n\d+gb|c\d+gb|[a-z]+|\d+(?:\.\d+)?")
_TAIL = re.compile(r"\d{2,}[a-z]$")  # 5600x is another product than 5600
_WORD = re.compile(r"[a-z0-9.×]+")


@dataclass(frozen=True)
class Words:
    """What a name says.

    :param atoms: its words in order, runs of letters and of digits apart: ``rtx3060`` is ``rtx``, ``3060``
    :param critical: those of them that tell one product from its neighbour: numbers, sizes, variants, short letters
    :param colours: named in it
    """

    atoms: tuple[str, ...]
    critical: frozenset[str]
    colours: frozenset[str]

    @property
    def soft(self) -> frozenset[str]:
        return frozenset(self.atoms) - self.critical - self.colours


def words(name: str) -> Words:
    """Take a name apart.

    >>> words("Samsung 990Pro 2 TB putih") == words("SAMSUNG 990 PRO, 2000GB (White)")
    True
    >>> sorted(words("Corsair Vengeance 16GB (2x8GB) hitam").critical)
    ['c16gb', 'k2n8gb']
    """
    text = _GUARANTEE.sub(" ", name.lower().replace(",", "."))
    text = _SIZE.sub(_size, _KIT.sub(r" k\1n\2gb ", text))
    atoms, critical, colours = [], set(), set()
    for word in _WORD.findall(text):
        if (tail := _TAIL.search(word)) and not (word == tail[0] and word[-1] == "w"):
            atoms.append(tail[0])
            critical.add(tail[0])
        for atom in _ATOM.findall(word):
            atom = _EXPANDED.get(atom, atom)
            if not atom or atom in NOISE:
                continue
            atom = COLOURS.get(atom, atom)
            atoms.append(atom)
            if atom in _COLOURS:
                colours.add(atom)
            elif not atom.isalpha() or len(atom) <= 2 or atom in VARIANTS:
                critical.add(atom)
    return Words(tuple(dict.fromkeys(atoms)), frozenset(critical), frozenset(colours))


def _size(match: re.Match) -> str:
    number, unit = float(match[1]), match[2]
    gigabytes = number * 1000 if unit[0] == "t" else number / 1000 if unit[0] == "m" else number
    return f" c{gigabytes:.0f}gb " if gigabytes >= 1 else f" {match[1]} "


def skeleton(word: str) -> str:
    """The consonants of a word, as shops abbreviate it.

    >>> skeleton("vengeance")
    'vngnc'
    """
    return word[:1] + re.sub("[aeiou]", "", word[1:])
