"""Cells of files that spreadsheets open: what would run as a formula becomes text; numbers stay numbers.

Source: docs/business-rules.md#reseller-11, OWASP on CSV injection.
"""

import csv
import io
from collections.abc import Iterable, Iterator

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ILLEGAL = {code: None for code in range(32) if chr(code) not in "\t\r\n"}
BLOCK = 500


def safe(value):
    """Neutralise a value for a cell.

    >>> safe('=HYPERLINK("http://x")'), safe("-1 cm"), safe(-1), safe("KB-3001"), safe(None)
    ('\\'=HYPERLINK("http://x")', "'-1 cm", -1, 'KB-3001', '')
    """
    if value is None or value is False:
        return ""
    if not isinstance(value, str):
        return value
    text = value.translate(_ILLEGAL)  # what no spreadsheet file may contain
    return f"'{text}" if text.startswith(_DANGEROUS) or text.lstrip().startswith(_DANGEROUS) else text


def csv_blocks(rows: Iterable[Iterable], delimiter: str = ";") -> Iterator[bytes]:
    """Write rows as CSV in blocks, with the mark by which spreadsheets know UTF-8.

    >>> b"".join(csv_blocks([["a", 1], ["=b", 2.5]])).decode("utf-8-sig")
    "a;1\\r\\n'=b;2.5\\r\\n"
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    buffer.write("\ufeff")
    for number, row in enumerate(rows, 1):
        writer.writerow([safe(value) for value in row])
        if number % BLOCK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
