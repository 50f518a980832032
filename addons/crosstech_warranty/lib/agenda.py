"""A visit as a file every calendar reads (RFC 5545)."""

from datetime import datetime

BREAK = "\r\n"
VISIT_HOURS = 2


def _escape(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(sign, written)
    return "\\n".join(text.split("\n")).replace("\r", "")


def _fold(line: str) -> str:
    """Break a line after at most 75 bytes, never inside a letter."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > 74:
            pieces.append(piece)
            piece = ""
        piece += letter
    return f"{BREAK} ".join([*pieces, piece])


def calendar(visits, now: datetime) -> str:
    """Return the text of a calendar file.

    :param visits: iterable of dict(uid, start: naive UTC, stop: naive UTC, title, place, text)
    :param now: naive UTC

    >>> moment = datetime(2026, 3, 1, 2, 0)
    >>> visit = {"uid": "7@x", "start": moment, "stop": moment, "title": "A, b", "place": "", "text": ""}
    >>> "SUMMARY:A\\\\, b" in calendar([visit], moment)
    True
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Crosstech//Jobs//ID", "METHOD:PUBLISH"]
    for visit in visits:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{visit['uid']}",
            f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{visit['start']:%Y%m%dT%H%M%SZ}",
            f"DTEND:{visit['stop']:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{_escape(visit['title'])}",
            f"LOCATION:{_escape(visit['place'])}",
            f"DESCRIPTION:{_escape(visit['text'])}",
            "END:VEVENT",
        ]
    return BREAK.join(_fold(line) for line in [*lines, "END:VCALENDAR", ""])
