"""Rights in a reseller's team, and the table of approvals."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import order_approval, reseller_team
from odoo.addons.crosstech_sale.lib.reseller_team import FOUNDER, NEWCOMER, Rights, TeamError

RIGHTS = st.builds(
    Rights,
    may_order=st.booleans(),
    approval_limit=st.none() | st.integers(0, 10**9),
    sees_prices=st.booleans(),
    sees_all_orders=st.booleans(),
    is_admin=st.booleans(),
)


def _weight(rights):
    limit = float("inf") if rights.approval_limit is None else rights.approval_limit
    return (rights.may_order, limit, rights.sees_prices, rights.sees_all_orders, rights.is_admin)


@given(RIGHTS, RIGHTS)
def test_nobody_raises_himself_in_anything(before, after):
    try:
        reseller_team.check_change(before, before, after, other_admins=1)
    except TeamError:
        return
    assert all(new <= old for new, old in zip(_weight(after), _weight(before), strict=True))


@given(RIGHTS, RIGHTS, RIGHTS)
def test_nobody_gives_more_than_he_has(actor, before, after):
    try:
        reseller_team.check_change(actor, before, after, other_admins=1)
    except TeamError:
        return
    for new, old, own in zip(_weight(after), _weight(before), _weight(actor), strict=True):
        assert new <= max(old, own)


@given(RIGHTS, st.integers(0, 10**10))
def test_who_sees_no_prices_lets_nothing_through(rights, amount):
    if rights.covers(amount):
        assert rights.sees_prices
    if rights.orders_alone(amount):
        assert rights.may_order


@pytest.mark.parametrize(("amount", "covered"), [(0, True), (499_999, True), (500_000, True), (500_001, False)])
def test_a_limit_covers_up_to_itself(amount, covered):
    assert Rights(sees_prices=True, approval_limit=500_000).covers(amount) is covered


def test_without_a_limit_everything_is_covered():
    assert FOUNDER.covers(10**15)
    assert not NEWCOMER.covers(1)


@pytest.mark.parametrize(
    ("actor", "target", "others", "code"),
    [
        (NEWCOMER, NEWCOMER, 1, "admin"),
        (FOUNDER, FOUNDER, 0, "last"),
        (FOUNDER, FOUNDER, 1, None),
        (FOUNDER, NEWCOMER, 0, None),
    ],
)
def test_removal(actor, target, others, code):
    if code is None:
        assert reseller_team.check_removal(actor, target, others) is None
        return
    with pytest.raises(TeamError) as refused:
        reseller_team.check_removal(actor, target, others)
    assert refused.value.code == code


def test_the_table_of_approvals_has_no_other_way():
    allowed = {
        ("none", "ask"): "waiting", ("refused", "ask"): "waiting", ("waiting", "approve"): "approved",
        ("waiting", "refuse"): "refused", ("waiting", "take_back"): "none", ("refused", "take_back"): "none",
        ("approved", "lapse"): "waiting",
    }  # fmt: skip
    for state, action in itertools.product(order_approval.STATES, order_approval.STEPS):
        if (state, action) in allowed:
            assert order_approval.target(action, state, is_covered=True) == allowed[state, action]
        else:
            with pytest.raises(order_approval.ApprovalError):
                order_approval.target(action, state, is_covered=True)


@pytest.mark.parametrize("action", ["approve", "refuse"])
def test_deciding_needs_a_limit(action):
    with pytest.raises(order_approval.ApprovalError) as refused:
        order_approval.target(action, "waiting", is_covered=False)
    assert refused.value.code == "limit"


LINES = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from("1234"), st.sampled_from("1234"), st.just("0")), max_size=5
)


@given(LINES, LINES, st.sampled_from(["10", "20"]), st.integers(1, 2))
def test_a_fingerprint_tells_orders_apart_and_not_the_order_of_lines(one, other, total, place):
    same = sorted(one) == sorted(other)
    assert (order_approval.fingerprint(one, total, place) == order_approval.fingerprint(other, total, place)) is same
    assert order_approval.fingerprint(one, total, 1) != order_approval.fingerprint(one, total, 2)
    assert order_approval.fingerprint(one, "10", place) != order_approval.fingerprint(one, "20", place)
