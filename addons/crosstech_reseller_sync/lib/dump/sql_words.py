"""The words of SQL dumps: names, strings, types, CREATE TABLE and ALTER TABLE; MySQL's and the standard's."""

import re
from dataclasses import dataclass, replace

from ..source import schema as words
from ..source.schema import Column, ForeignKey, Table

# A string is written unrolled, so that an unfinished one costs no more than its length.
BACKSLASH_STRING = r"'[^'\\]*(?:\\.[^'\\]*)*'"
DOUBLED_BACKSLASH_STRING = r"'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'"
PLAIN_STRING = r"'[^']*'"
DOUBLE_BACKSLASH = r'"[^"\\]*(?:\\.[^"\\]*)*"'
DOUBLE_PLAIN = r'"[^"]*"'
_PART = r'(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|\[[^\]]+\]|[\w$]+)'
NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_NAME_PART = re.compile(_PART)
_FLAGS = re.I | re.S

_CREATE = re.compile(
    rf"CREATE\s+(?:(?:GLOBAL|LOCAL|UNLOGGED|TEMPORARY|TEMP)\s+)*TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?({NAME})\s*\(", _FLAGS
)
_ALTER = re.compile(rf"ALTER\s+TABLE\s+(?:ONLY\s+|IF\s+EXISTS\s+)*({NAME})\s+(.*)", _FLAGS)
_PRIMARY = re.compile(
    rf"(?:CONSTRAINT\s+{_PART}\s+)?PRIMARY\s+KEY\s*(?:CLUSTERED|NONCLUSTERED|USING\s+\w+)?\s*\(([^)]*)\)", _FLAGS
)
_FOREIGN = re.compile(
    rf"(?:CONSTRAINT\s+{_PART}\s+)?FOREIGN\s+KEY\s*(?:{_PART}\s*)?\(([^)]*)\)\s*REFERENCES\s+({NAME})\s*(?:\(([^)]*)\))?",
    _FLAGS,
)
_INLINE_REFERENCE = re.compile(rf"\bREFERENCES\s+({NAME})\s*(?:\(([^)]*)\))?", _FLAGS)
_NO_COLUMN = re.compile(
    r"(?:PRIMARY|FOREIGN|UNIQUE|CONSTRAINT|KEY|INDEX|FULLTEXT|SPATIAL|CHECK|EXCLUDE|PERIOD|LIKE)\b", re.I
)
_COLUMN = re.compile(
    rf"({_PART})\s+(\w+(?:\s+(?:varying|precision|unsigned|without\s+time\s+zone|with\s+time\s+zone))*\s*(?:\([^)]*\))?)?(.*)",
    _FLAGS,
)
_TYPES = (  # the first that fits
    (re.compile(r"(tiny)?int\s*\(1\)|bool|bit(\s*\(1\))?$", re.I), words.BOOLEAN),
    (re.compile(r"(tiny|small|medium|big)?(int|serial)|integer|year|int\d|serial\d", re.I), words.INTEGER),
    (re.compile(r"dec|numeric|number|money|smallmoney|fixed", re.I), words.DECIMAL),
    (re.compile(r"float|double|real", re.I), words.FLOAT),
    (re.compile(r"datetime|timestamp|smalldatetime", re.I), words.DATETIME),
    (re.compile(r"date", re.I), words.DATE),
    (re.compile(r"blob|bytea|binary|varbinary|image|raw|tinyblob|mediumblob|longblob", re.I), words.BINARY),
    (re.compile(r"n?(var)?char|bpchar|(tiny|medium|long|n|ci)?text|n?clob|enum|set|uuid|name", re.I), words.TEXT),
)  # fmt: skip


@dataclass(frozen=True)
class Keys:
    """Keys that a dump declares after the table."""

    table: str
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()

    def added_to(self, table: Table) -> Table:
        return replace(
            table,
            primary_key=self.primary_key or table.primary_key,
            foreign_keys=(*table.foreign_keys, *self.foreign_keys),
        )


def type_of(declared: str) -> str:
    """Tell the kind of values of a declared type.

    >>> [type_of(one) for one in ("int(11)", "numeric(38,10)", "varchar(20)", "tinyint(1)", "datetime", "geometry")]
    ['integer', 'decimal', 'text', 'boolean', 'datetime', 'other']
    """
    declared = declared.strip()
    return next((kind for pattern, kind in _TYPES if pattern.match(declared)), words.OTHER)


