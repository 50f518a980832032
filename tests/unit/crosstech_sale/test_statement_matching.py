"""Which bank line pays what: certain matches alone are automatic, and none of them is wrong."""

import random
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import payer_evidence
from odoo.addons.crosstech_sale.lib.statement_matching import BankLine, Expectation, match

from tests.bench import statement_set

DAY = date(2026, 11, 2)


def order(key=1, price=1_250_000, code=123, **values):
    defaults = {
        "account": 7,
        "amount_to_pay": Decimal(price + code),
        "amount": Decimal(price),
        "opened": date(2026, 11, 1),
        "references": (f"TRF/2026/{key:05d}", f"S{key + 11:05d}"),
        "payers": ("Budi Santoso",),
    }
    return Expectation(key, **{**defaults, **values})


def line(amount=1_250_123, text="TRSF E-BANKING CR 0211/FTSCY/WS95051", key=1, **values):
    defaults = {"account": 7, "date": DAY, "amount": Decimal(amount), "text": text}
    return BankLine(key, **{**defaults, **values})


BUDI, SITI = order(), order(2, code=200, payers=("Siti Aminah",))


def _case(name, lines, expectations, *expected):
    return pytest.param(lines, expectations, list(expected), id=name)


@pytest.mark.parametrize(
    ("lines", "expectations", "expected"),
    [
        _case("the unique amount alone", [line()], [BUDI, SITI], ("exact", 1, "amount", True)),
        _case("amount and name", [line(text="BUDI SANTOS")], [BUDI, SITI], ("exact", 1, "amount_and_name", True)),
        _case("amount and reference", [line(text="S00012")], [BUDI, SITI], ("exact", 1, "amount_and_reference", True)),
        _case("mistyped reference", [line(text="TRF 2026 0001")], [BUDI, SITI], ("exact", 1, "amount_and_name", True)),
        _case("nothing known", [line(77_000)], [BUDI], ("none", None, "unknown", False)),
        _case("money out", [line(-1_250_123)], [BUDI], ("none", None, "money_out", False)),
        _case("before it was asked", [line(date=date(2026, 10, 31))], [BUDI], ("none", None, "unknown", False)),
        _case("another account", [line(account=8)], [BUDI], ("none", None, "unknown", False)),
        _case("another account, named", [line(account=8, text="S00012")], [BUDI],
              ("ambiguous", 1, "other_account", False)),
        _case("code forgotten, named", [line(1_250_000, "S00012")], [BUDI], ("reference", 1, "code_missing", True)),
        _case("code forgotten, price of two, named", [line(1_250_000, "S00012")], [BUDI, SITI],
              ("ambiguous", 1, "price_of_several", False)),
        _case("code forgotten, price of two, named and signed", [line(1_250_000, "S00012 BUDI SANTOSO")], [BUDI, SITI],
              ("reference", 1, "code_missing", True)),
        _case("code forgotten, one order of that price, full name", [line(1_250_000, "BUDI SANTOSO")], [BUDI],
              ("reference", 1, "code_missing", True)),
        _case("the same, but paid before", [line(1_250_000, "BUDI SANTOSO")], [BUDI, order(9, state="paid")],
              ("partial", 1, "code_missing", False)),
        _case("code forgotten, one order of that price, half a name", [line(1_250_000, "BUDI")], [BUDI],
              ("partial", 1, "code_missing", False)),
        _case("two transfers, one named", [line(1_000_000, "S00012"), line(250_123, "BUDI SANTOSO", key=2)], [BUDI],
              ("reference", 1, "adds_up", True)),
        _case("two transfers, one named, another's name", [line(1_000_000, "S00012"), line(250_123, "ANI", key=2)],
              [BUDI], ("partial", 1, "too_little", False), ("none", None, "unknown", False)),
        _case("a slip in the reference", [line(text="S00112")], [BUDI, order(101, price=90_000)],
              ("exact", 1, "amount_and_slip", True)),
        _case("code forgotten, name only", [line(1_250_000, "BUDI SANTOSO")], [BUDI, SITI],
              ("partial", 1, "code_missing", False)),
        _case("code forgotten, nobody named", [line(1_250_000)], [BUDI, SITI],
              ("ambiguous", None, "price_of_several", False)),
        _case("names another's order", [line(text="S00095")], [BUDI, order(84, price=9_000)],
              ("ambiguous", 1, "names_another", False)),
        _case("a slip that names an order of that price", [line(1_250_123, "S00013")],
              [BUDI, order(2, price=1_250_123, payers=("Siti",))], ("ambiguous", 1, "names_another", False)),
        _case("names two orders", [line(text="S00012 S00013")], [BUDI, SITI], ("ambiguous", 1, "names_several", False)),
        _case("two transfers that add up", [line(1_000_000, "S00012"), line(250_123, "S00012", key=2)], [BUDI],
              ("reference", 1, "adds_up", True)),
        _case("two transfers that do not", [line(1_000_000, "S00012"), line(250_000, "S12000 S00012", key=2)],
              [order(price=1_260_000)], ("partial", 1, "too_little", False), ("partial", 1, "too_little", False)),
        _case("too little", [line(900_000, "S00012")], [BUDI], ("partial", 1, "too_little", False)),
        _case("too much", [line(1_350_000, "S00012")], [BUDI], ("over", 1, "too_much", False)),
        _case("rounded, named", [line(1_251_000, "S00012")], [BUDI], ("over", 1, "rounded", False)),
        _case("rounded, signed", [line(1_251_000, "BUDI SANTOSO")], [BUDI, SITI], ("over", 1, "rounded", False)),
        _case("paid twice", [line(), line(key=2, date=date(2026, 11, 3))], [BUDI],
              ("exact", 1, "amount", True), ("double", 1, "paid_twice", False)),
        _case("two payers of one amount", [line(text="BUDI"), line(text="JOKO", key=2)], [BUDI],
              ("ambiguous", 1, "several_lines", False), ("ambiguous", 1, "several_lines", False)),
        _case("paid already", [line()], [order(state="paid")], ("double", 1, "paid_already", False)),
        _case("expired", [line()], [order(state="closed")], ("late", 1, "late", False)),
        _case("expired, named, other amount", [line(5_000, "S00012")], [order(state="closed")],
              ("late", 1, "late_other_amount", False)),
        _case("amount asked of an expired one too", [line()], [BUDI, order(9, state="closed", payers=("Ani Lubis",))],
              ("ambiguous", 1, "amount_of_several", False)),
        _case("the same, signed", [line(text="BUDI SANTOSO")], [BUDI, order(9, state="closed", payers=("Ani Lubis",))],
              ("exact", 1, "amount_and_name", True)),
        _case("amount is another's price", [line(1_250_123)], [BUDI, order(3, price=1_250_123, payers=("Ani",))],
              ("ambiguous", 1, "amount_of_several", False)),
        _case("a round amount proves nothing", [line(1_251_000)], [order(price=1_250_500, code=500)],
              ("ambiguous", 1, "round_amount", False)),
        _case("amount from before a change", [line(99_000)], [order(former_amount=Decimal(99_000))],
              ("partial", 1, "amount_changed", False)),
    ],
)  # fmt: skip
def test_each_situation_has_one_decision(lines, expectations, expected):
    found = match(lines, expectations)
    assert [(item.kind, item.transfer, item.reason, item.automatic) for item in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "TRF/2026/00001",
        "trf 2026 00001",
        "TRF202600001",
        "TRF-2026-OOOO1",
        "S00012",
        "s000012",
        "S 00012",
        "SOOO12 BUDI",
    ],
)
def test_a_reference_is_found_however_it_is_written(text):
    proving, _short = payer_evidence.references_in(f"TRSF E-BANKING CR 0211/FTSCY/WS95051 {text}")
    assert proving & {"TRF202600001", "S12"}


