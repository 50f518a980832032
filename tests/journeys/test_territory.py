"""Whose region a buyer's order comes from: offered to the reseller there who delivers it, or credited to him."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from .people import Refused
from .steps import choose, import_statement, money_in, newest_order, ship, stage, to_ship, transfer_of

TERRITORY, HANDOVER, CREDIT = "crosstech.territory", "crosstech.territory.handover", "crosstech.territory.credit"
PONTIANAK = "61.71"
PERCENT = 7.5


@pytest.fixture
def give_pontianak(staff):
    """Let the Operational Manager give Pontianak to the reseller of the demo; afterwards nobody has it again."""
    manager, given = staff("operasional"), []

    def give(policy: str) -> int:
        reseller = manager.find("res.partner", [("id", "=", staff("reseller").info["partner_id"])],
                                ["commercial_partner_id"])[0]  # fmt: skip
        region = manager.find("crosstech.region", [("code", "=", PONTIANAK)], ["id"])[0]["id"]
        yesterday = datetime.now(ZoneInfo("Asia/Jakarta")).date() - timedelta(days=1)
        values = {"date_from": str(yesterday), "policy": policy, "credit_percent": PERCENT, "accept_hours": 24}
        given.append(
            manager.make(TERRITORY, reseller_id=reseller["commercial_partner_id"][0], region_id=region, **values)
        )
        return given[0]

    yield give
    manager.do(TERRITORY, "write", given, {"active": False})


def order_from_pontianak(customer, staff) -> dict:
    """The buyer of the demo, who lives there, orders two disks by courier."""
    buyer = customer("pembeli")
    buyer.empty_cart()
    buyer.put_in_cart("SSD", 2)
    buyer.choose_delivery(choose(buyer.delivery_methods(), "REG"))
    buyer.pay("wire_transfer")
    return newest_order(staff, "pembeli")


def pay(staff, order: dict) -> None:
    transfer = transfer_of(staff, order)
    import_statement(staff, transfer["journal_id"][0], money_in(transfer, f"TRSF {transfer['name']}"))


def credit_of(staff, order: dict) -> dict:
    fields = ["state", "amount", "goods_amount", "delivery_amount", "kind"]
    return staff("keuangan").find(CREDIT, [("order_id", "=", order["id"])], fields)[0]


def settle(staff, credit: dict) -> dict:
    """Finance puts a credit on a credit note and posts it; gives the note."""
    finance = staff("keuangan")
    move = finance.press(CREDIT, "action_settle", credit["id"])["res_id"]
    finance.press("account.move", "action_post", move)
    return finance.find("account.move", [("id", "=", move)], ["state", "move_type", "amount_total", "partner_id"])[0]


def lines_of(staff, order: dict) -> list[dict]:
    domain = [("order_id", "=", order["id"])]
    return staff("operasional").find("sale.order.line", domain, ["product_id", "price_subtotal", "is_delivery"])


def stock_of(staff, product: int) -> float:
    return staff("gudang").find("product.product", [("id", "=", product)], ["qty_available"])[0]["qty_available"]


def test_a_reseller_delivers_an_order_of_his_region_and_is_credited(customer, staff, give_pontianak):
    territory = give_pontianak("hand_over")
    order = order_from_pontianak(customer, staff)
    goods = next(line for line in lines_of(staff, order) if not line["is_delivery"])
    delivery = next(line for line in lines_of(staff, order) if line["is_delivery"])
    stock = stock_of(staff, goods["product_id"][0])
    offer = staff("operasional").find(HANDOVER, [("order_id", "=", order["id"])], ["state", "territory_id"])[0]
    assert (offer["state"], offer["territory_id"][0]) == ("offered", territory)
    page = f"/my/territory/handover/{offer['id']}"

    # Before he says yes he sees the place, not the buyer; nobody else sees anything.
    reseller = customer("reseller")
    assert order["name"] in reseller.open("/my/territory")
    assert "Rina Wulandari" not in reseller.open(page)
    assert order["name"] not in customer("reseller2").open(page)
    reseller.open(page)
    assert "Rina Wulandari" in reseller.submit({}, form="/accept")
    assert credit_of(staff, order)["state"] == "waiting"

    # No goods before the money, and the warehouse has nothing to do with it.
    assert not to_ship(staff, order)
    assert reseller.page.xpath("//div[@data-state='accepted']")
    assert not reseller.page.xpath("//input[@name='awb']")
    pay(staff, order)
    assert stage(staff, order) == "released"
    reseller.open(page)
    reseller.submit({"awb": "JNE000000061"}, form='name="awb"')
    assert stage(staff, order) == "shipped"
    assert stock_of(staff, goods["product_id"][0]) == stock
    buyer = customer("pembeli")
    assert "JNE000000061" in buyer.open(f"/my/orders/{order['id']}")

    # He gets the goods at his own price, and the delivery; Finance settles it once.
    credit = credit_of(staff, order)
    assert (credit["state"], credit["kind"]) == ("earned", "hand_over")
    assert credit["delivery_amount"] == delivery["price_subtotal"]
    assert 0 < credit["goods_amount"] < goods["price_subtotal"]
    with pytest.raises(Refused):
        staff("gudang").press(CREDIT, "action_settle", credit["id"])
    note = settle(staff, credit)
    assert (note["state"], note["move_type"]) == ("posted", "out_refund")
    assert note["amount_total"] == credit["goods_amount"] + credit["delivery_amount"]
    with pytest.raises(Refused):
        settle(staff, credit)
    assert credit_of(staff, order)["state"] == "settled"
    assert order["name"] in reseller.open("/my/territory")


def test_a_reseller_is_credited_his_share_of_an_order_the_company_delivers(customer, staff, give_pontianak):
    give_pontianak("credit")
    order = order_from_pontianak(customer, staff)
    assert not staff("operasional").find(HANDOVER, [("order_id", "=", order["id"])], ["id"])
    goods = next(line for line in lines_of(staff, order) if not line["is_delivery"])["price_subtotal"]
    credit = credit_of(staff, order)
    assert (credit["state"], credit["kind"]) == ("waiting", "credit")
    with pytest.raises(Refused):
        settle(staff, credit)

    pay(staff, order)
    credit = credit_of(staff, order)
    assert (credit["state"], credit["amount"]) == ("earned", round(goods * PERCENT / 100))
    ship(staff, order, "JNE000000062")
    assert stage(staff, order) == "shipped"
    assert settle(staff, credit)["amount_total"] == credit["amount"]
    assert credit_of(staff, order)["state"] == "settled"
    assert order["name"] in customer("reseller").open("/my/territory")


def test_an_order_the_reseller_declines_is_delivered_by_the_company(customer, staff, give_pontianak):
    give_pontianak("hand_over")
    order = order_from_pontianak(customer, staff)
    pay(staff, order)
    assert stage(staff, order) == "paid", "it waits for the reseller's answer"
    offer = staff("operasional").find(HANDOVER, [("order_id", "=", order["id"])], ["id"])[0]["id"]
    reseller = customer("reseller")
    reseller.open(f"/my/territory/handover/{offer}")
    reseller.submit({}, form="/decline")
    assert stage(staff, order) == "released"
    ship(staff, order, "JNE000000063")
    assert not staff("keuangan").find(CREDIT, [("order_id", "=", order["id"])], ["id"])