def bare(name: str, home: str = "") -> str:
    """Return a name without quotes, and without the schema that is the dump's own.

    :param home: the schema that goes without saying

    >>> bare("`shop`.`t_barang`", "shop"), bare('public."Items"', "public"), bare("arsip.t", "public")
    ('t_barang', 'Items', 'arsip.t')
    """
    parts = [_unquoted(part) for part in _NAME_PART.findall(name)]
    if len(parts) > 1 and parts[-2].lower() in (home.lower(), "public", "dbo", "main"):
        parts = parts[-1:]
    return ".".join(parts[-2:])


def _unquoted(part: str) -> str:
    if part[:1] in '`"':
        return part[1:-1].replace(part[0] * 2, part[0])
    return part[1:-1] if part[:1] == "[" else part


def names(text: str) -> tuple[str, ...]:
    """Return the column names of a list in brackets; a length after a name, as of an index, is left out."""
    return tuple(_unquoted(part) for part in _NAME_PART.findall(re.sub(r"\(\s*\d+\s*\)", "", text)))


def create_table(statement: str, home: str) -> Table | None:
    """Read a CREATE TABLE; None for one made from a query.

    >>> create_table("CREATE TABLE `t` (`id` int(11) NOT NULL, `n` varchar(9), PRIMARY KEY (`id`))", "").primary_key
    ('id',)
    """
    found = _CREATE.match(statement)
    if not found:
        return None
    columns, primary, foreign = [], (), []
    for item in _items(statement, found.end()):
        if _NO_COLUMN.match(item):
            if key := _PRIMARY.match(item):
                primary = names(key[1])
            if key := _FOREIGN.match(item):
                foreign.append(_foreign_key(key[1], key[2], key[3], home))
            continue
        column, is_key, reference = _column(item, home)
        columns.append(column)
        primary = primary or ((column.name,) if is_key else ())
        foreign += [reference] if reference else []
    return Table(bare(found[1], home), tuple(columns), primary, tuple(foreign)) if columns else None


def _column(item: str, home: str) -> tuple[Column, bool, ForeignKey | None]:
    name, declared, rest = _COLUMN.match(item).groups()
    name, declared = _unquoted(name), (declared or "").strip()
    is_key = bool(re.search(r"\bPRIMARY\s+KEY\b", rest, re.I))
    reference = _INLINE_REFERENCE.search(rest)
    key = _foreign_key(name, reference[1], reference[2], home) if reference else None
    nullable = not is_key and not re.search(r"\bNOT\s+NULL\b", rest, re.I)
    return Column(name, type_of(declared), declared, nullable), is_key, key


def _foreign_key(columns: str, table: str, targets: str | None, home: str) -> ForeignKey:
    mine = names(columns)
    return ForeignKey(mine, bare(table, home), names(targets) if targets else mine)


def _items(statement: str, start: int) -> list[str]:
    """The parts between the outer commas of a bracket that was opened before ``start``."""
    depth, begin, items = 1, start, []
    for token in re.finditer(
        r"'(?:[^'\\]|\\.|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/|[(),]", statement[start:], re.S
    ):
        mark, place = token[0], start + token.start()
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if (mark == "," and depth == 1) or depth == 0:
            items.append(_without_comments(statement[begin:place]))
            begin = place + 1
        if depth == 0:
            break
    return [item for item in items if item]


def _without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.S).strip()


def alter_table(statement: str, home: str) -> Keys | None:
    """Read the keys that an ALTER TABLE adds; None where it adds none.

    >>> alter_table("ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id)", "public")
    Keys(table='t', primary_key=('id',), foreign_keys=())
    """
    found = _ALTER.match(statement)
    if not found:
        return None
    primary, foreign = (), []
    for part in re.split(r"\bADD\s+", found[2], flags=re.I)[1:]:
        if key := _PRIMARY.match(part):
            primary = names(key[1])
        elif key := _FOREIGN.match(part):
            foreign.append(_foreign_key(key[1], key[2], key[3], home))
    return Keys(bare(found[1], home), primary, tuple(foreign)) if primary or foreign else None
