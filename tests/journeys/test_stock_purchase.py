"""From low stock to the paid supplier, through the backend's own interface: each hand does its own part."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from .people import Refused

REPORT, LINE, BILL = "crosstech.stock.report", "crosstech.stock.report.line", "account.move"
TODAY = datetime.datetime.now(ZoneInfo("Asia/Jakarta")).date()  # the day of the company


@pytest.fixture(scope="module")
def supplier(staff):
    """The supplier who has a login at the portal."""
    users = staff("direktur").find("res.users", [("login", "=", "pemasok")], ["partner_id"])
    return users[0]["partner_id"][0]


@pytest.fixture(scope="module")
def product(staff, supplier):
    """A new product: the Operational Manager lists it, the Director agrees on a price, Inventory has two."""
    template = staff("operasional").make(
        "product.template",
        name=f"Lampu Meja USB {datetime.datetime.now():%H%M%S%f}",  # noqa: DTZ005 – a name of its own
        list_price=90_000, type="consu", is_storable=True, taxes_id=[(5,)], supplier_taxes_id=[(5,)],
        purchase_method="receive",
    )  # fmt: skip
    staff("direktur").make("product.supplierinfo", product_tmpl_id=template, partner_id=supplier, price=60_000, delay=4)
    inventory = staff("gudang")
    found = inventory.find("product.product", [("product_tmpl_id", "=", template)], ["id", "display_name"])[0]
    place = inventory.find("stock.warehouse", [], ["lot_stock_id"], limit=1)[0]["lot_stock_id"][0]
    quant = inventory.do(
        "stock.quant", "create", [{"product_id": found["id"], "location_id": place, "inventory_quantity": 2}],
        context={"inventory_mode": True},
    )[0]  # fmt: skip
    inventory.press("stock.quant", "action_apply_inventory", quant)
    return found["id"]


@pytest.fixture(scope="module")
def checked(staff, product):
    """A reseller orders five, so three are missing; Inventory checks the stock with one click."""
    manager = staff("operasional")
    reseller = manager.find("res.partner", [("grade_id", "!=", False), ("is_company", "=", True)], ["id"], limit=1)
    order = manager.make(
        "sale.order",
        partner_id=reseller[0]["id"],
        order_line=[(0, 0, {"product_id": product, "product_uom_qty": 5})],
    )
    manager.press("sale.order", "action_confirm", order)
    return staff("gudang").do(REPORT, "action_check_stock", [])["res_id"]


def _line(who, report, product):
    names = ["proposed_quantity", "reason", "free", "decided_quantity", "price_unit"]
    return who.find(LINE, [("report_id", "=", report), ("product_id", "=", product)], names)[0]


def _order(who, report):
    names = ["state", "purchase_stage", "payable_status", "missing_quantity", "picking_ids", "invoice_ids"]
    return who.find("purchase.order", [("stock_report_id", "=", report)], names)[0]


def test_from_low_stock_to_the_paid_supplier(staff, customer, checked, product):
    inventory, manager, director, finance = (staff(name) for name in ("gudang", "operasional", "direktur", "keuangan"))

    line = _line(inventory, checked, product)
    assert (line["free"], line["reason"]) == (-3, "owed")
    assert line["proposed_quantity"] >= 3
    for who, step in ((inventory, "action_pass_on"), (inventory, "action_order"), (manager, "action_submit")):
        with pytest.raises(Refused):
            who.press(REPORT, step, checked)
    inventory.press(REPORT, "action_submit", checked)

    manager.do(LINE, "write", [line["id"]], {"proposed_quantity": 8, "offered_price": 58_000})
    manager.do(REPORT, "write", [checked], {"comment": "Three are promised already."})
    manager.press(REPORT, "action_pass_on", checked)
    for who in (manager, inventory, finance, staff("admin")):
        with pytest.raises(Refused):
            who.press(REPORT, "action_order", checked)

    others = director.find(LINE, [("report_id", "=", checked), ("product_id", "!=", product)], ["id"])
    if others:
        decision = {"decided_quantity": 0, "decision_reason": "next week"}
        director.do(LINE, "write", [other["id"] for other in others], decision)
    director.do(LINE, "write", [line["id"]], {"decided_quantity": 10})
    director.press(REPORT, "action_order", checked)
    order = _order(director, checked)
    assert (order["state"], order["purchase_stage"]) == ("purchase", "ordered")

    _receive_nine_of_ten(inventory, order["picking_ids"][0])
    order = _order(manager, checked)
    assert (order["purchase_stage"], order["missing_quantity"]) == ("received", 1)
    told = manager.find("mail.activity", [("res_model", "=", "purchase.order"), ("res_id", "=", order["id"])], ["note"])
    assert any("9" in todo["note"] and "10" in todo["note"] for todo in told)

    bill = _enter_the_bill(finance, order["invoice_ids"][0])
    assert bill["payable_status"] == "near_due"
    todos = [("res_model", "=", BILL), ("res_id", "=", bill["id"])]
    assert "522" in finance.find("mail.activity", todos, ["summary"])[0]["summary"]

    page = customer("pemasok")
    page.open(f"/my/invoices/{bill['id']}")
    page.submit({}, form="/remind")
    assert len(finance.find("mail.activity", todos, ["summary"])) == 2

    for who in (inventory, manager, director):
        with pytest.raises(Refused):
            _pay(who, bill["id"])
    _pay(finance, bill["id"])
    assert finance.find(BILL, [("id", "=", bill["id"])], ["payable_status"])[0]["payable_status"] == "paid"
    assert not finance.find("mail.activity", todos, ["summary"])
    order = _order(manager, checked)
    assert (order["purchase_stage"], order["payable_status"]) == ("paid", "paid")
    page.open(f"/my/invoices/{bill['id']}")
    assert "/remind" not in page.answer.text


def _receive_nine_of_ten(inventory, receipt):
    """One was broken: the receipt is refused until that is written down."""
    moves = inventory.find("stock.move", [("picking_id", "=", receipt)], ["id", "product_uom_qty"])
    inventory.do("stock.move", "write", [moves[0]["id"]], {"quantity": 9, "picked": True})
    with pytest.raises(Refused):
        inventory.press("stock.picking", "button_validate", receipt)
    inventory.do("stock.picking", "write", [receipt], {"difference_reason": "one was broken"})
    question = inventory.press("stock.picking", "button_validate", receipt)
    assert question["res_model"] == "stock.backorder.confirmation"
    wizard = inventory.do(question["res_model"], "create", [{}], context=question["context"])[0]
    inventory.do(question["res_model"], "process_cancel_backorder", [wizard], context=question["context"])


def _enter_the_bill(finance, bill):
    """What arrived is on the board, not billed yet; Finance enters number and date, five days before the deadline."""
    row = finance.find("crosstech.payable.deadline", [("move_id", "=", bill)], ["is_billed", "amount", "due_date"])[0]
    assert (row["is_billed"], row["amount"]) == (False, 522_000)
    assert 29 <= (datetime.date.fromisoformat(row["due_date"]) - TODAY).days <= 31
    day = TODAY - datetime.timedelta(days=25)
    finance.do(BILL, "write", [bill], {"invoice_date": day.isoformat(), "ref": f"INV-{bill}"})
    finance.press(BILL, "action_post", bill)
    return finance.find(BILL, [("id", "=", bill)], ["payable_status", "amount_residual"])[0]


def _pay(who, bill):
    context = {"active_model": BILL, "active_ids": [bill]}
    wizard = who.do("account.payment.register", "create", [{}], context=context)[0]
    who.do("account.payment.register", "action_create_payments", [wizard], context=context)
