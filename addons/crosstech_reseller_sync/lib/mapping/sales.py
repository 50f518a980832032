"""Sales of a home-made schema: lines that hang on orders, or stand alone with their date."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from ..source import schema as words
from ..source.schema import Column
from . import states
from .guess import Guess, Shop, is_copy, is_side_table, looks_like_money, price_of, quantities
from .look import Facts, Pointer
from .remarks import remark
from .spec import EntityMapping, Join, Source
from .vocabulary import concepts, tokens

SALE, PURCHASE, RETURN, PURCHASE_RETURN, OTHER = "sale", "purchase", "return", "purchase_return", "other"


@dataclass
class Lines:
    """A table with goods and how many of them.

    :ivar header: the order its rows hang on
    :ivar kind: one of the constants above
    """

    facts: Facts
    quantity: Column
    header: Pointer | None
    kind: str
    rivals: tuple[Column, ...] = ()


def find_sales(shop: Shop) -> tuple[Guess, Guess]:
    """Find sale lines, and purchase lines beside them."""
    sales, purchases = Guess(), Guess()
    if not shop.product:
        sales.doubts.append(remark("sales_need_products"))
        return sales, purchases
    lines = [one for facts in shop.look.tables for one in [lines_of(shop, facts)] if one]
    by_kind = {kind: [one for one in lines if one.kind == kind] for kind in (SALE, PURCHASE, RETURN, OTHER)}
    current = [one for one in by_kind[SALE] if not one.facts.is_set_aside]
    unclear = [one for one in by_kind[OTHER] if not one.facts.is_set_aside]
    if not current and unclear:
        unclear.sort(key=lambda one: "out" not in one.facts.concepts)
        sales.doubts.append(remark("not_named_sales", table=unclear[0].facts.name))
        current, unclear = unclear[:1], unclear[1:]
    if not current:
        _no_sales(shop, by_kind, sales)
    else:
        _choose(shop, current, sales)
        _aside(shop, by_kind[SALE], current[0], sales)
        _returns(shop, by_kind[RETURN], sales)
        _kept_apart(shop, sales)
        sales.doubts += [remark("maybe_more_sales", table=one.facts.name) for one in unclear]
    if by_kind[PURCHASE]:
        purchases.mapping = line_mapping(shop, by_kind[PURCHASE][0], purchases, "purchase_line")
        purchases.reasons.append(remark("purchases_in", table=by_kind[PURCHASE][0].facts.name))
        if len(by_kind[PURCHASE]) > 1:
            purchases.doubts.append(remark("several_purchases"))
    return sales, purchases


def _no_sales(shop: Shop, by_kind: dict, guess: Guess) -> None:
    guess.reasons.append(remark("no_sales"))
    suspects = [facts.name for facts in shop.look.tables if facts.concepts & {"sale", "order"}]
    if suspects or by_kind[SALE]:
        guess.doubts.append(remark("maybe_sales", names=", ".join(suspects[:3]) or by_kind[SALE][0].facts.name))


def _choose(shop: Shop, current: list[Lines], guess: Guess) -> None:
    current.sort(key=lambda one: (-("sale" in one.facts.concepts) - bool(one.header), -one.facts.rows, one.facts.name))
    guess.mapping = line_mapping(shop, current[0], guess, "sale_line")
    name = current[0].facts.name
    if current[0].header:
        guess.reasons.insert(0, remark("sales_on_orders", table=name, other=current[0].header.table))
    else:
        guess.reasons.insert(0, remark("sales_alone", table=name))
    for other in current[1:]:
        guess.doubts.append(remark("more_sales", table=other.facts.name))
        second = line_mapping(shop, other, Guess(), "sale_line")
        guess.others.append((remark("sales_in", table=other.facts.name), second))
        guess.others.append(
            (remark("sales_in_both", table=name, other=other.facts.name), replace(guess.mapping, union=(second,)))
        )


def _aside(shop: Shop, lines: list[Lines], chosen: Lines, guess: Guess) -> None:
    """Archives and copies: a copy has no row of its own."""
    names = {one.facts.name for one in lines}
    for facts in shop.look.tables:
        related = facts.name in names or (facts.concepts & {"sale", "order"} and shop.pointer(facts))
        if facts is chosen.facts or not facts.is_set_aside or not related:
            continue
        keys = [*shop.look.keys(chosen.facts), *([chosen.header.column] if chosen.header else [])]
        if keys and all(is_copy(shop, facts, chosen.facts, key) for key in keys):
            guess.reasons.append(remark("copy", table=facts.name))
        else:
            guess.doubts.append(remark("sales_elsewhere", table=facts.name, other=chosen.facts.name))


def _kept_apart(shop: Shop, guess: Guess) -> None:
    """Cancellations and returns in tables of their own that were not read."""
    for facts in shop.look.tables:
        apart = facts.concepts & {"cancel", "return"} and not facts.concepts & {"purchase"}
        if apart and facts.name not in shop.used and not facts.is_set_aside:
            guess.doubts.append(remark("some_sales_not", table=facts.name))


def _returns(shop: Shop, returns: list[Lines], guess: Guess) -> None:
    for one in returns:
        back = line_mapping(shop, one, Guess(), "sale_line")
        source = replace(back.fields["quantity"], reading="negated")
        back = replace(back, fields={**back.fields, "quantity": source})
        guess.doubts.append(remark("returns_off", table=one.facts.name))
        guess.others.append((remark("returns_ignored"), guess.mapping))
        guess.mapping = replace(guess.mapping, union=(*guess.mapping.union, back))


# === ONE TABLE === #


def lines_of(shop: Shop, facts: Facts) -> Lines | None:
    if facts is shop.product or not shop.pointer(facts) or facts.name in shop.used or is_side_table(facts):
        return None
    if facts.concepts & {"price"} and not facts.concepts & {"sale", "order", "line"}:
        return None
    columns = [one for one in quantities(facts) if one.name != shop.pointer(facts).column]
    if not columns:
        columns = [
            one
            for one in facts.columns("sale", "out", without={"price", "money", "date", "code", "person", "type"})
            if facts.is_number(one) and one.name != shop.pointer(facts).column
        ]
    if not columns:
        return None
    header = _header(shop, facts)
    kind = _kind(shop, facts, header)
    return Lines(facts, columns[0], header, kind, tuple(columns[1:]))


def _header(shop: Shop, facts: Facts) -> Pointer | None:
    """The order a line hangs on: a table with a date, pointed to by something that names it."""
    found = []
    for other in shop.look.tables:
        if other in (facts, shop.product) or other.rows > facts.rows or shop.pointer(other):
            continue
        if not any(other.is_date(column) for column in other.table.columns):
            continue
        if not other.concepts & {"order", "sale", "purchase", "return", "header"}:
            continue
        for pointer in shop.look.pointers(facts, other):
            alike = len(facts.words & other.words) * 3 + 2 * bool(
                facts.concepts & other.concepts & {SALE, PURCHASE, RETURN}
            )
            found.append(replace(pointer, score=pointer.score + alike - 6 * other.is_set_aside))
    found.sort(key=lambda pointer: (-pointer.score, pointer.table))
    return found[0] if found and found[0].score > 0 else None


def _kind(shop: Shop, facts: Facts, header: Pointer | None) -> str:
    other = shop.look.get(header.table) if header else None
    meant = facts.concepts | (other.concepts if other else set())
    supplier = any(one.columns("supplier") for one in (facts, other) if one)
    buys, sells = bool(meant & {"purchase"}), "sale" in meant
    if meant & {"return"}:
        return PURCHASE_RETURN if (buys or supplier) and not sells else RETURN
    if meant & {"promo", "cart", "count", "transfer", "ledger"}:
        return OTHER
    if buys and sells:
        return OTHER
    if buys or (supplier and not sells):
        return PURCHASE
    return SALE if sells or "order" in meant else OTHER


def line_mapping(shop: Shop, lines: Lines, guess: Guess, entity: str) -> EntityMapping:
    facts = lines.facts
    shop.used.add(facts.name)
    product, joins = shop.product_source(facts)
    fields = {"product_key": product, "quantity": Source(f"base.{lines.quantity.name}")}
    verdict = states.judge(shop.look, facts, "base", is_order=True)
    _doubt_numbers(shop, lines, fields, guess)
    when = "sold_at" if entity == "sale_line" else "bought_at"
    if lines.header:
        joins += (Join(lines.header.table, "order", ((f"base.{lines.header.column}", lines.header.target),)),)
        fields["order_ref"] = Source(f"base.{lines.header.column}")
        header = shop.look.get(lines.header.table)
        more = states.judge(shop.look, header, "order", is_order=True)
        verdict.conditions += more.conditions
        verdict.doubts += more.doubts
        verdict.reasons += more.reasons
        _doubt_header(shop, lines, header, guess)
        _date(header, "order", when, fields)
    else:
        _alone(facts, guess, fields, when)
    price = price_of(facts)
    if price:
        fields["unit_price"] = Source(f"base.{price.name}")
    total = _row_key(shop, lines, fields, guess)
    guess.doubts += verdict.doubts
    guess.reasons += verdict.reasons
    return EntityMapping(entity, facts.name, fields, joins, tuple(verdict.conditions), total)


def _alone(facts: Facts, guess: Guess, fields: dict, when: str) -> None:
    orders = facts.columns("order", without={"date", "money", "customer", "status", "type", "price"})
    orders = orders or [
        one
        for one in facts.columns("sale", without={"date", "money", "customer", "person", "price", "quantity"})
        if "code" in concepts(one.name)
    ]
    if orders:
        fields["order_ref"] = Source(f"base.{orders[0].name}")
    elif facts.concepts & {"line"}:
        guess.doubts.append(remark("no_orders", table=facts.name))
    _date(facts, "base", when, fields)
    if when not in fields:
        guess.doubts.append(remark("no_date", table=facts.name))


def _date(facts: Facts, alias: str, when: str, fields: dict) -> None:
    dates = [one for one in facts.table.columns if facts.is_date(one)]
    dates.sort(
        key=lambda one: (
            bool({"created", "updated", "jam", "waktu", "kirim", "tempo"} & set(tokens(one.name))),
            not {"tgl", "tanggal", "date"} & set(tokens(one.name)),
        )
    )
    if dates:
        fields[when] = _moment(facts, dates[0], alias)


def _moment(facts: Facts, column: Column, alias: str) -> Source:
    if column.type in words.NUMERIC:
        return Source(f"{alias}.{column.name}", reading="epoch")
    texts = [str(value) for value in facts.distinct(column.name)]
    if column.type == words.TEXT and texts:
        for form, cut in (("%d/%m/%Y", "/"), ("%d-%m-%Y", "-")):
            if all(text[2:3] == cut and text[5:6] == cut and len(text) == 10 for text in texts):
                return Source(f"{alias}.{column.name}", reading="text_date", format=form)
    return Source(f"{alias}.{column.name}")


def _row_key(shop: Shop, lines: Lines, fields: dict, guess: Guess) -> str:
    """What tells a line from the next; where nothing does, equal ones are added up."""
    facts = lines.facts
    keys = (
        list(facts.table.primary_key)
        or [name for name in shop.look.keys(facts) if name != shop.pointer(facts).column][:1]
    )
    if not keys and lines.header and shop.look.is_unique(facts, lines.header.column, shop.pointer(facts).column):
        keys = [lines.header.column, shop.pointer(facts).column]
    if keys:
        fields["key"] = (
            Source(f"base.{keys[0]}")
            if len(keys) == 1
            else Source(reading="join_keys", columns=tuple(f"base.{name}" for name in keys))
        )
        return ""
    parts = [name for name in facts.table.column_names if name in facts.values]
    fields["key"] = Source(reading="join_keys", columns=tuple(f"base.{name}" for name in parts))
    if not shop.look.is_unique(facts, *parts):
        guess.doubts.append(remark("equal_rows", table=facts.name))
    return ""


# === WHAT MAKES LINES DOUBTFUL === #


def _doubt_numbers(shop: Shop, lines: Lines, fields: dict, guess: Guess) -> None:
    facts, pointer = lines.facts, shop.pointer(lines.facts)
    lost = shop.look.lost(facts, pointer)
    if lost:
        guess.doubts.append(remark("lost_products", count=f"{lost:.0f}", table=facts.name))
    if lines.rivals:
        guess.doubts.append(
            remark("several_numbers", table=facts.name, names=f"{lines.quantity.name}, {lines.rivals[0].name}")
        )
    if looks_like_money(facts, lines.quantity):
        guess.doubts.append(remark("looks_like_money", column=f"{facts.name}.{lines.quantity.name}"))
    if "quantity" not in concepts(lines.quantity.name):
        guess.doubts.append(remark("maybe_no_quantity", column=f"{facts.name}.{lines.quantity.name}"))
    for column in facts.columns("pieces", without={"name"}):
        table = shop.look.alias(facts.table)
        if facts.is_number(column) and shop.look.number(sa.select(sa.func.max(table.c[column.name]))) != 1:
            guess.doubts.append(remark("multiplies", column=f"{facts.name}.{column.name}"))
            fields["quantity"] = replace(fields["quantity"], times=f"base.{column.name}")
    units = [
        one
        for one in facts.columns("unit", without={"price", "quantity", "money"})
        if len(facts.distinct(one.name)) > 1
    ]
    if units and (facts.columns("pieces") or shop.product.columns("pieces") or _converts(shop)):
        guess.doubts.append(remark("several_units", table=facts.name))


def _converts(shop: Shop) -> bool:
    return any(facts.columns("pieces") and shop.pointer(facts) for facts in shop.look.tables)


def _doubt_header(shop: Shop, lines: Lines, header: Facts, guess: Guess) -> None:
    lost = shop.look.lost(lines.facts, lines.header)
    if lost:
        guess.doubts.append(remark("lost_orders", count=f"{lost:.0f}", table=lines.facts.name))
    if not shop.look.is_unique(header, lines.header.target):
        guess.doubts.append(remark("not_unique", column=f"{header.name}.{lines.header.target}"))
    if header.is_set_aside:
        guess.doubts.append(remark("older_orders", table=header.name))
