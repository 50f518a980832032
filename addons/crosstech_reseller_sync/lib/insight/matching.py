"""Which of our products a reseller's product is: confirmed pairs, barcode, part number, then the words of the name.

What is accepted without a person must be right in 98 of 100 cases (tests/unit/.../test_insight_matching.py measures it
on names that shops would write); everything else goes to a person, best guess first, and is learned.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz

from .product_words import Words, skeleton, words

ALIAS, BARCODE, PART_NUMBER, TEXT, NOTHING = "alias", "barcode", "part_number", "text", "nothing"
# Calibrated by ``threshold`` on generated names; see the test.
ACCEPT_SCORE = 0.86
ACCEPT_MARGIN = 0.03
REVIEW_SCORE = 0.35
CANDIDATES = 25
_FUZZY = 84
_CONTRADICTION = 0.15
_COMMON_SHARE = 0.15
_CODE = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True)
class Ours:
    """A product of ours; ``key`` is any identity the caller likes."""

    key: object
    name: str
    sku: str = ""
    part_number: str = ""
    barcode: str = ""
    brand: str = ""


@dataclass(frozen=True)
class Theirs:
    """A product of a reseller."""

    key: str
    name: str
    sku: str = ""
    barcode: str = ""
    brand: str = ""


@dataclass(frozen=True)
class Match:
    """What is thought of one product of a reseller.

    :param our_key: the best guess, None where there is none
    :param reason: ``alias``, ``barcode``, ``part_number``, ``text`` or ``nothing``
    :param is_accepted: whether it holds without a person
    :param doubts: why not: ``variant``, ``brand``, ``several``, ``name_differs``, ``weak``
    :param others: further keys of ours worth a look, best first
    """

    their_key: str
    our_key: object
    score: float
    reason: str
    is_accepted: bool
    doubts: tuple[str, ...] = ()
    others: tuple = ()


@dataclass(frozen=True)
class Aliases:
    """What people decided: pairs that are the same, and pairs that are not.

    :param by_key: the reseller's key -> our key
    :param by_name: ``name_key`` of a name -> our key, good for every reseller
    :param refused: pairs (their key, our key)
    """

    by_key: Mapping[str, object] = field(default_factory=dict)
    by_name: Mapping[str, object] = field(default_factory=dict)
    refused: frozenset[tuple[str, object]] = frozenset()

    @classmethod
    def learned(cls, confirmed: Iterable[tuple[Theirs, object]], refused: Iterable[tuple[str, object]] = ()):
        """Learn from pairs a person confirmed; a name confirmed for two products of ours teaches nothing."""
        by_key, names = {}, defaultdict(set)
        for theirs, our_key in confirmed:
            by_key[theirs.key] = our_key
            names[name_key(theirs.name)].add(our_key)
        by_name = {name: next(iter(keys)) for name, keys in names.items() if len(keys) == 1 and name}
        return cls(by_key, by_name, frozenset(refused))


def name_key(name: str) -> str:
    """A name as it is compared with confirmed names: order, case and signs do not count.

    >>> name_key("SSD Samsung 990 PRO 2TB") == name_key("samsung 990pro 2 tb ssd")
    True
    """
    return " ".join(sorted(words(name).atoms))


def gtin(text: str) -> str | None:
    """A barcode as 14 digits where its check digit is right and the number is the same in every shop.

    Numbers a shop gives itself (beginning with 2, or 02 and 04 of a UPC) identify nothing elsewhere.

    >>> gtin("4 006381 333931"), gtin("036000291452"), gtin("4006381333932"), gtin("2000000000008")
    ('04006381333931', '00036000291452', None, None)
    """
    digits = re.sub(r"[\s-]", "", text or "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (8, 12, 13, 14) or not int(digits):
        return None
    full = digits.zfill(14)
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(full))
    if total % 10 or _is_internal(digits, full):
        return None
    return full


def _is_internal(digits: str, full: str) -> bool:
    if len(digits) == 8:
        return digits[0] in "02"
    return full[1] == "2" or full[1:3] in ("02", "04")


def code(text: str) -> str | None:
    """A part number without signs; None where it is too short or plain to identify anything.

    >>> code("MZ-V9P2T0B/AM"), code("1001"), code("baru")
    ('MZV9P2T0BAM', None, None)
    """
    plain = _CODE.sub("", (text or "").upper())
    has_both = any(map(str.isdigit, plain)) and any(map(str.isalpha, plain))
    return plain if len(plain) >= 5 and (has_both or (plain.isdigit() and len(plain) >= 9)) else None


def threshold(scored: Iterable[tuple[float, bool]], precision: float = 0.98) -> float:
    """The lowest score from which on the share of right pairs is large enough.

    :param scored: score and whether the pair was right

    >>> threshold([(0.9, True), (0.8, True), (0.7, False), (0.6, True)])
    0.8
    """
    best, right = math.inf, 0
    ordered = sorted(scored, key=lambda pair: (-pair[0], pair[1]))
    for count, (score, is_right) in enumerate(ordered, 1):
        right += is_right
        if right / count >= precision:
            best = score
    return best


class Matcher:
    """Our catalogue, ready to be searched; made once, used for every reseller."""

    def __init__(self, catalogue: Iterable[Ours]):
        self._ours = list(catalogue)
        self._words = [words(f"{one.brand} {one.name}") for one in self._ours]
        self._by_key = {one.key: place for place, one in enumerate(self._ours)}
        self._barcodes = _unique((gtin(one.barcode), place) for place, one in enumerate(self._ours))
        self._codes = _unique(
            (found, place) for place, one in enumerate(self._ours) for found in {code(one.part_number), code(one.sku)}
        )
        counts = Counter(atom for one in self._words for atom in one.atoms)
        total = len(self._ours) + 1
        self._weight = {atom: math.log(1 + total / count) for atom, count in counts.items()}
        self._rare = math.log(1 + total)
        self._total_weight = [sum(map(self._weight.__getitem__, one.atoms)) for one in self._words]
        self._brands = {one.atoms[0] for one in self._words if one.atoms and one.atoms[0].isalpha()}
        self._brands -= {atom for atom in self._brands if len(atom) < 3}
        self._index = self._postings()

    def _postings(self) -> dict[str, np.ndarray]:
        """Places of our products by what stands in their names: words, beginnings of words, neighbours."""
        places = defaultdict(list)
        for place, one in enumerate(self._words):
            for block in _blocks(one.atoms):
                places[block].append(place)
        limit = max(50, len(self._ours) * _COMMON_SHARE)
        return {block: np.array(found, np.int32) for block, found in places.items() if len(found) <= limit}

    def match(self, theirs: Iterable[Theirs], aliases: Aliases | None = None) -> list[Match]:
        """Match products of a reseller, in their order."""
        aliases = aliases or Aliases()
        return [self._one(product, aliases) for product in theirs]

    def _one(self, product: Theirs, aliases: Aliases) -> Match:
        known = aliases.by_key.get(product.key, aliases.by_name.get(name_key(product.name)))
        if known in self._by_key and (product.key, known) not in aliases.refused:
            return Match(product.key, known, 1.0, ALIAS, True)
        mine = words(f"{product.brand} {product.name}")
        for reason, place in self._by_number(product):
            if (product.key, self._ours[place].key) not in aliases.refused:
                return self._numbered(product, mine, reason, place)
        return self._by_text(product, mine, aliases)

    def _by_number(self, product: Theirs):
        if (place := self._barcodes.get(gtin(product.barcode))) is not None:
            yield BARCODE, place
        codes = [code(product.sku), *map(code, product.name.split())]
        places = {self._codes[one] for one in codes if one in self._codes}
        if len(places) == 1:
            yield PART_NUMBER, places.pop()

    def _numbered(self, product: Theirs, mine: Words, reason: str, place: int) -> Match:
        """A pair by number: a person looks where the names contradict it, for numbers are mistyped and reused."""
        score, doubts = self._score(mine, place)
        contradiction = score < _CONTRADICTION or "variant" in doubts or "brand" in doubts
        if contradiction:
            return Match(product.key, self._ours[place].key, 0.6, reason, False, ("name_differs",))
        return Match(product.key, self._ours[place].key, 0.99, reason, True)

    def _by_text(self, product: Theirs, mine: Words, aliases: Aliases) -> Match:
        found = []
        for place in self._candidates(mine):
            if (product.key, self._ours[place].key) not in aliases.refused:
                score, doubts = self._score(mine, place)
                found.append((score - 0.2 * bool(doubts), -place, doubts))
        found.sort(reverse=True)
        if not found or found[0][0] < REVIEW_SCORE:
            return Match(product.key, None, 0.0, NOTHING, False)
        score, place, doubts = found[0]
        if len(found) > 1 and score - found[1][0] < ACCEPT_MARGIN:
            doubts = (*doubts, "several")
        if score < ACCEPT_SCORE and not doubts:
            doubts = ("weak",)
        others = tuple(self._ours[-other[1]].key for other in found[1:5] if other[0] >= REVIEW_SCORE)
        return Match(product.key, self._ours[-place].key, round(score, 4), TEXT, not doubts, doubts, others)

    def _candidates(self, mine: Words) -> list[int]:
        """Places of ours that share the rarest words with a name."""
        found = [self._index[block] for block in _blocks(mine.atoms) if block in self._index]
        if not found:
            return []
        total = len(self._ours) + 1
        weights = np.repeat([math.log(total / len(places)) for places in found], [len(places) for places in found])
        sums = np.bincount(np.concatenate(found), weights)
        shared = np.flatnonzero(sums)
        if len(shared) > CANDIDATES:
            shared = shared[np.argpartition(sums[shared], -CANDIDATES)[-CANDIDATES:]]
        return shared.tolist()

    def _score(self, mine: Words, place: int) -> tuple[float, tuple[str, ...]]:
        """How much of the two names is the same, by weight; and what speaks against the pair."""
        ours = self._words[place]
        weight, rare = self._weight, self._rare
        mine_set, ours_set = set(mine.atoms), set(ours.atoms)
        same = sum(weight[atom] for atom in mine_set & ours_set)
        left = [atom for atom in mine_set - ours_set if atom in mine.soft]
        missing = {atom for atom in ours_set - mine_set if atom in ours.soft}
        near_mine = near_ours = 0.0
        unknown = 0
        for atom in left:
            if partner := _near(atom, missing):
                missing.discard(partner)
                near_mine += 0.9 * weight.get(atom, rare * 0.7)
                near_ours += 0.9 * weight[partner]
            else:
                unknown += 1
        total_mine = sum(weight.get(atom, rare * 0.7) for atom in mine_set)
        total = total_mine + self._total_weight[place]
        score = (2 * same + near_mine + near_ours) / total if total else 0.0
        return score, self._doubts(mine, ours, other_brand=bool(unknown) and ours.atoms[0] in missing)

    def _doubts(self, mine: Words, ours: Words, *, other_brand: bool) -> tuple[str, ...]:
        doubts = []
        if mine.critical ^ ours.critical or mine.colours ^ ours.colours:
            doubts.append("variant")
        named = self._brands.intersection(mine.atoms[:1])
        if other_brand or (named and not named & set(ours.atoms)):
            doubts.append("brand")
        return tuple(doubts)


def _unique(pairs: Iterable[tuple]) -> dict:
    """Numbers that only one product has; a number on two products identifies neither."""
    places = defaultdict(set)
    for number, place in pairs:
        if number:
            places[number].add(place)
    return {number: next(iter(found)) for number, found in places.items() if len(found) == 1}


def _blocks(atoms: tuple[str, ...]) -> set[str]:
    blocks = set(atoms)
    blocks.update(f"^{atom[:4]}" for atom in atoms if len(atom) > 4 and atom.isalpha())
    blocks.update(f"{one}{other}" for one, other in itertools.pairwise(atoms) if not (one + other).isalpha())
    return blocks


def _near(atom: str, words_: set[str]) -> str | None:
    """A word that this one abbreviates or misspells."""
    short = skeleton(atom)
    for other in words_:
        if atom[0] != other[0]:
            continue
        if (len(atom) >= 3 and other.startswith(atom)) or (len(other) >= 3 and atom.startswith(other)):
            return other
        if len(short) >= 3 and short == skeleton(other):
            return other
        if len(atom) >= 5 and fuzz.ratio(atom, other) >= _FUZZY:
            return other
    return None
