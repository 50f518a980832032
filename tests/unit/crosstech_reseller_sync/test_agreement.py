"""No way leads to reading without both signatures; whoever may not, does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib import agreement
from odoo.addons.crosstech_reseller_sync.lib.agreement import ACTIONS, AgreementError, Facts, apply

TODAY = date(2026, 12, 1)
COLUMNS = frozenset({("barang", "kode"), ("stok", "sisa")})
ALL = frozenset({agreement.COMPANY, agreement.SIGNER, agreement.SYSTEM})
GOOD = Facts(
    "draft", ALL, TODAY, agreed=COLUMNS, mapped=COLUMNS, retention_months=24, reason="Sudah cukup", has_consented=True,
    signed_name="Budi", signer=2, company_signer=1, terms="t", seen_terms="t", has_one_in_force=True,
    date_to=TODAY - timedelta(1),
)  # fmt: skip
IN_TIME = replace(GOOD, date_to=None)


def _refusal(action, facts):
    with pytest.raises(AgreementError) as refused:
        apply(action, facts)
    return refused.value.code


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_refused_to_everybody_the_table_does_not_name(action):
    row = ACTIONS[action]
    facts = GOOD if action == "expire" else IN_TIME
    for state in row.sources:
        assert apply(action, replace(facts, state=state)) == (row.target or state)
        for role in (*(ALL - set(row.roles)), agreement.MEMBER, "director", "finance_manager"):
            assert _refusal(action, replace(facts, state=state, roles=frozenset({role}))) == "role"


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_refused_in_every_other_state(action):
    for state in set(agreement.STATES) - set(ACTIONS[action].sources):
        assert _refusal(action, replace(IN_TIME, state=state)) == "state"


@pytest.mark.parametrize(
    ("action", "state", "wrong", "code"),
    [
        ("offer", "looking", {"agreed": frozenset()}, "names_columns"),
        ("offer", "looking", {"agreed": COLUMNS | {("pelanggan", "telepon")}}, "fits_mapping"),
        ("offer", "looking", {"mapped": COLUMNS | {("pelanggan", "telepon")}}, "fits_mapping"),
        ("offer", "looking", {"bad_masks": 1}, "masks_fit"),
        ("offer", "looking", {"date_to": TODAY - timedelta(1)}, "period"),
        ("offer", "looking", {"date_from": TODAY + timedelta(2), "date_to": TODAY + timedelta(1)}, "period"),
        ("offer", "looking", {"retention_months": -1}, "retention"),
        ("offer", "looking", {"retention_months": 121}, "retention"),
        ("sign", "offered", {"has_consented": False}, "consent"),
        ("sign", "offered", {"signed_name": " a  b".replace("b", "")}, "signed_name"),
        ("sign", "offered", {"signed_name": "x" * 121}, "signed_name"),
        ("sign", "offered", {"seen_terms": "others"}, "same_terms"),
        ("sign", "offered", {"signer": 1}, "two_signers"),
        ("sign", "offered", {"company_signer": 0}, "two_signers"),
        ("sign", "offered", {"mapped": frozenset()}, "fits_mapping"),
        ("resume", "paused", {"date_to": TODAY - timedelta(1)}, "period"),
        ("decline", "offered", {"reason": "  no "}, "reason"),
        ("end", "active", {"reason": ""}, "reason"),
        ("revoke", "active", {"has_consented": False}, "consent"),
        ("amend", "draft", {"has_one_in_force": False}, "has_one_in_force"),
        ("expire", "active", {"date_to": TODAY}, "over"),
        ("expire", "active", {"date_to": None}, "over"),
    ],
)
def test_a_guard_refuses(action, state, wrong, code):
    assert _refusal(action, replace(IN_TIME, state=state, **wrong)) == code


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTIONS)), st.sampled_from(sorted(ALL))), max_size=25))
def test_no_way_leads_into_force_without_permission_and_both_signatures(steps):
    state, signed = "draft", set()
    for action, role in steps:
        facts = GOOD if action == "expire" else IN_TIME
        try:
            state = apply(action, replace(facts, state=state, roles=frozenset({role})))
        except AgreementError:
            continue
        signed |= {action}
        if action in ("withdraw", "decline"):
            signed -= {"offer"}
        if agreement.is_readable(state, TODAY):
            assert {"offer", "sign"} <= signed
            assert signed & {"permit_look", "amend"}
    if "revoke" in signed or "end" in signed:
        assert state == "revoked"


@given(st.sampled_from(agreement.STATES), st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_nothing_is_readable_but_in_force_and_in_time(state, today, first, last):
    readable = agreement.is_readable(state, today, first, last)
    outside = (first and today < first) or (last and today > last)
    assert readable == (state == "active" and not outside)


def test_the_reminder_comes_once_in_the_last_two_weeks():
    last = date(2026, 12, 31)
    due = [
        last - timedelta(days)
        for days in range(-2, 20)
        if agreement.is_reminder_due(last - timedelta(days), last, False)
    ]
    assert (min(due), max(due)) == (date(2026, 12, 17), last)
    assert not agreement.is_reminder_due(last, last, True)
    assert not agreement.is_reminder_due(last, None, False)
