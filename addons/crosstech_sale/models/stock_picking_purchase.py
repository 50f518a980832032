"""Goods from a supplier arrive: quantities are recorded, and those who go on from there are told (S0.44, S0.45)."""

import logging

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

_logger = logging.getLogger(__name__)

ARRIVAL = "crosstech_sale.mail_activity_type_goods_arrived"
PAYABLE = "crosstech_sale.mail_activity_type_payable"


class StockPicking(models.Model):
    _inherit = "stock.picking"

    difference_reason = fields.Char(
        string="Reason of the Difference", tracking=True, copy=False,
        help="Why more or less arrived than was ordered: short delivery, broken, the rest comes later.",
    )  # fmt: skip

    # === ACTION METHODS === #

    def button_validate(self):
        """Override of `stock`: ordered and received quantities are both on record, and a difference has a reason."""
        for picking in self.filtered(lambda picking: picking._is_from_supplier() and not picking.difference_reason):
            different = picking.move_ids.filtered(
                lambda move: move.state not in ("done", "cancel") and move.quantity != move.product_uom_qty
            )
            if different and any(move.quantity for move in picking.move_ids):
                raise UserError(
                    self.env._(
                        "Ordered and arrived quantities differ: %(goods)s. Next step: write down the reason on the"
                        " receipt, then validate it.",
                        goods=", ".join(different.product_id.mapped("display_name")),
                    )
                )
        return super().button_validate()

    def _action_done(self):
        """Override of `stock` to tell what arrived and to give Finance the deadline of its payment."""
        result = super()._action_done()
        for picking in self.filtered(lambda picking: picking.state == "done" and picking._is_arrival()):
            picking.sudo()._tell_arrival()
            if picking._is_from_supplier():
                picking.sudo()._give_deadline_to_finance()
        return result

    # === BUSINESS METHODS === #

    def _is_arrival(self):
        self.ensure_one()
        return self.picking_type_code == "incoming" and not self.return_id

    def _is_from_supplier(self):
        self.ensure_one()
        return self._is_arrival() and bool(self.sudo().purchase_id)

    def _tell_arrival(self):
        """Tell the Operational Manager which products arrived and how many, so that the shop offers them (S0.8)."""
        user = self.env["res.users"].with_company(self.company_id)._with_role("operational_manager")
        if not user:
            return
        document = self.purchase_id or self
        document.with_context(mail_activity_quick_update=True).activity_schedule(
            ARRIVAL,
            user_id=user.id,
            summary=self.env._("Goods arrived: put them on the shop and offer them"),
            note=self._arrival_note(),
        )

    def _arrival_note(self):
        """What arrived, against what was ordered."""
        rows = Markup()
        for move in self.move_ids.filtered("quantity"):
            ordered = move.purchase_line_id.product_qty or move.product_uom_qty
            rows += Markup("<li>%s</li>") % self.env._(
                "%(product)s: %(quantity)s arrived, %(ordered)s ordered",
                product=move.product_id.display_name,
                quantity=formatLang(self.env, move.quantity, dp="Product Unit"),
                ordered=formatLang(self.env, ordered, dp="Product Unit"),
            )
        return Markup("<ul>%s</ul>%s") % (rows, self.difference_reason or "")

    def _give_deadline_to_finance(self):
        """Prepare the bill of what arrived; its deadline counts from today, its date and number are for Finance.

        Goods that are here are never held up by the books: where no bill can be made, Finance is asked to make it.
        """
        order = self.purchase_id.with_company(self.company_id)
        bill = self.env["account.move"]
        try:
            with self.env.cr.savepoint():
                bill = order._draft_bill_of_receipt(self)
        except UserError:
            _logger.info("No bill could be prepared for %s", self.name, exc_info=True)
        user = self.env["res.users"].with_company(self.company_id)._with_role("finance_manager")
        if user and (bill or order.invoice_status == "to invoice"):
            (bill or order)._ask_finance(user)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _draft_bill_of_receipt(self, receipt):
        """Make the draft bill of what was received and is on no bill yet.

        Core computes the deadline from the accounting date as long as the bill has no date of its own.

        :return: the bill, or none where everything is billed
        """
        self.ensure_one()
        known = self.invoice_ids
        if self.invoice_status != "to invoice":
            return known.browse()
        self.action_create_invoice()
        bill = self.invoice_ids - known
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=self.company_id.partner_id._get_timezone()), receipt.date_done
        ).date()
        bill.write({"date": day} if bill.invoice_payment_term_id else {"date": day, "invoice_date_due": day})
        bill.message_post(body=self.env._("Prepared from the receipt %s.", receipt._get_html_link()))
        return bill

    def _ask_finance(self, user):
        self.activity_schedule(PAYABLE, user_id=user.id, summary=self.env._("Goods arrived: enter the supplier's bill"))


class AccountMove(models.Model):
    _inherit = "account.move"

    def _ask_finance(self, user):
        """Put a prepared bill on Finance's desk, with amount and deadline."""
        self.activity_schedule(
            PAYABLE,
            user_id=user.id,
            date_deadline=self.invoice_date_due,
            summary=self.env._(
                "%(supplier)s: %(amount)s by %(date)s. Enter bill number and date",
                supplier=self.partner_id.name,
                amount=formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
                date=format_date(self.env, self.invoice_date_due),
            ),
        )
