"""Order lines as parcels; a changed line changes what the courier costs."""

from decimal import Decimal

from odoo import api, models

from ..lib import courier_rates

WEIGHT_FIELDS = {"product_id", "product_uom_qty", "product_uom_id"}
CM3_PER_M3 = 1_000_000


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: not line.is_delivery).order_id._rerate_courier()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if WEIGHT_FIELDS & vals.keys():
            self.filtered(lambda line: not line.is_delivery).order_id._rerate_courier()
        return result

    def unlink(self):
        orders = self.filtered(lambda line: not line.is_delivery).order_id
        result = super().unlink()
        orders.exists()._rerate_courier()
        return result

    # === BUSINESS METHODS === #

    def _prepare_courier_parcel(self) -> courier_rates.Parcel:
        """Read a line for the rules: weight in kg and volume in cm³ of one piece, pieces in the product's own unit."""
        self.ensure_one()
        product = self.product_id
        sides = product.parcel_length_cm * product.parcel_width_cm * product.parcel_height_cm
        return courier_rates.Parcel(
            weight_kg=max(Decimal(str(product.weight)), courier_rates.ZERO),
            quantity=Decimal(str(self.product_qty)),
            volume_cm3=Decimal(str(sides or product.volume * CM3_PER_M3)),
            is_dangerous=product.is_dangerous,
            needs_wood_packing=product.needs_wood_packing,
        )
