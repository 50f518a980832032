"""A seeded month of a distributor's bank account: what customers were asked to pay, and what the bank prints.

Of the orders 5 % stay unpaid. Of the paid ones: 90.5 % pay exactly what was asked, with or without a reference, from
their own account or another's; 2 % in two transfers that both name the order; 0.5 % in two of which one does; 3 %
forget the unique code (half of them name the order); 1 % round; 0.7 % pay too little, 0.5 % too much; 0.5 % pay twice;
0.3 % name somebody else's order; 1 % mistype the order number into one that may exist. One reference in ten has a
typing error. Lines come up to three days after the payment. The rest of the lines are fees, purchases, interest,
refunds and money that has nothing to do with orders.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.crosstech_sale.lib.statement_matching import BankLine, Expectation

FIRST = [
    "Agus",
    "Ahmad",
    "Andi",
    "Ani",
    "Bambang",
    "Budi",
    "Citra",
    "Dedi",
    "Dewi",
    "Dian",
    "Eko",
    "Endang",
    "Fitri",
    "Hadi",
    "Hendra",
    "Indah",
    "Iwan",
    "Joko",
    "Kartika",
    "Lestari",
    "Maria",
    "Nur",
    "Putri",
    "Rahmat",
    "Ratna",
    "Rina",
    "Rizki",
    "Sari",
    "Siti",
    "Sri",
    "Sugeng",
    "Tri",
    "Wahyu",
    "Wati",
    "Yanti",
    "Yusuf",
    "Made",
    "Wayan",
    "Ketut",
    "Maruli",
]
LAST = [
    "Santoso",
    "Wijaya",
    "Saputra",
    "Setiawan",
    "Hidayat",
    "Nugroho",
    "Kurniawan",
    "Susanto",
    "Pratama",
    "Siregar",
    "Nasution",
    "Simanjuntak",
    "Gunawan",
    "Halim",
    "Tanjung",
    "Utami",
    "Handayani",
    "Rahayu",
    "Wibowo",
    "Purnomo",
    "Suryani",
    "Lubis",
    "Sihombing",
    "Tarigan",
    "Ginting",
    "Matondang",
    "Harahap",
]
FIRMS = ("Maju Jaya Sentosa Abadi Makmur Sejahtera Komputindo Mitra Data Prima Niaga Media Sarana Cipta Global").split()  # noqa: SIM905
START = date(2026, 10, 1)
DAYS = 30


@dataclass(frozen=True)
class Printed:
    """A bank line and the truth about it: the order it pays (None: none), and how the payer behaved."""

    line: BankLine
    order: int | None
    behaviour: str


def make_orders(count: int, seed: int = 1, account: int = 1) -> list[Expectation]:
    """Orders of one account: many share a price, no two share what they ask for."""
    dice, taken, orders = random.Random(seed), set(), []
    prices = [int(dice.lognormvariate(13.6, 1.1) // 500 * 500) + 25_000 for _ in range(600)]
    while len(orders) < count:
        price = dice.choice(prices) * dice.choice((1, 1, 1, 1, 2, 5)) + dice.choice((0, 9_000, 18_000, 27_000, 42_500))
        total = price + dice.randint(1, 999)
        if total in taken:
            continue
        taken.add(total)
        number = len(orders) + 1
        orders.append(
            Expectation(
                key=number,
                account=account,
                amount_to_pay=Decimal(total),
                amount=Decimal(price),
                opened=START + timedelta(days=dice.randrange(DAYS)),
                references=(f"TRF/2026/{number:05d}", f"S{10_000 + number:05d}"),
                payers=(_name(dice),),
            )
        )
    return orders


def _name(dice: random.Random) -> str:
    if dice.random() < 0.15:
        return f"{dice.choice(('PT', 'CV', 'Toko'))} {dice.choice(FIRMS)} {dice.choice(FIRMS)}"
    return " ".join((dice.choice(FIRST), *dice.sample(LAST, dice.choice((1, 1, 2)))))


def _mistyped(dice: random.Random, text: str) -> str:
    """One typing error of the usual kinds."""
    place = dice.randrange(1, len(text))
    kind = dice.randrange(5)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    if kind == 2:
        return text.replace("0", "O", 1)
    if kind == 3 and place + 1 < len(text):
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + dice.choice("0123456789") + text[place + 1 :]


class _Printer:
    """Prints lines as the bank would, one after the other."""

    def __init__(self, seed: int, account: int):
        self.dice, self.account, self.printed = random.Random(seed), account, []

    def reference(self, order: Expectation) -> str:
        text = self.dice.choice(order.references)
        text = self.dice.choice((text, text, text.lower(), text.replace("/", " "), text.replace("/", "")))
        return _mistyped(self.dice, text) if self.dice.random() < 0.1 else text

    def text(self, sender: str, note: str = "") -> str:
        number = self.dice.randrange(10_000, 99_999)
        start = self.dice.choice(
            (
                f"TRSF E-BANKING CR {number % 3000:04d}/FTSCY/WS{number}",
                "SWITCHING CR DR 014",
                f"BI-FAST CR BIF TRANSFER DR {number % 1000:03d}",
                f"KR OTOMATIS LLG-MANDIRI {number}",
                "SETORAN TUNAI",
            )
        )
        return " ".join(f"{start} {note} {sender[: self.dice.choice((12, 18, 30))].upper()}".split())

    def add(self, order: Expectation | None, day: date, amount, text: str, behaviour: str) -> None:
        line = BankLine(len(self.printed) + 1, self.account, day, Decimal(amount), text)
        self.printed.append(Printed(line, order.key if order else None, behaviour))


def _sender(printer: _Printer, order: Expectation) -> str:
    return order.payers[0] if printer.dice.random() < 0.88 else _name(printer.dice)


def _exact(printer, order, day, orders):
    note = printer.reference(order) if printer.dice.random() < 0.45 else ""
    printer.add(order, day, order.amount_to_pay, printer.text(_sender(printer, order), note), "exact")


def _two(printer, order, day, orders):
    part = Decimal(int(order.amount_to_pay * printer.dice.randint(3, 7) / 10))
    for number, amount in enumerate((part, order.amount_to_pay - part)):
        note = printer.dice.choice(order.references)
        printer.add(order, day + timedelta(days=number), amount, printer.text(order.payers[0], note), "two transfers")


def _two_one_named(printer, order, day, orders):
    part = Decimal(int(order.amount_to_pay / 2))
    printer.add(order, day, part, printer.text(order.payers[0], order.references[1]), "two, one named")
    printer.add(order, day, order.amount_to_pay - part, printer.text(order.payers[0]), "two, one named")


def _code_forgotten(printer, order, day, orders):
    note = printer.reference(order) if printer.dice.random() < 0.5 else ""
    printer.add(order, day, order.amount, printer.text(_sender(printer, order), note), "code forgotten")


def _rounded(printer, order, day, orders):
    amount = (order.amount_to_pay // 1000 + printer.dice.choice((0, 1))) * 1000
    note = printer.reference(order) if printer.dice.random() < 0.4 else ""
    printer.add(order, day, amount, printer.text(_sender(printer, order), note), "rounded")


def _too_little(printer, order, day, orders):
    amount = Decimal(int(order.amount * printer.dice.choice((5, 8, 9)) / 10))
    printer.add(order, day, amount, printer.text(order.payers[0], printer.reference(order)), "too little")


def _too_much(printer, order, day, orders):
    amount = order.amount_to_pay + printer.dice.choice((2_500, 6_500, 50_000))
    printer.add(order, day, amount, printer.text(order.payers[0], printer.reference(order)), "too much")


def _twice(printer, order, day, orders):
    sender = _sender(printer, order)
    for days in (0, printer.dice.choice((0, 1))):
        printer.add(order, day + timedelta(days=days), order.amount_to_pay, printer.text(sender), "twice")


def _names_another(printer, order, day, orders):
    other = printer.dice.choice(orders)
    note = printer.dice.choice(other.references)
    amount = printer.dice.choice((order.amount_to_pay, order.amount))
    printer.add(order, day, amount, printer.text(order.payers[0], note), "names another")


def _wrong_digit(printer, order, day, orders):
    number = order.references[1]
    place = printer.dice.randrange(1, len(number))
    note = number[:place] + printer.dice.choice("0123456789") + number[place + 1 :]
    printer.add(order, day, order.amount_to_pay, printer.text(_sender(printer, order), note), "wrong digit")


BEHAVIOURS = (
    (905, _exact), (20, _two), (5, _two_one_named), (30, _code_forgotten), (10, _rounded), (7, _too_little),
    (5, _too_much), (5, _twice), (3, _names_another), (10, _wrong_digit),
)  # fmt: skip


def _unrelated(printer: _Printer) -> None:
    dice = printer.dice
    day = START + timedelta(days=dice.randrange(DAYS + 3))
    kind = dice.random()
    if kind < 0.8:
        text = dice.choice(("BIAYA ADM", "BIAYA TRANSFER", "TRSF E-BANKING DB SUPPLIER", "PEMBAYARAN LISTRIK PLN"))
        printer.add(None, day, -dice.choice((2_500, 6_500, dice.randrange(10_000, 90_000_000))), text, "money out")
    elif kind < 0.85:
        printer.add(None, day, Decimal(dice.randrange(100, 900_000)) / 100, "BUNGA", "interest")
    elif kind < 0.93:
        printer.add(None, day, dice.randrange(10, 900) * 10_000, printer.text(_name(dice)), "round money")
    else:
        printer.add(None, day, dice.randrange(20_000, 30_000_000), printer.text(_name(dice)), "other money")


def make_lines(orders: list[Expectation], count: int, seed: int = 2) -> list[Printed]:
    """The statement, in the order the bank prints it."""
    printer = _Printer(seed, orders[0].account)
    weights, payers = [weight for weight, _pay in BEHAVIOURS], [pay for _weight, pay in BEHAVIOURS]
    for order in orders:
        if printer.dice.random() < 0.05:
            continue
        day = order.opened + timedelta(days=printer.dice.randrange(3) + printer.dice.choice((0, 0, 0, 1, 2, 3)))
        printer.dice.choices(payers, weights)[0](printer, order, day, orders)
    while len(printer.printed) < count:
        _unrelated(printer)
    return sorted(printer.printed, key=lambda item: (item.line.date, item.line.key))


def score(printed: list[Printed], decisions) -> dict[str, float]:
    """Count: lines that pay an order, the share of them matched without a person, and wrong releases."""
    truth = {item.line.key: item.order for item in printed}
    automatic = [(key, decision.transfer) for decision in decisions if decision.automatic for key in decision.lines]
    second = {item.line.key for item in printed if item.behaviour == "twice"}
    paying = sum(1 for key, order in truth.items() if order is not None) - len(second) // 2
    right = sum(1 for key, transfer in automatic if truth[key] == transfer)
    return {
        "paying": paying,
        "automatic": len(automatic),
        "share": right / paying,
        "wrong": len(automatic) - right,
        "doubled": len(automatic) - len({key for key, _transfer in automatic}),
    }
