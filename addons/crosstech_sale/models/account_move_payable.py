"""What is owed to suppliers: the status follows from deadline and payment, Finance is reminded, suppliers may ask."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..lib import payables

PAYABLE = "crosstech_sale.mail_activity_type_payable"
DIGEST = "crosstech_sale.mail_activity_type_payable_digest"
ASKED = "crosstech_sale.mail_activity_type_supplier_reminder"
BILLS = ("in_invoice", "in_receipt")
MORNING_HOUR = 7
STATUS_NAMES = [("overdue", "Overdue"), ("near_due", "Near Due"), ("unpaid", "Unpaid"), ("paid", "Paid")]


class AccountMove(models.Model):
    _inherit = "account.move"

    payable_status = fields.Selection(
        STATUS_NAMES, compute="_compute_payable_status", search="_search_payable_status",
        help="Of a supplier's bill; a posted payment makes it paid, nobody types it.",
    )  # fmt: skip
    payable_reminded_days = fields.Integer(
        default=-1, readonly=True, copy=False, help="Days before the deadline of the last reminder; -1 for none."
    )
    supplier_reminded_datetime = fields.Datetime(string="Supplier Reminded Us On", readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("move_type", "state", "payment_state", "invoice_date_due", "company_id.payable_near_days")
    def _compute_payable_status(self):
        for move in self:
            move.payable_status = move._is_payable() and payables.status(
                move.invoice_date_due or move.date,
                move.company_id._get_today(),
                move.company_id.sudo().payable_near_days,
                is_paid=move.payment_state in payables.PAID_STATES,
            )

    def _is_payable(self):
        return (
            self.move_type in BILLS and self.state != "cancel" and (self.state == "posted" or bool(self.amount_total))
        )

    def _search_payable_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        for company in self.env["res.company"].sudo().search([]):
            for wanted in set(value) & set(payables.STATUSES):
                domain |= Domain("company_id", "=", company.id) & self._payable_domain(company, wanted)
        if False in value:
            domain |= Domain("move_type", "not in", BILLS)
        return domain

    def _payable_domain(self, company, wanted):
        bills = Domain("move_type", "in", BILLS) & Domain("state", "!=", "cancel")
        bills &= Domain("state", "=", "posted") | Domain("amount_total", "!=", 0)
        paid = Domain("payment_state", "in", list(payables.PAID_STATES))
        if wanted == "paid":
            return bills & paid
        first, last = payables.due_range(wanted, company._get_today(), company.payable_near_days)
        domain = bills & Domain("payment_state", "not in", list(payables.PAID_STATES))
        if first:
            domain &= Domain("invoice_date_due", ">=", first)
        return domain & Domain("invoice_date_due", "<=", last) if last else domain

    # === ACTION METHODS === #

    def action_note_supplier_reminder(self):
        """Finance or the Operational Manager writes down that the supplier asked for his money by telephone."""
        self.check_access("read")
        if not {"finance_manager", "operational_manager"} & self.env["res.users"]._acting_roles():
            raise AccessError(self.env._("Reminders of suppliers are noted by the Finance Manager."))
        for move in self:
            move.sudo()._note_supplier_reminder(self.env._("The supplier reminded us by telephone."))

    # === BUSINESS METHODS === #

    def _can_supplier_remind(self):
        """Whether the supplier may remind us now: posted, not paid, not reminded since a day."""
        self.ensure_one()
        asked = self.supplier_reminded_datetime
        return (
            self.move_type in BILLS
            and self.state == "posted"
            and self.payment_state not in payables.PAID_STATES
            and (not asked or asked <= fields.Datetime.now() - timedelta(days=1))
        )

    def _note_supplier_reminder(self, body, author=None):
        """Write a reminder of the supplier on the bill, and put the answer on Finance's desk, once.

        :raises UserError: when there is nothing to remind of, or he did so within a day
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["supplier_reminded_datetime"])
        if not self._can_supplier_remind():
            raise UserError(self.env._("This bill is paid, or we were reminded of it within the last 24 hours."))
        self.supplier_reminded_datetime = fields.Datetime.now()
        message = {"body": body, "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        self.message_subscribe(partner_ids=(author or self.partner_id).ids)
        self.message_post(**message, author_id=(author or self.env.user.partner_id).id)
        finance = self.env["res.users"].with_company(self.company_id)._with_role("finance_manager")
        if finance and not self.activity_search([ASKED]):
            self.activity_schedule(
                ASKED, user_id=finance.id, summary=self.env._("Answer %s: when is it paid?", self.partner_id.name)
            )

    def _post(self, soft=True):
        """Override of `account`: the bill is entered, so that to-do is done; a near deadline is told at once."""
        posted = super()._post(soft)
        for bill in posted.sudo().filtered(lambda move: move.move_type in BILLS):
            bill.activity_feedback([PAYABLE])
            company = bill.company_id
            finance = self.env["res.users"].sudo().with_company(company)._with_role("finance_manager")
            if finance and bill.payable_status != "paid":
                days = payables.reminder_days(company.payable_reminder_days)
                bill._remind_of_deadline(company._get_today(), days, finance)
        return posted

    def _invoice_paid_hook(self):
        """Override of `account` to take reminders off Finance's desk the moment the payment is posted."""
        result = super()._invoice_paid_hook()
        self._finish_payable_activities()
        return result

    def _finish_payable_activities(self):
        bills = self.sudo().filtered(lambda move: move.move_type in BILLS)
        bills.activity_feedback([PAYABLE, DIGEST, ASKED], feedback=self.env._("Paid."))

    @api.model
    def _cron_follow_up_payables(self):
        """In the company's morning: remind Finance of deadlines, and of what is overdue, once a day."""
        for company in self.env["res.company"].sudo().search([]):
            now = company._get_local_now()
            if now.hour < MORNING_HOUR or company.payables_followed_date == now.date():
                continue
            if company.try_lock_for_update(allow_referencing=True):
                self.env["ir.cron"]._work_on_each(company, self.sudo()._follow_up_payables_of)
                self.env["ir.cron"]._commit_progress(1)

    def _follow_up_payables_of(self, company):
        """Do one company's work of the morning, and note that it is done."""
        today = company._get_today()
        self.with_company(company)._follow_up_payables(company, today)
        company.payables_followed_date = today

    def _follow_up_payables(self, company, today):
        own = [("company_id", "=", company.id), ("move_type", "in", BILLS)]
        with_todo = self.search([*own, ("activity_ids.activity_type_id", "in", self._payable_types().ids)])
        with_todo.filtered(lambda bill: bill.payable_status == "paid")._finish_payable_activities()
        finance = self.env["res.users"]._with_role("finance_manager")
        if not finance:
            return
        days = payables.reminder_days(company.payable_reminder_days)
        last = today + timedelta(days=max(days))
        unpaid = self.search(
            [*own, ("payable_status", "in", ["overdue", "near_due", "unpaid"])], order="invoice_date_due"
        )
        for bill in unpaid.filtered(lambda bill: today <= bill.invoice_date_due <= last):
            bill._remind_of_deadline(today, days, finance)
        self._digest_overdue(unpaid.filtered(lambda bill: bill.payable_status == "overdue"), finance)

    def _payable_types(self):
        return self.env["mail.activity.type"].union(*(self.env.ref(name) for name in (PAYABLE, DIGEST, ASKED)))

    def _remind_of_deadline(self, today, days, finance):
        """Put the bill on Finance's desk when one of the company's days is reached; the same to-do is renewed."""
        known = self.payable_reminded_days
        due = payables.reminder(payables.Bill(self.invoice_date_due, None if known < 0 else known), today, days)
        if due is None:
            return
        left = (self.invoice_date_due - today).days
        self.payable_reminded_days = due
        self.activity_search([PAYABLE]).unlink()
        self.activity_schedule(
            PAYABLE,
            user_id=finance.id,
            date_deadline=self.invoice_date_due,
            summary=self.env._(
                "Pay %(supplier)s %(amount)s in %(days)s days",
                supplier=self.partner_id.name,
                amount=formatLang(self.env, self.amount_residual or self.amount_total, currency_obj=self.currency_id),
                days=left,
            ),
        )

    def _digest_overdue(self, overdue, finance):
        """Keep one to-do for everything that is overdue, on the oldest bill, with today's sum."""
        kind = self.env.ref(DIGEST)
        own = [("company_id", "=", self.env.company.id), ("activity_ids.activity_type_id", "=", kind.id)]
        todos = self.search(own).activity_ids
        todos.filtered(lambda todo: todo.activity_type_id == kind and todo.user_id == finance).unlink()
        if not overdue:
            return
        amount = -sum(bill.amount_residual_signed or bill.amount_total_signed for bill in overdue)
        overdue[0].activity_schedule(
            DIGEST,
            user_id=finance.id,
            summary=self.env._(
                "Overdue to suppliers: %(count)s bills, %(amount)s",
                count=len(overdue),
                amount=formatLang(self.env, amount, currency_obj=overdue[0].company_id.currency_id),
            ),
        )
