"""Claims at suppliers: every cell of the table, the window, the silence, the money."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import supplier_claim as sc

DAY = date(2026, 3, 1)


@pytest.mark.parametrize("action", sc.STEPS)
@pytest.mark.parametrize("state", sc.STATES)
def test_every_step_is_taken_from_its_states_only(action, state):
    step = sc.STEPS[action]
    if state in step.sources:
        assert sc.apply(action, state, {"system"}) == step.target
    else:
        with pytest.raises(sc.ClaimError, match="state"):
            sc.apply(action, state, {"system"})


@pytest.mark.parametrize("action", sc.STEPS)
def test_nobody_else_takes_a_step(action):
    with pytest.raises(sc.ClaimError, match="role"):
        sc.apply(action, sc.STEPS[action].sources[0], {"director", "customer"})


def test_no_claim_gets_stuck():
    ends = {"closed"}
    while more := {state for step in sc.STEPS.values() if step.target in ends for state in step.sources} - ends:
        ends |= more
    assert ends == set(sc.STATES)


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        (sc.Evidence(has_damage=True, has_purchase=True, has_diagnosis=True), "damage"),
        (sc.Evidence(has_diagnosis=True), "purchase"),
        (sc.Evidence(has_purchase=True), "diagnosis"),
    ],
)
def test_a_claim_without_its_evidence_is_refused(evidence, code):
    with pytest.raises(sc.ClaimError, match=code):
        sc.check_evidence(evidence)


def test_a_claim_with_its_evidence_is_not():
    sc.check_evidence(sc.Evidence(has_purchase=True, has_diagnosis=True))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (sc.Answer("thrown away"), "outcome"),
        (sc.Answer("refused", words="  "), "words"),
        (sc.Answer("replaced", serial=" "), "serial"),
        (sc.Answer("credited"), "amount"),
        (sc.Answer("credited", amount=Decimal(-1)), "amount"),
    ],
)
def test_an_answer_that_lacks_something_is_refused(answer, code):
    with pytest.raises(sc.ClaimError, match=code):
        sc.check_answer(answer)


@pytest.mark.parametrize(
    ("used", "level"),
    [(-1, 0), (0, 0), (14, 0), (15, 50), (23, 50), (24, 80), (28, 80), (29, 95), (30, 95), (31, 100), (900, 100)],
)
def test_alarms_of_a_window_of_thirty_days(used, level):
    assert sc.alarm(DAY, DAY + timedelta(days=30), DAY + timedelta(days=used)) == level


@given(window=st.integers(0, 400), first=st.integers(0, 500), later=st.integers(0, 100))
def test_alarms_never_go_back(window, first, later):
    last = sc.deadline(DAY, window)
    sooner = sc.alarm(DAY, last, DAY + timedelta(days=first))
    assert sooner <= sc.alarm(DAY, last, DAY + timedelta(days=first + later))
    assert (sc.alarm(DAY, last, last + timedelta(days=1)), sc.alarm(DAY, last, last) < 100) == (100, True)


def test_a_window_is_never_shorter_than_the_day_itself():
    assert sc.deadline(DAY, -5) == DAY


@pytest.mark.parametrize(
    ("days", "since_word", "word"),
    [(6, None, ""), (7, None, "remind"), (20, 6, ""), (20, 7, "remind"), (21, 7, "escalate"), (21, 3, "")],
)
def test_a_silent_supplier_is_reminded_weekly_and_called_after_three_weeks(days, since_word, word):
    today = DAY + timedelta(days=days)
    last = None if since_word is None else today - timedelta(days=since_word)
    assert sc.next_word(DAY, last, today) == word


@given(claimed=st.integers(0, 10**9), price=st.integers(0, 10**9), amount=st.integers(1, 10**9))
def test_what_comes_back_is_what_he_decided(claimed, price, amount):
    claimed, price, amount = Decimal(claimed), Decimal(price), Decimal(amount)
    back = {outcome: sc.recovered(sc.Answer(outcome, "x", "x", amount), claimed, price) for outcome in sc.OUTCOMES}
    assert back == {"repaired": claimed, "replaced": price, "credited": amount, "refused": 0}
    assert (sc.recovery_rate(claimed, claimed) == 1.0) if claimed else sc.recovery_rate(claimed, amount) is None
