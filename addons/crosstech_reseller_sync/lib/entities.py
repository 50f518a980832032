"""What is kept of every reseller, in one shape: products, stock, sales, prices, purchases.

A mapping (``lib.mapping.spec``) says where a reseller's database has each field. Everything else in that database is
never selected.
"""

from dataclasses import dataclass

TEXT, NUMBER, MOMENT, FLAG = "text", "number", "moment", "flag"


@dataclass(frozen=True)
class Field:
    """A field of an entity.

    :param kind: ``text`` (at most 300 characters), ``number`` (28 digits before and 10 after the point), ``moment``
        (UTC) or ``flag``
    """

    name: str
    kind: str
    required: bool = False


@dataclass(frozen=True)
class Entity:
    """A kind of row. The key is the row's own identity in the reseller's database, as text.

    :param moment: the field that says when the row's values came to be in the reseller's world; without one it is
        the time of the reading
    """

    name: str
    fields: tuple[Field, ...]
    moment: str | None = None

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.required)


PRODUCT = Entity(
    "product",
    (
        Field("key", TEXT, required=True),
        Field("sku", TEXT),
        Field("barcode", TEXT),
        Field("name", TEXT, required=True),
        Field("category", TEXT),
        Field("brand", TEXT),
        Field("unit", TEXT),
        Field("price", NUMBER),
        Field("active", FLAG),
        Field("changed", MOMENT),
    ),
    moment="changed",
)
STOCK = Entity(
    "stock",
    (
        Field("key", TEXT, required=True),
        Field("product_key", TEXT, required=True),
        Field("place", TEXT),
        Field("quantity", NUMBER, required=True),
        Field("changed", MOMENT),
    ),
    moment="changed",
)
SALE_LINE = Entity(
    "sale_line",
    (
        Field("key", TEXT, required=True),
        Field("product_key", TEXT, required=True),
        Field("order_ref", TEXT),
        Field("sold_at", MOMENT),
        Field("quantity", NUMBER, required=True),
        Field("unit_price", NUMBER),
        Field("place", TEXT),
    ),
    moment="sold_at",
)
PRICE = Entity(
    "price",
    (
        Field("key", TEXT, required=True),
        Field("product_key", TEXT, required=True),
        Field("price_list", TEXT),
        Field("price", NUMBER, required=True),
        Field("changed", MOMENT),
    ),
    moment="changed",
)
PURCHASE_LINE = Entity(
    "purchase_line",
    (
        Field("key", TEXT, required=True),
        Field("product_key", TEXT, required=True),
        Field("order_ref", TEXT),
        Field("bought_at", MOMENT),
        Field("quantity", NUMBER, required=True),
        Field("unit_price", NUMBER),
        Field("supplier", TEXT),
    ),
    moment="bought_at",
)
ENTITIES = {entity.name: entity for entity in (PRODUCT, STOCK, SALE_LINE, PRICE, PURCHASE_LINE)}
