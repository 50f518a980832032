"""Purchases at every stage, bills of every age, and a stock check that waits for the Director."""

from dataclasses import dataclass
from datetime import timedelta

from odoo import fields

STAGES = ("requested", "ordered", "partly_received", "received", "billed", "paid")
SUPPLIER_LOGIN = "pemasok"


@dataclass(frozen=True)
class Purchase:
    """One purchase: of whom, goods with their quantities, how far it came, and how many days ago it was ordered."""

    supplier: str
    goods: tuple[tuple[str, int], ...]
    stage: str
    days: int


PURCHASES = (
    Purchase("supplier_nusantara", (("NB-1401", 10), ("MN-2401", 12)), "requested", 0),
    Purchase("supplier_pasifik", (("KB-3001", 60), ("MS-3101", 60)), "ordered", 2),
    Purchase("supplier_bahari", (("PR-6001", 12), ("IK-6101", 80)), "ordered", 1),
    Purchase("supplier_surya", (("ST-4002", 40), ("RM-5001", 40)), "partly_received", 6),
    Purchase("supplier_bahari", (("NW-7001", 30),), "received", 9),
    Purchase("supplier_surya", (("UP-8001", 20), ("PS-5501", 15)), "billed", 48),
    Purchase("supplier_pasifik", (("CB-9001", 200), ("CB-9003", 100)), "billed", 38),
    Purchase("supplier_nusantara", (("PC-2003", 5),), "billed", 32),
    Purchase("supplier_surya", (("ST-4004", 20),), "billed", 26),
    Purchase("supplier_nusantara", (("NB-1501", 8),), "billed", 12),
    Purchase("supplier_pasifik", (("AU-9101", 50),), "paid", 45),
    Purchase("supplier_bahari", (("PR-6003", 10),), "paid", 40),
)
REORDERING = ("MN-2701", "ST-4001", "RM-5002", "IK-6102", "CB-9002", "MS-3102", "NW-7004", "PS-5502")
SOLD_OUT = {"AU-9103": 2, "PJ-6301": 0, "CL-5401": 3}  # what is left of goods that a shop nearby bought
REPORT = "Tahun ajaran baru mulai bulan depan: laptop dan SSD biasanya laku dua kali lipat."


