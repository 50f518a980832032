"""Orders at every stage, made the way the company works: asked, claimed, paid from a bank line, released, shipped."""

import base64
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from odoo import fields

from ..lib import proof_files, proof_signals
from .proof_picture import draw_receipt

STAGES = ("cart", "waiting", "expired", "claimed", "paid", "released", "shipped", "received")


@dataclass(frozen=True)
class Scene:
    """One order: who, what, how far it came, how many days ago, by which service, over which bank, from where."""

    who: str
    goods: dict = field(hash=False)
    stage: str
    days: int
    carrier: str = "reg"
    bank: str = "bca"
    source: str = "web"
    borrowed_proof: bool = False  # sends the picture that somebody else sent


SCENES = (
    Scene("buyer_1", {"NB-1402": 1, "MS-3102": 1}, "cart", 0),
    Scene("buyer_2", {"KB-3002": 1}, "cart", 1),
    Scene("buyer_3", {"NB-1501": 1}, "waiting", 1),
    Scene("buyer_5", {"ST-4004": 1, "CB-9003": 2}, "waiting", 1, bank="mdr"),
    Scene("reseller_2", {"RM-5001": 10, "ST-4002": 10}, "waiting", 2, "oke", bank="bni"),
    Scene("reseller_5", {"NW-7001": 8}, "waiting", 0, bank="bca"),
    Scene("buyer_6", {"MN-2701": 1}, "claimed", 2, bank="mdr"),
    Scene("reseller_1", {"NB-1401": 5}, "claimed", 1, bank="bca"),
    Scene("buyer_8", {"PR-6001": 1, "IK-6101": 2}, "claimed", 2, bank="bca", borrowed_proof=True),
    Scene("reseller_3", {"UP-8001": 6}, "paid", 3, bank="mdr"),
    Scene("buyer_4", {"VG-5101": 1}, "released", 2, bank="bca"),
    Scene("buyer_11", {"NB-1301": 1}, "released", 1, "yes", bank="mdr"),
    Scene("reseller_1", {"KB-3001": 40, "MS-3101": 40}, "shipped", 5, "oke", bank="bni"),
    Scene("buyer_1", {"ST-4003": 1, "RM-5002": 1}, "shipped", 4, bank="bca"),
    Scene("buyer_7", {"PC-2003": 1}, "shipped", 3, bank="bca"),
    Scene("buyer_1", {"AU-9101": 1}, "received", 24, "oke", bank="bca"),
    Scene("buyer_9", {"NB-1401": 1}, "received", 19, bank="mdr"),
    Scene("buyer_10", {"MN-2401": 2}, "received", 28, bank="bca"),
    Scene("reseller_1", {"MN-2201": 10, "CB-9001": 30}, "received", 33, "oke", bank="bni"),
    Scene("reseller_4", {"PR-6003": 4, "TN-6201": 10}, "received", 21, bank="bca"),
    Scene("reseller_6", {"NB-1501": 4}, "received", 40, bank="mdr"),
    Scene("buyer_12", {"CB-9004": 1}, "expired", 9, bank="bca"),
    Scene("buyer_13", {"ST-4102": 1}, "expired", 12, bank="bca"),
    Scene("buyer_14", {"AU-9104": 2}, "waiting", 0, bank="bca", source="phone"),
    Scene("buyer_12", {"NW-7004": 1}, "waiting", 1, bank="bca", source="whatsapp"),
    Scene("reseller_7", {"NW-7003": 3}, "received", 16, bank="bca", source="sms"),
    Scene("buyer_11", {"MS-3103": 1}, "received", 26, bank="bca", source="kaskus"),
)
MEETINGS = (  # buyer, goods, stage, days until (or since) the meeting, place
    ("buyer_2", {"MN-2201": 1}, "proposed", 2, "Lobi Mangga Dua Mall, Jakarta"),
    ("buyer_12", {"KB-3004": 1, "MS-3102": 1}, "confirmed", 1, "Stasiun Serpong, pintu utara"),
    ("buyer_2", {"ST-4001": 2}, "done", -3, "Toko PD Cross Tech, Mangga Dua"),
)


def make_orders(demo):
    """Play the scenes, oldest first."""
    with without_pdf(demo):
        for number, scene in sorted(enumerate(SCENES, 1), key=lambda item: -item[1].days):
            play(demo, f"order_{number}", scene)
        for number, (who, goods, stage, days, place) in enumerate(MEETINGS, 1):
            _play_meeting(demo, f"meeting_order_{number}", who, goods, stage, days, place)
    forget_mails(demo)


