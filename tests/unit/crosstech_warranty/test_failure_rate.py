"""Failure rates: bounds that hold as often as they say, alarms that are rarely false and come in time."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import failure_rate
from odoo.addons.crosstech_warranty.lib.failure_rate import Group


def poisson_number(rng, mean):
    """A Poisson number: how many exponential waits fit into one."""
    count, left = 0, mean
    while (left := left - rng.expovariate(1)) > 0:
        count += 1
    return count


@given(st.integers(0, 500), st.floats(0.1, 1e6))
def test_the_rate_lies_within_its_bounds(failures, months):
    rate = failure_rate.poisson(failures, months)
    assert 0 <= rate.lower <= rate.value <= rate.upper


@given(st.integers(1, 200), st.floats(1, 1e5))
def test_more_time_of_use_with_the_same_failures_is_a_lower_rate(failures, months):
    assert failure_rate.poisson(failures, months * 2).upper < failure_rate.poisson(failures, months).upper


# From tables: 95 % bounds of a Poisson count of 10 are 4.795 and 18.39; of 5 in 50 they are 3.33 and 21.81 %.
def test_bounds_are_those_of_the_tables():
    rate = failure_rate.poisson(10, 1200, confidence=0.95)
    assert (round(rate.lower, 3), round(rate.upper, 2)) == (4.795, 18.39)
    found = failure_rate.share(5, 50)
    assert (round(found.lower, 2), round(found.upper, 2)) == (3.33, 21.81)


def test_the_bounds_hold_as_often_as_they_say():
    rng = random.Random(7)  # noqa: S311
    held = 0
    for _ in range(2000):
        rate = failure_rate.poisson(poisson_number(rng, 6.0), 1200, confidence=0.95)
        held += rate.lower <= 6.0 <= rate.upper
    assert held / 2000 >= 0.95


@pytest.mark.parametrize(("failures", "months"), [(-1, 10), (1, 0), (0, -1)])
def test_numbers_that_cannot_be_are_refused(failures, months):
    with pytest.raises(ValueError, match="time of use"):
        failure_rate.poisson(failures, months)


def test_nothing_known_is_no_bound_and_no_alarm():
    assert failure_rate.poisson(0, 0).upper == float("inf")
    (finding,) = failure_rate.judge([Group("only one", "laptops", 10, 100, 9)])
    assert (finding.usual, finding.state) == (None, failure_rate.OK)


def test_a_group_is_compared_with_its_peers_only():
    groups = [
        Group("laptop", "laptops", 100, 1200, 30), Group("laptop 2", "laptops", 100, 1200, 30),
        Group("cable", "cables", 100, 1200, 0), Group("cable 2", "cables", 100, 1200, 20),
    ]  # fmt: skip
    assert [one.state for one in failure_rate.judge(groups)] == ["ok", "ok", "ok", "alert"]


def test_one_or_two_failures_are_never_an_alarm():
    groups = [Group(n, "p", 100, 10_000, 0) for n in range(5)] + [Group("new", "p", 2, 1, 2)]
    assert failure_rate.judge(groups)[-1].state == failure_rate.OK


def test_the_group_itself_does_not_hide_in_what_is_usual():
    big = Group("bad seller of all", "p", 1000, 12_000, 240)
    assert failure_rate.judge([big, Group("small", "p", 100, 1200, 3)])[0].state == failure_rate.ALERT


def test_false_alarms_are_rare_where_all_are_alike():
    rng = random.Random(1)  # noqa: S311
    alarms = 0
    for _round in range(10):
        groups = [
            Group(n, "p", 50, months, poisson_number(rng, 0.005 * months))
            for n, months in enumerate(rng.choice([120, 600, 2400]) for _ in range(200))
        ]
        alarms += sum(one.state == failure_rate.ALERT for one in failure_rate.judge(groups))
    assert alarms <= 10  # of 2,000 products: half a percent at most


def test_a_batch_five_times_as_bad_is_found():
    rng = random.Random(2)  # noqa: S311
    found = 0
    for _round in range(100):
        groups = [Group(n, "p", 50, 600, poisson_number(rng, 3.0)) for n in range(50)]
        groups.append(Group("bad", "p", 50, 600, poisson_number(rng, 15.0)))
        found += failure_rate.judge(groups)[-1].state == failure_rate.ALERT
    assert found >= 90


def test_months_and_batches():
    assert failure_rate.months_in_use(date(2026, 1, 1), date(2027, 1, 1)) == pytest.approx(12, abs=0.02)
    assert failure_rate.months_in_use(date(2026, 1, 2), date(2026, 1, 1)) == 0
    assert failure_rate.batch_of(None, "123") == ""
