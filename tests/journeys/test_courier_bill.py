"""A bill of a courier with known errors: the audit finds exactly those, the courier answers, the rest is paid."""

import base64
import time
from decimal import Decimal

import pytest

from .people import Refused

BILL, LINE = "crosstech.courier.bill", "crosstech.courier.bill.line"
HEADING = "No. Resi;Layanan;Berat (Kg);Ongkir;Asuransi;Jumlah"


@pytest.fixture
def finance(staff):
    return staff("keuangan")


def _unbilled(finance):
    """Shipments no courier has charged yet, with what the checkout quoted for them."""
    domain = [("state", "=", "done"), ("carrier_tracking_ref", "!=", False), ("courier_bill_line_ids", "=", False),
              ("sale_id.carrier_quote", "!=", False)]  # fmt: skip
    pickings = finance.find("stock.picking", domain, ["carrier_tracking_ref", "carrier_id", "sale_id"], order="id")
    shipments = []
    for picking in pickings:
        (order,) = finance.find("sale.order", [("id", "=", picking["sale_id"][0])],
                                ["carrier_quote", "carrier_chargeable_weight_kg"])  # fmt: skip
        (carrier,) = finance.find("delivery.carrier", [("id", "=", picking["carrier_id"][0])],
                                  ["courier_service", "courier_id"])  # fmt: skip
        shipments.append(
            {
                "awb": picking["carrier_tracking_ref"],
                "service": carrier["courier_service"],
                "courier": carrier["courier_id"][0],
                "kilos": int(Decimal(str(order["carrier_chargeable_weight_kg"]))),
                "freight": int(dict(order["carrier_quote"]["components"])["freight"]),
            }
        )
    return [one for one in shipments if one["courier"] == shipments[0]["courier"]]


def _line(one, kilos=0, insurance=0, awb=None):
    kilos = one["kilos"] + kilos
    freight = one["freight"] // one["kilos"] * kilos
    return f"{awb or one['awb']};{one['service']};{kilos};{freight};{insurance};{freight + insurance}"


def test_a_bill_with_known_errors_is_audited_and_exactly_those_are_found(finance):
    right, heavier, insured = _unbilled(finance)[:3]
    (billed, *_others) = finance.find(LINE, [("status", "=", "right")], ["awb", "total"], limit=1)
    stamp = f"{time.time():.0f}"
    lines = [
        _line(right),
        _line(heavier, kilos=3),
        _line(insured, insurance=6_400),
        f"{billed['awb']};REG;1;{int(billed['total'])};0;{int(billed['total'])}",
        _line(right, awb=f"ZZZ{stamp}"),
    ]
    truth = {
        heavier["awb"]: ("weight", heavier["freight"] // heavier["kilos"] * 3),
        insured["awb"]: ("insurance", 6_400),
        billed["awb"]: ("twice", billed["total"]),
        f"ZZZ{stamp}": ("unknown", right["freight"]),
    }
    content = base64.b64encode("\n".join([HEADING, *lines]).encode()).decode()
    bill = finance.make(BILL, courier_id=right["courier"], name=f"J-{stamp}", file=content, filename="tagihan.csv")
    finance.press(BILL, "action_read", bill)
    finance.press(BILL, "action_audit", bill)

    found = finance.find(LINE, [("bill_id", "=", bill)], ["awb", "status", "cause", "difference", "explanation"])
    assert len(found) == len(lines)
    wrong = {line["awb"]: (line["cause"], line["difference"]) for line in found if line["status"] != "right"}
    assert wrong == truth
    assert all(line["explanation"] for line in found if line["status"] != "right")

    (state,) = finance.do(BILL, "read", [bill], ["state", "total_difference", "total_to_pay", "total_expected"])
    assert state["total_difference"] == sum(amount for _cause, amount in truth.values())
    assert state["total_to_pay"] == state["total_expected"]

    with pytest.raises(Refused):
        finance.make(BILL, courier_id=right["courier"], name=f"J-{stamp}-2", file=content, filename="tagihan.csv")
    assert not finance.find(BILL, [("name", "=", f"J-{stamp}-2")], ["id"])

    finance.press(BILL, "action_dispute", bill)
    ids = [line["id"] for line in found if line["status"] == "wrong"]
    finance.do(LINE, "action_agree", ids)
    finance.press(BILL, "action_make_vendor_bill", bill)
    finance.press(BILL, "action_settle", bill)
    (after,) = finance.do(BILL, "read", [bill], ["state", "move_id", "total_expected"])
    (move,) = finance.do("account.move", "read", [after["move_id"][0]], ["state", "amount_total"])
    assert after["state"] == "settled"
    assert (move["state"], move["amount_total"]) == ("draft", after["total_expected"])
