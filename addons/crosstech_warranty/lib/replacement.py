"""Which unit may replace one that cannot be repaired: the same model, or an equal or better one (S0.74, X5)."""

from dataclasses import dataclass
from decimal import Decimal

SAME, EQUAL, BETTER, LESSER = "same", "equal", "better", "lesser"


@dataclass(frozen=True)
class Model:
    """A product as far as it matters here.

    :ivar key: what tells products apart
    :ivar category: key of its category
    :ivar price: today's price in rupiah
    """

    key: object
    category: object
    price: Decimal


def grade(old: Model, new: Model) -> str:
    """Say what a new model is to the old one: ``same``, ``equal``, ``better`` or ``lesser``.

    Another kind of goods is never equal or better, whatever it costs.

    >>> grade(Model("A", "notebook", Decimal(7_000_000)), Model("B", "notebook", Decimal(7_500_000)))
    'better'
    """
    if old.key == new.key:
        return SAME
    if old.category != new.category or new.price < old.price:
        return LESSER
    return EQUAL if new.price == old.price else BETTER


def difference_to_refund(paid: Decimal, old: Model, new: Model) -> Decimal:
    """Return what the customer gets back beside a lesser unit; a better one costs him nothing.

    :param paid: what he paid for the old unit, in rupiah

    >>> difference_to_refund(Decimal(7_000_000), Model(1, 1, Decimal(7_000_000)), Model(2, 1, Decimal(6_400_000)))
    Decimal('600000')
    """
    if grade(old, new) != LESSER:
        return Decimal(0)
    return max(paid - new.price, Decimal(0))


def rank(old: Model, candidates: list[Model]) -> list[Model]:
    """Order what is in stock: the same model first, then the nearest equal or better one; lesser ones are left out.

    >>> old = Model("A", "notebook", Decimal(70))
    >>> [model.key for model in rank(old, [Model("C", "notebook", Decimal(90)), Model("B", "notebook", Decimal(75))])]
    ['B', 'C']
    """
    fitting = [model for model in candidates if grade(old, model) != LESSER]
    return sorted(fitting, key=lambda model: (model.key != old.key, model.price))
