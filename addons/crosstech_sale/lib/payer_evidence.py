"""What the text of a bank line says about who pays what: references with the typos people make, and names."""

import re
from collections.abc import Iterable
from functools import lru_cache

_TOKEN = re.compile(r"[A-Z0-9]+")
_REFERENCE = re.compile(r"([A-Z]{1,6}?)([0-9OILQ]*[0-9][0-9OILQ]*)")
_AS_DIGIT = str.maketrans("OILQ", "0110")
# words that stand before or after a name and say nothing about who it is
_TITLES = frozenset(
    ["PT", "CV", "UD", "PD", "TB", "TOKO", "BAPAK", "IBU", "BPK", "SDR", "SDRI", "HAJI", "DRS", "TBK", "PERSERO"]
)
_LEAST_DIGITS = 4
_JOINED_TOKENS = 3


def canonical(reference: str) -> str:
    """Bring a reference to the form in which typed and printed ones meet: no separators or leading zeros, O is 0.

    >>> canonical("TRF/2026/00001"), canonical("S00012"), canonical("sOO012")
    ('TRF202600001', 'S12', 'S12')
    """
    text = "".join(_TOKEN.findall(reference.upper()))
    found = _REFERENCE.fullmatch(text)
    if not found:
        return text
    return found.group(1) + (found.group(2).translate(_AS_DIGIT).lstrip("0") or "0")


@lru_cache(maxsize=50_000)
def _candidate(text: str) -> tuple[str, bool] | None:
    """The canonical form of a piece of text that may be a reference, and whether it has digits enough to prove one."""
    found = _REFERENCE.fullmatch(text)
    if not found:
        return None
    digits = found.group(2).translate(_AS_DIGIT)
    return found.group(1) + (digits.lstrip("0") or "0"), len(digits) >= _LEAST_DIGITS


def references_in(text: str) -> tuple[set[str], set[str]]:
    """Find everything in a text that may be a reference: words, and up to three neighbouring words read as one.

    :return: canonical forms that prove what they name, and those too short to (``S12``)

    >>> proving, short = references_in("TRSF BUDI trf 2026 00001 S12")
    >>> "TRF202600001" in proving, "S12" in short
    (True, True)
    """
    tokens = _TOKEN.findall(text.upper())
    proving, short = set(), set()
    for start in range(len(tokens)):
        joined = ""
        for token in tokens[start : start + _JOINED_TOKENS]:
            joined += token
            if len(joined) > 20:
                break
            found = _candidate(joined)
            if found:
                (proving if found[1] else short).add(found[0])
    return proving, short


def is_near(one: str, other: str) -> bool:
    """Whether two references differ by one typing error: a character more, less, other, or two swapped.

    >>> is_near("S12345", "S12354"), is_near("S12345", "S1234"), is_near("S12345", "S12399")
    (True, True, False)
    """
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if one[1:] == other[1:] or one[1:] == other or one == other[1:]:
        return True
    return one[:2] == other[:2][::-1] and one[2:] == other[2:]


@lru_cache(maxsize=50_000)
def _name_words(name: str) -> tuple[str, ...]:
    words = re.findall(r"[A-Z]{2,}", name.upper())
    return tuple(word for word in words if word not in _TITLES and len(word) > 2) or tuple(words)


def similarity(names: Iterable[str], text: str) -> float:
    """How much of the best fitting name the text contains, 0 to 1; banks cut names, people mistype them.

    >>> similarity(["Budi Santoso"], "TRSF E-BANKING CR BUDI SANTOS"), similarity(["Siti"], "BUDI")
    (1.0, 0.0)
    """
    words = set(re.findall(r"[A-Z]{3,}", text.upper()))
    best = 0.0
    for name in names:
        parts = _name_words(name)
        if parts:
            best = max(best, sum(any(_same_word(part, word) for word in words) for part in parts) / len(parts))
    return best


def is_full_name(names: Iterable[str], text: str) -> bool:
    """Whether the text holds every word of one of the names, and at least two: enough to tell people apart.

    >>> is_full_name(["Budi Santoso"], "BUDI SANTOSO"), is_full_name(["Budi"], "BUDI SANTOSO")
    (True, False)
    """
    return any(len(_name_words(name)) > 1 and similarity([name], text) == 1 for name in names)


def _same_word(part: str, word: str) -> bool:
    if part == word:
        return True
    if len(part) >= 5 and len(word) >= 4 and part.startswith(word):
        return True
    return len(part) >= 5 and len(word) >= 5 and is_near(part, word)
