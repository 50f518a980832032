"""Orders paid in cash at a meeting (S0.22, S0.25, S0.38; buyers only, X16)."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.payment import utils as payment_utils

from ..lib import cod_meeting, local_time


class SaleOrder(models.Model):
    _inherit = "sale.order"

    cod_meeting_ids = fields.One2many("crosstech.cod.meeting", "order_id")
    is_cod_meeting = fields.Boolean(related="carrier_id.is_cod_meeting")

    # === CRUD METHODS === #

    def _action_confirm(self):
        """Override of `sale` to open the meeting of an order that is paid at one."""
        result = super()._action_confirm()
        self.filtered("is_cod_meeting")._ensure_cod_meeting()
        return result

    def _action_cancel(self):
        """Override of `sale` to call the meeting off with its order."""
        result = super()._action_cancel()
        meetings = self.sudo().cod_meeting_ids.filtered(lambda one: one.state in ("proposed", "confirmed", "no_show"))
        for meeting in meetings:
            meeting._cancel({"system"})
        self.sudo()._cod_transactions().filtered(lambda tx: tx.state in ("draft", "pending"))._set_canceled()
        return result

    # === BUSINESS METHODS === #

    def _ensure_cod_meeting(self):
        """Return the meeting of each order, made or opened anew where needed."""
        for order in self.sudo():
            meeting = order.cod_meeting_ids
            if not meeting:
                self.env["crosstech.cod.meeting"].sudo().create({"order_id": order.id})
            elif meeting.state == "cancelled":
                meeting.write(
                    {"state": "proposed", "meeting_datetime": False, "opened_datetime": fields.Datetime.now()}
                )
        return self.cod_meeting_ids

    def _pay_at_meeting(self):
        """Book the cash, release the order and deliver it, all of it or nothing."""
        self.ensure_one()
        transaction = self._cod_transactions().filtered(lambda tx: tx.state in ("draft", "pending"))[:1]
        transaction = transaction or self._create_cod_transaction()
        transaction.amount = self.amount_total
        transaction._set_done()
        self.invalidate_recordset(["amount_paid"])
        transaction._post_process()
        self._release()
        self._deliver_at_meeting()
        self._confirm_arrival()

    def _deliver_at_meeting(self):
        """Take the goods out of stock; what is not in stock cannot have been handed over.

        :raises UserError: when something of the order is not in stock
        """
        pickings = self._outgoing_pickings().filtered(lambda picking: picking.state not in ("done", "cancel"))
        pickings.move_ids._action_assign()
        for move in pickings.move_ids.filtered(lambda move: move.state != "cancel"):
            if move.product_uom.compare(move.quantity, move.product_uom_qty) < 0:
                raise UserError(
                    self.env._(
                        "%(product)s is not in stock in the quantity ordered. Next step: Inventory receives it.",
                        product=move.product_id.display_name,
                    )
                )
            move.picked = True
        pickings._action_done()

    def _may_pay_at_meeting(self) -> bool:
        """Whether this customer and this amount may be paid at a meeting; the rule is ``lib.cod_meeting``."""
        self.ensure_one()
        return cod_meeting.is_allowed(
            self.customer_kind or "buyer",
            Decimal(str(self.amount_total)),
            Decimal(str(self.company_id.sudo().cod_limit_amount)),
        )

    def _cod_transactions(self):
        return self.transaction_ids.filtered(lambda tx: tx.provider_id.custom_mode == "cash_on_delivery")

    def _create_cod_transaction(self):
        """Create the payment of an order that staff took by telephone; the shop makes its own."""
        provider = self.env["payment.provider"].search(
            [("custom_mode", "=", "cash_on_delivery"), ("company_id", "=", self.company_id.id)], limit=1
        )
        method = self.env.ref("delivery.payment_method_cash_on_delivery")
        if not provider:
            raise UserError(self.env._("Next step: enable the payment provider “Cash on Delivery”."))
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": self.env["payment.transaction"]._compute_reference(provider.code, prefix=self.name),
                "amount": self.amount_total,
                "currency_id": self.currency_id.id,
                "partner_id": self.partner_id.id,
                "sale_order_ids": [(6, 0, self.ids)],
                "state": "pending",
            }
        )

    # === TOOLING === #

    def _customer_timezone(self) -> str:
        """Return the zone of where the order goes, else of the company: customers read times on their own clock."""
        self.ensure_one()
        return (self.partner_shipping_id or self.partner_id)._get_timezone()

    def _customer_clock(self, moment) -> str:
        """Return a moment (naive UTC) as the customer reads it: ``01/03/2026 14:30 WITA``; empty when there is none."""
        if not moment:
            return ""
        zone = self._customer_timezone()
        return f"{local_time.local(moment, zone):%d/%m/%Y %H:%M} {local_time.zone_name(zone)}"


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    is_cod_meeting = fields.Boolean(
        string="Meeting in Person", help="The buyer pays in cash and takes the goods; no courier, so no courier cost."
    )
    cod_region_ids = fields.Many2many(
        "crosstech.region", string="We Meet In", help="Regions in which we meet buyers; empty for everywhere."
    )

    def _is_available_for_order(self, order):
        """Override of `delivery`: meetings are for buyers, up to the company's limit, where we can go."""
        if not super()._is_available_for_order(order):
            return False
        return not self.is_cod_meeting or self.sudo()._meets_buyer_of(order)

    def _meets_buyer_of(self, order) -> bool:
        if not order._may_pay_at_meeting():
            return False
        region = order.partner_shipping_id.sudo().region_id
        return not self.cod_region_ids or bool(region and set(region._lineage_ids()) & set(self.cod_region_ids.ids))


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    @api.model
    def _get_compatible_providers(self, *args, sale_order_id=None, report=None, **kwargs):
        """Override of `payment`: what is handed over in person is paid in person, and by buyers only."""
        providers = super()._get_compatible_providers(*args, sale_order_id=sale_order_id, report=report, **kwargs)
        order = self.env["sale.order"].sudo().browse(sale_order_id).exists()
        if not order:
            return providers
        at_meeting = providers.filtered(lambda provider: provider.custom_mode == "cash_on_delivery")
        if order.carrier_id.is_cod_meeting:
            kept = at_meeting if order._may_pay_at_meeting() else self
        else:
            kept = providers - at_meeting
        reason = self.env._("cash is for meetings in person, and meetings are paid in cash")
        payment_utils.add_to_report(report, providers - kept, available=False, reason=reason)
        return kept
