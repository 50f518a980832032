"""What a courier charged against what its price list asks: the difference, rupiah by rupiah, and its causes.

Money is whole rupiah (``int``), weights are kilograms. The causes of a line are found by turning our calculation into
the courier's one factor at a time, always in this order, and noting what each step costs:

1. the service charged instead of the one ordered, at our weight;
2. the destination charged instead of ours, at our weight;
3. the weight charged instead of ours, at the price of the service and destination charged;
4. whatever is left of the freight: another price per kg than the list has;
5. surcharges and packing; 6. insurance; 7. what the total is above or below the sum of its parts.

The steps add up to the whole difference, so sums by cause do too. A service or destination the list has no price for
is taken at the price the bill implies: then its step explains that price and step 4 nothing.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from . import courier_rates
from .courier_rates import ZERO, Parcel, RateError, Service, Tariff
from .money import rupiah

UNKNOWN, TWICE, NOT_SHIPPED = "unknown", "twice", "not_shipped"
SERVICE, DESTINATION, WEIGHT, VOLUMETRIC, TARIFF = "service", "destination", "weight", "volumetric", "tariff"
SURCHARGE, INSURANCE, SUM = "surcharge", "insurance", "sum"
UNDERCHARGED, ROUNDING, NO_PRICE = "undercharged", "rounding", "no_price"

CAUSES = (
    UNKNOWN, TWICE, NOT_SHIPPED, SERVICE, DESTINATION, WEIGHT, VOLUMETRIC, TARIFF, SURCHARGE, INSURANCE, SUM,
    UNDERCHARGED, ROUNDING, NO_PRICE,
)  # fmt: skip
WHOLE = (UNKNOWN, TWICE, NOT_SHIPPED)  # nothing of such a line is owed

RIGHT, WRONG, CHEAP, UNCHECKED = "right", "wrong", "cheap", "unchecked"
OTHER_DIVISORS = (Decimal(4000), Decimal(5000), Decimal(6000))

# (step, state of the bill) -> next state
STEPS = {
    ("audit", "draft"): "audited",
    ("audit", "audited"): "audited",
    ("audit", "disputed"): "disputed",
    ("dispute", "audited"): "disputed",
    ("settle", "audited"): "settled",
    ("settle", "disputed"): "settled",
    ("reopen", "settled"): "disputed",
    ("take_back", "audited"): "draft",
}
AGREED, STANDS = "agreed", "stands"  # the courier agrees with us; the charge stands


@dataclass(frozen=True)
class Charge:
    """What the bill asks. ``freight`` and ``weight_kg`` are None where the bill does not say."""

    total: int
    freight: int | None = None
    insurance: int = 0
    packing: int = 0
    surcharge: int = 0
    weight_kg: Decimal | None = None


@dataclass(frozen=True)
class Leg:
    """A service to a destination. ``tariff`` is None where the price list in force has no price for it."""

    service: Service
    tariff: Tariff | None


@dataclass(frozen=True)
class Shipment:
    """What we sent, and the courier's view of it.

    ``charged_service`` is the leg of the service the bill names to our destination, ``charged_route`` the leg of that
    service to the destination the bill names; None where the bill names ours, or nothing we can read.
    """

    parcels: tuple[Parcel, ...]
    leg: Leg
    goods_value: Decimal = ZERO
    charged_service: Leg | None = None
    charged_route: Leg | None = None


@dataclass(frozen=True)
class Effect:
    """What one cause adds to the bill, in rupiah, and the numbers that show it."""

    cause: str
    amount: int
    facts: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Finding:
    """The result for one line. ``effects`` add up to ``difference``; ``steps`` are the factors behind them.

    ``cause`` is the one that explains most, on a tie the first in ``CAUSES``; empty where nothing is wrong.
    """

    status: str
    expected: int
    difference: int
    cause: str
    effects: tuple[Effect, ...]
    steps: tuple[Effect, ...] = ()
    quote: courier_rates.Quote | None = None


def whole(cause: str, total: int, facts: dict | None = None) -> Finding:
    """Judge a line of which nothing is owed.

    >>> whole(TWICE, 30_000).difference
    30000
    """
    effects = (Effect(cause, total, facts or {}),) if total else ()
    return Finding(WRONG if total else RIGHT, 0, total, cause if total else "", effects, effects)


def unchecked(total: int, reason: str) -> Finding:
    """Judge a line for which there is no price to compare with: nothing is said about it.

    :param reason: code of the :class:`courier_rates.RateError`
    """
    effects = (Effect(NO_PRICE, 0, {"reason": reason}),)
    return Finding(UNCHECKED, total, 0, NO_PRICE, effects, effects)


def audit(charge: Charge, shipment: Shipment, tolerance: int = 0) -> Finding:
    """Compare a charged line with the price list.

    :param tolerance: rupiah up to which a difference is let pass

    >>> sent = Shipment((Parcel(Decimal("1.2")),), Leg(Service(), Tariff(Decimal(30_000))))
    >>> found = audit(Charge(60_000, 60_000, weight_kg=Decimal(2)), sent)
    >>> found.cause, found.expected, found.difference
    ('weight', 30000, 30000)
    >>> audit(Charge(30_000, 30_000, weight_kg=Decimal(1)), sent).status
    'right'
    """
    try:
        if shipment.leg.tariff is None:
            raise courier_rates.NoPriceError("no price in the list in force")
        quote = courier_rates.quote(shipment.parcels, shipment.leg.tariff, shipment.leg.service, shipment.goods_value)
    except RateError as error:
        return unchecked(charge.total, error.code)
    expected = int(quote.total)
    steps = tuple(effect for effect in _steps(charge, shipment, quote) if effect.amount)
    return _judge(expected, charge.total - expected, steps, quote, tolerance)


def _judge(expected, difference, steps, quote, tolerance) -> Finding:
    if abs(difference) <= tolerance:
        effects = (Effect(ROUNDING, difference),) if difference else ()
        return Finding(RIGHT, expected, difference, "", effects, steps, quote)
    if difference < 0:
        effects = (Effect(UNDERCHARGED, difference),)
        return Finding(CHEAP, expected, difference, UNDERCHARGED, effects, steps, quote)
    main = max(steps, key=lambda effect: (effect.amount, -CAUSES.index(effect.cause)))
    return Finding(WRONG, expected, difference, main.cause, steps, steps, quote)


def _steps(charge: Charge, shipment: Shipment, quote):
    """Yield one effect per factor; together they are the whole difference."""
    parts = {component.kind: int(component.amount) for component in quote.components}
    billed_parts = charge.insurance + charge.packing + charge.surcharge
    freight = charge.total - billed_parts if charge.freight is None else charge.freight
    yield from _freight_steps(charge, freight, shipment, quote)
    extra = parts.get(courier_rates.HEAVY, 0) + parts.get(courier_rates.DANGEROUS, 0)
    extra += parts.get(courier_rates.WOOD_PACKING, 0)
    charged = charge.surcharge + charge.packing
    yield Effect(SURCHARGE, charged - extra, {"charged": charged, "expected": extra})
    insurance = parts.get(courier_rates.INSURANCE, 0)
    yield Effect(INSURANCE, charge.insurance - insurance, {"charged": charge.insurance, "expected": insurance})
    total = freight + billed_parts
    yield Effect(SUM, charge.total - total, {"charged": charge.total, "expected": total})


def _freight_steps(charge, freight, shipment, quote):
    ours = shipment.leg
    by_service = shipment.charged_service or ours
    by_route = shipment.charged_route or by_service
    weight = _charged_weight(charge.weight_kg, freight, by_route)
    before = int(quote.components[0].amount)
    for cause, leg, is_other in (
        (SERVICE, by_service, shipment.charged_service),
        (DESTINATION, by_route, shipment.charged_route),
    ):
        after = _freight_by_list(leg, shipment.parcels, freight, weight) if is_other else before
        yield Effect(cause, after - before, {"charged": _price(leg), "expected": _price(ours)})
        before = after
    if weight is None:
        after = before
    else:
        after = _amount(_price_or_implied(by_route, freight, weight), weight)
        expected = courier_rates.chargeable_weight(shipment.parcels, by_route.service, _minimum(by_route))
        yield _weight_effect(after - before, weight, expected, shipment.parcels, by_route.service, quote)
    price = None if weight is None else str(rupiah(Decimal(freight) / weight))
    yield Effect(TARIFF, freight - after, {"charged": price, "expected": _price(by_route)})


def _price(leg):
    return str(leg.tariff.price_per_kg.normalize().to_integral_value()) if leg.tariff else None


def _minimum(leg):
    return leg.tariff.minimum_weight_kg if leg.tariff else ZERO


def _amount(price: Decimal, weight: Decimal) -> int:
    return int(rupiah(price * weight))


def _price_or_implied(leg, freight, weight) -> Decimal:
    return leg.tariff.price_per_kg if leg.tariff else Decimal(freight) / weight


def _freight_by_list(leg, parcels, freight, weight) -> int:
    """Return the freight of our parcels on a leg; without any price per kg the freight charged stands for it."""
    if leg.tariff is None and weight is None:
        return freight
    kilos = courier_rates.chargeable_weight(parcels, leg.service, _minimum(leg))
    return _amount(_price_or_implied(leg, freight, weight), kilos)


def _charged_weight(weight_kg, freight, leg) -> Decimal | None:
    """Return the weight the freight was asked for: as stated, brought to the courier's steps, or read off the price."""
    if weight_kg:
        rounded = courier_rates.rounded_weight(weight_kg, leg.service)
        return max(rounded, leg.service.minimum_weight_kg, leg.service.flat_weight_kg, _minimum(leg)) or None
    if leg.tariff and freight > 0:
        kilos = Decimal(freight) / leg.tariff.price_per_kg
        step = leg.service.step_kg
        if step > 0 and kilos % step == 0:
            return kilos
    return None


