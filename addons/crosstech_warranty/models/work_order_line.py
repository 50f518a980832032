"""What a work order takes: parts, labour, travel, freight; each free or billable (S1.19)."""

from odoo import api, fields, models


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
    name = fields.Char(string="Description", required=True)
    quantity = fields.Float(default=1.0, required=True)
    price_unit = fields.Monetary()
    cost_unit = fields.Monetary(groups="base.group_user", help="What it costs the company.")
    is_free = fields.Boolean(help="Not charged to the customer.")
    free_reason = fields.Char(help="Why: warranty, goodwill, our own mistake.")
    amount = fields.Monetary(compute="_compute_amount", store=True, help="What the customer pays for it.")

    @api.depends("quantity", "price_unit", "is_free")
    def _compute_amount(self):
        for line in self:
            line.amount = 0 if line.is_free else line.quantity * line.price_unit
