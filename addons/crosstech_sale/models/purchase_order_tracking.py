"""A purchase from the order to the payment, as the goods and the money say it: nobody types it (S0.49, X18)."""

from odoo import api, fields, models

from ..lib import payables, purchase_flow


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    stock_report_id = fields.Many2one(
        "crosstech.stock.report", string="Stock Check", readonly=True, index="btree_not_null", copy=False
    )
    purchase_stage = fields.Selection(
        [
            ("requested", "Requested"),
            ("ordered", "Ordered"),
            ("partly_received", "Partly Received"),
            ("received", "Received"),
            ("billed", "Billed"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        string="Progress", compute="_compute_purchase_stage", store=True, index=True,
        group_expand="_expand_purchase_stage",
    )  # fmt: skip
    ordered_quantity = fields.Float(digits="Product Unit", compute="_compute_quantities", store=True)
    received_quantity = fields.Float(digits="Product Unit", compute="_compute_quantities", store=True)
    missing_quantity = fields.Float(
        string="Not Received", digits="Product Unit", compute="_compute_quantities", store=True,
        help="Ordered and not received; below zero when more came than was ordered.",
    )  # fmt: skip
    payable_due_date = fields.Date(
        string="To Be Paid By", compute="_compute_payable", compute_sudo=True, search="_search_payable_due_date"
    )
    payable_status = fields.Selection(
        selection="_selection_payable_status", compute="_compute_payable", compute_sudo=True,
        search="_search_payable_status",
    )  # fmt: skip

    # === COMPUTE METHODS === #

    @api.depends(
        "state", "picking_ids.state", "order_line.qty_received", "order_line.qty_to_invoice",
        "invoice_ids.state", "invoice_ids.payment_state",
    )  # fmt: skip
    def _compute_purchase_stage(self):
        for order in self:
            order.purchase_stage = purchase_flow.stage(order._purchase_facts())

    def _purchase_facts(self):
        """:return: ``lib.purchase_flow.PurchaseFacts`` of this order"""
        self.ensure_one()
        bills = self.invoice_ids.filtered(lambda bill: bill.state != "cancel")
        posted = bills.filtered(lambda bill: bill.state == "posted")
        return purchase_flow.PurchaseFacts(
            is_confirmed=self.state == "purchase",
            is_cancelled=self.state == "cancel",
            has_arrivals=any(line.qty_received > 0 for line in self.order_line),
            is_closed=all(picking.state in ("done", "cancel") for picking in self.picking_ids),
            is_billed=bool(posted) and posted == bills and not any(line.qty_to_invoice for line in self.order_line),
            is_paid=all(bill.payment_state in payables.PAID_STATES for bill in posted),
        )

    @api.model
    def _expand_purchase_stage(self, _values, _domain):
        """Show the columns of the way even where nothing stands."""
        return [stage for stage in purchase_flow.STAGES if stage != "cancelled"]

    @api.depends("order_line.product_qty", "order_line.qty_received", "order_line.display_type")
    def _compute_quantities(self):
        for order in self:
            lines = order.order_line.filtered(lambda line: not line.display_type)
            order.ordered_quantity = sum(lines.mapped("product_qty"))
            order.received_quantity = sum(lines.mapped("qty_received"))
            order.missing_quantity = order.ordered_quantity - order.received_quantity

    @api.model
    def _selection_payable_status(self):
        return self.env["account.move"]._fields["payable_status"]._description_selection(self.env)

    @api.depends("invoice_ids.state", "invoice_ids.payment_state", "invoice_ids.invoice_date_due")
    def _compute_payable(self):
        for order in self:
            bills = order.invoice_ids.filtered("payable_status")
            waiting = bills.filtered(lambda bill: bill.payable_status != "paid").sorted("invoice_date_due")
            order.payable_due_date = waiting[:1].invoice_date_due
            order.payable_status = (waiting or bills)[:1].payable_status

    def _search_payable_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        bills = self.env["account.move"].sudo().search([("payable_status", "in", value)])
        return [("invoice_ids", "in", bills.ids)]

    def _search_payable_due_date(self, operator, value):
        bills = self.env["account.move"].sudo()
        unpaid = [("payable_status", "in", ["overdue", "near_due", "unpaid"])]
        return [("invoice_ids", "in", bills.search([*unpaid, ("invoice_date_due", operator, value)]).ids)]

    # === ACTION METHODS === #

    def action_create_invoice(self, attachment_ids=False):
        """Override of `purchase`: where the receipt made the bill already, open that one instead of refusing."""
        self.env["account.move"].check_access("create")
        drafts = self.invoice_ids.filtered(lambda bill: bill.state == "draft")
        if drafts and not attachment_ids and not any(line.qty_to_invoice for line in self.order_line):
            return self.action_view_invoice(drafts)
        return super().action_create_invoice(attachment_ids=attachment_ids)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    missing_quantity = fields.Float(
        string="Not Received", digits="Product Unit", compute="_compute_missing_quantity", store=True
    )
    difference_reason = fields.Char(string="Reason of the Difference", compute="_compute_difference_reason")

    @api.depends("product_qty", "qty_received")
    def _compute_missing_quantity(self):
        for line in self:
            line.missing_quantity = 0.0 if line.display_type else line.product_qty - line.qty_received

    @api.depends("move_ids.picking_id.difference_reason")
    def _compute_difference_reason(self):
        for line in self:
            reasons = line.move_ids.picking_id.filtered("difference_reason").mapped("difference_reason")
            line.difference_reason = "; ".join(reasons)
