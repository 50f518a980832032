"""Stock of a home-made schema: a column, a table per place, movements to be summed, or none."""

import sqlalchemy as sa

from ..source import schema as words
from ..source.schema import Column
from . import states, vocabulary
from .guess import NOT_A_QUANTITY, Guess, Shop, is_side_table, quantities
from .look import Facts, Pointer
from .remarks import remark
from .spec import Condition, EntityMapping, Source
from .vocabulary import concepts


def find_stock(shop: Shop) -> Guess:
    """Find every place where stock may be, and compare them."""
    guess, found = Guess(), []
    if not shop.product:
        guess.doubts.append(remark("stock_needs_products"))
        return guess
    for facts in shop.look.tables:
        if facts is shop.product:
            found += _stock_columns(shop, guess)
        elif shop.pointer(facts) and not is_side_table(facts):
            found += stock_table(shop, facts, guess)
    if not found:
        guess.reasons.append(remark("no_stock"))
        unknown = [one.name for one in shop.product.table.columns if _is_unknown_number(shop, one)]
        if unknown:
            guess.doubts.append(remark("maybe_stock", column=f"{shop.product.name}.{unknown[0]}"))
        return guess
    found.sort(key=lambda one: one[0])
    guess.mapping, why = found[0][2], found[0][1]
    guess.reasons.insert(0, why)
    guess.others = [(why, mapping) for _rank, why, mapping in found[1:]]
    return guess


def _is_unknown_number(shop: Shop, column: Column) -> bool:
    facts = shop.product
    return (
        not concepts(column.name)
        and facts.is_number(column)
        and len(facts.distinct(column.name)) > 2
        and column.name not in shop.look.keys(facts)
    )


def _stock_columns(shop: Shop, guess: Guess) -> list[tuple]:
    facts = shop.product
    columns = [
        column
        for column in facts.columns("stock", without={"limit", "price", "date", "money", "count", "code", "name"})
        if facts.is_number(column) and column.type != words.BOOLEAN
    ]
    wordy = [
        one
        for one in facts.columns("stock", without=NOT_A_QUANTITY | {"name", "status", "type"})
        if facts.is_text(one) and one not in columns and len(facts.distinct(one.name)) > 2
    ]
    guess.doubts += [remark("maybe_stock", column=f"{facts.name}.{one.name}") for one in wordy[:1]]
    opening = [column for column in columns if "opening" in concepts(column.name)]
    columns = [column for column in columns if column not in opening] or opening
    if not columns:
        columns = [column for column in quantities(facts) if "per" not in concepts(column.name)]
    if columns and opening == columns:
        guess.doubts.append(remark("opening_stock", column=columns[0].name))
    if len(columns) > 1:
        guess.doubts.append(remark("several_stocks", table=facts.name, names=", ".join(one.name for one in columns)))
    if columns and facts.columns("pieces", without={"name"}):
        guess.doubts.append(remark("cartons_or_pieces", table=facts.name))
    key = Source(f"base.{shop.key}")
    conditions = tuple(states.judge(shop.look, facts, "base", is_order=False).conditions)
    if conditions and columns:
        guess.doubts.append(remark("deleted_with_stock"))
    return [
        (
            2,
            remark("stock_in", where=f"{facts.name}.{column.name}"),
            EntityMapping(
                "stock",
                facts.name,
                {"key": key, "product_key": key, "quantity": Source(f"base.{column.name}")},
                conditions=conditions,
            ),
        )
        for column in columns
    ]


def stock_table(shop: Shop, facts: Facts, guess: Guess) -> list[tuple]:
    meant = facts.concepts
    if meant & {"sale", "purchase", "order", "return", "price"}:
        return []
    if facts.is_set_aside:
        if meant & {"stock", "ledger"}:
            guess.doubts.append(remark("older_movements", table=facts.name))
        return []
    ledger = _ledger(shop, facts, guess)
    if ledger or meant & {"ledger"}:
        shop.used.add(facts.name)
        if not ledger:
            guess.doubts.append(remark("strange_movements", table=facts.name))
        return ledger
    return _level(shop, facts, guess)


