"""What each role sees first: one table of tiles, read by code, tests and docs.

A tile is a number and the list behind it. Both come from the same domain, so that they cannot differ. Values that
depend on the day or the person are written as words that start with ``@``; :func:`fill` replaces them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .duties import DIRECTOR, FINANCE, INVENTORY, MARKETING, OPERATIONAL, REPAIR, STAFF_ROLES

TODO, FIGURE, CHART = "todo", "figure", "chart"
BARS, COLUMNS, MAP, STEPS = "bars", "columns", "map", "steps"
COUNT, MONEY, QUANTITY = "count", "money", "quantity"
# Whose orders a role answers for; the others look at all of them (S0.15).
OWN_CUSTOMERS = {OPERATIONAL: "reseller", MARKETING: "buyer"}
PERIODS = ("7", "30", "90", "month")
DEFAULT_PERIOD = "30"
SALES_ROLES = (DIRECTOR, OPERATIONAL, MARKETING)
WAITING_STAGES = ("ordered", "claimed")
OPEN_STAGES = ("ordered", "claimed", "paid", "released", "shipped")


@dataclass(frozen=True)
class Tile:
    """A number and the list it opens.

    :param key: unique name
    :param roles: who sees it
    :param kind: what is to do now, a figure of the period, or a chart
    :param model: name of the model of the list
    :param domain: which records, with words that :func:`fill` replaces
    :param action: external id of the window action whose views the list uses; empty for those of the model
    :param since: of a to-do: the date of a record; the oldest is told
    :param date: of a figure or chart: the date that puts a record into a period; empty where only now counts
    :param measure: the field that is summed; empty counts records
    :param unit: how the number is written
    :param own: whether a role with customers of its own sees only their records
    :param company: field that names the company; empty where records are the same for all
    :param draw: how a chart is drawn
    :param group: of a chart: what it is divided by
    :param steps: of a chart of steps: (key, domain) of each, instead of groups
    :param report: external id of the window action with the whole analysis
    :param title: set by who declares it, in the language of the user
    """

    key: str
    roles: tuple[str, ...]
    kind: str
    model: str
    domain: tuple = ()
    action: str = ""
    since: str = ""
    date: str = ""
    measure: str = ""
    unit: str = COUNT
    own: bool = False
    company: str = "company_id"
    draw: str = ""
    group: str = ""
    steps: tuple = field(default=(), hash=False)
    report: str = ""
    title: str = ""


@dataclass(frozen=True)
class Span:
    """Days from first to last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Change:
    """How a number stands to the one before: sign is 1, 0 or -1; percent is None where there was nothing before."""

    sign: int
    percent: int | None


def of_role(tiles: Iterable[Tile], role: str) -> tuple[Tile, ...]:
    """Return the tiles of a role, in the order of the table.

    >>> [tile.key for tile in of_role(TILES, REPAIR)][:2]
    ['my_todos', 'report_sections']
    """
    return tuple(tile for tile in tiles if role in tile.roles)


def spans(period: str, today: date) -> tuple[Span, Span]:
    """Return the period up to today and the one it is compared with, of the same length.

    A month so far is compared with the same days of the month before; where that is shorter, with all of it.

    :raises ValueError: for a period that is none of ``PERIODS``

    >>> spans("7", date(2026, 3, 10))[1]
    Span(first=datetime.date(2026, 2, 25), last=datetime.date(2026, 3, 3))
    >>> spans("month", date(2026, 3, 31))[1]
    Span(first=datetime.date(2026, 2, 1), last=datetime.date(2026, 2, 28))
    """
    if period not in PERIODS:
        raise ValueError(f"{period!r} is no period")
    if period == "month":
        first = today.replace(day=1)
        end_before = first - timedelta(days=1)
        first_before = end_before.replace(day=1)
        return Span(first, today), Span(first_before, min(end_before, first_before + (today - first)))
    days = int(period)
    first = today - timedelta(days=days - 1)
    return Span(first, today), Span(first - timedelta(days=days), first - timedelta(days=1))


def change(now: float, before: float) -> Change:
    """Compare a number with the one of the period before.

    >>> change(120, 100), change(0, 0), change(5, 0)
    (Change(sign=1, percent=20), Change(sign=0, percent=0), Change(sign=1, percent=None))
    """
    sign = (now > before) - (now < before)
    if not before:
        return Change(sign, None if sign else 0)
    return Change(sign, round(abs(now - before) / abs(before) * 100))


