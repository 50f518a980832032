"""Stock is ordered by the Director; others prepare requests for quotation."""

from odoo import api, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError

ORDERED_STATES = {"to approve", "purchase"}
# What a line of a confirmed order hands on to its receipt, which belongs to Inventory.
# What the Director has agreed to with the supplier.
ORDERED_FIELDS = {"discount", "price_unit", "product_id", "product_qty", "product_uom_id"}
PROPAGATED_FIELDS = {"price_unit", "discount", "date_planned", "product_qty", "sequence", "name"}


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"
    _mail_post_access = "read"  # every colleague may write a message, whoever's order it is

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("state") in ORDERED_STATES for vals in vals_list):
            self._check_may_order_stock()
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("state") in ORDERED_STATES:
            self._check_may_order_stock()
        return super().write(vals)

    # === ACTION METHODS === #

    def button_confirm(self):
        self._check_may_order_stock()
        return super().button_confirm()

    def button_approve(self, force=False):
        """Override: the receipt that follows belongs to Inventory, so it is made on the Director's behalf."""
        self._check_may_order_stock()
        self.check_access("write")
        return super(PurchaseOrder, self.sudo()).button_approve(force=force)

    def button_cancel(self):
        """Override: cancelling an order cancels its receipts, on behalf of the person who cancels."""
        self.check_access("write")
        return super(PurchaseOrder, self.sudo()).button_cancel()

    # === BUSINESS METHODS === #

    def _check_may_order_stock(self):
        """Refuse everybody but the Director, also a technical administrator and code that runs with ``sudo()``.

        :raises AccessError: unless the user is the Director or the system itself
        """
        if self.env.uid != SUPERUSER_ID and not self.env.user._has_group("crosstech_sale.group_director"):
            raise AccessError(
                self.env._("Only the Managing Director orders stock. Prepare the request and ask for the order.")
            )


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def write(self, vals):
        """Override: a new price or date reaches the receipt, on behalf of the person who changes the order."""
        lines = self
        if ORDERED_FIELDS & vals.keys() and self.order_id.filtered(lambda order: order.state in ORDERED_STATES):
            self.order_id._check_may_order_stock()
        if not self.env.su and PROPAGATED_FIELDS.issuperset(vals):
            self.check_access("write")
            lines = self.sudo()
        return super(PurchaseOrderLine, lines).write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: more goods on a confirmed order are an order, too. A line of nothing only notes a delivery."""
        lines = super().create(vals_list)
        ordered = lines.filtered(lambda line: line.order_id.state in ORDERED_STATES and line.product_qty)
        if ordered:
            ordered.order_id._check_may_order_stock()
        return lines

    def _create_or_update_picking(self):
        """Override: the receipt follows the ordered quantity, on behalf of the person who changes the order."""
        self.check_access("write")
        return super(PurchaseOrderLine, self.sudo())._create_or_update_picking()
