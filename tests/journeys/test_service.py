"""A unit fails: reported, fixed on site or at the centre, replaced, claimed, paid for, given back. Nobody loses it."""

import io
import time
from collections import Counter
from uuid import uuid4

import pytest
from PIL import Image

from .people import Refused
from .steps import import_statement, money_in

ORDER, TICKET, UNIT = "crosstech.work.order", "helpdesk.ticket", "crosstech.warranty.unit"
CLAIM, STEP, ENTER = "crosstech.supplier.claim", "crosstech.work.order.step", "crosstech.request.enter"


# === WHAT THE JOURNEYS NEED === #


def unit_of(staff, login, sku):
    """The unit in use of a customer, with its serial number."""
    partner = staff(login).info["partner_id"]
    domain = [("partner_id", "child_of", partner), ("product_id.default_code", "=", sku), ("state", "=", "active")]
    return read(staff, UNIT, domain, ["name", "lot_id", "order_id", "holder_kind"], order="id desc")


def read(staff, model, domain, fields, **keywords):
    found = staff("perbaikan").find(model, domain, fields, limit=1, **keywords)
    assert found, f"no {model} with {domain}"
    return found[0]


def code_of(staff, kind, name):
    return read(staff, "crosstech.fault.code", [("kind", "=", kind), ("code", "=", name)], ["id"])["id"]


def order_of(staff, ticket):
    fields = ["name", "state", "verdict", "unit_id", "decision", "cost_state", "amount_due", "replacement_unit_id"]
    return read(staff, ORDER, [("ticket_id", "=", ticket)], fields, order="id desc")


def holder(staff, unit):
    """Who has a unit; the stock says the same: one piece at one place."""
    found = read(staff, UNIT, [("id", "=", unit)], ["holder_kind", "lot_id"])
    if found["lot_id"]:
        places = Counter()
        for quant in staff("gudang").find(
            "stock.quant", [("lot_id", "=", found["lot_id"][0])], ["quantity", "location_id"]
        ):
            places[quant["location_id"][0]] += quant["quantity"]
        assert sorted(filter(None, places.values())) == [1], places
    return found["holder_kind"]


def take(staff, order, action, login="perbaikan", **said):
    """Take a step of a work order by its button, filling the dialog where one opens."""
    person = staff(login)
    answer = person.press(ORDER, "action_step", order, step=action)
    if isinstance(answer, dict) and answer.get("res_model") == STEP:
        person.do(STEP, "write", [answer["res_id"]], said)
        person.press(STEP, "action_confirm", answer["res_id"])


def bring_in(staff, **values):
    """Somebody stands at the counter; gives the request."""
    repair = staff("perbaikan")
    entry = repair.make(ENTER, arrival_way="walk_in", **values)
    return repair.press(ENTER, "action_enter", entry)["res_id"]


def a_photo() -> bytes:
    output = io.BytesIO()
    Image.effect_noise((600, 900), 60).convert("RGB").save(output, "JPEG")
    return output.getvalue()


def do_job(technician, order, action, **values):
    """What the page of a job sends."""
    technician.open(f"/my/jobs/{order}")
    form = f'value="{action}"'
    technician.submit({"key": uuid4().hex, **values}, form=form)


# === THE JOURNEYS === #


