"""What is typed into the form of a failure, and whether a proof of purchase fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import report_form

GUEST = {"is_guest": True, "has_unit": False}


def _errors(typed, **how):
    return report_form.read(typed, **{**GUEST, **how}).errors


@pytest.mark.parametrize(
    ("typed", "how", "errors"),
    [
        ({}, {}, {"serial": "required", "contact": "required"}),
        ({"serial": "PF3X", "contact": "rina@example.com"}, {}, {}),
        ({"serial": "PF3X", "contact": "0812 3456 7890"}, {}, {}),
        ({"serial": "PF3X", "contact": "rina"}, {}, {"contact": "contact"}),
        ({"serial": "P-F", "contact": "rina@example.com"}, {}, {"serial": "short"}),
        ({"serial": "x" * 61, "contact": "rina@example.com"}, {}, {"serial": "too_long"}),
        ({"description": "x" * 2001}, {"is_guest": False, "has_unit": True}, {"description": "too_long"}),
        ({"description": "x" * 2000}, {"is_guest": False, "has_unit": True}, {}),
        ({}, {"is_guest": False, "has_unit": True}, {}),
        ({"serial": ["a"], "contact": 5}, {}, {"serial": "required", "contact": "required"}),
    ],
)
def test_each_field_says_what_is_wrong_with_it(typed, how, errors):
    assert _errors(typed, **how) == errors


def test_lines_of_the_description_stay_and_what_is_invisible_goes():
    values = report_form.read({"description": " a\n\x00b\u202e\tc ", "kind": "theft"}, **GUEST).values
    assert (values["description"], values["kind"]) == ("a\nb\tc", "failure")


@given(st.dictionaries(st.sampled_from(["serial", "contact", "description", "kind", "place"]), st.text()))
def test_no_text_whatever_breaks_the_form(typed):
    form = report_form.read(typed, **GUEST)
    assert set(form.errors) <= {*report_form.LENGTHS, "description"}


KNOWN = {
    "orders": ["S00012", None],
    "invoices": ["INV/2026/00007"],
    "contacts": ["Rina@Example.com ", "+62 812-3456-7890", None],
}


@pytest.mark.parametrize(
    ("number", "contact", "fits"),
    [
        ("s00012", "rina@example.com", True),
        ("S 00012", "0812 3456 7890", True),
        ("S00012", "0812 3456 7891", False),
        ("S00012", "", False),
        ("S00013", "rina@example.com", False),
        ("inv-2026-00007", "", True),
        ("INV/2026/00008", "rina@example.com", False),
        ("", "rina@example.com", False),
        ("///", "rina@example.com", False),
    ],
)
def test_a_proof_fits_by_invoice_or_by_order_with_the_buyers_contact(number, contact, fits):
    assert report_form.fits_proof(number, contact, **KNOWN) is fits


def test_no_proof_fits_where_nothing_is_known():
    assert not report_form.fits_proof("S1", "", orders=[], invoices=[], contacts=[])
    assert not report_form.fits_proof("S1", "", orders=["S1"], invoices=[None, ""], contacts=[None, ""])


@given(st.text(), st.text())
def test_guessing_needs_the_number(number, contact):
    if report_form.key(number) not in {"S00012", "INV202600007"}:
        assert not report_form.fits_proof(number, contact, **KNOWN)


@pytest.mark.parametrize("written", ["0812-3456-7890", "+62 812 3456 7890", "62.812.3456.7890", "(0812) 34567890"])
def test_a_telephone_number_is_the_same_however_it_is_written(written):
    assert report_form.phone_key(written) == "81234567890"


@pytest.mark.parametrize("written", ["", None, "12345", "rina", "0" * 20, "0812x4567890"])
def test_what_is_no_telephone_number_has_no_key(written):
    assert report_form.phone_key(written) == ""


def test_signs_that_look_alike_are_pointed_out_from_what_was_typed_alone():
    assert report_form.look_alikes("0O-pf0") == [("0", "O"), ("O", "0")]
    assert report_form.look_alikes("XKM") == []


def test_serials_in_a_mail_have_a_digit_and_are_few():
    assert report_form.serials_in("Halo, laptop PF3X9K0L (PF3X9K0L) rusak sejak 2026-03-01") == [
        "PF3X9K0L", "2026-03-01",
    ]  # fmt: skip
    assert len(report_form.serials_in(" ".join(f"AB{number:05}" for number in range(99)))) == 20
