"""The money has come: post it, once, in the books of Odoo."""

from odoo import Command, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..lib.transfer_receipts import ReceiptError, split_receipt


class Transfer(models.Model):
    _inherit = "crosstech.transfer"

    def _register_receipt(self, statement_lines, *, accept_difference=False):
        """Book bank statement lines as the payment of this transfer and let its document go on.

        The bank line gets the payment and the code on its other side, so the bank balance is what really came in::

            bank line   Dr Bank 100,123           Cr Outstanding Receipts 100,000   Cr Unique Codes 123
            payment     Dr Outstanding Receipts   Cr Receivable 100,000             (reconciled with the bank line)

        A transfer that has expired or was cancelled is restored first.

        :param statement_lines: ``account.bank.statement.line``, unreconciled, all of one journal; several where the
            customer paid in parts
        :param bool accept_difference: a person decided: money without the code is enough, more is his credit
        :return: the ``account.payment``
        :raises UserError: when the sum is another than asked, or somebody else was faster
        :raises AccessError: for anybody but Finance
        """
        self.ensure_one()
        self._check_finance()
        transfer, lines = self.sudo(), statement_lines.sudo()
        transfer._lock_for_receipt(lines)
        if transfer.state in ("expired", "cancelled"):
            transfer._restore(keep_amount=True, tell=False)
        transfer._check_receipt(lines)
        parts = transfer._split_receipt(lines, accept_difference)
        lines.filtered(lambda line: not line.partner_id).partner_id = transfer.partner_id.commercial_partner_id
        payment = transfer._post_payment(lines)
        transfer._book_lines(lines, payment, parts)
        transfer._finish_paid(payment)
        return payment

    # === CHECKS === #

    def _check_finance(self):
        if not self.env.su and not self.env.user.has_group("crosstech_sale.group_finance_manager"):
            raise AccessError(self.env._("Only the Finance Manager may register money received."))

    def _lock_for_receipt(self, lines):
        """Keep others away from transfer, lines and document until the end; then look again."""
        self.env.flush_all()
        try:
            self.lock_for_update(allow_referencing=True)
            lines.lock_for_update(allow_referencing=True)
            document = self._get_document()
            if document:
                document.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._("Somebody else is registering this payment. Look again in a moment.")) from error
        self.invalidate_recordset()
        lines.invalidate_recordset()

    def _check_receipt(self, lines):
        document = self._get_document()
        if self.state != "waiting":
            raise UserError(self.env._("%(transfer)s is paid already.", transfer=self.name))
        if not document:
            raise UserError(self.env._("The document of %(transfer)s no longer exists.", transfer=self.name))
        if self.currency_id.compare_amounts(document._payable_amount(), self.amount):
            raise UserError(
                self.env._(
                    "%(document)s has changed since %(transfer)s was asked for. Ask for the new amount first.",
                    document=document.display_name, transfer=self.name,
                )
            )  # fmt: skip
        if len(lines.journal_id) != 1 or lines.company_id != self.company_id:
            raise UserError(
                self.env._("The bank lines must be of one bank account of %(company)s.", company=self.company_id.name)
            )
        if lines.currency_id != self.currency_id or lines.foreign_currency_id:
            raise UserError(self.env._("The bank lines are in another currency than the transfer."))
        if any(line.is_reconciled for line in lines):
            raise UserError(self.env._("A bank line has been used for something else already."))

    def _split_receipt(self, lines, accept_difference):
        """:return: per bank line its part of price, code and excess (``lib.transfer_receipts.Part``), in line order"""
        unit = self.currency_id.rounding
        try:
            parts = split_receipt(
                [round(line.amount / unit) for line in lines],
                round(self.amount / unit), self.unique_code, accept_difference=accept_difference,
            )  # fmt: skip
        except ReceiptError as error:
            raise UserError(
                self.env._(
                    "%(transfer)s asks for %(asked)s; the bank lines add up to %(received)s.", transfer=self.name,
                    asked=self._format(self.amount_to_pay), received=self._format(sum(lines.mapped("amount"))),
                )
            ) from error  # fmt: skip
        return [part.scaled(unit) for part in parts]

    # === BOOKING === #

    def _post_payment(self, lines):
        """Post the payment of the price, through the transaction where there is one, and let the order be confirmed."""
        values = self._prepare_payment_values(lines)
        transaction = self.transaction_id
        if not transaction:
            payment = self.env["account.payment"].create(values)
            payment.action_post()
            return payment
        transaction = transaction.with_context(crosstech_payment_values=values, crosstech_keep_transfer=True)
        transaction._set_done(extra_allowed_states=("cancel",))
        self._get_document().invalidate_recordset()
        transaction._post_process()
        return transaction.payment_id

    def _prepare_payment_values(self, lines):
        journal = lines.journal_id
        method_line = journal.inbound_payment_method_line_ids.filtered(lambda line: line.code == "manual")[:1]
        values = {
            "amount": self.amount,
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.commercial_partner_id.id,
            "currency_id": self.currency_id.id,
            "company_id": self.company_id.id,
            "journal_id": journal.id,
            "payment_method_line_id": method_line.id,
            "date": max(lines.mapped("date")),
            "memo": f"{self.description} - {self.name}",
            "write_off_line_vals": [],
        }
        account = method_line.payment_account_id
        if not account.reconcile or account == journal.default_account_id:
            Payment = self.env["account.payment"].with_company(self.company_id)
            values["outstanding_account_id"] = (
                Payment.new({"journal_id": journal.id, "company_id": self.company_id.id})
                ._get_outstanding_account("inbound")
                .id
            )
        return values

    def _book_lines(self, lines, payment, parts):
        """Replace the suspense side of the bank lines by payment, code and excess, and reconcile with the payment."""
        outstanding = payment._seek_for_lines()[0]
        if not outstanding.account_id.reconcile:
            raise UserError(
                self.env._(
                    "Allow reconciliation on the account %(account)s.", account=outstanding.account_id.display_name
                )
            )
        receivable = self.partner_id.with_company(self.company_id).property_account_receivable_id
        accounts = (outstanding.account_id, self.company_id._get_transfer_code_account(), receivable)
        for line, part in zip(lines, parts, strict=True):
            amounts = zip(accounts, (part.price, part.code, part.excess), strict=True)
            self._replace_suspense(line, [(account, amount) for account, amount in amounts if amount])
        counterparts = lines.move_id.line_ids.filtered(lambda item: item.account_id == outstanding.account_id)
        (outstanding + counterparts).reconcile()

    def _replace_suspense(self, line, credits):
        _liquidity, suspense, _others = line._seek_for_lines()
        partner = self.partner_id.commercial_partner_id
        line.with_context(force_delete=True, skip_readonly_check=True).write(
            {
                "checked": True,
                "line_ids": [
                    *(Command.delete(item.id) for item in suspense),
                    *(
                        Command.create(
                            {
                                "name": f"{self.description} - {self.name}",
                                "account_id": account.id,
                                "partner_id": partner.id,
                                "currency_id": self.currency_id.id,
                                "amount_currency": -amount,
                                "balance": -self.currency_id._convert(
                                    amount, self.company_id.currency_id, self.company_id, line.date
                                ),
                            }
                        )
                        for account, amount in credits
                    ),
                ],
            }
        )
        line.transfer_id = self

    def _finish_paid(self, payment):
        self._mark_paid(payment)
        self._get_document()._payable_on_paid(self)
        self._tell_paid()

    def _mark_paid(self, payment):
        self.write(
            {"state": "paid", "paid_datetime": fields.Datetime.now(), "payment_id": payment.id, "hold_reason": False}
        )
