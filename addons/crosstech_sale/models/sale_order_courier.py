"""What the courier costs on an order: the quote it was priced by, asking for one, a price set by hand."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ..lib import courier_rates


class SaleOrder(models.Model):
    _inherit = "sale.order"

    carrier_has_etd = fields.Boolean(copy=False, readonly=True)
    carrier_etd_min_days = fields.Integer(string="Days under way from", copy=False, readonly=True)
    carrier_etd_max_days = fields.Integer(string="Days under way to", copy=False, readonly=True)
    carrier_quote = fields.Json(copy=False, readonly=True)
    carrier_chargeable_weight_kg = fields.Float(string="Charged weight (kg)", digits=(16, 3), copy=False, readonly=True)
    carrier_tariff_id = fields.Many2one(
        "crosstech.courier.tariff", string="Price List of the Courier", copy=False, readonly=True,
        index="btree_not_null", ondelete="set null",
    )  # fmt: skip
    courier_quote_asked_datetime = fields.Datetime(string="Courier quote asked", copy=False, readonly=True)
    courier_manual_carrier_id = fields.Many2one(
        "delivery.carrier", copy=False, readonly=True, index="btree_not_null", ondelete="set null"
    )
    courier_manual_price = fields.Monetary(copy=False, readonly=True)
    courier_manual_region_id = fields.Many2one("crosstech.region", copy=False, readonly=True, ondelete="set null")
    courier_manual_weight_kg = fields.Float(digits=(16, 3), copy=False, readonly=True)
    has_unknown_weight = fields.Boolean(compute="_compute_has_unknown_weight")

    # === COMPUTE METHODS === #

    def _compute_has_unknown_weight(self):
        for order in self:
            order.has_unknown_weight = bool(order._courier_unknown_weight_products())

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `sale`: another address, another courier price."""
        result = super().write(vals)
        if "partner_shipping_id" in vals:
            self._rerate_courier()
        return result

    # === BUSINESS METHODS: the quote === #

    def _courier_lines(self):
        """Return the order lines a courier carries."""
        return self.order_line.filtered(
            lambda line: line.product_id.type == "consu" and not line.is_delivery and not line.display_type
            and line.product_uom_qty > 0
        )  # fmt: skip

    def _courier_parcels(self) -> tuple:
        """Read the order lines into parcels; a weight staff entered for the whole order replaces the products'."""
        self.ensure_one()
        parcels = tuple(line._prepare_courier_parcel() for line in self._courier_lines())
        weighed = self.env.context.get("order_weight")
        if parcels and weighed and abs(weighed - self._get_estimated_weight()) >= 0.001:
            parcels = courier_rates.with_actual_weight(parcels, weighed)
        return parcels

    def _courier_origin(self):
        """Return the region parcels of this order start from."""
        order = self.sudo()
        return order.warehouse_id.partner_id.region_id or order.company_id.partner_id.region_id

    def _courier_date(self):
        """Return the day whose price list counts: today at the origin, or the day a confirmed order was made."""
        moment = self.date_order if self.state == "sale" else fields.Datetime.now()
        zone = self._courier_origin().timezone or "Asia/Jakarta"
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date()

    def _courier_tariffs(self) -> dict:
        """Return the prices to this order's district, all couriers at once; see `_lines_in_force`."""
        self.ensure_one()
        return self.env["crosstech.courier.tariff"].sudo()._lines_in_force(
            self._courier_origin(), self.partner_shipping_id.sudo().region_id, self._courier_date()
        )  # fmt: skip

    def _courier_to_company(self, amount) -> Decimal:
        """Convert an amount of this order to the company's currency, in which couriers ask."""
        company = self.company_id
        if self.currency_id != company.currency_id:
            amount = self.currency_id._convert(amount, company.currency_id, company, self._courier_date())
        return Decimal(str(amount))

    def _courier_from_company(self, amount) -> float:
        """Convert a courier's price to the currency of this order."""
        company = self.company_id
        if self.currency_id != company.currency_id:
            return company.currency_id._convert(float(amount), self.currency_id, company, self._courier_date())
        return float(amount)

    def _courier_quote(self, carrier):
        """Price this order by one courier service.

        :return: ``courier_rates.Quote``, or the ``courier_rates.RateError`` that says why there is none
        """
        self.ensure_one()
        parcels = self._courier_parcels()
        tariff, _tariff_id = self._courier_tariffs().get(carrier.id, (courier_rates.Tariff(Decimal(0)), False))
        manual = self._courier_manual_quote(carrier, parcels, tariff)
        if manual:
            return manual
        try:
            goods_value = self._courier_to_company(sum(self._courier_lines().mapped("price_total")))
            return courier_rates.quote(parcels, tariff, carrier._courier_service_parameters(), goods_value)
        except courier_rates.RateError as error:
            return error

    def _courier_manual_quote(self, carrier, parcels, tariff):
        """Return the quote staff set by hand, as long as place and weight are what they looked at; else None."""
        if carrier != self.courier_manual_carrier_id or self.courier_manual_price <= 0 or not parcels:
            return None
        weight = courier_rates.chargeable_weight(parcels, carrier._courier_service_parameters())
        if self.partner_shipping_id.region_id != self.courier_manual_region_id:
            return None
        if weight > Decimal(str(self.courier_manual_weight_kg)):
            return None
        price = self._courier_to_company(self.courier_manual_price)
        component = courier_rates.Component(courier_rates.FREIGHT, price)
        return courier_rates.Quote(weight, Decimal(0), weight, (component,), tariff.etd)

    def _prepare_courier_quote(self, quote) -> dict:
        """Return a quote as plain values, to be kept on the order and sent to the page."""
        return {
            "actual_weight_kg": float(quote.actual_weight_kg),
            "volumetric_weight_kg": float(quote.volumetric_weight_kg),
            "chargeable_weight_kg": float(quote.chargeable_weight_kg),
            "components": [[component.kind, float(component.amount)] for component in quote.components],
            "etd": list(quote.etd) if quote.etd else None,
            "has_unknown_weight": quote.has_unknown_weight,
        }

    def _store_courier_quote(self):
        """Keep on the order what its courier price was made of."""
        for order in self:
            carrier = order.carrier_id
            quote = order._courier_quote(carrier) if carrier.delivery_type == "crosstech_courier" else None
            is_quote = isinstance(quote, courier_rates.Quote)
            etd = quote.etd if is_quote else None
            _tariff, tariff_id = order._courier_tariffs().get(carrier.id, (None, False))
            order.write(
                {
                    "carrier_quote": order._prepare_courier_quote(quote) if is_quote else False,
                    "carrier_chargeable_weight_kg": float(quote.chargeable_weight_kg) if is_quote else 0.0,
                    "carrier_tariff_id": tariff_id if is_quote else False,
                    "carrier_has_etd": bool(etd),
                    "carrier_etd_min_days": etd[0] if etd else 0,
                    "carrier_etd_max_days": etd[1] if etd else 0,
                }
            )  # fmt: skip
            if is_quote and quote.has_unknown_weight:
                order._report_unknown_weights()

    def set_delivery_line(self, carrier, amount):
        """Override of `delivery`: a courier never carries for nothing, and the quote is kept."""
        if carrier.delivery_type == "crosstech_courier" and amount <= 0 and not carrier.free_over:
            raise UserError(self.env._("There is no price for %(service)s yet.", service=carrier.name))
        result = super().set_delivery_line(carrier, amount)
        self._store_courier_quote()
        return result

    def _remove_delivery_line(self):
        """Override of `delivery` to forget the quote with the line."""
        result = super()._remove_delivery_line()
        nothing = {"carrier_quote": False, "carrier_tariff_id": False, "carrier_has_etd": False}
        self.filtered("carrier_quote").write({**nothing, "carrier_chargeable_weight_kg": 0.0})
        return result

    def _verify_cart_after_update(self):
        """Override of `website_sale`: the kept quote follows the cart as its price does."""
        result = super()._verify_cart_after_update()
        self.filtered(lambda order: order.carrier_id.delivery_type == "crosstech_courier")._store_courier_quote()
        return result

    def _rerate_courier(self):
        """Bring the delivery line of open orders up to what they weigh now.

        Where there is no price any more, or money is on its way, the line stays and asks staff to look at it.
        """
        for order in self:
            line = order.order_line.filtered("is_delivery")
            if not line or order.state not in ("draft", "sent"):
                continue
            if order.carrier_id.delivery_type != "crosstech_courier":
                continue
            rate = order.carrier_id.rate_shipment(order)
            is_claimed = any(tx.state in ("pending", "authorized", "done") for tx in order.sudo().transaction_ids)
            if not rate["success"] or is_claimed:
                order.recompute_delivery_price = True
                continue
            line.price_unit = rate["price"]
            order.recompute_delivery_price = False
            order._store_courier_quote()

    def _get_courier_carrier_price(self) -> float:
        """Return what the courier asks by the kept quote, in company currency."""
        return sum(amount for _kind, amount in (self.carrier_quote or {}).get("components", []))

    # === BUSINESS METHODS: what the customer sees === #

    def _get_delivery_methods(self):
        """Override of `website_sale` to list courier services cheapest first, before other ways of delivery."""
        methods = super()._get_delivery_methods()
        couriers = methods.filtered(lambda carrier: carrier.delivery_type == "crosstech_courier")
        return couriers.sorted(lambda carrier: self._courier_quote(carrier).total) + (methods - couriers)

    def _get_courier_offers(self, carriers) -> dict:
        """Return what the checkout shows of each courier service.

        :return: carrier id -> dict(price, price_text, arrival, parts: list of (label, text), weight_text,
            etd_days, is_cheapest, is_fastest, note)
        """
        self.ensure_one()
        rates = {}
        for carrier in carriers.filtered(lambda carrier: carrier.delivery_type == "crosstech_courier"):
            rate = carrier.rate_shipment(self)
            if rate["success"]:
                rates[carrier.id] = rate
        cheapest, fastest = courier_rates.cheapest_and_fastest(
            {key: (rate["price"], rate["courier_quote"]["etd"]) for key, rate in rates.items()}
        )
        return {
            key: {
                **self._prepare_courier_offer(rate),
                "is_cheapest": key in cheapest,
                "is_fastest": key in fastest,
            }
            for key, rate in rates.items()
        }

    def _prepare_courier_offer(self, rate) -> dict:
        quote = rate["courier_quote"]
        labels = self._courier_component_labels()
        parts = [(labels[kind], amount) for kind, amount in quote["components"]]
        rest = rate["price"] - sum(amount for _label, amount in parts)
        if not self.currency_id.is_zero(rest) and self.currency_id == self.company_id.currency_id:
            parts.append((self.env._("Discount") if rest < 0 else self.env._("Handling and tax"), rest))
        etd = quote["etd"]
        return {
            "price": rate["price"],
            "price_text": format_amount(self.env, rate["price"], self.currency_id),
            "parts": [(label, format_amount(self.env, amount, self.company_id.currency_id)) for label, amount in parts],
            "weight_text": f"{quote['chargeable_weight_kg']:g} kg",
            "arrival": self._courier_arrival_text(etd),
            "etd_days": etd[1] if etd else 9999,
            "note": rate["warning_message"],
        }

    def _courier_component_labels(self) -> dict:
        return {
            courier_rates.FREIGHT: self.env._("Freight"),
            courier_rates.HEAVY: self.env._("Surcharge for heavy pieces"),
            courier_rates.DANGEROUS: self.env._("Surcharge for dangerous goods"),
            courier_rates.INSURANCE: self.env._("Insurance"),
            courier_rates.WOOD_PACKING: self.env._("Wood packing"),
        }

    def _courier_arrival_text(self, etd) -> str:
        """Say when a parcel sent today arrives, by the calendar of the destination; empty when nobody knows."""
        region = self.partner_shipping_id.sudo().region_id
        shipped = fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC"))
        days = courier_rates.arrival_dates(shipped, etd and tuple(etd), ZoneInfo(region.timezone or "Asia/Jakarta"))
        if not days:
            return ""
        first, last = (format_date(self.env, day, date_format="d MMM") for day in days)
        if first == last:
            return self.env._("Arrives %(day)s if sent today", day=first)
        return self.env._("Arrives %(first)s to %(last)s if sent today", first=first, last=last)

    def _courier_error_message(self, carrier, error) -> str:
        """Say in the reader's language why a service has no price."""
        region = self.partner_shipping_id.sudo().region_id
        if not region:
            return self.env._("The delivery address has no district yet: couriers quote by district.")
        names = {"service": carrier.name, "place": region.name}
        if isinstance(error, courier_rates.EmbargoError):
            return self.env._("%(service)s does not carry this to %(place)s at present.", **names)
        if isinstance(error, courier_rates.TooHeavyError):
            return self.env._("This order is too heavy for %(service)s.", **names)
        return self.env._("%(service)s has no price to %(place)s yet.", **names)

    # === BUSINESS METHODS: no price, no weight === #

    def _is_courier_quote_missing(self) -> bool:
        """Whether the shop sends by courier but has no price for this order."""
        self.ensure_one()
        if not self._has_deliverable_products():
            return False
        couriers = (
            self.env["delivery.carrier"].sudo().search_count([("delivery_type", "=", "crosstech_courier")], limit=1)
        )
        return bool(couriers) and not any(
            carrier.delivery_type == "crosstech_courier" for carrier in self._get_delivery_methods()
        )

    def _ask_courier_quote(self):
        """Hand a customer's question for a courier price to the Operational Manager; asking twice is one to-do.

        :raises UserError: when there is a price, nothing to send, or no district to send it to
        """
        self.ensure_one()
        region = self.partner_shipping_id.sudo().region_id
        if not region:
            raise UserError(self.env._("Please choose the district of the delivery address first."))
        if not self._is_courier_quote_missing():
            raise UserError(self.env._("There is a courier price for this order already."))
        order = self.sudo()
        if order.activity_search(["crosstech_sale.mail_activity_type_courier_quote"]):
            return
        order.courier_quote_asked_datetime = fields.Datetime.now()
        order.with_context(mail_activity_quick_update=True).activity_schedule(
            "crosstech_sale.mail_activity_type_courier_quote",
            date_deadline=self.env.company._get_today() + timedelta(days=1),
            user_id=order._courier_responsible().id,
            summary=self.env._("Courier price to %(place)s", place=region.display_name),
            note=self.env._(
                "The customer asks what it costs to send this order. Set a price by hand, or import a list."
            ),
        )

    def _set_courier_price(self, carrier, price):
        """Set a courier price by hand and tell the customer; it holds while district and weight stay."""
        self.ensure_one()
        parcels = self._courier_parcels()
        if price <= 0 or not parcels:
            raise UserError(self.env._("Enter a price above zero for an order with goods to send."))
        weight = courier_rates.chargeable_weight(parcels, carrier._courier_service_parameters())
        self.write(
            {
                "courier_manual_carrier_id": carrier.id,
                "courier_manual_price": price,
                "courier_manual_region_id": self.partner_shipping_id.region_id.id,
                "courier_manual_weight_kg": float(weight),
                "courier_quote_asked_datetime": False,
            }
        )
        self.set_delivery_line(carrier, carrier.rate_shipment(self)["price"])
        self.activity_feedback(["crosstech_sale.mail_activity_type_courier_quote"])
        self._notify_courier_price(carrier, price)

    def _notify_courier_price(self, carrier, price):
        """Tell the customer the price that was set."""
        amount = format_amount(self.env, price, self.currency_id)
        title = self.env._("Courier price for order %(order)s", order=self.name)
        body = self.env._(
            "%(service)s costs %(amount)s. You can go on with your order.", service=carrier.name, amount=amount
        )
        self.message_post(body=body)
        self.env["crosstech.notification"]._notify(self.partner_id, title, body, record=self)

    def _courier_unknown_weight_products(self):
        """Return the goods on the order whose weight nobody entered."""
        return self._courier_lines().product_id.filtered(lambda product: product.weight <= 0)

    def _courier_unknown_weight_message(self) -> str:
        return self.env._("Some goods have no weight on file; each counts as the minimum weight.")

    def _report_unknown_weights(self):
        """Leave a to-do on every product without a weight, once."""
        activity = "crosstech_sale.mail_activity_type_missing_weight"
        for product in self.sudo()._courier_unknown_weight_products().product_tmpl_id:
            if not product.activity_search([activity]):
                product.with_context(mail_activity_quick_update=True).activity_schedule(
                    activity,
                    user_id=self._courier_responsible().id,
                    summary=self.env._("Enter the weight"),
                    note=self.env._("Ordered without a weight: the courier price is a guess."),
                )

    def _courier_responsible(self):
        """Return who answers for courier prices: an Operational Manager of the company, else who acts."""
        users = self.env.ref("crosstech_sale.group_operational_manager").sudo().all_user_ids
        company = self.company_id
        managers = users.filtered(lambda user: user.active and company in user.company_ids).sorted("id")
        return managers[:1] or self.sudo().user_id or self.env.ref("base.user_admin")
