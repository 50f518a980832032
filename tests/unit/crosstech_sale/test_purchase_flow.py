"""How far a purchase has come follows from goods and money."""

import pytest

from odoo.addons.crosstech_sale.lib.purchase_flow import PurchaseFacts, stage

WAY = {
    "requested": {"is_confirmed": False},
    "ordered": {"is_confirmed": True},
    "partly_received": {"is_confirmed": True, "has_arrivals": True},
    "received": {"is_confirmed": True, "has_arrivals": True, "is_closed": True},
    "billed": {"is_confirmed": True, "has_arrivals": True, "is_closed": True, "is_billed": True},
    "paid": {"is_confirmed": True, "has_arrivals": True, "is_closed": True, "is_billed": True, "is_paid": True},
    "cancelled": {"is_confirmed": True, "has_arrivals": True, "is_cancelled": True},
}


@pytest.mark.parametrize("name", WAY)
def test_each_stage_follows_from_its_facts(name):
    assert stage(PurchaseFacts(**WAY[name])) == name


def test_money_alone_never_makes_goods_arrive():
    facts = PurchaseFacts(is_confirmed=True, is_closed=True, is_billed=True, is_paid=True)
    assert stage(facts) == "ordered"


def test_nothing_is_paid_without_a_bill():
    facts = PurchaseFacts(is_confirmed=True, has_arrivals=True, is_closed=True, is_paid=True)
    assert stage(facts) == "received"