def _level(shop: Shop, facts: Facts, guess: Guess) -> list[tuple]:
    """A table with one row per product, or per product and place."""
    meant = facts.concepts
    columns = [
        column for column in facts.columns("stock", "quantity", without=NOT_A_QUANTITY) if facts.is_number(column)
    ]
    is_stock = "stock" in meant or any("stock" in concepts(one.name) for one in columns)
    is_place = "place" in meant and not any(map(facts.is_date, facts.table.columns))
    if not columns or not (is_stock or is_place):
        return []
    shop.used.add(facts.name)
    product, joins = shop.product_source(facts)
    pointer = shop.pointer(facts)
    places = [one for one in facts.columns("place", without={"name"}) if one.name != pointer.column]
    unique = next(
        (
            parts
            for parts in ((pointer.column,), (pointer.column, *(one.name for one in places[:1])))
            if shop.look.is_unique(facts, *parts)
        ),
        None,
    )
    if len(columns) > 1:
        guess.doubts.append(remark("several_numbers", table=facts.name, names=", ".join(one.name for one in columns)))
    known = shop.look.alias(facts.table).c[pointer.column]
    rank = 1 if shop.look.number(sa.select(sa.func.count(sa.distinct(known)))) >= 0.5 * shop.product.rows else 4
    if rank > 1:
        guess.doubts.append(remark("few_products", table=facts.name))
    mixed = [one for one in facts.columns("status", "type") if len(facts.distinct(one.name)) > 1]
    if mixed:
        guess.doubts.append(remark("some_stock_not", column=f"{facts.name}.{mixed[0].name}"))
    if not unique:
        guess.doubts.append(remark("stock_repeats", table=facts.name))
    if "line" in meant or (facts.columns("date") and not unique):
        guess.doubts.append(remark("more_than_today", table=facts.name))
    _lost(shop, facts, pointer, guess)
    fields = {"product_key": product, "quantity": Source(f"base.{columns[0].name}")}
    if places:
        fields["place"] = Source(f"base.{places[0].name}")
    parts = unique or facts.table.primary_key or (pointer.column,)
    fields["key"] = _key([f"base.{name}" for name in parts])
    verdict = states.judge(shop.look, facts, "base", is_order=False)
    guess.doubts += verdict.doubts
    return [
        (
            rank,
            remark("stock_in", where=facts.name),
            EntityMapping("stock", facts.name, fields, joins, tuple(verdict.conditions)),
        )
    ]


def _key(columns: list[str]) -> Source:
    return Source(columns[0]) if len(columns) == 1 else Source(reading="join_keys", columns=tuple(columns))


def _lost(shop: Shop, facts: Facts, pointer: Pointer, guess: Guess) -> None:
    lost = shop.look.lost(facts, pointer)
    if lost:
        guess.doubts.append(remark("lost_products", count=f"{lost:.0f}", table=facts.name))


def _ledger(shop: Shop, facts: Facts, guess: Guess) -> list[tuple]:
    """Movements to be summed: in and out columns, a signed quantity, or a quantity with its direction in words."""
    numbers = [
        column
        for column in facts.columns("in", "out", "quantity", without=NOT_A_QUANTITY - {"opening"})
        if facts.is_number(column)
    ]
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
                guess.doubts.append(remark("signs_and_directions", table=facts.name))
            if any(len(str(value)) == 1 and str(value).upper() not in "MKIO+-" for value in values):
                guess.doubts.append(remark("letters_of_direction", column=f"{facts.name}.{column.name}"))
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
        guess.doubts.append(remark("some_movements_not", column=f"{facts.name}.{flags[0].name}"))
    guess.doubts += verdict.doubts
    places = facts.columns("place", without={"name"})
    fields = {"key": product, "product_key": product}
    if places:
        fields |= {"place": Source(f"base.{places[0].name}"), "key": _key([product.column, f"base.{places[0].name}"])}
    branches = [
        EntityMapping(
            "stock",
            facts.name,
            {**fields, "quantity": quantity},
            joins,
            (*verdict.conditions, *conditions),
            total="quantity",
        )
        for quantity, conditions in parts
    ]
    first = branches[0]
    whole = EntityMapping(
        "stock", facts.name, first.fields, joins, first.conditions, "quantity", "", tuple(branches[1:])
    )
    return (3, remark("movements", table=facts.name), whole)
