"""A transfer we wait for: who pays how much for what, to which of our accounts, until when."""

import secrets
from datetime import timezone
from zoneinfo import ZoneInfo

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq

from ..lib import payment_deadlines, unique_amount

STATES = [("waiting", "Waiting"), ("paid", "Paid"), ("cancelled", "Cancelled"), ("expired", "Expired")]
RECENT_DAYS = 30
ATTEMPTS = 20


class Transfer(models.Model):
    _name = "crosstech.transfer"
    _description = "Bank Transfer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(required=True, readonly=True, index=True, copy=False, default=lambda self: self._next_name())
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document Id", model_field="res_model", required=True, readonly=True)
    document = fields.Reference("_selection_document", string="For", compute="_compute_document")
    description = fields.Char(readonly=True, help="What the customer knows the document by.")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    journal_id = fields.Many2one(
        "account.journal", string="Bank Account", required=True, readonly=True, check_company=True, tracking=True
    )
    amount = fields.Monetary(readonly=True, tracking=True, help="The price, without the unique code.")
    unique_code = fields.Integer(readonly=True)
    amount_to_pay = fields.Monetary(compute="_compute_amount_to_pay", store=True, precompute=True, tracking=True)
    previous_amount_to_pay = fields.Monetary(readonly=True, help="What was asked before the document changed.")
    is_changed_after_claim = fields.Boolean(
        string="Changed After Claim", readonly=True, help="The amount changed when the customer had already paid."
    )
    asked_datetime = fields.Datetime(string="Asked On", required=True, readonly=True, default=fields.Datetime.now)
    deadline = fields.Datetime(required=True, readonly=True, tracking=True)
    reminded_datetime = fields.Datetime(readonly=True)
    paid_datetime = fields.Datetime(readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting", tracking=True)
    hold_reason = fields.Selection(
        [("proof_waiting", "A proof waits for review"), ("bank_line", "A bank line of this amount is not matched")],
        readonly=True, help="Why this is kept although it is overdue.",
    )  # fmt: skip
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    is_claimed = fields.Boolean(
        string="Claimed", compute="_compute_is_claimed", store=True, help="The customer says he has paid."
    )
    transaction_id = fields.Many2one("payment.transaction", readonly=True, index="btree_not_null")
    payment_id = fields.Many2one("account.payment", readonly=True, index="btree_not_null")
    proof_ids = fields.One2many("crosstech.payment.proof", "transfer_id", string="Proofs")
    statement_line_ids = fields.One2many("account.bank.statement.line", "transfer_id", string="Bank Lines")
    access_token = fields.Char(
        required=True, readonly=True, copy=False, groups="base.group_system",
        default=lambda self: secrets.token_urlsafe(24),
    )  # fmt: skip

    _amount_unique = models.UniqueIndex(
        "(journal_id, amount_to_pay) WHERE state = 'waiting'", "Another open transfer asks for this very amount."
    )
    _document_unique = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'waiting'", "This document waits for a transfer already."
    )
    _document_idx = models.Index("(res_model, res_id)")
    _deadline_idx = models.Index("(deadline) WHERE state = 'waiting'")
    _amount_positive = models.Constraint("CHECK (amount > 0)", "The amount must be positive.")
    _code_range = models.Constraint(
        "CHECK (unique_code BETWEEN 1 AND 999)", "The unique code must be between 1 and 999."
    )

    @api.model
    def _next_name(self):
        return self.env["ir.sequence"].sudo().next_by_code("crosstech.transfer")

    @api.model
    def _selection_document(self):
        names = self.env.registry.descendants(["crosstech.payable"], "_inherit") - {"crosstech.payable"}
        return [(name, self.env[name]._description) for name in sorted(names)]

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id")
    def _compute_document(self):
        for transfer in self:
            exists = transfer._get_document()
            transfer.document = f"{transfer.res_model},{transfer.res_id}" if exists else False

    @api.depends("amount", "unique_code", "currency_id.rounding")
    def _compute_amount_to_pay(self):
        for transfer in self:
            transfer.amount_to_pay = transfer.amount + transfer.unique_code * transfer.currency_id.rounding

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for transfer in self:
            transfer.is_overdue = transfer.state == "waiting" and transfer.deadline < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = [("state", "=", "waiting"), ("deadline", "<", fields.Datetime.now())]
        return overdue if True in value else ["!", "&", *overdue]

    @api.depends("proof_ids.state")
    def _compute_is_claimed(self):
        for transfer in self:
            transfer.is_claimed = any(proof.state != "rejected" for proof in transfer.proof_ids)

    # === ACTION METHODS === #

    def action_restore(self):
        """Bring expired or cancelled transfers and their documents back."""
        self._check_staff()
        self.sudo()._restore()
        return True

    def action_cancel(self):
        """Stop waiting; the document stays as it is."""
        self._check_staff()
        self.sudo().filtered(lambda transfer: transfer.state == "waiting")._cancel()
        return True

    def action_remind(self):
        """Tell the customer again where and how much to pay."""
        self._check_staff()
        self.sudo().filtered(lambda transfer: transfer.state == "waiting")._remind()
        return True

    def action_extend(self):
        """Give one more day from now, or from the deadline where that is later."""
        self._check_staff()
        for transfer in self.sudo().filtered(lambda transfer: transfer.state == "waiting"):
            start = max(transfer.deadline, fields.Datetime.now())
            transfer.write({"deadline": fields.Datetime.add(start, days=1), "reminded_datetime": False})
        return True

    def action_open_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_open_page(self):
        """Show what the customer sees."""
        self._check_staff()
        return {"type": "ir.actions.act_url", "url": self.sudo()._get_page_url(), "target": "new"}

    # === BUSINESS METHODS: ASKING === #

    @api.model
    def _ask(self, document, transaction=None, journal=None):
        """Ask the customer to transfer what is due for a document, and tell him where.

        However often and from however many tabs this is called, the document has one waiting transfer.

        :param document: one record of a model with the mixin ``crosstech.payable``
        :param transaction: the ``payment.transaction`` that is done when the money arrives, if there is one
        :param journal: the bank account the customer chose; else the first that accepts transfers
        :raises UserError: when nothing is due, there is no account to pay to, or all codes are in use
        """
        self = self.sudo()
        document.ensure_one()
        self._lock_row(document)
        waiting = self._of_documents(document).filtered(lambda transfer: transfer.state == "waiting")
        if waiting:
            waiting._adopt_transaction(transaction)
            waiting._follow_amount()
            return waiting
        transfer = self._create_with_code(self._prepare_values(document, transaction), document, journal)
        transfer._send_instructions()
        return transfer

    @api.model
    def _lock_row(self, record):
        """Wait until nobody else works on a record; a change made meanwhile makes this request start over."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("SELECT 1 FROM %s WHERE id = %s FOR NO KEY UPDATE", SQL.identifier(record._table), record.id)
        )

    @api.model
    def _prepare_values(self, document, transaction=None):
        company = document._payable_company()
        now = fields.Datetime.now()
        amount = document._payable_amount()
        if document._payable_currency().compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("There is nothing to pay for %(document)s.", document=document.display_name))
        return {
            "res_model": document._name,
            "res_id": document.id,
            "description": document._payable_description(),
            "partner_id": document._payable_partner().id,
            "company_id": company.id,
            "currency_id": document._payable_currency().id,
            "amount": amount,
            "asked_datetime": now,
            "deadline": self._deadline_from(company, now),
            "transaction_id": transaction.id if transaction else False,
        }

    @api.model
    def _deadline_from(self, company, moment):
        until = payment_deadlines.deadline(moment.replace(tzinfo=timezone.utc), company._get_payment_terms())
        return until.replace(tzinfo=None)

    @api.model
    def _create_with_code(self, values, document, journal=None):
        """Create with a code that is free on the account; when all are taken, the next account of ours is asked for."""
        offered = self.env["account.journal"]._get_transfer_journals(document._payable_company())
        if not offered:
            raise UserError(self.env._("There is no bank account that accepts transfers. Set one up first."))
        chosen = (journal or offered) & offered
        for candidate in chosen | offered:
            for _attempt in range(ATTEMPTS):
                transfer = self._create_on(candidate, document._payable_currency(), values)
                if transfer:
                    return transfer
        raise UserError(self.env._("All unique amounts are in use. Please try again later, or pay another way."))

    @api.model
    def _create_on(self, journal, currency, values):
        """:return: the transfer, or nothing when no code is free or somebody took the chosen one this very moment"""
        try:
            code = self._free_code(journal, currency, values["amount"])
            with self.env.cr.savepoint():
                return self.create({**values, "journal_id": journal.id, "unique_code": code})
        except unique_amount.CodesExhausted:
            return self.browse()
        except UniqueViolation as error:
            if "amount" not in (error.diag.constraint_name or ""):
                raise
            return self.browse()

    @api.model
    def _free_code(self, journal, currency, amount):
        """:return: a code no open transfer of this account uses; one not used lately while there is one"""
        high = journal.company_id.transfer_code_max
        unit = currency.rounding
        self.flush_model(["journal_id", "amount_to_pay", "state", "write_date"])
        rows = self.env.execute_query(
            SQL(
                """SELECT amount_to_pay, state = 'waiting' FROM crosstech_transfer
                   WHERE journal_id = %(journal)s AND amount_to_pay > %(low)s AND amount_to_pay <= %(high)s
                     AND (state = 'waiting' OR write_date > now() - make_interval(days => %(days)s))""",
                journal=journal.id, low=amount, high=amount + high * unit, days=RECENT_DAYS,
            )
        )  # fmt: skip
        price = round(amount / unit)
        taken = {
            waiting: [round(float(total) / unit) for total, state in rows if state == waiting]
            for waiting in (True, False)
        }
        return unique_amount.choose_code(
            unique_amount.colliding_codes(price, taken[True]),
            seed=secrets.randbelow(unique_amount.CODE_MAX),
            recent_codes=unique_amount.colliding_codes(price, taken[False]),
            high=high,
        )

    def _adopt_transaction(self, transaction):
        """Let the transaction of the last click count; the one of an earlier click or tab is closed."""
        if not transaction or transaction == self.transaction_id:
            return
        former, self.transaction_id = self.transaction_id, transaction
        former.filtered(lambda tx: tx.state in ("draft", "pending"))._set_canceled(
            state_message=self.env._("Replaced by %(reference)s.", reference=transaction.reference)
        )

    # === BUSINESS METHODS: CHANGES WHILE WAITING === #

    def _follow_amount(self):
        """Ask for the new amount where a document has changed, and say so; Finance is warned if it was claimed."""
        for transfer in self.filtered(lambda transfer: transfer.state == "waiting"):
            document = transfer._get_document()
            due = document._payable_amount() if document else 0
            if transfer.currency_id.compare_amounts(due, transfer.amount) == 0:
                continue
            if transfer.currency_id.compare_amounts(due, 0) <= 0:
                if not document or not document._payable_is_paid():
                    transfer._cancel()
                continue
            transfer._reissue(due)

    def _reissue(self, amount):
        self.ensure_one()
        before = self.amount_to_pay
        code = self._free_code(self.journal_id, self.currency_id, amount)
        now = fields.Datetime.now()
        self.write(
            {
                "amount": amount,
                "unique_code": code,
                "previous_amount_to_pay": before,
                "is_changed_after_claim": self.is_changed_after_claim or self.is_claimed,
                "asked_datetime": now,
                "deadline": self._deadline_from(self.company_id, now),
                "reminded_datetime": False,
            }
        )
        self.transaction_id.filtered(lambda tx: tx.state in ("draft", "pending")).amount = amount
        if self.is_claimed:
            self._warn_finance(
                self.env._("The amount changed after the customer had paid"),
                self.env._(
                    "%(transfer)s asked for %(before)s and now asks for %(after)s.", transfer=self.name,
                    before=self._format(before), after=self._format(self.amount_to_pay),
                ),
            )  # fmt: skip
        self._tell_changed(before)

    def _switch_journal(self, journal):
        """Let the customer pay to another of our accounts.

        :raises UserError: when he has sent a proof already, or the account does not accept transfers
        """
        self.ensure_one()
        if journal == self.journal_id:
            return
        if self.state != "waiting" or self.is_claimed:
            raise UserError(self.env._("The bank account can no longer be changed: a payment has been reported."))
        if journal not in self.env["account.journal"]._get_transfer_journals(self.company_id):
            raise UserError(self.env._("Please choose one of the bank accounts shown."))
        code = self._free_code(journal, self.currency_id, self.amount)
        self.write({"journal_id": journal.id, "unique_code": code})

    def _cancel(self):
        """Stop waiting, without touching the documents."""
        self.write({"state": "cancelled", "hold_reason": False})

    # === TOOLING === #

    def _get_document(self):
        """The document this is for, as superuser; None when it or its module is gone."""
        self.ensure_one()
        if not self.res_id or self.res_model not in self.env:
            return None
        return self.env[self.res_model].sudo().browse(self.res_id).exists() or None

    @api.model
    def _of_documents(self, documents):
        return self.search([("res_model", "=", documents._name), ("res_id", "in", documents.ids)])

    @api.model
    def _find_waiting(self, journal, amount):
        """:return: the transfer that waits for this very amount on this account; empty when there is none"""
        return self.search(
            [("journal_id", "=", journal.id), ("amount_to_pay", "=", amount), ("state", "=", "waiting")], limit=1
        )

    def _check_staff(self):
        """Refuse anybody but the managers who deal with customers' money and orders."""
        groups = ("finance_manager", "marketing_manager", "operational_manager")
        if not self.env.su and not self.env.user.has_groups(
            ",".join(f"crosstech_sale.group_{name}" for name in groups)
        ):
            raise UserError(self.env._("Only the managers of Finance, Marketing and Operations may do this."))
        self.check_access("read")

    def _is_token(self, token):
        """Whether this is the secret part of the page address."""
        self.ensure_one()
        return consteq(self.sudo().access_token or "", token or "")

    def _get_page_url(self):
        """:return: the address of the payment page, relative; it lets in whoever has it"""
        self.ensure_one()
        return f"/pay/{self.id}/{self.sudo().access_token}"

    def _format(self, amount):
        return self.currency_id.format(amount)

    def _timezone(self):
        """:return: the name of the customer's time zone"""
        return self.partner_id.sudo()._get_timezone()

    def _local_text(self, moment):
        """:return: a moment (naive UTC) on the customer's clock with its zone, such as ``03/01/2026 01:05 WITA``"""
        return payment_deadlines.local_text(moment.replace(tzinfo=timezone.utc), self._timezone())

    def _local_today(self):
        return fields.Datetime.now().replace(tzinfo=timezone.utc).astimezone(ZoneInfo(self._timezone())).date()

    def _get_amount_parts(self):
        """:return: the amount to pay as text, cut before the digits that carry the unique code"""
        text = self._format(self.amount_to_pay)
        digits = [place for place, char in enumerate(text) if char.isdigit()]
        cut = digits[-3] if len(digits) > 3 else 0
        end = digits[-1] + 1
        return text[:cut], text[cut:end], text[end:]

    def _get_plain_amount(self):
        """:return: the amount to pay as one types it at the bank, without separators"""
        digits = max(self.currency_id.decimal_places, 0)
        return f"{self.amount_to_pay:.{digits}f}"

    def _get_document_url(self):
        """:return: the customer's page of the document; the portal where the document is gone"""
        document = self._get_document()
        return document._payable_url() if document else "/my"

    def _get_late_text(self):
        """:return: what happens when the deadline is missed"""
        document = self._get_document()
        return document._payable_late_text() if document else ""
