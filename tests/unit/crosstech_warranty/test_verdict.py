from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib.verdict import ENDED_STATES, Failure, Unit, judge
from odoo.addons.crosstech_warranty.lib.warranty_terms import Cover

START = date(2026, 1, 1)
COVER = Cover(date(2027, 1, 1), date(2026, 7, 1), date(2026, 4, 1), date(2028, 1, 1))
UNIT = Unit(COVER, START)
ends = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
units = st.builds(
    Unit,
    st.builds(Cover, ends, ends, ends, ends),
    st.one_of(st.none(), st.just(START)),
    st.sampled_from(("active", *ENDED_STATES)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
failures = st.builds(Failure, st.dates(date(2025, 1, 1), date(2031, 1, 1)), st.booleans(), st.booleans(), st.booleans())


def _judge(unit=UNIT, on=date(2026, 3, 1), **failure):
    return judge(unit, Failure(on, **failure))


@pytest.mark.parametrize(
    ("on", "covered"),
    [
        (START, (True, True, True)),
        (date(2026, 4, 1), (True, True, True)),
        (date(2026, 4, 2), (True, True, False)),
        (date(2026, 7, 2), (True, False, False)),
        (date(2027, 1, 1), (True, False, False)),
    ],
)
def test_each_cover_lasts_through_its_last_day(on, covered):
    verdict = _judge(on=on)
    assert verdict.coverage == "company"
    assert (verdict.parts, verdict.labour, verdict.travel) == covered
    assert verdict.until == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("on", "failure", "unit", "coverage", "reason"),
    [
        (date(2027, 1, 2), {}, UNIT, "supplier", "supplier"),
        (date(2028, 1, 1), {}, UNIT, "supplier", "supplier"),
        (date(2028, 1, 2), {}, UNIT, "none", "ended"),
        (date(2025, 12, 31), {}, UNIT, "none", "before_start"),
        (START, {"has_physical_damage": True}, UNIT, "none", "physical_damage"),
        (START, {"is_excluded": True}, UNIT, "supplier", "supplier"),
        (START, {"is_outside": True}, UNIT, "supplier", "supplier"),
        (START, {"is_excluded": True}, Unit(replace(COVER, supplier=None), START), "none", "excluded_fault"),
        (START, {"is_outside": True}, Unit(replace(COVER, supplier=None), START), "none", "outside_region"),
        (date(2027, 6, 1), {}, replace(UNIT, has_proof=False), "none", "no_proof"),
        (START, {}, Unit(Cover(), START), "none", "no_terms"),
        (START, {}, replace(UNIT, has_terms=False), "none", "no_terms"),
        (START, {}, replace(UNIT, start=None), "none", "no_terms"),
        (START, {}, replace(UNIT, is_ours=False), "none", "not_ours"),
        (START, {}, replace(UNIT, state="replaced"), "none", "replaced"),
        (START, {}, replace(UNIT, state="written_off"), "none", "written_off"),
        (START, {}, None, "none", "unknown_unit"),
    ],
)
def test_who_covers_and_why(on, failure, unit, coverage, reason):
    verdict = _judge(unit, on, **failure)
    assert (verdict.coverage, verdict.reason) == (coverage, reason)


def test_beside_the_suppliers_cover_stands_why_the_companys_does_not_hold():
    assert _judge(on=date(2027, 6, 1)).company_reason == "ended"
    assert _judge(is_excluded=True).company_reason == "excluded_fault"
    assert _judge(is_outside=True).company_reason == "outside_region"
    assert _judge(Unit(Cover(supplier=COVER.supplier), START)).company_reason == "no_company_cover"


@given(units, failures)
def test_nothing_is_covered_without_a_coverage_and_something_with_one(unit, failure):
    verdict = judge(unit, failure)
    assert any((verdict.parts, verdict.labour, verdict.travel)) == (verdict.coverage != "none")


@given(units, failures)
def test_physical_damage_never_helps(unit, failure):
    assert judge(unit, replace(failure, has_physical_damage=True)).coverage == "none"


@given(units, failures, st.integers(1, 1000))
def test_waiting_never_helps_once_the_warranty_began(unit, failure, days):
    rank = ("none", "supplier", "company")
    later = replace(failure, on=failure.on + timedelta(days=days))
    if unit.start and failure.on >= unit.start:
        assert rank.index(judge(unit, later).coverage) <= rank.index(judge(unit, failure).coverage)
