"""A courier price entered by hand, for an order no price list covers."""

from odoo import fields, models


class CourierPriceSet(models.TransientModel):
    _name = "crosstech.courier.price.set"
    _description = "Set a Courier Price"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    partner_shipping_id = fields.Many2one(related="order_id.partner_shipping_id", string="Delivery address")
    region_id = fields.Many2one(related="order_id.partner_shipping_id.region_id", string="District")
    shipping_weight = fields.Float(related="order_id.shipping_weight", string="Weight of the goods (kg)")
    carrier_id = fields.Many2one(
        "delivery.carrier", string="Service", required=True, ondelete="cascade",
        domain=[("delivery_type", "=", "crosstech_courier")],
    )  # fmt: skip
    currency_id = fields.Many2one(related="order_id.currency_id")
    price = fields.Monetary(required=True)

    _price_is_positive = models.Constraint("CHECK (price > 0)", "Enter a price above zero.")

    def action_set(self):
        """Put the price on the order and tell the customer."""
        self.ensure_one()
        self.order_id._set_courier_price(self.carrier_id, self.price)
        return {"type": "ir.actions.act_window_close"}
