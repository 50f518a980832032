"""The owner of a decision reports."""

from odoo import fields, models


class DecisionAnswer(models.TransientModel):
    _name = "crosstech.decision.answer"
    _description = "Report on a Decision"

    decision_id = fields.Many2one("crosstech.decision", required=True)
    is_done = fields.Boolean(string="It is carried out", default=True)
    note = fields.Text(string="What Was Done, or What Is in the Way", required=True)

    def action_apply(self):
        """Note the answer; the decision is done, or stays open."""
        self.ensure_one()
        self.decision_id._answer(self.note, is_done=self.is_done)
        return {"type": "ir.actions.act_window_close"}
