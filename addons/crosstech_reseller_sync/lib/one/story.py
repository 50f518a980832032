"""How a value came to be, step by step: what was before, what is after, when, where and through what activity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..entities import Entity
from ..pull import names

LEVELS = {"stock": "quantity", "product": "price", "price": "price"}


@dataclass(frozen=True)
class Change:
    """A field that became another one; None where there was or is nothing."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Step:
    """One version of a row, seen from the one before.

    :param valid_from: since when it holds in the reseller's world, naive UTC
    :param recorded_at: when we read it, naive UTC
    """

    activity: str
    valid_from: datetime
    recorded_at: datetime
    run_id: int
    place: str | None
    changes: tuple[Change, ...]


def tell(entity: Entity, versions: Iterable[dict]) -> list[Step]:
    """Turn the versions of a row into steps, the newest first.

    :param versions: of ``history.story``, the oldest first

    >>> from ..entities import STOCK
    >>> old = {"activity": "first_seen", "valid_from": 1, "recorded_at": 1, "run_id": 1, "quantity": 9}
    >>> new = old | {"activity": "sale", "run_id": 2, "quantity": 7}
    >>> [(step.activity, step.changes) for step in tell(STOCK, [old, new])][0]
    ('sale', (Change(field='quantity', before=9, after=7),))
    """
    steps, before = [], {}
    for version in versions:
        gone = version.get("is_deleted", False)
        after = {} if gone else {name: version.get(name) for name in names.compared(entity)}
        changes = tuple(
            Change(name, before.get(name), after.get(name))
            for name in names.compared(entity)
            if before.get(name) != after.get(name)
        )
        steps.append(
            Step(
                version["activity"], version["valid_from"], version["recorded_at"], version["run_id"],
                version.get("place"), changes,
            )
        )  # fmt: skip
        before = after
    return steps[::-1]


def levels(entity: Entity, versions: Iterable[dict]) -> list[tuple[datetime, object]]:
    """List the level after each version, the oldest first: the quantity of stock, the price of a product.

    :return: nothing for rows that have no level, such as sale lines; zero where the row was gone

    >>> from ..entities import PRICE
    >>> levels(PRICE, [{"recorded_at": 1, "price": 5}, {"recorded_at": 2, "price": 5, "is_deleted": True}])
    [(1, 5), (2, 0)]
    """
    field = LEVELS.get(entity.name)
    if not field:
        return []
    return [
        (version["recorded_at"], 0 if version.get("is_deleted") else version[field])
        for version in versions
        if version.get("is_deleted") or version[field] is not None
    ]
