"""Times as people write them in their part of the country: WIB, WITA, WIT."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

# Short names by zone, as Indonesians write them.
ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


class LocalTimeError(ValueError):
    """A text that is no date and time, or one outside of what a calendar can hold."""


def parse(text: str, zone: str) -> datetime:
    """Read a browser's ``datetime-local`` value, written in a zone, as aware UTC.

    :param text: ``2026-03-01T14:30``, with or without seconds, a blank also does for the T
    :param zone: IANA name such as ``Asia/Makassar``
    :raises LocalTimeError: when it is not such a value, or its year is not 2000 to 2099

    >>> parse("2026-03-01T00:30", "Asia/Jayapura").isoformat()
    '2026-02-28T15:30:00+00:00'
    """
    try:
        local = datetime.fromisoformat((text or "").strip())
    except ValueError as error:
        raise LocalTimeError(f"{text!r} is not a date and time") from error
    if local.tzinfo is not None or not 2000 <= local.year <= 2099 or "T" not in text.strip().replace(" ", "T"):
        raise LocalTimeError(f"{text!r} is not a date and time of this place")
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)


def local(moment: datetime, zone: str) -> datetime:
    """Return a UTC moment (aware, or naive as the database keeps it) as the clock of a zone shows it, naive.

    >>> local(datetime(2026, 2, 28, 17, 0), "Asia/Jakarta").isoformat()
    '2026-03-01T00:00:00'
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return aware.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def zone_name(zone: str) -> str:
    """Return the short name people know, or the IANA name where there is none.

    >>> zone_name("Asia/Makassar")
    'WITA'
    """
    return ZONE_NAMES.get(zone, zone)
