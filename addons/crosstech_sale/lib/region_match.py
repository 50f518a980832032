"""Find the region that a written province, city and district mean.

Exact name, then normalised, then alias, then the same sound, then a close spelling; every step inside what the
wider level allows. Where two regions fit alike nothing is chosen: both are returned as candidates.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from . import region_names as names

PROVINCE, REGENCY, DISTRICT = "province", "regency", "district"
CLOSE_ENOUGH = 0.84  # of difflib's ratio; measured on a real price list: below it wrong pairs begin
SHORTEST_MISSPELT = 5  # letters; "Mola" is not a misspelt "Moa"
LEAD = 0.05  # by which the best must beat the second
SCORES = {"exact": 100, "normalised": 99, "alias": 97, "split": 95, "kind": 93, "town": 92, "folded": 90}


@dataclass(frozen=True)
class Place:
    """A region of the list, its other names, and the names of what it once was part of."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None = None
    aliases: tuple[str, ...] = ()
    former_parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """What was found. ``place_id`` is None when nothing or too much fits.

    ``level`` says how deep: a district that is not on the list leaves its city. ``score`` is 0 to 100;
    ``candidates`` are ids worth showing to a person, best first.
    """

    place_id: int | None = None
    level: str | None = None
    method: str = "none"
    score: int = 0
    candidates: tuple[int, ...] = ()


NOTHING = Match()


@dataclass
class _Names:
    """One set of sibling names in the forms they are looked up by."""

    by_form: dict = field(default_factory=lambda: {form: defaultdict(set) for form in SCORES})
    close: list = field(default_factory=list)

    def add(self, form, key, place_id):
        if key:
            self.by_form[form][key].add(place_id)


