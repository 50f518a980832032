"""Charged consignments with the result of their audit; the result is written by the audit only."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import courier_audit

ANSWERS = {"answer", "credited_amount"}


class CourierBillLine(models.Model):
    _name = "crosstech.courier.bill.line"
    _description = "Charged Consignment"
    _order = "bill_id desc, row, id"
    _rec_name = "awb"

    # as the courier says
    bill_id = fields.Many2one("crosstech.courier.bill", required=True, index=True, ondelete="cascade")
    bill_state = fields.Selection(related="bill_id.state")
    courier_id = fields.Many2one(related="bill_id.courier_id", store=True)
    company_id = fields.Many2one(related="bill_id.company_id", store=True)
    currency_id = fields.Many2one(related="bill_id.currency_id")
    row = fields.Integer(string="Line", readonly=True)
    awb = fields.Char(string="AWB", required=True, readonly=True)
    awb_key = fields.Char(required=True, readonly=True, index=True)
    day = fields.Date(string="Date", readonly=True)
    origin = fields.Char(readonly=True)
    destination = fields.Char(string="Destination charged", readonly=True)
    service = fields.Char(string="Service charged", readonly=True)
    weight_kg = fields.Float(string="Charged kg", digits=(16, 3), readonly=True)
    pieces = fields.Integer(readonly=True)
    has_freight = fields.Boolean(readonly=True)
    freight = fields.Monetary(readonly=True)
    insurance = fields.Monetary(readonly=True)
    packing = fields.Monetary(readonly=True)
    surcharge = fields.Monetary(readonly=True)
    total = fields.Monetary(string="Charged", readonly=True)

    # as we find
    picking_id = fields.Many2one("stock.picking", string="Shipment", readonly=True, index="btree_not_null")
    order_id = fields.Many2one("sale.order", readonly=True, index="btree_not_null")
    carrier_id = fields.Many2one("delivery.carrier", string="Service", readonly=True, index="btree_not_null")
    region_id = fields.Many2one("crosstech.region", string="Destination", readonly=True, index="btree_not_null")
    tariff_id = fields.Many2one(
        "crosstech.courier.tariff", string="Price List", readonly=True, index="btree_not_null"
    )  # fmt: skip
    shipped_date = fields.Date(string="Shipped", readonly=True)
    actual_weight_kg = fields.Float(string="Actual kg", digits=(16, 3), readonly=True)
    volumetric_weight_kg = fields.Float(string="Volumetric kg", digits=(16, 3), readonly=True)
    expected_weight_kg = fields.Float(string="Our kg", digits=(16, 3), readonly=True)
    expected_price_per_kg = fields.Monetary(string="Price per kg", readonly=True)
    expected_freight = fields.Monetary(string="Our freight", readonly=True)
    expected_extra = fields.Monetary(string="Our surcharges", readonly=True)
    expected_insurance = fields.Monetary(string="Our insurance", readonly=True)
    expected_total = fields.Monetary(string="Expected", readonly=True)
    difference = fields.Monetary(readonly=True)
    status = fields.Selection(
        [("right", "Right"), ("wrong", "Too Much"), ("cheap", "Too Little"), ("unchecked", "Not Checked")],
        readonly=True, index=True,
    )  # fmt: skip
    cause = fields.Selection(selection="_selection_cause", readonly=True, index=True)
    finding = fields.Json(readonly=True)
    explanation = fields.Text(compute="_compute_explanation")
    customer_paid = fields.Monetary(
        readonly=True, help="What the customer paid for delivery; counted once where an order left in several parcels."
    )
    margin = fields.Monetary(readonly=True, help="Paid by the customer less charged by the courier.")

    # as it is settled
    answer = fields.Selection([("agreed", "Courier Agrees"), ("stands", "Charge Stands")], copy=False)
    credited_amount = fields.Monetary(string="Credited", copy=False)
    to_pay = fields.Monetary(
        compute="_compute_to_pay", store=True, help="What is in dispute is held back until it is answered."
    )

    _bill_cause_idx = models.Index("(bill_id, cause)")
    _credit_is_within_total = models.Constraint(
        "CHECK (COALESCE(credited_amount, 0) BETWEEN 0 AND GREATEST(total, 0))",
        "A courier cannot credit more than it charged, nor less than nothing.",
    )

    @api.model
    def _selection_cause(self):
        return list(self._cause_labels().items())

    @api.model
    def _cause_labels(self) -> dict:
        """Return the causes in words, in their order."""
        return {
            courier_audit.UNKNOWN: self.env._("Unknown consignment"),
            courier_audit.TWICE: self.env._("Billed twice"),
            courier_audit.NOT_SHIPPED: self.env._("Never shipped"),
            courier_audit.SERVICE: self.env._("Other service"),
            courier_audit.DESTINATION: self.env._("Other destination"),
            courier_audit.WEIGHT: self.env._("Weight"),
            courier_audit.VOLUMETRIC: self.env._("Volume"),
            courier_audit.TARIFF: self.env._("Price per kg"),
            courier_audit.SURCHARGE: self.env._("Surcharge"),
            courier_audit.INSURANCE: self.env._("Insurance"),
            courier_audit.SUM: self.env._("Total does not add up"),
            courier_audit.UNDERCHARGED: self.env._("Charged too little"),
            courier_audit.ROUNDING: self.env._("Within the tolerance"),
            courier_audit.NO_PRICE: self.env._("No price to compare with"),
        }

    # === COMPUTE METHODS === #

    @api.depends("status", "answer", "total", "expected_total", "credited_amount")
    def _compute_to_pay(self):
        for line in self:
            line.to_pay = courier_audit.to_pay(
                line.status or courier_audit.UNCHECKED, line.answer or None, line.total, line.expected_total,
                line.credited_amount,
            )  # fmt: skip

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of the ORM: a person enters the courier's answer, nothing else."""
        if not self.env.su and vals.keys() - ANSWERS:
            raise AccessError(self.env._("What the courier charged and what the audit found stay as they are."))
        if ANSWERS & vals.keys() and any(line.bill_id.state not in ("audited", "disputed") for line in self):
            raise UserError(self.env._("Answers are entered while a bill is audited or disputed."))
        return super().write(vals)

    # === ACTION METHODS === #

    def action_agree(self):
        """The courier agrees: the difference is credited."""
        for line in self._answerable():
            line.write({"answer": courier_audit.AGREED, "credited_amount": max(line.difference, 0)})

    def action_let_stand(self):
        """The charge stands: it is paid as billed."""
        self._answerable().write({"answer": courier_audit.STANDS, "credited_amount": 0})

    def action_forget_answer(self):
        """Take an answer back."""
        self._answerable().write({"answer": False, "credited_amount": 0})

    def action_open_shipment(self):
        """Open the shipment, to look at its weight and destination."""
        self.ensure_one()
        self.check_access("read")
        if not self.picking_id:
            raise UserError(self.env._("No shipment of ours has this consignment number."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
            "view_mode": "form",
        }

    def _answerable(self):
        self.check_access("write")
        return self.filtered(lambda line: line.status in (courier_audit.WRONG, courier_audit.UNCHECKED))
