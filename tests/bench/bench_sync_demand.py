"""Forecasts of a real distributor's sales against naive, each knowing only what was before its cut; and their speed."""

import json
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
import conftest  # noqa: E402 – makes the addons importable without Odoo
import numpy as np  # noqa: E402

from odoo.addons.crosstech_reseller_sync.lib.insight import demand  # noqa: E402

import retail_series  # noqa: E402

CUTS = (date(2011, 5, 1), date(2011, 6, 1), date(2011, 7, 1), date(2011, 8, 1))
PRODUCTS, SERIES = 600, 1_000


def main(output: str) -> None:
    """Measure; without the data only the speed."""
    entries = [_speed()]
    path = conftest.DATA / retail_series.FILE
    if path.exists():
        results = [one for cut in CUTS for one in retail_series.back_test(path, cut, PRODUCTS)]
        error, naive = (sum(one[name] for one in results) for name in ("error", "naive_error"))
        used = sum(one["method"] == demand.NAIVE for one in results) / len(results)
        about = f"{len(results):,} forecasts of 28 days, four cuts"
        entries += [
            {"name": "demand: error in units against naive", "value": round(error / naive, 3), "unit": "ratio",
             "baseline": f"naive; {about}; naive itself chosen for {used:.0%}", "goal": 1.0, "better": "lower", "runs": 1},
            {"name": "demand: sales inside the interval of eight in ten", "unit": "ratio", "better": "higher", "runs": 1,
             "value": round(float(np.mean([one["inside"] for one in results])), 3), "baseline": about, "goal": 0.75},
        ]  # fmt: skip
    Path(output).write_text(json.dumps(entries))


def _speed() -> dict:
    draw = np.random.default_rng(1)
    start = time.perf_counter()
    for number in range(SERIES):
        series = demand.Series(date(2026, 1, 1), draw.poisson(0.01 * number, 730) * 1.0, np.ones(730, bool))
        demand.stock_out(series, demand.forecast(series), 50, date(2027, 12, 31), draw)
    seconds = time.perf_counter() - start
    return {"name": f"demand: {SERIES:,} products of two years, forecast and day of stock-out", "value": round(seconds, 2),
            "unit": "s", "baseline": "none", "goal": 30.0, "better": "lower", "runs": 1}  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
