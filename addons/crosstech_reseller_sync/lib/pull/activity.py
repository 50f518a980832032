"""Through what activity a value came to be: derived from the version before, the version after and the documents.

The rules are data, in the order in which they are asked; Python and SQL read the same ones.
"""

from dataclasses import dataclass

from ..entities import Entity

FIRST_SEEN, GONE, BACK, CORRECTION = "first_seen", "gone", "back", "correction"
SALE, RESTOCK, COUNT, PURCHASE = "sale", "restock", "count", "purchase"
SALE_PRESUMED, RESTOCK_PRESUMED = "sale_presumed", "restock_presumed"
PRICE_CHANGE, WITHDRAWN, OFFERED = "price_change", "withdrawn", "offered"

BORN = {"sale_line": SALE, "purchase_line": PURCHASE}
HOW = {
    FIRST_SEEN: "The first pull that read this row.",
    GONE: "A complete reading no longer had this row.",
    BACK: "The row was gone and was read again.",
    SALE: "The sale line itself, or a level that fell by exactly what the sale and purchase lines of the pull say.",
    RESTOCK: "The level rose by exactly what the sale and purchase lines of the same pull say.",
    SALE_PRESUMED: "The level fell, and the source has no lines that could tell why.",
    RESTOCK_PRESUMED: "The level rose, and the source has no lines that could tell why.",
    COUNT: "The level changed by something else than the sale and purchase lines of the pull say.",
    PURCHASE: "The purchase line itself.",
    PRICE_CHANGE: "The price is another one.",
    WITHDRAWN: "The product is no longer active.",
    OFFERED: "The product is active again.",
    CORRECTION: "Another field of the same row is different.",
}


@dataclass(frozen=True)
class Rule:
    """All tests must hold: ``(test, field)``; ``documents`` compares the change of a number with the lines."""

    activity: str
    tests: tuple[tuple[str, str], ...]


_PRICE = Rule(PRICE_CHANGE, (("differs", "price"),))
_FELL, _ROSE = ("fell", "quantity"), ("rose", "quantity")
RULES = {
    "product": (_PRICE, Rule(WITHDRAWN, (("ended", "active"),)), Rule(OFFERED, (("began", "active"),))),
    "price": (_PRICE,),
    "stock": (
        Rule(SALE_PRESUMED, (_FELL, ("no_documents", "quantity"))),
        Rule(RESTOCK_PRESUMED, (_ROSE, ("no_documents", "quantity"))),
        Rule(SALE, (_FELL, ("documented", "quantity"))),
        Rule(RESTOCK, (_ROSE, ("documented", "quantity"))),
        Rule(COUNT, (("differs", "quantity"),)),
    ),
}
_PYTHON = {
    "differs": lambda old, new, lines: old != new,
    "fell": lambda old, new, lines: None not in (old, new) and new < old,
    "rose": lambda old, new, lines: None not in (old, new) and new > old,
    "ended": lambda old, new, lines: old is not False and new is False,
    "began": lambda old, new, lines: old is False and new is True,
    "documented": lambda old, new, lines: None not in (old, new, lines) and new - old == lines,
    "no_documents": lambda old, new, lines: lines is None,
}
_SQL = {
    "differs": "{old} IS DISTINCT FROM {new}",
    "fell": "{new} < {old}",
    "rose": "{new} > {old}",
    "ended": "{old} IS NOT FALSE AND {new} IS FALSE",
    "began": "{old} IS FALSE AND {new} IS TRUE",
    "documented": "{new} - {old} = {lines}",
    "no_documents": "{lines} IS NULL",
}


def born(entity: Entity) -> str:
    """Name the activity of a row that was never seen before."""
    return BORN.get(entity.name, FIRST_SEEN)


def of(entity: Entity, old: dict | None, new: dict | None, lines=None):
    """Name the activity that led from one version to the next.

    :param old: the fields before; None for a row never seen; ``{"is_deleted": True}`` for one that was gone
    :param new: the fields now; None for a row that is gone
    :param lines: bought less sold, of the lines first read in the same pull; None where the source has no lines

    >>> from ..entities import STOCK
    >>> of(STOCK, {"quantity": 9}, {"quantity": 7}, lines=-2), of(STOCK, {"quantity": 9}, {"quantity": 7}, lines=0)
    ('sale', 'count')
    >>> of(STOCK, {"quantity": 9}, {"quantity": 7}), of(STOCK, None, {"quantity": 7})
    ('sale_presumed', 'first_seen')
    """
    if new is None:
        return GONE
    if old is None:
        return born(entity)
    if old.get("is_deleted"):
        return BACK
    for rule in RULES.get(entity.name, ()):
        if all(_PYTHON[test](old.get(field), new.get(field), lines) for test, field in rule.tests):
            return rule.activity
    return CORRECTION


def sql(entity: Entity, old: str, new: str, lines: str = "NULL::numeric") -> str:
    """Write the same rules as a CASE; ``old`` and ``new`` are aliases of tables.

    >>> from ..entities import PRICE
    >>> sql(PRICE, "c", "s")
    "CASE WHEN c.key IS NULL THEN 'first_seen' WHEN c.is_deleted THEN 'back' \
WHEN c.price IS DISTINCT FROM s.price THEN 'price_change' ELSE 'correction' END"
    """
    cases = [f"WHEN {old}.key IS NULL THEN '{born(entity)}'", f"WHEN {old}.is_deleted THEN '{BACK}'"]
    for rule in RULES.get(entity.name, ()):
        tests = " AND ".join(
            _SQL[test].format(old=f"{old}.{field}", new=f"{new}.{field}", lines=lines) for test, field in rule.tests
        )
        cases.append(f"WHEN {tests} THEN '{rule.activity}'")
    return f"CASE {' '.join(cases)} ELSE '{CORRECTION}' END"