def forget_mails(demo):
    """Send nothing: nobody lives at example.com."""
    demo.env["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})


@contextmanager
def without_pdf(demo):
    """Leave the PDFs out of mails that nobody gets: they take longer than all the rest."""
    names = (
        "sale.mail_template_sale_confirmation",
        "sale.mail_template_sale_payment_executed",
        "stock.mail_template_data_delivery_confirmation",
    )
    kept = {name: demo.env.ref(name).report_template_ids for name in names}
    for name in names:
        demo.env.ref(name).report_template_ids = False
    yield
    for name, reports in kept.items():
        demo.env.ref(name).report_template_ids = reports


def play(demo, name, scene):
    reached = STAGES.index(scene.stage)
    order = _make_order(demo, name, scene.who, scene.goods, scene.source)
    carrier = demo.ref(f"carrier_{scene.carrier}")
    order.set_delivery_line(carrier, carrier.rate_shipment(order)["price"])
    if scene.stage != "cart":
        transfer = order._request_transfer()
        transfer._switch_journal(demo.ref(f"journal_{scene.bank}"))
        asked = fields.Datetime.now() - timedelta(days=scene.days, hours=2)
        transfer.write({"asked_datetime": asked, "deadline": asked + timedelta(days=3)})
        if scene.stage == "expired":
            transfer._expire(fields.Datetime.now())
        if reached >= STAGES.index("claimed"):
            _claim(transfer, scene)
        if reached >= STAGES.index("paid"):
            pay(demo, transfer, scene)
        if reached >= STAGES.index("released"):
            order._release()
        if reached >= STAGES.index("shipped"):
            _ship(order, name)
        if reached >= STAGES.index("received"):
            order._confirm_arrival()
    _backdate(order, scene)


def _make_order(demo, name, who, goods, source):
    partner = demo.ref(who)
    values = {
        "partner_id": partner.id,
        "pricelist_id": partner.property_product_pricelist.id,
        "order_source_id": demo.env.ref(f"crosstech_sale.utm_source_{source}").id,
        "order_line": [
            (0, 0, {"product_id": demo.ref(f"product_{sku}").id, "product_uom_qty": quantity})
            for sku, quantity in goods.items()
        ],
    }
    if source == "web":
        values["website_id"] = demo.website.id
    return demo.create(name, "sale.order", values)


def _claim(transfer, scene):
    """Send the proof as the customer would."""
    paid_on = transfer.company_id._get_today() - timedelta(days=max(scene.days - 1, 0))
    bank, partner = transfer.journal_id.bank_id.name, transfer.partner_id
    if scene.borrowed_proof:
        content = base64.b64decode(transfer.env["crosstech.payment.proof"].search([], limit=1).file)
    else:
        content = draw_receipt(bank, partner.name, transfer.amount_to_pay, paid_on, transfer.journal_id.bank_acc_number)
    claim = proof_signals.Claim(
        amount=int(transfer.amount_to_pay), transfer_date=paid_on, sender_bank=bank, sender_name=partner.name
    )
    transfer._submit_proof(claim, proof_files.clean(content), "bukti-transfer.jpg")


def pay(demo, transfer, scene):
    """Find the money on the bank statement and register it; the order waits for its release where the scene ends."""
    company = demo.company
    line = demo.env["account.bank.statement.line"].create(
        {
            "journal_id": transfer.journal_id.id,
            "date": demo.company._get_today() - timedelta(days=max(scene.days - 1, 0)),
            "payment_ref": f"TRSF E-BANKING CR {transfer.partner_id.name.upper()}",
            "amount": transfer.amount_to_pay,
        }
    )
    company.auto_release_paid_orders = scene.stage != "paid"
    transfer._register_receipt(line)
    company.auto_release_paid_orders = True
    transfer.proof_ids.filtered(lambda proof: proof.state == "submitted").write({"state": "accepted"})


def _ship(order, name):
    for picking in order._outgoing_pickings().filtered(lambda picking: picking.state not in ("done", "cancel")):
        picking.carrier_tracking_ref = f"NEX{20260000 + int(name.rpartition('_')[2]) * 137:010d}"
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        picking._action_done()


def _backdate(order, scene):
    """Spread what just happened over the days it would have taken."""
    start = fields.Datetime.now() - timedelta(days=scene.days, hours=3)
    moments = {
        "date_order": 0, "placed_datetime": 0, "payment_claimed_datetime": 14, "payment_confirmed_datetime": 18,
        "released_datetime": 19, "shipped_datetime": 26, "arrival_confirmed_datetime": 110,
    }  # fmt: skip
    order.write(
        {
            name: min(start + timedelta(hours=hours), fields.Datetime.now())
            for name, hours in moments.items()
            if order[name]
        }
    )


def _play_meeting(demo, name, who, goods, stage, days, place):
    """A buyer meets us and pays in cash."""
    order = _make_order(demo, name, who, goods, "web")
    order.set_delivery_line(demo.env.ref("crosstech_sale.delivery_carrier_cod_meeting"), 0.0)
    order.action_confirm()
    meeting = order._ensure_cod_meeting()
    marketing = demo.ref("user_pemasaran")
    soon = fields.Datetime.now().replace(hour=4, minute=0, second=0) + timedelta(days=max(days, 1))
    meeting._propose(place, soon, roles={"customer"})
    if stage in ("confirmed", "done"):
        meeting.with_user(marketing).action_confirm()
    if stage == "done":
        meeting.with_user(marketing)._complete(order.amount_total)
        meeting.write({"meeting_datetime": soon + timedelta(days=days - 1)})