def test_a_covered_unit_is_repaired_at_the_customers_place(customer, staff):
    unit = unit_of(staff, "pembeli", "AU-9101")
    buyer, technician = customer("pembeli"), customer("teknisi2")
    buyer.open("/service/report")
    buyer.submit(
        {"unit": unit["id"], "symptom": code_of(staff, "symptom", "noise"), "description": "Suara kiri mendengung."},
        form="report_key",
    )
    assert "/service/report/" in buyer.answer.url, buyer.text
    ticket = int(buyer.answer.url.partition("/service/report/")[2].partition("?")[0])
    order = order_of(staff, ticket)
    assert (order["state"], order["verdict"], holder(staff, unit["id"])) == ("requested", "company", "customer")

    do_job(technician, order["id"], "accept")
    assert order_of(staff, ticket)["state"] == "assigned"
    assert customer("teknisi").session.get(f"{buyer.url}/my/jobs/{order['id']}").status_code == 404
    tomorrow = time.strftime("%Y-%m-%dT10:00", time.localtime(time.time() + 86_400))
    do_job(technician, order["id"], "plan", planned=tomorrow)
    do_job(technician, order["id"], "start")
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("visiting", "customer")
    do_job(technician, order["id"], "solve", resolution=code_of(staff, "resolution", "R07"), work_done="Kabel diganti.")

    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("settled", "customer")
    buyer.open(f"/my/service/{ticket}")
    buyer.submit({}, form=f"/my/service/{ticket}/confirm")
    buyer.submit({"stars": 5, "text": "Terima kasih"}, form=f"/my/service/{ticket}/rate")
    assert "★★★★★" in buyer.text
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("closed", "customer")


def test_what_cannot_be_repaired_is_replaced_and_recorded(customer, staff):
    unit = unit_of(staff, "pembeli2", "UP-8002")
    ticket = bring_in(staff, serial=unit["lot_id"][1], symptom_id=code_of(staff, "symptom", "dead"))
    order = order_of(staff, ticket)["id"]
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("received", "workshop")
    fault = code_of(staff, "fault", "F01")
    take(staff, order, "diagnose", fault_id=fault, diagnosis="Papan utama terbakar.")
    product = read(staff, "product.product", [("default_code", "=", "UP-8002")], ["id"])["id"]
    lots = [("product_id", "=", product), ("location_id.usage", "=", "internal"), ("quantity", ">", 0)]
    free = [*lots, ("owner_id", "=", False), ("reserved_quantity", "=", 0)]
    lot = staff("gudang").find("stock.quant", free, ["lot_id"], limit=1, order="id desc")[0]["lot_id"][0]
    take(
        staff, order, "decide", decision="replace", replacement_product_id=product, replacement_lot_id=lot,
        reason="Tidak dapat diperbaiki.",
    )  # fmt: skip
    with pytest.raises(Refused):
        take(staff, order, "finish", work_done="Diganti.")
    with pytest.raises(Refused):
        staff("perbaikan").press(ORDER, "action_approve", order)
    staff("operasional").press(ORDER, "action_approve", order)
    take(staff, order, "finish", work_done="Diganti unit baru.")

    replaced = order_of(staff, ticket)
    new = replaced["replacement_unit_id"][0]
    assert replaced["state"] == "settled"
    assert holder(staff, unit["id"]) == "stock"
    defect = read(staff, "crosstech.defect", [("order_id", "=", order)], ["state", "kind"])
    assert (defect["kind"], defect["state"]) == ("replaced", "to_record")
    with pytest.raises(Refused):
        staff("perbaikan").press("crosstech.defect", "action_record", defect["id"])
    staff("operasional").press("crosstech.defect", "action_record", defect["id"])

    buyer = customer("pembeli2")
    buyer.open(f"/my/service/{ticket}")
    buyer.submit({}, form=f"/my/service/{ticket}/confirm")
    assert (order_of(staff, ticket)["state"], holder(staff, new)) == ("closed", "customer")


def test_the_supplier_gets_the_unit_and_the_same_one_comes_back(staff):
    unit = unit_of(staff, "pembeli", "PR-6002")
    ticket, claim = hand_to_supplier(staff, unit)
    decide_claim(staff, claim, outcome="repaired", words="Roller diganti.")
    with pytest.raises(Refused):
        receive_back(staff, claim, "BUKAN-NOMOR-ITU")
    assert holder(staff, unit["id"]) == "supplier"
    receive_back(staff, claim, unit["lot_id"][1])
    assert holder(staff, unit["id"]) == "workshop"
    order = order_of(staff, ticket)["id"]
    take(staff, order, "finish", resolution_id=code_of(staff, "resolution", "R22"), work_done="Diperbaiki pemasok.")
    take(staff, order, "close")
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("closed", "customer")


