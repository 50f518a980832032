"""The prices of one courier over many days and destinations, looked up as at checkout but without asking each time."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PriceList:
    """A price list that was applied: where its parcels start, from which day on, and until when (None: open)."""

    list_id: int
    origin_id: int
    valid_from: date
    valid_to: date | None = None


def list_in_force(lists, origin_lineage, day: date) -> PriceList | None:
    """Return the list that counts on a day: of the nearest origin the one with the latest start.

    :param lists: iterable of :class:`PriceList`
    :param origin_lineage: ids of the origin and of the regions around it, nearest first

    >>> old, new = PriceList(1, 7, date(2026, 1, 1)), PriceList(2, 7, date(2026, 6, 1))
    >>> list_in_force([old, new], [70, 7], date(2026, 5, 31)).list_id
    1
    """
    nearness = {region_id: index for index, region_id in enumerate(origin_lineage)}
    fitting = [
        one
        for one in lists
        if one.origin_id in nearness and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    return min(
        fitting, key=lambda one: (nearness[one.origin_id], -one.valid_from.toordinal(), -one.list_id), default=None
    )


class PriceBook:
    """Prices by list and destination.

    :param lists: the applied lists of a courier
    :param prices: dict (list id, region id) -> dict service id -> :class:`Tariff`
    """

    def __init__(self, lists, prices: dict):
        self.lists = tuple(lists)
        self.prices = prices
        self._lists, self._found = {}, {}

    def look_up(self, origin_lineage: tuple, destination_lineage: tuple, day: date) -> tuple[int | None, dict]:
        """Return the list in force and its price of every service; the nearest destination wins for each service.

        :return: list id (None without a list), dict service id -> :class:`Tariff`

        >>> book = PriceBook([PriceList(1, 7, date(2026, 1, 1))], {(1, 5): {3: "wide"}, (1, 50): {3: "near"}})
        >>> book.look_up((7,), (50, 5), date(2026, 2, 1))
        (1, {3: 'near'})
        """
        key = (origin_lineage, day)
        if key not in self._lists:
            found = list_in_force(self.lists, origin_lineage, day)
            self._lists[key] = found.list_id if found else None
        list_id = self._lists[key]
        place = (list_id, destination_lineage)
        if place not in self._found:
            merged = {}
            for region_id in reversed(destination_lineage):
                merged.update(self.prices.get((list_id, region_id), {}))
            self._found[place] = merged
        return list_id, self._found[place]
