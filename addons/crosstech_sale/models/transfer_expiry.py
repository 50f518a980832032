"""Reminders, and the end of orders nobody pays for (S4.20)."""

import logging
from datetime import timezone

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import split_every

from ..lib import payment_deadlines

_logger = logging.getLogger(__name__)
BATCH = 50


class Transfer(models.Model):
    _inherit = "crosstech.transfer"

    @api.model
    def _cron_follow_up(self):
        """Remind of transfers that are due soon and cancel what was not paid in time, in batches that stay done."""
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([]):
            terms = company._get_payment_terms()
            waiting = [("company_id", "=", company.id), ("state", "=", "waiting"), ("is_claimed", "=", False)]
            remind_before = fields.Datetime.add(now, hours=terms.reminder_hours)
            due = self.search(
                [*waiting, ("reminded_datetime", "=", False), ("deadline", ">", now), ("deadline", "<=", remind_before)]
            )
            if not self._in_batches(due.ids, lambda transfers: transfers._remind()):
                return
            if company.auto_cancel_unpaid_orders:
                over = fields.Datetime.subtract(now, days=terms.grace_days)
                late = self.search([*waiting[:2], ("deadline", "<", over)], order="deadline, id")
                if not self._in_batches(late.ids, lambda transfers: transfers._expire(now)):
                    return

    @api.model
    def _in_batches(self, ids, work):
        """Do work on records in batches, each committed. A batch that fails is done one by one.

        :return: False when the time of the scheduled action is up
        """
        left = len(ids)
        self.env["ir.cron"]._commit_progress(remaining=left)
        for chunk in split_every(BATCH, ids, list):
            # hundreds of mails at once go through the queue, not through this transaction
            transfers = self.with_context(mail_notify_force_send=False).browse(chunk)
            transfers = transfers.try_lock_for_update(allow_referencing=True)
            if not self._try(transfers, work):
                for transfer in transfers:
                    self._try(transfer, work)
            left -= len(chunk)
            if not self.env["ir.cron"]._commit_progress(len(chunk), remaining=left):
                return False
        return True

    @api.model
    def _try(self, transfers, work):
        try:
            with self.env.cr.savepoint():
                work(transfers)
        except OperationalError:
            raise
        except Exception:
            _logger.warning("Transfers %s could not be followed up", transfers.ids, exc_info=True)
            return False
        return True

    def _expire(self, now):
        """Cancel those of these transfers, and their documents, that may be; note why the others are kept.

        The rule is ``lib.payment_deadlines.may_cancel``.
        """
        facts = self._get_deadline_facts()
        reasons = dict(self._fields["hold_reason"]._description_selection(self.env))
        over = self.browse()
        for transfer in self:
            terms = transfer.company_id._get_payment_terms()
            decision = payment_deadlines.may_cancel(facts[transfer.id], now.replace(tzinfo=timezone.utc), terms)
            if decision.cancel:
                over |= transfer
            elif decision.reason in ("proof_waiting", "bank_line") and transfer.hold_reason != decision.reason:
                transfer.hold_reason = decision.reason.value
                transfer._warn_finance(reasons[decision.reason.value])
        over._expire_now()
        return over

    def _get_deadline_facts(self):
        """:return: dict(transfer id: ``lib.payment_deadlines.Facts``)"""
        proofs = self.env["crosstech.payment.proof"].search(
            [("transfer_id", "in", self.ids), ("state", "=", "submitted")]
        )
        lines = self._get_unmatched_lines()
        facts = {}
        for transfer in self:
            document = transfer._get_document()
            facts[transfer.id] = payment_deadlines.Facts(
                deadline=transfer.deadline.replace(tzinfo=timezone.utc),
                is_paid=transfer.state == "paid"
                or transfer.transaction_id.state in ("authorized", "done")
                or bool(document and document._payable_is_paid()),
                is_open=transfer.state == "waiting" and (not document or document._payable_may_expire()),
                has_waiting_proof=transfer in proofs.transfer_id,
                has_unmatched_bank_line=(transfer.journal_id.id, transfer.amount_to_pay) in lines,
            )
        return facts

    def _get_unmatched_lines(self):
        """:return: set of (journal id, amount) of bank lines nobody has matched yet that may pay these"""
        BankLine = self.env["account.bank.statement.line"]
        domain = [
            ("journal_id", "in", self.journal_id.ids),
            ("amount", "in", list(set(self.mapped("amount_to_pay")) | set(self.mapped("amount")))),
            ("is_reconciled", "=", False),
        ]
        if "match_state" in BankLine._fields:
            domain.append(("match_state", "!=", "ignored"))
        found = {(line.journal_id.id, line.amount) for line in BankLine.search(domain)}
        return found | {
            (transfer.journal_id.id, transfer.amount_to_pay)
            for transfer in self
            if (transfer.journal_id.id, transfer.amount) in found
        }

    def _expire_now(self):
        self.write({"state": "expired", "hold_reason": False})
        self.transaction_id._set_canceled(state_message=self.env._("Not paid in time."))
        self.transaction_id.is_post_processed = True
        for model, transfers in self.grouped("res_model").items():
            if model in self.env:
                self.env[model].sudo().browse(transfers.mapped("res_id")).exists()._payable_on_expired(transfers)
        self._tell_expired()
