"""The list of products of a home-made schema, and what is a quantity; what makes a guess doubtful."""

from dataclasses import dataclass, field

from ..source import schema as words
from ..source.schema import Column
from . import states
from .look import Facts, Look, Pointer
from .remarks import Remark, remark
from .spec import EntityMapping, Join, Source
from .vocabulary import concepts, tokens

NOT_A_QUANTITY = frozenset({"price", "money", "limit", "date", "code", "count", "return", "per", "opening"})
_SIDE = frozenset({"cart", "transfer", "promo", "count", "log"})


@dataclass
class Guess:
    """A mapping with what speaks for it and against it.

    :ivar doubts: reasons why a person has to look; without any the guess is sure
    :ivar others: (why, mapping) of what it could be instead
    """

    mapping: EntityMapping | None = None
    reasons: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    others: list[tuple[Remark, EntityMapping]] = field(default_factory=list)


@dataclass
class Shop:
    """What is known so far while a schema is being judged."""

    look: Look
    product: Facts | None = None
    key: str = ""
    pointers: dict[str, list[Pointer]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def pointer(self, facts: Facts) -> Pointer | None:
        """The best column of a table that points to the products."""
        found = self.pointers.get(facts.name)
        return found[0] if found else None

    def product_source(self, facts: Facts) -> tuple[Source, tuple[Join, ...]]:
        """How a table's rows name the product: directly, or by another of its codes."""
        pointer = self.pointer(facts)
        if pointer.target.lower() == self.key.lower():
            return Source(f"base.{pointer.column}"), ()
        join = Join(self.product.name, "product", ((f"base.{pointer.column}", pointer.target),))
        return Source(f"product.{self.key}"), (join,)


# === PRODUCTS === #


def product_score(facts: Facts, *, is_sold: bool = False) -> float:
    """How much a table looks like the list of products; 0: not at all."""
    names = [
        column
        for column in facts.columns("name", without={"supplier", "customer", "person", "category"})
        if facts.is_text(column)
    ]
    meant = facts.concepts
    if not names or meant & {"line", "log"} - ({"line"} if "product" in meant else set()):
        return 0
    score = 4.0 * ("product" in meant or is_sold) + 2 * bool(facts.columns("price")) + bool(facts.columns("stock"))
    score += 0.5 * bool(facts.columns("unit")) + 0.5 * bool(facts.columns("category")) + bool(facts.columns("barcode"))
    other = meant & {
        "category",
        "brand",
        "supplier",
        "customer",
        "person",
        "sale",
        "purchase",
        "order",
        "return",
        "unit",
    }
    score -= 3 * len(other) + 2 * len(meant & {"promo", "cart", "ledger", "count", "transfer", "price", "place"})
    dates = [column for column in facts.columns("customer", "order") if not facts.is_number(column)]
    return max(0.0, score - len(dates) - 2.5 * facts.is_set_aside)


def find_products(shop: Shop) -> Guess:
    """Find the list of products and the key others use."""
    look, guess = shop.look, Guess()
    sold = _pointed_by_lines(look)
    ranked = [(product_score(facts, is_sold=facts.name.lower() in sold), facts) for facts in look.tables]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].name))
    ranked = [(score, facts) for score, facts in ranked if score >= 4 and look.keys(facts)]
    if not ranked:
        guess.doubts.append(remark("no_products"))
        return guess
    scores = {facts.name: score + min(3, _pointing(look, facts)) for score, facts in ranked[:5]}
    ranked = sorted(ranked[:5], key=lambda pair: (-scores[pair[1].name], pair[1].name))
    shop.product = ranked[0][1]
    point(shop)
    guess.mapping = product_mapping(shop, shop.product, shop.key, guess)
    guess.reasons.insert(0, remark("products", table=shop.product.name, count=len(shop.pointers)))
    for _score, facts in ranked[1:]:
        _rival(shop, facts, guess)
    if not shop.pointers:
        guess.doubts.append(remark("nothing_points", table=shop.product.name))
    if not {"product"} & shop.product.concepts:
        guess.doubts.append(remark("not_named_goods", table=shop.product.name))
    return guess


def _pointed_by_lines(look: Look) -> set[str]:
    """Tables that lines of orders point to by a declared key, and that have no date: what is sold."""
    dated = {
        facts.name.lower() for facts in look.tables if any(one.type in words.TEMPORAL for one in facts.table.columns)
    }
    lines = [facts for facts in look.tables if facts.concepts & {"line", "order", "sale"} and quantities(facts)]
    return {key.table.lower() for facts in lines for key in facts.table.foreign_keys} - dated


def _pointing(look: Look, facts: Facts) -> int:
    return sum(1 for other in look.tables if other is not facts and look.pointers(other, facts))


def point(shop: Shop) -> None:
    """Find who points to the products, and take as key what most of them use."""
    look, product = shop.look, shop.product
    for facts in look.tables:
        found = [] if facts is product else look.pointers(facts, product)
        if found:
            shop.pointers[facts.name] = found
    used = [found[0].target for found in shop.pointers.values()]
    keys = look.keys(product)
    shop.key = max(keys, key=lambda key: (used.count(key), -keys.index(key)))


