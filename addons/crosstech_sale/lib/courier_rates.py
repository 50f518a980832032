"""What a courier asks for a consignment: chargeable weight, itemised price, days under way.

Weights are kilograms to the gram, lengths centimetres, money whole rupiah, all as ``Decimal``.
Defaults are JNE's rules as its agents publish them; every one of them is a parameter of the service.
"""

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from .money import rupiah

ZERO = Decimal(0)
GRAM = Decimal("0.001")
MAX_ETD_DAYS = 365
FREIGHT, HEAVY, DANGEROUS, INSURANCE, WOOD_PACKING = "freight", "heavy", "dangerous", "insurance", "wood_packing"


class RateError(ValueError):
    """The service does not carry this consignment, or there is no price for it."""

    code = "no_rate"


class NoPriceError(RateError):
    """No price above zero is known: an order is never quoted for nothing."""

    code = "no_price"


class EmbargoError(RateError):
    """The courier does not take such goods, or takes none to this destination."""

    code = "embargo"


class TooHeavyError(RateError):
    """The consignment weighs more than the service carries."""

    code = "too_heavy"


@dataclass(frozen=True)
class Service:
    """The parameters of one courier service; the defaults are JNE's.

    ``step_kg`` 0 means no rounding. A remainder above a full step of at most ``round_down_kg`` is not charged.
    ``volumetric_divisor`` is cm³ per kg, 0 for none; parcels below ``volumetric_from_cm3`` go by weight alone.
    ``flat_weight_kg``: everything up to it costs as much as it does.
    Rates are fractions: 0.5 is +50 %.
    """

    minimum_weight_kg: Decimal = Decimal(1)
    step_kg: Decimal = Decimal(1)
    round_down_kg: Decimal = Decimal("0.3")
    volumetric_divisor: Decimal = Decimal(6000)
    volumetric_from_cm3: Decimal = ZERO
    flat_weight_kg: Decimal = ZERO
    maximum_weight_kg: Decimal = ZERO
    heavy_from_kg: Decimal = Decimal(150)
    heavy_rate: Decimal = Decimal("0.5")
    dangerous_rate: Decimal = Decimal(1)
    carries_dangerous: bool = True
    is_insured: bool = False
    insurance_from_amount: Decimal = ZERO
    insurance_rate: Decimal = Decimal("0.002")
    insurance_fee: Decimal = Decimal(5000)
    wood_packing_fee: Decimal = ZERO
    wood_packing_rate: Decimal = ZERO


JNE = Service()
JT_CARGO = Service(
    step_kg=ZERO, round_down_kg=ZERO, volumetric_divisor=Decimal(5000), minimum_weight_kg=ZERO,
    flat_weight_kg=Decimal(11),
)  # fmt: skip


@dataclass(frozen=True)
class Parcel:
    """Pieces of one product. A weight of 0 is an unknown weight: each piece counts as the minimum weight."""

    weight_kg: Decimal
    quantity: Decimal = Decimal(1)
    volume_cm3: Decimal = ZERO
    is_dangerous: bool = False
    needs_wood_packing: bool = False


@dataclass(frozen=True)
class Tariff:
    """One line of a price list. ``minimum_weight_kg`` adds to the service's own minimum where it is higher."""

    price_per_kg: Decimal
    minimum_weight_kg: Decimal = ZERO
    etd: tuple[int, int] | None = None
    is_embargo: bool = False


@dataclass(frozen=True)
class Component:
    """One line of an itemised price."""

    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Quote:
    """An itemised price; ``etd`` is days under way (shortest, longest), None when the courier does not say."""

    actual_weight_kg: Decimal
    volumetric_weight_kg: Decimal
    chargeable_weight_kg: Decimal
    components: tuple[Component, ...]
    etd: tuple[int, int] | None = None
    has_unknown_weight: bool = False

    @property
    def total(self) -> Decimal:
        """The price in whole rupiah."""
        return sum((component.amount for component in self.components), ZERO)


def grams(weight) -> Decimal:
    """Bring a weight in kg to whole grams, half up; floats are read by their shortest text.

    >>> grams(0.1 * 13)
    Decimal('1.300')
    """
    return Decimal(str(weight)).quantize(GRAM, rounding=ROUND_HALF_UP)


