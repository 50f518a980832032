"""The table of the dashboards, without Odoo."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import dashboards
from odoo.addons.crosstech_sale.lib.dashboards import PERIODS, Span
from odoo.addons.crosstech_sale.lib.duties import STAFF_ROLES

DAYS = st.dates(min_value=date(2000, 3, 1), max_value=date(2099, 12, 31))


@given(DAYS, st.sampled_from(PERIODS))
def test_a_period_ends_today_and_the_one_before_ends_where_it_begins_or_earlier(today, period):
    span, before = dashboards.spans(period, today)
    assert span.first <= span.last == today
    assert before.first <= before.last < span.first
    if period != "month":
        assert before.days == span.days == int(period)
        assert before.last + timedelta(days=1) == span.first


@given(DAYS)
def test_a_month_so_far_is_compared_with_the_same_days_of_the_month_before(today):
    span, before = dashboards.spans("month", today)
    assert (span.first.day, before.first.day) == (1, 1)
    assert before.days == span.days or before.last + timedelta(days=1) == span.first


@pytest.mark.parametrize("period", ["", "31", "year", "-7", None, 30])
def test_an_unknown_period_is_refused(period):
    with pytest.raises(ValueError, match="no period"):
        dashboards.spans(period, date(2026, 1, 1))


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_change_has_the_sign_of_the_difference(now, before):
    change = dashboards.change(now, before)
    assert change.sign == (now > before) - (now < before)
    assert (change.percent is None) == (before == 0 and now != 0)
    assert change.percent is None or change.percent >= 0


def test_words_of_a_domain_are_replaced_and_unknown_ones_refused():
    assert dashboards.fill(("|", ("a", "=", "@uid"), ("b", "in", ("@", "c"))), {"@uid": 2}) == [
        "|", ("a", "=", 2), ("b", "in", ["@", "c"]),
    ]  # fmt: skip
    with pytest.raises(KeyError):
        dashboards.fill((("a", "=", "@nobody"),), {})


def test_columns_over_time_can_be_told_apart():
    today = date(2026, 3, 31)
    for period in PERIODS:
        span = dashboards.spans(period, today)[0]
        days = 1 if dashboards.bucket(span) == "day" else 7
        assert span.days / days <= 14
    assert dashboards.bucket(Span(today, today)) == "day"


def test_keys_of_tiles_are_unique_and_every_role_has_work_and_figures():
    keys = [tile.key for tile in dashboards.TILES]
    assert len(keys) == len(set(keys))
    for role in STAFF_ROLES:
        kinds = {tile.kind for tile in dashboards.of_role(dashboards.TILES, role)}
        assert kinds == {"todo", "figure", "chart"}, role


def test_each_kind_of_tile_declares_what_it_needs():
    for tile in dashboards.TILES:
        assert set(tile.roles) <= set(STAFF_ROLES), tile.key
        assert (tile.kind == "figure") <= bool(tile.date), tile.key
        assert (tile.kind == "chart") == bool(tile.draw), tile.key
        assert (tile.kind == "chart") == bool(tile.group or tile.steps), tile.key
        assert bool(tile.measure) == (tile.unit != "count"), tile.key
