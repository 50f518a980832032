"""What a customer sees of his order, from ordering to arrival, on his own clock (S3.4, S3.11)."""

from odoo import models

from ..lib import order_flow


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _compute_type_name(self):
        """Override of `sale`: what a customer ordered in the shop is an order to him, paid or not."""
        super()._compute_type_name()
        for order in self.filtered(lambda order: order.website_id and order.state == "sent"):
            order.type_name = self.env._("Order")

    def _get_timeline(self):
        """Return the points of the customer's timeline.

        :return: list of dict(key: str, label: str, is_reached: bool, when: str)
        """
        self.ensure_one()
        way = order_flow.MEETING_WAY if self.is_cod_meeting else order_flow.COURIER_WAY
        if not self.payment_claimed_datetime and self.order_stage != "ordered":
            way = tuple(key for key in way if key != "claimed")  # money that was found without a word of the customer
        labels = self._timeline_labels()
        return [
            {
                "key": point.key,
                "label": labels[point.key],
                "is_reached": point.reached,
                "when": self._customer_clock(point.when),
            }
            for point in order_flow.timeline(self.order_stage, self._timeline_moments(), way)
        ]

    def _timeline_moments(self) -> dict:
        return {
            "ordered": self.placed_datetime,
            "claimed": self.payment_claimed_datetime,
            "paid": self.payment_confirmed_datetime,
            "released": self.released_datetime,
            "shipped": self.shipped_datetime,
            "received": self.arrival_confirmed_datetime,
            "cancelled": self.cancelled_datetime,
        }

    def _timeline_labels(self) -> dict:
        return {
            "ordered": self.env._("Ordered"),
            "claimed": self.env._("Payment sent"),
            "paid": self.env._("Payment confirmed"),
            "released": self.env._("Being packed"),
            "shipped": self.env._("Shipped"),
            "received": self.env._("Received"),
            "cancelled": self.env._("Cancelled"),
        }

    def _get_stage_label(self):
        """Return where the order stands, in the words of the customer's timeline."""
        self.ensure_one()
        return self._timeline_labels().get(self.order_stage, "")

    def _get_shipments(self):
        """Return the parcels that are on their way or have arrived.

        :return: list of dict(carrier: str, awb: str, url: str or False, when: str)
        """
        self.ensure_one()
        sent = self._outgoing_pickings().filtered(lambda picking: picking.state == "done")
        return [
            {
                "carrier": picking.carrier_id.name or "",
                "awb": picking.carrier_tracking_ref or "",
                "url": picking._courier_tracking_url(),
                "when": self._customer_clock(picking.date_done),
            }
            for picking in sent.sorted("date_done")
        ]

    def _get_lapsed_transfer_url(self):
        """Return where a customer whose order was cancelled can say that he has paid; False when he never had to."""
        self.ensure_one()
        lapsed = self.sudo().transfer_ids.filtered(lambda transfer: transfer.state in ("expired", "cancelled"))
        return lapsed[:1]._get_page_url() if lapsed and self.state == "cancel" else False
