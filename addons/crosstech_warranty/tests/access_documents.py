"""Documents of another customer for the routes of this addon; see the access matrix of the ground floor."""


def make(env, stranger):
    """Create a unit of a customer and the request about it, with its work order.

    :param stranger: the ``res.partner`` they belong to
    """
    product = env["product.product"].create({"name": "Milik Orang Lain", "type": "consu"})
    unit = env["crosstech.warranty.unit"].create({"product_id": product.id, "partner_id": stranger.id})
    env["helpdesk.ticket"]._report(
        {"unit_id": unit.id, "partner_id": stranger.id, "description": "Layar gelap", "arrival_way": "walk_in"}
    )