def make_purchases(demo):
    """Play the purchases, oldest first, then let Inventory check the stock."""
    demo.create(
        f"user_{SUPPLIER_LOGIN}",
        "res.users",
        {
            "partner_id": demo.ref("supplier_surya").id,
            "login": SUPPLIER_LOGIN,
            "password": SUPPLIER_LOGIN,
            "lang": "id_ID",
            "tz": "Asia/Jakarta",
            "group_ids": [(6, 0, demo.env.ref("crosstech_sale.group_supplier").ids)],
        },
    )
    for number, purchase in sorted(enumerate(PURCHASES, 1), key=lambda item: -item[1].days):
        _play(demo, f"purchase_{number}", purchase)
    for sku in REORDERING:
        _keep_some(demo, demo.ref(f"product_{sku}"))
    for sku, left in SOLD_OUT.items():
        _keep_some(demo, demo.ref(f"product_{sku}"), left)
    _remind(demo)
    _check_stock(demo)
    demo.env["account.move"]._follow_up_payables(demo.company, demo.company._get_today())
    demo.env["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})  # nobody lives at example.com


def _play(demo, name, purchase):
    """Walk one purchase through the hands it passes, as far as it came."""
    reached = STAGES.index(purchase.stage)
    order = _order(demo, name, purchase, confirm=reached >= STAGES.index("ordered"))
    if reached >= STAGES.index("partly_received"):
        _receive(demo, order, purchase, partly=purchase.stage == "partly_received")
    if reached >= STAGES.index("billed"):
        bill = _bill(demo, order, purchase)
        if purchase.stage == "paid":
            _pay(demo, bill)


def _order(demo, name, purchase, *, confirm):
    supplier = demo.ref(purchase.supplier)
    author = demo.ref("user_direktur" if confirm else "user_operasional")
    goods = [
        (0, 0, {"product_id": demo.ref(f"product_{sku}").id, "product_qty": quantity})
        for sku, quantity in purchase.goods
    ]
    values = {
        "partner_id": supplier.id,
        "payment_term_id": supplier.property_supplier_payment_term_id.id,
        "user_id": author.id,
        "order_line": goods,
    }
    order = demo.env["purchase.order"].with_user(author).create(values)
    demo.name(name, order)
    if confirm:
        order.button_confirm()
    moment = fields.Datetime.now() - timedelta(days=purchase.days)
    order.sudo().write({"date_order": moment, **({"date_approve": moment} if confirm else {})})
    return order.sudo()


def _receive(demo, order, purchase, *, partly):
    """Take the goods in; the bill counts its deadline from that day."""
    receipt = order.picking_ids.with_user(demo.ref("user_gudang"))
    receipt.move_ids.picked = True
    for move in receipt.move_ids:
        move.quantity = move.product_uom_qty
    if partly:
        receipt.move_ids[:1].quantity -= 15
        receipt.difference_reason = "15 buah menyusul minggu depan"
    receipt.with_context(skip_backorder=True).button_validate()
    arrived = fields.Datetime.now() - timedelta(days=max(purchase.days - 4, 0))
    receipt.sudo().date_done = arrived
    for bill in order.invoice_ids:
        bill.date = arrived.date()
    if purchase.stage in ("billed", "paid"):
        order.activity_ids.action_done()


def _bill(demo, order, purchase):
    """Finance enters number and date of the bill."""
    bill = order.invoice_ids.with_user(demo.ref("user_keuangan"))
    day = demo.company._get_today() - timedelta(days=max(purchase.days - 4, 0))
    bill.write({"invoice_date": day, "ref": f"INV/{day:%Y%m}/{order.id:04d}"})
    bill.action_post()
    bill.activity_ids.action_done()
    return bill


def _pay(demo, bill):
    register = bill.env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)
    journal = demo.ref("journal_bca")
    paid_on = bill.invoice_date_due - timedelta(days=2)
    register.create(
        {"journal_id": journal.id, "payment_date": min(paid_on, demo.company._get_today())}
    ).action_create_payments()


def _keep_some(demo, product, left=None):
    """Make a reordering rule a little above what is there."""
    there = product.qty_available
    if left is not None:
        place = demo.env["stock.warehouse"].search([("company_id", "=", demo.company.id)], limit=1).lot_stock_id
        demo.env["stock.quant"]._update_available_quantity(product, place, left - there)
    demo.env["stock.warehouse.orderpoint"].create(
        {
            "product_id": product.id,
            "product_min_qty": round(there * 1.2),
            "product_max_qty": round(there * 1.6),
            "trigger": "manual",
        }
    )


def _remind(demo):
    """The supplier of the oldest bill asks for his money."""
    bills = demo.env["account.move"].search(
        [("payable_status", "=", "overdue"), ("partner_id", "=", demo.ref("supplier_surya").id)], limit=1
    )
    for bill in bills:
        text = "Mohon info kapan tagihan ini dibayar."
        bill._note_supplier_reminder(text, demo.ref("supplier_surya"))


def _check_stock(demo):
    inventory, manager = demo.ref("user_gudang"), demo.ref("user_operasional")
    reports = demo.env["crosstech.stock.report"].with_context(lang="id_ID")
    action = reports.with_user(inventory).action_check_stock()
    report = reports.browse(action["res_id"])
    demo.name("stock_report", report)
    report.line_ids[:1].with_user(inventory).count_note = "dus rusak, barang utuh"
    report.with_user(inventory).action_submit()
    line = report.line_ids[1:2].with_user(manager)
    line.write({"offered_price": line.price_unit * 0.97, "offer_note": "Promo sampai Jumat, lewat telepon"})
    report.with_user(manager).comment = REPORT
    report.with_user(manager).action_pass_on()
