"""Cash on delivery: who hands the goods over collects the money, and answers for it (S1.20, X16)."""

from odoo import fields, models
from odoo.exceptions import UserError

COLLECTORS = {"technician", "repair_team", "system"}


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    cash_ids = fields.One2many("crosstech.service.cash", "order_id", readonly=True)

    # === ACTION METHODS === #

    def action_collect_cash(self):
        """Note that the customer paid what is due in cash, to the acting user or to the courier who brings it."""
        for order in self:
            order.check_access("write")
            order._collect_cash()
        return True

    # === BUSINESS METHODS === #

    def _collect_cash(self, *, roles=None):
        """Take all that is due in cash: it pays the invoices, and is with the acting user until Finance has it.

        :param set roles: roles proved otherwise than by login, such as ``{"technician"}``
        :return: the ``crosstech.service.cash``, as superuser
        :raises UserError: when nothing is due, it is too much for cash, or a transfer was reported
        """
        self.ensure_one()
        roles = roles or self.env["res.users"]._acting_roles()
        if not roles & COLLECTORS:
            raise UserError(self.env._("Cash is collected by the technician or the Repair Team."))
        self._choose_cash()
        order = self.sudo()
        amount = order.amount_due
        payment = order.env["account.payment"].create(order._prepare_cash_payment(amount))
        payment.action_post()
        cash = order.env["crosstech.service.cash"].create(
            {"order_id": order.id, "amount": amount, "payment_id": payment.id, "cash_holder_id": self.env.uid}
        )
        order._reconcile_cost(payment)
        return cash

    def _prepare_cash_payment(self, amount):
        journal = self.company_id._get_cod_cash_journal()
        method = journal.inbound_payment_method_line_ids.filtered(lambda line: line.code == "manual")[:1]
        return {
            "amount": amount,
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self._payable_partner().commercial_partner_id.id,
            "currency_id": self.currency_id.id,
            "company_id": self.company_id.id,
            "journal_id": journal.id,
            "payment_method_line_id": method.id,
            "date": self.company_id._get_today(),
            "memo": self.name,
        }
