"""Moments and hours on the clock of a reseller."""

from datetime import datetime, time, timezone, tzinfo


def on_clock(moment: datetime, zone: tzinfo) -> datetime:
    """Turn naive UTC into what a clock on a reseller's wall shows, naive.

    >>> from zoneinfo import ZoneInfo
    >>> on_clock(datetime(2026, 3, 1, 20), ZoneInfo("Asia/Jakarta"))
    datetime.datetime(2026, 3, 2, 3, 0)
    """
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def hour_of_day(hours: float) -> time:
    """Turn hours into a time of day.

    >>> hour_of_day(8.5), hour_of_day(24)
    (datetime.time(8, 30), datetime.time(0, 0))
    """
    minutes = round(hours * 60) % 1440
    return time(minutes // 60, minutes % 60)
