from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import unique_amount
from odoo.addons.crosstech_sale.lib.unique_amount import CodesExhausted, choose_code, colliding_codes

codes = st.sets(st.integers(1, 999), max_size=998)


@given(codes, st.integers(0, 10**9))
def test_a_code_is_free_and_in_range(taken, seed):
    code = choose_code(taken, seed)
    assert 1 <= code <= 999
    assert code not in taken


@given(st.integers(1, 999), st.integers(0, 10**6))
def test_the_highest_code_of_the_company_is_kept(high, seed):
    assert 1 <= choose_code((), seed, high=high) <= high


def test_the_last_free_code_is_found():
    assert choose_code(set(range(1, 1000)) - {421}, seed=7) == 421


def test_all_codes_taken_is_an_error():
    with pytest.raises(CodesExhausted):
        choose_code(range(1, 1000), seed=7)
    with pytest.raises(CodesExhausted):
        choose_code({1, 2, 3}, seed=7, high=3)


@given(codes, codes, st.integers(0, 998))
def test_recent_codes_are_avoided_while_others_are_free(taken, recent, seed):
    code = choose_code(taken, seed, recent)
    if len(taken | recent) < 999:
        assert code not in recent


def test_neighbouring_seeds_give_codes_far_apart():
    chosen = [choose_code((), seed) for seed in range(999)]
    assert len(set(chosen)) == 999
    assert all(abs(left - right) > 100 for left, right in pairwise(chosen))


@pytest.mark.parametrize("high", [0, -1, 1000])
def test_an_impossible_highest_code_is_refused(high):
    with pytest.raises(ValueError, match="between 1 and 999"):
        choose_code((), 1, high=high)


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 998)), max_size=60))
def test_totals_of_open_transfers_stay_unique_whatever_the_prices(asked):
    totals = set()
    for price, seed in asked:
        total = price + choose_code(colliding_codes(price, totals), seed)
        assert total not in totals
        totals.add(total)


def test_a_code_does_not_collide_with_the_total_of_another_price():
    assert colliding_codes(100_000, [100_500, 99_999 + 999], high=unique_amount.CODE_MAX) == {500, 998}
