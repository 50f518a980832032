"""Which partner technician a job is offered to first: near, skilled, free, good at the first visit, and his turn.

A place is written by its lineage, widest region first: (province, regency, district). Who covers a region covers all
inside it; who works next door, in the same regency or province, comes after those who cover the place.

Source: S1.8, S1.12, S1.27, S1.29, S1.30 in docs/requirements.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

# Share of each part in the score of 0 to 100.
WEIGHTS = {"place": 40, "load": 20, "skill": 15, "first_fix": 15, "turn": 10}
# How near who covers the province, regency, district of the job is, and who covers a place beside it inside them.
COVERS = (0.7, 0.85, 1.0)
BESIDE = (0.2, 0.45, 0.5)
GENERALIST = 0.7
# A Beta prior: until somebody has many visits of his own, he counts as the average of the trade (anchors, 3.1 F).
TRADE_FIRST_FIX = 0.77
PRIOR_VISITS = 10
LONGEST_WAIT_DAYS = 30

# Why somebody gets no job at all.
FAR, UNSKILLED, FULL = "far", "unskilled", "full"


@dataclass(frozen=True)
class Job:
    """What is to be done where.

    :ivar lineage: ids of the regions the place lies in, widest first; empty where nobody knows
    :ivar categories: ids of the product's category and those above it
    """

    lineage: tuple[int, ...]
    categories: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Technician:
    """Who might do it.

    :ivar key: id
    :ivar places: lineages of the regions he covers, widest first
    :ivar skills: ids of categories; empty: all
    :ivar capacity: jobs at a time
    :ivar open_jobs: jobs he has and offers he has not answered
    :ivar jobs: jobs whose first visit counted
    :ivar first_fixes: how many of these were solved at it
    :ivar idle_days: days since his last job; None: never had one
    """

    key: int
    places: tuple[tuple[int, ...], ...]
    skills: frozenset[int] = frozenset()
    capacity: int = 5
    open_jobs: int = 0
    jobs: int = 0
    first_fixes: int = 0
    idle_days: float | None = None


@dataclass(frozen=True)
class Ranked:
    """How well somebody fits a job.

    :ivar score: 0 to 100; 0 for who is refused
    :ivar parts: points by the names of ``WEIGHTS``, each 0 to its weight
    :ivar level: how many regions of the job's lineage he shares: 3 district, 2 regency, 1 province
    :ivar covers: whether the place lies inside a region of his, not only beside one
    :ivar refused: "" or why he gets no offer
    """

    key: int
    score: float
    parts: dict = field(hash=False)
    level: int
    covers: bool
    first_fix: float
    refused: str = ""


def first_fix_rate(first_fixes: int, jobs: int, mean: float = TRADE_FIRST_FIX) -> float:
    """Return the share of jobs solved at the first visit, drawn to the mean while there are few.

    >>> first_fix_rate(0, 0), round(first_fix_rate(1, 1), 3), round(first_fix_rate(50, 100), 3)
    (0.77, 0.791, 0.525)
    """
    return (first_fixes + PRIOR_VISITS * mean) / (jobs + PRIOR_VISITS)


class Router:
    """Technicians by the regions they work in, for one job or for thousands."""

    def __init__(self, technicians: Iterable[Technician]):
        self.technicians = tuple(technicians)
        self._covering, self._around = defaultdict(set), defaultdict(set)
        for number, technician in enumerate(self.technicians):
            for lineage in technician.places:
                if lineage:
                    self._covering[lineage[-1]].add(number)
                    for region in lineage:
                        self._around[region].add(number)
        jobs = sum(technician.jobs for technician in self.technicians)
        fixes = sum(technician.first_fixes for technician in self.technicians)
        mean = first_fix_rate(fixes, jobs)
        self._first_fix = [first_fix_rate(one.first_fixes, one.jobs, mean) for one in self.technicians]
        self._own = [_own_parts(*pair) for pair in zip(self.technicians, self._first_fix, strict=True)]
        self._own_sum = [sum(parts.values()) for parts in self._own]

    def rank(self, job: Job, limit: int | None = None) -> list[Ranked]:
        """Return those who may get the job, the best first; equals by key.

        >>> near, far = Technician(1, ((10, 11, 12),)), Technician(2, ((10, 15),))
        >>> [(one.key, one.level, one.covers) for one in Router([far, near]).rank(Job((10, 11, 12)))]
        [(1, 3, True), (2, 1, False)]
        """
        near = self._near(job.lineage)
        fit = [number for number in near if not _refusal(self.technicians[number], job, near[number][0])]
        fit.sort(key=lambda number: (-self._score(number, near[number]), self.technicians[number].key))
        return [self._ranked(number, near[number]) for number in fit[:limit]]

    def explain(self, job: Job) -> list[Ranked]:
        """Return everybody, those who may not get the job with the reason, at the end."""
        near = self._near(job.lineage)
        ranked = self.rank(job)
        fit = {one.key for one in ranked}
        others = [number for number, technician in enumerate(self.technicians) if technician.key not in fit]
        return ranked + [
            self._ranked(number, relation, _refusal(self.technicians[number], job, relation[0]))
            for number in others
            for relation in [near.get(number, (0, False))]
        ]

    def _near(self, lineage) -> dict[int, tuple[int, bool]]:
        """Return the nearest relation of everybody who works in one of these regions: (level, covers)."""
        near: dict[int, tuple[int, bool]] = {}
        for level, region in enumerate(lineage[: len(COVERS)], 1):
            for number in self._around.get(region, ()):
                near[number] = self._nearer(near.get(number), (level, False))
            for number in self._covering.get(region, ()):
                near[number] = self._nearer(near.get(number), (level, True))
        return near

    @staticmethod
    def _nearer(one, other):
        return other if one is None or _closeness(*other) > _closeness(*one) else one

    def _score(self, number: int, relation: tuple[int, bool]) -> float:
        return round(self._own_sum[number] + WEIGHTS["place"] * _closeness(*relation), 2)

    def _ranked(self, number: int, relation: tuple[int, bool], refused: str = "") -> Ranked:
        place = round(WEIGHTS["place"] * _closeness(*relation), 2)
        score = 0 if refused else self._score(number, relation)
        parts = {"place": place, **self._own[number]}
        return Ranked(self.technicians[number].key, score, parts, *relation, self._first_fix[number], refused)


def _own_parts(technician: Technician, first_fix: float) -> dict[str, float]:
    """Return the points that do not depend on the job."""
    shares = {
        "load": 1 - min(technician.open_jobs / max(technician.capacity, 1), 1),
        "skill": 1.0 if technician.skills else GENERALIST,
        "first_fix": first_fix,
        "turn": _turn(technician.idle_days),
    }
    return {name: round(share * WEIGHTS[name], 2) for name, share in shares.items()}


def _closeness(level: int, covers: bool) -> float:
    return (COVERS if covers else BESIDE)[level - 1] if level else 0.0


def _turn(idle_days: float | None) -> float:
    return 1.0 if idle_days is None else min(max(idle_days, 0), LONGEST_WAIT_DAYS) / LONGEST_WAIT_DAYS


def _refusal(technician: Technician, job: Job, level: int) -> str:
    if not level:
        return FAR
    if technician.skills and not technician.skills & job.categories:
        return UNSKILLED
    return FULL if technician.open_jobs >= technician.capacity else ""
