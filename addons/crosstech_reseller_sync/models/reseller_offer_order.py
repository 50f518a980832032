"""From an offer to an order: priced and shipped as the reseller's usual orders are, approvals of his team included."""

from datetime import timedelta
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib.insight import offers
from .reseller_offer_propose import ARRIVAL_DAYS

QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}
MAX_QUANTITY = 99_999


class ResellerOffer(models.Model):
    _inherit = "crosstech.reseller.offer"

    # === THE COURIER === #

    def _courier(self, partner_id, lines):
        """Ask what a parcel of some lines costs; the door of ``lib.insight.offers``.

        :param lines: ``offers.Line``
        :rtype: offers.Courier
        """
        partner = self.env["res.partner"].browse(partner_id)
        cost, arrival, _carrier = self._ask_courier(partner, {line.product: line.quantity for line in lines})
        return offers.Courier(Decimal(str(cost)), arrival)

    def _quote_courier(self):
        """Keep on the offer what the parcel costs now and when it arrives."""
        self.ensure_one()
        quantities = {line.product_id.id: line.quantity for line in self.line_ids if line.quantity}
        cost, arrival, carrier = self._ask_courier(self.partner_id, quantities)
        self.write({"courier_cost": cost, "arrival_date": arrival, "carrier_id": carrier.id})

    def _ask_courier(self, partner, quantities):
        """Ask for the cheapest way to this reseller, through an order that is never kept.

        :param quantities: dict of product id to pieces
        :return: (cost, arrival date, ``delivery.carrier``)
        """
        today = self.env.company._get_today()
        with self.env.cr.savepoint() as savepoint:
            order = self._create_order(partner, quantities, name="?")
            rates = [(method, method.rate_shipment(order)) for method in order._get_delivery_methods()]
            rates = [(method.id, rate) for method, rate in rates if rate.get("success")]
            savepoint.rollback()
        if not rates:
            return 0.0, today + timedelta(days=ARRIVAL_DAYS), self.env["delivery.carrier"]
        carrier, rate = min(rates, key=lambda pair: pair[1]["price"])
        etd = (rate.get("courier_quote") or {}).get("etd")
        arrival = today + timedelta(days=etd[1] if etd else ARRIVAL_DAYS)
        return rate["price"], arrival, self.env["delivery.carrier"].browse(carrier)

    def _courier_days(self, partner, today):
        """:return: days a parcel to this reseller is under way by the cheapest list that says so"""
        address = partner.browse(partner.address_get(["delivery"])["delivery"])
        origin = self._website().warehouse_id.partner_id.region_id
        lines = self.env["crosstech.courier.tariff"].sudo()._lines_in_force(origin, address.region_id, today)
        known = [tariff for tariff, _tariff_id in lines.values() if tariff.etd and not tariff.is_embargo]
        return min(known, key=lambda tariff: tariff.price_per_kg).etd[1] if known else ARRIVAL_DAYS

    # === THE ORDER === #

    def _create_order(self, partner, quantities, **values):
        """Create a draft order as the shop would."""
        company = self.env.company
        return self.env["sale.order"].sudo().with_context(**QUIET).create(
            {
                "partner_id": partner.id, "company_id": company.id, "website_id": self._website().id,
                "pricelist_id": partner.commercial_partner_id.property_product_pricelist.id,
                "order_line": [
                    (0, 0, {"product_id": product, "product_uom_qty": pieces})
                    for product, pieces in quantities.items()
                    if pieces
                ],
                **values,
            }
        )  # fmt: skip

    def _accept(self, user, quantities=None):
        """Order what is offered, for a person of the reseller; a second click finds the order of the first.

        :param quantities: dict of line id to pieces, where the reseller changed them; None for what is offered
        :return: the order; empty where a price went up since, which the offer shows now
        :raises UserError: when he may not order, nothing is left of it, or goods are missing
        """
        self._lock_offer()
        if self.state == "accepted":
            return self.order_id
        self._check_acceptable(user)
        wanted = self._wanted(quantities)
        with self.env.cr.savepoint() as savepoint:
            order = self._create_order(user.partner_id, {line.product_id.id: pieces for line, pieces in wanted.items()})
            raised = self._raised_prices(order)
            if raised:
                savepoint.rollback()
        if raised:
            self._raise_prices(raised)
            return self.env["sale.order"]
        self._check_goods(order)
        for line, pieces in wanted.items():
            line.accepted_quantity = pieces
        self._take_answer("accepted", user)
        self.order_id = order
        self._place(order, user)
        return order

    def _check_acceptable(self, user):
        rights = user._get_reseller_rights()
        if not rights or user.partner_id.commercial_partner_id != self.partner_id.commercial_partner_id:
            raise UserError(self.env._("This offer is not for your company."))
        if not rights.may_order:
            raise UserError(self.env._("You may look, but not order. Ask the team admin of your company."))
        if self.state != "sent" or (self.expire_date and self.expire_date < self.company_id._get_today()):
            raise UserError(self.env._("This offer is over. You can order in the shop, or wait for the next one."))

    def _wanted(self, quantities):
        """:return: dict of line to pieces, with one piece at least"""
        wanted = {line: line.quantity for line in self.line_ids}
        if quantities is not None:
            wanted = {line: min(max(quantities.get(line.id, 0), 0), MAX_QUANTITY) for line in self.line_ids}
        if not any(wanted.values()):
            raise UserError(self.env._("Nothing is left to order. To say no, use “No, thank you” and tell us why."))
        return wanted

    def _raised_prices(self, order):
        """:return: dict of product id to what one piece costs now, where that is more than was offered"""
        offered = {line.product_id.id: line.price for line in self.line_ids}
        now = {
            line.product_id.id: line.price_total / line.product_uom_qty
            for line in order.order_line
            if line.product_uom_qty
        }
        return {product: price for product, price in now.items() if price > offered[product] + 0.5}

    def _raise_prices(self, prices):
        for line in self.line_ids:
            line.price = prices.get(line.product_id.id, line.price)

    def _check_goods(self, order):
        missing = order.order_line.filtered(lambda line: not line._check_availability())
        if missing:
            raise UserError(
                self.env._(
                    "Meanwhile sold to others: %s. Please lower the quantity.",
                    ", ".join(missing.product_id.mapped("display_name")),
                )
            )

    def _place(self, order, user):
        """Send the order on its usual way: to a colleague where the limit asks for it, else to the payment."""
        order._choose_cheapest_delivery()
        if not order.only_services and not order.carrier_id:
            raise UserError(self.env._("No courier brings this to your district yet. Please write to us."))
        order.message_post(body=self.env._("From offer %s.", self.name))
        if order._needs_approval(user):
            order._ask_approval(user, self.env._("From the offer %s", self.name))
        else:
            order._request_transfer()
