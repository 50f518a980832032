from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib.proof_signals import (
    Claim,
    Expected,
    OtherProof,
    Severity,
    find_signals,
    hash_distance,
)

TODAY = date(2026, 3, 5)
EXPECTED = Expected(100_123, 100_000, TODAY - timedelta(days=2), TODAY, reference="S00042", customer_banks=("BCA",))
HASH = "ff00ff00ff00ff00"


def _codes(claim, others=()):
    return [signal.code for signal in find_signals(claim, EXPECTED, others)]


def _claim(**values):
    return Claim(**{"amount": 100_123, "transfer_date": TODAY, "sender_bank": "BCA", "reference": "", **values})


def test_an_honest_claim_has_no_signal():
    assert _codes(_claim()) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount": 100_000}, "code_left_out"),
        ({"amount": 99_999}, "amount_too_low"),
        ({"amount": 100_124}, "amount_differs"),
        ({"transfer_date": None}, "date_missing"),
        ({"transfer_date": TODAY + timedelta(days=1)}, "date_in_future"),
        ({"transfer_date": TODAY - timedelta(days=3)}, "date_before_order"),
        ({"sender_bank": "Mandiri"}, "bank_differs"),
        ({"reference": "S00043"}, "reference_differs"),
    ],
)
def test_each_oddity_is_one_signal(values, code):
    assert _codes(_claim(**values)) == [code]


@pytest.mark.parametrize(
    "values", [{"sender_bank": " b.c.a "}, {"reference": "s-00042"}, {"transfer_date": TODAY - timedelta(days=2)}]
)
def test_spelling_and_the_first_day_are_no_oddities(values):
    assert _codes(_claim(**values)) == []


def test_the_same_file_is_louder_than_a_similar_one():
    same = find_signals(_claim(sha256="a", perceptual_hash=HASH), EXPECTED, [OtherProof("TRF/1", "a", HASH)])
    near = find_signals(
        _claim(sha256="b", perceptual_hash=HASH), EXPECTED, [OtherProof("TRF/1", "a", "ff00ff00ff00ff0f")]
    )
    far = _codes(_claim(sha256="b", perceptual_hash=HASH), [OtherProof("TRF/1", "a", "ff00ff00ff00ffff")])
    assert [(s.code, s.severity, s.value) for s in same] == [("same_image", Severity.ALARM, "TRF/1")]
    assert [(s.code, s.severity) for s in near] == [("similar_image", Severity.WARNING)]
    assert far == []


def test_a_proof_without_picture_resembles_nothing():
    assert _codes(_claim(), [OtherProof("TRF/1", "", "")]) == []


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_distance_is_symmetric_and_zero_only_for_the_same(left, right):
    left, right = f"{left:016x}", f"{right:016x}"
    assert hash_distance(left, right) == hash_distance(right, left)
    assert (hash_distance(left, right) == 0) == (left == right)


def test_hashes_of_different_kinds_are_not_compared():
    with pytest.raises(ValueError, match="different kinds"):
        hash_distance("ff", "ffff")


@given(st.builds(Claim, amount=st.integers(1, 10**12), transfer_date=st.none() | st.dates(), sender_bank=st.text()))
def test_the_loudest_signal_comes_first(claim):
    severities = [signal.severity for signal in find_signals(claim, EXPECTED)]
    assert severities == sorted(severities, reverse=True)