def product_mapping(shop: Shop, facts: Facts, key: str, guess: Guess) -> EntityMapping:
    fields = {"key": Source(f"base.{key}"), "name": Source(f"base.{_name(facts, key)}")}
    for name, meant, without in (
        ("sku", ("code",), {"category", "supplier", "unit", "brand", "place", "barcode", "customer"}),
        ("barcode", ("barcode",), set()),
        ("unit", ("unit",), {"price", "stock", "quantity", "money", "code", "pieces"}),
        ("price", ("price",), {"purchase", "money", "limit", "date"}),
        ("category", ("category",), {"price"}),
        ("brand", ("brand",), {"price"}),
    ):
        columns = [
            one
            for one in facts.columns(*meant, without=without)
            if facts.is_number(one) == (name == "price") or name in ("sku", "category", "brand")
        ]
        columns.sort(key=lambda one: "sale" not in concepts(one.name) if name == "price" else one.name == key)
        if columns:
            fields[name] = Source(f"base.{columns[0].name}")
    verdict = states.judge(shop.look, facts, "base", is_order=False)
    guess.reasons += verdict.reasons
    guess.doubts += verdict.doubts
    text = facts.values.get(_name(facts, key), ())
    if any(isinstance(value, str) and ("Ã" in value or "Â" in value) for value in text):
        fields["name"] = Source(fields["name"].column, reading="latin1_in_utf8")
        guess.reasons.append(remark("mended_names"))
    return EntityMapping("product", facts.name, fields, conditions=tuple(verdict.conditions))


def _name(facts: Facts, key: str) -> str:
    found = facts.columns("name", without={"supplier", "customer", "person", "category", "brand", "unit"})
    found = [column for column in found if facts.is_text(column)] or facts.columns("name")
    words_of = {"nama", "name", "nm", "title"}
    return min(found, key=lambda column: (column.name == key, not words_of & set(tokens(column.name)))).name


def _rival(shop: Shop, facts: Facts, guess: Guess) -> None:
    """Another table that could be the list of products: a copy of it is no rival."""
    if (facts.name in shop.pointers and not _names_goods(facts)) or shop.look.pointers(shop.product, facts):
        return
    if is_copy(shop, facts, shop.product, shop.key):
        guess.reasons.append(remark("copy", table=facts.name))
        return
    keys = shop.look.keys(facts)
    guess.doubts.append(remark("rival_products", table=facts.name))
    guess.others.append((remark("products_in", table=facts.name), product_mapping(shop, facts, keys[0], Guess())))


def _names_goods(facts: Facts) -> bool:
    return "product" in facts.concepts and not facts.concepts & {"stock", "price", "line", "sale", "purchase", "order"}


def is_copy(shop: Shop, facts: Facts, original: Facts, key: str) -> bool:
    """Whether a table set aside holds only rows that the original has, too."""
    column = facts.table.column(key)
    if not facts.is_set_aside or column is None or original.table.column(key) is None:
        return False
    return shop.look.lost(facts, Pointer(column.name, original.name, key, 0)) == 0


# === NUMBERS === #


def quantities(facts: Facts) -> list[Column]:
    """Return columns that count pieces, best first; one that is the product of two others is money."""
    found = [
        column
        for column in facts.columns("quantity", without=NOT_A_QUANTITY | {"stock"})
        if facts.is_number(column) and not facts.is_date(column)
    ]
    proved = [
        column
        for column in found
        if any(_is_money(facts, money, column, by_product=True) for money in facts.table.columns if money is not column)
    ]
    if len(proved) == 1:
        return proved
    plain = [column for column in found if set(tokens(column.name)) & {"qty", "quantity", "kuantitas", "banyak"}]
    if len(found) > 1 and len(plain) == 1:
        rest = [column for column in found if column is not plain[0]]
        return plain + [column for column in rest if not _is_money(facts, column, plain[0])]
    return [
        column for column in found if not any(_is_money(facts, column, other) for other in found if other != column)
    ]


def _is_money(facts: Facts, column: Column, quantity: Column, *, by_product: bool = False) -> bool:
    """Whether a column is quantity times a price, or (unless ``by_product``) simply far larger."""
    if not facts.is_number(column):
        return False
    for price in (price for price in facts.columns("price") if price is not column and price is not quantity):
        rows = zip(*(facts.values.get(one.name, ()) for one in (column, quantity, price)), strict=True)
        try:
            products = [abs(float(a) - float(b) * float(c)) < 1 for a, b, c in rows if None not in (a, b, c)]
        except ValueError:
            continue
        if products and sum(products) > 0.7 * len(products) and len(facts.distinct(quantity.name)) > 1:
            return True
    return not by_product and _median(facts.numbers(column)) > 50 * max(1.0, _median(facts.numbers(quantity)))


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def price_of(facts: Facts) -> Column | None:
    """Return the price of one piece."""
    found = [
        column
        for column in facts.columns("price", without={"purchase", "date", "limit", "quantity"})
        if facts.is_number(column)
    ]
    exact = [column for column in found if not concepts(column.name) & {"money"}] or found
    return exact[0] if exact else None


def looks_like_money(facts: Facts, column: Column) -> bool:
    """Whether "jumlah" without a better word holds rupiah: large round numbers."""
    values = [value for value in facts.numbers(column) if value]
    plain = set(tokens(column.name)) & {"qty", "quantity", "stok", "stock"}
    return (
        not plain
        and bool(values)
        and _median(values) >= 1000
        and sum(value % 50 == 0 for value in values) > len(values) * 0.8
    )


def is_side_table(facts: Facts) -> bool:
    """Whether a table of goods and numbers is neither stock nor sale by its name (carts, counts, offers)."""
    return bool(facts.concepts & _SIDE) and not facts.concepts & {"sale"}
