"""Shipments as a courier's bill is checked against: what was in them, what it weighed, what the customer paid."""

from dataclasses import replace
from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_compare

from ..lib import courier_rates

CM3_PER_M3 = 1_000_000
GRAM_DIGITS = 3


class StockPicking(models.Model):
    _inherit = "stock.picking"

    courier_bill_line_ids = fields.One2many(
        "crosstech.courier.bill.line", "picking_id", string="Charged by the Courier"
    )
    courier_bill_count = fields.Integer(compute="_compute_courier_bill_count")

    def _compute_courier_bill_count(self):
        counts = dict(
            self.env["crosstech.courier.bill.line"]
            .sudo()
            ._read_group([("picking_id", "in", self.ids)], ["picking_id"], ["__count"])
        )
        for picking in self:
            picking.courier_bill_count = counts.get(picking, 0)

    def action_open_courier_bill_lines(self):
        """Open what couriers charged for this shipment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.courier_bill_line_action")
        return {**action, "domain": [("picking_id", "=", self.id)], "context": {}}

    def _courier_parcels(self) -> dict:
        """Return what left in each shipment, as ``lib.courier_rates`` takes it.

        The weight Inventory put down counts before the products' own; the size of boxes, where all of the goods are
        packed into boxes of known size, before the products' own.

        :return: picking id -> dict(parcels, goods_value)
        """
        moves = self.env["stock.move"].search_fetch(
            [("picking_id", "in", self.ids), ("state", "=", "done")],
            ["picking_id", "product_id", "product_uom", "quantity", "sale_line_id"],
        )
        found = {picking.id: {"parcels": (), "goods_value": courier_rates.ZERO} for picking in self}
        for move in moves:
            if move.product_id.type == "consu" and move.quantity > 0:
                entry = found[move.picking_id.id]
                entry["parcels"] += (move._prepare_courier_parcel(),)
                entry["goods_value"] += move._courier_goods_value()
        boxes = self._courier_box_volumes()
        for picking in self:
            entry = found[picking.id]
            entry["parcels"] = picking._weighed_parcels(entry["parcels"], boxes.get(picking.id))
        return found

    def _weighed_parcels(self, parcels, box_volume):
        """Bring the weight on the scale and the size of the boxes to the parcels."""
        if not parcels:
            return parcels
        known = float(sum((parcel.weight_kg * parcel.quantity for parcel in parcels), courier_rates.ZERO))
        if self.shipping_weight > 0 and float_compare(self.shipping_weight, known, precision_digits=GRAM_DIGITS):
            parcels = courier_rates.with_actual_weight(parcels, self.shipping_weight)
        if box_volume:
            first, *others = parcels
            parcels = (
                replace(first, volume_cm3=box_volume / first.quantity),
                *(replace(parcel, volume_cm3=courier_rates.ZERO) for parcel in others),
            )
        return parcels

    def _courier_box_volumes(self) -> dict:
        """Return picking id -> cm³ of its boxes, where everything in it is in a box of known size."""
        lines = self.env["stock.move.line"].search_fetch(
            [("picking_id", "in", self.ids), ("state", "=", "done")], ["picking_id", "result_package_id"]
        )
        boxes = {}
        for line in lines:
            boxes.setdefault(line.picking_id.id, set()).add(line.result_package_id)
        metric = self.env["ir.config_parameter"].sudo().get_param("product.volume_in_cubic_feet") != "1"
        cubic = Decimal("0.001") if metric else Decimal("16.387064")  # mm³ or cubic inches to cm³
        volumes = {}
        for picking_id, packages in boxes.items():
            sizes = [self._box_size(package.package_type_id) for package in packages]
            if sizes and all(sizes):
                volumes[picking_id] = sum(sizes) * cubic
        return volumes

    def _box_size(self, kind) -> Decimal:
        return Decimal(str(kind.packaging_length)) * Decimal(str(kind.width)) * Decimal(str(kind.height))

    def _courier_paid(self) -> dict:
        """Return picking id -> what the customer paid for delivery, in company currency.

        An order that left in several shipments paid once: it counts for the first of them.
        """
        domain = [
            ("sale_id", "in", self.sale_id.ids),
            ("state", "=", "done"),
            ("picking_type_id.code", "=", "outgoing"),
        ]
        first = {picking_id: order for order, picking_id in self._read_group(domain, ["sale_id"], ["id:min"])}
        lines = self.env["sale.order.line"].search_fetch(
            [("order_id", "in", [order.id for order in first.values()]), ("is_delivery", "=", True)],
            ["order_id", "price_total"],
        )
        paid = {}
        for line in lines:
            paid[line.order_id.id] = paid.get(line.order_id.id, 0) + line.price_total
        return {
            picking_id: round(order._courier_to_company(paid.get(order.id, 0))) for picking_id, order in first.items()
        }


class StockMove(models.Model):
    _inherit = "stock.move"

    def _courier_quantity(self) -> Decimal:
        """Return how many pieces left, in the product's own unit."""
        unit = self.product_id.uom_id
        if self.product_uom == unit:
            return Decimal(str(self.quantity))
        return Decimal(str(self.product_uom._compute_quantity(self.quantity, unit)))

    def _prepare_courier_parcel(self) -> courier_rates.Parcel:
        """Read a move for the rules, as an order line is at checkout."""
        product = self.product_id
        sides = product.parcel_length_cm * product.parcel_width_cm * product.parcel_height_cm
        return courier_rates.Parcel(
            weight_kg=max(Decimal(str(product.weight)), courier_rates.ZERO),
            quantity=self._courier_quantity(),
            volume_cm3=Decimal(str(sides or product.volume * CM3_PER_M3)),
            is_dangerous=product.is_dangerous,
            needs_wood_packing=product.needs_wood_packing,
        )

    def _courier_goods_value(self) -> Decimal:
        """Return what the customer paid for these goods, in company currency: what an insurance would cover."""
        line = self.sale_line_id
        if not line.product_uom_qty:
            return courier_rates.ZERO
        share = self._courier_quantity() / Decimal(str(line.product_qty or line.product_uom_qty))
        return line.order_id._courier_to_company(line.price_total) * share
