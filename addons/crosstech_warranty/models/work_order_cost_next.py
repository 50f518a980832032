"""The one thing to do about the cost of a work order, for the staff."""

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..lib.work_order import END_STATES

_lt = LazyTranslate(__name__)

NEXT = {
    "offer": _lt("Something is to be charged: check the lines, then offer the quote."),
    "answer": _lt("The customer has the quote on his page. If he tells you his answer, record it."),
    "ask_again": _lt("The quote was not answered in time: call the customer and offer it again."),
    "declined": _lt("The customer does not want it: return the unit unrepaired, or change the lines and offer again."),
    "proof": _lt("The customer says that he has paid: Finance matches it with the bank statement."),
    "pay": _lt("The customer chooses on his page how he pays. Goods go back only when it is paid."),
    "cash": _lt("The customer pays in cash when he gets his unit: record it then."),
    "paid": _lt("Everything is paid."),
    "free": _lt("Nothing is charged to the customer."),
}


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    cost_next = fields.Selection(
        lambda self: [(name, self.env._(words)) for name, words in NEXT.items()], string="Next Step of the Cost",
        compute="_compute_cost_next",
    )  # fmt: skip

    @api.depends("quote_state", "cost_state", "pays_on_delivery", "amount_due", "state", "transfer_ids.is_claimed")
    def _compute_cost_next(self):
        for order in self:
            order.cost_next = order._get_cost_next()

    def _get_cost_next(self):
        asked = {"draft": "offer", "offered": "answer", "expired": "ask_again"}.get(self.quote_state)
        if asked and self.state not in END_STATES:
            return asked
        if self.amount_due:
            if self.pays_on_delivery:
                return "cash"
            return "proof" if self.sudo().waiting_transfer_id.is_claimed else "pay"
        if self.quote_state == "declined" and self.state == "diagnosed":
            return "declined"
        return "paid" if self.cost_state == "settled" else "free"

    # === ACTION METHODS === #

    def action_record_answer(self):
        """Note what the customer told us about the quote that waits."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer's Answer"),
            "res_model": "crosstech.work.order.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_quote_id": self._get_offered_quote().id},
        }

    def action_open_customer_page(self):
        """Show what the customer sees."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user._is_internal():
            self.check_access("write")
        return {"type": "ir.actions.act_url", "url": f"/my/service/{self.ticket_id.id}", "target": "new"}
