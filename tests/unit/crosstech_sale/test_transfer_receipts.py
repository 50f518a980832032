import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib.transfer_receipts import Part, ReceiptError, split_receipt


@given(st.integers(1, 10**9), st.integers(1, 999), st.lists(st.integers(1, 10**6), max_size=5))
def test_no_rupiah_is_lost_between_price_code_and_excess(price, code, more):
    lines = [*more, price + code]
    parts = split_receipt(lines, price, code, accept_difference=True)
    assert [part.price + part.code + part.excess for part in parts] == lines
    assert sum(part.price for part in parts) == price
    assert sum(part.code for part in parts) == code


def test_the_exact_amount_needs_nobodys_decision():
    assert split_receipt([100_123], 100_000, 123) == [Part(100_000, 123, 0)]


@pytest.mark.parametrize("lines", [[], [0], [-1], [100_124], [100_000], [50_000, 50_122], [100_123, -1]])
def test_another_sum_is_refused(lines):
    with pytest.raises(ReceiptError):
        split_receipt(lines, 100_000, 123)


def test_a_person_may_take_the_price_without_code_and_more_than_asked_but_never_less():
    assert split_receipt([100_000], 100_000, 123, accept_difference=True) == [Part(100_000, 0, 0)]
    assert split_receipt([150_000], 100_000, 123, accept_difference=True) == [Part(100_000, 123, 49_877)]
    with pytest.raises(ReceiptError):
        split_receipt([99_999], 100_000, 123, accept_difference=True)
