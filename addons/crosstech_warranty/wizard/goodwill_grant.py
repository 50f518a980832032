from odoo import fields, models


class GoodwillGrant(models.TransientModel):
    _name = "crosstech.goodwill.grant"
    _description = "Bear the Cost as Goodwill"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, default=lambda self: self.env.context["active_id"])
    currency_id = fields.Many2one(related="ticket_id.currency_id")
    limit_amount = fields.Monetary(related="ticket_id.company_id.goodwill_limit_amount", string="Limit")
    reason = fields.Char(required=True)
    cost = fields.Monetary(string="Cost Borne", required=True)

    def action_grant(self):
        """Bear the cost, or ask the Operational Manager when it is above the limit."""
        self.ensure_one()
        self.ticket_id._grant_goodwill(self.reason, self.cost)
        return {"type": "ir.actions.act_window_close"}
