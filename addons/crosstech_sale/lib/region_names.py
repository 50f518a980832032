"""Names of Indonesian regions as people write them, brought to one form.

Three forms, each coarser than the one before:

- ``normalise``: lower case, no punctuation, abbreviations written out, Roman numbers as digits;
- ``compact``: the same without blanks, so that "Bojong Picung" is "Bojongpicung";
- ``fold``: the same sound, so that "Soekaradja" is "Sukaraja".
"""

import re
import unicodedata

REGENCY, CITY = "kabupaten", "kota"

_ABBREVIATIONS = {
    "adm": "administrasi",
    "admin": "administrasi",
    "distr": "distrik",
    "gn": "gunung",
    "gng": "gunung",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kep": "kepulauan",
    "kodya": "kota",
    "kotamadya": "kota",
    "kotamadia": "kota",
    "lb": "lubuk",
    "propinsi": "provinsi",
    "prop": "provinsi",
    "prov": "provinsi",
    "sei": "sungai",
    "sui": "sungai",
    "tg": "tanjung",
    "tj": "tanjung",
    "tlk": "teluk",
}
_ROMAN = re.compile(r"^(?=[xvi])x{0,3}(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
# what tells two neighbours with the same stem apart: these words never match approximately
_DIRECTIONS = """
    utara selatan timur barat tengah tenggara timurlaut baratlaut baratdaya laut daya pusat hulu hilir udik dalam luar
    atas bawah kota kabupaten baru lama besar kecil tua muda raya induk pulau kepulauan
"""
_COMMON_WORDS = "muara tanjung sungai bukit lubuk batang teluk simpang kuala gunung ujung"
_TELLING, _COMMON = frozenset(_DIRECTIONS.split()), frozenset(_COMMON_WORDS.split())
_SYNONYMS = {
    "bukik": "bukit",
    "ilir": "hilir",
    "lubuak": "lubuk",
    "pulo": "pulau",
    "tanjong": "tanjung",
    "tanjuang": "tanjung",
    "ulu": "hulu",
}
_NUMBERS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_SYNONYMS |= {word: str(number) for number, word in enumerate(_NUMBERS, start=1)}
_SPELLINGS = (
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "j"),
    ("sj", "sy"),
    ("kh", "k"),
    ("dh", "d"),
    ("th", "t"),
    ("bh", "b"),
    ("ph", "p"),
    ("v", "p"),
    ("f", "p"),
    ("q", "k"),
    ("y", "i"),
    ("z", "s"),
    ("x", "ks"),
)


def normalise(text) -> str:
    """Bring a region's name to the form names are compared in.

    >>> normalise("Kec. Tj. Karang-Timur")
    'kecamatan tanjung karang timur'
    >>> normalise("2X11  Kayu Tanam"), normalise("VII Koto"), normalise("Lolo Wa'u")
    ('2 x 11 kayu tanam', '7 koto', 'lolo wau')
    """
    text = unicodedata.normalize("NFKD", str(text or "")).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"['`\"]", "", text)
    tokens = re.findall(r"[a-z]+|\d+", text)
    return " ".join(_token(tokens, position) for position in range(len(tokens)))


def _token(tokens, position):
    word = tokens[position]
    if word == "x" and 0 < position < len(tokens) - 1 and tokens[position - 1].isdigit():
        return word  # "2 x 11" is a sum of villages, not a ten
    if _ROMAN.match(word):
        return str(_roman(word))
    return _ABBREVIATIONS.get(word, word)


def _roman(token) -> int:
    values = [_ROMAN_VALUES[letter] for letter in token]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def compact(text) -> str:
    """Drop blanks from the normal form.

    >>> compact("Bau - Bau") == compact("Baubau")
    True
    """
    return normalise(text).replace(" ", "")


def fold(text) -> str:
    """Reduce a name to its sound: old spelling, doubled letters and silent letters no longer count.

    >>> fold("Soekaradja") == fold("Sukaraja"), fold("Sumpyuh") == fold("Sumpiuh")
    (True, True)
    """
    sound = "".join(_words(text))
    for written, spoken in _SPELLINGS:
        sound = sound.replace(written, spoken)
    return re.sub(r"([a-z])\1+", r"\1", sound)


def _words(text) -> list[str]:
    return [_SYNONYMS.get(word, word) for word in normalise(text).split()]


def stem_and_rest(text) -> tuple[str, tuple[str, ...]]:
    """Split a name into the sound of its own word, which may be misspelt, and the words that must agree exactly.

    Neighbours differ by a direction, a number or a common first word: "Amanuban Timur" is not "Amanuban Barat".

    >>> stem_and_rest("Bolaang Mongondow Utara")
    ('bolangmongondow', ('utara',))
    >>> stem_and_rest("Sungai Baru")
    ('sungaibaru', ())
    """
    stem, rest = [], []
    for position, word in enumerate(_words(text)):
        if word in _COMMON:
            rest.append(word if position else f"{word} ...")  # "Kuala Kapuas" is a town, "Kapuas Kuala" a district
        else:
            (rest if word in _TELLING or word.isdigit() else stem).append(word)
    return (fold(" ".join(stem)), tuple(sorted(rest))) if stem else (fold(text), ())


def split_kind(text) -> tuple[str | None, str]:
    """Split what a second-level name says it is from the name itself.

    >>> split_kind("Kab. Kota Baru"), split_kind("Kota Adm. Jakarta Pusat"), split_kind("Bandung, Kab")
    (('kabupaten', 'kota baru'), ('kota', 'jakarta pusat'), ('kabupaten', 'bandung'))
    """
    name, comma, kind = str(text or "").rpartition(",")
    words = normalise(text).split()
    if comma and normalise(kind) in (REGENCY, CITY):
        return normalise(kind), normalise(name)
    kind = words.pop(0) if len(words) > 1 and words[0] in (REGENCY, CITY) else None
    if words and words[0] == "administrasi":
        words.pop(0)
    return kind, " ".join(words)


def province_name(text) -> str:
    """The bare name of a province.

    >>> province_name("Daerah Khusus Ibukota Jakarta"), province_name("Prov. Kepulauan Bangka Belitung")
    ('jakarta', 'bangka belitung')
    """
    name = normalise(text)
    name = re.sub(r"^(provinsi|daerah istimewa|daerah khusus ibukota|daerah khusus|di|dki|dk)\s+", "", name)
    return re.sub(r"^kepulauan (?=bangka)", "", name.strip())


def district_variants(text) -> list[str]:
    """The names one cell may hold, the whole first: lists write "Tiro/Truseb" and "Abab (Penukal Abab)".

    >>> district_variants("Kec. Abab (Penukal Abab)")
    ['abab penukal abab', 'abab', 'penukal abab']
    >>> district_variants("Tanjung Uban/Bintan Utara")
    ['tanjung uban bintan utara', 'tanjung uban', 'bintan utara']
    """
    text = str(text or "")
    parts = [text, *re.split(r"[/()\[\];]|,|\s-\s", text)]
    names = []
    for part in parts:
        name = re.sub(r"^(kecamatan|distrik)\s+", "", normalise(part))
        if name and name not in names and not re.match(r"^(kabupaten|provinsi)\b", name):
            names.append(name)
    return names
