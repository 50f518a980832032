"""Names of products as careless shops write them, made from a real catalogue; used by a bench and by tests."""

import csv
import random
import re
from pathlib import Path

from odoo.addons.crosstech_reseller_sync.lib.insight.matching import Ours, Theirs

_CAPACITY = {"internal-hard-drive.csv": "capacity", "external-hard-drive.csv": "capacity"}
_COLOURS = {"Black": "Hitam", "White": "Putih", "Red": "Merah", "Blue": "Biru", "Silver": "Perak", "Gray": "Abu"}
_PADDING = ("ORIGINAL", "Garansi Resmi", "ready stok", "NEW", "garansi 2 tahun", "promo")


def catalogue(folder: Path) -> list[Ours]:
    """Read products with all that tells one from the other in its name; each name once."""
    names = set()
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                names.add(_full_name(path.name, row))
    return [Ours(number, name) for number, name in enumerate(sorted(names))]


def _full_name(file: str, row: dict) -> str:
    parts = [row["name"]]
    if row.get(_CAPACITY.get(file)):
        size = float(row["capacity"])
        parts.append(f"{size / 1000:g} TB" if size >= 1000 else f"{size:g} GB")
    if file == "memory.csv" and row.get("modules"):
        parts.append("({} x {} GB)".format(*row["modules"].split(",")))
        parts.append("DDR{} CL{}".format(row["speed"].replace(",", "-"), row["cas_latency"]))
    if file == "video-card.csv":
        parts.append(row["chipset"])
        parts.append(f"{row['memory']} GB")
    if row.get("color"):
        parts.append(row["color"])
    return " ".join(parts)


def shop_products(ours: list[Ours], count: int, draw: random.Random) -> list[tuple[Theirs, object]]:
    """Draw products and write them as a shop would; with the key of ours that is right."""
    chosen = draw.sample(ours, min(count, len(ours)))
    return [(Theirs(f"r{number}", careless(one.name, draw)), one.key) for number, one in enumerate(chosen)]


def careless(name: str, draw: random.Random) -> str:
    """Write a name with some of the habits of shops."""
    words = name.split()
    habits = draw.sample((_abbreviate, _shuffle, _without_brand, _misspell, _indonesian, _pad, _join), draw.choice((1, 2, 2, 3)))
    for habit in habits:
        words = habit(words, draw)
    text = " ".join(words)
    return draw.choice((str.upper, str.lower, str))(text)


def _abbreviate(words, draw):
    place = draw.randrange(len(words))
    word = words[place]
    if word.isalpha() and len(word) > 5:
        short = draw.choice((word[:4], word[0] + re.sub("[aeiou]", "", word[1:])))
        return [*words[:place], short, *words[place + 1 :]]
    return words


def _shuffle(words, draw):
    cut = draw.randrange(len(words))
    return words[cut:] + words[:cut]


def _without_brand(words, _draw):
    return words[1:] if len(words) > 2 else words


def _misspell(words, draw):
    place = draw.randrange(len(words))
    word = words[place]
    if word.isalpha() and len(word) > 5:
        at = draw.randrange(1, len(word) - 1)
        word = draw.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))
    return [*words[:place], word, *words[place + 1 :]]


def _indonesian(words, _draw):
    return [_COLOURS.get(word, word) for word in words]


def _pad(words, draw):
    return [*words, draw.choice(_PADDING)]


def _join(words, draw):
    """Write a number and its unit, or a model and its number, together or apart."""
    text = " ".join(words)
    if draw.random() < 0.5:
        text = re.sub(r"(\d) (GB|TB|W)\b", r"\1\2", text)
    else:
        text = re.sub(r"\b([A-Za-z]{2,}) (\d{3,})\b", r"\1\2", text, count=1)
    return text.split()
