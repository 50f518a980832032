"""The receipt of a pull: what was read of whom, when, from where; signed, so that both sides can tell it is genuine.

It is made of the log itself: whoever changes a row of the log afterwards has a receipt that does not fit any more.
"""

# ruff: noqa: S608 – names of our own tables

import hmac
import json
from datetime import datetime

TABLE = "crosstech_reseller_pull"
LINE = f"{TABLE}_line"
COUNTS = ("rows_read", "rows_added", "rows_changed", "rows_gone", "rows_quarantined")
FACTS = (
    "id", "source_id", "agreement_id", "run_number", "reason", "user_id", "place", "started_datetime",
    "ended_datetime", *COUNTS, "bytes_read", "checksum", "columns_read",
)  # fmt: skip
GROUP = 4


def facts(cursor, pull_id: int) -> dict:
    """Read what the receipt certifies.

    :return: dict of the log's columns, and ``entities``: entity -> counts
    """
    cursor.execute(f"SELECT {', '.join(FACTS)} FROM {TABLE} WHERE id = %s", [pull_id])
    found = dict(zip(FACTS, cursor.fetchone(), strict=True))
    counts = ", ".join(COUNTS)
    cursor.execute(f"SELECT entity, {counts} FROM {LINE} WHERE pull_id = %s ORDER BY entity", [pull_id])
    found["entities"] = {entity: list(numbers) for entity, *numbers in cursor.fetchall()}
    return found


def signature(certified: dict, key: bytes) -> str:
    """Sign facts: forty hexadecimal digits in groups that can be read out.

    >>> one = signature({"id": 1, "ended_datetime": datetime(2026, 3, 1)}, b"key")
    >>> len(one), one == signature({"ended_datetime": datetime(2026, 3, 1), "id": 1}, b"key")
    (49, True)
    >>> one == signature({"id": 2, "ended_datetime": datetime(2026, 3, 1)}, b"key")
    False
    """
    written = json.dumps(certified, sort_keys=True, default=_written, separators=(",", ":"))
    digest = hmac.digest(key, written.encode(), "sha256").hex()[:40]
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))


def is_genuine(certified: dict, code: str, key: bytes) -> bool:
    """Tell whether a code, with blanks or without, belongs to these facts."""
    plain = "".join(code.lower().split())
    return hmac.compare_digest(plain.encode(), signature(certified, key).replace(" ", "").encode())


def _written(value) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
