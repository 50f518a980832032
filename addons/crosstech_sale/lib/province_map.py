"""A map of Indonesia made of tiles: one square per province, placed about where it lies. Light, and good on a phone."""

from collections.abc import Mapping

TILE = 10  # side of a tile in units of the drawing, gap included
GAP = 0.6
EMPTY_COLOUR = "#e9ecef"
TILES = {  # code of the province: column, row, short name
    "11": (0, 0, "Aceh"),
    "12": (1, 1, "Sumut"),
    "13": (1, 2, "Sumbar"),
    "14": (2, 2, "Riau"),
    "15": (2, 3, "Jambi"),
    "16": (3, 3, "Sumsel"),
    "17": (1, 3, "Bengkulu"),
    "18": (3, 4, "Lampung"),
    "19": (4, 3, "Babel"),
    "21": (3, 2, "Kepri"),
    "31": (4, 5, "Jakarta"),
    "32": (5, 5, "Jabar"),
    "33": (6, 5, "Jateng"),
    "34": (6, 6, "Jogja"),
    "35": (7, 5, "Jatim"),
    "36": (3, 5, "Banten"),
    "51": (8, 5, "Bali"),
    "52": (9, 5, "NTB"),
    "53": (10, 5, "NTT"),
    "61": (5, 1, "Kalbar"),
    "62": (5, 2, "Kalteng"),
    "63": (6, 2, "Kalsel"),
    "64": (6, 1, "Kaltim"),
    "65": (6, 0, "Kaltara"),
    "71": (9, 1, "Sulut"),
    "72": (8, 2, "Sulteng"),
    "73": (8, 3, "Sulsel"),
    "74": (9, 3, "Sultra"),
    "75": (8, 1, "Gorontalo"),
    "76": (7, 3, "Sulbar"),
    "81": (10, 2, "Maluku"),
    "82": (10, 1, "Malut"),
    "91": (13, 1, "Papua"),
    "92": (12, 1, "P. Barat"),
    "93": (13, 3, "P. Selatan"),
    "94": (12, 2, "P. Tengah"),
    "95": (13, 2, "P. Peg."),
    "96": (11, 1, "P. B. Daya"),
}
WIDTH = (max(column for column, _row, _name in TILES.values()) + 1) * TILE
HEIGHT = (max(row for _column, row, _name in TILES.values()) + 1) * TILE
_DARK, _LIGHT = "#000000", "#ffffff"  # one of them stands out at least 4.5 to 1 on any colour


def tiles(provinces: Mapping[str, Mapping]) -> list[dict]:
    """Give the tiles of the map with what is to be shown on them.

    :param provinces: by code of the province: dict(color: ``#rrggbb``, text: str such as a number, title: str read
        aloud and shown on hover, url: where a click leads), each key optional; provinces not named are empty tiles
    :return: list of dict(code, short, x, y, side, middle, color, ink, text, title, url)

    >>> [(tile["short"], tile["text"]) for tile in tiles({"61": {"text": "3"}}) if tile["text"]]
    [('Kalbar', '3')]
    """
    return [_tile(code, provinces.get(code, {})) for code in TILES]


def _tile(code: str, shown: Mapping) -> dict:
    column, row, short = TILES[code]
    color = shown.get("color") or EMPTY_COLOUR
    return {
        "code": code,
        "short": short,
        "x": column * TILE + GAP / 2,
        "y": row * TILE + GAP / 2,
        "side": TILE - GAP,
        "middle": column * TILE + TILE / 2,
        "color": color,
        "ink": ink(color),
        "text": shown.get("text") or "",
        "title": shown.get("title") or short,
        "url": shown.get("url"),
    }


def shade(share: float, color: tuple[int, int, int] = (10, 88, 202)) -> str:
    """Give a colour between nearly white (share 0) and a full one (share 1), for maps of quantities.

    >>> shade(1.0), shade(0.0)
    ('#0a58ca', '#e2ebf9')
    """
    weight = 0.12 + 0.88 * min(max(share, 0.0), 1.0)
    return "#" + "".join(f"{round(255 + (part - 255) * weight):02x}" for part in color)


def ink(color: str) -> str:
    """Give the colour of the letters that can be read best on a colour, by the contrast rule of WCAG 2.

    >>> ink("#ffffff"), ink("#0a58ca"), ink("#000000")
    ('#000000', '#ffffff', '#ffffff')
    """
    light = _luminance(color)
    on_light, on_dark = 1.05 / (light + 0.05), (light + 0.05) / (_luminance(_DARK) + 0.05)
    return _LIGHT if on_light >= on_dark else _DARK


def _luminance(color: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
