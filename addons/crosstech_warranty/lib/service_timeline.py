"""What a customer sees of his service request, in order: what was done, where it stands, what is to come (S1.17)."""

from collections.abc import Mapping
from dataclasses import dataclass

from .work_order import CUSTOMER_STAGES, customer_stage

ON_SITE_WAY = ("reported", "planned", "visit", "ready", "closed")
CENTRE_WAY = ("reported", "examined", "in_work", "ready", "going_back", "closed")
BROUGHT_IN_WAY = ("reported", "examined", "in_work", "ready", "closed")


@dataclass(frozen=True)
class Point:
    """One point of the timeline.

    :ivar key: of ``work_order.CUSTOMER_STAGES``, or ``cancelled``
    :ivar is_reached: it has happened, or is happening
    :ivar is_current: it is where the request stands
    :ivar moment: when it was reached (ISO text, UTC), or nothing
    """

    key: str
    is_reached: bool
    is_current: bool = False
    moment: str = ""


def way(stage: str, reached: Mapping[str, str], arrival_way: str) -> tuple[str, ...]:
    """Name the stages a request goes through; one that had to leave the customer's place goes by the centre.

    :param reached: stages that were reached, with their moments
    :param arrival_way: ``on_site``, ``parcel`` or ``walk_in``

    >>> way("planned", {}, "on_site")[-2:], way("on_the_way", {}, "on_site")[-2:]
    (('ready', 'closed'), ('going_back', 'closed'))
    """
    away = {"on_the_way", "examined", "in_work", "going_back"}
    if arrival_way == "on_site" and not away & {stage, *reached}:
        return ON_SITE_WAY
    if arrival_way == "walk_in" and not {"on_the_way", "going_back"} & {stage, *reached}:
        return BROUGHT_IN_WAY
    return CENTRE_WAY


def timeline(state: str, reached: Mapping[str, str], arrival_way: str) -> list[Point]:
    """List the points of the timeline; a stage that was not needed and did not happen is left out once it is passed.

    :param state: of the work order, ``requested`` where there is none yet
    :param reached: stages that were reached, with their moments (ISO text, UTC)

    >>> [point.key for point in timeline("received", {"reported": "2026-03-01T00:00"}, "walk_in") if point.is_reached]
    ['reported', 'examined']
    """
    stage = customer_stage(state)
    if stage == "cancelled":
        done = [key for key in CUSTOMER_STAGES if key in reached and key != "closed"]
        points = [Point(key, is_reached=True, moment=reached[key]) for key in done]
        return [*points, Point("cancelled", is_reached=True, is_current=True, moment=reached.get("cancelled", ""))]
    here = CUSTOMER_STAGES.index(stage)
    planned = way(stage, reached, arrival_way)
    points = []
    for place, key in enumerate(CUSTOMER_STAGES):
        if place < here and key in reached:
            points.append(Point(key, is_reached=True, moment=reached[key]))
        elif place == here:
            points.append(Point(key, is_reached=True, is_current=True, moment=reached.get(key, "")))
        elif place > here and key in planned:
            points.append(Point(key, is_reached=False))
    return points