def _weight_effect(amount, charged, expected, parcels, service, quote) -> Effect:
    """Tell a wrong weight from a wrong volume.

    It is the volume where ours decides and the bill contradicts it, or where another divisor gives the weight charged.
    """
    divisor = next((d for d in OTHER_DIVISORS if d != service.volumetric_divisor and _by(d, parcels, service) == charged
                    and charged > expected), None)  # fmt: skip
    by_volume = quote.volumetric_weight_kg > quote.actual_weight_kg
    ignores_volume = charged >= courier_rates.rounded_weight(quote.actual_weight_kg, service)
    is_volume = divisor or (by_volume and ignores_volume)
    facts = {
        "charged": _kg(charged), "expected": _kg(expected), "actual": _kg(quote.actual_weight_kg),
        "volumetric": _kg(quote.volumetric_weight_kg), "divisor": int(divisor or service.volumetric_divisor),
        "is_other_divisor": bool(divisor), "has_size": quote.volumetric_weight_kg > 0,
        "is_guess": quote.has_unknown_weight,
    }  # fmt: skip
    return Effect(VOLUMETRIC if is_volume else WEIGHT, amount, facts)


def _by(divisor, parcels, service) -> Decimal:
    """Return the weight the volume would count as with another divisor, in the courier's steps."""
    other = replace(service, volumetric_divisor=divisor, volumetric_from_cm3=ZERO)
    volumes = sum((courier_rates.volumetric_weight(p.volume_cm3, other) * p.quantity for p in parcels), ZERO)
    return max(courier_rates.rounded_weight(volumes, other), other.minimum_weight_kg)


