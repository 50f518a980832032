"""What deserves a second look in a claim."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import claim_signals
from odoo.addons.crosstech_warranty.lib.claim_signals import Claim

DAY = date(2026, 3, 1)
CROWD = {1: 80, 2: 15, 3: 5}


def _codes(**facts):
    return [code for code, _facts in claim_signals.signals(Claim(**{"failed": DAY, **facts}))]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"is_our_serial": True, "sold": DAY}, []),
        ({"is_our_serial": False}, ["not_ours"]),
        ({"is_our_serial": None}, []),
        ({"is_of_another": True}, ["of_another"]),
        ({"other_open": 1}, ["open_already"]),
        ({"other_open": 1, "days_since_last": 2}, ["open_already"]),
        ({"days_since_last": 0}, ["again"]),
        ({"days_since_last": 30}, ["again"]),
        ({"days_since_last": 31}, []),
        ({"sold": date(2026, 3, 2)}, ["before_sale"]),
        ({"sold": date(2025, 1, 1), "starts": date(2025, 3, 2)}, []),
        ({"sold": date(2025, 1, 1), "starts": date(2025, 3, 3)}, ["clock_reset"]),
        ({"claims_of_customer": 9, "customers_by_claims": CROWD}, ["many_claims"]),
        ({"claims_of_customer": 2, "customers_by_claims": CROWD}, []),
        ({"claims_of_customer": 9, "customers_by_claims": {1: 9}}, []),
        ({"claims_of_customer": 2, "customers_by_claims": {1: 100}}, []),
    ],
)
def test_each_sign_shows_exactly_where_its_facts_say(facts, codes):
    assert _codes(**facts) == codes


def test_several_signs_are_all_said_gravest_first():
    codes = _codes(is_our_serial=False, is_of_another=True, other_open=2, sold=date(2027, 1, 1))
    assert codes == ["not_ours", "of_another", "open_already", "before_sale"]


def test_all_alike_have_no_outlier_and_nobody_neither():
    assert claim_signals.robust_score(5, {5: 100}) == 0
    assert claim_signals.robust_score(5, {}) == 0


def test_a_few_extreme_ones_do_not_hide_each_other():
    counts = {1: 50, 2: 30, 3: 10, 40: 4}
    assert claim_signals.is_outlier(40, counts)


@given(st.dictionaries(st.integers(1, 50), st.integers(1, 20), min_size=1, max_size=10), st.integers(0, 100))
def test_the_score_grows_with_the_value(counts, value):
    assert claim_signals.robust_score(value, counts) <= claim_signals.robust_score(value + 1, counts)
