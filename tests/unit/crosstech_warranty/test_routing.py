"""Who gets a job first: place before everything, then load, skill, first visits and whose turn it is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import routing
from odoo.addons.crosstech_warranty.lib.routing import Job, Router, Technician

PROVINCE, CITY, DISTRICT = 1, 11, 111
OTHER_DISTRICT, OTHER_CITY, OTHER_PROVINCE = 112, 12, 2
JOB = Job((PROVINCE, CITY, DISTRICT), frozenset({50, 5}))


def _technician(key, *places, **values):
    return Technician(key, places or ((PROVINCE, CITY, DISTRICT),), **values)


def _order(*technicians, job=JOB):
    return [one.key for one in Router(technicians).rank(job)]


def test_nearer_is_first_and_another_province_never():
    assert _order(
        _technician(6, (OTHER_PROVINCE,)),
        _technician(5, (PROVINCE, OTHER_CITY)),
        _technician(4, (PROVINCE, CITY, OTHER_DISTRICT)),
        _technician(3, (PROVINCE,)),
        _technician(2, (PROVINCE, CITY)),
        _technician(1, (PROVINCE, CITY, DISTRICT)),
    ) == [1, 2, 3, 4, 5]


def test_of_several_regions_the_nearest_counts():
    found = Router([_technician(1, (OTHER_PROVINCE,), (PROVINCE,), (PROVINCE, CITY, DISTRICT))]).rank(JOB)
    assert [(one.level, one.covers) for one in found] == [(3, True)]


def test_who_is_free_comes_before_who_is_busy_and_full_is_left_out():
    busy, free, full = (_technician(key, capacity=4, open_jobs=load) for key, load in ((1, 3), (2, 0), (3, 4)))
    assert _order(busy, free, full) == [2, 1]


def test_a_specialist_comes_before_who_does_all_and_another_specialist_is_left_out():
    does_all, specialist, other = (
        _technician(key, skills=frozenset(skills)) for key, skills in ((1, ()), (2, {5}), (3, {9}))
    )
    assert _order(does_all, specialist, other) == [2, 1]


def test_among_equals_who_waited_longest_is_first_and_a_newcomer_too():
    lately, long_ago, never = (_technician(key, idle_days=days) for key, days in ((1, 1), (2, 20), (3, None)))
    assert _order(lately, long_ago, never) == [3, 2, 1]


@pytest.mark.parametrize(
    ("fixes", "jobs", "expected"),
    [(0, 0, 0.77), (1, 1, 0.79), (0, 1, 0.7), (90, 100, 0.888), (0, 1000, 0.0076)],
)
def test_few_visits_tell_little_and_many_tell_all(fixes, jobs, expected):
    assert routing.first_fix_rate(fixes, jobs) == pytest.approx(expected, abs=0.005)


def test_one_lucky_visit_does_not_beat_ninety_good_ones():
    lucky, proven = _technician(1, jobs=1, first_fixes=1), _technician(2, jobs=100, first_fixes=95)
    assert _order(lucky, proven) == [2, 1]


def test_everybody_left_out_is_told_why():
    found = Router(
        [
            _technician(1, (OTHER_PROVINCE,)),
            _technician(2, skills=frozenset({9})),
            _technician(3, capacity=0),
            _technician(4, ()),
            _technician(5),
        ]
    ).explain(JOB)
    reasons = {one.key: one.refused for one in found}
    assert reasons == {5: "", 1: routing.FAR, 2: routing.UNSKILLED, 3: routing.FULL, 4: routing.FAR}
    assert found[0].key == 5


@pytest.mark.parametrize("lineage", [(), (999,), (PROVINCE,)])
def test_a_place_that_is_hardly_known_is_no_error(lineage):
    keys = _order(_technician(1, (PROVINCE,)), _technician(2, (PROVINCE, CITY)), job=Job(lineage))
    assert keys == ([1, 2] if lineage == (PROVINCE,) else [])


def test_nobody_at_all_is_an_empty_list():
    assert Router([]).rank(JOB) == Router([]).explain(JOB) == []


_LINEAGE = st.integers(1, 3).flatmap(
    lambda province: st.integers(1, 3).flatmap(
        lambda city: st.integers(1, 3).map(
            lambda district: (province, 10 * province + city, 100 * province + 10 * city + district)
        )
    )
)
_PLACE = st.tuples(_LINEAGE, st.integers(1, 3)).map(lambda pair: pair[0][: pair[1]])


@st.composite
def _technicians(draw):
    made = []
    for key in range(draw(st.integers(0, 6))):
        jobs = draw(st.integers(0, 50))
        made.append(
            Technician(
                key,
                tuple(draw(st.lists(_PLACE, max_size=4))),
                frozenset(draw(st.sets(st.integers(1, 4), max_size=2))),
                draw(st.integers(0, 6)),
                draw(st.integers(0, 8)),
                jobs,
                draw(st.integers(0, jobs)),
                draw(st.none() | st.floats(0, 1000)),
            )
        )
    return made


@settings(max_examples=200)
@given(_technicians(), _LINEAGE, st.sets(st.integers(1, 4)))
def test_ranks_are_sorted_within_bounds_and_agree_with_their_explanation(technicians, lineage, categories):
    router, job = Router(technicians), Job(lineage, frozenset(categories))
    ranked, explained = router.rank(job), router.explain(job)
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert all(0 < one.score <= 100 for one in ranked)
    assert all(0 <= points <= routing.WEIGHTS[name] for one in explained for name, points in one.parts.items())
    assert [one for one in explained if not one.refused] == ranked
    assert {one.key for one in explained} == {one.key for one in technicians}


@settings(max_examples=100)
@given(_technicians(), _LINEAGE)
def test_one_more_job_in_hand_never_helps(technicians, lineage):
    if not technicians:
        return
    first, *others = technicians
    busier = Technician(**{**first.__dict__, "open_jobs": first.open_jobs + 1})
    scores = [
        {one.key: one.score for one in Router([who, *others]).rank(Job(lineage))}.get(first.key, 0)
        for who in (first, busier)
    ]
    assert scores[1] <= scores[0]


def _country():
    """34 provinces, 14 cities each, 15 districts each."""
    return [
        (province, 100 + province * 20 + city, 10_000 + (province * 20 + city) * 20 + district)
        for province in range(34)
        for city in range(14)
        for district in range(15)
    ]


def test_five_hundred_technicians_are_ranked_for_seven_thousand_districts_within_a_second():
    lineages = _country()
    technicians = [
        Technician(
            number,
            tuple(lineages[(number * 37 + k * 11) % len(lineages)][: 2 + (number + k) % 2] for k in range(4)),
            jobs=number % 40,
        )
        for number in range(500)
    ]
    assert len(lineages) > 7000
    start = time.process_time()
    router = Router(technicians)
    found = [router.rank(Job(lineage), limit=3) for lineage in lineages]
    assert time.process_time() - start < 1
    assert all(found)