def rounded_weight(weight_kg, service: Service = JNE) -> Decimal:
    """Round a weight as the courier does: a small remainder is given away, a larger one costs a whole step.

    :param weight_kg: actual or volumetric weight in kg

    >>> [int(rounded_weight(kg)) for kg in ("1.3", "1.31", "2.2", "2.45", "5.25")]
    [1, 2, 2, 3, 5]
    """
    weight = grams(weight_kg)
    if service.step_kg <= 0:
        return weight
    full = (weight / service.step_kg).to_integral_value(rounding=ROUND_FLOOR) * service.step_kg
    return full if weight - full <= service.round_down_kg else full + service.step_kg


def volumetric_weight(volume_cm3, service: Service = JNE) -> Decimal:
    """Return the weight in kg a volume counts as; 0 where the service does not look at volume.

    >>> volumetric_weight(50 * 50 * 100)
    Decimal('41.667')
    """
    volume = Decimal(str(volume_cm3))
    if service.volumetric_divisor <= 0 or volume < service.volumetric_from_cm3:
        return Decimal("0.000")
    return grams(volume / service.volumetric_divisor)


def _consignment_weights(parcels, service: Service) -> tuple[Decimal, Decimal]:
    """Return (actual, volumetric) weight in kg of everything that travels together."""
    unknown = service.minimum_weight_kg or service.flat_weight_kg or Decimal(1)
    actual = sum(((p.weight_kg or unknown) * p.quantity for p in parcels), ZERO)
    volumetric = sum((volumetric_weight(p.volume_cm3, service) * p.quantity for p in parcels), ZERO)
    return grams(actual), grams(volumetric)


def chargeable_weight(parcels, service: Service = JNE, minimum_kg=ZERO) -> Decimal:
    """Return the weight in kg the courier charges for: the larger of both, rounded, at least the minimum.

    :param parcels: iterable of :class:`Parcel`
    :param minimum_kg: minimum weight of the price list line, in kg

    >>> chargeable_weight([Parcel(Decimal("1.0"), volume_cm3=Decimal(40 * 30 * 30))])
    Decimal('6.000')
    """
    larger = max(_consignment_weights(tuple(parcels), service))
    return grams(max(rounded_weight(larger, service), service.minimum_weight_kg, service.flat_weight_kg, minimum_kg))


def _surcharges(freight, parcels, goods_value, service):
    """Yield the components beside the freight; heavy and dangerous goods raise the freight of the whole consignment."""
    if service.heavy_from_kg and any(p.weight_kg >= service.heavy_from_kg for p in parcels):
        yield Component(HEAVY, rupiah(freight * service.heavy_rate))
    if any(p.is_dangerous for p in parcels):
        yield Component(DANGEROUS, rupiah(freight * service.dangerous_rate))
    if service.is_insured and goods_value > 0 and goods_value >= service.insurance_from_amount:
        yield Component(INSURANCE, rupiah(goods_value * service.insurance_rate + service.insurance_fee))
    if any(p.needs_wood_packing for p in parcels):
        yield Component(WOOD_PACKING, rupiah(service.wood_packing_fee + freight * service.wood_packing_rate))


def quote(parcels, tariff: Tariff, service: Service = JNE, goods_value=ZERO) -> Quote:
    """Price a consignment.

    :param parcels: iterable of :class:`Parcel`, all for one destination
    :param goods_value: value to insure, in rupiah
    :raises NoPriceError: when the price list has no price above zero, or there is nothing to send
    :raises EmbargoError: when the destination or the goods are not carried
    :raises TooHeavyError: above the service's maximum weight

    >>> quote([Parcel(Decimal("1.7"))], Tariff(Decimal(15000), etd=(4, 5))).total
    Decimal('30000')
    """
    parcels = tuple(p for p in parcels if p.quantity > 0)
    if not parcels or tariff.price_per_kg <= 0:
        raise NoPriceError("no price for this consignment")
    if tariff.is_embargo:
        raise EmbargoError("the courier does not carry to this destination")
    if not service.carries_dangerous and any(p.is_dangerous for p in parcels):
        raise EmbargoError("the service does not carry dangerous goods")
    actual, volumetric = _consignment_weights(parcels, service)
    chargeable = chargeable_weight(parcels, service, tariff.minimum_weight_kg)
    if service.maximum_weight_kg and chargeable > service.maximum_weight_kg:
        raise TooHeavyError(f"{chargeable} kg is above {service.maximum_weight_kg} kg")
    freight = max(rupiah(tariff.price_per_kg * chargeable), Decimal(1))
    surcharges = (c for c in _surcharges(freight, parcels, Decimal(goods_value), service) if c.amount)
    return Quote(
        actual, volumetric, chargeable, (Component(FREIGHT, freight), *surcharges), tariff.etd,
        has_unknown_weight=any(not p.weight_kg for p in parcels),
    )  # fmt: skip


