from odoo import fields, models


class CodMeetingComplete(models.TransientModel):
    _name = "crosstech.cod.meeting.complete"
    _description = "Collect the Cash of a COD Meeting"

    meeting_id = fields.Many2one("crosstech.cod.meeting", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="meeting_id.currency_id")
    amount_due = fields.Monetary(related="meeting_id.amount_due", string="To Collect")
    amount_collected = fields.Monetary(string="Counted", help="What the buyer gave you; type it, do not copy it.")

    def action_complete(self):
        """Book the money, hand over the goods."""
        self.ensure_one()
        self.meeting_id._complete(self.amount_collected)
        return {"type": "ir.actions.act_window_close"}
