"""Units in the hands of customers: serial numbers on the shelf, sales of the past year, service documents."""

from datetime import timedelta

from odoo import fields

from odoo.addons.crosstech_sale.demo import orders
from odoo.addons.crosstech_sale.demo.orders import Scene

from .terms import make_terms

SERIAL_GOODS = ("NB-1402", "NB-1601", "PC-2001", "PC-2002", "MN-3401", "PR-6002", "PR-6004", "UP-8002")
SALES = (  # the days are those since the order
    Scene("reseller_2", {"UP-8002": 8, "PC-2001": 6}, "received", 430, bank="bni"),
    Scene("buyer_5", {"PC-2001": 1, "MN-3401": 1}, "received", 385),
    Scene("reseller_4", {"PR-6004": 40, "PR-6002": 4}, "received", 330),
    Scene("reseller_3", {"MN-3401": 8, "UP-8002": 10}, "received", 300, bank="mdr"),
    Scene("reseller_5", {"PC-2001": 12}, "received", 270),
    Scene("reseller_1", {"PR-6002": 12, "NB-1402": 4}, "received", 240, bank="bni"),
    Scene("reseller_6", {"NB-1402": 8}, "received", 200, bank="mdr"),
    Scene("buyer_1", {"NB-1402": 1, "PR-6002": 1}, "received", 150),
    Scene("buyer_2", {"PC-2002": 1, "UP-8002": 1}, "received", 120),
    Scene("buyer_4", {"NB-1402": 1, "NW-7001": 1}, "received", 90),
    Scene("buyer_12", {"NB-1601": 1}, "received", 75, "yes", bank="mdr"),
    Scene("buyer_3", {"NB-1402": 1}, "received", 70),
)
FILLED = ("buyer_1", "buyer_4", "buyer_12", "buyer_9")  # those who filled in the service document of what they bought
BATCHES = "AB"


def make_units(demo):
    """Sell units with serial numbers, and register all that was ever delivered."""
    make_terms(demo)
    for sku in SERIAL_GOODS:
        _number(demo, demo.ref(f"product_{sku}"), sku)
    with orders.without_pdf(demo):
        for number, scene in enumerate(SALES, 1):
            orders.play(demo, f"service_order_{number}", scene)
    _register(demo)
    for who in FILLED:
        _fill_documents(demo, demo.ref(who))
    orders.forget_mails(demo)


def _number(demo, product, sku):
    """Give the pieces on the shelf their serial numbers, and those of the sales to come too, in two batches."""
    sold = sum(scene.goods.get(sku, 0) for scene in SALES)
    shelf = demo.env["stock.warehouse"].search([("company_id", "=", demo.company.id)], limit=1).lot_stock_id
    Quant = demo.env["stock.quant"]
    there = int(product.qty_available)
    Quant._update_available_quantity(product, shelf, -there)
    product.product_tmpl_id.tracking = "serial"
    pieces = there + sold
    names = [f"{sku[:2]}{sku[4:]}{BATCHES[place * len(BATCHES) // pieces]}{place + 1:04d}" for place in range(pieces)]
    lots = demo.env["stock.lot"].create(
        [{"name": name, "product_id": product.id, "company_id": demo.company.id} for name in names]
    )
    Quant.create([{"product_id": product.id, "location_id": shelf.id, "lot_id": lot.id, "quantity": 1} for lot in lots])


def _register(demo):
    """Register deliveries made before this addon was there; the warranty counts from the day of each."""
    Unit = demo.env["crosstech.warranty.unit"]
    Unit._register_past(demo.env["stock.move"].search(Unit._past_domain()))
    units = Unit.search([("move_line_id", "!=", False)])
    for order in units.order_id:
        delivered = order.arrival_confirmed_datetime or order.shipped_datetime or fields.Datetime.now()
        own = units.filtered(lambda unit, order=order: unit.order_id == order)
        own.move_line_id.write({"date": delivered})
        own.move_line_id.move_id.write({"date": delivered})
        own.move_line_id.picking_id.write({"date_done": delivered})
        own.write({"holder_since": delivered})
    Unit._give_terms(units)


def _fill_documents(demo, partner):
    """Let a buyer fill in the service document of what he bought, as his page would."""
    for unit in demo.env["crosstech.warranty.unit"].search([("partner_id", "=", partner.id), ("term_id", "!=", False)]):
        bought = unit.start_date - timedelta(days=4)
        unit._fill_document(
            {
                "user_name": partner.name,
                "phone": partner.phone,
                "place": partner.street,
                "region_id": partner.region_id.id,
                "purchase_date": bought,
                "accessories": "Charger, tas" if unit.lot_id else False,
            }
        )
