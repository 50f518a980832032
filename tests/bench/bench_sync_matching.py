"""Products of a reseller found in our catalogue: 10,000 of his among 60,000 of ours, and how often it is right."""

import json
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
import conftest  # noqa: E402 – makes the addons importable without Odoo

from odoo.addons.crosstech_reseller_sync.lib.insight.matching import Matcher, Ours  # noqa: E402

import shop_names  # noqa: E402

PRODUCTS, CATALOGUE, HELD_OUT = 10_000, 60_000, 6


def main(output: str) -> None:
    """Measure on real names; one product in six of the reseller's is not in our catalogue."""
    draw = random.Random(1)
    known = shop_names.catalogue(conftest.DATA / "catalogue" / "pcparts")
    held_out = {one.key for one in draw.sample(known, len(known) // HELD_OUT)} if known else set()
    ours = [one for one in known if one.key not in held_out]
    ours += [Ours(f"m{number}", f"Merek{number % 900} Seri {number} Tipe {number * 7919 % 9973}")
             for number in range(CATALOGUE - len(ours))]  # fmt: skip
    pairs = shop_names.shop_products(known or ours, PRODUCTS, draw)
    start = time.perf_counter()
    matches = Matcher(ours).match([theirs for theirs, _key in pairs])
    seconds = time.perf_counter() - start
    right = [match.our_key == key for match, (_theirs, key) in zip(matches, pairs, strict=True) if match.is_accepted]
    ours_too = sum(key not in held_out for _theirs, key in pairs)
    what = f"matching: {PRODUCTS:,} products of a reseller against {CATALOGUE:,} of ours"
    entries = [
        {"name": what, "value": round(seconds, 2), "unit": "s", "baseline": "issue 4", "goal": 60.0, "better": "lower",
         "runs": 1},
        {"name": "matching: right among those accepted without a person", "value": round(sum(right) / len(right), 4),
         "unit": "ratio", "baseline": f"{len(right):,} accepted; a sixth of his products is not ours", "goal": 0.98,
         "better": "higher", "runs": 1},
        {"name": "matching: accepted and right, of the products that are ours", "unit": "ratio",
         "value": round(sum(right) / ours_too, 4), "baseline": "none", "goal": None, "better": "higher", "runs": 1},
    ]  # fmt: skip
    Path(output).write_text(json.dumps(entries))


if __name__ == "__main__":
    main(sys.argv[1])
