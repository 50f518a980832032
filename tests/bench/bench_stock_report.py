"""A stock check over 5,000 products and 100,000 sold lines: the figures alone, and the check with all its lines."""

import random
import time

PRODUCTS, LINES = 5_000, 100_000
GOAL_SECONDS = 10


def run(env) -> list[dict]:
    """Measure inside an Odoo shell; the database is left to be dropped."""
    products = _products(env)
    _sell(env, products)
    env.cr.execute("ANALYZE")
    env.invalidate_all()
    report = env["crosstech.stock.report"].create(env["crosstech.stock.report"]._prepare_report())

    start = time.monotonic()
    figures = report._figures(report._stocked_products())
    gathered = time.monotonic() - start

    env.invalidate_all()
    start = time.monotonic()
    report._add_products(report._stocked_products())
    env.flush_all()
    whole = time.monotonic() - start
    common = {"unit": "s", "better": "lower", "runs": 1}
    return [
        {**common, "name": "stock check: figures of 5,000 products from 100,000 sold lines", "value": round(gathered, 2),
         "baseline": f"{len(figures)} products", "goal": GOAL_SECONDS / 2},
        {**common, "name": "stock check: every product listed", "value": round(whole, 2),
         "baseline": f"{len(report.line_ids)} lines", "goal": GOAL_SECONDS},
    ]  # fmt: skip


def _products(env):
    supplier = env["res.partner"].create({"name": "Bench", "supplier_rank": 1})
    templates = env["product.template"].create(
        [{"name": f"Bench {number}", "type": "consu", "is_storable": True} for number in range(PRODUCTS)]
    )
    env["product.supplierinfo"].create(
        [
            {"partner_id": supplier.id, "product_tmpl_id": template.id, "price": 10_000, "delay": 5}
            for template in templates
        ]
    )
    place = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    products = templates.product_variant_id
    env["stock.quant"].sudo().create(
        [{"product_id": product.id, "location_id": place.id, "quantity": 20} for product in products]
    )
    return products


def _sell(env, products):
    """Write confirmed orders of the last quarter straight into the tables: making them is not what is measured."""
    partner = env["res.partner"].create({"name": "Bench Buyer"})
    draw = random.Random(4)
    orders = env["sale.order"].create([{"partner_id": partner.id} for _number in range(500)])
    env.flush_all()
    env.cr.execute(
        "UPDATE sale_order SET state = 'sale', date_order = now() - random() * interval '91 days' WHERE id = ANY(%s)",
        [orders.ids],
    )
    rows = [(draw.choice(orders.ids), draw.choice(products.ids), draw.randint(1, 9)) for _number in range(LINES)]
    uom = env.ref("uom.product_uom_unit").id
    for start in range(0, LINES, 5_000):
        chunk = rows[start : start + 5_000]
        values = b",".join(
            env.cr.mogrify("(%s, %s, %s, %s, %s, %s, %s, %s, 'sale')", (order, product, quantity, uom, "Bench", 0, 1, 10))
            for order, product, quantity in chunk
        )
        env.cr.execute(
            b"INSERT INTO sale_order_line (order_id, product_id, product_uom_qty, product_uom_id, name, customer_lead,"
            b" price_unit, sequence, state) VALUES " + values
        )
    env.invalidate_all()
