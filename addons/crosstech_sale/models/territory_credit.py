"""What the company owes a reseller for buyers' orders of his territory; Finance settles it (S0.69)."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import territory_orders
from ..lib.money import exact

REVERSED = ("cancel",)  # a move in this state settles nothing


class TerritoryCredit(models.Model):
    _name = "crosstech.territory.credit"
    _description = "Territory Credit"
    _order = "id desc"

    order_id = fields.Many2one("sale.order", required=True, index=True, readonly=True, ondelete="restrict")
    reseller_id = fields.Many2one("res.partner", required=True, index=True, readonly=True, ondelete="restrict")
    territory_id = fields.Many2one("crosstech.territory", required=True, index=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(
        [("credit", "Share"), ("hand_over", "Delivered by the reseller")], required=True, readonly=True
    )  # fmt: skip
    percent = fields.Float(digits=(5, 2), readonly=True, aggregator=None)
    goods_amount = fields.Monetary(
        string="Goods", compute="_compute_amounts", store=True,
        help="Without taxes and delivery, less what was given back; at the reseller's own price where he delivers.",
    )  # fmt: skip
    delivery_amount = fields.Monetary(string="Delivery", compute="_compute_amounts", store=True)
    amount = fields.Monetary(compute="_compute_amounts", store=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("earned", "Earned"), ("settled", "Settled"), ("void", "Void")],
        compute="_compute_state", store=True, index=True,
    )  # fmt: skip
    is_void = fields.Boolean(
        readonly=True, help="The order went to another territory, or the reseller did not deliver."
    )
    move_id = fields.Many2one("account.move", string="Credit Note", readonly=True, index="btree_not_null", copy=False)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id", store=True)

    _order_uniq = models.UniqueIndex("(order_id) WHERE is_void IS NOT TRUE", "An order is credited once.")

    # === COMPUTE METHODS === #

    @api.depends("order_id.name", "reseller_id.name")
    def _compute_display_name(self):
        for credit in self:
            credit.display_name = f"{credit.order_id.name}: {credit.reseller_id.name}"

    @api.depends(
        "kind", "percent", "move_id", "order_id.order_line.price_subtotal", "order_id.order_line.product_uom_qty",
        "order_id.order_line.invoice_lines.move_id.state",
    )  # fmt: skip
    def _compute_amounts(self):
        for credit in self:
            if credit.move_id.state in ("draft", "posted"):
                continue  # what Finance has put on paper stays
            if credit.kind == "credit":
                goods = credit._goods_kept()
                credit.goods_amount, credit.delivery_amount = goods, 0.0
                credit.amount = territory_orders.credit_amount(exact(goods), Decimal(str(credit.percent)))
            elif not (credit.amount and credit.order_id.payment_confirmed_datetime):  # the price of then
                credit.goods_amount = credit.order_id._reseller_price(credit.reseller_id)
                credit.delivery_amount = credit.order_id._delivery_charge()
                credit.amount = credit.goods_amount + credit.delivery_amount

    @api.depends("amount", "is_void", "move_id.state", "order_id.order_stage", "order_id.payment_confirmed_datetime")
    def _compute_state(self):
        for credit in self:
            order = credit.order_id
            credit.state = territory_orders.credit_state(
                territory_orders.CreditFacts(
                    amount=exact(credit.amount),
                    is_posted=credit.move_id.state == "posted",
                    is_void=credit.is_void,
                    is_cancelled=order.order_stage == "cancelled",
                    is_paid=bool(order.payment_confirmed_datetime),
                    is_delivered=credit.kind == "credit" or order.order_stage in ("shipped", "received"),
                )
            )

    # === ACTION METHODS === #

    def action_settle(self):
        """Put the earned credits of one reseller on one credit note, which Finance checks and posts.

        A credit note of a customer, not a bill of a supplier: a reseller is a customer, and what the company owes him
        stands beside what he buys in one account, open to set against his next invoice or to be paid out.
        """
        if "finance_manager" not in self.env["res.users"]._acting_roles() and not self.env.su:
            raise UserError(self.env._("The Finance Manager settles credits."))
        self.check_access("read")
        credits = self.sudo()
        credits.lock_for_update(allow_referencing=True)
        credits.invalidate_recordset(["move_id", "state"])
        credits._check_may_settle()
        move = self.env["account.move"].create(credits._prepare_credit_note())
        credits.move_id = move
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": move.id,
            "views": [(False, "form")],
        }

    def action_open_move(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _void(self):
        """Owe nothing for these any more, so that the order can be credited to somebody else."""
        self.is_void = True
        self.flush_recordset(["is_void"])

    def _check_may_settle(self):
        """Refuse what is not earned, is on a credit note already, or belongs to several resellers.

        :raises UserError: naming the credit and the next step
        """
        for credit in self:
            if credit.move_id and credit.move_id.state not in REVERSED:
                raise UserError(
                    self.env._(
                        "%s is on a credit note already. Next step: check that one and post it.", credit.display_name
                    )
                )
            if credit.state != "earned":
                raise UserError(self.env._("%s is not earned: choose earned credits only.", credit.display_name))
        if len(self.reseller_id) != 1 or len(self.company_id) != 1 or len(self.currency_id) != 1:
            raise UserError(self.env._("Choose credits of one reseller, one company and one currency."))

    def _prepare_credit_note(self) -> dict:
        return {
            "move_type": "out_refund",
            "partner_id": self.reseller_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.env._("Credits of your territory"),
            "invoice_line_ids": [
                (0, 0, {"name": credit._line_text(), "quantity": 1, "price_unit": credit.amount, "tax_ids": False})
                for credit in self.sorted("id")
            ],
        }

    def _line_text(self):
        """Say on the credit note what an amount is for."""
        credit = self.with_context(lang=self.reseller_id.lang)
        if self.kind == "credit":
            return credit.env._(
                "Order %(order)s: %(percent)g %% of %(goods)s",
                order=self.order_id.name,
                percent=self.percent,
                goods=self.currency_id.format(self.goods_amount),
            )
        return credit.env._("Order %s: goods delivered by you, with the delivery", self.order_id.name)

    def _goods_kept(self):
        """Price of the goods of the order, without taxes and delivery, less what was credited to the buyer since."""
        lines = self.order_id.order_line.filtered(lambda line: not line.is_delivery and not line.display_type)
        refunds = lines.invoice_lines.filtered(
            lambda line: line.move_id.move_type == "out_refund" and line.move_id.state == "posted"
        )
        return sum(lines.mapped("price_subtotal")) - sum(refunds.mapped("price_subtotal"))
