"""Hours in which somebody can be expected to answer, on the clock of his region."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

OPENS, CLOSES = 8, 17
WORKDAYS = frozenset(range(6))  # Monday to Saturday


def add(start: datetime, hours: float, zone: str) -> datetime:
    """Return the moment at which so many working hours have passed.

    :param start: aware, or naive UTC as the database keeps it
    :param hours: not negative
    :param zone: IANA name such as ``Asia/Makassar``
    :return: naive UTC

    >>> add(datetime(2026, 3, 7, 9, 0), 4, "Asia/Jakarta")  # a Saturday, 16:00 in Jakarta
    datetime.datetime(2026, 3, 9, 4, 0)
    """
    aware = start if start.tzinfo else start.replace(tzinfo=timezone.utc)
    moment = aware.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    left = timedelta(hours=hours)
    while True:
        opens = moment.replace(hour=OPENS, minute=0, second=0, microsecond=0)
        closes = opens.replace(hour=CLOSES)
        if moment.weekday() in WORKDAYS and moment < closes:
            moment = max(moment, opens)
            if moment + left <= closes:
                end = (moment + left).replace(tzinfo=ZoneInfo(zone))
                return end.astimezone(timezone.utc).replace(tzinfo=None)
            left -= closes - moment
        moment = opens + timedelta(days=1)
