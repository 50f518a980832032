from odoo import api, fields, models


class ResellerApplicationAsk(models.TransientModel):
    _name = "crosstech.reseller.application.ask"
    _description = "Write to an Applicant"

    application_id = fields.Many2one("crosstech.reseller.application", required=True, ondelete="cascade")
    action = fields.Selection([("ask", "Ask Back"), ("refuse", "Refuse")], required=True, default="ask")
    check_text = fields.Html(related="application_id.check_text")
    text = fields.Text(compute="_compute_text", store=True, readonly=False)

    @api.depends("application_id", "action")
    def _compute_text(self):
        """Propose to ask for what the checks miss, in the applicant's language."""
        for dialog in self:
            application = dialog.application_id.with_context(lang=dialog.application_id.lang)
            missing = [] if dialog.action == "refuse" else application._missing_texts()
            dialog.text = "\n".join(missing)

    def action_send(self):
        """Write to the applicant; the state follows."""
        self.ensure_one()
        if self.action == "refuse":
            self.application_id._refuse(self.text or "")
        else:
            self.application_id._ask(self.text or "")
        return {"type": "ir.actions.act_window_close"}
