"""What the tables of a home-made schema are for: product list, stock, sales; and what makes that doubtful."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from ..source import schema as words
from ..source.schema import Column
from . import states, vocabulary
from .look import Facts, Look, Pointer
from .spec import Condition, EntityMapping, Join, Source
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
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    others: list[tuple[str, EntityMapping]] = field(default_factory=list)


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
    names = [column for column in facts.columns("name", without={"supplier", "customer", "person", "category"})
             if facts.is_text(column)]  # fmt: skip
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
        guess.doubts.append("no table looks like a list of products")
        return guess
    scores = {facts.name: score + min(3, _pointing(look, facts)) for score, facts in ranked[:5]}
    ranked = sorted(ranked[:5], key=lambda pair: (-scores[pair[1].name], pair[1].name))
    shop.product = ranked[0][1]
    _point(shop)
    guess.mapping = _product_mapping(shop, shop.product, shop.key, guess)
    guess.reasons.insert(0, f"{shop.product.name} has names, keys and prices; {len(shop.pointers)} tables point to it")
    for _score, facts in ranked[1:]:
        _rival(shop, facts, guess)
    if not shop.pointers:
        guess.doubts.append(f"nothing points to {shop.product.name}")
    if not {"product"} & shop.product.concepts:
        guess.doubts.append(f"the name {shop.product.name} does not speak of goods")
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


def _point(shop: Shop) -> None:
    """Find who points to the products, and take as key what most of them use."""
    look, product = shop.look, shop.product
    for facts in look.tables:
        found = [] if facts is product else look.pointers(facts, product)
        if found:
            shop.pointers[facts.name] = found
    used = [found[0].target for found in shop.pointers.values()]
    keys = look.keys(product)
    shop.key = max(keys, key=lambda key: (used.count(key), -keys.index(key)))


def _product_mapping(shop: Shop, facts: Facts, key: str, guess: Guess) -> EntityMapping:
    fields = {"key": Source(f"base.{key}"), "name": Source(f"base.{_name(facts, key)}")}
    for name, meant, without in (
        ("sku", ("code",), {"category", "supplier", "unit", "brand", "place", "barcode", "customer"}),
        ("barcode", ("barcode",), set()),
        ("unit", ("unit",), {"price", "stock", "quantity", "money", "code", "pieces"}),
        ("price", ("price",), {"purchase", "money", "limit", "date"}),
        ("category", ("category",), {"price"}),
        ("brand", ("brand",), {"price"}),
    ):
        columns = [one for one in facts.columns(*meant, without=without)
                   if facts.is_number(one) == (name == "price") or name in ("sku", "category", "brand")]  # fmt: skip
        columns.sort(key=lambda one: "sale" not in concepts(one.name) if name == "price" else one.name == key)
        if columns:
            fields[name] = Source(f"base.{columns[0].name}")
    verdict = states.judge(shop.look, facts, "base", is_order=False)
    guess.reasons += verdict.reasons
    guess.doubts += verdict.doubts
    text = facts.values.get(_name(facts, key), ())
    if any(isinstance(value, str) and ("Ã" in value or "Â" in value) for value in text):
        fields["name"] = Source(fields["name"].column, reading="latin1_in_utf8")
        guess.reasons.append("names were stored in the wrong encoding and are mended")
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
        guess.reasons.append(f"{facts.name} is a copy")
        return
    keys = shop.look.keys(facts)
    guess.doubts.append(f"{facts.name} looks like a list of products, too")
    guess.others.append((f"products are in {facts.name}", _product_mapping(shop, facts, keys[0], Guess())))


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
    found = [column for column in facts.columns("quantity", without=NOT_A_QUANTITY | {"stock"})
             if facts.is_number(column) and not facts.is_date(column)]  # fmt: skip
    proved = [column for column in found if any(_is_money(facts, money, column, by_product=True)
                                                for money in facts.table.columns if money is not column)]  # fmt: skip
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
    found = [column for column in facts.columns("price", without={"purchase", "date", "limit", "quantity"})
             if facts.is_number(column)]  # fmt: skip
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


# === STOCK === #


def find_stock(shop: Shop) -> Guess:
    """Find every place where stock may be, and compare them."""
    guess, found = Guess(), []
    if not shop.product:
        guess.doubts.append("without a list of products no stock can be told")
        return guess
    for facts in shop.look.tables:
        if facts is shop.product:
            found += _stock_columns(shop, guess)
        elif shop.pointer(facts) and not is_side_table(facts):
            found += _stock_table(shop, facts, guess)
    if not found:
        guess.reasons.append("no stock is kept in this database")
        unknown = [one.name for one in shop.product.table.columns if _is_unknown_number(shop, one)]
        if unknown:
            guess.doubts.append(f"{shop.product.name}.{unknown[0]} may be the stock")
        return guess
    found.sort(key=lambda one: one[0])
    guess.mapping, why = found[0][2], found[0][1]
    guess.reasons.insert(0, why)
    guess.others = [(why, mapping) for _rank, why, mapping in found[1:]]
    return guess


def _is_unknown_number(shop: Shop, column: Column) -> bool:
    facts = shop.product
    return (
        not concepts(column.name) and facts.is_number(column) and len(facts.distinct(column.name)) > 2
        and column.name not in shop.look.keys(facts)
    )  # fmt: skip


def _stock_columns(shop: Shop, guess: Guess) -> list[tuple]:
    facts = shop.product
    columns = [column for column in facts.columns("stock", without={"limit", "price", "date", "money", "count", "code", "name"})
               if facts.is_number(column) and column.type != words.BOOLEAN]  # fmt: skip
    opening = [column for column in columns if "opening" in concepts(column.name)]
    columns = [column for column in columns if column not in opening] or opening
    if not columns:
        columns = [column for column in quantities(facts) if "per" not in concepts(column.name)]
    if columns and opening == columns:
        guess.doubts.append(f"{columns[0].name} may be the stock of the beginning")
    if len(columns) > 1:
        guess.doubts.append(f"{facts.name} has several stock columns: {', '.join(one.name for one in columns)}")
    if columns and facts.columns("pieces", without={"name"}):
        guess.doubts.append(f"{facts.name} knows cartons and pieces; which of them the stock counts is not known")
    key = Source(f"base.{shop.key}")
    conditions = tuple(states.judge(shop.look, facts, "base", is_order=False).conditions)
    if conditions and columns:
        guess.doubts.append("deleted products may still have stock")
    return [
        (2, f"{facts.name}.{column.name} holds the stock",
         EntityMapping("stock", facts.name, {"key": key, "product_key": key, "quantity": Source(f"base.{column.name}")},
                       conditions=conditions))
        for column in columns
    ]  # fmt: skip


def _stock_table(shop: Shop, facts: Facts, guess: Guess) -> list[tuple]:
    meant = facts.concepts
    if meant & {"sale", "purchase", "order", "return", "price"}:
        return []
    if facts.is_set_aside:
        if meant & {"stock", "ledger"}:
            guess.doubts.append(f"{facts.name} may hold older movements or stock")
        return []
    ledger = _ledger(shop, facts, guess)
    if ledger or meant & {"ledger"}:
        shop.used.add(facts.name)
        if not ledger:
            guess.doubts.append(f"{facts.name} holds movements that are not understood")
        return ledger
    return _level(shop, facts, guess)


def _level(shop: Shop, facts: Facts, guess: Guess) -> list[tuple]:
    """A table with one row per product, or per product and place."""
    meant = facts.concepts
    columns = [column for column in facts.columns("stock", "quantity", without=NOT_A_QUANTITY)
               if facts.is_number(column)]  # fmt: skip
    if not columns or not (meant & {"stock", "place"} or any("stock" in concepts(one.name) for one in columns)):
        return []
    shop.used.add(facts.name)
    product, joins = shop.product_source(facts)
    pointer = shop.pointer(facts)
    places = [one for one in facts.columns("place", without={"name"}) if one.name != pointer.column]
    unique = next((parts for parts in ((pointer.column,), (pointer.column, *(one.name for one in places[:1])))
                   if shop.look.is_unique(facts, *parts)), None)  # fmt: skip
    if len(columns) > 1:
        guess.doubts.append(f"{facts.name} has several numbers: {', '.join(one.name for one in columns)}")
    known = shop.look.alias(facts.table).c[pointer.column]
    rank = 1 if shop.look.number(sa.select(sa.func.count(sa.distinct(known)))) >= 0.5 * shop.product.rows else 4
    if rank > 1:
        guess.doubts.append(f"{facts.name} knows few of the products")
    if not unique:
        guess.doubts.append(f"{facts.name} has several rows for one product and place")
    if "line" in meant or (facts.columns("date") and not unique):
        guess.doubts.append(f"{facts.name} may hold more than the stock of today")
    _lost(shop, facts, pointer, guess)
    fields = {"product_key": product, "quantity": Source(f"base.{columns[0].name}")}
    if places:
        fields["place"] = Source(f"base.{places[0].name}")
    parts = unique or facts.table.primary_key or (pointer.column,)
    fields["key"] = _key([f"base.{name}" for name in parts])
    verdict = states.judge(shop.look, facts, "base", is_order=False)
    guess.doubts += verdict.doubts
    return [(rank, f"{facts.name} holds the stock", EntityMapping(
        "stock", facts.name, fields, joins, tuple(verdict.conditions)))]  # fmt: skip


def _key(columns: list[str]) -> Source:
    return Source(columns[0]) if len(columns) == 1 else Source(reading="join_keys", columns=tuple(columns))


def _lost(shop: Shop, facts: Facts, pointer: Pointer, guess: Guess) -> None:
    lost = shop.look.lost(facts, pointer)
    if lost:
        guess.doubts.append(f"{lost:.0f} rows of {facts.name} name no product that is listed")


def _ledger(shop: Shop, facts: Facts, guess: Guess) -> list[tuple]:
    """Movements to be summed: in and out columns, a signed quantity, or a quantity with its direction in words."""
    numbers = [column for column in facts.columns("in", "out", "quantity", without=NOT_A_QUANTITY - {"opening"})
               if facts.is_number(column)]  # fmt: skip
    inward = [one for one in numbers if "in" in concepts(one.name) and "out" not in concepts(one.name)]
    outward = [one for one in numbers if "out" in concepts(one.name) and "in" not in concepts(one.name)]
    if len(inward) == 1 and len(outward) == 1:
        quantity = Source(f"base.{inward[0].name}", minus=f"base.{outward[0].name}")
        return [_movement(shop, facts, guess, [(quantity, ())])]
    if not facts.concepts & {"ledger"} and not ({"stock", "log"} <= facts.concepts):
        return []
    columns = quantities(facts)
    if len(columns) != 1:
        return []
    directed = _directed(shop, facts, columns[0], guess)
    if directed:
        return [_movement(shop, facts, guess, directed)]
    table = shop.look.alias(facts.table)
    if shop.look.number(sa.select(sa.func.min(table.c[columns[0].name]))) < 0:
        return [_movement(shop, facts, guess, [(Source(f"base.{columns[0].name}"), ())])]
    return []


def _directed(shop: Shop, facts: Facts, quantity: Column, guess: Guess) -> list[tuple]:
    for column in facts.columns("type", "status", "ledger", "in", "order"):
        values = states.distinct(shop.look, facts, column) if facts.is_text(column) else None
        inward = [value for value in values or () if _word(value) in vocabulary.MOVED_IN]
        outward = [value for value in values or () if _word(value) in vocabulary.MOVED_OUT]
        if inward and outward and len(inward) + len(outward) == len(values):
            table = shop.look.alias(facts.table)
            if shop.look.number(sa.select(sa.func.min(table.c[quantity.name]))) < 0:
                guess.doubts.append(f"{facts.name} has directions and negative numbers")
            if any(len(str(value)) == 1 and str(value).upper() not in "MKIO+-" for value in values):
                guess.doubts.append(f"{facts.name}.{column.name} has directions of one letter")
            name = f"base.{column.name}"
            return [
                (Source(f"base.{quantity.name}"), (Condition(name, "in", tuple(map(str, inward))),)),
                (
                    Source(f"base.{quantity.name}", reading="negated"),
                    (Condition(name, "in", tuple(map(str, outward))),),
                ),
            ]
    return []


def _word(value) -> str:
    return str(value).strip().lower().replace(" ", "_")


def _movement(shop: Shop, facts: Facts, guess: Guess, parts: list[tuple]) -> tuple:
    shop.used.add(facts.name)
    product, joins = shop.product_source(facts)
    _lost(shop, facts, shop.pointer(facts), guess)
    verdict = states.judge(shop.look, facts, "base", is_order=False)
    flags = facts.columns("cancel") + [one for one in facts.columns("status") if len(facts.distinct(one.name)) > 1]
    if flags:
        guess.doubts.append(f"{facts.name}.{flags[0].name} may mean that some movements do not count")
    guess.doubts += verdict.doubts
    places = facts.columns("place", without={"name"})
    fields = {"key": product, "product_key": product}
    if places:
        fields |= {"place": Source(f"base.{places[0].name}"), "key": _key([product.column, f"base.{places[0].name}"])}
    branches = [
        EntityMapping("stock", facts.name, {**fields, "quantity": quantity}, joins,
                      (*verdict.conditions, *conditions), total="quantity")
        for quantity, conditions in parts
    ]  # fmt: skip
    first = branches[0]
    whole = EntityMapping(
        "stock", facts.name, first.fields, joins, first.conditions, "quantity", "", tuple(branches[1:])
    )
    return (3, f"{facts.name} holds movements; their sum is the stock", whole)
