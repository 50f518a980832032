"""Quotes: what the customer is asked before anything is charged; an accepted one never changes (S1.19)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.cost_gate import PAID_STATES


class WorkOrderQuote(models.Model):
    _name = "crosstech.work.order.quote"
    _description = "Quote for a Work Order"
    _order = "id"

    order_id = fields.Many2one("crosstech.work.order", required=True, index=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, readonly=True)
    name = fields.Char(string="Number", required=True, readonly=True)
    state = fields.Selection(
        [
            ("offered", "Waits for the Answer"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("superseded", "Replaced by Another"),
        ],
        default="offered", required=True, index=True, readonly=True,
    )  # fmt: skip
    line_ids = fields.One2many("crosstech.work.order.line", "quote_id", string="Lines")
    amount_total = fields.Monetary(string="Total", readonly=True, help="With taxes, as it was offered.")
    offered_datetime = fields.Datetime(string="Offered On", required=True, readonly=True, default=fields.Datetime.now)
    valid_until = fields.Date(required=True, readonly=True)
    answered_datetime = fields.Datetime(string="Answered On", readonly=True)
    answer_way = fields.Selection(
        [("customer", "On his page"), ("repair_team", "Told to us"), ("system", "Within his limit")], readonly=True
    )
    answer_note = fields.Char(string="Who Said So", readonly=True)
    answer_user_id = fields.Many2one("res.users", string="Noted By", readonly=True)
    invoice_id = fields.Many2one("account.move", readonly=True, index="btree_not_null")
    is_paid = fields.Boolean(compute="_compute_is_paid", store=True)

    _one_offered = models.UniqueIndex("(order_id) WHERE state = 'offered'", "A quote waits for its answer already.")

    @api.depends("invoice_id.payment_state")
    def _compute_is_paid(self):
        for quote in self:
            quote.is_paid = quote.sudo().invoice_id.payment_state in PAID_STATES

    # === BUSINESS METHODS === #

    def _supersede(self):
        """Take quotes back that wait or were refused; their lines can be offered anew."""
        self.write({"state": "superseded"})
        self.line_ids.quote_id = False

    @api.model
    def _cron_expire(self):
        """Let quotes end that were not answered in time; the Repair Team asks again."""
        for company in self.env["res.company"].search([]):
            today = company._get_today()
            domain = [("company_id", "=", company.id), ("state", "=", "offered"), ("valid_until", "<", today)]
            self.env["ir.cron"]._work_on_each(self.search(domain), lambda quote: quote._expire())

    def _expire(self):
        self.state = "expired"
        self.order_id._ask_repair_team(self.env._("%(quote)s was not answered: call the customer.", quote=self.name))


class WorkOrderLine(models.Model):
    _inherit = "crosstech.work.order.line"

    quote_id = fields.Many2one("crosstech.work.order.quote", index="btree_not_null", readonly=True, copy=False)

    # === CRUD METHODS === #

    def write(self, vals):
        """Override to keep what the customer agreed to; a changed line of an open quote has to be offered again."""
        if {"quantity", "price_unit", "is_free", "product_id", "name", "order_id"} & vals.keys():
            self._release_from_quote()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self._release_from_quote()

    # === BUSINESS METHODS === #

    def _release_from_quote(self):
        """Take the quotes of these lines back.

        :raises UserError: when the customer has accepted one
        """
        quotes = self.sudo().quote_id
        for quote in quotes.filtered(lambda quote: quote.state == "accepted"):
            raise UserError(
                self.env._(
                    "The customer accepted %(quote)s: its lines stay. Next step: add a line, and offer that one.",
                    quote=quote.name,
                )
            )
        quotes._supersede()

    def _get_taxes(self):
        """:return: the taxes an invoice of this line carries"""
        taxes = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        position = self.env["account.fiscal.position"]._get_fiscal_position(self.order_id.partner_id)
        return position.map_tax(taxes)

    def _get_total(self):
        """:return: what the customer pays for these lines, with taxes, as an invoice of them rounds it"""
        if not self:
            return 0.0
        Tax = self.env["account.tax"]
        order = self.order_id[:1]
        lines = [
            Tax._prepare_base_line_for_taxes_computation(
                line, currency_id=order.currency_id, partner_id=order.partner_id, product_id=line.product_id,
                price_unit=line.price_unit, quantity=line.quantity, tax_ids=line._get_taxes(), rate=1.0,
            )
            for line in self
        ]  # fmt: skip
        Tax._add_tax_details_in_base_lines(lines, order.company_id)
        Tax._round_base_lines_tax_details(lines, order.company_id)
        return Tax._get_tax_totals_summary(lines, order.currency_id, order.company_id)["total_amount_currency"]
