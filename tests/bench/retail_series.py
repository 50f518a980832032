"""Daily sales of a real distributor's products; used by a bench and by tests."""

import csv
import gzip
from collections import defaultdict
from datetime import date, timedelta

import numpy as np

from odoo.addons.crosstech_reseller_sync.lib.insight import demand

FILE = "retail/online_retail_2010-12_to_2011-08.csv.gz"


def sales(path):
    """:return: dict of product -> list of (day, units), cancellations included"""
    found = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["StockCode"][:1].isdigit():
                found[row["StockCode"]].append((date.fromisoformat(row["InvoiceDate"][:10]), float(row["Quantity"])))
    return found


def back_test(path, cut: date, products: int):
    """Forecast ``HORIZON`` days behind a day from what was before it only.

    :return: list of dict(method, error, naive_error, sold, inside: whether in the interval of eight in ten)
    """
    known = sorted(sales(path).items(), key=lambda item: (-len(item[1]), item[0]))
    step = max(len(known) // products, 1)
    results = []
    for number, (_product, lines) in enumerate(known[::step]):
        start = min(day for day, _units in lines)
        past = [line for line in lines if line[0] < cut]
        if not past:
            continue
        series = demand.daily(past, [], start, cut - timedelta(days=1))
        told = demand.forecast(series)
        until = cut + timedelta(days=demand.HORIZON)
        sold = sum(max(units, 0) for day, units in lines if cut <= day < until)
        paths = demand.futures(series, told.rate, demand.HORIZON, np.random.default_rng(number)).sum(axis=1)
        low, high = np.quantile(paths, (0.1, 0.9))
        naive = float(demand.rates(series.demand)[demand.NAIVE][-1])
        results.append({
            "method": told.method, "sold": sold, "error": abs(told.rate * demand.HORIZON - sold),
            "naive_error": abs(naive * demand.HORIZON - sold), "inside": low <= sold <= high,
        })  # fmt: skip
    return results
