"""One product on a stock check: what is there, what sells, what is proposed, what the Director decides."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import replenishment, stock_report


class StockReportLine(models.Model):
    _name = "crosstech.stock.report.line"
    _description = "Product on a Stock Check"
    _order = "report_id desc, cover_days, id"
    _rec_name = "product_id"

    report_id = fields.Many2one("crosstech.stock.report", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="report_id.state")
    company_id = fields.Many2one(related="report_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", required=True, index=True, domain=[("is_storable", "=", True)], ondelete="restrict"
    )
    uom_id = fields.Many2one(related="product_id.uom_id")

    # what the books say, as of the check
    on_hand = fields.Float(digits="Product Unit", readonly=True)
    promised = fields.Float(digits="Product Unit", readonly=True, help="Sold and not yet delivered.")
    incoming = fields.Float(string="On Order", digits="Product Unit", readonly=True, help="Ordered, not yet received.")
    sold_30 = fields.Float(string="Sold in 30 Days", digits="Product Unit", readonly=True)
    sold_90 = fields.Float(string="Sold in 90 Days", digits="Product Unit", readonly=True)
    daily_sales = fields.Float(
        string="Sales per Day", digits=(16, 2), readonly=True,
        help="Of the last 13 weeks; recent weeks weigh more, one big order hardly counts.",
    )  # fmt: skip
    rule_minimum = fields.Float(digits="Product Unit", readonly=True)
    rule_maximum = fields.Float(digits="Product Unit", readonly=True)
    last_price = fields.Monetary(readonly=True, help="Per piece, on the last order.")

    # Inventory
    counted_quantity = fields.Float(string="Counted", digits="Product Unit", help="What really stands on the shelf.")
    count_note = fields.Char(string="Remark on the Count")

    # the proposal
    free = fields.Float(digits="Product Unit", compute="_compute_proposal", store=True)
    cover_days = fields.Float(
        string="Lasts, Days", digits=(16, 1), compute="_compute_proposal", store=True, aggregator="min",
        help="How long the free stock lasts; empty when nothing was sold.",
    )  # fmt: skip
    computed_quantity = fields.Float(digits="Product Unit", compute="_compute_proposal", store=True)
    reason = fields.Selection(
        [("owed", "Owed"), ("rule", "Below Minimum"), ("cover", "Will Not Last"), ("enough", "Enough"),
         ("unsold", "Not Sold")],
        compute="_compute_proposal", store=True,
    )  # fmt: skip
    reason_text = fields.Char(string="Why", compute="_compute_reason_text")
    proposed_quantity = fields.Float(
        string="Proposed", digits="Product Unit", compute="_compute_proposed_quantity", store=True, readonly=False
    )
    comment = fields.Char()

    # the supplier
    supplier_id = fields.Many2one("res.partner", domain=[("supplier_rank", ">", 0)], index="btree_not_null")
    lead_days = fields.Integer(string="Delivery, Days", readonly=True)
    supplier_minimum = fields.Float(digits="Product Unit", readonly=True)
    pack_quantity = fields.Float(digits="Product Unit", default=1.0, readonly=True)
    price_unit = fields.Monetary(string="List Price", readonly=True, help="Per piece, from the supplier's price list.")
    offered_price = fields.Monetary(help="Per piece, as the supplier offers it now; counts instead of the price list.")
    offer_note = fields.Char(string="Offer", help="When and how the supplier offered it, until when it holds.")
    unit_price = fields.Monetary(string="Price", compute="_compute_amounts", store=True)
    amount_proposed = fields.Monetary(string="Proposed Amount", compute="_compute_amounts", store=True)

    # the Director
    decided_quantity = fields.Float(
        string="To Order", digits="Product Unit", compute="_compute_decided_quantity", store=True, readonly=False
    )
    decision_reason = fields.Char(string="Why Not")
    amount_decided = fields.Monetary(string="Amount", compute="_compute_amounts", store=True)
    purchase_line_id = fields.Many2one("purchase.order.line", readonly=True, index="btree_not_null", copy=False)
    purchase_id = fields.Many2one(related="purchase_line_id.order_id", string="Order")

    _product_uniq = models.Constraint("UNIQUE(report_id, product_id)", "This product is on the list already.")
    _quantities_positive = models.Constraint(
        "CHECK(proposed_quantity >= 0 AND decided_quantity >= 0 AND offered_price >= 0)",
        "Quantities to order and prices cannot be negative.",
    )
    _counted_positive = models.Constraint(
        "CHECK(counted_quantity >= LEAST(on_hand, 0))", "What stands on the shelf cannot be negative."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "counted_quantity", "promised", "incoming", "daily_sales", "lead_days", "rule_minimum", "rule_maximum",
        "pack_quantity", "supplier_minimum",
    )  # fmt: skip
    def _compute_proposal(self):
        for line in self:
            goods = line._goods()
            proposal = replenishment.propose(goods, line.company_id._get_stock_policy())
            line.free = goods.free
            line.cover_days = proposal.cover_days
            line.computed_quantity = proposal.quantity
            line.reason = proposal.reason

    def _goods(self):
        """:return: ``lib.replenishment.Goods``, with what was counted instead of what the books say"""
        return replenishment.Goods(
            on_hand=self.counted_quantity,
            promised=self.promised,
            incoming=self.incoming,
            speed=self.daily_sales,
            lead_days=self.lead_days,
            rule_minimum=self.rule_minimum,
            rule_maximum=self.rule_maximum,
            pack=self.pack_quantity,
            supplier_minimum=self.supplier_minimum,
        )

    @api.depends("reason", "free", "cover_days", "lead_days", "rule_minimum")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for line in self:
            line.reason_text = line._reason_in_words()

    def _reason_in_words(self):
        days, lead = f"{self.cover_days:.0f}", self.lead_days
        texts = {
            "owed": self.env._("%(quantity)g more promised than there is and will come.", quantity=-self.free),
            "rule": self.env._("Below the minimum of %(quantity)g.", quantity=self.rule_minimum),
            "cover": self.env._("Lasts %(days)s days, the supplier needs %(lead)s.", days=days, lead=lead),
            "enough": self.env._("Lasts %(days)s days.", days=days),
            "unsold": self.env._("Not sold in 13 weeks."),
        }
        return texts.get(self.reason, "")

    @api.depends("computed_quantity")
    def _compute_proposed_quantity(self):
        for line in self:
            line.proposed_quantity = line.computed_quantity

    @api.depends("proposed_quantity")
    def _compute_decided_quantity(self):
        for line in self:
            line.decided_quantity = line.proposed_quantity

    @api.depends("price_unit", "offered_price", "proposed_quantity", "decided_quantity")
    def _compute_amounts(self):
        for line in self:
            line.unit_price = line.offered_price or line.price_unit
            line.amount_proposed = line.unit_price * line.proposed_quantity
            line.amount_decided = line.unit_price * line.decided_quantity

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Look up the figures of a product somebody adds; nobody types them."""
        if self.env.su:
            return super().create(vals_list)
        rows = []
        for vals in vals_list:
            report = self.env["crosstech.stock.report"].browse(vals.get("report_id"))
            report._check(stock_report.check_lines, report.state)
            product = self.env["product.product"].browse(vals.get("product_id")).exists()
            if not product.is_storable:
                raise UserError(self.env._("Choose a product that is kept in stock."))
            typed = {name: vals[name] for name in stock_report.EDITS[report.state] & vals.keys()}
            rows.append({"report_id": report.id, **report.sudo()._figures(product)[0], **typed})
        return super().create(rows)

    def write(self, vals):
        """Let each write what is his, while the paper is on his desk."""
        if not self.env.su:
            for report in self.report_id:
                report._check(stock_report.check_edit, vals.keys(), report.state)
        result = super().write(vals)
        if "supplier_id" in vals:
            self._take_terms_of_supplier()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_it_is_made(self):
        for report in self.report_id if not self.env.su else ():
            report._check(stock_report.check_lines, report.state)

    # === BUSINESS METHODS === #

    def _take_terms_of_supplier(self):
        """Take over price, delivery time and smallest quantity of the supplier that was chosen."""
        for line in self.sudo():
            kept = line.proposed_quantity, line.decided_quantity
            terms = line.report_id._supplier_terms(line.product_id, line.supplier_id)[line.product_id.id]
            line.write({name: value for name, value in terms.items() if name != "supplier_id"})
            line.write({"proposed_quantity": kept[0], "decided_quantity": kept[1]})

    def _prepare_purchase_line(self, order):
        """The line of the order; its price is the offer, else what core finds on the supplier's price list."""
        self.ensure_one()
        values = {
            "order_id": order.id,
            "product_id": self.product_id.id,
            "product_qty": self.decided_quantity,
            "product_uom_id": self.product_id.uom_id.id,
        }
        if self.offered_price:
            today = self.env.company._get_today()
            values["price_unit"] = self.currency_id._convert(
                self.offered_price, order.currency_id, order.company_id, today, round=False
            )
        return values
