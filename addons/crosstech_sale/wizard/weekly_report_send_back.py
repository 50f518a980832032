"""A section is sent back with a reason."""

from odoo import fields, models


class WeeklyReportSendBack(models.TransientModel):
    _name = "crosstech.weekly.report.send.back"
    _description = "Send a Section Back"

    section_id = fields.Many2one("crosstech.weekly.report.section", required=True)
    note = fields.Text(string="What Is to Be Changed", required=True)

    def action_apply(self):
        """Ask the owner of the section to work on it again."""
        self.ensure_one()
        self.section_id.check_access("read")
        self.section_id._send_back(self.note)
        return {"type": "ir.actions.act_window_close"}
