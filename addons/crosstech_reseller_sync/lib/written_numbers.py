"""Numbers that people wrote as text: "1.234,50", "1,234.50", "Rp 15.000"; a whole column tells which way is meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NOTATIONS = PLAIN, POINT, COMMA = "", "point", "comma"
_MONEY = re.compile(r"^(?:Rp\.?|IDR)\s*|,-+$|\s(?=\d{3}(?!\d))", re.I)
_FORMS = {
    PLAIN: re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII),
    POINT: re.compile(r"[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?", re.ASCII),
    COMMA: re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?", re.ASCII),
}
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_THREE_PLACES = re.compile(r"[+-]?\d+\.\d{3}", re.ASCII)


@dataclass(frozen=True)
class Notation:
    """How the numbers of a column are written.

    :param name: ``""`` (as computers do), ``point`` (1,234.50) or ``comma`` (1.234,50)
    :param is_sure: whether the column as a whole can mean nothing else
    :param bad: values that are no numbers in it
    """

    name: str
    is_sure: bool
    bad: tuple[str, ...] = ()


def fits(value: str, name: str) -> bool:
    """Tell whether a text is a number in a notation; signs of money are allowed where computers do not write."""
    written = value.strip()
    return bool(_FORMS[name].fullmatch(_MONEY.sub("", written) if name else written))


def plain(value: str, name: str) -> str:
    """Write a number as computers do; a text that is none in this notation stays as it is.

    >>> plain("Rp 1.234,50", COMMA), plain("1,234.50", POINT), plain("1.5", COMMA), plain("banyak", COMMA)
    ('1234.50', '1234.50', '1.5', 'banyak')
    """
    if not name or not fits(value, name):
        return value
    bare = _MONEY.sub("", value.strip())
    return bare.replace(",", "") if name == POINT else bare.replace(".", "").replace(",", ".")


def notation(values: Iterable) -> Notation:
    """Find the notation that most of a column's values fit.

    A point before three digits is one of thousands or of decimals: the others must tell. It is sure where something
    shows it, such as a decimal comma, a sign of money, two points, or "15.000" beside "7".

    >>> notation(["1.234,50", "7"]).name, notation(["12.5", "3"]).name, notation(["7", "banyak"]).bad
    ('comma', '', ('banyak',))
    >>> notation(["15.000", "7"]), notation(["1.234", "7"]).is_sure
    (Notation(name='comma', is_sure=True, bad=()), False)
    """
    written = [value.strip() for value in values if value is not None and value.strip()]
    good = {name: [value for value in written if fits(value, name)] for name in _FORMS}
    most = max(map(len, good.values()))
    tied = [name for name in good if len(good[name]) == most]
    name, is_sure = _chosen(tied, good)
    bad = tuple(value for value in written if not fits(value, name))
    return Notation(name, is_sure and not bad, bad)


def _chosen(tied: list[str], good: dict) -> tuple[str, bool]:
    if not good[tied[0]]:
        return PLAIN, True
    values = good[tied[0]]
    shown = _shows_thousands(values)
    if len(tied) == 1:
        return tied[0], tied[0] == COMMA or not shown
    if len({tuple(plain(value, name) for value in good[name]) for name in tied}) == 1:
        return tied[0], not shown
    if COMMA in tied and any("." in value for value in good[COMMA]):
        return COMMA, shown
    return (POINT if POINT in tied else tied[0]), False


def _shows_thousands(values: list[str]) -> bool:
    """Whether points before three digits can only be those of thousands."""
    grouped = [value for value in values if _THOUSANDS.fullmatch(_MONEY.sub("", value))]
    if any(value.count(".") > 1 or _MONEY.search(value) for value in grouped):
        return True
    is_fixed = all(_THREE_PLACES.fullmatch(value) for value in values)
    return not is_fixed and any(value.endswith("0") for value in grouped)
