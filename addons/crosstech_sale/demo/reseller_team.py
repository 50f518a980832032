"""The company of the demo reseller: three people of different rights, an order that waits, goods bought regularly."""

from . import orders

TEAM = (  # login, name, rights
    ("celebes.pembelian", "Nurhayati Basri", {"approval_limit": 5_000_000, "sees_all_orders": True}),
    ("celebes.gudang", "Ridwan Tahir", {"sees_prices": False, "approval_limit": 0, "sees_all_orders": False}),
)
ROUTINE = ((57, {"TN-6201": 10, "IK-6101": 24}), (43, {"TN-6201": 12}), (29, {"TN-6201": 10}), (15, {"TN-6201": 10}))
WAITING = {"NB-1402": 3, "MS-3102": 10}


def make_team(demo):
    """Let the people of one reseller work together."""
    for login, name, rights in TEAM:
        _make_colleague(demo, login, name, rights)
    with orders.without_pdf(demo):
        for number, (days, goods) in enumerate(ROUTINE, 1):
            orders.play(demo, f"routine_order_{number}", orders.Scene("reseller_1", goods, "received", days, "oke"))
        _make_waiting_order(demo)
    orders.forget_mails(demo)


def _make_colleague(demo, login, name, rights):
    company = demo.ref("reseller_1")
    values = {"name": name, "parent_id": company.id, "phone": company.phone, "email": f"{login}@example.com"}
    partner = demo.create(f"partner_{login}", "res.partner", {**values, "type": "contact", "lang": "id_ID"})
    user = demo.create(
        f"user_{login}",
        "res.users",
        {
            "login": login,
            "password": login,
            "partner_id": partner.id,
            "company_id": demo.company.id,
            "company_ids": [(6, 0, demo.company.ids)],
            "group_ids": [(6, 0, demo.env.ref("crosstech_sale.group_reseller").ids)],
            "notification_type": "email",
            "tz": "Asia/Makassar",
        },
    )
    user.reseller_member_ids.write(rights)


def _make_waiting_order(demo):
    """An order of the buyer beyond her limit: the owner of the company decides."""
    user, partner = demo.ref("user_celebes.pembelian"), demo.ref("partner_celebes.pembelian")
    order = demo.create(
        "approval_order",
        "sale.order",
        {
            "partner_id": partner.id,
            "pricelist_id": demo.ref("reseller_1").property_product_pricelist.id,
            "website_id": demo.website.id,
            "order_line": [
                (0, 0, {"product_id": demo.ref(f"product_{sku}").id, "product_uom_qty": quantity})
                for sku, quantity in WAITING.items()
            ],
        },
    )
    carrier = demo.ref("carrier_reg")
    order.set_delivery_line(carrier, carrier.rate_shipment(order)["price"])
    order.with_context(lang="id_ID")._ask_approval(user, "Untuk laboratorium SMK 2, mereka menunggu minggu ini.")