def with_actual_weight(parcels, weight_kg) -> tuple[Parcel, ...]:
    """Return the parcels as if they weighed a given total in kg, as when staff put the box on a scale.

    Known weights keep their proportions; with an unknown one among them each piece gets the same share.

    >>> [float(p.weight_kg) for p in with_actual_weight([Parcel(Decimal(2), Decimal(3))], 9)]
    [3.0]
    """
    parcels = tuple(parcels)
    total = Decimal(str(weight_kg))
    if any(not p.weight_kg for p in parcels):
        share = total / sum((p.quantity for p in parcels), ZERO)
        return tuple(replace(p, weight_kg=share) for p in parcels)
    factor = total / sum((p.weight_kg * p.quantity for p in parcels), ZERO)
    return tuple(replace(p, weight_kg=p.weight_kg * factor) for p in parcels)


_ETD = re.compile(r"(\d+)(?:\s*(?:-|–|—|~|s/?d|sampai|to|/)\s*(\d+))?", re.IGNORECASE)
_HOURS = re.compile(r"\b(jam|hours?|hrs?)\b", re.IGNORECASE)


def parse_etd(text) -> tuple[int, int] | None:
    """Read days under way as couriers write them; None when the text says nothing usable.

    A single number is both ends; hours count as started days; the ends may stand the wrong way round.

    >>> parse_etd("3-6 HARI"), parse_etd("1"), parse_etd("")
    ((3, 6), (1, 1), None)
    """
    match = _ETD.search(str(text if text is not None and text is not False else "").replace(".0", ""))
    if not match:
        return None
    first = int(match[1][:6])
    last = int((match[2] or match[1])[:6])
    if _HOURS.search(str(text)):
        first, last = math.ceil(first / 24), math.ceil(last / 24)
    shortest, longest = sorted((first, last))
    return (shortest, longest) if longest <= MAX_ETD_DAYS else None


def arrival_dates(shipped_at: datetime, etd: tuple[int, int] | None, zone: tzinfo) -> tuple[date, date] | None:
    """Return the first and last day of arrival on the calendar of the destination.

    :param shipped_at: aware moment of shipment
    :param zone: time zone of the destination

    >>> from zoneinfo import ZoneInfo
    >>> arrival_dates(datetime.fromisoformat("2026-03-01T16:30:00+00:00"), (1, 2), ZoneInfo("Asia/Jayapura"))
    (datetime.date(2026, 3, 3), datetime.date(2026, 3, 4))
    """
    if etd is None:
        return None
    local = shipped_at.astimezone(zone).date()
    return local + timedelta(days=etd[0]), local + timedelta(days=etd[1])


def cheapest_and_fastest(offers: dict) -> tuple[set, set]:
    """Return the keys of the cheapest and of the fastest offers; ties share the mark, an unknown time is never fastest.

    A mark tells services apart, so a single offer gets none.

    :param offers: key -> (price, etd)

    >>> cheapest_and_fastest({"OKE": (9000, (3, 6)), "REG": (12000, (2, 3)), "SPS": (90000, None)})
    ({'OKE'}, {'REG'})
    """
    if len(offers) < 2:
        return set(), set()
    lowest = min(price for price, _etd in offers.values())
    timed = {key: (etd[1], etd[0]) for key, (_price, etd) in offers.items() if etd}
    soonest = min(timed.values(), default=None)
    return (
        {key for key, (price, _etd) in offers.items() if price == lowest},
        {key for key, days in timed.items() if days == soonest},
    )
