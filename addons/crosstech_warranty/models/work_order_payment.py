"""What the customer agreed to is invoiced and paid: by transfer and proof, online, or in cash (S1.20, S1.22)."""

from odoo import fields, models
from odoo.exceptions import UserError

RECEIVABLE = "asset_receivable"


class WorkOrder(models.Model):
    _name = "crosstech.work.order"
    _inherit = ["crosstech.work.order", "crosstech.payable"]

    # === BUSINESS METHODS: INVOICE === #

    def _invoice_quote(self, quote):
        """Post the invoice of an accepted quote; it is Finance's document from then on."""
        company = self.company_id
        invoice = self.env["account.move"].sudo().with_company(company).create(self._prepare_invoice(quote))
        invoice.action_post()
        quote.invoice_id = invoice

    def _prepare_invoice(self, quote):
        return {
            "move_type": "out_invoice",
            "partner_id": quote.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self.company_id._get_today(),
            "invoice_origin": self.name,
            "ref": quote.name,
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "product_id": line.product_id.id,
                        "name": line.name,
                        "quantity": line.quantity,
                        "price_unit": line.price_unit,
                        "tax_ids": [fields.Command.set(line._get_taxes().ids)],
                    }
                )
                for line in quote.line_ids
            ],
        }

    # === BUSINESS METHODS: WAYS TO PAY === #

    def _request_transfer(self):
        """Ask the customer to transfer what is due.

        :return: the ``crosstech.transfer``
        :raises UserError: when nothing he agreed to is due
        """
        self.ensure_one()
        self._check_is_due()
        order = self.sudo()
        order.pays_on_delivery = False
        return order.env["crosstech.transfer"]._ask(order)

    def _choose_cash(self):
        """Let the customer pay the technician or courier; a transfer asked for before is no longer waited for.

        :raises UserError: when nothing is due, the amount is above the company's limit, or a transfer was reported
        """
        self.ensure_one()
        self._check_is_due()
        order = self.sudo()
        if not order._may_pay_cash():
            limit = order.company_id.cod_limit_amount
            raise UserError(
                self.env._(
                    "Up to %(limit)s may be paid in cash. Please transfer.", limit=order.currency_id.format(limit)
                )
            )
        if order.waiting_transfer_id.is_claimed:
            raise UserError(self.env._("You reported a transfer: we look for it first."))
        order.waiting_transfer_id._cancel()
        order.pays_on_delivery = True
        order._settle_if_free()

    def _may_pay_cash(self):
        """Whether what is due is within the company's limit for cash; no limit is none."""
        order = self.sudo()
        limit = order.company_id.cod_limit_amount
        return not limit or order.currency_id.compare_amounts(order.amount_due, limit) <= 0

    def _get_online_url(self):
        """:return: the page where an invoice that is due is paid online; empty where no such provider is enabled"""
        order = self.sudo()
        due = order._get_open_invoices().filtered("amount_residual")[:1]
        providers = self.env["payment.provider"].sudo().search_count(
            [
                ("company_id", "=", order.company_id.id), ("state", "in", ("enabled", "test")),
                ("code", "!=", "custom"), ("is_published", "=", True),
            ], limit=1,
        )  # fmt: skip
        return due.get_portal_url() if due and providers else ""

    def _check_is_due(self):
        order = self.sudo()
        order.lock_for_update(allow_referencing=True)
        order.invalidate_recordset(["amount_due"])
        if order.currency_id.is_zero(order.amount_due):
            raise UserError(self.env._("Nothing is to be paid for %(order)s.", order=order.name))

    # === BUSINESS METHODS: MONEY HAS COME === #

    def _reconcile_cost(self, payment):
        """Pay the invoices of what the customer agreed to, the oldest first, from a posted payment."""
        credits = payment.sudo().move_id.line_ids.filtered(
            lambda item: item.account_type == RECEIVABLE and not item.reconciled
        )
        for invoice in self._get_open_invoices().sorted("id"):
            debits = invoice.line_ids.filtered(lambda item: item.account_type == RECEIVABLE and not item.reconciled)
            left = credits.filtered(lambda item: not item.reconciled)
            if debits and left:
                (debits | left).reconcile()

    def _after_payment(self):
        """Do what follows when all that was agreed to is paid, whichever way: nobody is asked for it again."""
        for order in self.sudo():
            order.waiting_transfer_id._cancel()
            order._settle_if_free()

    # === PAYABLE === #

    def _payable_amount(self):
        return self.amount_due

    def _payable_partner(self):
        return self.quote_ids.filtered(lambda quote: quote.state == "accepted")[-1:].partner_id or self.partner_id

    def _payable_description(self):
        return self.name

    def _payable_url(self):
        return self.ticket_id._get_page_url()

    def _payable_is_paid(self):
        return self.cost_state == "settled"

    def _payable_may_expire(self):
        """Return no: a repair that is not paid is not cancelled, its goods stay with us."""
        return False

    def _payable_late_text(self):
        return self.env._("Your unit stays with us until it is paid.")

    def _payable_on_paid(self, transfer):
        self._reconcile_cost(transfer.payment_id)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Override of `account` to open the gate of a repair the moment its invoice is paid, whichever way."""
        result = super()._invoice_paid_hook()
        quotes = self.env["crosstech.work.order.quote"].sudo().search([("invoice_id", "in", self.ids)])
        quotes.order_id.filtered(lambda order: order.cost_state == "settled")._after_payment()
        return result
