"""What a work order takes: parts, labour, travel, freight; each free or billable (S1.19)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib import work_order

# What stays as it was once an order has ended.
KEPT = {"product_id", "quantity", "kind", "name", "lot_id", "price_unit", "cost_unit", "is_free"}


class WorkOrderLine(models.Model):
    _name = "crosstech.work.order.line"
    _description = "Line of a Work Order"
    _order = "order_id, sequence, id"

    order_id = fields.Many2one("crosstech.work.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("part", "Part"), ("labour", "Labour"), ("travel", "Travel"), ("freight", "Freight")],
        default="part", required=True,
    )  # fmt: skip
    product_id = fields.Many2one("product.product", ondelete="restrict", index="btree_not_null")
    lot_id = fields.Many2one(
        "stock.lot", string="Serial Number", ondelete="restrict", domain="[('product_id', '=', product_id)]",
        help="Of the part that goes in, where it has one.",
    )  # fmt: skip
    name = fields.Char(
        string="Description",
        required=True,
        compute="_compute_from_product",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(default=1.0, required=True)
    price_unit = fields.Monetary(
        string="Price", compute="_compute_from_product", store=True, readonly=False, precompute=True
    )
    cost_unit = fields.Monetary(
        string="Cost", compute="_compute_from_product", store=True, readonly=False, precompute=True,
        groups="base.group_user", help="What it costs the company.",
    )  # fmt: skip
    is_free = fields.Boolean(
        string="Free", compute="_compute_is_free", store=True, readonly=False, precompute=True,
        help="Not charged to the customer. The warranty proposes it; for anything else give the reason.",
    )  # fmt: skip
    free_reason = fields.Char(string="Reason", help="Why it differs from the warranty: goodwill, our own mistake …")
    amount = fields.Monetary(compute="_compute_amount", store=True, help="What the customer pays for it.")
    availability = fields.Selection(
        [("there", "In stock"), ("missing", "Part is missing"), ("used", "Built in")],
        compute="_compute_availability",
    )  # fmt: skip

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "A line is about more than nothing.")
    _price_not_negative = models.Constraint("CHECK(price_unit >= 0)", "A price cannot be negative.")

    # === COMPUTE METHODS === #

    @api.depends("product_id")
    def _compute_from_product(self):
        for line in self:
            product = line.product_id.with_company(line.company_id or self.env.company)
            line.name = product.name if product else line.name
            line.price_unit = product.lst_price if product else line.price_unit
            line.cost_unit = product.sudo().standard_price if product else line.cost_unit

    @api.depends("kind", "order_id.ticket_id")
    def _compute_is_free(self):
        for line in self:
            line.is_free = bool(line.order_id.sudo()._get_free_reason(line.kind)) if line.order_id else False

    @api.depends("quantity", "price_unit", "is_free")
    def _compute_amount(self):
        for line in self:
            line.amount = 0 if line.is_free else line.quantity * line.price_unit

    @api.depends("kind", "product_id", "quantity", "order_id.repair_id.state")
    def _compute_availability(self):
        for line in self:
            line.availability = line.sudo()._get_availability()

    def _get_availability(self):
        if self.kind != "part" or not self.product_id.is_storable:
            return False
        move = self.order_id._get_part_move(self)
        if move.state == "done":
            return "used"
        if move and move.quantity >= self.quantity:
            return "there"
        shelf = self.order_id._get_warehouse().lot_stock_id
        return "there" if self.product_id.with_context(location=shelf.id).free_qty >= self.quantity else "missing"

    # === CONSTRAINT METHODS === #

    @api.constrains("is_free", "free_reason", "kind")
    def _check_reason(self):
        for line in self:
            covered = bool(line.order_id.sudo()._get_free_reason(line.kind))
            if line.is_free != covered and not (line.free_reason or "").strip():
                raise ValidationError(
                    self.env._("“%s”: give the reason, for it is not what the warranty says.", line.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: nothing is added to an order that ended; a repair that runs takes its new parts."""
        lines = super().create(vals_list)
        lines._check_order_is_open()
        lines.order_id.sudo()._follow_part_lines()
        return lines

    def write(self, vals):
        """Override: what ended stays as it was."""
        if KEPT & vals.keys():
            self._check_order_is_open()
        result = super().write(vals)
        if {"product_id", "quantity", "kind", "lot_id"} & vals.keys():
            self.order_id.sudo()._follow_part_lines()
        return result

    def unlink(self):
        """Override: what ended stays as it was."""
        self._check_order_is_open()
        orders = self.order_id
        result = super().unlink()
        orders.sudo()._follow_part_lines()
        return result

    def _check_order_is_open(self):
        ended = self.order_id.filtered(lambda order: order.state in work_order.END_STATES)
        if ended:
            raise UserError(self.env._("%s has ended: its lines stay as they are.", ended[0].name))