def test_what_the_supplier_refuses_goes_back_unrepaired(staff):
    unit = unit_of(staff, "pembeli", "PR-6002")
    ticket, claim = hand_to_supplier(staff, unit)
    with pytest.raises(Refused):
        decide_claim(staff, claim, outcome="refused")
    decide_claim(staff, claim, outcome="refused", words="Kerusakan akibat pemakaian.")
    receive_back(staff, claim, unit["lot_id"][1])
    order = order_of(staff, ticket)["id"]
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("diagnosed", "workshop")
    take(staff, order, "decide", decision="unrepaired", reason="Pemasok menolak.")
    take(staff, order, "finish", work_done="Dikembalikan apa adanya.")
    take(staff, order, "close")
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("closed", "customer")


def hand_to_supplier(staff, unit):
    """Bring a unit in and send it to its supplier; gives request and claim."""
    repair = staff("perbaikan")
    ticket = bring_in(staff, serial=unit["lot_id"][1], symptom_id=code_of(staff, "symptom", "print"))
    order = order_of(staff, ticket)["id"]
    take(staff, order, "diagnose", fault_id=code_of(staff, "fault", "F13"), diagnosis="Roller aus.")
    take(staff, order, "decide", decision="supplier", reason="Masih garansi resmi.")
    claim = repair.press(ORDER, "action_open_claim", order)["res_id"]
    repair.press(CLAIM, "action_file", claim)
    assert holder(staff, unit["id"]) == "workshop"
    repair.press(CLAIM, "action_send", claim)
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("at_supplier", "supplier")
    return ticket, claim


def decide_claim(staff, claim, **values):
    wizard = staff("perbaikan").make(f"{CLAIM}.decide", claim_id=claim, **values)
    staff("perbaikan").press(f"{CLAIM}.decide", "action_apply", wizard)


def receive_back(staff, claim, serial):
    wizard = staff("perbaikan").make(f"{CLAIM}.receive", claim_id=claim, serial=serial)
    staff("perbaikan").press(f"{CLAIM}.receive", "action_apply", wizard)


def test_a_paid_repair_goes_back_only_when_the_money_is_there(customer, staff):
    unit = unit_of(staff, "pembeli2", "PC-2002")
    ticket = bring_in(
        staff, serial=unit["lot_id"][1], symptom_id=code_of(staff, "symptom", "damage"), has_physical_damage=True
    )
    order = order_of(staff, ticket)
    assert (order["verdict"], holder(staff, unit["id"])) == ("none", "workshop")
    repair, order = staff("perbaikan"), order["id"]
    take(staff, order, "diagnose", fault_id=code_of(staff, "fault", "F16"), diagnosis="Rangka bengkok.")
    repair.press(ORDER, "action_add_usual_lines", order)
    take(staff, order, "decide", decision="repair", reason="Rangka diluruskan.")
    with pytest.raises(Refused):
        take(staff, order, "start_repair")
    repair.press(ORDER, "action_offer_quote", order)

    buyer = customer("pembeli2")
    buyer.open(f"/my/service/{ticket}")
    buyer.submit({"answer": "accept"}, form=f"/my/service/{ticket}/quote")
    take(staff, order, "start_repair")
    take(staff, order, "finish", resolution_id=code_of(staff, "resolution", "R02"), work_done="Rangka diluruskan.")
    assert (order_of(staff, ticket)["state"], order_of(staff, ticket)["cost_state"]) == ("done", "open")
    for step in ("settle", "send_back", "close"):
        with pytest.raises(Refused):
            take(staff, order, step, awb="JNE0000012345")
    assert holder(staff, unit["id"]) == "workshop"

    buyer.open(f"/my/service/{ticket}")
    buyer.submit({"way": "transfer"}, form=f"/my/service/{ticket}/pay")
    transfer = staff("keuangan").find(
        "crosstech.transfer", [("res_model", "=", ORDER), ("res_id", "=", order)],
        ["amount_to_pay", "journal_id", "state"], limit=1, order="id desc",
    )[0]  # fmt: skip
    claim = {"amount": int(transfer["amount_to_pay"]), "sender_name": "Bayu Nugroho", "sender_bank": "BCA"}
    buyer.submit(claim, form="o_crosstech_proof_form", files={"proof": ("bukti.jpg", a_photo(), "image/jpeg")})
    assert order_of(staff, ticket)["state"] == "done", "a proof alone opens nothing"
    import_statement(staff, transfer["journal_id"][0], money_in(transfer, "TRSF E-BANKING CR BAYU NUGROHO"))
    paid = order_of(staff, ticket)
    assert (paid["state"], paid["cost_state"], paid["amount_due"]) == ("settled", "settled", 0)
    take(staff, order, "send_back", carrier="JNE", awb="JNE0000012345")
    assert holder(staff, unit["id"]) == "courier"
    buyer.open(f"/my/service/{ticket}")
    buyer.submit({}, form=f"/my/service/{ticket}/confirm")
    assert (order_of(staff, ticket)["state"], holder(staff, unit["id"])) == ("closed", "customer")


