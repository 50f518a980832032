"""The table of reseller applications, the form and the tax number, without Odoo."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from odoo.addons.crosstech_sale.lib import npwp, reseller_application, reseller_form
from odoo.addons.crosstech_sale.lib.reseller_application import ACTIONS, STATES, ApplicationError, Facts, Findings

ROLES = ("applicant", "operational_manager", "marketing_manager", "finance_manager", "inventory", "director", "system")
EXPECTED = {
    "ask": ("operational_manager", {"submitted", "asked_back"}),
    "answer": ("applicant", {"asked_back"}),
    "add": ("applicant", {"submitted"}),
    "approve": ("operational_manager", {"submitted", "asked_back"}),
    "refuse": ("operational_manager", {"submitted", "asked_back"}),
    "withdraw": ("applicant", {"submitted", "asked_back"}),
}
TYPED = {
    "company_name": "Toko Maju",
    "legal_form": "ud",
    "contact_name": "Budi",
    "email": "Budi@Example.com",
    "phone": "0812 3456 7890",
    "npwp": "01.312.166.0-091.000",
    "street": "Jalan Maju 1",
    "zip": "78121",
    "bank_name": "Bank Uji",
    "account_number": "123-456.7890",
    "account_holder": "Budi",
    "monthly_volume": "below_10",
    "business_description": "",
    "agrees": "1",
}


def facts(**values):
    """An application of which every guard but the one tested would agree."""
    ready = {"state": "submitted", "roles": frozenset({"operational_manager"}), "text": "Mohon NIB", "months": 12}
    return Facts(**{**ready, **values})


@pytest.mark.parametrize(("action", "state", "role"), list(product(ACTIONS, STATES, ROLES)))
def test_each_action_is_open_to_its_role_in_its_states_only(action, state, role):
    owner, states = EXPECTED[action]
    asked = facts(state=state, roles=frozenset({role}))
    if role == owner and state in states:
        assert reseller_application.apply(action, asked) == ACTIONS[action].target
        return
    with pytest.raises(ApplicationError) as refused:
        reseller_application.apply(action, asked)
    assert refused.value.code == ("state" if role == owner else "role")


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTIONS)), st.sampled_from(ROLES)), max_size=12))
def test_whatever_people_press_a_decision_is_final_and_only_the_manager_approves(steps):
    state, approved_by = "submitted", None
    for action, role in steps:
        try:
            target = reseller_application.apply(action, facts(state=state, roles=frozenset({role})))
        except ApplicationError:
            continue
        assert state in reseller_application.OPEN_STATES
        state, approved_by = target, role if target == "approved" else approved_by
    assert (state == "approved") == (approved_by == "operational_manager")


def test_every_guard_named_in_the_table_exists():
    assert {guard for row in ACTIONS.values() for guard in row.guards} == set(reseller_application.GUARDS)


@pytest.mark.parametrize(
    ("_case", "action", "values", "code"),
    [
        ("no reason", "refuse", {"text": ""}, "text"),
        ("blanks are no reason", "refuse", {"text": "       "}, "text"),
        ("4 characters", "refuse", {"text": "abcd"}, "text"),
        ("5 characters", "refuse", {"text": "abcde"}, None),
        ("1000 characters", "ask", {"text": "x" * 1000}, None),
        ("1001 characters", "ask", {"text": "x" * 1001}, "text"),
        ("no tax number", "approve", {"has_valid_npwp": False}, "npwp"),
        ("no district", "approve", {"has_region": False}, "region"),
        ("0 months", "approve", {"months": 0}, "months"),
        ("1 month", "approve", {"months": 1}, None),
        ("60 months", "approve", {"months": 60}, None),
        ("61 months", "approve", {"months": 61}, "months"),
    ],
)
def test_guards_refuse_at_their_borders(_case, action, values, code):
    if code is None:
        assert reseller_application.apply(action, facts(**values))
        return
    with pytest.raises(ApplicationError) as refused:
        reseller_application.apply(action, facts(**values))
    assert refused.value.code == code


def test_somebody_elses_tax_number_is_shown_in_red():
    results = reseller_application.check(Findings(True, True, True, is_npwp_taken=True))
    assert (results["npwp_taken"], reseller_application.worst(results)) == ("danger", "danger")


# === TAX NUMBER === #


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("01.312.166.0-091.000", "0013121660091000"),
        ("013121660091000", "0013121660091000"),
        ("0013121660091000", "0013121660091000"),
        (" 0013 1216 6009 1000 ", "0013121660091000"),
        ("", "missing"),
        ("   ", "missing"),
        ("12345", "length"),
        ("00131216600910001", "length"),
        ("0" * 5000, "length"),
        ("01.312.166.1-091.000", "checksum"),
        ("01312166009100a", "digits"),
        ("٠١٣١٢١٦٦٠٠٩١٠٠٠", "digits"),
        ("3171015508900001", "3171015508900001"),
        ("9999999999999999", "checksum"),
    ],
)
def test_tax_numbers_are_read_old_and_new(typed, result):
    if result.isdigit():
        assert npwp.normalise(typed) == result
        return
    with pytest.raises(npwp.NpwpError) as refused:
        npwp.normalise(typed)
    assert refused.value.code == result


@given(st.integers(1, 99_999_999), st.integers(0, 999), st.integers(0, 999))
def test_a_number_is_the_same_however_it_is_written(taxpayer, office, branch):
    digits = f"{taxpayer:08}"
    old = f"{digits}{luhn.calc_check_digit(digits)}{office:03}{branch:03}"
    assert {npwp.normalise(spelling) for spelling in npwp.spellings(npwp.normalise(old))} == {f"0{old}"}


@given(st.text(max_size=60))
def test_no_text_breaks_the_tax_number(typed):
    assert npwp.is_valid(typed) in (True, False)


# === FORM === #


def test_a_good_form_is_read_and_cleaned():
    form = reseller_form.read(TYPED)
    assert form.errors == {}
    assert form.values["email"] == "budi@example.com"
    assert form.values["npwp"] == "0013121660091000"
    assert form.values["account_number"] == "1234567890"
    assert form.values["is_listed_publicly"] is False


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("company_name", " ", "required"),
        ("company_name", "x" * 121, "too_long"),
        ("email", "budi@", "email"),
        ("email", "a@b.co, c@d.co", "email"),
        ("phone", "", "required"),
        ("phone", "call me", "phone"),
        ("npwp", "123", "npwp_length"),
        ("zip", "", "required"),
        ("zip", "1234", "zip"),
        ("zip", "01234", "zip"),
        ("account_number", "12345", "account"),
        ("account_number", "1" * 21, "account"),
        ("account_number", "abcdefgh", "account"),
        ("legal_form", "emperor", "choice"),
        ("monthly_volume", "", "choice"),
        ("business_description", "x" * 1001, "too_long"),
        ("agrees", "", "required"),
    ],
)
def test_each_wrong_field_is_named(field, typed, code):
    assert reseller_form.read({**TYPED, field: typed}).errors == {field: code}


@given(st.dictionaries(st.sampled_from(sorted(TYPED)), st.one_of(st.text(max_size=200), st.integers(), st.none())))
def test_no_input_breaks_the_form_and_no_invisible_sign_gets_through(typed):
    form = reseller_form.read(typed)
    assert all(value.isprintable() for value in form.values.values() if isinstance(value, str))
