"""Tables for a spreadsheet that never runs what is in them."""

import csv
import io
from decimal import Decimal

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_WIDTH = 70


def harmless(value):
    """Return a cell no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless(" +62"), harmless(-5), harmless("JNE001")
    ("'=HYPERLINK(1)", "' +62", -5, 'JNE001')
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(_RISKY):
        return f"'{value}"
    return value


def to_csv(headings, rows) -> bytes:
    """Write a table as CSV with semicolons and a mark, as a spreadsheet in Indonesia opens it.

    >>> to_csv(["AWB", "Rp"], [["=1+1", 5]]).decode("utf-8-sig").splitlines()
    ['AWB;Rp', "'=1+1;5"]
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([harmless(text) for text in headings])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def to_xlsx(title, headings, rows) -> bytes:
    """Write a table as XLSX: heading kept in view, texts as texts whatever they start with.

    :param title: name of the sheet, at most 31 characters
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.append(list(headings))
    for row in rows:
        sheet.append([_cell(value) for value in row])
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


def _cell(value):
    """Return what the writer takes; control signs it refuses are left out."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        return "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    return value
