"""Why a bank line pays no order: a reason is asked for, so that nothing just disappears."""

from odoo import fields, models
from odoo.exceptions import UserError


class StatementLineSetAside(models.TransientModel):
    _name = "crosstech.statement.line.set.aside"
    _description = "Set Bank Lines Aside"

    line_ids = fields.Many2many("account.bank.statement.line", "crosstech_set_aside_line_rel", required=True)
    kind = fields.Selection(
        [("not_a_sale", "Not a sale"), ("to_refund", "Refund to the customer")], required=True, default="not_a_sale"
    )
    note = fields.Char(string="Reason", required=True)

    def action_apply(self):
        """Take the lines off the screen; a refund becomes a to-do for Finance."""
        self.line_ids._check_may_match()
        if any(line.match_state == "matched" or line.is_reconciled for line in self.line_ids):
            raise UserError(self.env._("A line that is booked cannot be set aside."))
        for line in self.line_ids:
            if self.kind == "to_refund":
                self._plan_refund(line)
        self.line_ids.sudo().write(
            {
                "match_state": "ignored",
                "match_reason": self.kind,
                "match_note": self.note,
                "match_is_automatic": False,
                **({} if self.kind == "to_refund" else {"transfer_id": False}),
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _plan_refund(self, line) -> None:
        """Leave a to-do on the transfer this money came for, or fail where nobody is known to refund."""
        transfer = line.transfer_id
        if not transfer:
            raise UserError(self.env._("Choose the transfer of the customer to be refunded first."))
        transfer.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Refund %(amount)s", amount=line.currency_id.format(line.amount)),
            note=self.env._(
                "%(note)s (bank line of %(date)s: %(text)s)", note=self.note, date=line.date, text=line.payment_ref
            ),
            user_id=self.env.user.id,
        )