def _kg(weight) -> str:
    return f"{weight.normalize():f}"


def sums_by_cause(findings) -> dict:
    """Return cause -> rupiah; the values add up to the difference of all findings.

    >>> sums_by_cause([whole(TWICE, 5), whole(TWICE, 7), whole(UNKNOWN, 1)])
    {'twice': 12, 'unknown': 1}
    """
    sums = {}
    for finding in findings:
        for effect in finding.effects:
            sums[effect.cause] = sums.get(effect.cause, 0) + effect.amount
    return sums


def to_pay(status: str, answer: str | None, total: int, expected: int, credited: int = 0) -> int:
    """Return what is to be paid for a line at present.

    What is in dispute is held back until the courier has answered; what could not be checked until a person let it
    stand. A courier that asks too little gets what it asks.

    >>> to_pay(WRONG, None, 50, 30), to_pay(WRONG, STANDS, 50, 30), to_pay(WRONG, AGREED, 50, 30, 15)
    (30, 50, 35)
    >>> to_pay(UNCHECKED, None, 50, 50), to_pay(CHEAP, None, 20, 30)
    (0, 20)
    """
    if answer == STANDS or status in (RIGHT, CHEAP):
        return total
    if answer == AGREED:
        return total - credited
    return 0 if status == UNCHECKED else min(total, expected)
