from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib.proof_forms import MAX_AMOUNT, read, read_amount

TODAY = date(2026, 3, 5)
GOOD = {"amount": "100.123", "transfer_date": "2026-03-05", "sender_name": "Siti"}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100123", 100_123),
        ("100.123", 100_123),
        ("1,250,123", 1_250_123),
        ("Rp100.123", 100_123),
        ("Rp. 100.123,-", 100_123),
        ("rp 100 123", 100_123),
        ("IDR 100123.00", 100_123),
        ("100123,5", 100_123),
        ("1", 1),
        (str(MAX_AMOUNT), MAX_AMOUNT),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "abc", "10.00.00", "1e9", "100.123 rupiah lebih", "=1+1", str(MAX_AMOUNT + 1), "٣"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match=r"not an amount|out of range"):
        read_amount(text)


@given(st.integers(1, MAX_AMOUNT))
def test_amounts_with_separators_are_read_back(amount):
    assert read_amount(f"Rp {amount:,}".replace(",", ".")) == amount


def test_a_good_form_has_no_errors():
    form = read({**GOOD, "sender_bank": "  Bank   Uji "}, TODAY)
    assert form.errors == {}
    assert (form.claim.amount, form.claim.transfer_date, form.claim.sender_bank) == (100_123, TODAY, "Bank Uji")


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"amount": "x"}, {"amount": "amount"}),
        ({"transfer_date": "2026-03-06"}, {"transfer_date": "future"}),
        ({"transfer_date": "31.02.2026"}, {"transfer_date": "date"}),
        ({"transfer_date": ""}, {"transfer_date": "date"}),
        ({"sender_name": "   "}, {"sender_name": "missing"}),
    ],
)
def test_every_field_says_what_is_wrong_with_it(values, errors):
    assert read({**GOOD, **values}, TODAY).errors == errors


@given(
    st.dictionaries(st.sampled_from(["amount", "transfer_date", "sender_name", "sender_bank", "reference"]), st.text())
)
def test_no_text_whatever_breaks_the_form(values):
    claim = read(values, TODAY).claim
    assert 0 <= claim.amount <= MAX_AMOUNT
    assert len(claim.sender_name) <= 80
