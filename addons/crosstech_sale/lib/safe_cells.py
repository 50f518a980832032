"""Tables that spreadsheets open: what would run as a formula becomes text; numbers stay numbers.

Source: docs/business-rules.md#reseller-11, OWASP on CSV injection.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ILLEGAL = {code: None for code in range(32) if chr(code) not in "\t\r\n"}
BLOCK = 500
MAX_WIDTH = 70


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


def workbook(title: str, rows: Iterable[Iterable]) -> bytes:
    """Write rows as XLSX, headings first and kept in view; a text stays the text it is, whatever it starts with.

    :param title: name of the sheet, at most 31 characters
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for row in rows:
        sheet.append([_plain(value) for value in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, str):
                cell.data_type = "s"
            elif isinstance(cell.value, int):
                cell.number_format = "#,##0"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, column in enumerate(sheet.iter_cols(values_only=True), 1):
        width = max((len(line) for value in column for line in str(value or "").split("\n")), default=0)
        sheet.column_dimensions[get_column_letter(index)].width = min(width + 2, MAX_WIDTH)
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _plain(value):
    """Return what the writer of workbooks takes."""
    if isinstance(value, Decimal):
        return float(value)
    return value.translate(_ILLEGAL) if isinstance(value, str) else value
