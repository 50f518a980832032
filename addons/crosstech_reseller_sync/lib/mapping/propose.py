"""A mapping for a schema nobody has seen, with how sure it is and why; wrong and sure must not happen."""

from dataclasses import dataclass, field, replace

from ..source.schema import Schema
from .guess import Guess, Shop, find_products, is_side_table
from .look import Look
from .measure import measured, spoken
from .profiles import Recognised, recognise
from .remarks import Remark, remark
from .sales import find_sales
from .spec import EntityMapping, Mapping
from .stock import find_stock


@dataclass(frozen=True)
class Alternative:
    """Another way to read an entity, with the totals it would give."""

    reason: Remark
    mapping: EntityMapping
    totals: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class EntityProposal:
    """What is proposed for one entity.

    :param mapping: ``None`` where the source has nothing of it
    :param confidence: 0..1
    :param is_sure: only when nothing speaks against it
    :param reasons: what speaks for it; the doubts speak against it
    """

    mapping: EntityMapping | None
    confidence: float
    is_sure: bool
    reasons: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()
    totals: dict[str, float] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """The whole mapping and, by entity, how good it is."""

    mapping: Mapping
    entities: dict[str, EntityProposal]

    @property
    def is_sure(self) -> bool:
        return all(entity.is_sure for entity in self.entities.values())

    @property
    def totals(self) -> dict[str, float]:
        return {name: value for entity in self.entities.values() for name, value in entity.totals.items()}


def propose(schema: Schema, sampler, *, use_profiles: bool = True) -> Proposal:
    """Propose where a database has products, stock and sales.

    :param sampler: has ``sample(table, columns, limit)``, ``scalar(select)`` and ``count(table)``
    :param use_profiles: whether known software is recognised by its tables
    """
    known = recognise(schema, sampler) if use_profiles else None
    return _known(known, schema, sampler) if known else _unknown(schema, sampler)


def _known(known: Recognised, schema: Schema, sampler) -> Proposal:
    reason = remark("known_software", software=known.profile.label)
    entities = {}
    for name in ("product", "stock", "sale_line"):
        guess = Guess(known.mapping.entities.get(name), [reason], list(known.doubts.get(name, ())))
        if guess.mapping is None and name in known.profile.entities:
            guess.doubts.append(remark("unknown_version"))
        entities[name] = _weighed(guess, schema, sampler)
    read = {name: entity.mapping for name, entity in entities.items() if entity.mapping}
    return Proposal(replace(known.mapping, entities={**known.mapping.entities, **read}), entities)


def _unknown(schema: Schema, sampler) -> Proposal:
    shop = Shop(Look(schema, sampler))
    guesses = {"product": find_products(shop), "stock": find_stock(shop)}
    guesses["sale_line"], guesses["purchase_line"] = find_sales(shop)
    _unexplained(shop, guesses)
    if guesses["purchase_line"].mapping is None:
        del guesses["purchase_line"]
    entities = {name: _weighed(guess, schema, sampler) for name, guess in guesses.items()}
    found = {name: entity.mapping for name, entity in entities.items() if entity.mapping}
    return Proposal(Mapping(found), entities)


def _unexplained(shop: Shop, guesses: dict[str, Guess]) -> None:
    """Whatever is unsure about products makes stock and sales unsure; what is absent, tables nobody understands."""
    for facts in shop.look.tables:
        is_known = facts.name in shop.used or facts.is_set_aside or is_side_table(facts) or facts.concepts & {"price"}
        if shop.pointer(facts) and not is_known and any(map(facts.is_number, facts.table.columns)):
            for name in ("stock", "sale_line"):
                if guesses[name].mapping is None:
                    guesses[name].doubts.append(remark("content_unknown", table=facts.name))
    if guesses["product"].doubts:
        for name in ("stock", "sale_line"):
            guesses[name].doubts.append(remark("products_not_sure"))


def _weighed(guess: Guess, schema: Schema, sampler) -> EntityProposal:
    mapping, totals, unclear = _measured(guess.mapping, schema, sampler)
    others = []
    for reason, other in guess.others[:6]:
        other, other_totals, _doubts = _measured(other, schema, sampler)
        others.append(Alternative(reason, other, other_totals))
    doubts = list(dict.fromkeys([*guess.doubts, *unclear]))
    differing = [other for other in others if other.totals != totals]
    if differing and not doubts:
        doubts.append(remark("otherwise"))
    confidence = 0.95 if not doubts else max(0.1, 0.7 - 0.15 * len(doubts))
    return EntityProposal(mapping, confidence, not doubts, tuple(guess.reasons), tuple(doubts), totals, tuple(others))


def _measured(mapping: EntityMapping | None, schema: Schema, sampler) -> tuple:
    """The mapping with the way its numbers are written, its totals, and what is doubtful about both."""
    if mapping is None:
        return None, {}, []
    mapping, doubts = spoken(mapping, schema, sampler)
    totals, more = measured(mapping, schema, sampler)
    return mapping, totals, doubts + more