def fill(domain: Iterable, words: Mapping[str, object]) -> list:
    """Replace the words of a domain by their values.

    :raises KeyError: for a word that nobody knows

    >>> fill((("user_id", "=", "@uid"), ("state", "in", ("a", "b"))), {"@uid": 7})
    [('user_id', '=', 7), ('state', 'in', ['a', 'b'])]
    """

    def value(operand):
        if isinstance(operand, str) and operand.startswith("@"):
            return words[operand]
        return list(operand) if isinstance(operand, tuple) else operand

    return [leaf if isinstance(leaf, str) else (leaf[0], leaf[1], value(leaf[2])) for leaf in domain]


def bucket(span: Span) -> str:
    """Return how finely a chart over time is divided, so that its columns can be told apart.

    >>> bucket(Span(date(2026, 1, 1), date(2026, 1, 7))), bucket(Span(date(2026, 1, 1), date(2026, 3, 31)))
    ('day', 'week')
    """
    return "day" if span.days <= 14 else "week"


_COD = "crosstech.cod.meeting"
_ORDERS = {"model": "sale.order", "own": True, "action": "crosstech_sale.sale_order_action_placed"}
_PAID = (("payment_confirmed_datetime", "!=", False),)
_ON_SHELF = (("location_id.usage", "=", "internal"),)
_OUTGOING = (("picking_type_code", "=", "outgoing"), ("sale_id", "!=", False))

