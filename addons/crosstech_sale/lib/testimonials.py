"""Testimonials: who is asked when, whose business a criticism is, who may publish and answer what.

Source: S0.39 to S0.41, S3.12, S3.33 and S3.45 in docs/requirements.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from . import duties

ASPECTS = ("product", "service", "experience")
KINDS = ("praise", "suggestion", "criticism")
TOPICS = ("product", "delivery", "payment", "service")
NAMES = ("full", "short", "anonymous")
EDIT_DAYS = 14
ASK_WINDOW_DAYS = 30  # nobody is asked about goods that arrived long ago
GOOD_STARS = 4

# What a low rating of an aspect is about where the customer did not say it; experience is mostly the parcel's way.
TOPIC_OF_ASPECT = {"product": "product", "service": "service", "experience": "delivery"}
# Who answers a criticism (topic, kind of customer): the owner of the step it concerns.
OWNERS = {
    ("product", "buyer"): duties.OPERATIONAL,
    ("product", "reseller"): duties.OPERATIONAL,
    ("delivery", "buyer"): duties.INVENTORY,
    ("delivery", "reseller"): duties.INVENTORY,
    ("payment", "buyer"): duties.FINANCE,
    ("payment", "reseller"): duties.FINANCE,
    ("service", "buyer"): duties.MARKETING,
    ("service", "reseller"): duties.OPERATIONAL,
}


class TestimonialError(ValueError):
    """A step that may not be taken.

    :ivar str code: ``role``, ``state``, ``consent`` or ``late``
    """

    __test__ = False  # the name is no test's

    def __init__(self, code: str, message: str = ""):
        super().__init__(message or code)
        self.code = code


@dataclass(frozen=True)
class Ratings:
    """The three ratings, 1 to 5 each."""

    product: int
    service: int
    experience: int

    def values(self) -> tuple[int, int, int]:
        return self.product, self.service, self.experience


@dataclass(frozen=True)
class Step:
    """One row of the table: who may take which action, from which states, and where it leads."""

    action: str
    sources: tuple[str, ...]
    target: str | None  # None: stays where it is
    by: tuple[str, ...]


# "owner" is whoever answers for the step that is criticised.
STEPS = {
    step.action: step
    for step in (
        Step("edit", ("received", "not_published"), "received", ("customer",)),
        Step("withdraw", ("received", "published", "not_published"), "not_published", ("customer",)),
        Step("publish", ("received", "not_published"), "published", (duties.OPERATIONAL, "system")),
        Step("unpublish", ("received", "published"), "not_published", (duties.OPERATIONAL, "system")),
        Step("reply", ("received", "published", "not_published"), None, (duties.OPERATIONAL, "owner", "system")),
    )
}
STATES = ("received", "published", "not_published")


def overall(ratings: Ratings) -> Decimal:
    """Return the mean of the three ratings, two decimals, half up.

    >>> overall(Ratings(5, 4, 4))
    Decimal('4.33')
    """
    mean = Decimal(sum(ratings.values())) / len(ASPECTS)
    return mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def stars(ratings: Ratings) -> int:
    """Return whole stars, half up: what a list is filtered by.

    >>> stars(Ratings(5, 5, 3)), stars(Ratings(1, 2, 2))
    (4, 2)
    """
    return int((Decimal(sum(ratings.values())) / len(ASPECTS)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def kind(ratings: Ratings, chosen: str | None = None) -> str:
    """Return what a testimonial is: a low rating is a criticism whatever was chosen, so that none is overlooked.

    >>> kind(Ratings(5, 5, 5)), kind(Ratings(5, 3, 5)), kind(Ratings(5, 2, 5), "praise")
    ('praise', 'suggestion', 'criticism')
    >>> kind(Ratings(5, 5, 5), "suggestion")
    'suggestion'
    """
    lowest = min(ratings.values())
    if lowest <= 2:
        return "criticism"
    if chosen in KINDS:
        return chosen
    return "suggestion" if lowest == 3 else "praise"


def topic(ratings: Ratings, chosen: str | None = None) -> str:
    """Return the step a testimonial concerns: as chosen, else by the lowest rating.

    >>> topic(Ratings(5, 2, 4)), topic(Ratings(5, 2, 4), "payment")
    ('service', 'payment')
    """
    if chosen in TOPICS:
        return chosen
    return TOPIC_OF_ASPECT[min(ASPECTS, key=lambda aspect: getattr(ratings, aspect))]


def owner(kind_: str, topic_: str, customer_kind: str) -> str:
    """Return the role that answers: the owner of the step for a criticism, else the Operational Manager.

    >>> owner("criticism", "delivery", "buyer"), owner("praise", "delivery", "buyer")
    ('inventory', 'operational_manager')
    """
    return OWNERS[topic_, customer_kind] if kind_ == "criticism" else duties.OPERATIONAL


def check(action: str, state: str, roles: Iterable[str], *, owner_role: str = "", may_publish: bool = True) -> str:
    """Return the state that an action leads to.

    :param roles: roles of who acts, such as ``{"inventory"}`` or ``{"customer"}``
    :param owner_role: who answers for what is criticised
    :param may_publish: whether the customer allowed it
    :raises TestimonialError: ``role`` when not his, ``state`` when not now, ``consent`` without the customer's word

    >>> check("publish", "received", {"operational_manager"})
    'published'
    """
    step = STEPS[action]
    acting = set(roles) | ({"owner"} if owner_role and owner_role in roles else set())
    if not acting & set(step.by):
        raise TestimonialError("role")
    if state not in step.sources:
        raise TestimonialError("state")
    if action == "publish" and not may_publish:
        raise TestimonialError("consent")
    return step.target or state


def is_editable(state: str, given: datetime, now: datetime) -> bool:
    """Whether the customer may still change his words: until they are published, at most 14 days.

    >>> is_editable("received", datetime(2026, 1, 1), datetime(2026, 1, 15))
    True
    >>> is_editable("published", datetime(2026, 1, 1), datetime(2026, 1, 1))
    False
    """
    return state in STEPS["edit"].sources and now - given <= timedelta(days=EDIT_DAYS)


@dataclass(frozen=True)
class Terms:
    """How a company asks: days after arrival, days after the first question; 0 asks or reminds nobody."""

    ask_days: int = 3
    remind_days: int = 7


@dataclass(frozen=True)
class OrderFacts:
    """What decides whether a customer is asked about an order; times are naive UTC."""

    received: datetime
    asked: datetime | None = None
    reminded: datetime | None = None
    has_testimonial: bool = False
    is_refused: bool = False  # opted out, complained and not answered yet, or sent the goods back


def request_due(facts: OrderFacts, terms: Terms, now: datetime) -> str | None:
    """Return ``ask``, ``remind`` or None: asked once, reminded once, never again.

    >>> arrived = datetime(2026, 1, 1)
    >>> request_due(OrderFacts(arrived), Terms(), datetime(2026, 1, 4))
    'ask'
    >>> request_due(OrderFacts(arrived, asked=datetime(2026, 1, 4)), Terms(), datetime(2026, 1, 11))
    'remind'
    """
    if facts.has_testimonial or facts.is_refused or facts.reminded:
        return None
    if facts.asked:
        return "remind" if terms.remind_days and now - facts.asked >= timedelta(days=terms.remind_days) else None
    age = now - facts.received
    is_time = timedelta(days=terms.ask_days) <= age <= timedelta(days=terms.ask_days + ASK_WINDOW_DAYS)
    return "ask" if terms.ask_days and is_time else None
