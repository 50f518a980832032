"""Territories of the demo resellers in all three policies, and buyers' orders from there at each step."""

from datetime import timedelta

from . import orders

TERRITORIES = (  # reseller, region of the national list, exclusive, policy, percent
    ("reseller_1", "73", True, "hand_over", 5.0),
    ("reseller_2", "63", True, "credit", 5.0),
    ("reseller_2", "62", True, "credit", 4.0),
    ("reseller_3", "35", True, "credit", 3.0),
    ("reseller_3", "33", True, "credit", 3.0),
    ("reseller_4", "13", True, "keep", 0.0),
    ("reseller_5", "64.71", True, "credit", 5.0),
    ("reseller_6", "91", False, "hand_over", 5.0),
    ("reseller_6", "96", False, "hand_over", 5.0),
    ("reseller_7", "52", False, "credit", 4.0),
    ("reseller_7", "51", False, "credit", 4.0),
)


def make_territories(demo):
    """Give the regions, then let buyers order from them."""
    since = demo.company._get_today() - timedelta(days=200)
    for reseller, code, exclusive, policy, percent in TERRITORIES:
        region = demo.env["crosstech.region"].search([("code", "=", code)], limit=1)
        if region:  # without the national list only some provinces are there
            _make_territory(
                demo, reseller, region, since, is_exclusive=exclusive, policy=policy, credit_percent=percent
            )
    older = demo.env["sale.order"].search([("territory_datetime", "=", False), ("order_stage", "!=", False)])
    older._note_territory()
    with orders.without_pdf(demo):
        _make_offered_orders(demo)
    orders.forget_mails(demo)


def _make_territory(demo, reseller, region, since, **values):
    values |= {"reseller_id": demo.ref(reseller).id, "region_id": region.id, "date_from": since, "accept_hours": 24}
    demo.create(f"territory_{region.code.replace('.', '_')}", "crosstech.territory", values)


def _make_offered_orders(demo):
    """Two orders for the reseller of the demo: one waits for his answer, one is paid and waits to be sent."""
    waiting = orders.Scene("buyer_4", {"NB-1301": 1}, "waiting", 0)
    orders.play(demo, "territory_order_1", waiting)
    orders.play(demo, "territory_order_2", orders.Scene("buyer_4", {"KB-3002": 2, "MS-3102": 2}, "waiting", 1))
    order = demo.ref("territory_order_2")
    order.territory_handover_ids._apply("accept", {"reseller"})
    orders.pay(demo, order.waiting_transfer_id, orders.Scene("buyer_4", {}, "released", 1))
