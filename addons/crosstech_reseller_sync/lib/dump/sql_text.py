"""The text of a SQL dump as a window that slides over the stream; and what encoding it is in."""

import codecs
import re
from collections.abc import Iterator

from .limits import DumpError, Limits

CHUNK = 1 << 18
# A match must end so far before the end of the buffer: a word that goes on in the next chunk is not cut.
LOOKAHEAD = 128
TAIL = 1_000
_ENCODING = re.compile(rb"client_encoding\s*=\s*'(\w+)'|SET\s+NAMES\s+'?(\w+)", re.I)
_ENCODINGS = {
    "latin1": "cp1252",
    "win1252": "cp1252",
    "sqlascii": "utf-8",
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "unicode": "utf-8",
}


def encoding_of(head: bytes) -> str:
    """The encoding of a dump: its mark, what it says itself, else UTF-8.

    >>> encoding_of(b"SET client_encoding = 'WIN1252';"), encoding_of(b"/*!40101 SET NAMES latin1 */;")
    ('cp1252', 'cp1252')
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    said = _ENCODING.search(head)
    name = (said[1] or said[2]).decode().lower().replace("_", "") if said else "utf-8"
    name = _ENCODINGS.get(name, name)
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return name


class Text:
    """A window that slides over the decoded text of a stream."""

    def __init__(self, stream, encoding: str, limits: Limits):
        errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._stream, self._limits = stream, limits
        self._text, self._at, self._ended = "", 0, False
        self._chunk = CHUNK
        self.tail = ""

    def _more(self) -> bool:
        """Read on; what was used is let go.

        :return: whether there was something left to read
        """
        if self._ended:
            return False
        # What does not end is looked at again from its beginning: by longer and longer pieces, else time is squared.
        self._chunk = min(self._chunk * 2, self._limits.statement_bytes) if not self._at else CHUNK
        data = self._stream.read(self._chunk)
        self._ended = not data
        read = self._decoder.decode(data, final=self._ended)
        self._text = self._text[self._at :] + read
        self.tail = (self.tail + read[-TAIL:])[-TAIL:]
        self._at = 0
        if len(self._text) > self._limits.statement_bytes:
            raise DumpError("too_wide", str(self._limits.statement_bytes))
        return True

    def _safe(self, end: int) -> bool:
        return self._ended or end + LOOKAHEAD < len(self._text)

    def ahead(self, count: int) -> str:
        return self._text[self._at : self._at + count]

    def starts(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def match(self, pattern: re.Pattern) -> re.Match | None:
        """Match here and move past it."""
        while True:
            found = pattern.match(self._text, self._at)
            if found and self._safe(found.end()):
                self._at = found.end()
                return found
            if not found and self._safe(self._at):
                return None
            if not self._more():
                return None

    def skip(self, space: re.Pattern) -> bool:
        """Move past white space and comments.

        :return: whether anything follows
        """
        while self.match(space):
            pass
        while self._at >= len(self._text):
            if not self._more():
                return False
            while self.match(space):
                pass
        return True

    def until_semicolon(self, token: re.Pattern, *, keep: bool, must_end: bool = False) -> str:
        """Move past the end of a statement.

        :return: its text where it is to be kept
        :raises DumpError: ``broken`` when the file ends inside a string or comment
        """
        kept, size = [], 0
        while True:
            found = token.match(self._text, self._at)
            if found and found.end() > self._at and self._safe(found.end()):
                self._at = found.end()
                size += len(found[0])
                if keep and size <= self._limits.statement_bytes:
                    kept.append(found[0])
            elif not found and self.starts(";"):
                self._at += 1
                return "".join(kept)
            elif not self._more():
                if self._at < len(self._text) or (must_end and size):
                    raise DumpError("broken", "ends inside a statement")
                return "".join(kept)

    def skip_past(self, pattern: re.Pattern) -> None:
        while True:
            found = pattern.search(self._text, self._at)
            if found and self._safe(found.end()):
                self._at = found.end()
                return
            # What was found but may go on in the next chunk stays.
            self._at = found.start() if found else max(self._at, self._text.rfind("\n"))
            if not self._more():
                self._at = len(self._text)
                return

    def lines_until(self, end: re.Pattern) -> Iterator[list[str]]:
        """Give whole lines, many at a time, up to a line that ends them; that one is used up.

        :raises DumpError: ``broken`` when it never comes
        """
        while True:
            found = end.search(self._text, self._at)
            if found and self._safe(found.end()):
                lines = self._text[self._at : found.start()]
                self._at = found.end()
                if lines:
                    yield _lines(lines)
                return
            last = self._text.rfind("\n", self._at)
            if not found and last > self._at:
                lines = self._text[self._at : last + 1]
                self._at = last + 1
                yield _lines(lines)
            elif not self._more():
                raise DumpError("broken", "ends inside COPY")

    def rows(self, row: re.Pattern) -> Iterator[list[str]]:
        """Give the rows of an INSERT as they stand between brackets, many at a time.

        :raises DumpError: ``broken`` when the file ends inside a row
        """
        while True:
            rows, goes_on = self._rows_here(row)
            if rows:
                yield rows
            if not goes_on:
                return
            if not self._more():
                raise DumpError("broken", "ends inside INSERT")

    def _rows_here(self, row: re.Pattern) -> tuple[list[str], bool]:
        """The rows that are whole in the window, and whether the INSERT goes on behind it."""
        rows, text, at, match = [], self._text, self._at, row.match
        while (found := match(text, at)) and self._safe(found.end()):
            rows.append(found[1])
            if found[2] != ",":
                self._at = found.end() - len(found[2])  # the semicolon ends the statement
                return rows, False
            at = found.end()
        self._at = at
        return rows, True


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
