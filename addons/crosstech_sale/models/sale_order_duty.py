"""Whose orders these are, and what an order changes in the warehouse on behalf of the person who changes the order."""

from odoo import api, models
from odoo.exceptions import AccessError

STEP_FIELDS = {
    "arrival_confirmed_datetime", "cancelled_datetime", "customer_kind", "is_released", "order_stage",
    "payment_claimed_datetime", "payment_confirmed_datetime", "placed_datetime", "released_by_id",
    "released_datetime", "shipped_datetime",
}  # fmt: skip
PROPAGATED_FIELDS = {"partner_shipping_id", "commitment_date"}


class SaleOrder(models.Model):
    _inherit = "sale.order"
    _mail_post_access = "read"  # every colleague and the customer may write a message, whoever's order it is

    @api.model_create_multi
    def create(self, vals_list):
        self._check_only_steps_write(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Override to let a change of address or date reach the deliveries, which are not this person's documents.

        Only these fields are written on his behalf, and what steps write is written by steps only.
        """
        self._check_only_steps_write(vals)
        own = dict(vals)
        if not self.env.su and any(order.state == "sale" for order in self):
            handed_on = {name: own.pop(name) for name in PROPAGATED_FIELDS & vals.keys()}
            if handed_on:
                self.check_access("write")
                super(SaleOrder, self.sudo()).write(handed_on)
        result = super().write(own)
        if "partner_id" in vals:
            self.check_access("write")
        return result

    def _check_only_steps_write(self, *vals_list):
        """Refuse to write by hand what says that an order is paid, released or shipped.

        :raises AccessError: also for the role whose order it is
        """
        if not self.env.su and any(STEP_FIELDS & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("The progress of an order follows from its steps; it cannot be written."))

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
