from odoo import api, fields, models


class CodMeetingPropose(models.TransientModel):
    _name = "crosstech.cod.meeting.propose"
    _description = "Propose a COD Meeting"

    meeting_id = fields.Many2one("crosstech.cod.meeting", required=True, ondelete="cascade")
    place = fields.Char(required=True)
    meeting_datetime = fields.Datetime(string="Time (on your clock)", required=True)
    timezone = fields.Char(related="meeting_id.timezone", string="Buyer's Zone")
    local_time = fields.Char(string="Buyer's Clock", compute="_compute_local_time")

    @api.model
    def default_get(self, fields):
        """Override to start from what was proposed before."""
        values = super().default_get(fields)
        meeting = self.env["crosstech.cod.meeting"].browse(values.get("meeting_id"))
        return {"place": meeting.place, "meeting_datetime": meeting.meeting_datetime, **values}

    @api.depends("meeting_datetime", "meeting_id")
    def _compute_local_time(self):
        for wizard in self:
            wizard.local_time = wizard.meeting_id.order_id.sudo()._customer_clock(wizard.meeting_datetime)

    def action_propose(self):
        """Send the proposal to the buyer, who agrees on his page or by telephone."""
        self.ensure_one()
        self.meeting_id._propose(self.place, self.meeting_datetime)
        return {"type": "ir.actions.act_window_close"}

    def action_propose_and_confirm(self):
        """Note what was agreed by telephone."""
        self.ensure_one()
        self.meeting_id._propose(self.place, self.meeting_datetime)
        self.meeting_id.action_confirm()
        return {"type": "ir.actions.act_window_close"}
