"""How long the bars of a chart are. Drawn as plain tables (views/chart_templates.xml): no script, on paper too."""

from collections.abc import Iterable

FULL = 100.0


def bars(rows: Iterable[dict], *, maximum: float | None = None) -> list[dict]:
    """Give each row of a horizontal bar chart the length of its bar.

    :param rows: dict(label: str, value: number, text: str shown for the value; optional: compare: number of the period
        before, url: where the label leads)
    :param maximum: the value of a full bar; the largest of all by default
    :return: the rows, each with percent and compare_percent from 0 to 100; a negative value has a bar of length 0

    >>> [row["percent"] for row in bars([{"label": "a", "value": 4}, {"label": "b", "value": 1}])]
    [100.0, 25.0]
    >>> bars([])
    []
    """
    rows = [dict(row) for row in rows]
    values = [number for row in rows for number in (row["value"], row.get("compare")) if number]
    top = maximum or max(values, default=0)
    for row in rows:
        row["percent"] = _share(row["value"], top)
        row["compare_percent"] = _share(row.get("compare"), top)
        row.setdefault("url", None)
        row.setdefault("text", f"{row['value']:g}")
    return rows


def columns(rows: Iterable[dict]) -> list[dict]:
    """Give each column of a chart over time its height; the same shapes as :func:`bars`."""
    return bars(rows)


def _share(value: float | None, top: float) -> float:
    """Which part of the longest bar a value is, in percent; something is never shorter than can be seen."""
    if not value or value < 0 or top <= 0:
        return 0.0
    return round(min(max(float(value) / float(top) * FULL, 1.0), FULL), 1)
