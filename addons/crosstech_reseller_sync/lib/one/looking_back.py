"""What all resellers had at a moment, beside what they have now: SQL with parameters only.

Two clocks: what *we knew* at a moment (system time), and what *was so* at a moment as far as we knew at another (valid
time). Parameters: ``sources`` (list of int), ``system`` and ``valid`` (naive UTC or ``infinity``), ``limit``.
"""

# ruff: noqa: S608 – table and column names are those of lib.entities; values are parameters

from ..entities import ENTITIES, PRODUCT, Entity
from ..pull import history, names

MEASURES = {
    "stock": "quantity",
    "sale_line": "quantity",
    "purchase_line": "quantity",
    "product": "price",
    "price": "price",
}
ASKED = "c.source_id = ANY(%(sources)s)"
FOREVER = "infinity"


def _then(entity: Entity, *, valid: bool) -> str:
    return history.valid_as_of(entity, where=ASKED) if valid else history.as_of(entity, where=ASKED)


def rows(name: str, *, valid: bool = False) -> str:
    """Write the SELECT of the rows of one entity at a moment.

    :return: SQL giving source_id, key, name of the product, place, value then, value now (NULL: there is none),
        valid_from, recorded_at, activity
    """
    entity, measure = ENTITIES[name], MEASURES[name]
    if entity is PRODUCT:
        title, product = "x.name", ""
    else:
        title = "p.name"
        product = f"LEFT JOIN {names.current(PRODUCT)} p ON p.source_id = x.source_id AND p.key = x.product_key "
    return (
        f"SELECT x.source_id, x.key, {title} AS name, x.place, x.{measure} AS then, n.{measure} AS now, "
        f"x.valid_from, x.recorded_at, x.activity FROM ({_then(entity, valid=valid)}) x {product}"
        f"LEFT JOIN {names.current(entity)} n ON n.source_id = x.source_id AND n.key = x.key AND NOT n.is_deleted "
        "ORDER BY x.source_id, x.key LIMIT %(limit)s"
    )


def totals(name: str, *, valid: bool = False) -> str:
    """Write the SELECT of how much there was at each reseller: units added up, of prices the mean.

    :return: SQL giving source_id, number of rows, total
    """
    entity, measure = ENTITIES[name], MEASURES[name]
    added = f"avg(x.{measure})" if measure == "price" else f"sum(x.{measure})"
    return f"SELECT x.source_id, count(*), {added} FROM ({_then(entity, valid=valid)}) x GROUP BY x.source_id"
