"""The cost of a work order for its customer: quote, answer, gate; the rules are ``lib.cost_gate``."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import cost_gate
from ..lib.work_order import CUSTOMER, END_STATES, REPAIR


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    quote_ids = fields.One2many("crosstech.work.order.quote", "order_id", string="Quotes")
    quote_state = fields.Selection(
        [
            ("none", "Nothing to ask"),
            ("draft", "To be offered"),
            ("offered", "Waits for the answer"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "Expired"),
        ],
        compute="_compute_cost", store=True, index=True,
    )  # fmt: skip
    cost_state = fields.Selection(
        [("free", "Nothing to pay"), ("open", "To be settled"), ("settled", "Settled")],
        compute="_compute_cost", store=True, index=True,
    )  # fmt: skip
    amount_total = fields.Monetary(
        string="Customer Pays", compute="_compute_cost", store=True, help="With taxes; without what he declined."
    )
    amount_due = fields.Monetary(string="Still to Pay", compute="_compute_amount_due", compute_sudo=True)
    pays_on_delivery = fields.Boolean(
        string="Cash on Delivery", copy=False, readonly=True, tracking=True,
        help="The customer pays the technician or courier when he gets his goods.",
    )  # fmt: skip

    # === COMPUTE METHODS === #

    @api.depends(
        "line_ids.amount", "line_ids.product_id", "line_ids.quote_id", "quote_ids.state", "quote_ids.is_paid"
    )  # fmt: skip
    def _compute_cost(self):
        for order in self:
            unquoted = order._get_unquoted_lines()
            amount = Decimal(str(sum(unquoted.mapped("amount"))))
            quotes = order.quote_ids.sorted("id")
            facts = [cost_gate.Quote(quote.state, quote.is_paid) for quote in quotes]
            owed = quotes.filtered(lambda quote: quote.state in ("offered", "accepted", "expired"))
            order.quote_state = cost_gate.quote_state(amount, facts)
            order.cost_state = cost_gate.cost_state(amount, facts)
            order.amount_total = sum(owed.mapped("amount_total")) + unquoted._get_total()

    @api.depends("quote_ids.invoice_id.amount_residual", "quote_ids.state")
    def _compute_amount_due(self):
        for order in self:
            order.amount_due = sum(order._get_open_invoices().mapped("amount_residual"))

    def _get_unquoted_lines(self):
        return self.line_ids.filtered(lambda line: line.amount > 0 and not line.quote_id)

    def _get_offered_quote(self):
        return self.quote_ids.filtered(lambda quote: quote.state == "offered")

    def _get_open_invoices(self):
        """:return: the posted invoices of what the customer accepted, paid or not"""
        accepted = self.sudo().quote_ids.filtered(lambda quote: quote.state == "accepted")
        return accepted.invoice_id.filtered(lambda move: move.state == "posted")

    # === ACTION METHODS === #

    def action_offer_quote(self):
        """Ask the customer whether he agrees to the cost."""
        for order in self:
            order.check_access("write")
            order.sudo()._offer_quote()
        return True

    # === BUSINESS METHODS: ASKING === #

    def _offer_quote(self, *, is_rest=False):
        """Offer all billable lines the customer did not accept yet; what he allowed beforehand counts as accepted.

        :param bool is_rest: only what he was not asked about yet: what he declined stays declined
        :return: the ``crosstech.work.order.quote``
        :raises UserError: when nothing is to be charged, or nobody can be asked
        """
        self.ensure_one()
        order = self.sudo()
        order.lock_for_update(allow_referencing=True)
        anew = ("offered", "expired") if is_rest else ("offered", "expired", "declined")
        order.quote_ids.filtered(lambda quote: quote.state in anew)._supersede()
        order.quote_ids.flush_recordset(["state"])
        lines = order._get_unquoted_lines()
        if not lines:
            raise UserError(
                self.env._("Nothing is charged for %(order)s: there is no quote to offer.", order=self.name)
            )
        if not order.partner_id:
            raise UserError(self.env._("Next step: choose the customer of %(ticket)s.", ticket=order.ticket_id.number))
        quote = order.env["crosstech.work.order.quote"].create(order._prepare_quote(lines))
        lines.quote_id = quote
        limit = Decimal(str(order.ticket_id.cost_limit or 0))
        if cost_gate.is_within_limit(Decimal(str(sum(order._get_agreed(quote).mapped("amount_total")))), limit):
            order._accept_quote(quote, roles={"system"})
        else:
            order._after_offer_quote(quote)
        return quote

    def _get_agreed(self, quote):
        """:return: what counts against the customer's limit: this quote, and those taken within it before"""
        return quote | self.quote_ids.filtered(lambda one: one.state == "accepted" and one.answer_way == "system")

    def _prepare_quote(self, lines):
        company = self.company_id
        return {
            "order_id": self.id,
            "partner_id": self.partner_id.id,
            "name": f"{self.name}/{len(self.quote_ids) + 1}",
            "amount_total": lines._get_total(),
            "valid_until": company._get_today() + timedelta(days=company.service_quote_valid_days),
        }

    # === BUSINESS METHODS: ANSWERING === #

    def _accept_quote(self, quote=None, *, roles=None, note=""):
        """Take the customer's yes: invoice what he agreed to. Said twice, it counts once.

        :param quote: the quote he saw; by default the one that waits
        :param set roles: roles proved otherwise than by login, such as ``{"customer"}``
        :param str note: who said so and how, where staff answers for him
        :raises UserError: when the quote no longer waits for an answer
        """
        order, quote = self._answer_quote("accept", quote, roles, note)
        if not quote.invoice_id:
            order._invoice_quote(quote)
            order._after_accept_quote(quote)
            if order.pays_on_delivery and not order._may_pay_cash():
                order.pays_on_delivery = False
            order.waiting_transfer_id._follow_amount()
        return quote

    def _decline_quote(self, quote=None, *, roles=None, note=""):
        """Take the customer's no: nothing of it is owed, and it cannot be paid any more."""
        was_offered = (quote or self.sudo()._get_offered_quote()).state == "offered"
        order, quote = self._answer_quote("decline", quote, roles, note)
        if was_offered:
            order._after_decline_quote(quote)
            order._settle_if_free()
        return quote

    def _answer_quote(self, action, quote, roles, note):
        self.ensure_one()
        roles = set(roles or self.env["res.users"]._acting_roles())
        order = self.sudo()
        order.lock_for_update(allow_referencing=True)
        quote = (quote or order._get_offered_quote() or order.quote_ids[-1:]).sudo()
        quote.invalidate_recordset(["state"])
        is_over = order.state in END_STATES and quote.state == "offered"
        if not quote or quote.order_id != order or is_over:
            raise UserError(self.env._("No quote of %(order)s waits for an answer.", order=self.name))
        try:
            target = cost_gate.answer(
                action, quote.state, roles=roles, valid_until=quote.valid_until,
                today=order.company_id._get_today(), reason=note or "",
            )  # fmt: skip
        except cost_gate.CostGateError as error:
            raise UserError(self._cost_refusal(error.code)) from error
        if quote.state != target:
            way = next(role for role in (CUSTOMER, REPAIR, "system") if role in roles)
            quote.write(
                {
                    "state": target,
                    "answered_datetime": fields.Datetime.now(),
                    "answer_way": way,
                    "answer_note": note,
                    "answer_user_id": self.env.uid if way == REPAIR else False,
                }
            )
        return order, quote

    def _after_offer_quote(self, quote):
        """Do what follows from a quote that waits for the customer: his clock, not ours."""
        self.ticket_id._tick()

    def _after_accept_quote(self, quote):
        """Do what follows from the customer's yes."""
        self.ticket_id._tick()
        self._ask_repair_team(self.env._("%(quote)s is accepted: go on with the work.", quote=quote.name))

    def _after_decline_quote(self, quote):
        """Do what follows from the customer's no."""
        self.ticket_id._tick()
        self._ask_repair_team(
            self.env._("%(quote)s is declined: decide whether the unit goes back unrepaired.", quote=quote.name)
        )

    # === BUSINESS METHODS: GATE === #

    def _step_facts(self, said=None):
        """Extend with what is agreed to and paid."""
        return replace(
            super()._step_facts(said),
            is_agreed=cost_gate.may_begin(self.quote_state, is_on_site=self.state == "visiting"),
            is_settled=cost_gate.may_go_back(self.cost_state, self.quote_state, pays_on_delivery=self.pays_on_delivery),
            is_paid=self.cost_state != "open",
        )

    def _settle_if_free(self):
        """Override to settle where the work is over; called whenever that, or the money, may have changed."""
        super(WorkOrder, self.sudo().filtered(lambda order: order.state in ("solved", "done")))._settle_if_free()

    def _after_solve(self, facts):
        super()._after_solve(facts)
        self._ask_about_rest()

    def _after_finish(self, facts):
        super()._after_finish(facts)
        self._ask_about_rest()

    def _ask_about_rest(self):
        """Ask the customer, now that all is known, about what he was not asked yet."""
        if self.quote_state in ("draft", "expired") and self.partner_id:
            self._offer_quote(is_rest=True)

    def _after_cancel(self, facts):
        """Extend: nothing is asked for work that is not done."""
        super()._after_cancel(facts)
        self.quote_ids.filtered(lambda quote: quote.state in ("offered", "expired")).write({"state": "declined"})
        self.waiting_transfer_id.filtered(lambda transfer: not transfer.is_claimed)._cancel()

    def _cost_refusal(self, code):
        return {
            "role": self.env._("A quote is answered by the customer, or by the Repair Team for him."),
            "answered": self.env._("This quote was answered before. If you changed your mind, please tell us."),
            "expired": self.env._("This quote is no longer valid. Please ask us for a new one."),
            "superseded": self.env._("This quote was replaced by another. Please look at the new one."),
            "reason": self.env._("Write down who gave the answer, and how."),
        }[code]

    # === TOOLING === #

    def _ask_repair_team(self, summary):
        """Leave a to-do for the Repair Team."""
        user = self.env["res.users"].sudo().with_company(self.company_id)._with_role("repair_team")
        for order in self.sudo():
            if user and summary not in order.activity_ids.mapped("summary"):
                order.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=user.id)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    cost_currency_id = fields.Many2one(related="company_id.currency_id", groups="base.group_user")
    cost_limit = fields.Monetary(
        string="Work Without Asking up to", currency_field="cost_currency_id", groups="base.group_user",
        help="What the customer pays without being asked again; 0: he wants to be asked.",
    )  # fmt: skip
    _cost_limit_not_negative = models.Constraint("CHECK(cost_limit >= 0)", "A limit cannot be negative.")
