import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import serials

signs = st.text("ABC01OIL5S-", min_size=4, max_size=20).filter(lambda text: len(serials.key(text)) >= 4)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("SN-1", "SN1"), (" sn 1 ", "SN1"), ("", ""), (None, ""), ("—é", ""), ("A" * 99, "A" * serials.LONGEST)],
)
def test_the_key_is_letters_and_digits_in_capitals(typed, key):
    assert serials.key(typed) == key


@pytest.mark.parametrize(("first", "second"), [("O0", "00"), ("l1I", "111"), ("S5", "55"), ("Z2", "22"), ("B8", "88")])
def test_signs_that_look_alike_are_one(first, second):
    assert serials.fold(first) == serials.fold(second)
    assert serials.key(first) != serials.key(second)


@given(signs, st.data())
def test_one_slip_is_always_found(serial, data):
    folded = serials.fold(serial)
    place = data.draw(st.integers(0, len(folded) - 1))
    missing = folded[:place] + folded[place + 1 :]
    swapped = folded[:place] + folded[place : place + 2][::-1] + folded[place + 2 :]
    wrong = folded[:place] + data.draw(st.sampled_from("0123456789ACX")) + folded[place + 1 :]
    for typed in (missing, swapped, wrong, folded):
        if len(typed) >= serials.SHORTEST_NEAR:
            assert folded in serials.near(typed)


def test_few_keys_are_looked_up():
    assert len(serials.near("PF3X9K0L12")) < 800
    assert len(serials.near("X" * 1000)) < 4000