def test_who_walks_in_with_goods_from_elsewhere_gets_them_back(staff):
    ticket = bring_in(
        staff, serial=f"LUAR{uuid4().hex[:8]}", partner_name="Tamu Toko", phone="0812 9999 1234",
        symptom_id=code_of(staff, "symptom", "slow"),
    )  # fmt: skip
    order = order_of(staff, ticket)
    unit = order["unit_id"][0]
    assert (order["state"], order["verdict"], holder(staff, unit)) == ("received", "none", "workshop")
    take(staff, order["id"], "diagnose", fault_id=code_of(staff, "fault", "F98"), diagnosis="Tidak ada kerusakan.")
    take(staff, order["id"], "decide", decision="return", reason="Tidak ada kerusakan.")
    take(staff, order["id"], "finish", work_done="Diuji dua jam.")
    take(staff, order["id"], "close")
    assert (order_of(staff, ticket)["state"], holder(staff, unit)) == ("closed", "customer")


def test_a_guest_with_his_order_number_is_served_and_a_stranger_learns_nothing(customer, staff):
    unit = unit_of(staff, "pembeli", "NB-1402")
    region = read(staff, "res.partner", [("id", "=", staff("pembeli").info["partner_id"])], ["region_id"])["region_id"]
    values = {
        "serial": unit["lot_id"][1], "contact": "pembeli@example.com", "symptom": code_of(staff, "symptom", "screen"),
        "region_id": region[0],
    }  # fmt: skip
    stranger = customer()
    fill_in_as_guest(staff, stranger, values, proof_number="S99999", contact="orang.lain@example.com")
    said = answer_of(stranger)
    fill_in_as_guest(
        staff, stranger, values, proof_number="S99999", contact="orang.lain@example.com", serial="TIDAKADA1"
    )
    assert "/service/report/" not in stranger.answer.url
    assert answer_of(stranger) == said != [], "a serial number that exists and one that does not are answered alike"
    assert "Rina" not in stranger.text

    guest = customer()
    fill_in_as_guest(staff, guest, values, proof_number=unit["order_id"][1])
    assert "/service/report/" in guest.answer.url, guest.text
    ticket = int(guest.answer.url.partition("/service/report/")[2].partition("?")[0])
    assert order_of(staff, ticket)["unit_id"][0] == unit["id"]


def answer_of(visitor):
    return [text.text_content() for text in visitor.page.xpath("//*[@role='alert' or @class='invalid-feedback']")]


def fill_in_as_guest(staff, visitor, values, **changed):
    """Choose the district step by step, as without JavaScript, then send the form."""
    values = {**values, **changed}
    region = read(staff, "crosstech.region", [("id", "=", values.pop("region_id"))], ["code", "parent_id", "state_id"])
    regency = read(staff, "crosstech.region", [("id", "=", region["parent_id"][0])], ["code"])
    visitor.open("/service/report")
    place = {"state_id": region["state_id"][0], "regency_code": regency["code"], "region_id": region["code"]}
    visitor.submit({**values, **place}, form="report_key")
