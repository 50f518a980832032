"""Which resellers serve a region, wholly or in part, and where buyers order that nobody serves: what the map shows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .territories import TerritoryIndex, lineage

SERVED, PART, FREE = "served", "part", "free"
# One colour per reseller, told apart on screen and paper, each readable with black or white letters.
PALETTE = (
    *("#0a58ca", "#198754", "#6f42c1", "#d63384", "#0f766e", "#b45309"),
    *("#4d7c0f", "#1e3a8a", "#86198f", "#0369a1", "#9f1239", "#52525b"),
)
SEVERAL_COLOUR, GAP_COLOUR, EMPTY_COLOUR = "#adb5bd", "#f8d7da", "#f1f3f5"


def colours(keys: Iterable) -> dict:
    """Give each reseller a colour of his own, the same as long as the list is.

    >>> colours([7, 3, 7])
    {7: '#0a58ca', 3: '#198754'}
    """
    return {key: PALETTE[place % len(PALETTE)] for place, key in enumerate(dict.fromkeys(keys))}


@dataclass(frozen=True)
class Coverage:
    """How a region is served.

    :ivar owners: resellers of the region itself, of one around it, or of regions inside it; nearest first
    """

    state: str
    owners: tuple = ()


class CoverageIndex:
    """How every region is served, from the territories in force.

    :param territories: pairs of region code and reseller

    >>> index = CoverageIndex([("61", "Budi"), ("62.71", "Sari")])
    >>> index.of("61.71").state, index.of("62").state, index.of("62").owners, index.of("63").state
    ('served', 'part', ('Sari',), 'free')
    """

    def __init__(self, territories: Iterable[tuple]):
        self._at, self._below = defaultdict(list), defaultdict(list)
        for code, reseller in territories:
            self._at[code].append(reseller)
            for wider in lineage(code)[1:]:
                self._below[wider].append(reseller)

    def of(self, code: str) -> Coverage:
        """Return how one region is served."""
        around = [reseller for region in lineage(code) for reseller in self._at.get(region, ())]
        owners = tuple(dict.fromkeys([*around, *self._below.get(code, ())]))
        if around:
            return Coverage(SERVED, owners)
        return Coverage(PART if owners else FREE, owners)


def unserved(orders: Mapping[str, int], index: TerritoryIndex, day: date) -> Counter:
    """Count orders from places that are nobody's territory on a day, for each region and those around it.

    :param orders: number of orders by code of the district

    >>> sorted(unserved({"61.71.01": 2, "61.02.01": 1}, TerritoryIndex([]), date(2026, 1, 1)).items())
    [('61', 3), ('61.02', 1), ('61.02.01', 1), ('61.71', 2), ('61.71.01', 2)]
    """
    counts = Counter()
    for code, count in orders.items():
        if index.resolve(code, day) is None:
            for region in lineage(code):
                counts[region] += count
    return counts


def paler(colour: str) -> str:
    """Return a colour mixed with as much white: of a region that is served in part.

    >>> paler("#0a58ca")
    '#84abe4'
    """
    return "#" + "".join(f"{(int(colour[place : place + 2], 16) + 255) // 2:02x}" for place in (1, 3, 5))


def tile_colour(coverage: Coverage, colour_of: Mapping, gap: int) -> str:
    """Return the colour of a province: its reseller's, one for several, one for a gap with orders, or none.

    >>> tile_colour(Coverage(FREE), {}, 3) == GAP_COLOUR, tile_colour(Coverage(SERVED, (7,)), {7: "#0a58ca"}, 0)
    (True, '#0a58ca')
    """
    if len(coverage.owners) == 1:
        colour = colour_of[coverage.owners[0]]
        return colour if coverage.state == SERVED else paler(colour)
    if coverage.owners:
        return SEVERAL_COLOUR
    return GAP_COLOUR if gap else EMPTY_COLOUR