TODOS = (
    Tile(
        "my_todos", STAFF_ROLES, TODO, "mail.activity", (("user_id", "=", "@uid"), ("date_deadline", "<=", "@today")),
        "mail.mail_activity_action_my", since="date_deadline", company="",
    ),
    Tile(
        "report_sections", tuple(role for role in STAFF_ROLES if role != DIRECTOR), TODO,
        "crosstech.weekly.report.section", (("is_mine", "=", True), ("state", "in", ("to_do", "sent_back"))),
        "crosstech_sale.weekly_report_section_action_mine", since="asked_datetime",
    ),
    Tile(
        "reports_to_read", (DIRECTOR,), TODO, "crosstech.weekly.report", (("state", "=", "submitted"),),
        "crosstech_sale.weekly_report_action", since="submitted_datetime",
    ),
    Tile(
        "testimonials", (OPERATIONAL, MARKETING, FINANCE, INVENTORY), TODO, "crosstech.testimonial",
        (("loop", "=", "open"), ("owner_role", "=", "@role")), "crosstech_sale.testimonial_action",
        since="answer_deadline",
    ),
    Tile(
        "stock_reports", (OPERATIONAL, INVENTORY, DIRECTOR), TODO, "crosstech.stock.report",
        (("is_my_turn", "=", True),), "crosstech_sale.stock_report_action", since="report_date",
    ),
    # Operational Manager
    Tile(
        "to_release", (OPERATIONAL,), TODO, "sale.order", (("order_stage", "=", "paid"),),
        "crosstech_sale.sale_order_action_to_release", since="payment_confirmed_datetime",
    ),
    Tile(
        "orders_waiting", (OPERATIONAL, MARKETING), TODO, domain=(("order_stage", "in", WAITING_STAGES),),
        since="placed_datetime", **_ORDERS,
    ),
    Tile(
        "courier_prices_asked", (OPERATIONAL,), TODO, "sale.order",
        (
            ("courier_quote_asked_datetime", "!=", False),
            ("courier_manual_carrier_id", "=", False),
            ("state", "in", ("draft", "sent")),
        ),
        since="courier_quote_asked_datetime",
    ),
    Tile(
        "addresses", (OPERATIONAL,), TODO, "res.partner",
        (("is_district_missing", "=", True), "|", ("supplier_rank", "=", 0), ("customer_rank", ">", 0)),
        "crosstech_sale.res_partner_action_without_district", company="",
    ),
    Tile(
        "weightless", (OPERATIONAL,), TODO, "product.template",
        (("type", "=", "consu"), ("sale_ok", "=", True), ("weight", "=", 0)),
        "crosstech_sale.product_missing_weight_action", company="",
    ),
    Tile(
        "tariffs_expiring", (OPERATIONAL,), TODO, "crosstech.courier.tariff",
        (("state", "=", "applied"), ("valid_to", ">=", "@today"), ("valid_to", "<=", "@fortnight")),
        "crosstech_sale.courier_tariff_action", company="",
    ),
    Tile(
        "applications", (OPERATIONAL,), TODO, "crosstech.reseller.application", (("state", "=", "submitted"),),
        "crosstech_sale.reseller_application_action", since="create_date",
    ),
    Tile(
        "offers_open", (OPERATIONAL,), TODO, "crosstech.territory.handover", (("state", "=", "offered"),),
        "crosstech_sale.territory_handover_action", since="deadline",
    ),
    # Marketing Manager
    Tile(
        "meetings_to_arrange", (MARKETING,), TODO, _COD, (("state", "in", ("proposed", "no_show")),),
        "crosstech_sale.cod_meeting_action", since="opened_datetime",
    ),
    Tile(
        "meetings_today", (MARKETING,), TODO, _COD,
        (("state", "=", "confirmed"), ("meeting_datetime", "<", "@day_end")),
        "crosstech_sale.cod_meeting_action", since="meeting_datetime",
    ),
    Tile(
        "cash_with_me", (MARKETING,), TODO, _COD,
        (
            ("state", "=", "done"),
            ("is_cash_acknowledged", "=", False),
            ("handover_id", "=", False),
            ("cash_holder_id", "=", "@uid"),
        ),
        "crosstech_sale.cod_meeting_action_cash", since="completed_datetime",
    ),
    Tile(
        "carts_left", (MARKETING,), TODO, "sale.order",
        (("is_abandoned_cart", "=", True), ("date_order", ">=", "@month_ago")), since="date_order",
    ),
    # Finance Manager
    Tile(
        "lines_to_match", (FINANCE,), TODO, "account.bank.statement.line",
        (
            ("amount", ">", 0),
            ("journal_id.type", "=", "bank"),
            ("match_state", "in", ("unmatched", "proposed")),
            ("is_reconciled", "=", False),
        ),
        "crosstech_sale.bank_line_action_match",
    ),
    Tile(
        "proofs", (FINANCE,), TODO, "crosstech.payment.proof", (("state", "=", "submitted"),),
        "crosstech_sale.payment_proof_action", since="create_date",
    ),
    Tile(
        "cash_to_acknowledge", (FINANCE,), TODO, "crosstech.cash.handover", (("state", "=", "submitted"),),
        "crosstech_sale.cash_handover_action", since="create_date",
    ),
    Tile(
        "transfers_overdue", (FINANCE,), TODO, "crosstech.transfer",
        (("state", "=", "waiting"), ("deadline", "<", "@now")), "crosstech_sale.transfer_action", since="deadline",
    ),
    Tile(
        "bills_due", (FINANCE,), TODO, "crosstech.payable.deadline",
        (("status", "!=", "paid"), ("due_date", "<=", "@week")), "crosstech_sale.payable_deadline_action",
        since="due_date",
    ),
    Tile(
        "courier_bills", (FINANCE,), TODO, "crosstech.courier.bill", (("state", "=", "draft"),),
        "crosstech_sale.courier_bill_action", since="create_date",
    ),
    # Inventory
    Tile(
        "to_ship", (INVENTORY,), TODO, "stock.picking",
        (*_OUTGOING, ("is_released", "=", True), ("state", "not in", ("draft", "done", "cancel"))),
        "crosstech_sale.stock_picking_action_to_ship", since="scheduled_date",
    ),
    Tile(
        "without_awb", (INVENTORY,), TODO, "stock.picking",
        (
            *_OUTGOING,
            ("is_released", "=", True),
            ("state", "not in", ("draft", "done", "cancel")),
            ("carrier_id.delivery_type", "=", "crosstech_courier"),
            ("carrier_tracking_ref", "=", False),
        ),
        "crosstech_sale.stock_picking_action_to_ship", since="scheduled_date",
    ),
    Tile(
        "to_receive", (INVENTORY,), TODO, "stock.picking",
        (("picking_type_code", "=", "incoming"), ("state", "not in", ("draft", "done", "cancel"))),
        "stock.action_picking_tree_incoming", since="scheduled_date",
    ),
    Tile(
        "scarce", (INVENTORY, OPERATIONAL, DIRECTOR), TODO, "product.product",
        (("is_storable", "=", True), ("sale_ok", "=", True), ("virtual_available", "<=", 0)),
        "crosstech_sale.product_product_action_stock", company="",
    ),
    # Director
    Tile(
        "purchases_to_confirm", (DIRECTOR,), TODO, "purchase.order",
        (("state", "in", ("draft", "sent", "to approve")),), "purchase.purchase_rfq", since="create_date",
    ),
    Tile(
        "decisions", STAFF_ROLES, TODO, "crosstech.decision", (("state", "=", "announced"),),
        "crosstech_sale.decision_action", since="decision_date",
    ),
)  # fmt: skip