@pytest.mark.parametrize("text", ["WS95051", "GALAXY S12", "SOLO", "2026", "S 24 ULTRA"])
def test_other_words_prove_no_reference(text):
    proving, _short = payer_evidence.references_in(text)
    assert not proving & {"S12", "S24", "S95051"}


AMOUNTS = st.sampled_from([100_000, 100_001, 100_002, 100_123, 50_000, 50_123, 150_000, 101_000])
ORDERS = st.lists(
    st.builds(
        lambda price, code, state, payer: (price, code, state, payer),
        st.sampled_from([100_000, 100_001, 150_000]),
        st.sampled_from([1, 2, 123]),
        st.sampled_from(["waiting", "waiting", "waiting", "paid", "closed"]),
        st.sampled_from(["Budi Santoso", "Siti Aminah"]),
    ),
    max_size=6,
).map(
    lambda rows: [
        order(key, price, code, state=state, payers=(payer,)) for key, (price, code, state, payer) in enumerate(rows, 1)
    ]
)
TEXTS = st.sampled_from(["", "BUDI SANTOSO", "SITI AMINAH", "S00012", "S00013 BUDI", "TRF/2026/00003", "S00012 S00013"])
LINES = st.lists(st.tuples(AMOUNTS, TEXTS, st.integers(1, 4)), max_size=8).map(
    lambda rows: [line(amount, text, key, date=date(2026, 11, day)) for key, (amount, text, day) in enumerate(rows, 1)]
)


@settings(max_examples=400)
@given(LINES, ORDERS, st.randoms(use_true_random=False))
def test_decisions_are_complete_never_double_and_independent_of_order(lines, orders, dice):
    decisions = match(lines, orders)
    assert sorted(key for decision in decisions for key in decision.lines) == sorted(item.key for item in lines)
    automatic = Counter(decision.transfer for decision in decisions if decision.automatic)
    assert not automatic or max(automatic.values()) == 1
    by_key = {item.key: item for item in orders}
    amounts = {item.key: item.amount for item in lines}
    for decision in decisions:
        if decision.automatic:
            paid = by_key[decision.transfer]
            assert paid.state == "waiting"
            assert sum(amounts[key] for key in decision.lines) in (paid.amount_to_pay, paid.amount)
    shuffled, mixed = lines[:], orders[:]
    dice.shuffle(shuffled)
    dice.shuffle(mixed)
    assert match(shuffled, mixed) == decisions


@pytest.mark.parametrize("seed", range(5))
def test_a_realistic_month_is_matched_without_a_person_and_without_an_error(seed):
    orders = statement_set.make_orders(1_000, seed)
    printed = statement_set.make_lines(orders, 2_000, seed + 100)
    lines = [item.line for item in printed]
    random.Random(seed).shuffle(lines)  # noqa: S311
    result = statement_set.score(printed, match(lines, orders))
    assert result["wrong"] == 0
    assert result["doubled"] == 0
    assert result["share"] >= 0.95
