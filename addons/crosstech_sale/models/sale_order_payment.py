"""Orders are paid by transfer: the order's side of ``crosstech.payable``."""

import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "crosstech.payable"]

    # === COMPUTE METHODS === #

    def _compute_require_payment(self):
        """Override of `sale`: an order from the shop is confirmed by its whole payment, never by a part (S4.36)."""
        shop = self.filtered("website_id")
        shop.require_payment = True
        super(SaleOrder, self - shop)._compute_require_payment()

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `sale` to ask for the new amount when lines change while we wait for the transfer."""
        if not ({"order_line", "currency_id", "pricelist_id"} & vals.keys()):
            return super().write(vals)
        result = super(SaleOrder, self.with_context(crosstech_keep_transfer=True)).write(vals)
        self.with_context(crosstech_keep_transfer=self.env.context.get("crosstech_keep_transfer"))._follow_transfers()
        return result

    def _action_cancel(self):
        """Override of `sale` to stop waiting for the transfer of an order that is cancelled."""
        result = super()._action_cancel()
        transfers = self.env["crosstech.transfer"].sudo()._of_documents(self)
        transfers.filtered(lambda transfer: transfer.state == "waiting")._cancel()
        return result

    # === ACTION METHODS === #

    def action_request_transfer(self):
        """Ask the customer of an order taken by phone, text message or at the counter to transfer (S0.22)."""
        for order in self:
            order.check_access("write")
            order.sudo()._request_transfer()
        return True

    def action_view_transfers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.transfer_action")
        return {**action, "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #

    def _request_transfer(self):
        """Open a transaction as the shop does, and wait for it."""
        self.ensure_one()
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("%(order)s is confirmed or cancelled.", order=self.name))
        if self.waiting_transfer_id:
            return self.waiting_transfer_id
        provider = self.env["payment.provider"].search(
            [("company_id", "=", self.company_id.id), ("custom_mode", "=", "wire_transfer"), ("state", "=", "enabled")],
            limit=1,
        )
        if not provider:
            raise UserError(self.env._("Bank transfer is not enabled among the payment providers."))
        self.write({"require_payment": True, "require_signature": False})
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id,
                "reference": self.env["payment.transaction"]._compute_reference("custom", prefix=self.name),
                "amount": self.amount_total,
                "currency_id": self.currency_id.id,
                "partner_id": self.partner_invoice_id.id,
                "operation": "offline",
                "sale_order_ids": [(6, 0, self.ids)],
            }
        )
        transaction._set_pending()
        transaction._post_process()
        return self.waiting_transfer_id

    def _follow_transfers(self):
        """Let the waiting transfers follow the totals of these orders; carts have none and cost nothing here."""
        if self.env.context.get("crosstech_keep_transfer"):
            return
        placed = self.filtered(lambda order: order.state == "sent")
        if placed:
            self.env["crosstech.transfer"].sudo()._of_documents(placed)._follow_amount()

    def _has_to_be_paid(self):
        """Override of `sale`: while we wait for the transfer the page shows where to pay, not a second "Pay now"."""
        return super()._has_to_be_paid() and not self.sudo().waiting_transfer_id

    def _send_payment_succeeded_for_order_mail(self):
        """Override of `sale`: the instructions for the transfer are mailed instead."""
        if not self.env.context.get("crosstech_no_pending_mail"):
            super()._send_payment_succeeded_for_order_mail()

    def _send_order_notification_mail(self, mail_template, allow_deferred_sending=True):
        """Override of `sale`: neither a PDF that cannot be made nor a mail server that is down stops an order.

        Without PDF the mail goes out all the same; the document is on the order's page.
        """
        for without_reports in (False, True):
            order = self.with_context(crosstech_mail_without_reports=without_reports)
            try:
                with self.env.cr.savepoint():
                    super(SaleOrder, order)._send_order_notification_mail(mail_template, allow_deferred_sending)
                    self.env.flush_all()
                return
            except OperationalError:
                raise
            except Exception:
                level = logging.WARNING if without_reports else logging.INFO
                _logger.log(level, "Mail of %s failed, PDF left out: %s", self.name, without_reports, exc_info=True)

    # === PAYABLE === #

    def _payable_amount(self):
        return self.currency_id.round(self.amount_total - self.amount_paid)

    def _payable_description(self):
        return self.name

    def _payable_is_paid(self):
        return bool(self.amount_total) and self.currency_id.compare_amounts(self.amount_paid, self.amount_total) >= 0

    def _payable_may_expire(self):
        return self.state in ("draft", "sent")

    def _payable_on_claimed(self, transfer):
        if not transfer.is_claimed:
            self.payment_claimed_datetime = False
        elif not self.payment_claimed_datetime:
            self.payment_claimed_datetime = fields.Datetime.now()

    def _payable_on_expired(self, transfers):
        self.filtered(lambda order: order.state in ("draft", "sent"))._action_cancel()

    def _payable_on_restored(self, transfer):
        if self.state == "cancel":
            self.action_draft()
        if self.state == "draft":
            self.with_context(tracking_disable=True).action_quotation_sent()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._follow_transfers()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"product_uom_qty", "price_unit", "discount", "tax_ids", "product_id"} & vals.keys():
            self.order_id._follow_transfers()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._follow_transfers()
        return result
