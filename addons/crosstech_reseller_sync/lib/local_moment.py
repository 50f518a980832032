"""A moment of ours on the clock of a reseller."""

from datetime import datetime, timezone, tzinfo


def on_clock(moment: datetime, zone: tzinfo) -> datetime:
    """Turn naive UTC into what a clock on a reseller's wall shows, naive.

    >>> from zoneinfo import ZoneInfo
    >>> on_clock(datetime(2026, 3, 1, 20), ZoneInfo("Asia/Jakarta"))
    datetime.datetime(2026, 3, 2, 3, 0)
    """
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
