"""The customer answers a quote by telephone or at the counter: the Repair Team notes who said what."""

from odoo import fields, models


class WorkOrderAnswer(models.TransientModel):
    _name = "crosstech.work.order.answer"
    _description = "Note the Customer's Answer to a Quote"

    quote_id = fields.Many2one("crosstech.work.order.quote", required=True)
    order_id = fields.Many2one(related="quote_id.order_id")
    currency_id = fields.Many2one(related="quote_id.currency_id")
    amount_total = fields.Monetary(related="quote_id.amount_total")
    answer = fields.Selection([("accept", "He agrees"), ("decline", "He does not want it")], required=True)
    note = fields.Char(string="Who Said So, and How", required=True, help="Such as: Ibu Sari, by telephone.")

    def action_note(self):
        """Take the answer as the customer's own."""
        self.ensure_one()
        self.order_id.check_access("write")
        if self.answer == "accept":
            self.order_id._accept_quote(self.quote_id, note=self.note)
        else:
            self.order_id._decline_quote(self.quote_id, note=self.note)
        return {"type": "ir.actions.act_window_close"}