class RegionIndex:
    """All regions of a country, ready for many look-ups: building takes well under a second, one look-up microseconds.

    >>> index = RegionIndex([
    ...     Place(1, "61", "Kalimantan Barat", "province", None, ("kalbar",)),
    ...     Place(2, "61.71", "Kota Pontianak", "regency", 1),
    ...     Place(3, "61.71.01", "Pontianak Selatan", "district", 2),
    ... ])
    >>> index.resolve("Kalbar", "Pontianak", "Kec. Pontianak  selatan").place_id
    3
    """

    def __init__(self, places):
        self.places = {place.id: place for place in places}
        self._children = defaultdict(list)
        self._provinces, self._regencies = _Names(), _Names()
        self._kinds, self._former = {}, defaultdict(set)
        self._district_names, self._cache, self._city_cache = {}, {}, {}
        for place in self.places.values():
            self._children[place.parent_id].append(place)
            if place.level == PROVINCE:
                self._add_province(place)
            elif place.level == REGENCY:
                self._add_regency(place)

    # === BUILDING === #

    def _add_province(self, place):
        for form, text in (("normalised", place.name), *(("alias", alias) for alias in place.aliases)):
            name = names.province_name(text)
            self._provinces.add(form, name.replace(" ", ""), place.id)
            self._provinces.add("folded", names.fold(name), place.id)
            self._provinces.close.append((*names.stem_and_rest(name), place.id))
        for former in place.former_parents:
            self._former[PROVINCE, names.compact(names.province_name(former))].add(place.id)

    def _add_regency(self, place):
        kind, name = names.split_kind(place.name)
        self._kinds[place.id] = kind
        self._regencies.add("normalised", name.replace(" ", ""), place.id)
        self._regencies.add("folded", names.fold(name), place.id)
        self._regencies.close.append((*names.stem_and_rest(name), place.id))
        for alias in place.aliases:
            alias_kind, alias_name = names.split_kind(alias)
            self._regencies.add("alias", (alias_kind, alias_name.replace(" ", "")), place.id)
            if alias_kind:
                self._regencies.add("alias", (None, alias_name.replace(" ", "")), place.id)
        for former in place.former_parents:
            self._former[REGENCY, names.split_kind(former)].add(place.id)

    def _names_of(self, regency_id):
        """The districts of a regency by every form of their names; built when first asked for."""
        if regency_id not in self._district_names:
            index = self._district_names[regency_id] = _Names()
            for place in self._children[regency_id]:
                index.add("exact", place.name.lower(), place.id)
                whole, *parts = names.district_variants(place.name) or [""]
                index.add("normalised", whole.replace(" ", ""), place.id)
                for other in (*parts, *place.aliases):
                    index.add("alias", names.compact(other), place.id)
                for name in (whole, *parts, *place.aliases):
                    index.add("folded", names.fold(name), place.id)
                    index.close.append((*names.stem_and_rest(name), place.id))
        return self._district_names[regency_id]

    # === LOOKING UP === #

    def resolve(self, province="", city="", district="") -> Match:
        """Find the region three written names mean; each of them may be empty.

        :return: a district; its city when the district is not on the list; the province when only that is known
        """
        key = (str(province or "").strip(), str(city or "").strip(), str(district or "").strip())
        if key not in self._cache:
            self._cache[key] = self._resolve(*key)
        return self._cache[key]

    def _resolve(self, province, city, district):
        provinces = self._find_province(province)
        if not city:
            return self._resolve_without_city(provinces, district)
        found = self._find_regency(city, provinces)
        if not found.candidates:
            if provinces:  # the city is in another province than the one written: a person decides
                return Match(candidates=self._find_regency(city, []).candidates)
            mistaken = self._find_province(city)  # "DKI Jakarta" in the column of cities
            return self._resolve_without_city(mistaken, district) if mistaken else NOTHING
        if not found.candidates or not district:
            return found
        match = self._find_district(district, found.candidates)
        if match is NOTHING:
            match = self._find_split_district(district, city, found)
        if match.place_id or found.place_id is None:
            return match if match.place_id else Match(candidates=match.candidates or found.candidates)
        return Match(found.place_id, REGENCY, "city", found.score, match.candidates)

    def _resolve_without_city(self, provinces, district):
        match = NOTHING
        if district:
            regencies = [child.id for id_ in provinces or self._province_ids() for child in self._children[id_]]
            match = self._find_district(district, regencies, approximately=bool(provinces))
        if match.place_id or not provinces:
            return match
        return Match(provinces[0], PROVINCE, "normalised", SCORES["normalised"], match.candidates or (provinces[0],))

    def _province_ids(self):
        return [place.id for place in self._children[None]]

    def _find_province(self, text) -> list[int]:
        """Ids of the provinces a name means: the province first, then those that were once part of it."""
        name = names.province_name(text)
        key = name.replace(" ", "")
        if not key:
            return []
        for form in ("normalised", "alias", "folded"):
            found = self._provinces.by_form[form].get(names.fold(name) if form == "folded" else key)
            if found:
                break
        else:
            found = _closest(name, self._provinces.close)[1]
        return [*sorted(found), *sorted(self._former.get((PROVINCE, key), set()) - set(found))] if found else []

    def _find_regency(self, text, provinces) -> Match:
        key = (text, tuple(provinces))
        if key not in self._city_cache:
            self._city_cache[key] = self._search_regency(text, provinces)
        return self._city_cache[key]

    def _search_regency(self, text, provinces):
        kind, name = names.split_kind(text)
        key = name.replace(" ", "")
        index = self._regencies.by_form
        steps = (
            ("normalised", self._of_kind(index["normalised"].get(key, ()), kind)),
            ("alias", index["alias"].get((kind, key), ())),
            ("folded", self._of_kind(index["folded"].get(names.fold(name), ()), kind)),
            ("kind", index["normalised"].get(key, ())),
        )
        for method, ids in steps:
            if found := self._within(ids, provinces):
                return _decide(found, REGENCY, method)
        close = [row for row in self._regencies.close if kind in (None, self._kinds[row[2]])]
        if provinces:
            close = [row for row in close if self.places[row[2]].parent_id in provinces]
        if name.startswith("kota "):  # "Kab. Kota Bau-Bau"
            return self._search_regency(name, provinces)
        score, ids = _closest(name, close)
        if ids:
            return _decide(ids, REGENCY, "close", score)
        parts = [part for part in re.split("[/&]", text) if part.strip()]
        if len(parts) > 1:  # "Konawe Utara/ Selatan": the first part is a name of its own
            return self._search_regency(parts[0], provinces)
        return NOTHING

    def _of_kind(self, ids, kind):
        return [id_ for id_ in ids if kind in (None, self._kinds[id_])]

    def _within(self, ids, provinces):
        return sorted(id_ for id_ in ids if not provinces or self.places[id_].parent_id in provinces)

    def _find_district(self, text, regency_ids, *, approximately=True) -> Match:
        """Look a district up in some regencies, step by step so that a better form in any of them wins."""
        variants = names.district_variants(text)
        # the city's own name stands for the whole city
        own = {names.fold(names.split_kind(self.places[id_].name)[1]) for id_ in regency_ids}
        districts = [name for name in variants if names.fold(name) not in own]
        keys = [("exact", text.lower())]
        keys += [("normalised", name.replace(" ", "")) for name in variants]
        keys += [("alias", name.replace(" ", "")) for name in variants]
        towns = [form for name in districts for form in (f"kota{name}", f"{name}kota")]
        keys += [("town", name.replace(" ", "")) for name in towns]  # "Sumenep" stands for "Kota Sumenep"
        keys += [("folded", names.fold(name)) for name in variants]
        indexes = [self._names_of(id_) for id_ in regency_ids]
        for method, key in keys:
            form = "normalised" if method == "town" else method
            found = {id_ for index in indexes for id_ in index.by_form[form].get(key, ())}
            if found:
                return _decide(sorted(found), DISTRICT, method)
        if not approximately:
            return NOTHING
        return self._close_district(districts, [row for index in indexes for row in index.close])

    def _close_district(self, variants, rows):
        best = max((_closest(name, rows) for name in variants), default=(0, []))
        return _decide(best[1], DISTRICT, "close", best[0]) if best[1] else NOTHING

    def _find_split_district(self, text, city, found) -> Match:
        """Look in the regencies that were part of the named one when the writer's list was made."""
        former = set(self._former.get((REGENCY, names.split_kind(city)), ()))
        for id_ in found.candidates:
            former |= self._former.get((REGENCY, names.split_kind(self.places[id_].name)), set())
        match = self._find_district(text, sorted(former - set(found.candidates)))
        if match.place_id and match.method != "close":
            return Match(match.place_id, DISTRICT, "split", SCORES["split"], match.candidates)
        return match

    def find_in_text(self, regency_id, text) -> Match:
        """Find the district of a regency that a street line names.

        :return: the one named; nothing is chosen when the line names two
        """
        line = f" {names.normalise(text)} "
        named = {place.id: names.normalise(place.name) for place in self._children[regency_id]}
        named = {id_: name for id_, name in named.items() if f" {name} " in line}
        longest = [id_ for id_, name in named.items() if not any(name in other != name for other in named.values())]
        return _decide(longest, DISTRICT, "text", 80) if longest else NOTHING


def _decide(ids, level, method, score=None) -> Match:
    """One hit is a match; several are candidates."""
    score = SCORES[method] if score is None else score
    if len(ids) == 1:
        return Match(ids[0], level, method, score, tuple(ids))
    return Match(None, None, "ambiguous", 0, tuple(ids))


def _closest(name, rows):
    """Ids of the closest names among rows of (stem, rest, id), and their score; none when not close enough.

    The rest must agree; two ids within the lead are both returned.
    """
    stem, rest = names.stem_and_rest(name)
    if len(stem) < SHORTEST_MISSPELT:
        return 0, []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(stem)
    ratios = {}
    for other, other_rest, id_ in rows:
        if other_rest != rest:
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= CLOSE_ENOUGH - LEAD and matcher.quick_ratio() >= CLOSE_ENOUGH - LEAD:
            ratios[id_] = max(ratios.get(id_, 0), matcher.ratio())
    best = max(ratios.values(), default=0)
    if best < CLOSE_ENOUGH:
        return 0, []
    return round(best * 100 - 10), sorted(id_ for id_, ratio in ratios.items() if ratio > best - LEAD)
