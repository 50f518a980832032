import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import service_timeline, work_order

STATES = st.sampled_from(work_order.STATES)
WAYS = st.sampled_from(["on_site", "parcel", "walk_in"])
REACHED = st.dictionaries(st.sampled_from([*work_order.CUSTOMER_STAGES, "cancelled"]), st.just("2026-03-01T00:00"))


def keys(state, reached, way, *, is_reached):
    points = service_timeline.timeline(state, dict.fromkeys(reached, "2026-03-01T00:00"), way)
    return [point.key for point in points if point.is_reached is is_reached]


@pytest.mark.parametrize(
    ("state", "reached", "way", "to_come"),
    [
        ("requested", ["reported"], "on_site", ["planned", "visit", "ready", "closed"]),
        ("visiting", ["reported", "planned"], "on_site", ["ready", "closed"]),
        ("shipped", ["reported", "planned"], "on_site", ["examined", "in_work", "ready", "going_back", "closed"]),
        ("requested", ["reported"], "walk_in", ["examined", "in_work", "ready", "closed"]),
        ("requested", ["reported"], "parcel", ["examined", "in_work", "ready", "going_back", "closed"]),
        ("returning", ["reported", "examined", "ready"], "walk_in", ["closed"]),
        ("closed", ["reported"], "on_site", []),
    ],
)
def test_what_is_to_come_follows_the_way_of_the_unit(state, reached, way, to_come):
    assert keys(state, reached, way, is_reached=False) == to_come


def test_a_stage_that_was_not_needed_is_left_out():
    assert keys("done", ["reported", "examined"], "walk_in", is_reached=True) == ["reported", "examined", "ready"]


def test_a_cancelled_request_ends_there():
    points = service_timeline.timeline("cancelled", {"reported": "a", "planned": "b"}, "on_site")
    assert [point.key for point in points] == ["reported", "planned", "cancelled"]
    assert points[-1].is_current


@given(STATES, REACHED, WAYS)
def test_there_is_one_current_point_and_nothing_is_reached_after_it(state, reached, way):
    points = service_timeline.timeline(state, reached, way)
    current = [place for place, point in enumerate(points) if point.is_current]
    assert len(current) == 1
    assert all(point.is_reached for point in points[: current[0] + 1])
    assert not any(point.is_reached for point in points[current[0] + 1 :])
    assert len({point.key for point in points}) == len(points)