FIGURES = (
    Tile("orders", (*SALES_ROLES, FINANCE), FIGURE, domain=(("order_stage", "!=", False),), date="placed_datetime",
         **_ORDERS),
    Tile("sales", (*SALES_ROLES, FINANCE), FIGURE, domain=_PAID, date="payment_confirmed_datetime",
         measure="amount_total", unit=MONEY, **_ORDERS),
    Tile("received", (FINANCE, DIRECTOR), FIGURE, "crosstech.transfer", (("state", "=", "paid"),),
         "crosstech_sale.transfer_action", date="paid_datetime", measure="amount_to_pay", unit=MONEY),
    Tile("cancelled", SALES_ROLES, FIGURE, domain=(("order_stage", "=", "cancelled"),), date="cancelled_datetime",
         **_ORDERS),
    Tile("shipped", (INVENTORY, OPERATIONAL, DIRECTOR), FIGURE, "stock.picking", (*_OUTGOING, ("state", "=", "done")),
         "crosstech_sale.stock_picking_action_shipped", date="date_done"),
    Tile("arrived", (INVENTORY, DIRECTOR), FIGURE, "stock.picking",
         (("picking_type_code", "=", "incoming"), ("state", "=", "done")), "stock.action_picking_tree_incoming",
         date="date_done"),
    Tile("bills", (FINANCE,), FIGURE, "account.move", (("move_type", "=", "in_invoice"), ("state", "=", "posted")),
         "account.action_move_in_invoice_type", date="invoice_date", measure="amount_total", unit=MONEY),
    Tile("serials", (REPAIR, INVENTORY), FIGURE, "stock.lot", (), "stock.action_production_lot_form",
         date="create_date"),
)  # fmt: skip

CHARTS = (
    Tile("sales_over_time", (*SALES_ROLES, FINANCE), CHART, domain=_PAID, date="payment_confirmed_datetime",
         measure="amount_total", unit=MONEY, draw=COLUMNS, group="payment_confirmed_datetime",
         report="crosstech_sale.sales_report_action_product", **_ORDERS),
    Tile("conversion", SALES_ROLES, CHART, date="create_date", draw=STEPS,
         steps=(
             ("carts", (("website_id", "!=", False), ("order_line", "!=", False))),
             ("placed", (("website_id", "!=", False), ("order_stage", "!=", False))),
             ("paid", (("website_id", "!=", False), ("payment_confirmed_datetime", "!=", False))),
             ("received", (("website_id", "!=", False), ("order_stage", "=", "received"))),
         ), model="sale.order", own=True),
    Tile("stages", (*SALES_ROLES, FINANCE, INVENTORY), CHART, domain=(("order_stage", "in", OPEN_STAGES),),
         draw=BARS, group="order_stage", **_ORDERS),
    Tile("sources", SALES_ROLES, CHART, domain=(("order_stage", "!=", False),), date="placed_datetime", draw=BARS,
         group="order_source_id", report="crosstech_sale.order_source_report_action", **_ORDERS),
    Tile("provinces", SALES_ROLES, CHART, domain=(("order_stage", "!=", False),), date="placed_datetime", draw=MAP,
         group="partner_shipping_id.state_id", report="crosstech_sale.sales_report_action_region", **_ORDERS),
    Tile("resellers", (DIRECTOR, OPERATIONAL), CHART, domain=(*_PAID, ("customer_kind", "=", "reseller")),
         date="payment_confirmed_datetime", measure="amount_total", unit=MONEY, draw=BARS, group="partner_id",
         report="crosstech_sale.sales_report_action_reseller", **_ORDERS),
    Tile("payments", (FINANCE, DIRECTOR), CHART, "crosstech.transfer", (), "crosstech_sale.transfer_action",
         date="asked_datetime", measure="amount_to_pay", unit=MONEY, draw=BARS, group="state"),
    Tile("stock", (INVENTORY, REPAIR, DIRECTOR), CHART, "stock.quant", _ON_SHELF, measure="quantity", unit=QUANTITY,
         draw=BARS, group="product_id.categ_id"),
)  # fmt: skip

TILES = (*TODOS, *FIGURES, *CHARTS)
