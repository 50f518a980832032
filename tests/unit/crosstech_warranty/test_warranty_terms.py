from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib.warranty_terms import (
    MOST_MONTHS,
    REGISTRATION_DAYS,
    Cover,
    Terms,
    TermsError,
    cover,
    end_date,
    registration_start,
    replacement_cover,
)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
months = st.integers(0, MOST_MONTHS)
terms = st.builds(Terms, months, months, months, months)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 1, 1), 0, None),
        (date(2026, 1, 1), 1200, date(2126, 1, 1)),
        (date(9999, 1, 1), 1200, date.max),
    ],
)
def test_a_warranty_ends_on_the_same_day_of_the_month_or_that_months_last(start, length, end):
    assert end_date(start, length) == end


@pytest.mark.parametrize("length", [-1, 1201, 10**9])
def test_months_outside_a_century_are_refused(length):
    with pytest.raises(TermsError):
        end_date(date(2026, 1, 1), length)


@given(days, months, months)
def test_more_months_never_end_earlier(start, first, second):
    ends = [end_date(start, length) or start for length in sorted((first, second))]
    assert ends == sorted(ends)


@given(days, st.integers(1, MOST_MONTHS))
def test_a_month_is_28_to_31_days(start, length):
    assert 28 * length <= (end_date(start, length) - start).days <= 31 * length


@given(terms, days, days)
def test_only_the_suppliers_cover_counts_from_the_suppliers_day(given_terms, start, supplier_start):
    assert cover(given_terms, start, supplier_start) == Cover(
        *(end_date(start, length) for length in (given_terms.parts, given_terms.labour, given_terms.travel)),
        end_date(supplier_start, given_terms.supplier),
    )


@given(terms, days, st.integers(0, 4000), st.booleans())
def test_a_replacement_is_never_covered_less_than_the_old_unit(given_terms, start, age, restarts):
    old = cover(given_terms, start)
    new = replacement_cover(old, given_terms, start + timedelta(days=age), restarts=restarts)
    for kind in ("parts", "labour", "travel", "supplier"):
        assert (getattr(new, kind) or date.min) >= (getattr(old, kind) or date.min)
    if not restarts:
        assert new == old


@given(days, st.one_of(st.none(), days))
def test_a_registration_moves_the_start_by_thirty_days_at_most_and_never_back(delivered, registered):
    start = registration_start(delivered, registered)
    assert delivered <= start <= delivered + timedelta(days=REGISTRATION_DAYS)
    if registered and delivered <= registered <= delivered + timedelta(days=REGISTRATION_DAYS):
        assert start == registered
