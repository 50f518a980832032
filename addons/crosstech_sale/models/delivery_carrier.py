"""Courier services as delivery methods, priced from the courier's own lists."""

from dataclasses import fields as dataclass_fields
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib import courier_rates

PARAMETERS = tuple(field.name for field in dataclass_fields(courier_rates.Service))


def _kg(default, text, note=None):
    return fields.Float(string=text, digits=(16, 3), default=default, help=note)


def _rate(default, text, note=None):
    return fields.Float(string=text, digits=(16, 5), default=default, help=note)


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    delivery_type = fields.Selection(
        selection_add=[("crosstech_courier", "Courier price list")], ondelete={"crosstech_courier": "set default"}
    )
    courier_id = fields.Many2one("crosstech.courier", index="btree_not_null", ondelete="restrict")
    courier_service = fields.Char(string="Service Code", help="As the courier's price list names it: REG, OKE, YES.")

    # parameters of lib.courier_rates.Service, prefixed with courier_
    courier_minimum_weight_kg = _kg(1.0, "Minimum weight (kg)")
    courier_step_kg = _kg(1.0, "Weight step (kg)", "Weights are charged in steps of this size; 0: to the gram.")
    courier_round_down_kg = _kg(0.3, "Remainder given away (kg)", "A remainder of at most this is not charged.")
    courier_volumetric_divisor = fields.Float(
        string="Volumetric divisor", default=6000, help="cm³ that count as one kg; 0: volume does not matter."
    )
    courier_volumetric_from_cm3 = fields.Float(string="Volume counts from (cm³)", help="Per piece; 0: always.")
    courier_flat_weight_kg = _kg(0.0, "Flat up to (kg)", "Everything up to this weight costs as much as this weight.")
    courier_maximum_weight_kg = _kg(0.0, "Maximum weight (kg)", "0: none.")
    courier_heavy_from_kg = _kg(150.0, "Heavy piece from (kg)", "0: no surcharge for heavy pieces.")
    courier_heavy_rate = _rate(0.5, "Surcharge for heavy pieces", "Part of the freight: 50 % at JNE.")
    courier_dangerous_rate = _rate(1.0, "Surcharge for dangerous goods", "Part of the freight: 100 % at JNE.")
    courier_carries_dangerous = fields.Boolean(string="Carries dangerous goods", default=True)
    courier_is_insured = fields.Boolean(string="Insure parcels", help="Adds the courier's insurance to the price.")
    courier_insurance_from_amount = fields.Float(string="Insure from", digits=(16, 0), help="Value of the goods.")
    courier_insurance_rate = _rate(0.002, "Insurance rate", "Part of the goods' value: 0.2 % at JNE.")
    courier_insurance_fee = fields.Float(string="Insurance fee", digits=(16, 0), default=5000)
    courier_wood_packing_fee = fields.Float(string="Wood packing fee", digits=(16, 0))
    courier_wood_packing_rate = _rate(0.0, "Wood packing rate", "Part of the freight.")

    _courier_service_uniq = models.UniqueIndex(
        "(courier_id, upper(courier_service)) WHERE courier_id IS NOT NULL",
        "This courier has a service with this code already.",
    )
    _courier_parameters_not_negative = models.Constraint(
        "CHECK (LEAST(courier_minimum_weight_kg, courier_step_kg, courier_round_down_kg, courier_volumetric_divisor,"
        " courier_volumetric_from_cm3, courier_flat_weight_kg, courier_maximum_weight_kg, courier_heavy_from_kg,"
        " courier_heavy_rate, courier_dangerous_rate, courier_insurance_from_amount, courier_insurance_rate,"
        " courier_insurance_fee, courier_wood_packing_fee, courier_wood_packing_rate) >= 0)",
        "The parameters of a courier service cannot be negative.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("delivery_type", "courier_id", "courier_service", "allow_cash_on_delivery")
    def _check_courier_service(self):
        for carrier in self.filtered(lambda carrier: carrier.delivery_type == "crosstech_courier"):
            if not carrier.courier_id or not carrier.courier_service:
                raise ValidationError(self.env._("A courier service needs its courier and its service code."))
            if carrier.allow_cash_on_delivery:
                raise ValidationError(
                    self.env._("Couriers carry paid orders only: cash on delivery is a meeting without courier.")
                )

    # === BUSINESS METHODS === #

    def _is_available_for_order(self, order):
        """Override of `delivery` to hide courier services that have no price for this order."""
        available = super()._is_available_for_order(order)
        if not available or self.delivery_type != "crosstech_courier":
            return available
        return isinstance(order._courier_quote(self), courier_rates.Quote)

    def crosstech_courier_rate_shipment(self, order):
        """Price an order from the courier's list; see `delivery.rate_shipment` for the keys.

        :return: also ``courier_quote`` (dict, see `sale.order._prepare_courier_quote`) and ``courier_tariff_id``
        """
        self.ensure_one()
        order = order.with_context(order_weight=self.env.context.get("order_weight"))
        quote = order._courier_quote(self)
        if not isinstance(quote, courier_rates.Quote):
            return {
                "success": False, "price": 0.0, "warning_message": False,
                "error_message": order._courier_error_message(self, quote),
            }  # fmt: skip
        return {
            "success": True,
            "price": order._courier_from_company(quote.total),
            "error_message": False,
            "warning_message": order._courier_unknown_weight_message() if quote.has_unknown_weight else False,
            "courier_quote": order._prepare_courier_quote(quote),
        }

    def crosstech_courier_send_shipping(self, pickings):
        """Nothing is sent to the courier: Inventory brings the parcel and notes the waybill number it gets."""
        return [
            {"exact_price": picking.sale_id._get_courier_carrier_price(), "tracking_number": False}
            for picking in pickings
        ]

    def crosstech_courier_get_tracking_link(self, picking):
        return self.courier_id._get_tracking_link(picking.carrier_tracking_ref)

    def crosstech_courier_cancel_shipment(self, pickings):
        """The parcel is handed over by hand, so taking it back only forgets the number."""
        pickings.write({"carrier_tracking_ref": False, "carrier_price": 0.0})

    def _courier_service_parameters(self) -> courier_rates.Service:
        """Read the parameters of this service for the rules."""
        self.ensure_one()
        values = {name: self[f"courier_{name}"] for name in PARAMETERS}
        return courier_rates.Service(
            **{name: value if isinstance(value, bool) else Decimal(str(value)) for name, value in values.items()}
        )

    @api.model
    def _unpublish_free_delivery(self):
        """Hide Odoo's sample delivery for nothing, which every shop starts with."""
        sample = self.env.ref("delivery.free_delivery_carrier", raise_if_not_found=False)
        if sample and sample.delivery_type == "fixed" and not sample.fixed_price:
            sample.website_published = False
