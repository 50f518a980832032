"""Bank statements as files: read, checked, and handed on as plain lines."""

from .balance import in_order
from .csv_guess import guess_profile
from .csv_profile import CsvProfile, read_csv
from .line import Statement, StatementError, StatementLine, account_digits, check_destination, import_keys
from .reader import MAX_BYTES, decode, file_kind, read_statement

__all__ = [
    "MAX_BYTES",
    "CsvProfile",
    "Statement",
    "StatementError",
    "StatementLine",
    "account_digits",
    "check_destination",
    "decode",
    "file_kind",
    "guess_profile",
    "import_keys",
    "in_order",
    "read_csv",
    "read_statement",
]
