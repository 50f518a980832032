"""Days at PD Cross Tech, through its pages only: orders come in, money is recognised, goods leave and arrive."""

import base64
import csv
import datetime
import io
import os
from decimal import Decimal

import pytest
from PIL import Image

from scripts import postgres

from .steps import (
    JAKARTA,
    choose,
    import_statement,
    money_in,
    newest_order,
    ship,
    stage,
    statement_files,
    to_ship,
    transfer_of,
)

PHOTO_SIZE = (600, 900)


# === WHAT THE JOURNEYS NEED === #


@pytest.fixture(scope="module")
def jne(staff, shared_data):
    """The Operational Manager puts JNE's real price list in force; gives the file's rows by (district, service)."""
    file = shared_data("courier/jne_tangerang_2015.csv")
    manager, wizard = staff("operasional"), "crosstech.courier.tariff.import"
    courier = manager.find("crosstech.courier", [("code", "=", "jne")], ["id"])[0]["id"]
    content = base64.b64encode(file.read_bytes()).decode()
    record = manager.make(wizard, courier_id=courier, file=content, filename=file.name)
    for button in ("action_read", "action_match", "action_apply"):
        manager.press(wizard, button, record)
    done = manager.find(wizard, [("id", "=", record)], ["state", "staged_count"])[0]
    assert done["state"] == "done"
    assert done["staged_count"] > 10_000
    with file.open(newline="") as rows:
        return {(row["district"], row["service"]): int(row["price_idr_per_kg"]) for row in csv.DictReader(rows)}


def a_photo() -> bytes:
    """A picture as a phone would send it; each is another one."""
    output = io.BytesIO()
    Image.effect_noise(PHOTO_SIZE, 60).convert("RGB").save(output, "JPEG")
    return output.getvalue()


def let_days_pass(days: int, transfer: dict) -> None:
    """Move a transfer into the past, as nights would: the one thing no page can do."""
    database = os.environ.get("CROSSTECH_JOURNEY_DB", "crosstech")
    shift = ", ".join(f"{column} = {column} - interval '{int(days)} days'" for column in ("deadline", "create_date"))
    postgres.query(f"UPDATE crosstech_transfer SET {shift} WHERE id = {int(transfer['id'])}", database)  # noqa: S608


def run_scheduled(staff, xmlid: str) -> None:
    """Run a scheduled action now, as the administrator may."""
    admin = staff("admin")
    module, name = xmlid.split(".")
    action = admin.find("ir.model.data", [("module", "=", module), ("name", "=", name)], ["res_id"])[0]["res_id"]
    admin.press("ir.cron", "method_direct_trigger", action)


# === THE DAYS === #


def test_a_buyer_in_pontianak_orders_pays_and_receives(customer, staff, jne):
    buyer = customer("pembeli")
    buyer.empty_cart()
    buyer.put_in_cart("SSD", 2)
    methods = buyer.delivery_methods()
    regular = choose(methods, "JNE REG")
    price = jne["Pontianak Selatan", "REG"]
    assert buyer.delivery_price(regular)["price"] == price
    buyer.choose_delivery(regular)

    confirmation = buyer.pay("wire_transfer")
    order = newest_order(staff, "pembeli")
    transfer = transfer_of(staff, order)
    assert order["order_stage"] == "ordered"
    assert 1 <= transfer["unique_code"] <= 999
    assert transfer["amount_to_pay"] == order["amount_total"] + transfer["unique_code"]
    assert f"{transfer['amount_to_pay']:,.0f}" in confirmation.replace(".", ",")

    assert not to_ship(staff, order), "a proof or nothing at all must not give Inventory anything to ship"
    payment_page = next(link for link in buyer.page.xpath("//a/@href") if "/pay/" in link)
    buyer.open(payment_page)
    claim = {"amount": int(transfer["amount_to_pay"]), "sender_name": "Rina Wulandari", "sender_bank": "BCA"}
    buyer.submit(claim, form="o_crosstech_proof_form", files={"proof": ("bukti.jpg", a_photo(), "image/jpeg")})
    assert stage(staff, order) == "claimed"
    assert not to_ship(staff, order), "a proof or nothing at all must not give Inventory anything to ship"

    result = import_statement(
        staff,
        transfer["journal_id"][0],
        money_in(transfer, "TRSF E-BANKING CR RINA WULANDARI"),
        statement_files.Movement(datetime.datetime.now(JAKARTA).date(), Decimal(-6500), "BIAYA ADM"),
    )
    assert result["new_count"] == 2
    assert stage(staff, order) == "released"
    assert transfer_of(staff, order)["state"] == "paid"

    ship(staff, order, "JNE000000001")
    assert stage(staff, order) == "shipped"
    assert "JNE000000001" in buyer.open(f"/my/orders/{order['id']}")
    assert "JNE000000001" in buyer.open("/my/notifications")
    buyer.open(f"/my/orders/{order['id']}")
    buyer.submit({}, form="/arrived")
    assert stage(staff, order) == "received"


