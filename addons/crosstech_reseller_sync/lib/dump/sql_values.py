"""The values of a SQL dump: literals of MySQL, of the standard, and of COPY, as text."""

import re
from collections.abc import Callable

_FLAGS = re.I | re.S
_SURROGATE = re.compile("[\udc80-\udcff]")
_MYSQL_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\x00", "b": "\b", "Z": "\x1a", "%": "\\%", "_": "\\_"}
_MYSQL_ESCAPED = re.compile(r"\\(.)", re.S)
_PG_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_PG_ESCAPED = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.S)
_COPY_ESCAPED = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.S)
# SQLite writes a value with line ends as a function: replace('a\nb','\n',char(10)), or lately unistr('a\u000ab').
_REPLACE = re.compile(r"replace\((.*),\s*'([^']*)'\s*,\s*char\((\d{1,7})\)\s*\)$", _FLAGS)
_UNISTR = re.compile(r"unistr\(\s*('.*')\s*\)$", _FLAGS)
_CAST = re.compile(r"CAST\(\s*N?('.*')\s+AS\s+[^)]*\)$", _FLAGS)
_DIGITS = re.compile(r"(?:0x([0-9a-f]+)|x'([0-9a-f]*)'|(?:b'([01]*)'))$", _FLAGS)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$")


def repaired(value: str) -> str:
    """Bytes that were no UTF-8 are read as Windows-1252, as old programs wrote them; the rest stays.

    >>> repaired("caf\\udce9 \N{GRINNING FACE}") == "caf\\xe9 \N{GRINNING FACE}"
    True
    """
    return _SURROGATE.sub(_as_windows, value)


def _as_windows(match: re.Match) -> str:
    return bytes((ord(match[0]) - 0xDC00,)).decode("cp1252", "replace")


def _mysql_unescaped(match: re.Match) -> str:
    return _MYSQL_ESCAPES.get(match[1], match[1])


def _pg_unescaped(match: re.Match) -> str:
    code = match[1]
    if code[0] in "01234567":
        return chr(int(code, 8))
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\N{REPLACEMENT CHARACTER}"
    return _PG_ESCAPES.get(code, code)


def mysql_value(raw: str) -> str | None:
    """The value of one literal of MySQL."""
    if raw[:1] == "'":
        text = raw[1:-1] if raw[-1] == "'" else raw[1 : raw.rindex("'")]
        if "\\" not in text and "'" not in text and text.isascii():
            return text
        return _backslashed(text, _MYSQL_ESCAPED, _mysql_unescaped)
    return _other_value(raw, mysql_value)


def _backslashed(text: str, escaped: re.Pattern, unescaped: Callable) -> str:
    if "''" in text:
        text = text.replace("''", "'")
    if "\\" in text:
        text = escaped.sub(unescaped, text)
    return text if text.isascii() else repaired(text)


def standard_value(raw: str) -> str | None:
    """The value of one literal of standard SQL."""
    if raw[:1] == "'":
        text = raw[1 : raw.rindex("'")]
        if "'" in text:
            text = text.replace("''", "'")
        return text if text.isascii() else repaired(text)
    if raw[:2] in ("E'", "e'"):
        return _backslashed(raw[2 : raw.rindex("'")], _PG_ESCAPED, _pg_unescaped)
    return _other_value(raw, standard_value)


def _other_value(raw: str, string_value: Callable) -> str | None:
    """Numbers, NULL, TRUE, hexadecimal and prefixed strings; what is calculated has no value here."""
    if raw == "NULL":
        return None
    raw = raw.strip()
    if raw.isdigit() or _NUMBER.match(raw):
        return raw
    upper = raw.upper()
    if upper in ("NULL", "DEFAULT", ""):
        return None
    if upper in ("TRUE", "FALSE"):
        return "1" if upper == "TRUE" else "0"
    if found := _DIGITS.match(raw):
        return _of_digits(found[1] or found[2], found[3])
    if raw[:1] == '"':
        return string_value("'" + raw[1:-1].replace('""', '"').replace("'", "''") + "'")
    if raw.endswith("'") and (upper.startswith(("_", "N'")) or "CAST(" in upper):
        return string_value(raw[raw.index("'") :])
    return _calculated(raw, string_value)


def _of_digits(hexadecimal: str | None, binary: str | None) -> str:
    if hexadecimal is None:
        return str(int(binary or "0", 2))
    return bytes.fromhex(hexadecimal.zfill(len(hexadecimal) + len(hexadecimal) % 2)).decode("utf-8", "replace")


def _calculated(raw: str, string_value: Callable) -> str | None:
    """The few functions that are nothing but another way to write a text."""
    if cast := _CAST.match(raw):
        return string_value(cast[1])
    if found := _REPLACE.match(raw):
        text = found[1].strip()
        inner = string_value(text) if text[:1] == "'" else _calculated(text, string_value)
        return inner.replace(found[2], chr(min(int(found[3]), 0x10FFFF))) if inner and found[2] else inner
    if found := _UNISTR.match(raw):
        return _PG_ESCAPED.sub(_pg_unescaped, string_value(found[1]))
    return None


def copy_value(raw: str) -> str | None:
    """The value of one field of COPY's text format."""
    if raw == "\\N":
        return None
    if "\\" in raw:
        raw = _COPY_ESCAPED.sub(_pg_unescaped, raw)
    return raw if raw.isascii() else repaired(raw)
