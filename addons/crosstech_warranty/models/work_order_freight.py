"""From the customer's place to the centre: which courier takes a unit for how much, by the ground floor's lists."""

from decimal import Decimal

from odoo import models
from odoo.tools import format_amount

from odoo.addons.crosstech_sale.lib import courier_rates


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def _centre_region(self):
        """Where the workshop is: the company's own warehouse."""
        warehouse = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.company_id.id)], limit=1)
        return warehouse.partner_id.region_id or self.company_id.partner_id.region_id

    def _courier_prices(self):
        """Price the way to the centre; where no list starts at the place, the list back from the centre stands for it.

        :return: list of dict(carrier, price: float, price_text, is_estimate), cheapest first
        """
        order = self.sudo()
        Tariff = self.env["crosstech.courier.tariff"].sudo()
        place, centre, today = order._job_region(), order._centre_region(), order.company_id._get_today()
        lines, is_estimate = Tariff._lines_in_force(place, centre, today), False
        if not lines:
            lines, is_estimate = Tariff._lines_in_force(centre, place, today), True
        weight = Decimal(str(order.product_id.weight or 0))
        prices = []
        for carrier in self.env["delivery.carrier"].sudo().browse(lines):
            try:
                quote = courier_rates.quote(
                    [courier_rates.Parcel(weight)], lines[carrier.id][0], carrier._courier_service_parameters()
                )
            except courier_rates.RateError:
                continue
            price = float(quote.total)
            text = format_amount(self.env, price, order.currency_id)
            prices.append({"carrier": carrier, "price": price, "price_text": text, "is_estimate": is_estimate})
        return sorted(prices, key=lambda one: one["price"])

    def _courier_of(self, text):
        """The service a form named; empty for another courier."""
        carriers = [one["carrier"] for one in self._courier_prices()]
        return next((carrier for carrier in carriers if str(carrier.id) == text), self.env["delivery.carrier"].sudo())

    def _add_freight(self, carrier):
        """Note what the way to the centre costs, by the list of the courier that was chosen."""
        price = next((one["price"] for one in self._courier_prices() if one["carrier"] == carrier), 0)
        if price:
            self.line_ids.create(
                {
                    "order_id": self.id,
                    "kind": "freight",
                    "name": self.env._("To the centre by %s", carrier.name),
                    "price_unit": price,
                    "cost_unit": price,
                }
            )