def test_a_reseller_in_makassar_orders_at_his_price_and_can_only_transfer(customer, staff, jne):
    reseller, guest = customer("reseller"), customer()
    reseller.put_in_cart("SSD", 20)
    guest.put_in_cart("SSD", 1)
    methods = reseller.delivery_methods()
    assert not any("COD" in method for method in methods)
    reseller.choose_delivery(choose(methods, "JNE REG"))
    with pytest.raises(AssertionError, match="cannot pay by cash_on_delivery"):
        reseller.pay("cash_on_delivery")
    reseller.pay("wire_transfer")
    order = newest_order(staff, "reseller")
    lines = [("order_id", "=", order["id"]), ("is_delivery", "=", False)]
    line = staff("operasional").find("sale.order.line", lines, ["price_subtotal", "product_id"])[0]
    product = [("id", "=", line["product_id"][0])]
    listed = staff("operasional").find("product.product", product, ["list_price"])[0]["list_price"]
    assert line["price_subtotal"] < 20 * listed
    assert f"{listed:,.0f}" in guest.open("/shop/cart").replace(".", ",")

    transfer = transfer_of(staff, order)
    import_statement(staff, transfer["journal_id"][0], money_in(transfer, f"TRSF {transfer['name']}"))
    assert stage(staff, order) == "released"
    again = import_statement(staff, transfer["journal_id"][0], money_in(transfer, f"TRSF {transfer['name']}"))
    assert again["new_count"] == 0
    ship(staff, order, "JNE000000002")
    reseller.open(f"/my/orders/{order['id']}")
    reseller.submit({}, form="/arrived")
    assert stage(staff, order) == "received"


def test_a_buyer_meets_the_marketing_manager_and_pays_cash(customer, staff):
    buyer = customer("pembeli")
    buyer.empty_cart()
    buyer.put_in_cart("Mouse", 1)
    meeting_method = choose(buyer.delivery_methods(), "COD")
    assert buyer.delivery_price(meeting_method)["price"] == 0
    buyer.choose_delivery(meeting_method)
    buyer.pay("cash_on_delivery")
    order = newest_order(staff, "pembeli")
    wished = (datetime.datetime.now(JAKARTA) + datetime.timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    buyer.open(f"/my/orders/{order['id']}/meeting")
    buyer.submit({"place": "Stasiun Gambir, pintu utara", "wished": wished}, form="/propose")

    marketing, model = staff("pemasaran"), "crosstech.cod.meeting"
    meeting = marketing.find(model, [("order_id", "=", order["id"])], ["state", "amount_due"])[0]
    marketing.press(model, "action_confirm", meeting["id"])
    assert "Stasiun Gambir" in buyer.open(f"/my/orders/{order['id']}/meeting")
    complete = "crosstech.cod.meeting.complete"
    record = marketing.make(complete, meeting_id=meeting["id"], amount_collected=meeting["amount_due"])
    marketing.press(complete, "action_complete", record)
    held = marketing.find(model, [("id", "=", meeting["id"])], ["state", "amount_collected", "cash_holder_id"])[0]
    assert (held["state"], held["amount_collected"]) == ("done", order["amount_total"])
    assert held["cash_holder_id"][0] == marketing.info["uid"]

    marketing.press(model, "action_hand_over", meeting["id"])
    finance, handover_model = staff("keuangan"), "crosstech.cash.handover"
    handover = finance.find(handover_model, [("meeting_ids", "in", meeting["id"])], ["amount_expected", "state"])[0]
    bank = finance.find("account.journal", [("type", "=", "bank")], ["id"], limit=1)[0]["id"]
    counted = {"amount_counted": handover["amount_expected"], "destination_journal_id": bank}
    finance.do(handover_model, "write", [handover["id"]], counted)
    finance.press(handover_model, "action_acknowledge", handover["id"])
    held = finance.find(model, [("id", "=", meeting["id"])], ["cash_holder_id"])[0]
    assert held["cash_holder_id"][0] == finance.info["uid"]


def test_an_unpaid_order_dies_after_its_deadline_and_comes_back(customer, staff):
    buyer = customer("pembeli")
    buyer.empty_cart()
    buyer.put_in_cart("Mouse", 1)
    buyer.choose_delivery(choose(buyer.delivery_methods(), "REG"))
    buyer.pay("wire_transfer")
    order = newest_order(staff, "pembeli")
    transfer = transfer_of(staff, order)

    let_days_pass(2, transfer)
    run_scheduled(staff, "crosstech_sale.ir_cron_follow_up_transfers")
    assert stage(staff, order) == "ordered"
    let_days_pass(4, transfer)
    run_scheduled(staff, "crosstech_sale.ir_cron_follow_up_transfers")
    assert stage(staff, order) == "cancelled"
    assert order["name"] in buyer.open("/my/orders")

    staff("keuangan").press("crosstech.transfer", "action_restore", transfer["id"])
    assert stage(staff, order) == "ordered"
    transfer = transfer_of(staff, order)
    assert transfer["state"] == "waiting"
    import_statement(staff, transfer["journal_id"][0], money_in(transfer, "SETORAN TUNAI"))
    assert stage(staff, order) == "released"


def test_somebody_elses_order_is_not_to_be_seen(customer, staff):
    order = newest_order(staff, "reseller")
    stranger = customer("pembeli")
    for page in (f"/my/orders/{order['id']}", f"/my/orders/{order['id']}/print", f"/my/orders/{order['id']}/meeting"):
        assert order["name"] not in stranger.open(page)
    stranger.open(f"/pay/{transfer_of(staff, order)['id']}/{'0' * 36}")
    assert stranger.answer.status_code == 404
