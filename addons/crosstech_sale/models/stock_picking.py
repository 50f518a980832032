"""Inventory ships released orders only, with a consignment number, and the customer hears of it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..lib import order_flow


class StockPicking(models.Model):
    _inherit = "stock.picking"

    is_released = fields.Boolean(
        compute="_compute_is_released", search="_search_is_released", compute_sudo=True,
        help="Paid and released by the Operational Manager; a delivery without an order needs neither.",
    )  # fmt: skip
    needs_awb = fields.Boolean(
        compute="_compute_needs_awb",
        help="A courier carries it, so it has a consignment number.",
    )
    sale_order_stage = fields.Selection(related="sale_id.order_stage", string="Order Progress")

    # === COMPUTE METHODS === #

    @api.depends("sale_id.is_released", "picking_type_id.code")
    def _compute_is_released(self):
        for picking in self:
            picking.is_released = not picking._is_shipment_of_an_order() or picking.sale_id.is_released

    def _search_is_released(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_ones = Domain("sale_id", "=", False) | Domain("picking_type_id.code", "!=", "outgoing")
        released = open_ones | Domain("sale_id.is_released", "=", True)
        return released if True in value else ~released

    @api.depends("carrier_id.delivery_type", "picking_type_id.code")
    def _compute_needs_awb(self):
        for picking in self:
            picking.needs_awb = (
                picking.picking_type_id.code == "outgoing" and picking.carrier_id.delivery_type == "crosstech_courier"
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("carrier_tracking_ref")
    def _check_carrier_tracking_ref(self):
        for picking in self.filtered(lambda picking: picking.needs_awb and picking.carrier_tracking_ref):
            if not order_flow.is_awb(picking.carrier_tracking_ref):
                raise ValidationError(
                    self.env._(
                        "“%s” is not a consignment number: 5 to 35 letters and digits, as printed on the receipt.",
                        picking.carrier_tracking_ref,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Write a consignment number the way couriers print it; tell the customer when it is mended after shipping.

        :raises UserError: when a delivery is to be taken off its order, which is what its release hangs on
        """
        if not self.env.su and {"sale_id", "reference_ids"} & vals.keys() and self.sale_id:
            raise UserError(self.env._("A delivery stays with its order. Next step: cancel it, if it is not wanted."))
        if vals.get("carrier_tracking_ref"):
            vals = {
                **vals,
                "carrier_tracking_ref": self._clean_awb(vals["carrier_tracking_ref"]),
            }
        changed = self.filtered(
            lambda picking: (
                picking.state == "done"
                and vals.get("carrier_tracking_ref", picking.carrier_tracking_ref) != picking.carrier_tracking_ref
            )
        )
        result = super().write(vals)
        changed._tell_customer_shipped()
        return result

    # === ACTION METHODS === #

    def button_validate(self):
        """Override of `stock` to say at once, before any question about quantities, what is missing."""
        self.filtered(lambda picking: picking.state not in ("done", "cancel"))._check_may_ship()
        return super(StockPicking, self.with_context(skip_sms=True)).button_validate()

    def action_ship(self):
        """Hand the parcel to the courier: the stock leaves, the customer gets the consignment number."""
        todo = self.filtered(lambda picking: picking.state not in ("done", "cancel"))
        if not todo:
            return True
        todo._check_may_ship()
        todo.move_ids._action_assign()
        for picking in todo:
            if picking.state != "assigned":
                raise UserError(
                    self.env._(
                        "%s: nothing of it is in stock. Next step: receive the goods.",
                        picking.name,
                    )
                )
        return todo.button_validate()

    def _action_done(self):
        """Override of `stock`: the last gate before goods leave, whichever way leads here.

        Odoo's own text message (and its question whether to send one) is left out: the customer gets ours.
        """
        self._check_may_ship()
        result = super(StockPicking, self.with_context(skip_sms=True))._action_done()
        self.filtered(lambda picking: picking.state == "done")._tell_customer_shipped()
        return result

    # === BUSINESS METHODS === #

    def _is_shipment_of_an_order(self):
        self.ensure_one()
        return bool(self.sale_id) and self.picking_type_id.code == "outgoing"

    def _check_may_ship(self):
        """Refuse what is not paid and released, or has no consignment number (S0.21, S0.30).

        :raises UserError: naming the next step
        """
        for picking in self:
            if not picking.is_released:
                raise UserError(picking.sale_id.sudo()._next_step_message())
            if picking.needs_awb and picking.sale_id and not picking.carrier_tracking_ref:
                raise UserError(
                    self.env._(
                        "%(picking)s: enter the consignment number (AWB) of %(carrier)s first.",
                        picking=picking.name,
                        carrier=picking.carrier_id.name,
                    )
                )

    def _tell_customer_shipped(self):
        """Tell the customer which parcel is on its way and where to follow it (S0.32)."""
        for picking in self.filtered(lambda picking: picking._is_shipment_of_an_order()):
            order = picking.sale_id.sudo()
            picking = picking.sudo().with_context(lang=order.partner_id.lang)
            picking.env["crosstech.notification"]._notify(
                order.partner_id,
                picking.env._("Order %s is on its way", order.name),
                picking._shipped_text(),
                record=order,
                channels=("portal", "email", "sms"),
            )

    def _shipped_text(self):
        """Return the message of a shipped parcel: courier, consignment number, link where the courier has one."""
        self.ensure_one()
        if not self.carrier_tracking_ref:
            return self.env._("Your order %s has been handed over.", self.sale_id.name)
        text = self.env._(
            "Your order %(order)s was sent with %(carrier)s, consignment number (AWB) %(awb)s.",
            order=self.sale_id.name,
            carrier=self.carrier_id.name,
            awb=self.carrier_tracking_ref,
        )
        link = self._courier_tracking_url()
        return f"{text} {link}" if link else text

    def _courier_tracking_url(self):
        """Return where the courier shows this parcel, or False."""
        self.ensure_one()
        return self.carrier_tracking_url if self.carrier_tracking_ref else False

    @api.model
    def _clean_awb(self, text):
        """Return a consignment number without spaces; what cannot be one is left for the constraint to refuse."""
        return order_flow.awb(text) if order_flow.is_awb(text) else text
