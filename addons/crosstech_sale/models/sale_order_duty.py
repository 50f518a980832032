"""Whose orders these are, and what an order changes in the warehouse on behalf of the person who changes the order."""

from odoo import models

PROPAGATED_FIELDS = {"partner_shipping_id", "commitment_date"}


class SaleOrder(models.Model):
    _inherit = "sale.order"
    _mail_post_access = "read"  # every colleague and the customer may write a message, whoever's order it is

    def write(self, vals):
        """Override to let a change of address or date reach the deliveries, which are not this person's documents."""
        orders = self
        if not self.env.su and self._reaches_deliveries(vals):
            self.check_access("write")
            orders = self.sudo()
        result = super(SaleOrder, orders).write(vals)
        if "partner_id" in vals:
            self.check_access("write")
        return result

    def _reaches_deliveries(self, vals):
        return (
            not PROPAGATED_FIELDS.isdisjoint(vals)
            and "order_line" not in vals
            and any(order.state == "sale" for order in self)
        )

    def _action_cancel(self):
        """Override to cancel the deliveries too, which only Inventory changes otherwise."""
        self.check_access("write")
        return super(SaleOrder, self.sudo())._action_cancel()

    def _get_duty_kind(self):
        """Override of the duties: orders are shared out by the kind of customer."""
        self.ensure_one()
        return self.customer_kind or "buyer"


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_duty_kind(self):
        """Override of the duties: a line goes with its order."""
        self.ensure_one()
        return self.order_id._get_duty_kind()

    def _inverse_customer_lead(self):
        """Override: a new date of the line reaches its delivery, on behalf of the person who changed the order."""
        return super(SaleOrderLine, self.sudo())._inverse_customer_lead()
