"""Who in the company changes which documents. Declared here once; code, tests and docs/business-rules.md read it.

Odoo's own groups open more than a role needs (a stock user may edit sales orders). This table takes it back: a person
with a company role changes a document only if the role is named for it. People without a company role (a technical
administrator) are not touched by it, and neither is what the system does by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

DIRECTOR = "director"
OPERATIONAL = "operational_manager"
MARKETING = "marketing_manager"
FINANCE = "finance_manager"
INVENTORY = "inventory"
REPAIR = "repair_team"

STAFF_ROLES = (DIRECTOR, OPERATIONAL, MARKETING, FINANCE, INVENTORY, REPAIR)
PORTAL_ROLES = ("reseller", "buyer", "supplier")

ANY = frozenset({"*"})


@dataclass(frozen=True)
class Duty:
    """A set of documents and who changes them.

    :param subject: what the documents are called in a message to the user
    :param models: names of the models
    :param roles: role -> kinds of document the role may change; ``ANY`` for all of them
    :param source: the requirement this follows from
    """

    subject: str
    models: tuple[str, ...]
    roles: dict[str, frozenset[str]] = field(hash=False)
    source: str = ""


DUTIES = (
    Duty(
        "orders",
        ("sale.order", "sale.order.line"),
        {OPERATIONAL: frozenset({"reseller"}), MARKETING: frozenset({"buyer"})},
        "S0.3",
    ),
    Duty(
        "contacts",
        ("res.partner",),
        {
            OPERATIONAL: frozenset({"reseller", "contact", "self"}),
            MARKETING: frozenset({"buyer", "contact", "self"}),
            DIRECTOR: frozenset({"supplier", "contact", "self"}),
            FINANCE: frozenset({"supplier", "self"}),
            INVENTORY: frozenset({"self"}),
            REPAIR: frozenset({"self"}),
        },
        "S0.3",
    ),
    Duty(
        "catalogue",
        (
            "product.template",
            "product.product",
            "product.category",
            "product.public.category",
            "product.pricelist",
            "product.pricelist.item",
            "res.partner.grade",
        ),
        {OPERATIONAL: ANY},
        "S0.3",
    ),
    Duty("delivery methods", ("delivery.carrier",), {OPERATIONAL: ANY}, "S0.3"),
    Duty("promotions", ("loyalty.program", "loyalty.rule", "loyalty.reward"), {MARKETING: ANY}, "S0.3"),
    Duty("purchase orders", ("purchase.order", "purchase.order.line"), {DIRECTOR: ANY, OPERATIONAL: ANY}, "S0.43"),
    Duty("supplier prices", ("product.supplierinfo",), {DIRECTOR: ANY}, "S0.42"),
    Duty(
        "invoices, payments and bank statements",
        (
            "account.move",
            "account.move.line",
            "account.payment",
            "account.bank.statement",
            "account.bank.statement.line",
            "payment.transaction",
        ),
        {FINANCE: ANY},
        "S3.29",
    ),
    Duty(
        "courier bills",
        ("crosstech.courier.bill", "crosstech.courier.bill.column", "crosstech.courier.bill.line"),
        {FINANCE: ANY},
        "S0.34",
    ),
    Duty("goods in the warehouse", ("stock.picking", "stock.quant"), {INVENTORY: ANY}, "S0.4"),
    Duty(
        "moved goods and serial numbers",
        ("stock.move", "stock.move.line", "stock.lot"),
        {INVENTORY: ANY, REPAIR: ANY},
        "S0.4",
    ),
)


def by_model(duties: Iterable[Duty]) -> dict[str, Duty]:
    """Index duties by model.

    :raises ValueError: when two duties claim the same model

    >>> sorted(by_model(DUTIES)["sale.order"].roles)
    ['marketing_manager', 'operational_manager']
    """
    index: dict[str, Duty] = {}
    for duty in duties:
        for model in duty.models:
            if model in index:
                raise ValueError(f"{model} is claimed by two duties: {index[model].subject} and {duty.subject}")
            index[model] = duty
    return index


def may_change(duty: Duty, roles: Iterable[str], kind: str | None = None) -> bool:
    """Tell whether a person with these roles may change a document of this kind.

    :param kind: the kind of document; ``None`` asks whether any kind is allowed (before a document exists)

    >>> orders = by_model(DUTIES)["sale.order"]
    >>> may_change(orders, ["marketing_manager"], "buyer"), may_change(orders, ["marketing_manager"], "reseller")
    (True, False)
    >>> may_change(orders, []), may_change(orders, ["inventory"])
    (True, False)
    """
    roles = list(roles)
    if not roles:
        return True
    allowed = frozenset().union(*(duty.roles.get(role, frozenset()) for role in roles))
    if kind is None:
        return bool(allowed)
    return kind in allowed or bool(allowed & ANY)
