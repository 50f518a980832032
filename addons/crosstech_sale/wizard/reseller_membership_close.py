from odoo import fields, models


class ResellerMembershipClose(models.TransientModel):
    _name = "crosstech.reseller.membership.close"
    _description = "Suspend or End a Membership"

    membership_id = fields.Many2one("crosstech.reseller.membership", required=True, ondelete="cascade")
    action = fields.Selection([("suspend", "Suspend"), ("end", "End")], required=True, default="suspend")
    reason = fields.Char(required=True)

    def action_close(self):
        """Take level and prices away and tell the reseller why."""
        self.ensure_one()
        if self.action == "end":
            self.membership_id._end(self.reason)
        else:
            self.membership_id._suspend(self.reason)
        return {"type": "ir.actions.act_window_close"}
