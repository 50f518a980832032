"""The table of duties: complete, without overlap, and never wider than declared."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import duties

INDEX = duties.by_model(duties.DUTIES)
roles = st.sampled_from(duties.STAFF_ROLES)


def test_no_document_is_claimed_by_two_duties():
    twice = (*duties.DUTIES, duties.Duty("again", ("sale.order",), {duties.FINANCE: duties.ANY}))
    with pytest.raises(ValueError, match="claimed by two duties"):
        duties.by_model(twice)


def test_every_role_and_source_is_known():
    for duty in duties.DUTIES:
        assert set(duty.roles) <= set(duties.STAFF_ROLES)
        assert duty.source


@pytest.mark.parametrize(
    ("model", "role", "kind", "allowed"),
    [
        ("sale.order", "operational_manager", "reseller", True),
        ("sale.order", "operational_manager", "buyer", False),
        ("sale.order", "marketing_manager", "buyer", True),
        ("sale.order", "director", "buyer", False),
        ("account.payment", "finance_manager", "", True),
        ("account.payment", "marketing_manager", "", False),
        ("stock.picking", "inventory", "", True),
        ("stock.picking", "repair_team", "", False),
        ("purchase.order", "director", "", True),
        ("res.partner", "inventory", "self", True),
        ("res.partner", "inventory", "buyer", False),
        ("res.partner", "marketing_manager", "staff", False),
    ],
)
def test_who_changes_what(model, role, kind, allowed):
    assert duties.may_change(INDEX[model], [role], kind) is allowed


@pytest.mark.parametrize("kind", ["buyer", "reseller"])
def test_an_order_of_a_kind_belongs_to_exactly_one_role(kind):
    holders = [role for role in duties.STAFF_ROLES if duties.may_change(INDEX["sale.order"], [role], kind)]
    assert len(holders) == 1


def test_the_director_changes_no_daily_document_of_a_division():
    mine = {model for model, duty in INDEX.items() if duties.may_change(duty, [duties.DIRECTOR])}
    assert mine == {"purchase.order", "purchase.order.line", "product.supplierinfo", "res.partner"}


@given(st.sampled_from(sorted(INDEX)), roles, st.text(max_size=8))
def test_a_kind_is_only_allowed_where_the_role_may_change_at_all(model, role, kind):
    if duties.may_change(INDEX[model], [role], kind):
        assert duties.may_change(INDEX[model], [role])


@given(st.sampled_from(sorted(INDEX)), st.text(max_size=8) | st.none())
def test_people_without_a_company_role_are_not_held(model, kind):
    assert duties.may_change(INDEX[model], [], kind)


def test_each_document_that_is_not_shared_by_kind_has_one_holder_or_is_named_here():
    shared = {"purchase.order", "purchase.order.line", "stock.move", "stock.move.line", "stock.lot"}
    for model, duty in INDEX.items():
        whole = [role for role, kinds in duty.roles.items() if kinds == duties.ANY]
        assert len(whole) <= 1 or model in shared, model


def test_two_roles_add_up():
    for first, second in itertools.pairwise(duties.STAFF_ROLES):
        for duty in duties.DUTIES:
            union = duties.may_change(duty, [first, second])
            assert union == (duties.may_change(duty, [first]) or duties.may_change(duty, [second]))


def test_the_rule_book_shows_the_same_table():
    names = {role: role.replace("_", " ").title() for role in duties.STAFF_ROLES}
    book = (Path(__file__).parents[3] / "docs" / "business-rules.md").read_text(encoding="utf-8")
    for duty in duties.DUTIES:
        kinds = {
            role: "" if kinds == duties.ANY else f" ({', '.join(sorted(kinds))})" for role, kinds in duty.roles.items()
        }
        who = ", ".join(names[role] + kinds[role] for role in duty.roles)
        models = ", ".join(f"`{model}`" for model in duty.models)
        assert f"| {duty.subject} | {models} | {who} |" in book
